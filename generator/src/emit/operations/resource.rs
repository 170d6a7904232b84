//! Resources: the accessor with a method for each operation, then the requests and the enums of
//! errors. Must not emit static data (`wire`).

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::docs::markdown::{cleaned, described, in_one_line};
use crate::emit::docs::words::{quoted, with_article};
use crate::emit::docs::{credentials, responses};
use crate::emit::examples::calls::call_example;
use crate::emit::file::{File, Item};
use crate::emit::operations::facts::{asked, body_record, flag_field, is_own, member_field, static_name};
use crate::emit::operations::request::flag_of_body;
use crate::emit::operations::{errors, request};
use crate::emit::tokens::arguments::{Taken, generics, is_taken_as_maybe, option_argument, plain_argument};
use crate::emit::tokens::attributes::{allow_deprecated, deprecated, doc_lines};
use crate::emit::tokens::features::available;
use crate::emit::tokens::literals::{ident, index, path_of, stem};
use crate::emit::tokens::types::{shared_names, type_of, types_path};
use crate::emit::tokens::views::{argument as view, marker, option_marker};
use crate::emit::types::presets::{preset, preset_of};
use crate::lower::model::{Api, Argument, Field, Operation, Parameter, Presence, Resource, Streams, Type};

/// Emits `src/<resource>.rs`.
pub(crate) fn file(api: &Api, resource: &Resource) -> File {
    let mut items = vec![
        Item::whole(allow_deprecated(api)),
        Item::whole(head(api, resource)),
        Item::whole(accessor(api, resource)),
    ];
    for operation in &resource.operations {
        items.push(Item::new(&operation.span, request::declaration(api, resource, operation)));
        if let Some(of) = &operation.errors {
            items.push(Item::new(&operation.span, errors::of_operation(api, resource, operation, of)));
        }
    }
    let mut docs = cleaned(&resource.docs);
    if docs.is_empty() {
        docs = cleaned(&format!("The {} operations.", quoted(&resource.wire)));
    }
    docs.extend([String::new(), format!("[`{}`] has a method for each operation.", resource.type_name)]);
    if let Some(line) = resource.feature.as_deref().and_then(|feature| available(api, &[feature])) {
        docs.extend([String::new(), line]);
    }
    File { path: format!("src/{}.rs", stem(&resource.name)), part: 0, plain: false, docs, items }
}

fn head(api: &Api, resource: &Resource) -> TokenStream {
    let any = |is: &dyn Fn(&Type) -> bool| resource.operations.iter().any(|operation| mentions(api, operation, is));
    let sent = |is: &dyn Fn(&Type) -> bool| resource.operations.iter().any(|operation| mentions_if_sent(operation, is));
    let is_named: &dyn Fn(&Type) -> bool = &|ty| ty.named().is_some();
    let maybe = resource.operations.iter().any(|operation| has_maybe(api, operation));
    let own = resource.operations.iter().any(is_own);
    let plain = !resource.operations.iter().all(is_own);
    // An operation's own enum of errors returns the status.
    let errors = |operation: &Operation| operation.errors.as_ref().is_some_and(|errors| errors.shared.is_none());
    let errors = resource.operations.iter().any(errors);
    let chosen = |ty: &Type| marker(api, ty).is_some();
    let value = resource.operations.iter().any(|operation| has_argument(api, operation, &chosen));
    let names = [(own, "CommonRequest"), (maybe, "Maybe"), (plain, "Request"), (errors, "http"), (value, "value")];
    let names = names.into_iter().filter(|(is, _)| *is).map(|(_, name)| ident(name));
    let shared = shared_names(any);
    let mut names: Vec<_> = names.chain(shared.iter().cloned()).collect();
    names.sort();
    let types = any(is_named).then(|| {
        quote!(
            use crate::types;
        )
    });
    // Imports that only the methods for sending need. These methods require `async` or `blocking`.
    let more = shared_names(sent).into_iter().filter(|name| !shared.contains(name));
    let more = more.map(|name| quote!(use crate::runtime::#name;));
    let more = more.chain((!any(is_named) && sent(is_named)).then(|| {
        quote!(
            use crate::types;
        )
    }));
    let more = more.map(|of| quote!(#[cfg(any(feature = "async", feature = "blocking"))] #of));
    let path = path_of(&resource.name, &format!("{}/wire.rs", stem(&resource.name)));
    quote! {
        #path mod wire;
        use crate::Client;
        use crate::runtime::{#(#names),*};
        #types
        #(#more)*
    }
}

/// Returns `true` if the methods that require `async` or `blocking` mention a type: those for
/// events and pages.
fn mentions_if_sent(operation: &Operation, is: &dyn Fn(&Type) -> bool) -> bool {
    let events = operation.events.as_ref().is_some_and(|events| is(&events.ty));
    let pages = operation.pages.as_ref().is_some_and(|pages| is(&pages.item));
    events || pages
}

fn mentions(api: &Api, operation: &Operation, is: &dyn Fn(&Type) -> bool) -> bool {
    // A shared enum of errors mentions its types in its own file.
    let own = operation.errors.iter().filter(|errors| errors.shared.is_none());
    let errors = own.flat_map(|errors| &errors.variants);
    let errors = errors
        .filter_map(|variant| operation.responses.get(variant.response)?.content.as_ref())
        .any(|content| is(&content.ty));
    has_argument(api, operation, is) || errors || is(&operation.output)
}

/// Returns `true` if a parameter, the body or a property of a spread body has such a type.
fn has_argument(api: &Api, operation: &Operation, is: &dyn Fn(&Type) -> bool) -> bool {
    let parameters = operation.parameters.iter().any(|parameter| is(&parameter.ty));
    let body = operation.body.as_ref().is_some_and(|body| {
        let members = body.spread.as_ref().map_or(0, Vec::len);
        is(&body.ty) || (0..members).any(|number| member_field(api, body, number).is_some_and(|field| is(&field.ty)))
    });
    parameters || body
}

fn has_maybe(api: &Api, operation: &Operation) -> bool {
    let Some(body) = &operation.body else { return false };
    let members = body.spread.as_ref().map_or(0, Vec::len);
    let needs = |field: &Field| field.presence == Presence::OptionalNullable && is_taken_as_maybe(api, &field.ty);
    (0..members).any(|number| member_field(api, body, number).is_some_and(needs))
}

fn accessor(api: &Api, resource: &Resource) -> TokenStream {
    let name = ident(&resource.type_name);
    let list = resource
        .operations
        .iter()
        .map(|operation| format!("- [`{0}`](Self::{0}): {1}", operation.name, asked(operation)));
    let operations = in_one_line(&format!("The {} operations", quoted(&resource.wire)));
    let mut lines = vec![format!("{operations}, returned by [`Client::{}`].", resource.name)];
    lines.push(String::new());
    lines.extend(list);
    let docs = doc_lines(&lines);
    let methods = resource.operations.iter().map(|operation| method(api, resource, operation));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            pub(crate) client: Client,
        }
        impl #name {
            #(#methods)*
        }
    }
}

fn method(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let (name, request) = (ident(&operation.name), ident(&operation.type_name));
    let fixed = ident(&static_name(operation));
    let (mut by, mut arguments, mut records) = (Vec::new(), Vec::new(), presets(api, operation));
    for argument in &operation.arguments {
        let Some((name, Taken { by: more, ty, .. }, record)) = taken(api, operation, *argument, by.len()) else {
            continue;
        };
        by.extend(more);
        arguments.push(quote!(#name: #ty));
        records.push(record);
    }
    let by = generics(&by);
    let (docs, deprecation) = (method_docs(api, resource, operation), deprecated(operation.deprecated));
    // Clippy's limit is seven, including `self`, but a path may have more parameters.
    let many = if arguments.len() > 6 { quote!(#[allow(clippy::too_many_arguments)]) } else { TokenStream::new() };
    let mutable = if records.is_empty() { TokenStream::new() } else { quote!(mut) };
    let made = match is_own(operation) {
        true => quote!(#request(CommonRequest::new(&self.client.0, call))),
        false => quote!(Request::new(&self.client.0, call)),
    };
    quote! {
        #docs
        #deprecation
        #many
        pub fn #name #by(&self #(, #arguments)*) -> #request {
            let #mutable call = wire::#fixed.call();
            #(#records)*
            #made
        }
    }
}

/// Emits the values that are sent automatically: parameters and properties with a single value, and
/// the flag that requests events. Optional discriminators are omitted, because only unions need
/// them.
fn presets(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let parameters = operation.parameters.iter().enumerate().filter_map(|(number, of)| {
        let (place, value) = (index(number), preset_of(api, &of.ty, Some(of.preset.as_ref()?), &types_path())?);
        Some(quote!(call.set(#place, &#value);))
    });
    let spread = || operation.body.as_ref().and_then(|body| Some((body, body.spread.as_deref()?)));
    let members = spread().into_iter().flat_map(|(body, spread)| {
        spread.iter().enumerate().filter_map(|(number, member)| {
            let field = member_field(api, body, number).filter(|field| field.is_required())?;
            let (place, value) = (index(member.field), preset(api, field, &types_path())?);
            Some(quote!(call.set_property(#place, &#value);))
        })
    });
    let flag = match (&operation.streams, spread()) {
        (Some(Streams::Parameter(number)), _) => {
            let place = index(*number);
            Some(quote!(call.set(#place, &true);))
        }
        (Some(Streams::Field(number)), Some(_)) => {
            let place = index(*number);
            Some(quote!(call.set_property(#place, &true);))
        }
        (Some(Streams::Field(_)), None) => asked_by_body(api, operation),
        (None, _) => None,
    };
    parameters.chain(members).chain(flag).collect()
}

/// Emits the body with the flag that requests events: added to an argument, or as the only property
/// of an optional body.
fn asked_by_body(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    if operation.arguments.iter().any(|of| matches!(of, Argument::Body)) {
        let flag = flag_of_body(api, operation)?;
        return Some(quote!(let mut body = body; #flag));
    }
    let (flag, record) = (flag_field(api, operation)?, body_record(api, body)?);
    let (name, ty) = (ident(&flag.name), type_of(api, &body.ty, &types_path()));
    // Only the caller knows the other required properties.
    let alone = !record.fields.iter().any(crate::lower::model::Field::is_argument);
    alone.then(|| quote!(call.set_body(&#ty::new().#name(true));))
}

/// An argument of a method: its name, its type, and the code that records it. `number` counts the
/// nullable arguments.
fn taken(api: &Api, operation: &Operation, argument: Argument, number: usize) -> Option<(Ident, Taken, TokenStream)> {
    match argument {
        Argument::Parameter(place) => {
            let parameter = operation.parameters.get(place)?;
            let name = ident(&parameter.name);
            let taken = plain_argument(api, &parameter.ty, &name, number, &types_path());
            let (place, value) = (index(place), view(marker(api, &parameter.ty), &taken.value));
            let record = quote!(call.set(#place, #value););
            Some((name, taken, record))
        }
        Argument::BodyField(member) => {
            let body = operation.body.as_ref()?;
            let field = member_field(api, body, member)?;
            let member = body.spread.as_ref()?.get(member)?;
            let name = ident(&member.name);
            let taken = match field.presence {
                Presence::RequiredNullable => option_argument(api, &field.ty, &name, number, &types_path()),
                Presence::Required | Presence::Optional | Presence::OptionalNullable => {
                    plain_argument(api, &field.ty, &name, number, &types_path())
                }
            };
            let marker = match field.presence {
                Presence::RequiredNullable => option_marker(api, &field.ty),
                Presence::Required | Presence::Optional | Presence::OptionalNullable => marker(api, &field.ty),
            };
            let (place, value) = (index(member.field), view(marker, &taken.value));
            let record = quote!(call.set_property(#place, #value););
            Some((name, taken, record))
        }
        Argument::Body => {
            let name = ident("body");
            let body = operation.body.as_ref()?;
            let taken = plain_argument(api, &body.ty, &name, number, &types_path());
            let value = view(marker(api, &body.ty), &taken.value);
            let record = quote!(call.set_body(#value););
            Some((name, taken, record))
        }
    }
}

/// Starts a new paragraph.
fn apart(lines: &mut Vec<String>) {
    if !lines.is_empty() {
        lines.push(String::new());
    }
}

/// Returns the sentence about a body that no argument represents.
fn optional_body(operation: &Operation) -> Option<String> {
    let body = operation.body.as_ref()?;
    let is_argument = |of: &Argument| matches!(of, Argument::BodyField(_) | Argument::Body);
    let request = &operation.type_name;
    match body.spread {
        _ if operation.arguments.iter().any(is_argument) => None,
        Some(_) => Some(format!("All properties of the body are optional; [`{request}`] has a setter for each.")),
        None => Some(format!("The body is optional; set it with [`{request}::body`].")),
    }
}

/// Returns the line about a parameter, unless its description only repeats its name.
fn argument_docs(parameter: &Parameter) -> Option<String> {
    let words = described(&parameter.docs, &[&parameter.wire, &parameter.name], "");
    let words = words.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then(|| format!("- `{}`: {words}", parameter.name))
}

fn method_docs(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let mut lines = cleaned(&operation.docs);
    let required: Vec<&Parameter> = operation
        .arguments
        .iter()
        .filter_map(|argument| match argument {
            Argument::Parameter(number) => operation.parameters.get(*number),
            Argument::BodyField(_) | Argument::Body => None,
        })
        .collect();
    let arguments: Vec<String> = required.iter().filter_map(|parameter| argument_docs(parameter)).collect();
    // Lists of methods only show the lines before the first heading.
    if lines.is_empty() {
        lines = cleaned(&format!("Creates {} request.", with_article(&asked(operation))));
    }
    if !arguments.is_empty() {
        lines.extend([String::new(), "# Arguments".to_owned(), String::new()]);
        lines.extend(arguments);
    }
    let more = optional_body(operation).into_iter().chain(credentials::of_operation(api, operation));
    for words in more {
        apart(&mut lines);
        lines.push(words);
    }
    apart(&mut lines);
    lines.extend(responses::listed(api, operation));
    if let Some(list) = crate::emit::operations::headers::listed(api, operation) {
        lines.extend([String::new(), list]);
    }
    if let Some(example) = call_example(api, resource, operation) {
        lines.extend([String::new(), "# Example".to_owned(), String::new()]);
        lines.extend(example);
    }
    doc_lines(&lines)
}
