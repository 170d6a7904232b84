//! What of a request or an answer is a secret by its place: headers, and signatures in texts. Must not know files.

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::call::{Api, SIGNATURES, SchemeKind};

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

/// Whether a header holds a secret: by its name, by the description, or because it is marked.
pub(super) fn is_secret(name: &HeaderName, value: &HeaderValue, api: &Api) -> bool {
    let is_key = |kind| matches!(kind, SchemeKind::HeaderKey(key) if name.as_str().eq_ignore_ascii_case(key));
    value.is_sensitive() || SECRET.contains(name) || api.schemes.iter().any(|scheme| is_key(scheme.kind))
}

/// Whether a header that is sent holds a secret: as [`is_secret`], or because its name sounds so. Nothing is lost with one too many, as
/// headers that are sent do not count in a replay.
pub(super) fn is_secret_sent(name: &HeaderName, value: &HeaderValue, api: &Api) -> bool {
    const WORDS: [&str; 6] = ["token", "secret", "password", "api-key", "apikey", "signature"];
    is_secret(name, value, api) || WORDS.iter().any(|word| name.as_str().contains(word))
}

/// What says whether a header holds a secret.
pub(super) type IsSecret = fn(&HeaderName, &HeaderValue, &Api) -> bool;

/// The headers, with the values of those with secrets masked.
pub(super) fn headers(headers: &HeaderMap, api: &Api, is_secret: IsSecret) -> HeaderMap {
    let mut masked = headers.clone();
    for (name, value) in headers {
        if is_secret(name, value, api) {
            masked.insert(name, HeaderValue::from_static(MASK));
        }
    }
    masked
}

/// A text with the signatures in its addresses masked, wherever they stand: answers give addresses that are signed.
pub(super) fn signatures(text: &str) -> String {
    SIGNATURES.iter().fold(text.to_owned(), |text, name| {
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find(name) {
            let (before, found) = rest.split_at(at);
            let behind = found.get(name.len()..).unwrap_or_default();
            out.push_str(before);
            out.push_str(name);
            rest = behind;
            // As it stands in an address, in JSON that escapes, and in HTML.
            let is_part = ["?", "&", "\\u0026", "&amp;"].iter().any(|start| before.ends_with(start));
            if let Some(value) = behind.strip_prefix('=').filter(|_| is_part) {
                out.push_str(&format!("={MASK}"));
                let ends = |c: char| matches!(c, '&' | '"' | '\'' | '<' | '>' | '\\' | '#') || c.is_whitespace();
                rest = value.get(value.find(ends).unwrap_or(value.len())..).unwrap_or_default();
            }
        }
        out + rest
    })
}
