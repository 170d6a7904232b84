//! Two pages: the second request follows from the first response, no third one is made, and both pages hold what came. Must not know how
//! one page leads to the next: what has to be requested is part of the case.

use super::{Fault, Setup, Told, address, answer, sent};
use crate::sample::{Asked, Case, SecondPage};
use crate::source::{Description, Operation};

const CAUSE: &str = "pages";

/// Returns the faults of both requests and of both pages.
pub(super) fn check(
    of: &Description,
    operation: &Operation<'_>,
    setup: &Setup,
    (case, second): (&Case, &SecondPage),
    told: &Told,
) -> Vec<Fault> {
    if !answer::accepted(&case.answer, told) {
        return Vec::new();
    }
    let [first, other] = told.requests.as_slice() else {
        let error = told.error.as_deref().unwrap_or_default();
        return vec![Fault::new(CAUSE, format!("{} requests for two pages: {error}", told.requests.len()))];
    };
    if let Some(error) = &told.error {
        return vec![Fault::new(CAUSE, error.clone())];
    }
    let mut faults = sent(of, operation, setup, case, first);
    let next = match &second.asked {
        Asked::Address(location) => address::redirected(location, told, true),
        Asked::Parameter(given) => {
            let mut next = case.clone();
            next.given.retain(|of| of.place != given.place || of.name != given.name);
            next.given.push(given.clone());
            sent(of, operation, setup, &next, other)
        }
        Asked::Body(body) => sent(of, operation, setup, &Case { body: Some(body.clone()), ..case.clone() }, other),
    };
    faults.extend(next.into_iter().map(|fault| Fault::new(CAUSE, format!("{}: {}", fault.cause, fault.what))));
    let pages = told.pages.as_deref().unwrap_or_default();
    if pages.len() != 2 {
        faults.push(Fault::new(CAUSE, format!("{} pages in place of two", pages.len())));
    }
    for (reply, read) in [&case.answer, &second.answer].into_iter().zip(pages) {
        faults.extend(answer::is_read(of, reply, read).err().map(|why| Fault::new(CAUSE, why)));
    }
    faults
}
