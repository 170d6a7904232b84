//! [`Step`]: what a driver has to do next, and the states of a call in between. Must not decide
//! which step is next.
//!
//! A driver does what a step asks for and passes the outcome to the value that the step contains.
//! The transitions are methods of these values, in `authorize`, `redirect` and `receive`.

use std::sync::Arc;
use std::time::Duration;

use http::response::Parts;

use super::call_plan::CallPlan;
use super::refresh_lock::RefreshGuard;
use super::response::RawResponse;
use super::timeouts::Timeouts;
use super::token::SharedTokenSource;
use super::token_cache::TokenCache;
use super::token_origin::Grant;
use crate::Error;

/// The next thing to do.
#[derive(Debug)]
pub enum Step {
    /// Send the attempt, and pass on the head of the response or the fault.
    Send(AwaitingHead),
    /// Read the body of the response, at most [`AwaitingBody::limit`] bytes, and pass it on.
    Read(AwaitingBody),
    /// Return the response. Its body is read by the caller as it arrives.
    Stream(RawResponse),
    /// Do something that most calls never need.
    Rare(RareStep),
    /// Return the outcome.
    Done(Result<RawResponse, Error>),
}

/// Steps that most calls never need. They are separate, so that a driver can keep their code and
/// state out of the way.
#[derive(Debug)]
pub enum RareStep {
    /// Acquire the lock for refreshing a token.
    Lock(AwaitingLock),
    /// Run this call, to a token endpoint, and pass on its outcome.
    Grant(Box<CallPlan>, AwaitingGrant),
    /// Request a token from this source.
    RequestToken(SharedTokenSource, AwaitingSource),
    /// Wait for this time.
    Delay(Duration, AwaitingDelay),
}

/// A request has been sent.
#[derive(Debug)]
pub struct AwaitingHead {
    pub(super) plan: Box<CallPlan>,
    /// The timeouts of this attempt: those of the call, shortened by its deadline.
    pub(super) timeouts: Timeouts,
}

/// The head of a response has arrived, and its body is needed.
#[derive(Debug)]
pub struct AwaitingBody {
    pub(super) plan: Box<CallPlan>,
    pub(super) timeouts: Timeouts,
    pub(super) head: Box<Parts>,
}

/// A delay before the next attempt.
#[derive(Debug)]
pub struct AwaitingDelay {
    pub(super) plan: Box<CallPlan>,
}

/// A call needs a token. One call at a time requests it, and the others wait.
#[derive(Debug)]
pub struct AwaitingLock {
    pub(super) cache: Arc<TokenCache>,
    /// The number of refreshes that had ended when the call began to wait.
    pub(super) refreshes: u64,
    /// The index in [`CallPlan::tokens`].
    pub(super) index: usize,
    pub(super) plan: Box<CallPlan>,
}

/// A token is being requested, while the lock is held.
#[derive(Debug)]
pub(super) struct Refresh {
    pub(super) cache: Arc<TokenCache>,
    pub(super) index: usize,
    pub(super) plan: Box<CallPlan>,
    pub(super) guard: RefreshGuard,
}

/// A token endpoint is being called.
pub struct AwaitingGrant {
    pub(super) refresh: Refresh,
    pub(super) grant: Arc<dyn Grant>,
}

/// A token source of the user is being called.
#[derive(Debug)]
pub struct AwaitingSource(pub(super) Refresh);

impl std::fmt::Debug for AwaitingGrant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("AwaitingGrant").field(&self.refresh).finish()
    }
}
