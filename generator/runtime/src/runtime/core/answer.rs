//! Which of the declared answers came, and whether it is a success.

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderMap, StatusCode};

use super::plan::Plan;
use crate::runtime::call::{Api, Operation, Status};
use crate::runtime::error::Answered;
use crate::runtime::{Error, ErrorKind};

/// A success, not decoded yet.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The API.
    pub api: &'static Api,
    /// The operation.
    pub operation: &'static Operation,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// Which of [`Operation::answers`] it is; `None` for a status that is not declared.
    pub answer: Option<usize>,
}

/// The declared answer for a status: this code, else its hundred, else `default` (Responses Object).
#[must_use]
pub fn select(operation: &Operation, status: StatusCode) -> Option<usize> {
    let fits =
        |wanted: fn(Status, u16) -> bool| operation.answers.iter().position(|of| wanted(of.status, status.as_u16()));
    fits(|of, code| of == Status::Code(code))
        .or_else(|| fits(|of, code| of == Status::Range(code / 100)))
        .or_else(|| fits(|of, _| of == Status::Default))
}

/// A 2xx is a success, declared or not; everything else is an error that keeps what the server sent.
pub(super) fn decide(plan: &Plan, head: Parts, body: Bytes) -> Result<Reply, Error> {
    let (api, operation) = (plan.api, plan.operation);
    let answer = select(operation, head.status);
    if head.status.is_success() {
        return Ok(Reply { api, operation, status: head.status, headers: head.headers, body, answer });
    }
    let answered = Answered { status: head.status, headers: head.headers, body, answer };
    Err(plan.error(ErrorKind::Status, answered.status.to_string()).with_answer(answered))
}
