//! Requests: a struct for each operation, with a setter for each optional parameter. A request without setters is an alias of the
//! runtime's [`Request`]: a type of its own would cost four more impls. Must not know how a request
//! is sent.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::words::{quoted, sentence_start, with_article, words};
use crate::emit::operations::facts::{asked, flag_field, is_own, member_field};
use crate::emit::operations::pages;
use crate::emit::tokens::arguments::{Taken, generics, maybe_argument, plain_argument};
use crate::emit::tokens::attributes::{available_doc, blocking_doc, deprecated, doc, doc_lines, doc_of};
use crate::emit::tokens::literals::{ident, index, text};
use crate::emit::tokens::types::types_path;
use crate::emit::tokens::views::{argument, marker, maybe_marker, output_type};
use crate::lower::model::{
    Api, Argument, Body, Events, Framing, Operation, Parameter, ParameterLocation, Presence, Resource, Type,
};

/// Returns the flag with which a whole body requests events, unless the caller sets it.
pub(crate) fn flag_of_body(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let name = ident(&flag_field(api, operation)?.name);
    Some(quote!(body.#name = body.#name.or(Some(true));))
}

/// Emits the type of a request, with its setters.
pub(crate) fn declaration(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let output = output_type(api, &operation.output, &types_path());
    let (docs, deprecation) = (docs(api, resource, operation), deprecated(operation.deprecated));
    if !is_own(operation) {
        return quote!(#docs #deprecation pub type #name = Request<#output>;);
    }
    let mut setters = setters(api, operation);
    setters.extend(operation.events.as_ref().map(|of| events(api, of)));
    setters.extend(operation.pages.as_ref().map(|of| pages::methods(api, operation, of)));
    quote! {
        #docs
        #deprecation
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name(pub(crate) CommonRequest<#output, #name>);
        impl #name {
            #(#setters)*
        }
    }
}

/// Returns the documentation of a request: its method and path, the method that creates it, and its result.
fn docs(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let request = with_article(&asked(operation));
    let is_async = api.may_have("async");
    let sent = match &operation.output {
        Type::Nothing if is_async => "It is sent when it is awaited, or by `send`.".to_owned(),
        Type::Nothing => "It is sent by `send_blocking`.".to_owned(),
        output if is_async => format!("Await it, or call `send`, to get {}.", with_article(&words(api, output))),
        output => format!("Call `send_blocking` to get {}.", with_article(&words(api, output))),
    };
    let (resource, method) = (&resource.type_name, &operation.name);
    doc_lines(&[format!("{} request, created by [`{resource}::{method}`].", sentence_start(&request)), sent])
}

/// Emits the methods that read a stream of events.
fn events(api: &Api, events: &Events) -> TokenStream {
    let (ty, media_type) = (output_type(api, &events.ty, &types_path()), text(&events.media_type));
    let words =
        format!("Sends the request and returns the events of the response as they arrive (`{}`).", events.media_type);
    let (docs, docs_blocking) = (doc(&words, ""), blocking_doc(api, "events", &words));
    let framing = match events.framing {
        Framing::Events => quote!(Events),
        Framing::WholeEvents => quote!(WholeEvents),
        Framing::Lines => quote!(Lines),
        Framing::Records => quote!(Records),
    };
    let framing = quote!(crate::runtime::machine::Framing::#framing);
    let (asynchronous, blocking) = (available_doc(api, &["async"]), available_doc(api, &["blocking"]));
    quote! {
        #docs
        #asynchronous
        #[cfg(feature = "async")]
        pub fn events(&self) -> crate::Events<#ty> {
            self.0.items_of(#framing, #media_type)
        }
        #docs_blocking
        #blocking
        #[cfg(feature = "blocking")]
        pub fn events_blocking(&self) -> crate::BlockingEvents<#ty> {
            self.0.items_of_blocking(#framing, #media_type)
        }
    }
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

fn setter(
    docs: &TokenStream,
    deprecation: &TokenStream,
    name: &str,
    argument: &Taken,
    record: &TokenStream,
) -> TokenStream {
    let Taken { by, ty, .. } = argument;
    let (name, by) = (ident(name), generics(by.as_slice()));
    // In a macro, `0.` would be read as a float.
    let request = quote!(self.0);
    quote! {
        #docs
        #deprecation
        #[inline]
        pub fn #name #by(mut self, #name: #ty) -> Self {
            #request.#record;
            self
        }
    }
}

/// Returns the kind of parameter for a location.
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
    let taken = plain_argument(api, &parameter.ty, &ident(&parameter.name), 0, &types_path());
    let (number, value) = (index(number), argument(marker(api, &parameter.ty), &taken.value));
    setter(&docs, &deprecated(parameter.deprecated), &parameter.name, &taken, &quote!(set(#number, #value)))
}

fn member_setter(api: &Api, body: &Body, number: usize) -> Option<TokenStream> {
    let member = body.spread.as_ref()?.get(number)?;
    let field = member_field(api, body, number)?;
    let fallback = format!("Sets the {} property of the body.", quoted(&field.wire));
    let docs = doc_of(&field.docs, &[&field.wire, &field.name], &fallback);
    let name = ident(&member.name);
    let taken = match field.presence {
        Presence::OptionalNullable => maybe_argument(api, &field.ty, &name, &types_path()),
        Presence::Required | Presence::RequiredNullable | Presence::Optional => {
            plain_argument(api, &field.ty, &name, 0, &types_path())
        }
    };
    let marker = match field.presence {
        Presence::OptionalNullable => maybe_marker(api, &field.ty),
        Presence::Required | Presence::RequiredNullable | Presence::Optional => marker(api, &field.ty),
    };
    let (place, value) = (index(member.field), argument(marker, &taken.value));
    Some(setter(&docs, &deprecated(field.deprecated), &member.name, &taken, &quote!(set_property(#place, #value))))
}

fn body_setter(api: &Api, operation: &Operation, body: &Body) -> TokenStream {
    let taken = plain_argument(api, &body.ty, &ident("body"), 0, &types_path());
    let value = match flag_of_body(api, operation) {
        Some(flag) => quote!({ let mut body = body; #flag body }),
        None => taken.value.clone(),
    };
    let docs = match body.spread {
        Some(_) => doc("", "Sets the whole body. It replaces all properties that were set before."),
        None => doc(&body.docs, "Sets the body."),
    };
    let value = argument(marker(api, &body.ty), &value);
    setter(&docs, &TokenStream::new(), "body", &taken, &quote!(set_body(#value)))
}
