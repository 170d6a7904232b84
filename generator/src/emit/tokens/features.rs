//! Features of the generated crate that switch resources on, as `#[cfg]` and as a sentence.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::docs::words::quoted;
use crate::emit::tokens::literals::text;
use crate::lower::model::Api;

/// The feature of webhooks, where resources have features.
pub(crate) const WEBHOOKS: &str = "webhooks";

/// `#[cfg]` for what is there where any of these resources is; nothing for what is always there.
pub(crate) fn cfg_any(api: &Api, resources: &[usize]) -> TokenStream {
    let features: Vec<Literal> = features(api, resources).into_iter().map(text).collect();
    match features.as_slice() {
        [] => TokenStream::new(),
        [one] => quote!(#[cfg(feature = #one)]),
        [_, ..] => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}

/// Returns the features with which an item of these resources is there; none if it always is.
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

/// Returns the sentence that names the feature of an item, for documentation that is built without `docsrs`. Nothing for an item that
/// is always there, or that more features bring than a reader wants to see.
pub(crate) fn available(features: &[&str]) -> Option<String> {
    let names: Vec<String> = features.iter().map(|feature| quoted(feature)).collect();
    (1..=3).contains(&names.len()).then(|| format!("Available with feature {}.", names.join(" or ")))
}
