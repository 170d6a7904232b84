//! Parts of an operation as static data of the runtime's types. Must not know which operation they
//! belong to.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tokens::literals::{index, text};
use crate::lower::model::{DeclaredResponse, Encoding, MediaKind, Parameter, ParameterLocation, Server, Status, Style};

/// Returns a path as it is sent: characters that a URL must not contain are encoded, but not
/// template expressions. A fragment, which some descriptions use to distinguish operations, is
/// never sent, and a query would become part of it.
pub(crate) fn sendable(path: &str) -> String {
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

/// Returns schemes that are required together.
pub(crate) fn alternative(all: &[usize]) -> TokenStream {
    let all = all.iter().map(|scheme| index(*scheme));
    quote!(&[#(#all),*])
}

/// Returns servers as a static array.
pub(crate) fn servers(servers: &[Server]) -> TokenStream {
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

/// Returns a parameter.
pub(crate) fn parameter(parameter: &Parameter) -> TokenStream {
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

pub(crate) fn style(style: Style) -> TokenStream {
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

/// Returns a response.
pub(crate) fn response(response: &DeclaredResponse) -> TokenStream {
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

/// Returns the statuses of a response.
pub(crate) fn status(status: Status) -> TokenStream {
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

/// Returns the serialization of a form property.
pub(crate) fn encoding(encoding: &Encoding) -> TokenStream {
    let (name, content_type) = (text(&encoding.name), text(&encoding.content_type));
    let style = encoding.style.map(style);
    let style = style.map_or_else(|| quote!(None), |style| quote!(Some(#style)));
    let (explode, reserved) = (encoding.explode, encoding.reserved);
    let headers = encoding.headers.iter().map(|(name, value)| {
        let (name, value) = (text(name), text(value));
        quote!((#name, #value))
    });
    quote! {
        Encoding {
            name: #name, content_type: #content_type, style: #style, explode: #explode, reserved: #reserved, headers: &[#(#headers),*]
        }
    }
}
