//! What of a request or an answer is a secret by its place: headers, and keys in a query. Must not know files.

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::runtime::call::{Api, SchemeKind, encode_query};

/// What stands where a secret was. In a recording it fits whatever is sent in its place.
pub const MASK: &str = "REDACTED";

/// Headers that hold secrets whatever the description says.
const SECRET: [HeaderName; 5] = [
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::COOKIE,
    header::SET_COOKIE,
    HeaderName::from_static("x-auth-token"),
];

/// Parts of a query that are signatures: whoever has one may do what the address says.
const SIGNATURES: [&str; 7] = [
    "AWSAccessKeyId",
    "Signature",
    "sig",
    "X-Goog-Signature",
    "X-Amz-Signature",
    "X-Amz-Credential",
    "X-Amz-Security-Token",
];

/// Whether a header holds a secret: by its name, by the description, or because it is marked.
pub(super) fn is_secret(name: &HeaderName, value: &HeaderValue, api: &Api) -> bool {
    let is_key = |kind| matches!(kind, SchemeKind::HeaderKey(key) if name.as_str().eq_ignore_ascii_case(key));
    value.is_sensitive() || SECRET.contains(name) || api.schemes.iter().any(|scheme| is_key(scheme.kind))
}

/// The headers, with the values of those with secrets masked.
pub(super) fn headers(headers: &HeaderMap, api: &Api) -> HeaderMap {
    let mut masked = headers.clone();
    for (name, value) in headers {
        if is_secret(name, value, api) {
            masked.insert(name, HeaderValue::from_static(MASK));
        }
    }
    masked
}

/// Whether a part of a query is a secret by its name, as it is spelled there.
pub(super) fn is_key(name: &str, api: &Api) -> bool {
    let is = |kind| matches!(kind, SchemeKind::QueryKey(key) if encode_query(key, false) == name);
    SIGNATURES.contains(&name) || api.schemes.iter().any(|scheme| is(scheme.kind))
}

/// A query with its keys masked.
pub(super) fn query(query: &str, api: &Api) -> String {
    let parts = query.split('&').map(|part| match part.split_once('=') {
        Some((name, _)) if is_key(name, api) => format!("{name}={MASK}"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("&")
}
