//! [`Secrets`]: the secrets of a request, to find them wherever else they occur. Servers repeat
//! what they receive in bodies, links and messages. Must not know files.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header;

use super::masking::{self, MASK};
use crate::call::{encode_query, is_secret_part};
use crate::transport::Attempt;

/// The length of the shortest secret that is searched for, in bytes. Shorter ones occur in
/// unrelated words.
const SHORTEST: usize = 8;

/// The secrets of a request, in all forms in which they may occur. Longer ones come first, because
/// one may be a part of another.
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    /// Collects the secrets of an attempt.
    pub(super) fn new(attempt: &Attempt) -> Secrets {
        let mut plain: Vec<String> = Vec::new();
        for (name, value) in attempt.request.headers() {
            if masking::is_secret_sent(name, value, attempt.api) {
                let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
                match *name {
                    header::AUTHORIZATION | header::PROXY_AUTHORIZATION => authorization(&text, &mut plain),
                    header::COOKIE => {
                        plain.extend(text.split("; ").filter_map(|pair| Some(pair.split_once('=')?.1.to_owned())))
                    }
                    _ => plain.push(text),
                }
            }
        }
        for part in attempt.request.uri().query().unwrap_or_default().split('&') {
            let Some((name, value)) = part.split_once('=') else { continue };
            if is_secret_part(name, attempt.api) {
                plain.push(percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned());
            }
        }
        plain.retain(|secret| secret.len() >= SHORTEST);
        let mut all: Vec<String> = plain.into_iter().flat_map(forms).collect();
        all.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        all.dedup();
        Secrets(all)
    }

    /// Masks the secrets in a string.
    pub(super) fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret, MASK))
    }

    /// Masks the secrets in bytes.
    pub(super) fn hide_in(&self, bytes: &Bytes) -> Bytes {
        self.0.iter().fold(bytes.clone(), |bytes, secret| replaced(bytes, secret.as_bytes(), MASK.as_bytes()))
    }
}

/// Collects the secrets of `Bearer …` and `Basic …`: the token, the user name and the password.
fn authorization(value: &str, plain: &mut Vec<String>) {
    let (scheme, token) = value.split_once(' ').unwrap_or(("", value));
    plain.push(token.to_owned());
    let pair = STANDARD.decode(token).ok().and_then(|pair| String::from_utf8(pair).ok());
    if let Some((name, password)) = pair.as_deref().and_then(|pair| pair.split_once(':')) {
        if scheme.eq_ignore_ascii_case("basic") {
            plain.extend([name.to_owned(), password.to_owned()]);
        }
    }
}

/// Returns a secret as it is, in a URL, and in JSON.
fn forms(secret: String) -> [String; 3] {
    let encoded = encode_query(&secret, false).into_owned();
    let quoted = serde_json::Value::from(secret.as_str()).to_string();
    let inside = quoted.trim_start_matches('"').strip_suffix('"').unwrap_or(&secret).to_owned();
    [secret, encoded, inside]
}

/// Replaces each occurrence of `from`.
pub(super) fn replaced(bytes: Bytes, from: &[u8], to: &[u8]) -> Bytes {
    let find = |rest: &[u8]| rest.windows(from.len().max(1)).position(|window| window == from);
    if find(&bytes).is_none() {
        return bytes;
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest: &[u8] = &bytes;
    while let Some(start) = find(rest) {
        let (before, remaining) = rest.split_at(start);
        out.extend_from_slice(before);
        out.extend_from_slice(to);
        rest = remaining.get(from.len()..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out.into()
}
