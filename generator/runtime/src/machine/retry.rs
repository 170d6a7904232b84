//! Decides whether a call is retried, and after which delay. Must not wait: the driver does.
//!
//! A request that is not idempotent (RFC 9110, section 9.2.2) is repeated only if it cannot have
//! been carried out, or if it carries a key by which the server recognizes it.

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, Method, StatusCode};

use super::call_plan::{BodyState, CallPlan, Idempotency};
use super::fault::FaultKind;
use super::now::Moment;
use crate::error::retry_after;

/// The longest `Retry-After` that is honoured. If the server asks for more, the call fails, and its
/// error contains the delay.
const LONGEST_DELAY: Duration = Duration::from_secs(60);
/// The first delay if the server names none. Each further one is twice as long.
const FIRST_BACKOFF: Duration = Duration::from_millis(500);
/// The delay at which the doubling ends.
const LONGEST_BACKOFF: Duration = Duration::from_secs(8);

/// The failure of an attempt.
#[derive(Debug, Clone, Copy)]
pub(super) enum Failure<'a> {
    /// There is no response, or no complete one.
    Fault(FaultKind),
    /// The response is not a success.
    Response(StatusCode, &'a HeaderMap),
}

/// Returns the delay before the next attempt; `None` if the call is not retried.
pub(super) fn retry_delay(plan: &mut CallPlan, failure: Failure<'_>, now: Moment<'_>) -> Option<Duration> {
    if plan.progress.retried >= plan.rules.retries || !may_repeat(plan, failure) {
        return None;
    }
    let requested = match failure {
        Failure::Fault(_) => None,
        Failure::Response(_, headers) => retry_after(headers, now().date),
    };
    let delay = requested.unwrap_or_else(|| backoff(plan.progress.retried, now().random));
    let is_in_time = plan.time_left(now).is_none_or(|left| delay < left);
    if delay > LONGEST_DELAY || !is_in_time {
        return None;
    }
    if plan.target.body.is_consumed() {
        plan.progress.body = BodyState::PreventedRetry;
        return None;
    }
    plan.progress.body = BodyState::Repeatable;
    plan.progress.retried += 1;
    Some(delay)
}

fn may_repeat(plan: &CallPlan, failure: Failure<'_>) -> bool {
    let is_idempotent = plan.rules.idempotency == Idempotency::Idempotent;
    match failure {
        Failure::Fault(FaultKind::Connect) => true,
        // Nothing was sent, but the next attempt would fail in the same way.
        Failure::Fault(FaultKind::Untrusted | FaultKind::Unreadable | FaultKind::Refused) => false,
        // A response arrived, so that the server has carried out the request.
        Failure::Fault(FaultKind::Malformed) => false,
        Failure::Fault(FaultKind::Timeout | FaultKind::Interrupted) => is_idempotent,
        // Several vendors send this header.
        Failure::Response(_, headers) if headers.get("x-should-retry").is_some_and(|value| value == "false") => false,
        Failure::Response(StatusCode::TOO_MANY_REQUESTS, _) => true,
        Failure::Response(StatusCode::SERVICE_UNAVAILABLE, headers) if headers.contains_key(RETRY_AFTER) => true,
        Failure::Response(status, _) => {
            is_idempotent && (status == StatusCode::REQUEST_TIMEOUT || status.is_server_error())
        }
    }
}

/// Returns `true` if requests with a method may be repeated (RFC 9110, section 9.2.2; QUERY by its
/// own draft).
pub(crate) fn is_idempotent(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE | Method::PUT | Method::DELETE)
        || method.as_str() == "QUERY"
}

/// Returns the delay by exponential back-off: 0.5, 1, 2, 4, at most 8 seconds. A random part of up
/// to a half is subtracted, so that clients that failed together do not return together.
pub(super) fn backoff(retried: u32, random: u64) -> Duration {
    let doubled = FIRST_BACKOFF.saturating_mul(1 << retried.min(10)).min(LONGEST_BACKOFF);
    let share = (random >> 32) as u32;
    doubled - (doubled / 2).mul_f64(f64::from(share) / f64::from(u32::MAX))
}
