//! [`Exchange`]: a recorded request and its response, without secrets, and without what differs
//! between recordings of the same calls. Must not know files.

use bytes::Bytes;
use http::{HeaderMap, Uri, header};
use serde_json::Value;

use super::masking::{self, MASK};
use super::received::below_base;
use super::secrets::{Secrets, replaced};
use crate::call::{Api, masked_query};
use crate::machine::{resolve, same_origin};
use crate::transport::{Attempt, FaultKind};

/// The boundary of every recorded form. Real ones may be random.
const BOUNDARY: &str = "form-boundary";

/// A recorded request and its response.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Exchange {
    /// The operation, such as `uploads.create`.
    pub operation: String,
    /// The method.
    pub method: String,
    /// Path and query below the base URL, such as `/uploads?projectId=1`.
    pub path: String,
    /// The headers and the body of the request.
    pub request: Message,
    /// The status of the response; `None` if there was no response.
    pub status: Option<u16>,
    /// The headers and the body of the response.
    pub response: Message,
    /// The reason why there was no response, or why its body was interrupted.
    pub fault: Option<FaultKind>,
}

/// Headers and a body.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Message {
    /// The headers, with names in lower case. A header with several lines occurs several times.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

impl Exchange {
    /// Replaces the values of all properties with this name by [`MASK`](super::MASK), in both
    /// bodies, if they are JSON.
    pub fn mask(&mut self, property: &str) {
        for body in [&mut self.request.body, &mut self.response.body] {
            let Ok(mut json) = serde_json::from_slice::<Value>(body) else { continue };
            if mask_members(&mut json, property) {
                *body = json.to_string().into();
            }
        }
    }

    /// Creates an exchange with the request of an attempt.
    pub(super) fn new(attempt: &Attempt, body: Bytes) -> Exchange {
        let (request, uri) = (&attempt.request, attempt.request.uri());
        let query = uri.query().map(|query| format!("?{}", masked_query(query, attempt.api, MASK))).unwrap_or_default();
        let headers = masking::mask_headers(request.headers(), attempt.api, masking::is_secret_sent);
        let mut message = Message { headers: lines(&headers), body };
        message.normalize_boundary();
        Exchange {
            operation: attempt.operation.name.to_owned(),
            method: request.method().to_string(),
            path: below_base(uri.path(), attempt.operation) + &query,
            request: message,
            ..Exchange::default()
        }
    }

    /// Adds the head of the response.
    pub(super) fn add_response(&mut self, status: u16, headers: &HeaderMap, uri: &Uri, api: &Api) {
        // They belong to the connection, or to the body as it was before masking.
        const CONNECTION: [&str; 4] = ["connection", "content-length", "keep-alive", "transfer-encoding"];
        self.status = Some(status);
        self.response.headers = lines(&masking::mask_headers(headers, api, masking::is_secret));
        self.response.headers.retain(|(name, _)| !CONNECTION.contains(&name.as_str()));
        for (name, value) in &mut self.response.headers {
            if *name == header::LOCATION.as_str() {
                *value = relative(uri, value, api);
            } else if *name == header::LINK.as_str() {
                *value = links(uri, value, api);
            }
        }
    }

    /// Replaces secrets of the request, and signatures, wherever they occur.
    pub(super) fn hide(&mut self, secrets: &Secrets) {
        self.path = secrets.hide(&self.path);
        for message in [&mut self.request, &mut self.response] {
            message.headers.iter_mut().for_each(|(_, value)| *value = secrets.hide(value));
            message.body = secrets.hide_in(&message.body);
            if let Ok(text) = std::str::from_utf8(&message.body) {
                message.body = masking::mask_signatures(text).into();
            }
        }
    }
}

impl Message {
    /// Replaces the boundary of a form by one that is always the same.
    fn normalize_boundary(&mut self) {
        let content_type = self.headers.iter_mut().find(|(name, _)| *name == header::CONTENT_TYPE.as_str());
        let Some((_, value)) = content_type else { return };
        if let Some((before, boundary)) = value.split_once("boundary=").filter(|_| value.starts_with("multipart/")) {
            self.body = replaced(self.body.clone(), boundary.trim_matches('"').as_bytes(), BOUNDARY.as_bytes());
            *value = format!("{before}boundary={BOUNDARY}");
        }
    }
}

/// Masks the members with this name. Returns `true` if there are any.
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

/// Returns a URL without its server, if that is the one of the request, so that it is valid on
/// every server. Keys are masked.
fn relative(base: &Uri, url: &str, api: &Api) -> String {
    let Some(uri) = resolve(base, url) else { return url.to_owned() };
    let query = uri.query().map(|query| format!("?{}", masked_query(query, api, MASK))).unwrap_or_default();
    if same_origin(base, &uri) {
        return format!("{}{query}", uri.path());
    }
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    format!("{}://{authority}{}{query}", uri.scheme_str().unwrap_or("https"), uri.path())
}

/// Converts each URL of a `Link` header (RFC 8288) with [`relative`].
fn links(base: &Uri, value: &str, api: &Api) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, remaining)) = rest.split_once('<') {
        let Some((url, remaining)) = remaining.split_once('>') else { break };
        out.push_str(&format!("{before}<{}>", relative(base, url, api)));
        rest = remaining;
    }
    out + rest
}
