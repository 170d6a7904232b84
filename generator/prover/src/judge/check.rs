//! [`judge`]: chooses the checks for a case and runs them. Must not know how anything is serialized.

use super::outcome::CallOutcome;
use super::sent::request_faults;
use super::{address, pages, response};
use crate::case::Case;
use crate::fault::{Cause, Fault};
use crate::setup::Setup;
use crate::source::{Description, Operation};

/// Returns all differences between the outcome of a case and the description.
#[must_use]
pub fn judge(
    description: &Description,
    operation: &Operation<'_>,
    setup: &Setup,
    case: &Case,
    outcome: &CallOutcome,
) -> Vec<Fault> {
    if let Some(reason) = &case.rejected {
        return rejection_faults(reason, outcome);
    }
    if let Some(reason) = &outcome.fault {
        return vec![Fault::new(Cause::UnacceptedValues, reason)];
    }
    if let Some(reference) = &case.redirect {
        // A response that the client does not accept need not be read, wherever it comes from.
        let accepted = response::is_accepted(&case.response, outcome);
        return address::redirect_faults(reference, outcome, accepted);
    }
    if let Some(second) = &case.second {
        return pages::check(description, operation, setup, (case, second), outcome);
    }
    let [request] = outcome.requests.as_slice() else {
        let error = outcome.error.as_deref().unwrap_or_default();
        return vec![Fault::new(Cause::RequestCount, format!("{} requests: {error}", outcome.requests.len()))];
    };
    let mut faults = request_faults(description, operation, setup, case, request);
    response::check(description, operation, case, outcome, &mut faults);
    faults
}

/// Values that must not be sent have to fail before anything is sent.
fn rejection_faults(reason: &str, outcome: &CallOutcome) -> Vec<Fault> {
    let failed = outcome.error.is_some() || outcome.fault.is_some();
    if outcome.requests.is_empty() && failed {
        return Vec::new();
    }
    let sent: Vec<String> = outcome.requests.iter().map(|sent| format!("{} {}", sent.method, sent.uri)).collect();
    vec![Fault::new(Cause::NotRejected, format!("{reason}, and {} is sent", sent.join(", ")))]
}
