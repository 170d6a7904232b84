//! Features of the generated crate that enable resources, as `#[cfg]` and as a sentence. Must not
//! decide which resources have one: `lower` did.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::docs::words::quoted;
use crate::emit::tokens::literals::text;
use crate::lower::model::Api;

/// The feature of webhooks, if resources have features.
pub(crate) const WEBHOOKS: &str = "webhooks";

/// Returns the `#[cfg]` for an item that any of these resources needs. Empty for an item without
/// features.
pub(crate) fn cfg_any(api: &Api, resources: &[usize]) -> TokenStream {
    let features: Vec<Literal> = features(api, resources).into_iter().map(text).collect();
    match features.as_slice() {
        [] => TokenStream::new(),
        [one] => quote!(#[cfg(feature = #one)]),
        [_, ..] => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}

/// Returns the features that enable an item of these resources. Empty if it always exists.
pub(crate) fn features<'a>(api: &'a Api, resources: &[usize]) -> Vec<&'a str> {
    if !api.has_features() {
        return Vec::new();
    }
    let feature = |index: &usize| match api.resources.get(*index) {
        Some(resource) => resource.feature.as_deref(),
        None => Some(WEBHOOKS),
    };
    resources.iter().filter_map(feature).collect()
}

/// Returns the sentence that names the feature of an item, for documentation that is built without
/// `docsrs`. Empty for an item that always exists, or that many features enable.
pub(crate) fn available(api: &Api, features: &[&str]) -> Option<String> {
    if api.module.is_some() {
        return None;
    }
    let names: Vec<String> = features.iter().map(|feature| quoted(feature)).collect();
    (1..=3).contains(&names.len()).then(|| format!("Available with feature {}.", names.join(" or ")))
}
