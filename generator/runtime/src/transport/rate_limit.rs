//! [`RateLimit`]: no more tries than the vendor allows, so that it need not say so.

use std::future::ready;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::{
    Attempt, BlockingTransport, BlockingTransportResponse, BoxFuture, Fault, FaultKind, Middleware, Now, Transport,
    TransportResponse,
};

/// So many tries in a time, by all clones of a client together; those beyond wait for their turn. Where that takes longer than the time for the try,
/// it fails at once.
///
/// After a pause as many as in that time may go at once, then one each time that a share of it is over (the generic cell rate algorithm).
#[derive(Debug)]
pub struct RateLimit {
    /// The time for one.
    share: Duration,
    /// How far ahead of its time one may be.
    ahead: Duration,
    /// When the next would be due, were they all spread evenly.
    due: Mutex<Duration>,
}

impl RateLimit {
    /// At most `count` in `time`.
    #[must_use]
    pub fn new(count: u32, time: Duration) -> RateLimit {
        let share = time / count.max(1);
        RateLimit { share, ahead: time.saturating_sub(share), due: Mutex::new(Duration::ZERO) }
    }

    /// Takes a turn: how long it is until then. `None` where that is longer than `most`; then no turn is taken.
    fn turn(&self, now: &Now, most: Duration) -> Option<Duration> {
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        let from = (*due).max(now.clock);
        let wait = from.saturating_sub(self.ahead).saturating_sub(now.clock);
        if wait >= most {
            return None;
        }
        *due = from.saturating_add(self.share);
        Some(wait)
    }

    fn waited(&self, attempt: &mut Attempt, now: &Now) -> Result<Duration, Fault> {
        let late = || Fault {
            kind: FaultKind::Timeout,
            source: "the client's own rate limit would keep it longer than it may take".into(),
        };
        let wait = self.turn(now, attempt.limits.total).ok_or_else(late)?;
        attempt.limits = attempt.limits.after(wait).ok_or_else(late)?;
        Ok(wait)
    }
}

impl Middleware for RateLimit {
    fn carry(
        self: Arc<Self>,
        mut attempt: Attempt,
        next: Arc<dyn Transport>,
    ) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        match self.waited(&mut attempt, &next.now()) {
            Err(fault) => Box::pin(ready(Err(fault))),
            Ok(Duration::ZERO) => next.send(attempt),
            Ok(wait) => Box::pin(async move {
                next.sleep(wait).await;
                next.send(attempt).await
            }),
        }
    }

    fn carry_blocking(
        &self,
        mut attempt: Attempt,
        next: &dyn BlockingTransport,
    ) -> Result<BlockingTransportResponse, Fault> {
        let wait = self.waited(&mut attempt, &next.now())?;
        if !wait.is_zero() {
            next.sleep(wait);
        }
        next.send(attempt)
    }
}
