//! [`CallPlan`]: a request that is ready to be sent, and everything that later steps need to
//! decide. Must not know the arguments that it was created from.

use std::time::Duration;

use super::now::Moment;
use super::target::Target;
use super::timeouts::Timeouts;
use super::token_cache::AttemptToken;
use crate::call::{Api, Operation};
use crate::{Error, ErrorKind};

/// A call: its request, its rules, and its progress.
#[derive(Debug, Clone)]
pub struct CallPlan {
    /// The API.
    pub api: &'static Api,
    /// The operation.
    pub operation: &'static Operation,
    /// The request.
    pub target: Target,
    /// The rules of the call. They do not change while it runs.
    pub rules: CallRules,
    /// The credentials that are renewed, each with the token of the current attempt.
    pub(crate) tokens: Vec<AttemptToken>,
    /// The progress so far.
    pub progress: Progress,
}

/// The rules of a call.
#[derive(Debug, Clone)]
pub struct CallRules {
    /// The timeouts of each attempt.
    pub timeouts: Timeouts,
    /// The deadline of the whole call: all attempts and the delays between them.
    pub deadline: Option<Duration>,
    /// The largest size of a response body, decompressed, in bytes.
    pub response_limit: u64,
    /// The largest number of retries.
    pub retries: u32,
    /// The handling of the body of a successful response.
    pub response_body: ResponseBody,
    /// The idempotency of the request.
    pub idempotency: Idempotency,
    /// The handling of redirects.
    pub redirects: RedirectPolicy,
}

/// The handling of the body of a successful response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseBody {
    /// It is read into memory.
    Buffered,
    /// It is returned as it arrives.
    Streamed,
}

/// The effect of sending a request twice, compared with sending it once. It depends on the method,
/// or on a key that it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    /// It has the same effect.
    Idempotent,
    /// It may have another effect, so that the request is repeated only if it was not carried out.
    NotIdempotent,
}

/// The handling of redirects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectPolicy {
    /// It is followed where that is safe.
    Follow,
    /// It is an error: the request carries secrets in its body.
    Refuse,
}

/// The progress of a call.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// The number of attempts.
    pub attempts: u32,
    /// The number of retries after failures.
    pub retried: u32,
    /// The number of redirects that were followed.
    pub redirects: u32,
    /// The start of the call on the transport's clock; set only with a deadline.
    pub started: Duration,
    /// The server that the request goes to.
    pub destination: Destination,
    /// The use of the one token renewal that a call has.
    pub(super) renewal: Renewal,
    /// The state of the request body.
    pub(super) body: BodyState,
}

/// The server that a request goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Destination {
    /// The API's own server.
    #[default]
    Api,
    /// Another server. No credentials are sent to it.
    Elsewhere,
}

/// The use of the one token renewal that a call has after the server rejected its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Renewal {
    #[default]
    Available,
    Used,
}

/// The state of the request body with regard to further attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum BodyState {
    #[default]
    Repeatable,
    /// The call would have been retried, but its body can be sent only once.
    PreventedRetry,
}

impl Progress {
    /// Starts a call to a server.
    pub(crate) fn new(destination: Destination) -> Progress {
        Progress { destination, ..Progress::default() }
    }
}

impl CallPlan {
    /// Returns the time until the deadline; `None` without a deadline.
    pub(super) fn time_left(&self, now: Moment<'_>) -> Option<Duration> {
        let elapsed = || now().clock.saturating_sub(self.progress.started);
        self.rules.deadline.map(|deadline| deadline.saturating_sub(elapsed()))
    }

    /// Creates the error for a call whose deadline has passed.
    pub(super) fn deadline_error(&self) -> Error {
        self.error(ErrorKind::Timeout, "the deadline of the call has passed; extend it with `with_deadline`")
    }

    /// Creates an error of this call.
    pub(super) fn error(&self, kind: ErrorKind, what: impl Into<String>) -> Error {
        let mut what = what.into();
        match self.progress.body {
            BodyState::Repeatable => {}
            BodyState::PreventedRetry => what.push_str("; not retried, because the body can be sent only once"),
        }
        Error::new(kind, what).with_operation(self.api, self.operation).with_attempts(self.progress.attempts)
    }
}
