//! Requests: one struct an operation, with a setter for whatever is not required. Where there is nothing to set it is the runtime's [`Request`]
//! under that name: a type of its own is four impls for whoever compiles the client.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::in_one_line;
use super::pages;
use super::responses::{sentence_start, with_article, words};
use super::write::{
    Taken, available_doc, deprecated, doc, doc_lines, doc_of, generics, ident, index, maybe_argument, plain_argument,
    quoted, text, type_of,
};
use crate::lower::model::{
    Api, Argument, Body, Events, Field, Framing, Operation, Parameter, ParameterLocation, Presence, Record, Resource,
    Shape, Streams, Type,
};

/// How the modules of resources call the types of the API.
pub(super) fn types() -> TokenStream {
    quote!(types::)
}

/// The record that a body is, behind aliases.
pub(super) fn body_record<'a>(api: &'a Api, body: &Body) -> Option<&'a Record> {
    let Type::Named(id) = body.ty else { return None };
    match &api.type_def(api.without_aliases(id)).shape {
        Shape::Record(record) => Some(record),
        Shape::Alias(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => None,
    }
}

/// The field that member `number` of a spread body is.
pub(super) fn member_field<'a>(api: &'a Api, body: &Body, number: usize) -> Option<&'a Field> {
    let member = body.spread.as_ref()?.get(number)?;
    body_record(api, body)?.fields.get(member.field)
}

/// Returns the flag by which a whole body asks for events, unless the caller sets it.
pub(super) fn flag_of_body(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let name = ident(&flag_field(api, operation)?.name);
    Some(quote!(body.#name = body.#name.or(Some(true));))
}

/// The field of the body that asks for events.
pub(super) fn flag_field<'a>(api: &'a Api, operation: &Operation) -> Option<&'a Field> {
    let (Some(Streams::Field(number)), Some(body)) = (&operation.streams, &operation.body) else { return None };
    body_record(api, body)?.fields.get(*number)
}

/// Whether a request has methods of its own.
pub(super) fn is_own(operation: &Operation) -> bool {
    let is_setter = |argument: Argument| !operation.arguments.contains(&argument);
    let parameters = (0..operation.parameters.len()).any(|number| is_setter(Argument::Parameter(number)));
    let body = operation.body.is_some() && is_setter(Argument::Body);
    parameters || body || operation.events.is_some() || operation.pages.is_some()
}

/// The type of a request, with its setters.
pub(super) fn declaration(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let output = type_of(api, &operation.output, &types());
    let (docs, old) = (docs(api, resource, operation), deprecated(operation.deprecated));
    if !is_own(operation) {
        return quote!(#docs #old pub type #name = Request<#output>;);
    }
    let mut setters = setters(api, operation);
    setters.extend(operation.events.as_ref().map(|of| events(api, of)));
    setters.extend(operation.pages.as_ref().map(|of| pages::methods(api, operation, of)));
    quote! {
        #docs
        #old
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name(pub(crate) CommonRequest<#output, #name>);
        impl #name {
            #(#setters)*
        }
    }
}

/// Returns `` `GET /pets/{id}` ``, on one line.
pub(super) fn asked(operation: &Operation) -> String {
    in_one_line(&format!("`{} {}`", operation.method, operation.path))
}

/// Returns the documentation of a request: its method and path, the method that creates it, and its result.
fn docs(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let request = with_article(&asked(operation));
    let sent = match &operation.output {
        Type::Nothing => "It is sent when it is awaited, or by `send`.".to_owned(),
        output => format!("Await it, or call `send`, to get {}.", with_article(&words(api, output))),
    };
    let (resource, method) = (&resource.type_name, &operation.name);
    doc_lines(&[format!("{} request, created by [`{resource}::{method}`].", sentence_start(&request)), sent])
}

/// The methods that read a stream of events.
fn events(api: &Api, events: &Events) -> TokenStream {
    let (ty, media_type) = (type_of(api, &events.ty, &types()), text(&events.media_type));
    let docs = doc(
        &format!("Sends the request and returns the events of the response as they arrive (`{}`).", events.media_type),
        "",
    );
    let framing = match events.framing {
        Framing::Events => quote!(Events),
        Framing::WholeEvents => quote!(WholeEvents),
        Framing::Lines => quote!(Lines),
        Framing::Records => quote!(Records),
    };
    let framing = quote!(crate::runtime::machine::Framing::#framing);
    let (asynchronous, blocking) = (available_doc(&["async"]), available_doc(&["blocking"]));
    quote! {
        #docs
        #asynchronous
        #[cfg(feature = "async")]
        pub fn events(&self) -> crate::Events<#ty> {
            self.0.items_of(#framing, #media_type)
        }
        #[doc = " Like `events`, but blocks the thread."]
        #blocking
        #[cfg(feature = "blocking")]
        pub fn events_blocking(&self) -> crate::BlockingEvents<#ty> {
            self.0.items_of_blocking(#framing, #media_type)
        }
    }
}

/// The names of an operation's setters.
pub(super) fn setter_names(operation: &Operation) -> impl Iterator<Item = &str> {
    let is_setter = |argument: Argument| !operation.arguments.contains(&argument);
    let parameters = operation.parameters.iter().enumerate();
    let parameters = parameters.filter(move |(number, _)| is_setter(Argument::Parameter(*number)));
    let spread = operation.body.iter().filter_map(|body| body.spread.as_deref()).flatten().enumerate();
    let members = spread.filter(move |(number, _)| is_setter(Argument::BodyField(*number)));
    parameters.map(|(_, of)| of.name.as_str()).chain(members.map(|(_, of)| of.name.as_str()))
}

fn setters(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let is_argument = |argument: Argument| operation.arguments.contains(&argument);
    let mut setters = Vec::new();
    for (number, parameter) in operation.parameters.iter().enumerate() {
        if !is_argument(Argument::Parameter(number)) {
            setters.push(parameter_setter(api, parameter, number));
        }
    }
    let Some(body) = &operation.body else { return setters };
    for number in 0..body.spread.as_ref().map_or(0, Vec::len) {
        if !is_argument(Argument::BodyField(number)) {
            setters.extend(member_setter(api, body, number));
        }
    }
    if !is_argument(Argument::Body) {
        setters.push(body_setter(api, operation, body));
    }
    setters
}

fn setter(docs: &TokenStream, old: &TokenStream, name: &str, argument: &Taken, record: &TokenStream) -> TokenStream {
    let Taken { by, ty, .. } = argument;
    let (name, by) = (ident(name), generics(by.as_slice()));
    // In one, `0.` would be a number with a fraction.
    let request = quote!(self.0);
    quote! {
        #docs
        #old
        #[inline]
        pub fn #name #by(mut self, #name: #ty) -> Self {
            #request.#record;
            self
        }
    }
}

/// Returns the sort of parameter that a location makes.
fn sort(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path parameter",
        ParameterLocation::Query => "query parameter",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    }
}

fn parameter_setter(api: &Api, parameter: &Parameter, number: usize) -> TokenStream {
    let fallback = format!("Sets the {} {}.", quoted(&parameter.wire), sort(parameter.location));
    let docs = doc_of(&parameter.docs, &[&parameter.wire, &parameter.name], &fallback);
    let taken = plain_argument(api, &parameter.ty, &ident(&parameter.name), 0, &types());
    let (number, value) = (index(number), &taken.value);
    setter(&docs, &deprecated(parameter.deprecated), &parameter.name, &taken, &quote!(set(#number, &#value)))
}

fn member_setter(api: &Api, body: &Body, number: usize) -> Option<TokenStream> {
    let member = body.spread.as_ref()?.get(number)?;
    let field = member_field(api, body, number)?;
    let fallback = format!("Sets the {} property of the body.", quoted(&field.wire));
    let docs = doc_of(&field.docs, &[&field.wire, &field.name], &fallback);
    let name = ident(&member.name);
    let taken = match field.presence {
        Presence::OptionalNullable => maybe_argument(api, &field.ty, &name, &types()),
        Presence::Required | Presence::RequiredNullable | Presence::Optional => {
            plain_argument(api, &field.ty, &name, 0, &types())
        }
    };
    let (place, value) = (index(member.field), &taken.value);
    Some(setter(&docs, &deprecated(field.deprecated), &member.name, &taken, &quote!(set_property(#place, &#value))))
}

fn body_setter(api: &Api, operation: &Operation, body: &Body) -> TokenStream {
    let taken = plain_argument(api, &body.ty, &ident("body"), 0, &types());
    let value = match flag_of_body(api, operation) {
        Some(flag) => quote!({ let mut body = body; #flag body }),
        None => taken.value.clone(),
    };
    let docs = match body.spread {
        Some(_) => doc("", "Sets the whole body. It replaces all properties that were set before."),
        None => doc(&body.docs, "Sets the body."),
    };
    setter(&docs, &TokenStream::new(), "body", &taken, &quote!(set_body(&#value)))
}
