//! Replaces secrets that are known by their location: headers, and signatures in URLs. Must not
//! know files.

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::call::{Api, SIGNATURES, SchemeKind};

/// The text in place of a secret. In a recording, it matches everything.
pub const MASK: &str = "REDACTED";

/// Headers that always contain secrets.
const SECRET: [HeaderName; 5] = [
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::COOKIE,
    header::SET_COOKIE,
    HeaderName::from_static("x-auth-token"),
];

/// Returns `true` if a header contains a secret: by its name, by the description, or because it is
/// marked as sensitive.
pub(super) fn is_secret(name: &HeaderName, value: &HeaderValue, api: &Api) -> bool {
    let is_key = |kind| matches!(kind, SchemeKind::HeaderKey(key) if name.as_str().eq_ignore_ascii_case(key));
    value.is_sensitive() || SECRET.contains(name) || api.schemes.iter().any(|scheme| is_key(scheme.kind))
}

/// Returns `true` if a request header contains a secret, or might do so by its name. Masking too
/// many is harmless, because request headers are not compared in a replay.
pub(super) fn is_secret_sent(name: &HeaderName, value: &HeaderValue, api: &Api) -> bool {
    const WORDS: [&str; 6] = ["token", "secret", "password", "api-key", "apikey", "signature"];
    is_secret(name, value, api) || WORDS.iter().any(|word| name.as_str().contains(word))
}

/// Decides whether a header contains a secret.
pub(super) type IsSecret = fn(&HeaderName, &HeaderValue, &Api) -> bool;

/// Returns the headers with masked secrets.
pub(super) fn mask_headers(headers: &HeaderMap, api: &Api, is_secret: IsSecret) -> HeaderMap {
    let mut masked = headers.clone();
    for (name, value) in headers {
        if is_secret(name, value, api) {
            masked.insert(name, HeaderValue::from_static(MASK));
        }
    }
    masked
}

/// Masks the signatures in the URLs of a text. Responses may contain signed URLs anywhere.
pub(super) fn mask_signatures(text: &str) -> String {
    SIGNATURES.iter().fold(text.to_owned(), |text, name| {
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find(name) {
            let (before, found) = rest.split_at(at);
            let remaining = found.get(name.len()..).unwrap_or_default();
            out.push_str(before);
            out.push_str(name);
            rest = remaining;
            // As in a URL, in escaped JSON, and in HTML.
            let is_part = ["?", "&", "\\u0026", "&amp;"].iter().any(|start| before.ends_with(start));
            if let Some(value) = remaining.strip_prefix('=').filter(|_| is_part) {
                out.push_str(&format!("={MASK}"));
                let ends = |c: char| matches!(c, '&' | '"' | '\'' | '<' | '>' | '\\' | '#') || c.is_whitespace();
                rest = value.get(value.find(ends).unwrap_or(value.len())..).unwrap_or_default();
            }
        }
        out + rest
    })
}
