//! Pages: the second request follows from the first response, a third one is a fault, and both
//! pages are returned unchanged. Must not know how one page leads to the next: the case contains
//! the difference between the requests.

use super::outcome::CallOutcome;
use super::sent::request_faults;
use super::{address, response};
use crate::case::{Case, NextRequest, SecondPage};
use crate::fault::{Cause, Fault};
use crate::setup::Setup;
use crate::source::{Description, Operation};

/// Returns the faults of both requests and of both pages.
pub(super) fn check(
    description: &Description,
    operation: &Operation<'_>,
    setup: &Setup,
    (case, second): (&Case, &SecondPage),
    outcome: &CallOutcome,
) -> Vec<Fault> {
    if !response::is_accepted(&case.response, outcome) {
        return Vec::new();
    }
    let [first, next] = outcome.requests.as_slice() else {
        let error = outcome.error.as_deref().unwrap_or_default();
        let detail = format!("{} requests for two pages: {error}", outcome.requests.len());
        return vec![Fault::new(Cause::Pages, detail)];
    };
    if let Some(error) = &outcome.error {
        return vec![Fault::new(Cause::Pages, error)];
    }
    let mut faults = request_faults(description, operation, setup, case, first);
    let next_faults = match next_case(case, &second.request) {
        Next::Address(reference) => address::redirect_faults(reference, outcome, true),
        Next::Case(case) => request_faults(description, operation, setup, &case, next),
    };
    let of_pages = |fault: Fault| Fault::new(Cause::Pages, format!("{}: {}", fault.cause, fault.detail));
    faults.extend(next_faults.into_iter().map(of_pages));
    let pages = outcome.pages.as_deref().unwrap_or_default();
    if pages.len() != 2 {
        faults.push(Fault::new(Cause::Pages, format!("{} pages instead of two", pages.len())));
    }
    for (page, read) in [&case.response, &second.response].into_iter().zip(pages) {
        let difference = response::compare_fields(description, page, read).err();
        faults.extend(difference.map(|difference| Fault::new(Cause::Pages, difference.to_string())));
    }
    faults
}

/// The expected second request.
enum Next<'c> {
    Address(&'c str),
    Case(Box<Case>),
}

fn next_case<'c>(case: &Case, request: &'c NextRequest) -> Next<'c> {
    let mut next = case.clone();
    match request {
        NextRequest::Address(reference) => return Next::Address(reference),
        NextRequest::Parameter(parameter) => {
            next.parameters.retain(|known| known.location != parameter.location || known.name != parameter.name);
            next.parameters.push(parameter.clone());
        }
        NextRequest::Body(body) => next.body = Some(body.clone()),
    }
    Next::Case(Box::new(next))
}
