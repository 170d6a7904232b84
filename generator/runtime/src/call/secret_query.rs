//! What of an address is a secret by its place in the query: the keys of the description, and signatures.

use super::encode::encode_query;
use super::operation::{Api, SchemeKind};

/// Parts of a query that are signatures: whoever has one may do what the address says.
pub(crate) const SIGNATURES: [&str; 7] = [
    "AWSAccessKeyId",
    "Signature",
    "sig",
    "X-Goog-Signature",
    "X-Amz-Signature",
    "X-Amz-Credential",
    "X-Amz-Security-Token",
];

/// Whether a part of a query is a secret by its name, as it is spelled there.
pub(crate) fn is_secret_part(name: &str, api: &Api) -> bool {
    let is = |kind| matches!(kind, SchemeKind::QueryKey(key) if encode_query(key, false) == name);
    SIGNATURES.contains(&name) || api.schemes.iter().any(|scheme| is(scheme.kind))
}

/// A query with `mask` in place of its secrets.
pub(crate) fn masked_query(query: &str, api: &Api, mask: &str) -> String {
    let parts = query.split('&').map(|part| match part.split_once('=') {
        Some((name, _)) if is_secret_part(name, api) => format!("{name}={mask}"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("&")
}

/// An address with `mask` in place of the secrets of its query.
pub(crate) fn masked_address(address: &str, api: &Api, mask: &str) -> String {
    match address.split_once('?') {
        Some((before, query)) => format!("{before}?{}", masked_query(query, api, mask)),
        None => address.to_owned(),
    }
}
