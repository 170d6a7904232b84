//! From a plan to an attempt: obtains the tokens that it needs, then sends it. Must not know how a
//! token endpoint is called (`oauth2`).

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::call_plan::{
    CallPlan, CallRules, Destination, Idempotency, Progress, RedirectPolicy, Renewal, ResponseBody,
};
use super::now::Moment;
use super::refresh_lock::{RefreshGuard, RefreshLock};
use super::response::RawResponse;
use super::secret::Secret;
use super::step::{AwaitingDelay, AwaitingGrant, AwaitingHead, AwaitingLock, AwaitingSource, RareStep, Refresh, Step};
use super::timeouts::UploadTimeouts;
use super::token::{Token, TokenError};
use super::token_cache::AttemptToken;
use super::token_origin::{TOKEN, TokenOrigin, TokenRequest};
use crate::{Error, ErrorKind};

impl CallPlan {
    /// Returns the first step.
    #[must_use]
    pub fn start(mut self: Box<Self>, now: Moment<'_>) -> Step {
        if self.rules.deadline.is_some() {
            self.progress.started = now().clock;
        }
        self.next_attempt(now)
    }

    /// Starts the next attempt.
    fn next_attempt(mut self: Box<Self>, now: Moment<'_>) -> Step {
        self.progress.attempts += 1;
        for token in &mut self.tokens {
            token.token = None;
        }
        self.authorize(now)
    }

    /// Sends the attempt with valid tokens. Obtains the missing ones first.
    fn authorize(mut self: Box<Self>, now: Moment<'_>) -> Step {
        if self.progress.destination == Destination::Elsewhere {
            return self.send(now);
        }
        for index in 0..self.tokens.len() {
            let Some(AttemptToken { cache, token }) = self.tokens.get_mut(index) else { continue };
            let Some(current) = token.take().or_else(|| cache.current(now)) else {
                let (cache, refreshes) = (cache.clone(), cache.refreshes().0);
                return Step::Rare(RareStep::Lock(AwaitingLock { cache, refreshes, index, plan: self }));
            };
            let value = cache.value(Some(&current));
            *token = Some(current);
            match value {
                Ok(value) => self.target.headers.insert(cache.header().clone(), value),
                Err(what) => return Step::Done(Err(self.error(ErrorKind::Credentials, what))),
            }
        }
        self.send(now)
    }

    /// Sends the attempt, within the time that is left.
    pub(super) fn send(self: Box<Self>, now: Moment<'_>) -> Step {
        let mut timeouts = self.rules.timeouts;
        if let Some(left) = self.time_left(now) {
            if left.is_zero() {
                return Step::Done(Err(self.deadline_error()));
            }
            timeouts.total = timeouts.total.min(left);
            timeouts.upload = timeouts.upload.map(|upload| UploadTimeouts { whole: Some(left), ..upload });
        }
        timeouts.connect = timeouts.connect.min(timeouts.total);
        Step::Send(AwaitingHead { plan: self, timeouts })
    }

    /// Returns `true` if a response rejects a token, and the call may still renew it.
    pub(super) fn can_renew(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        let rejected = |token: &AttemptToken| token.token.is_some() && token.cache.is_rejection(status, headers);
        self.progress.renewal == Renewal::Available
            && self.progress.destination == Destination::Api
            && !self.target.body.is_consumed()
            && self.tokens.iter().any(rejected)
    }

    /// Renews rejected tokens and repeats the attempt, once a call. A rejected request was not
    /// carried out.
    pub(super) fn renew(mut self: Box<Self>, now: Moment<'_>) -> Step {
        for token in &mut self.tokens {
            if let Some(rejected) = token.token.take() {
                token.cache.reject(&rejected);
            }
        }
        self.progress.renewal = Renewal::Used;
        self.progress.attempts += 1;
        self.authorize(now)
    }

    /// Returns the call that requests a token, within the time that this one has left.
    fn token_plan(&self, request: TokenRequest, now: Moment<'_>) -> Box<CallPlan> {
        let idempotency = match request.is_repeatable {
            true => Idempotency::Idempotent,
            false => Idempotency::NotIdempotent,
        };
        Box::new(CallPlan {
            api: self.api,
            operation: &TOKEN,
            target: request.target,
            rules: CallRules {
                response_body: ResponseBody::Buffered,
                idempotency,
                redirects: RedirectPolicy::Refuse,
                deadline: self.time_left(now),
                ..self.rules.clone()
            },
            tokens: Vec::new(),
            progress: Progress::default(),
        })
    }
}

impl AwaitingDelay {
    /// Continues after the delay.
    #[must_use]
    pub fn elapsed(self, now: Moment<'_>) -> Step {
        self.plan.next_attempt(now)
    }
}

impl AwaitingLock {
    /// Returns the lock.
    pub(crate) fn lock(&self) -> &std::sync::Arc<RefreshLock> {
        &self.cache.lock
    }

    /// Returns the time until the call's deadline.
    pub(crate) fn time_left(&self, now: Moment<'_>) -> Option<Duration> {
        self.plan.time_left(now)
    }

    /// Ends the call, because its deadline passed first.
    pub(crate) fn timed_out(self) -> Step {
        Step::Done(Err(self.plan.deadline_error()))
    }

    /// Continues with the lock: uses a token that another call obtained, or requests one.
    pub(crate) fn locked(self, guard: RefreshGuard, now: Moment<'_>) -> Step {
        let AwaitingLock { cache, refreshes, index, mut plan } = self;
        if let Some(token) = cache.current(now) {
            drop(guard);
            if let Some(attempt) = plan.tokens.get_mut(index) {
                attempt.token = Some(token);
            }
            return plan.authorize(now);
        }
        let (ended, failure) = cache.refreshes();
        if let Some(what) = failure.filter(|_| ended > refreshes) {
            return Step::Done(Err(plan.error(ErrorKind::Credentials, what)));
        }
        Refresh { cache, index, plan, guard }.start(now)
    }
}

impl Refresh {
    fn start(self, now: Moment<'_>) -> Step {
        let origin = self.cache.origin.clone();
        match origin {
            TokenOrigin::Endpoint(grant) => {
                let plan = &self.plan;
                match grant.request(plan.api, &plan.target.uri, self.cache.refresh_token()) {
                    Ok(request) => {
                        let call = plan.token_plan(request, now);
                        Step::Rare(RareStep::Grant(call, AwaitingGrant { grant, refresh: self }))
                    }
                    Err(what) => Step::Done(Err(plan.error(ErrorKind::Config, what))),
                }
            }
            TokenOrigin::Source(source) => Step::Rare(RareStep::RequestToken(source, AwaitingSource(self))),
        }
    }

    fn succeed(self, token: Token, refresh_token: Option<Secret>, now: Moment<'_>) -> Step {
        let Refresh { cache, index, mut plan, guard } = self;
        cache.store(&token, refresh_token, now);
        drop(guard);
        if let Some(attempt) = plan.tokens.get_mut(index) {
            attempt.token = Some(token.secret);
        }
        plan.authorize(now)
    }

    fn fail(self, what: String, source: impl Into<TokenError>) -> Step {
        self.cache.fail(&what);
        Step::Done(Err(self.plan.error(ErrorKind::Credentials, what).with_source(source)))
    }

    /// Ends the call at its deadline. Waiting calls have deadlines of their own.
    fn time_out(self) -> Step {
        self.cache.give_up();
        Step::Done(Err(self.plan.deadline_error()))
    }
}

impl AwaitingGrant {
    /// Continues with the outcome of the call to the token endpoint.
    #[must_use]
    pub fn finished(self, outcome: Result<RawResponse, Error>, now: Moment<'_>) -> Step {
        let AwaitingGrant { refresh, grant } = self;
        let why = match grant.read(&outcome) {
            Ok((token, refresh_token)) => return refresh.succeed(token, refresh_token, now),
            Err(why) => why,
        };
        let what = format!("no token for `{}` from {}: {why}", refresh.cache.name(), grant.host());
        match outcome {
            Err(error) if error.kind() == ErrorKind::Timeout && refresh.plan.time_left(now) == Some(Duration::ZERO) => {
                refresh.time_out()
            }
            Err(error) => refresh.fail(what, error),
            Ok(_) => refresh.fail(what, why),
        }
    }
}

impl AwaitingSource {
    /// Returns the time until the call's deadline.
    pub(crate) fn time_left(&self, now: Moment<'_>) -> Option<Duration> {
        self.0.plan.time_left(now)
    }

    /// Ends the call, because its deadline passed first.
    pub(crate) fn timed_out(self) -> Step {
        self.0.time_out()
    }

    /// Continues with the outcome of the source.
    #[must_use]
    pub fn finished(self, outcome: Result<Token, TokenError>, now: Moment<'_>) -> Step {
        match outcome {
            Ok(token) => self.0.succeed(token, None, now),
            Err(error) => {
                let what = format!("no token for `{}`: {error}", self.0.cache.name());
                self.0.fail(what, error)
            }
        }
    }
}
