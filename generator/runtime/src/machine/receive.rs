//! Decides what follows a response or a fault. Must not compute delays (`retry`) or read declared
//! errors (`outcome`).

use std::time::Duration;

use bytes::Bytes;
use http::response::Parts;
use http::{Method, header};

use super::attempt::Attempt;
use super::call_plan::{CallPlan, ResponseBody};
use super::fault::{Fault, FaultKind, root_cause};
use super::now::Moment;
use super::outcome::{decide, without_body};
use super::response::describe_body_fault;
use super::retry::{Failure, retry_delay};
use super::step::{AwaitingBody, AwaitingDelay, AwaitingHead, RareStep, Step};
use super::timeouts::Timeouts;
use crate::ErrorKind;

impl AwaitingHead {
    /// Returns the attempt to send.
    pub(crate) fn attempt(&self) -> Attempt {
        let CallPlan { api, operation, target, progress, .. } = &*self.plan;
        let mut request = http::Request::new(target.body.clone());
        *request.method_mut() = target.method.clone();
        *request.uri_mut() = target.uri.clone();
        *request.headers_mut() = target.headers.to_map();
        Attempt { request, timeouts: self.timeouts, api, operation, number: progress.attempts }
    }

    /// Continues with the status and headers of a response.
    #[must_use]
    pub fn received(self, head: Parts, now: Moment<'_>) -> Step {
        let is_redirect = matches!(head.status.as_u16(), 301 | 302 | 303 | 307 | 308);
        if let Some(location) = is_redirect.then(|| head.headers.get(header::LOCATION)).flatten() {
            let location = String::from_utf8_lossy(location.as_bytes()).into_owned();
            return self.plan.redirect(head.status, &location, now);
        }
        let AwaitingHead { plan, timeouts } = self;
        let head = Box::new(head);
        if plan.target.method == Method::HEAD {
            // RFC 9110, section 9.3.2: a response to HEAD has no body, whatever its headers say.
            return AwaitingBody { plan, timeouts, head }.received(Bytes::new(), now);
        }
        if plan.rules.response_body == ResponseBody::Streamed && head.status.is_success() {
            return decide(&plan, head, Bytes::new()).map_or_else(|error| Step::Done(Err(error)), Step::Stream);
        }
        let body = AwaitingBody { plan, timeouts, head };
        if body.declared_length().is_some_and(|length| length > body.limit()) {
            return body.too_large();
        }
        Step::Read(body)
    }

    /// Continues without a response.
    #[must_use]
    pub fn failed(mut self, fault: Fault, now: Moment<'_>) -> Step {
        if let Some(delay) = retry_delay(&mut self.plan, Failure::Fault(fault.kind), now) {
            return delayed(self.plan, delay);
        }
        let server = self.plan.target.uri.authority().map_or_else(String::new, server);
        let cause = || root_cause(&*fault.source);
        let (kind, what) = match fault.kind {
            FaultKind::Connect => (ErrorKind::Connect, format!("cannot connect to {server}: {}", cause())),
            FaultKind::Untrusted => (ErrorKind::Connect, format!("cannot connect securely to {server}: {}", cause())),
            FaultKind::Timeout => (ErrorKind::Timeout, describe_timeout(&self.timeouts)),
            FaultKind::Refused => (ErrorKind::Refused, format!("the request was not sent: {}", cause())),
            FaultKind::Unreadable => (ErrorKind::Unreadable, format!("the request body cannot be read: {}", cause())),
            FaultKind::Interrupted => {
                (ErrorKind::Interrupted, format!("the connection to {server} was lost: {}", cause()))
            }
            FaultKind::Malformed => {
                (ErrorKind::Malformed, format!("the response from {server} cannot be processed: {}", cause()))
            }
        };
        Step::Done(Err(self.plan.error(kind, what).with_source(fault.source)))
    }
}

impl AwaitingBody {
    /// Returns the largest number of bytes that may be read.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.plan.rules.response_limit
    }

    /// Returns the length that the server declares. Compressed bodies have none.
    fn declared_length(&self) -> Option<u64> {
        self.head.headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
    }

    /// Continues with the complete body.
    #[must_use]
    pub fn received(self, body: Bytes, now: Moment<'_>) -> Step {
        let AwaitingBody { mut plan, head, .. } = self;
        if !head.status.is_success() {
            if plan.can_renew(head.status, &head.headers) {
                return plan.renew(now);
            }
            if let Some(delay) = retry_delay(&mut plan, Failure::Response(head.status, &head.headers), now) {
                return delayed(plan, delay);
            }
        }
        Step::Done(decide(&plan, head, body))
    }

    /// Fails because the body has more than [`AwaitingBody::limit`] bytes. The call is not retried:
    /// the body would not be smaller.
    #[must_use]
    pub fn too_large(self) -> Step {
        let (status, limit) = (self.head.status, self.limit());
        let what =
            format!("the response ({status}) has more than {limit} bytes; raise the limit with `response_limit`");
        let error = self.plan.error(ErrorKind::Body, what);
        Step::Done(Err(error.with_response(without_body(&self.plan, *self.head))))
    }

    /// Continues without a complete body.
    #[must_use]
    pub fn failed(mut self, fault: Fault, now: Moment<'_>) -> Step {
        let status = self.head.status;
        // The status counts even if the body cannot be processed.
        if fault.kind == FaultKind::Malformed && self.plan.can_renew(status, &self.head.headers) {
            return self.plan.renew(now);
        }
        let failure = if status.is_success() {
            Failure::Fault(fault.kind)
        } else {
            Failure::Response(status, &self.head.headers)
        };
        if let Some(delay) = retry_delay(&mut self.plan, failure, now) {
            return delayed(self.plan, delay);
        }
        let late = format!("the response ({status}) was not complete within {:?}", self.timeouts.total);
        let (kind, what) = describe_body_fault(status, &fault, late);
        let error = self.plan.error(kind, what).with_response(without_body(&self.plan, *self.head));
        Step::Done(Err(error.with_source(fault.source)))
    }
}

fn delayed(plan: Box<CallPlan>, delay: Duration) -> Step {
    Step::Rare(RareStep::Delay(delay, AwaitingDelay { plan }))
}

/// Returns host and port, without user name and password.
fn server(authority: &http::uri::Authority) -> String {
    let port = authority.port().map(|port| format!(":{port}"));
    authority.host().to_owned() + port.as_deref().unwrap_or_default()
}

fn describe_timeout(timeouts: &Timeouts) -> String {
    match timeouts.upload {
        None => format!("no response within {:?}", timeouts.total),
        Some(upload) => format!(
            "the upload made no progress for {:?}, or no response came within {:?} after it",
            upload.idle, timeouts.total
        ),
    }
}
