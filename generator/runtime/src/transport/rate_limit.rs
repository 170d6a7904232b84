//! [`RateLimit`]: a middleware that limits the number of attempts per time. Must not know limits
//! that the server announces.

use std::future::ready;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::{
    Attempt, BlockingTransport, BlockingTransportResponse, BoxFuture, Fault, FaultKind, Middleware, Now, Transport,
    TransportResponse,
};

/// Limits the number of attempts per time, over all clones of a client.
///
/// Attempts beyond the limit wait. If the wait would exceed the timeout of the attempt, it fails at
/// once with a timeout.
///
/// It uses the generic cell rate algorithm: after a pause, `count` attempts may be sent at once,
/// and then one in each interval of `time / count`.
#[derive(Debug)]
pub struct RateLimit {
    /// The time for a single attempt.
    share: Duration,
    /// The time by which an attempt may be early.
    ahead: Duration,
    /// When the next attempt would be due if all were spread evenly.
    due: Mutex<Duration>,
}

impl RateLimit {
    /// Creates a limit of `count` attempts in `time`.
    #[must_use]
    pub fn new(count: u32, time: Duration) -> RateLimit {
        let share = time / count.max(1);
        RateLimit { share, ahead: time.saturating_sub(share), due: Mutex::new(Duration::ZERO) }
    }

    /// Reserves the next attempt, and returns the delay until then. Returns `None`, and reserves
    /// nothing, if the delay is not shorter than `most`.
    fn reserve(&self, now: &Now, most: Duration) -> Option<Duration> {
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        let start = (*due).max(now.clock);
        let delay = start.saturating_sub(self.ahead).saturating_sub(now.clock);
        if delay >= most {
            return None;
        }
        *due = start.saturating_add(self.share);
        Some(delay)
    }

    fn delay(&self, attempt: &mut Attempt, now: &Now) -> Result<Duration, Fault> {
        let late = || Fault {
            kind: FaultKind::Timeout,
            source: "the client's rate limit would delay it beyond its timeout".into(),
        };
        let delay = self.reserve(now, attempt.timeouts.total).ok_or_else(late)?;
        attempt.timeouts = attempt.timeouts.shortened(delay).ok_or_else(late)?;
        Ok(delay)
    }
}

impl Middleware for RateLimit {
    fn handle(
        self: Arc<Self>,
        mut attempt: Attempt,
        next: Arc<dyn Transport>,
    ) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        match self.delay(&mut attempt, &next.now()) {
            Err(fault) => Box::pin(ready(Err(fault))),
            Ok(Duration::ZERO) => next.send(attempt),
            Ok(delay) => Box::pin(async move {
                next.sleep(delay).await;
                next.send(attempt).await
            }),
        }
    }

    fn handle_blocking(
        &self,
        mut attempt: Attempt,
        next: &dyn BlockingTransport,
    ) -> Result<BlockingTransportResponse, Fault> {
        let delay = self.delay(&mut attempt, &next.now())?;
        if !delay.is_zero() {
            next.sleep(delay);
        }
        next.send(attempt)
    }
}
