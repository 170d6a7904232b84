//! `src/<resource>/wire.rs`: operations as the description has them, as statics; and what ties requests to them.

use proc_macro2::TokenStream;
use quote::quote;

use super::alike::Alike;
use super::request::{is_own, types};
use super::resource::static_name;
use super::write::{allow_deprecated, ident, index, shared_names, stem, text, type_of};
use super::{File, Item, errors, pages};
use crate::lower::model::{
    Api, DeclaredResponse, Encoding, MediaKind, Operation, Parameter, ParameterLocation, Resource, Server, Shape,
    Status, Style, Type,
};

/// The file.
pub(super) fn file(api: &Api, resource: &Resource) -> File {
    let (alike, constants) = Alike::of(&resource.operations);
    let mut items = vec![Item::whole(allow_deprecated(api)), Item::whole(head(resource)), Item::whole(constants)];
    for operation in &resource.operations {
        items.push(Item::new(&operation.span, operation_static(api, resource, operation, &alike)));
        items.extend(is_own(operation).then(|| Item::new(&operation.span, glue(api, operation))));
        items.extend(operation.pages.as_ref().map(|of| Item::new(&operation.span, pages::fixed(operation, of))));
        if let Some(of) = &operation.errors {
            let own = errors::own_mirror(api, operation, of);
            items.extend(own.map(|tokens| Item::new(&operation.span, tokens)));
        }
    }
    File {
        path: format!("src/{}/wire.rs", stem(&resource.name)),
        part: 0,
        plain: true,
        docs: vec!["Operations as static data, for the runtime. Not meant to be read.".to_owned()],
        items,
    }
}

fn head(resource: &Resource) -> TokenStream {
    let own = |operation: &Operation| operation.errors.as_ref().is_some_and(|errors| errors.shared.is_none());
    let declared = resource.operations.iter().any(own);
    // Those of the others stand with their names.
    let outputs =
        || resource.operations.iter().filter(|operation| is_own(operation)).map(|operation| &operation.output);
    let bodies = resource.operations.iter().any(|operation| body_shape(operation).is_some());
    let named = bodies || outputs().any(|output| output.named().is_some());
    let import = if declared {
        quote! {
            use crate::runtime::{DeclaredError, http};
            use crate::runtime::value::{DecodeError, json};
        }
    } else {
        TokenStream::new()
    };
    let types = if named {
        quote!(
            use crate::types;
        )
    } else {
        TokenStream::new()
    };
    let more = shared_names(|is| outputs().any(is)).into_iter().map(|name| quote!(use crate::runtime::#name;));
    let own = resource.operations.iter().any(is_own);
    let own = own.then(|| {
        quote!(
            use std::fmt;
            use crate::runtime::CommonRequest;
        )
    });
    quote! {
        #own
        #(#more)*
        use crate::runtime::call::*;
        #import
        #types
    }
}

/// A path as it is sent: template expressions stay, and what no address may hold is encoded. A fragment, by which some
/// descriptions tell operations of one path apart, is never sent, and the query would be a part of it.
pub(super) fn sendable(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(c) = rest.chars().next() {
        let expression = rest.find('}').and_then(|end| rest.get(..=end)).filter(|_| c == '{');
        if let Some(whole) = expression.filter(|whole| whole.rfind('{') == Some(0)) {
            out.push_str(whole);
            rest = rest.get(whole.len()..).unwrap_or_default();
            continue;
        }
        if c == '#' {
            break;
        }
        let plain = c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
        if plain {
            out.push(c);
        } else {
            out.extend(c.to_string().bytes().map(|byte| format!("%{byte:02X}")));
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    out
}

fn operation_static<'a>(api: &Api, resource: &Resource, operation: &'a Operation, alike: &Alike<'a>) -> TokenStream {
    let fixed = ident(&static_name(operation));
    let name = text(&format!("{}.{}", resource.name, operation.name));
    let (method, path) = (text(&operation.method), text(&sendable(&operation.path)));
    let servers = servers(&operation.servers);
    let parameters = operation.parameters.iter().map(|of| alike.parameter(of));
    let responses = alike.responses(&operation.responses);
    let body = body(api, operation, alike);
    let errors = operation.errors.as_ref().map(|of| errors::shape_path(api, of));
    let errors = errors.map_or_else(|| quote!(None), |path| quote!(Some(&#path)));
    let key = operation.idempotency_key.as_deref().map(text);
    let key = key.map_or_else(|| quote!(None), |name| quote!(Some(#name)));
    let security = alike.security(&operation.security);
    quote! {
        pub(super) static #fixed: Operation = Operation {
            name: #name,
            method: #method,
            path: #path,
            servers: #servers,
            parameters: &[#(#parameters),*],
            body: #body,
            responses: #responses,
            errors: #errors,
            idempotency_key: #key,
            security: #security,
        };
    }
}

/// Schemes that are needed together.
pub(super) fn alternative(all: &[usize]) -> TokenStream {
    let all = all.iter().map(|scheme| index(*scheme));
    quote!(&[#(#all),*])
}

/// Servers as a static list.
pub(super) fn servers(servers: &[Server]) -> TokenStream {
    let servers = servers.iter().map(|server| {
        let (url, docs) = (text(&server.url), text(&server.docs));
        let variables = server.variables.iter().map(|of| {
            let (name, default) = (text(&of.name), text(&of.default));
            quote!((#name, #default))
        });
        quote!(Server { url: #url, variables: &[#(#variables),*], description: #docs })
    });
    quote!(&[#(#servers),*])
}

/// A parameter.
pub(super) fn parameter(parameter: &Parameter) -> TokenStream {
    let name = text(&parameter.wire);
    let place = match parameter.location {
        ParameterLocation::Path => quote!(Location::Path),
        ParameterLocation::Query => quote!(Location::Query),
        ParameterLocation::Header => quote!(Location::Header),
        ParameterLocation::Cookie => quote!(Location::Cookie),
    };
    let style = style(parameter.style);
    let (explode, reserved, required) = (parameter.explode, parameter.reserved, parameter.required);
    quote!(Parameter { name: #name, location: #place, style: #style, explode: #explode, reserved: #reserved, required: #required })
}

fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple => quote!(Style::Simple),
        Style::Form => quote!(Style::Form),
        Style::SpaceDelimited => quote!(Style::SpaceDelimited),
        Style::PipeDelimited => quote!(Style::PipeDelimited),
        Style::TabDelimited => quote!(Style::TabDelimited),
        Style::DeepObject => quote!(Style::DeepObject),
        Style::Label => quote!(Style::Label),
        Style::Matrix => quote!(Style::Matrix),
        Style::Cookie => quote!(Style::Cookie),
        Style::Json => quote!(Style::Json),
        Style::WholeJson => quote!(Style::WholeJson),
        Style::WholeText => quote!(Style::WholeText),
    }
}

/// An response.
pub(super) fn response(response: &DeclaredResponse) -> TokenStream {
    let status = status(response.status);
    let (content, media_type) = match &response.content {
        Some(content) => (content_kind(content.kind), text(&content.media_type)),
        None => (quote!(ResponseContent::Nothing), text(response.accept.as_deref().unwrap_or_default())),
    };
    let variant = match response.variant {
        Some(number) => {
            let number = index(number);
            quote!(Some(#number))
        }
        None => quote!(None),
    };
    quote!(DeclaredResponse { status: #status, content: #content, media_type: #media_type, variant: #variant })
}

/// The statuses that an response is for.
pub(super) fn status(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            quote!(Status::Code(#code))
        }
        Status::Range(hundred) => {
            let hundred = proc_macro2::Literal::u16_unsuffixed(hundred);
            quote!(Status::Range(#hundred))
        }
        Status::Default => quote!(Status::Default),
    }
}

fn content_kind(kind: MediaKind) -> TokenStream {
    match kind {
        MediaKind::Json => quote!(ResponseContent::Json),
        MediaKind::Text => quote!(ResponseContent::Text),
        MediaKind::Raw | MediaKind::Form | MediaKind::Multipart => quote!(ResponseContent::Raw),
    }
}

fn body_kind(kind: MediaKind) -> TokenStream {
    match kind {
        MediaKind::Json => quote!(BodyKind::Json),
        MediaKind::Form => quote!(BodyKind::Form),
        MediaKind::Multipart => quote!(BodyKind::Multipart),
        MediaKind::Text => quote!(BodyKind::Text),
        MediaKind::Raw => quote!(BodyKind::Raw),
    }
}

/// The serialization of a property of a form.
pub(super) fn encoding(of: &Encoding) -> TokenStream {
    let (name, content_type) = (text(&of.name), text(&of.content_type));
    let style = of.style.map(style);
    let style = style.map_or_else(|| quote!(None), |style| quote!(Some(#style)));
    let (explode, reserved) = (of.explode, of.reserved);
    let headers = of.headers.iter().map(|(name, value)| {
        let (name, value) = (text(name), text(value));
        quote!((#name, #value))
    });
    quote! {
        Encoding {
            name: #name, content_type: #content_type, style: #style, explode: #explode, reserved: #reserved, headers: &[#(#headers),*]
        }
    }
}

/// The type whose shape a spread body is recorded by.
fn body_shape(operation: &Operation) -> Option<&Type> {
    operation.body.as_ref().filter(|body| body.spread.is_some()).map(|body| &body.ty)
}

fn body<'a>(api: &Api, operation: &'a Operation, alike: &Alike<'a>) -> TokenStream {
    let Some(body) = &operation.body else { return quote!(None) };
    let (media_type, required) = (text(&body.media_type), body.required);
    let members = match body_shape(operation).and_then(|ty| shape(api, ty)) {
        Some(shape) => quote!(Some(#shape)),
        None => quote!(None),
    };
    let kind = body_kind(body.kind);
    let encodings = alike.encodings(&body.encodings);
    quote! {
        Some(RequestBody {
            media_type: #media_type,
            kind: #kind,
            encodings: #encodings,
            required: #required,
            properties: #members,
        })
    }
}

/// The `Shape` of a record, behind aliases.
fn shape(api: &Api, ty: &Type) -> Option<TokenStream> {
    let Type::Named(id) = ty else { return None };
    match &api.type_def(api.without_aliases(*id)).shape {
        Shape::Record(_) => {
            let ty = type_of(api, ty, &types());
            Some(quote!(<#ty as crate::runtime::value::Mirror>::SHAPE))
        }
        Shape::Alias(_) | Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) => None,
    }
}

/// What makes a request one: the shared methods through `Deref`, and `.await`. Not derived, as that costs those who compile the client more.
fn glue(api: &Api, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let output = type_of(api, &operation.output, &types());
    quote! {
        impl Clone for super::#name {
            #[inline]
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }
        impl fmt::Debug for super::#name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
        impl std::ops::Deref for super::#name {
            type Target = CommonRequest<#output, Self>;
            #[inline]
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
        #[doc(hidden)]
        impl From<CommonRequest<#output, Self>> for super::#name {
            #[inline]
            fn from(common: CommonRequest<#output, Self>) -> Self {
                Self(common)
            }
        }
        #[cfg(feature = "async")]
        impl IntoFuture for super::#name {
            type Output = Result<#output, crate::Error>;
            type IntoFuture = crate::ResponseFuture<#output>;
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.0.send()
            }
        }
    }
}
