//! The checks of a request, part by part. Must not know responses.

use super::outcome::RecordedRequest;
use super::serialized::decode_hex;
use super::{address, body, cookies, credentials, headers, query};
use crate::case::Case;
use crate::fault::{Cause, Fault};
use crate::setup::Setup;
use crate::source::{Description, Operation};

/// Returns the faults of a request.
pub(super) fn request_faults(
    description: &Description,
    operation: &Operation<'_>,
    setup: &Setup,
    case: &Case,
    request: &RecordedRequest,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    if request.method != operation.method {
        let detail = format!("{} instead of {}", request.method, operation.method);
        faults.push(Fault::new(Cause::Method, detail));
    }
    let bytes = decode_hex(&request.body);
    let text = address::check(operation, setup, case, request, &mut faults);
    query::check(operation, setup, case, text, &mut faults);
    headers::check(operation, setup, case, request, &mut faults);
    cookies::check(operation, setup, case, request, &mut faults);
    credentials::check(operation, setup, case, request, &mut faults);
    body::check(description, operation, case, request, &bytes, &mut faults);
    faults
}
