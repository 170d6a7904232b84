//! [`ReceivedRequest`]: a request that a mock received, without secrets. Must not know what the
//! mock responds.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method};

use super::masking;
use crate::call::{Operation, masked_query};
use crate::transport::Attempt;

/// The largest number of characters printed of a body.
const MOST: usize = 200;

/// A request that a mock received: one attempt of a call.
#[derive(Clone)]
#[non_exhaustive]
pub struct ReceivedRequest {
    /// The operation, such as `uploads.create`.
    pub operation: &'static str,
    /// The method.
    pub method: Method,
    /// The path below the base URL, such as `/uploads/upload_1`.
    pub path: String,
    /// The query, without its question mark. Keys are [`MASK`](super::MASK).
    pub query: String,
    /// The headers. The values of those with secrets are [`MASK`](super::MASK).
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The number of the attempt within its call. The first attempt is 1.
    pub number: u32,
    declared: &'static Operation,
}

impl ReceivedRequest {
    pub(super) fn new(attempt: &Attempt, body: Bytes) -> ReceivedRequest {
        let uri = attempt.request.uri();
        ReceivedRequest {
            operation: attempt.operation.name,
            method: attempt.request.method().clone(),
            path: below_base(uri.path(), attempt.operation),
            query: masked_query(uri.query().unwrap_or_default(), attempt.api, masking::MASK),
            headers: masking::mask_headers(attempt.request.headers(), attempt.api, masking::is_secret_sent),
            body,
            number: attempt.number,
            declared: attempt.operation,
        }
    }

    /// Returns `true` if the request belongs to this operation.
    pub(super) fn is_for(&self, operation: &'static Operation) -> bool {
        std::ptr::eq(self.declared, operation)
    }

    /// Returns the body as JSON; `None` if it is not JSON.
    #[must_use]
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl fmt::Debug for ReceivedRequest {
    /// Prints one line, so that lists of requests are readable.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.query.is_empty() { "" } else { "?" };
        write!(f, "{}: {} {}{mark}{}, attempt {}", self.operation, self.method, self.path, self.query, self.number)?;
        match String::from_utf8_lossy(&self.body) {
            body if body.is_empty() => Ok(()),
            body if body.chars().count() <= MOST => write!(f, ", {body}"),
            _ => write!(f, ", {} bytes", self.body.len()),
        }
    }
}

/// Returns the path below the base URL: as many segments from its end as the operation's path has.
/// Recordings with one base URL match any other.
pub(super) fn below_base(path: &str, operation: &Operation) -> String {
    let count = operation.path.matches('/').count().max(1);
    let starts: Vec<usize> = path.match_indices('/').map(|(at, _)| at).collect();
    let start = starts.len().checked_sub(count).and_then(|index| starts.get(index)).copied().unwrap_or(0);
    path.get(start..).unwrap_or(path).to_owned()
}
