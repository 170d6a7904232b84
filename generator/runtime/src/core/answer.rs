//! Which of the declared answers came, and whether it is a success.

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderMap, StatusCode, Uri};

use super::plan::Plan;
use super::step::{Fault, FaultKind, root_cause};
use crate::call::{Api, Operation, Status};
use crate::error::Answered;
use crate::{Error, ErrorKind};

/// A success, not decoded yet.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The API.
    pub api: &'static Api,
    /// The operation.
    pub operation: &'static Operation,
    /// Its status and headers, where they were put when they came: an answer goes through many hands.
    pub head: Box<Parts>,
    /// The body.
    pub body: Bytes,
    /// Which of [`Operation::responses`] it is; `None` for a status that is not declared.
    pub answer: Option<usize>,
    /// How often the request was sent for it.
    pub attempts: u32,
    /// The final address, if the request was redirected: the base of relative references in the response (RFC 3986 section 5.1.3).
    pub(crate) moved: Option<Box<Uri>>,
}

impl Reply {
    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The body broke off while it was handed out.
    pub(crate) fn broke_off(&self, fault: Fault) -> Error {
        let late = format!("nothing came of the answer ({}) for too long; see `idle_timeout`", self.status());
        let (kind, what) = broken(self.status(), &fault, late);
        self.error(kind, what).with_source(fault.source)
    }

    /// What came could not be put where it was to go.
    pub(crate) fn not_written(&self, error: std::io::Error) -> Error {
        self.error(ErrorKind::Unwritable, format!("the answer could not be written: {error}")).with_source(error)
    }

    /// An error of this answer, with its status and headers.
    pub(crate) fn error(&self, kind: ErrorKind, what: impl Into<String>) -> Error {
        Error::new(kind, what).of(self.api, self.operation).after(self.attempts).with_answer(self.answered())
    }

    /// What an error of it keeps.
    pub(crate) fn answered(&self) -> Answered {
        let Reply { head, body, answer, .. } = self;
        Answered { status: head.status, headers: head.headers.clone(), body: Some(body.clone()), answer: *answer }
    }
}

/// What to say of a body that broke off, or was `late`.
pub(super) fn broken(status: StatusCode, fault: &Fault, late: String) -> (ErrorKind, String) {
    match fault.kind {
        FaultKind::Timeout => (ErrorKind::Timeout, late),
        FaultKind::Malformed if !status.is_success() => (
            ErrorKind::Status,
            format!("{status}, with a body that cannot be processed: {}", root_cause(&*fault.source)),
        ),
        FaultKind::Malformed => {
            (ErrorKind::Body, format!("the answer ({status}) cannot be processed: {}", root_cause(&*fault.source)))
        }
        FaultKind::Connect
        | FaultKind::Untrusted
        | FaultKind::Interrupted
        | FaultKind::Refused
        | FaultKind::Unreadable => {
            (ErrorKind::Body, format!("the answer ({status}) broke off: {}", root_cause(&*fault.source)))
        }
    }
}

/// Returns the status and headers of a response whose body was not received, for an error.
pub(super) fn without_body(plan: &Plan, head: Parts) -> Answered {
    let answer = select(plan.operation, head.status);
    Answered { status: head.status, headers: head.headers, body: None, answer }
}

/// The declared answer for a status: this code, else its hundred, else `default` (Responses Object).
#[must_use]
pub fn select(operation: &Operation, status: StatusCode) -> Option<usize> {
    let fits =
        |wanted: fn(Status, u16) -> bool| operation.responses.iter().position(|of| wanted(of.status, status.as_u16()));
    fits(|of, code| of == Status::Code(code))
        .or_else(|| fits(|of, code| of == Status::Range(code / 100)))
        .or_else(|| fits(|of, _| of == Status::Default))
}

/// A 2xx is a success, declared or not; everything else is an error that keeps what the server sent.
pub(super) fn decide(plan: &Plan, head: Box<Parts>, body: Bytes) -> Result<Reply, Error> {
    let (api, operation) = (plan.api, plan.operation);
    let answer = select(operation, head.status);
    if head.status.is_success() {
        let moved = (plan.hops > 0).then(|| Box::new(plan.target.uri.clone()));
        return Ok(Reply { api, operation, head, body, answer, attempts: plan.attempts, moved });
    }
    let answered = Answered { status: head.status, headers: head.headers, body: Some(body), answer };
    Err(plan.error(ErrorKind::Status, answered.status.to_string()).with_answer(answered))
}
