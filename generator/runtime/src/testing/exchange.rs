//! [`Exchange`]: a request and what came of it, as it is recorded: without secrets, and without what changes from one recording to the next though
//! nothing has changed. Must not know files.

use bytes::Bytes;
use http::{HeaderMap, Uri, header};
use serde_json::Value;

use super::mask::{self, MASK};
use super::received::below_base;
use super::secrets::{Secrets, replaced};
use crate::call::{Api, masked_query};
use crate::core::{resolve, same_origin};
use crate::transport::{Attempt, FaultKind};

/// What stands for the boundary of a form, which may be made by chance.
const BOUNDARY: &str = "form-boundary";

/// A request and what came of it.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Exchange {
    /// The operation: `uploads.create`.
    pub operation: String,
    /// The method.
    pub method: String,
    /// Path and query, below the base URL: `/uploads?projectId=1`.
    pub path: String,
    /// What was sent.
    pub request: Message,
    /// The status of the answer; `None` where there was none.
    pub status: Option<u16>,
    /// What the server sent.
    pub answer: Message,
    /// Why there was no answer, or why its body broke off.
    pub fault: Option<FaultKind>,
}

/// Headers and a body.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Message {
    /// The headers, in lower case; one of several lines several times.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

impl Exchange {
    /// Replaces every member of this name by [`MASK`](super::MASK), in both bodies, as far as they are JSON.
    pub fn mask(&mut self, member: &str) {
        for body in [&mut self.request.body, &mut self.answer.body] {
            let Ok(mut json) = serde_json::from_slice::<Value>(body) else { continue };
            if mask_members(&mut json, member) {
                *body = json.to_string().into();
            }
        }
    }

    /// The request of a try.
    pub(super) fn of(attempt: &Attempt, body: Bytes) -> Exchange {
        let (request, uri) = (&attempt.request, attempt.request.uri());
        let query = uri.query().map(|query| format!("?{}", masked_query(query, attempt.api, MASK))).unwrap_or_default();
        let mut message =
            Message { headers: lines(&mask::headers(request.headers(), attempt.api, mask::is_secret_sent)), body };
        message.settle_boundary();
        Exchange {
            operation: attempt.operation.name.to_owned(),
            method: request.method().to_string(),
            path: below_base(uri.path(), attempt.operation) + &query,
            request: message,
            ..Exchange::default()
        }
    }

    /// Takes the head of the answer.
    pub(super) fn answered(&mut self, status: u16, headers: &HeaderMap, at: &Uri, api: &Api) {
        // They are of the connection, or of the length that the body had before anything was masked.
        const OF_THE_TRANSFER: [&str; 4] = ["connection", "content-length", "keep-alive", "transfer-encoding"];
        self.status = Some(status);
        self.answer.headers = lines(&mask::headers(headers, api, mask::is_secret));
        self.answer.headers.retain(|(name, _)| !OF_THE_TRANSFER.contains(&name.as_str()));
        for (name, value) in &mut self.answer.headers {
            if *name == header::LOCATION.as_str() {
                *value = relative(at, value, api);
            } else if *name == header::LINK.as_str() {
                *value = links(at, value, api);
            }
        }
    }

    /// Hides what is a secret of the request, and signatures, wherever they stand.
    pub(super) fn hide(&mut self, secrets: &Secrets) {
        self.path = secrets.hide(&self.path);
        for message in [&mut self.request, &mut self.answer] {
            message.headers.iter_mut().for_each(|(_, value)| *value = secrets.hide(value));
            message.body = secrets.hide_in(&message.body);
            if let Ok(text) = std::str::from_utf8(&message.body) {
                message.body = mask::signatures(text).into();
            }
        }
    }
}

impl Message {
    /// Gives a form a boundary that is always the same.
    fn settle_boundary(&mut self) {
        let content_type = self.headers.iter_mut().find(|(name, _)| *name == header::CONTENT_TYPE.as_str());
        let Some((_, value)) = content_type else { return };
        if let Some((before, boundary)) = value.split_once("boundary=").filter(|_| value.starts_with("multipart/")) {
            self.body = replaced(self.body.clone(), boundary.trim_matches('"').as_bytes(), BOUNDARY.as_bytes());
            *value = format!("{before}boundary={BOUNDARY}");
        }
    }
}

/// Masks the members of this name; whether there are any.
fn mask_members(json: &mut Value, member: &str) -> bool {
    let mut found = false;
    match json {
        Value::Object(members) => {
            for (name, value) in members {
                if name == member {
                    *value = Value::from(MASK);
                    found = true;
                } else {
                    found |= mask_members(value, member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| found |= mask_members(item, member)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found
}

fn lines(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

/// An address of the same server without the server, so that it leads to whichever server a replay speaks of; keys masked.
fn relative(at: &Uri, address: &str, api: &Api) -> String {
    let Some(uri) = resolve(at, address) else { return address.to_owned() };
    let query = uri.query().map(|query| format!("?{}", masked_query(query, api, MASK))).unwrap_or_default();
    if same_origin(at, &uri) {
        return format!("{}{query}", uri.path());
    }
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    format!("{}://{authority}{}{query}", uri.scheme_str().unwrap_or("https"), uri.path())
}

/// The same for each address of a `Link` (RFC 8288).
fn links(at: &Uri, value: &str, api: &Api) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, behind)) = rest.split_once('<') {
        let Some((address, behind)) = behind.split_once('>') else { break };
        out.push_str(&format!("{before}<{}>", relative(at, address, api)));
        rest = behind;
    }
    out + rest
}
