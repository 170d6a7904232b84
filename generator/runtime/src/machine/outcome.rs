//! The outcome of a call, once its last response has arrived. Must not know retries or redirects:
//! they were decided before.

use bytes::Bytes;
use http::response::Parts;

use super::call_plan::CallPlan;
use super::response::{RawResponse, find_declared};
use crate::error::ErrorResponse;
use crate::{Error, ErrorKind};

/// Returns the status and headers of a response whose body was not received, for an error.
pub(super) fn without_body(plan: &CallPlan, head: Parts) -> ErrorResponse {
    let declared = find_declared(plan.operation, head.status);
    ErrorResponse { status: head.status, headers: head.headers, body: None, declared }
}

/// Returns the response if its status is 2xx, declared or not. Every other status is an error that
/// keeps the response.
pub(super) fn decide(plan: &CallPlan, head: Box<Parts>, body: Bytes) -> Result<RawResponse, Error> {
    let (api, operation) = (plan.api, plan.operation);
    let declared = find_declared(operation, head.status);
    if head.status.is_success() {
        let final_uri = (plan.progress.redirects > 0).then(|| Box::new(plan.target.uri.clone()));
        return Ok(RawResponse { api, operation, head, body, declared, attempts: plan.progress.attempts, final_uri });
    }
    let response = ErrorResponse { status: head.status, headers: head.headers, body: Some(body), declared };
    Err(plan.error(ErrorKind::Status, response.status.to_string()).with_response(response))
}
