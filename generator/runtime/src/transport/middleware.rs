//! [`Middleware`]: what stands between a call and its transport, for each try: it looks, changes, waits, or answers itself.

use std::future::ready;
use std::sync::Arc;
use std::time::Duration;

use http::response::Parts;

use super::{
    Attempt, BlockingTransport, BlockingTransportResponse, BoxFuture, Fault, Limits, Now, Transport, TransportResponse,
};

/// Stands between a call and its transport, for each try of each call. Of several the one that was given first sees a request first.
///
/// Most need [`Middleware::before`] or [`Middleware::after`] alone, which hold for async and blocking clients; what waits or answers itself
/// takes the place of `carry`, of `carry_blocking`, or of both.
pub trait Middleware: Send + Sync + 'static {
    /// Looks at a try before it is sent, and may change it: all headers are there, those with credentials too.
    ///
    /// # Errors
    /// The try fails so, and nothing is sent: [`FaultKind::Refused`](super::FaultKind::Refused) is meant for it.
    fn before(&self, attempt: &mut Attempt) -> Result<(), Fault> {
        let _ = attempt;
        Ok(())
    }

    /// Looks at what came of a try: status and headers, which may be changed, or why there are none.
    fn after(&self, outcome: Result<&mut Parts, &Fault>) {
        let _ = outcome;
    }

    /// Carries a try: `before`, then whoever is next, then `after`.
    fn carry(
        self: Arc<Self>,
        mut attempt: Attempt,
        next: Arc<dyn Transport>,
    ) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        if let Err(fault) = self.before(&mut attempt) {
            return Box::pin(ready(Err(fault)));
        }
        let sent = next.send(attempt);
        Box::pin(async move { looked_at(sent.await, |outcome| self.after(outcome)) })
    }

    /// As `carry`, while the thread waits.
    ///
    /// # Errors
    /// Why there is no answer.
    fn carry_blocking(
        &self,
        mut attempt: Attempt,
        next: &dyn BlockingTransport,
    ) -> Result<BlockingTransportResponse, Fault> {
        self.before(&mut attempt)?;
        looked_at(next.send(attempt), |outcome| self.after(outcome))
    }
}

fn looked_at<B>(
    outcome: Result<http::Response<B>, Fault>,
    look: impl FnOnce(Result<&mut Parts, &Fault>),
) -> Result<http::Response<B>, Fault> {
    match outcome {
        Ok(answer) => {
            let (mut head, body) = answer.into_parts();
            look(Ok(&mut head));
            Ok(http::Response::from_parts(head, body))
        }
        Err(fault) => {
            look(Err(&fault));
            Err(fault)
        }
    }
}

/// A transport with one in front of it.
struct Layer<T: ?Sized> {
    middleware: Arc<dyn Middleware>,
    next: Arc<T>,
}

/// A transport with all of these in front of it.
#[cfg(feature = "async")]
pub(crate) fn layered(all: &[Arc<dyn Middleware>], transport: Arc<dyn Transport>) -> Arc<dyn Transport> {
    all.iter().rev().fold(transport, |next, middleware| Arc::new(Layer { middleware: middleware.clone(), next }))
}

/// The same, for threads that wait.
#[cfg(feature = "blocking")]
pub(crate) fn layered_blocking(
    all: &[Arc<dyn Middleware>],
    transport: Arc<dyn BlockingTransport>,
) -> Arc<dyn BlockingTransport> {
    all.iter().rev().fold(transport, |next, middleware| Arc::new(Layer { middleware: middleware.clone(), next }))
}

impl Transport for Layer<dyn Transport> {
    fn send(&self, attempt: Attempt) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        self.middleware.clone().carry(attempt, self.next.clone())
    }
    fn now(&self) -> Now {
        self.next.now()
    }
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.next.sleep(time)
    }
}

impl BlockingTransport for Layer<dyn BlockingTransport> {
    fn send(&self, attempt: Attempt) -> Result<BlockingTransportResponse, Fault> {
        self.middleware.carry_blocking(attempt, &*self.next)
    }
    fn now(&self) -> Now {
        self.next.now()
    }
    fn sleep(&self, time: Duration) {
        self.next.sleep(time);
    }
}

impl Limits {
    /// What is left after a wait; `None` where the try may not last that long.
    #[must_use]
    pub fn after(mut self, wait: Duration) -> Option<Limits> {
        self.total = self.total.checked_sub(wait).filter(|left| !left.is_zero())?;
        self.connect = self.connect.min(self.total);
        Some(self)
    }
}
