//! The steps of a call. Whoever drives it does what a step asks for and hands the outcome to the value that
//! the step brought along.

use std::time::Duration;

use bytes::Bytes;
use http::response::Parts;
use http::{HeaderName, HeaderValue, Method, StatusCode, header};

use super::answer::{Reply, broken, decide, without_body};
use super::authorize::{Entering, Granting, Sourcing};
use super::location::{is_secure_change, resolve, same_origin};
use super::now::Moment;
use super::plan::{Limits, Plan};
use super::retry::{Outcome, wait};
use super::token::Source;
use crate::call::{Api, Operation, Payload};
use crate::{Error, ErrorKind};

/// So often a request is sent elsewhere before that is taken for a circle.
const MOST_HOPS: u32 = 10;

/// What is to be done next.
#[derive(Debug)]
pub enum Step {
    /// Send the try that this has, and hand what came of it to it.
    Send(Sent),
    /// Read the body of the answer, at most [`Reading::limit`] bytes, and hand it to this.
    Read(Reading),
    /// It is over, and the body of the answer is whoever's who asked for it, as it arrives.
    Stream(Reply),
    /// Something beside the request itself.
    Beside(Beside),
    /// It is over.
    Done(Result<Reply, Error>),
}

/// What most calls never come to: it stands apart, so that a driver can keep it out of the way of the others.
#[derive(Debug)]
pub enum Beside {
    /// Go in where one asks for a token at a time, and say so.
    Enter(Entering),
    /// Carry out this call, to a token endpoint, and hand what came of it to the value beside.
    Grant(Box<Plan>, Granting),
    /// Ask for a token, and hand it to the value beside.
    Ask(Source, Sourcing),
    /// Wait so long, and then go on with this.
    Wait(Duration, Waiting),
}

/// One try.
#[derive(Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// The request.
    pub request: http::Request<Payload>,
    /// The time that it may take.
    pub limits: Limits,
    /// The API.
    pub api: &'static Api,
    /// What is carried out.
    pub operation: &'static Operation,
    /// Which try of the call it is, from 1.
    pub number: u32,
}

/// Why a try brought no answer.
#[derive(Debug)]
pub struct Fault {
    /// What went wrong.
    pub kind: FaultKind,
    /// The cause, as whoever carries the bytes has it.
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// What went wrong with a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// No connection came about: nothing was sent.
    Connect,
    /// The server is not the one that it says (certificate): nothing was sent.
    Untrusted,
    /// The time was over.
    Timeout,
    /// The connection broke.
    Interrupted,
    /// Something on this side refused to send it: a middleware.
    Refused,
    /// What was to be sent could not be had: the file, the reader or the stream failed, or had another length.
    Unreadable,
    /// A response arrived that cannot be processed: it is not valid HTTP, its head is beyond the limits, or its body is not in the content
    /// coding that it declares.
    Malformed,
}

/// A request is under way.
#[derive(Debug)]
pub struct Sent {
    plan: Box<Plan>,
}

impl Sent {
    pub(super) fn new(plan: Box<Plan>) -> Sent {
        Sent { plan }
    }

    /// What is to be sent.
    pub(crate) fn attempt(&self) -> Attempt {
        let Plan { api, operation, target, attempts, this_try, .. } = &*self.plan;
        let mut request = http::Request::new(target.body.clone());
        *request.method_mut() = target.method.clone();
        *request.uri_mut() = target.uri.clone();
        *request.headers_mut() = target.headers.whole();
        Attempt { request, limits: *this_try, api, operation, number: *attempts }
    }

    /// The server answered: status and headers are there.
    #[must_use]
    pub fn head(self, head: Parts, now: Moment<'_>) -> Step {
        let moved = matches!(head.status.as_u16(), 301 | 302 | 303 | 307 | 308);
        if let Some(location) = moved.then(|| head.headers.get(header::LOCATION)).flatten() {
            let location = String::from_utf8_lossy(location.as_bytes()).into_owned();
            return self.moved(head.status, &location, now);
        }
        let (plan, head) = (self.plan, Box::new(head));
        if plan.target.method == Method::HEAD {
            // RFC 9110 section 9.3.2: an answer to HEAD has no body, whatever its headers say.
            return Reading { plan, head }.body(Bytes::new(), now);
        }
        if plan.streams && head.status.is_success() {
            return decide(&plan, head, Bytes::new()).map_or_else(|error| Step::Done(Err(error)), Step::Stream);
        }
        let reading = Reading { plan, head };
        if reading.length().is_some_and(|length| length > reading.limit()) {
            return reading.too_large();
        }
        Step::Read(reading)
    }

    /// There is no answer.
    #[must_use]
    pub fn failed(mut self, fault: Fault, now: Moment<'_>) -> Step {
        if let Some(wait) = wait(&mut self.plan, Outcome::Fault(fault.kind), now) {
            return Waiting { plan: self.plan }.of(wait);
        }
        let server = self.plan.target.uri.authority().map_or_else(String::new, server);
        let (kind, what) = match fault.kind {
            FaultKind::Connect => {
                (ErrorKind::Connect, format!("no connection to {server}: {}", root_cause(&*fault.source)))
            }
            FaultKind::Untrusted => {
                (ErrorKind::Connect, format!("no secure connection to {server}: {}", root_cause(&*fault.source)))
            }
            FaultKind::Timeout => (ErrorKind::Timeout, late(&self.plan.this_try)),
            FaultKind::Refused => (ErrorKind::Refused, format!("it was not sent: {}", root_cause(&*fault.source))),
            FaultKind::Unreadable => {
                (ErrorKind::Unreadable, format!("the body could not be sent: {}", root_cause(&*fault.source)))
            }
            FaultKind::Interrupted => {
                (ErrorKind::Interrupted, format!("the connection to {server} broke: {}", root_cause(&*fault.source)))
            }
            FaultKind::Malformed => (
                ErrorKind::Malformed,
                format!("the response of {server} cannot be processed: {}", root_cause(&*fault.source)),
            ),
        };
        Step::Done(Err(self.plan.error(kind, what).with_source(fault.source)))
    }

    /// RFC 9110 section 15.4: 303 asks for GET; 307 and 308 repeat the request; 301 and 302 only repeat what is safe.
    fn moved(self, status: StatusCode, location: &str, now: Moment<'_>) -> Step {
        let mut plan = self.plan;
        let safe = matches!(plan.target.method, Method::GET | Method::HEAD);
        let Some(target) = resolve(&plan.target.uri, location) else {
            // Its query may be ours, with a key.
            let shown = location.split(['?', '#']).next().unwrap_or_default();
            return refuse(&plan, format!("{status} sends the request to `{shown}`, which is no address"));
        };
        if !safe && matches!(status.as_u16(), 301 | 302) {
            return refuse(
                &plan,
                format!(
                    "{status} sends the request to {}, and a {} is not repeated there",
                    shown(&target),
                    plan.target.method
                ),
            );
        }
        if plan.stays {
            return refuse(
                &plan,
                format!("{status} sends the request to {}, and its secrets go nowhere else", shown(&target)),
            );
        }
        if is_secure_change(&plan.target.uri, &target) {
            return refuse(&plan, format!("{status} sends the request from https to plain http"));
        }
        plan.hops += 1;
        if plan.hops > MOST_HOPS {
            return refuse(&plan, format!("the request was sent elsewhere {MOST_HOPS} times without an end"));
        }
        if status == StatusCode::SEE_OTHER && !safe {
            plan.target.method = Method::GET;
            plan.target.body = Payload::default();
            plan.target.headers.leave_out(|name, _| *name == header::CONTENT_TYPE);
        }
        if plan.target.body.is_consumed() {
            return refuse(&plan, format!("{status} sends the request elsewhere, and its body comes only once"));
        }
        if !same_origin(&plan.target.uri, &target) {
            plan.foreign = true;
            plan.target.headers.leave_out(is_secret);
        }
        plan.target.uri = target;
        plan.send(now)
    }
}

/// Host and port, as far as one is given; a name and a password before them are nobody's to read.
fn server(authority: &http::uri::Authority) -> String {
    let port = authority.port().map(|port| format!(":{port}"));
    authority.host().to_owned() + port.as_deref().unwrap_or_default()
}

/// What was too late.
fn late(limits: &Limits) -> String {
    match limits.upload {
        None => format!("no answer within {:?}", limits.total),
        Some(upload) => format!(
            "nothing of the body went out for {:?}, or no answer came within {:?} behind it",
            upload.idle, limits.total
        ),
    }
}

/// What another server must not see: what is marked as a secret, and what may hold one.
fn is_secret(name: &HeaderName, value: &HeaderValue) -> bool {
    value.is_sensitive() || matches!(*name, header::AUTHORIZATION | header::COOKIE | header::PROXY_AUTHORIZATION)
}

/// An address without its query, which may hold a key.
fn shown(uri: &http::Uri) -> String {
    format!("{}://{}{}", uri.scheme_str().unwrap_or("http"), uri.authority().map_or("", |a| a.as_str()), uri.path())
}

fn refuse(plan: &Plan, what: String) -> Step {
    Step::Done(Err(plan.error(ErrorKind::Redirect, what)))
}

/// The innermost cause: what the libraries wrap around it says less.
pub(super) fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

/// An answer whose body is to be read.
#[derive(Debug)]
pub struct Reading {
    plan: Box<Plan>,
    head: Box<Parts>,
}

impl Reading {
    /// The most bytes that may be read.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.plan.response_limit
    }

    /// What the server says of the length; nothing where the body is compressed.
    fn length(&self) -> Option<u64> {
        self.head.headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
    }

    /// The whole body is there.
    #[must_use]
    pub fn body(self, body: Bytes, now: Moment<'_>) -> Step {
        let Reading { mut plan, head } = self;
        if !head.status.is_success() {
            if plan.is_refused(head.status, &head.headers) {
                return plan.renewed(now);
            }
            if let Some(wait) = wait(&mut plan, Outcome::Response(head.status, &head.headers), now) {
                return Waiting { plan }.of(wait);
            }
        }
        Step::Done(decide(&plan, head, body))
    }

    /// The body has more than [`Reading::limit`] bytes. It is not tried again: it will not have become smaller.
    #[must_use]
    pub fn too_large(self) -> Step {
        let what = format!(
            "the answer ({}) has more than {} bytes; allow more with `response_limit`",
            self.head.status,
            self.limit()
        );
        let error = self.plan.error(ErrorKind::Body, what);
        Step::Done(Err(error.with_answer(without_body(&self.plan, *self.head))))
    }

    /// The body did not come whole, or cannot be processed.
    #[must_use]
    pub fn failed(mut self, fault: Fault, now: Moment<'_>) -> Step {
        let status = self.head.status;
        // Its status counts as it always does.
        if fault.kind == FaultKind::Malformed && self.plan.is_refused(status, &self.head.headers) {
            return self.plan.renewed(now);
        }
        let outcome = if status.is_success() {
            Outcome::Fault(fault.kind)
        } else {
            Outcome::Response(status, &self.head.headers)
        };
        if let Some(wait) = wait(&mut self.plan, outcome, now) {
            return Waiting { plan: self.plan }.of(wait);
        }
        let late = format!("the answer ({status}) did not end within {:?}", self.plan.this_try.total);
        let (kind, what) = broken(status, &fault, late);
        let error = self.plan.error(kind, what).with_answer(without_body(&self.plan, *self.head));
        Step::Done(Err(error.with_source(fault.source)))
    }
}

/// The time before the next try.
#[derive(Debug)]
pub struct Waiting {
    plan: Box<Plan>,
}

impl Waiting {
    fn of(self, time: Duration) -> Step {
        Step::Beside(Beside::Wait(time, self))
    }

    /// The time is over.
    #[must_use]
    pub fn woken(self, now: Moment<'_>) -> Step {
        self.plan.again(now)
    }
}
