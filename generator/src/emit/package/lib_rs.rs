//! `src/lib.rs`, or `mod.rs` of a module: the modules, and what the root exports. Must not write
//! the front page (`front_page`).

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::file::{File, Item};
use crate::emit::package::{builder, front_page};
use crate::emit::tokens::features::cfg_any;
use crate::emit::tokens::literals::{ident, path_of, stem, text};
use crate::lower::model::Api;
use crate::options::{Form, Options, Runtime};

/// The version of the interface between generated code and runtime that this generator targets. It
/// is increased when generated code needs more of the runtime. A runtime supports all earlier
/// versions of the same minor version (`interface!` in the runtime).
const INTERFACE: usize = 3;

/// Emits the file.
pub(crate) fn file(api: &Api, root: Root) -> File {
    let items = vec![
        Item::whole(if api.module.is_none() { of_crate(api) } else { of_module(api) }),
        Item::whole(runtime(root.vendored)),
        Item::whole(custom(root.custom)),
        Item { within: Some(format!("runtime::interface! {{\n    {INTERFACE};\n")), ..Item::whole(modules(api)) },
    ];
    File { path: "src/lib.rs".to_owned(), part: 0, plain: false, docs: front_page::lines(api), items }
}

/// Emits the attributes of a crate. With the first one, docs.rs marks items by the features that
/// they need.
fn of_crate(api: &Api) -> TokenStream {
    let (limits, lints) = (limits(api), lints(api));
    quote! {
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #limits
        #lints
    }
}

/// Emits the attributes of a module. A crate that keeps it private uses only a part of it, and the
/// crate's lints are for code that people write.
fn of_module(api: &Api) -> TokenStream {
    let names = (!has_ascii_names(api)).then(|| quote!(#![allow(non_camel_case_types, non_snake_case)]));
    quote! {
        #![allow(dead_code, unreachable_pub, unused_imports)]
        #![allow(clippy::all, clippy::pedantic)]
        #names
    }
}

/// Emits the recursion limit, see `lower::passes::depth`.
fn limits(api: &Api) -> TokenStream {
    let Some(limit) = api.recursion_limit.map(|limit| text(&limit.to_string())) else { return TokenStream::new() };
    quote!(#![recursion_limit = #limit])
}

/// Emits the attributes that allow lints for names of the description. Comments give the reasons.
fn lints(api: &Api) -> TokenStream {
    if has_ascii_names(api) {
        return TokenStream::new();
    }
    quote! {
        #![allow(mixed_script_confusables, uncommon_codepoints, confusable_idents, non_camel_case_types, non_snake_case)]
    }
}

pub(super) fn has_ascii_names(api: &Api) -> bool {
    api.types.iter().all(|def| def.name.is_ascii()) && names(api).all(|name| name.is_ascii())
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

/// Emits the only item that differs between clients with a copy of the runtime and clients that
/// depend on it.
fn runtime(vendored: bool) -> TokenStream {
    match vendored {
        true => quote! {
            #[rustfmt::skip]
            mod runtime;
        },
        false => quote! {
            use clientwright_runtime as runtime;
        },
    }
}

fn custom(is_there: bool) -> TokenStream {
    if is_there {
        quote!(
            pub mod custom;
        )
    } else {
        TokenStream::new()
    }
}

/// Emits modules and exports within a macro of the runtime, so that an incompatible runtime causes
/// a single error.
fn modules(api: &Api) -> TokenStream {
    let resources = api.resources.iter().enumerate().map(|(index, resource)| {
        let (name, cfg) = (ident(&resource.name), cfg_any(api, &[index]));
        let path = path_of(&resource.name, &format!("{}.rs", stem(&resource.name)));
        quote!(#cfg #path pub mod #name;)
    });
    let errors = (!api.error_sets.is_empty()).then(|| {
        quote!(
            pub mod errors;
        )
    });
    let headers = (!api.headers.is_empty()).then(|| {
        quote!(
            pub mod headers;
        )
    });
    let payloads = (!api.webhooks.is_empty()).then(|| {
        let cfg = cfg_any(api, &[api.resources.len()]);
        quote!(#cfg pub mod payloads;)
    });
    let exports = exports(builder::has_oauth2(api));
    quote! {
        mod builder;
        mod client;
        #errors
        #headers
        #(#resources)*
        pub mod types;
        #payloads
        #exports
    }
}

fn exports(oauth2: bool) -> TokenStream {
    let oauth2 = oauth2.then(|| {
        quote! {
            #[cfg(feature = "oauth2")]
            #[doc(inline)]
            pub use runtime::OAuth2;
        }
    });
    quote! {
        pub use builder::ClientBuilder;
        pub use client::Client;
        #[doc(inline)]
        pub use runtime::{CommonRequest, DeclaredError, Error, ErrorKind, Extra, File, FromItem, Header, IntoItems, IntoMaybe, IntoMaybeItems, IntoOption, IntoOptionItems, Maybe, TokenError, Number, Request, Response, Secret, Token, TokenSource, blocking_token_source, formats, transport};
        #[cfg(feature = "async")]
        #[doc(inline)]
        pub use runtime::{Body, ResponseFuture, send_all};
        #[cfg(feature = "blocking")]
        #[doc(inline)]
        pub use runtime::{BlockingBody, send_all_blocking};
        #oauth2
        #[cfg(all(feature = "async", feature = "pages"))]
        #[doc(inline)]
        pub use runtime::{Items, Pages};
        #[cfg(all(feature = "blocking", feature = "pages"))]
        #[doc(inline)]
        pub use runtime::{BlockingItems, BlockingPages};
        #[cfg(all(feature = "async", feature = "stream"))]
        #[doc(inline)]
        pub use runtime::Events;
        #[cfg(all(feature = "blocking", feature = "stream"))]
        #[doc(inline)]
        pub use runtime::BlockingEvents;
        #[cfg(feature = "testing")]
        #[doc(inline)]
        pub use runtime::testing;
    }
}

/// The facts, apart from the description, that determine the content of `src/lib.rs`.
#[derive(Debug, Clone, Copy)]
pub struct Root {
    /// `true` if the crate has a hand-written `src/custom/mod.rs`.
    pub custom: bool,
    /// `true` if the runtime is copied into the client instead of being a dependency.
    pub vendored: bool,
}

impl From<&Options> for Root {
    fn from(options: &Options) -> Root {
        let is_package = options.form == Form::Package;
        Root { custom: options.custom && is_package, vendored: options.runtime == Runtime::Vendored && is_package }
    }
}
