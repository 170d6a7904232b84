//! `src/lib.rs`: the front page, the modules, and what the crate's root exports.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::cleaned;
use super::write::{cfg_any, ident, path_of, stem, text};
use super::{File, Item, example};
use crate::lower::Api;

/// The file. `custom` says whether there is a hand-written module.
pub(super) fn file(api: &Api, custom: bool) -> File {
    let items = vec![
        Item::whole(limits(api)),
        Item::whole(lints(api)),
        Item::whole(modules(api, custom)),
        Item::whole(exports()),
    ];
    File { path: "src/lib.rs".to_owned(), part: 0, plain: false, docs: front_page(api), items }
}

fn front_page(api: &Api) -> Vec<String> {
    let mut lines =
        vec![format!("A client for {} {}.", cleaned(&api.title).join(" "), cleaned(&api.version).join(" "))];
    let words = cleaned(&api.docs);
    if !words.is_empty() {
        lines.push(String::new());
        lines.extend(words);
    }
    if let Some(example) = example::documented(api) {
        lines.extend([String::new(), "# Example".to_owned(), String::new()]);
        lines.extend(example);
    }
    lines.extend([String::new(), "# Features".to_owned(), String::new()]);
    let features: Vec<&str> = api.resources.iter().filter_map(|resource| resource.feature.as_deref()).collect();
    lines.extend(
        [
            "- `async` (default): requests are futures, carried by reqwest.",
            "- `blocking`: `send_blocking()`, carried by ureq, without an async runtime.",
            "- `rustls` (default): HTTPS, with the roots that the platform trusts.",
            "- `gzip`, `http2`: compressed answers; HTTP/2 where the server has it (async).",
            "- `tracing`: a span for each try, see [`transport::Tracing`](transport).",
            "- `reqwest-0-13`: a client of reqwest of your own, see `ClientBuilder::reqwest_0_13`.",
            "- `testing`: answers without a network, recordings and their replay, see the module `testing`.",
            "- `mime-guess`: the media type of a file by the ending of its name.",
            "- `chrono`, `jiff`, `time`, `uuid`: conversions of [`formats`] to and from the types of these crates.",
        ]
        .map(str::to_owned),
    );
    if !features.is_empty() {
        let list: Vec<String> = features.iter().map(|feature| format!("`{feature}`")).collect();
        lines.push(
            "- `all` (default): every resource. Without it, only those whose features are on are compiled, with"
                .to_owned(),
        );
        lines.push(format!("  the types that they need: {}.", list.join(", ")));
    }
    // No link: without the feature there is nothing to point to.
    if !features.is_empty() && !api.webhooks.is_empty() {
        lines.push("- `webhooks`: the module `payloads`, what the API sends by itself.".to_owned());
    }
    let all = if features.is_empty() { "" } else { ", \"all\"" };
    if let Some(limit) = api.recursion_limit {
        lines.push(String::new());
        lines.push(
            "The types of this API lie deep in each other: a crate that uses it may have to begin with".to_owned(),
        );
        lines.push(format!("`#![recursion_limit = \"{limit}\"]`."));
    }
    lines.push(String::new());
    lines.push(format!(
        "A blocking client without async: `default-features = false, features = [\"blocking\", \"rustls\"{all}]`."
    ));
    lines
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
        pub use runtime::{Client, ClientBuilder, DeclaredError, Error, ErrorKind, Extra, File, Header, Maybe, Number, Request, Response, NoToken, OAuth2, Secret, Token, TokenSource, ask_blocking, formats, transport};
        #[cfg(feature = "async")]
        #[rustfmt::skip]
        pub use runtime::{Body, Events, Items, Pages, Sending};
        #[cfg(feature = "blocking")]
        #[rustfmt::skip]
        pub use runtime::{BlockingBody, BlockingEvents, BlockingItems, BlockingPages};
        #[cfg(feature = "testing")]
        #[rustfmt::skip]
        pub use runtime::testing;
    }
}
