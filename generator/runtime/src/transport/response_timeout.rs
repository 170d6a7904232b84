//! [`ResponseTimeout`]: the time in which a response has to arrive over reqwest. Must not know
//! requests or responses.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use super::{Fault, FaultKind, UploadTimeouts};
use crate::machine::clock;

/// A timer of tokio, which reqwest needs anyway.
type Timer = Pin<Box<tokio::time::Sleep>>;

fn sleep(time: Duration) -> Timer {
    Box::pin(tokio::time::sleep(time))
}

/// The timeout of a response.
pub(super) enum ResponseTimeout {
    /// The library enforces it.
    ByLibrary,
    /// From sending the request to the last byte of the response.
    Total(Timer),
    /// Between two chunks of the response.
    Idle(IdleTimeout),
    /// While the request body is being sent, and for the response after it.
    Upload(Box<UploadTimeout>),
}

/// The progress of a request body, shared with the code that sends it.
#[derive(Debug, Default)]
pub(super) struct UploadMeter {
    chunks: AtomicU64,
    is_complete: AtomicBool,
}

impl UploadMeter {
    /// Counts a chunk.
    pub(super) fn count(&self, is_complete: bool) {
        self.chunks.fetch_add(1, Ordering::Relaxed);
        self.is_complete.store(is_complete, Ordering::Relaxed);
    }
}

/// The timeouts of a request body and the response to it. The body may take any time as long as it
/// makes progress.
pub(super) struct UploadTimeout {
    meter: Arc<UploadMeter>,
    idle: Duration,
    total: Duration,
    timer: Timer,
    whole: Option<Timer>,
    seen: u64,
    is_complete: bool,
}

/// The timeout between two chunks. One timer serves many chunks, because setting one for each costs
/// more than the chunk.
pub(super) struct IdleTimeout {
    limit: Duration,
    /// The start of the wait for the next chunk.
    since: Option<Duration>,
    timer: Option<Timer>,
}

impl ResponseTimeout {
    /// Starts a timeout for the whole response.
    pub(super) fn total(limit: Duration) -> ResponseTimeout {
        ResponseTimeout::Total(sleep(limit))
    }

    /// Starts a timeout between two chunks.
    pub(super) fn idle(limit: Duration) -> ResponseTimeout {
        ResponseTimeout::Idle(IdleTimeout { limit, since: None, timer: None })
    }

    /// Starts the timeouts of a request body and the response to it.
    pub(super) fn upload(meter: Arc<UploadMeter>, upload: UploadTimeouts, total: Duration) -> ResponseTimeout {
        let (timer, whole) = (sleep(upload.idle), upload.whole.map(sleep));
        let timeout = UploadTimeout { meter, idle: upload.idle, total, timer, whole, seen: 0, is_complete: false };
        ResponseTimeout::Upload(Box::new(timeout))
    }

    /// Restarts the idle timeout, because a chunk arrived.
    pub(super) fn restart(&mut self) {
        match self {
            ResponseTimeout::ByLibrary | ResponseTimeout::Total(_) | ResponseTimeout::Upload(_) => {}
            ResponseTimeout::Idle(idle) => idle.since = None,
        }
    }

    /// Polls while nothing has arrived. It is ready when the time has passed.
    #[inline]
    pub(super) fn poll_expired(&mut self, context: &mut Context<'_>) -> Poll<Fault> {
        match self {
            ResponseTimeout::ByLibrary => Poll::Pending,
            ResponseTimeout::Total(timer) => timer.as_mut().poll(context),
            ResponseTimeout::Idle(idle) => idle.poll_expired(context),
            ResponseTimeout::Upload(upload) => upload.poll_expired(context),
        }
        .map(|()| Fault { kind: FaultKind::Timeout, source: "the timeout expired".into() })
    }
}

impl IdleTimeout {
    fn poll_expired(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let since = *self.since.get_or_insert_with(clock);
        let mut timer = self.timer.take().unwrap_or_else(|| sleep(self.limit));
        while timer.as_mut().poll(context).is_ready() {
            // The timer may have been set for an earlier chunk.
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

impl UploadTimeout {
    fn poll_expired(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.whole.as_mut().is_some_and(|timer| timer.as_mut().poll(context).is_ready()) {
            return Poll::Ready(());
        }
        if self.meter.is_complete.load(Ordering::Relaxed) && !self.is_complete {
            (self.timer, self.is_complete) = (sleep(self.total), true);
        }
        while self.timer.as_mut().poll(context).is_ready() {
            let chunks = self.meter.chunks.load(Ordering::Relaxed);
            if self.is_complete || chunks == self.seen {
                return Poll::Ready(());
            }
            (self.timer, self.seen) = (sleep(self.idle), chunks);
        }
        Poll::Pending
    }
}
