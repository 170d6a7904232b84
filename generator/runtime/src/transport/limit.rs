//! [`Limit`]: the time in which the bytes of an answer have to come.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use super::{Fault, FaultKind, Upload};
use crate::core::clock;

/// Of tokio, without which nothing is carried here.
type Timer = Pin<Box<tokio::time::Sleep>>;

fn sleep(time: Duration) -> Timer {
    Box::pin(tokio::time::sleep(time))
}

/// How long an answer is waited for.
pub(super) enum Limit {
    /// Somebody else looks after it.
    Elsewhere,
    /// Until this is over, from the request to the last byte.
    Whole(Timer),
    /// So long between two parts.
    Between(Between),
    /// The body of the request goes out first.
    GoingOut(Box<GoingOut>),
}

/// How far the body of a request is: its parts, and whether it is out.
#[derive(Debug, Default)]
pub(super) struct Meter {
    parts: AtomicU64,
    out: AtomicBool,
}

impl Meter {
    /// A part went; perhaps it was the last.
    pub(super) fn went(&self, out: bool) {
        self.parts.fetch_add(1, Ordering::Relaxed);
        self.out.store(out, Ordering::Relaxed);
    }
}

/// A body may take any time to go out as long as it goes on; then the answer has its time.
pub(super) struct GoingOut {
    meter: Arc<Meter>,
    idle: Duration,
    total: Duration,
    timer: Timer,
    whole: Option<Timer>,
    seen: u64,
    out: bool,
}

/// So long between two parts. One timer goes on behind many parts: to set one for each costs more than the part.
pub(super) struct Between {
    limit: Duration,
    /// When the wait for the next part began.
    since: Option<Duration>,
    timer: Option<Timer>,
}

impl Limit {
    /// From now on, until the last byte.
    pub(super) fn whole(limit: Duration) -> Limit {
        Limit::Whole(sleep(limit))
    }

    /// So long between two parts.
    pub(super) fn between(limit: Duration) -> Limit {
        Limit::Between(Between { limit, since: None, timer: None })
    }

    /// For a body that goes out, and the answer to it.
    pub(super) fn going_out(meter: Arc<Meter>, upload: Upload, total: Duration) -> Limit {
        let (timer, whole) = (sleep(upload.idle), upload.whole.map(sleep));
        Limit::GoingOut(Box::new(GoingOut { meter, idle: upload.idle, total, timer, whole, seen: 0, out: false }))
    }

    /// A part came.
    pub(super) fn heard(&mut self) {
        match self {
            Limit::Elsewhere | Limit::Whole(_) | Limit::GoingOut(_) => {}
            Limit::Between(between) => between.since = None,
        }
    }

    /// Nothing is there: ready when the time for it is over.
    #[inline]
    pub(super) fn poll_over(&mut self, context: &mut Context<'_>) -> Poll<Fault> {
        match self {
            Limit::Elsewhere => Poll::Pending,
            Limit::Whole(timer) => timer.as_mut().poll(context),
            Limit::Between(between) => between.poll_over(context),
            Limit::GoingOut(going) => going.poll_over(context),
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

impl GoingOut {
    fn poll_over(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.whole.as_mut().is_some_and(|timer| timer.as_mut().poll(context).is_ready()) {
            return Poll::Ready(());
        }
        if self.meter.out.load(Ordering::Relaxed) && !self.out {
            (self.timer, self.out) = (sleep(self.total), true);
        }
        while self.timer.as_mut().poll(context).is_ready() {
            let parts = self.meter.parts.load(Ordering::Relaxed);
            if self.out || parts == self.seen {
                return Poll::Ready(());
            }
            (self.timer, self.seen) = (sleep(self.idle), parts);
        }
        Poll::Pending
    }
}
