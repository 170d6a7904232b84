//! [`Plan`]: a request that is ready, with everything that later steps need to decide.

use std::time::Duration;

use http::{Method, Uri};

use super::authorize::Kept;
use super::headers::Headers;
use super::now::Moment;
use super::step::{Sent, Step};
use crate::call::{Api, Operation, Payload};
use crate::{Error, ErrorKind};

/// Limits of time.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For a connection to be there.
    pub connect: Duration,
    /// For one try, from sending to the last byte of the answer; to its headers, where the body streams.
    pub total: Duration,
    /// Between two parts of a body that streams; nothing where it does not.
    pub idle: Option<Duration>,
    /// Where the body of the request is not in memory and may be of any size: `total` begins when it is out.
    pub upload: Option<Upload>,
}

/// Limits of time for a body that goes out and is not in memory.
#[derive(Debug, Clone, Copy)]
pub struct Upload {
    /// Between two parts of it.
    pub idle: Duration,
    /// For the whole try, where the call has a deadline.
    pub whole: Option<Duration>,
}

/// Where a request goes.
#[derive(Debug, Clone)]
pub struct Target {
    /// The method.
    pub method: Method,
    /// The whole address.
    pub uri: Uri,
    /// The headers, those with secrets among them.
    pub headers: Headers,
    /// What is sent.
    pub body: Payload,
}

/// A request that is ready to be sent.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The API.
    pub api: &'static Api,
    /// The operation.
    pub operation: &'static Operation,
    /// What goes where.
    pub target: Target,
    /// The limits of one try.
    pub limits: Limits,
    /// The same with what is left of the time for the whole call: those of the try under way.
    pub(crate) this_try: Limits,
    /// How long the whole call may take, all tries and waits together.
    pub deadline: Option<Duration>,
    /// The most bytes that an answer may have, decompressed.
    pub response_limit: u64,
    /// Whether the body of a success is handed out as it arrives.
    pub streams: bool,
    /// How often it may be tried again.
    pub retries: u32,
    /// Whether sending it twice does what sending it once does: by its method, or by a key that it carries.
    pub repeatable: bool,
    /// The credentials that are renewed, each with the token that this try carries.
    pub(crate) keepers: Vec<Kept>,
    /// Whether a token that the server refused was renewed already.
    pub(crate) renewed: bool,
    /// Whether it was sent to another server: no credentials go there.
    pub(crate) foreign: bool,
    /// Whether it is refused that it is sent elsewhere.
    pub stays: bool,
    /// Whether it would have been sent again, were there a body to send.
    pub(crate) unrepeatable: bool,
    /// How often it was sent.
    pub attempts: u32,
    /// How often it was tried again because something failed.
    pub retried: u32,
    /// When the call began, on the transport's clock, where it has a deadline.
    pub started: Duration,
    /// How often it was sent elsewhere.
    pub hops: u32,
}

impl Plan {
    /// The first step.
    #[must_use]
    pub fn start(mut self: Box<Self>, now: Moment<'_>) -> Step {
        if self.deadline.is_some() {
            self.started = now().clock;
        }
        self.again(now)
    }

    /// The next try.
    pub(super) fn again(mut self: Box<Self>, now: Moment<'_>) -> Step {
        self.attempts += 1;
        for kept in &mut self.keepers {
            kept.token = None;
        }
        self.authorized(now)
    }

    /// What is left of the time for the whole call.
    pub(super) fn left(&self, now: Moment<'_>) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_sub(now().clock.saturating_sub(self.started)))
    }

    /// The time for the whole call is over.
    pub(super) fn late(&self) -> Error {
        self.error(ErrorKind::Timeout, "the time for the whole call is over; give it more with `with_deadline`")
    }

    /// Sends what is to be sent, with the time that is left.
    pub(super) fn send(mut self: Box<Self>, now: Moment<'_>) -> Step {
        let mut limits = self.limits;
        if let Some(left) = self.left(now) {
            if left.is_zero() {
                return Step::Done(Err(self.late()));
            }
            limits.total = limits.total.min(left);
            limits.upload = limits.upload.map(|upload| Upload { whole: Some(left), ..upload });
        }
        limits.connect = limits.connect.min(limits.total);
        self.this_try = limits;
        Step::Send(Sent::new(self))
    }

    /// An error of this call.
    pub(super) fn error(&self, kind: ErrorKind, what: impl Into<String>) -> Error {
        let mut what = what.into();
        if self.unrepeatable {
            what.push_str("; it was not tried again, as its body comes only once");
        }
        Error::new(kind, what).of(self.api, self.operation).after(self.attempts)
    }
}
