//! `src/lib.rs`: the modules, and what the crate's root exports.

use proc_macro2::TokenStream;
use quote::quote;

use super::write::{cfg_any, ident, path_of, stem, text};
use super::{File, Item, front_page};
use crate::lower::Api;

/// The file. `custom` says whether there is a hand-written module.
pub(super) fn file(api: &Api, custom: bool) -> File {
    let items = vec![
        Item::whole(limits(api)),
        Item::whole(lints(api)),
        Item::whole(modules(api, custom)),
        Item::whole(exports()),
    ];
    File { path: "src/lib.rs".to_owned(), part: 0, plain: false, docs: front_page::lines(api), items }
}

/// What the whole crate needs: see `lower::depth`.
fn limits(api: &Api) -> TokenStream {
    let Some(limit) = api.recursion_limit.map(|limit| text(&limit.to_string())) else { return TokenStream::new() };
    quote!(#![recursion_limit = #limit])
}

/// The few lints that names of the description may break. The reasons stand beside them.
fn lints(api: &Api) -> TokenStream {
    let ascii = api.types.iter().all(|def| def.name.is_ascii()) && names(api).all(|name| name.is_ascii());
    if ascii {
        return TokenStream::new();
    }
    quote! {
        #![allow(mixed_script_confusables, uncommon_codepoints, confusable_idents, non_camel_case_types, non_snake_case)]
    }
}

fn names(api: &Api) -> impl Iterator<Item = &str> {
    use crate::lower::model::Shape;
    api.types.iter().flat_map(|def| -> Vec<&str> {
        match &def.shape {
            Shape::Record(record) => record.fields.iter().map(|field| field.name.as_str()).collect(),
            Shape::Enum(values) => values.iter().map(|value| value.name.as_str()).collect(),
            Shape::Union(union) => union.variants.iter().map(|variant| variant.name.as_str()).collect(),
            Shape::Numbers(of) => of.values.iter().map(|value| value.name.as_str()).collect(),
            Shape::Alias(_) => Vec::new(),
        }
    })
}

fn modules(api: &Api, custom: bool) -> TokenStream {
    let custom = if custom {
        quote!(
            pub mod custom;
        )
    } else {
        TokenStream::new()
    };
    let resources = api.resources.iter().enumerate().map(|(index, resource)| {
        let (name, cfg) = (ident(&resource.name), cfg_any(api, &[index]));
        let path = path_of(&resource.name, &format!("{}.rs", stem(&resource.name)));
        quote!(#cfg #[rustfmt::skip] #path pub mod #name;)
    });
    let errors = api.error_sets.first().map(|_| ident("declared_errors"));
    let errors = errors.map(|name| quote!(#[rustfmt::skip] pub mod #name;));
    let headers = api.headers.first().map(|_| ident("headers"));
    let headers = headers.map(|name| quote!(#[rustfmt::skip] pub mod #name;));
    let payloads = (!api.webhooks.is_empty()).then(|| {
        let cfg = cfg_any(api, &[api.resources.len()]);
        quote!(#cfg #[rustfmt::skip] pub mod payloads;)
    });
    quote! {
        #[rustfmt::skip]
        mod client;
        #custom
        #errors
        #headers
        #(#resources)*
        #[doc(hidden)]
        #[rustfmt::skip]
        pub mod runtime;
        #[rustfmt::skip]
        pub mod types;
        #payloads
    }
}

fn exports() -> TokenStream {
    quote! {
        #[rustfmt::skip]
        pub use runtime::{Client, ClientBuilder, DeclaredError, Error, ErrorKind, Extra, File, FromItem, Header, IntoItems, IntoMaybe, IntoMaybeItems, IntoOption, IntoOptionItems, Maybe, NoToken, Number, Request, Response, Secret, Token, TokenSource, ask_blocking, formats, transport};
        #[cfg(feature = "async")]
        #[rustfmt::skip]
        pub use runtime::{Body, Sending, send_all};
        #[cfg(feature = "blocking")]
        #[rustfmt::skip]
        pub use runtime::{BlockingBody, send_all_blocking};
        #[cfg(feature = "oauth2")]
        #[rustfmt::skip]
        pub use runtime::OAuth2;
        #[cfg(all(feature = "async", feature = "pages"))]
        #[rustfmt::skip]
        pub use runtime::{Items, Pages};
        #[cfg(all(feature = "blocking", feature = "pages"))]
        #[rustfmt::skip]
        pub use runtime::{BlockingItems, BlockingPages};
        #[cfg(all(feature = "async", feature = "stream"))]
        #[rustfmt::skip]
        pub use runtime::Events;
        #[cfg(all(feature = "blocking", feature = "stream"))]
        #[rustfmt::skip]
        pub use runtime::BlockingEvents;
        #[cfg(feature = "testing")]
        #[rustfmt::skip]
        pub use runtime::testing;
    }
}
