//! `src/payloads.rs`: a function for each webhook and callback payload. Must not know how a payload
//! is read.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::examples::calls;
use crate::emit::file::{File, Item};
use crate::emit::tokens::attributes::{allow_deprecated, deprecated, doc};
use crate::emit::tokens::features::{WEBHOOKS, available};
use crate::emit::tokens::literals::ident;
use crate::emit::tokens::types::{shared_names, type_of, types_path};
use crate::emit::tokens::views::{marker, output_type};
use crate::lower::model::{Api, Webhook};

/// Emits the file. Returns `None` if the description has no webhooks or callbacks.
pub(crate) fn file(api: &Api) -> Option<File> {
    if api.webhooks.is_empty() {
        return None;
    }
    let mut items = vec![Item::whole(allow_deprecated(api)), Item::whole(head(api))];
    items.extend(api.webhooks.iter().map(|webhook| Item::new(&webhook.span, function(api, webhook))));
    let docs = [
        "Payloads that the API sends: webhooks and callbacks, read from the body of a request.",
        "",
        "Verify that a request comes from the API before you read its payload.",
    ];
    let heading = ["", "# Example", ""].map(str::to_owned);
    let available = if api.has_features() { available(api, &[WEBHOOKS]) } else { None };
    let available = available.into_iter().flat_map(|line| [String::new(), line]);
    let example = api.webhooks.first().map(|webhook| calls::payload(api, webhook));
    let docs = docs
        .map(str::to_owned)
        .into_iter()
        .chain(available)
        .chain(heading)
        .chain(example.into_iter().flatten())
        .collect();
    Some(File { path: "src/payloads.rs".to_owned(), part: 0, plain: false, docs, items })
}

fn head(api: &Api) -> TokenStream {
    let any = |is: &dyn Fn(&Webhook) -> bool| api.webhooks.iter().any(is);
    let shared = shared_names(|is| any(&|of| is(&of.ty)));
    let types = any(&|of| of.ty.named().is_some()).then(|| {
        quote!(
            use crate::types;
        )
    });
    quote!(use crate::runtime::{Error, error #(, #shared)*}; #types)
}

fn function(api: &Api, webhook: &Webhook) -> TokenStream {
    let (name, ty) = (ident(&webhook.name), type_of(api, &webhook.ty, &types_path()));
    let read = match marker(api, &webhook.ty) {
        Some(_) => {
            let output = output_type(api, &webhook.ty, &types_path());
            quote!(error::payload_as::<#output>(body))
        }
        None => quote!(error::payload(body)),
    };
    let (docs, deprecation) = (doc(&webhook.docs, ""), deprecated(webhook.deprecated));
    quote! {
        #docs
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " Fails if the body does not match the description. The error names the path in the body."]
        #deprecation
        pub fn #name(body: &[u8]) -> Result<#ty, Error> {
            #read
        }
    }
}
