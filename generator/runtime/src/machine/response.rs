//! [`RawResponse`]: a successful response that is not decoded yet. Must not know the types that are
//! read from it.

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderMap, StatusCode, Uri};

use super::fault::{Fault, FaultKind, root_cause};
use crate::call::{Api, Operation, Status};
use crate::error::ErrorResponse;
use crate::{Error, ErrorKind};

/// A successful response that is not decoded yet.
#[derive(Debug, Clone)]
pub struct RawResponse {
    /// The API.
    pub api: &'static Api,
    /// The operation.
    pub operation: &'static Operation,
    /// Status and headers. They are boxed because the response is moved often.
    pub head: Box<Parts>,
    /// The body.
    pub body: Bytes,
    /// The index in [`Operation::responses`]; `None` for a status that is not declared.
    pub declared: Option<usize>,
    /// The number of attempts of the call.
    pub attempts: u32,
    /// The final URL, if the request was redirected. Relative references in the response are
    /// resolved against it (RFC 3986, section 5.1.3).
    pub(crate) final_uri: Option<Box<Uri>>,
}

impl RawResponse {
    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Creates the error for a streamed body that failed.
    pub(crate) fn body_error(&self, fault: Fault) -> Error {
        let late = format!("the response ({}) was idle for too long; see `idle_timeout`", self.status());
        let (kind, what) = describe_body_fault(self.status(), &fault, late);
        self.error(kind, what).with_source(fault.source)
    }

    /// Creates the error for a body that could not be written to its destination.
    pub(crate) fn write_error(&self, error: std::io::Error) -> Error {
        self.error(ErrorKind::Unwritable, format!("the response cannot be written: {error}")).with_source(error)
    }

    /// Creates an error with the status and headers of this response.
    pub(crate) fn error(&self, kind: ErrorKind, what: impl Into<String>) -> Error {
        self.add_context(Error::new(kind, what))
    }

    /// Adds the call and this response to an error.
    pub(crate) fn add_context(&self, error: Error) -> Error {
        let response = ErrorResponse {
            status: self.status(),
            headers: self.headers().clone(),
            body: Some(self.body.clone()),
            declared: self.declared,
        };
        error.with_operation(self.api, self.operation).with_attempts(self.attempts).with_response(response)
    }
}

/// Returns kind and message of the error for a body that failed. `late` is the message for a
/// timeout.
pub(super) fn describe_body_fault(status: StatusCode, fault: &Fault, late: String) -> (ErrorKind, String) {
    match fault.kind {
        FaultKind::Timeout => (ErrorKind::Timeout, late),
        FaultKind::Malformed if !status.is_success() => (
            ErrorKind::Status,
            format!("{status}, with a body that cannot be processed: {}", root_cause(&*fault.source)),
        ),
        FaultKind::Malformed => {
            (ErrorKind::Body, format!("the response ({status}) cannot be processed: {}", root_cause(&*fault.source)))
        }
        FaultKind::Connect
        | FaultKind::Untrusted
        | FaultKind::Interrupted
        | FaultKind::Refused
        | FaultKind::Unreadable => {
            (ErrorKind::Body, format!("the response ({status}) was interrupted: {}", root_cause(&*fault.source)))
        }
    }
}

/// Returns the index of the declared response for a status: its code, else its range (`4XX`), else
/// `default` (OpenAPI, Responses Object).
#[must_use]
pub fn find_declared(operation: &Operation, status: StatusCode) -> Option<usize> {
    let find = |matches: fn(Status, u16) -> bool| {
        operation.responses.iter().position(|response| matches(response.status, status.as_u16()))
    };
    find(|declared, code| declared == Status::Code(code))
        .or_else(|| find(|declared, code| declared == Status::Range(code / 100)))
        .or_else(|| find(|declared, _| declared == Status::Default))
}
