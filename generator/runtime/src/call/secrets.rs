//! The parts of a URL that are secret because of their name in the query: the API keys of the
//! description, and signatures. Must not know secrets in headers.

use super::encode::encode_query;
use super::operation::{Api, SchemeKind};

/// Query parameters that are signatures. A URL with one of them grants access by itself.
pub(crate) const SIGNATURES: [&str; 7] = [
    "AWSAccessKeyId",
    "Signature",
    "sig",
    "X-Goog-Signature",
    "X-Amz-Signature",
    "X-Amz-Credential",
    "X-Amz-Security-Token",
];

/// Returns `true` if a query parameter is secret, by its percent-encoded name.
pub(crate) fn is_secret_part(name: &str, api: &Api) -> bool {
    let is = |kind| matches!(kind, SchemeKind::QueryKey(key) if encode_query(key, false) == name);
    SIGNATURES.contains(&name) || api.schemes.iter().any(|scheme| is(scheme.kind))
}

/// Returns a query with its secrets replaced by `mask`.
pub(crate) fn masked_query(query: &str, api: &Api, mask: &str) -> String {
    let parts = query.split('&').map(|part| match part.split_once('=') {
        Some((name, _)) if is_secret_part(name, api) => format!("{name}={mask}"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("&")
}

/// Returns a URL with the secrets of its query replaced by `mask`.
pub(crate) fn masked_url(url: &str, api: &Api, mask: &str) -> String {
    match url.split_once('?') {
        Some((before, query)) => format!("{before}?{}", masked_query(query, api, mask)),
        None => url.to_owned(),
    }
}
