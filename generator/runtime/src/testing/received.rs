//! [`ReceivedRequest`]: what a client sent, with its secrets removed.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method};

use super::mask;
use crate::call::{Operation, masked_query};
use crate::transport::Attempt;

/// So much of a body is printed.
const MOST: usize = 200;

/// A try that reached the transport.
#[derive(Clone)]
#[non_exhaustive]
pub struct ReceivedRequest {
    /// The operation: `uploads.create`.
    pub operation: &'static str,
    /// The method.
    pub method: Method,
    /// The path below the base URL: `/uploads/upload_1`.
    pub path: String,
    /// The query, without its question mark; keys are [`MASK`](super::MASK).
    pub query: String,
    /// The headers; the values of those with secrets are [`MASK`](super::MASK).
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// Which try of its call it is, from 1.
    pub number: u32,
    of: &'static Operation,
}

impl ReceivedRequest {
    pub(super) fn new(attempt: &Attempt, body: Bytes) -> ReceivedRequest {
        let uri = attempt.request.uri();
        ReceivedRequest {
            operation: attempt.operation.name,
            method: attempt.request.method().clone(),
            path: below_base(uri.path(), attempt.operation),
            query: masked_query(uri.query().unwrap_or_default(), attempt.api, mask::MASK),
            headers: mask::headers(attempt.request.headers(), attempt.api, mask::is_secret_sent),
            body,
            number: attempt.number,
            of: attempt.operation,
        }
    }

    /// Whether it is a call of this operation.
    pub(super) fn is_for(&self, operation: &'static Operation) -> bool {
        std::ptr::eq(self.of, operation)
    }

    /// The body as JSON; `None` where it is none.
    #[must_use]
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl fmt::Debug for ReceivedRequest {
    /// What tells one call from another, so that a list of them can be read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.query.is_empty() { "" } else { "?" };
        write!(f, "{}: {} {}{mark}{}, try {}", self.operation, self.method, self.path, self.query, self.number)?;
        match String::from_utf8_lossy(&self.body) {
            body if body.is_empty() => Ok(()),
            body if body.chars().count() <= MOST => write!(f, ", {body}"),
            _ => write!(f, ", {} bytes", self.body.len()),
        }
    }
}

/// The path without that of the base URL: as many segments from its end as the operation's path has. So what is recorded with one
/// base URL fits another.
pub(super) fn below_base(path: &str, operation: &Operation) -> String {
    let count = operation.path.matches('/').count().max(1);
    let starts: Vec<usize> = path.match_indices('/').map(|(at, _)| at).collect();
    let start = starts.len().checked_sub(count).and_then(|index| starts.get(index)).copied().unwrap_or(0);
    path.get(start..).unwrap_or(path).to_owned()
}
