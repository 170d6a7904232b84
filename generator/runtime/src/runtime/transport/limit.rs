//! [`Limit`]: the time in which the bytes of an answer have to come.

use std::task::{Context, Poll};
use std::time::Duration;

use super::sleep::sleep;
use super::{Carried, Fault, FaultKind};
use crate::runtime::core::clock;

/// How long an answer is waited for.
pub(super) enum Limit {
    /// Somebody else looks after it.
    Elsewhere,
    /// Until this is over, from the request to the last byte.
    Whole(Carried<'static, ()>),
    /// So long between two parts.
    Between(Between),
}

/// So long between two parts. One timer goes on behind many parts: to set one for each costs more than the part.
pub(super) struct Between {
    limit: Duration,
    /// When the wait for the next part began.
    since: Option<Duration>,
    timer: Option<Carried<'static, ()>>,
}

impl Limit {
    /// So long between two parts.
    pub(super) fn between(limit: Duration) -> Limit {
        Limit::Between(Between { limit, since: None, timer: None })
    }

    /// A part came.
    pub(super) fn heard(&mut self) {
        match self {
            Limit::Elsewhere | Limit::Whole(_) => {}
            Limit::Between(between) => between.since = None,
        }
    }

    /// Nothing is there: ready when the time for it is over.
    pub(super) fn poll_over(&mut self, context: &mut Context<'_>) -> Poll<Fault> {
        match self {
            Limit::Elsewhere => Poll::Pending,
            Limit::Whole(timer) => timer.as_mut().poll(context),
            Limit::Between(between) => between.poll_over(context),
        }
        .map(|()| Fault { kind: FaultKind::Timeout, source: "nothing came in time".into() })
    }
}

impl Between {
    fn poll_over(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let since = *self.since.get_or_insert_with(clock);
        let mut timer = self.timer.take().unwrap_or_else(|| sleep(self.limit));
        while timer.as_mut().poll(context).is_ready() {
            // It may have been set for a part that came.
            let left = self.limit.saturating_sub(clock().saturating_sub(since));
            if left.is_zero() {
                return Poll::Ready(());
            }
            timer = sleep(left);
        }
        self.timer = Some(timer);
        Poll::Pending
    }
}
