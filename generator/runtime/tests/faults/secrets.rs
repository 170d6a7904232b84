//! Secrets that are planted in a client, and the search for them in all output.

use std::error::Error as _;
use std::fmt::Debug;

use base64::Engine;
use clientwright_runtime::call::Operation;
use clientwright_runtime::{ClientBuilder, Error};

use crate::api::{BASE, BODY};

const PASSWORD: &str = "planted-password-5f1c";
pub(crate) const TOKEN: &str = "planted-token-77ab";
pub(crate) const HEADER: &str = "planted-header-key-90de";
pub(crate) const QUERY: &str = "planted-query-key-33cc";
pub(crate) const COOKIE: &str = "planted-cookie-key-b14e";

/// Sends a token, and keys in a header, the query and a cookie.
pub(crate) static GET: Operation = Operation { security: &[&[1, 2, 3, 4]], ..BASE };
/// Sends the same with user name and password. It is not idempotent.
pub(crate) static POST: Operation = Operation { method: "POST", body: Some(BODY), security: &[&[0, 2, 3, 4]], ..BASE };

/// Sends DELETE, whose successes have no body.
pub(crate) static DELETE: Operation = Operation { method: "DELETE", ..GET };
/// Sends HEAD, whose responses have no body.
pub(crate) static HEAD: Operation = Operation { method: "HEAD", responses: &[], ..GET };

/// Creates a client with all of them.
pub(crate) fn plant(builder: ClientBuilder) -> ClientBuilder {
    builder
        .basic("somebody", PASSWORD)
        .bearer(TOKEN)
        .credential("header", HEADER)
        .credential("query", QUERY)
        .credential("cookie", COOKIE)
}

/// The texts that must not occur anywhere, in every form in which they are sent.
fn planted() -> [String; 6] {
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("somebody:{PASSWORD}"));
    [PASSWORD, TOKEN, HEADER, QUERY, COOKIE]
        .map(str::to_owned)
        .into_iter()
        .chain([basic])
        .collect::<Vec<_>>()
        .try_into()
        .unwrap()
}

/// Returns the secrets that a text contains.
pub(crate) fn found(text: &str) -> Vec<String> {
    planted().into_iter().filter(|secret| text.contains(secret)).collect()
}

/// Returns everything that can be printed of an error: the error itself and all its causes.
pub(crate) fn printed(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n{:?}\n", error.headers());
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(&format!("{inner}\n{inner:?}\n{inner:#?}\n"));
        cause = inner.source();
    }
    text
}

/// Returns the `Debug` output on one line and on several.
pub(crate) fn debug(value: &impl Debug) -> String {
    format!("{value:?}\n{value:#?}\n")
}

/// Returns an error and its causes on one line.
pub(crate) fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(&format!(" <- {inner}"));
        cause = inner.source();
    }
    text
}
