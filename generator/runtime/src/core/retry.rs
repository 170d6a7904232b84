//! Whether a call is tried again, and after what time. A request that is not idempotent (RFC 9110 section 9.2.2) is only
//! repeated where it cannot have been carried out, or where it carries a key by which the server tells.

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, Method, StatusCode};

use super::now::Moment;
use super::plan::Plan;
use super::step::FaultKind;
use crate::error::retry_after;

/// Longer than this nobody is kept waiting: the error says instead when to come back.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// The first wait where the server names none; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// Where the doubling ends.
const LONGEST_BACKOFF: Duration = Duration::from_secs(8);

/// What came of a try.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome<'a> {
    /// No answer, or none that is whole.
    Fault(FaultKind),
    /// An answer that is no success.
    Response(StatusCode, &'a HeaderMap),
}

/// How long to wait before the next try; `None` where there is to be none.
pub(super) fn wait(plan: &mut Plan, outcome: Outcome<'_>, now: Moment<'_>) -> Option<Duration> {
    if plan.retried >= plan.retries || !may_repeat(plan, outcome) {
        return None;
    }
    let named = match outcome {
        Outcome::Fault(_) => None,
        Outcome::Response(_, headers) => retry_after(headers, now().date),
    };
    let wait = named.unwrap_or_else(|| backoff(plan.retried, now().random));
    let in_time = plan.left(now).is_none_or(|left| wait < left);
    if wait > LONGEST_WAIT || !in_time {
        return None;
    }
    plan.unrepeatable = plan.target.body.is_consumed();
    (!plan.unrepeatable).then(|| {
        plan.retried += 1;
        wait
    })
}

fn may_repeat(plan: &Plan, outcome: Outcome<'_>) -> bool {
    match outcome {
        Outcome::Fault(FaultKind::Connect) => true,
        // Nothing was sent; but who is not trusted now will not be in a second.
        Outcome::Fault(FaultKind::Untrusted | FaultKind::Unreadable | FaultKind::Refused) => false,
        // It arrived, and the server has done what it was asked for.
        Outcome::Fault(FaultKind::Malformed) => false,
        Outcome::Fault(FaultKind::Timeout | FaultKind::Interrupted) => plan.repeatable,
        // The server knows best (a header that several vendors send).
        Outcome::Response(_, headers) if headers.get("x-should-retry").is_some_and(|value| value == "false") => false,
        Outcome::Response(StatusCode::TOO_MANY_REQUESTS, _) => true,
        Outcome::Response(StatusCode::SERVICE_UNAVAILABLE, headers) if headers.contains_key(RETRY_AFTER) => true,
        Outcome::Response(status, _) => {
            plan.repeatable && (status == StatusCode::REQUEST_TIMEOUT || status.is_server_error())
        }
    }
}

/// Whether sending twice does what sending once does (RFC 9110 section 9.2.2; QUERY by its own draft).
pub(crate) fn is_idempotent(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE | Method::PUT | Method::DELETE)
        || method.as_str() == "QUERY"
}

/// Half a second, one, two, four, at most eight; up to a half of it less, by chance, so that many clients that failed
/// together do not come back together.
pub(super) fn backoff(retried: u32, random: u64) -> Duration {
    let doubled = FIRST_WAIT.saturating_mul(1 << retried.min(10)).min(LONGEST_BACKOFF);
    let share = (random >> 32) as u32;
    doubled - (doubled / 2).mul_f64(f64::from(share) / f64::from(u32::MAX))
}
