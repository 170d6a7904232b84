//! [`Middleware`]: code between a call and its transport, called for each attempt. Must not know
//! the other attempts of a call.

use std::future::ready;
use std::sync::Arc;
use std::time::Duration;

use http::response::Parts;

use super::{
    Attempt, BlockingTransport, BlockingTransportResponse, BoxFuture, Fault, Now, Transport, TransportResponse,
};

/// Code between a call and its transport, called for each attempt of each call.
///
/// Most implementations need only [`before_send`](Middleware::before_send) or
/// [`after_send`](Middleware::after_send), which apply to async and blocking clients. Implement
/// [`handle`](Middleware::handle), [`handle_blocking`](Middleware::handle_blocking) or both to wait
/// or to respond without the transport. The middleware that is added first receives an attempt
/// first.
///
/// # Examples
///
/// ```ignore
/// use my_client::transport::{Attempt, Fault, Middleware};
///
/// /// Adds a header to every request.
/// struct Version;
///
/// impl Middleware for Version {
///     fn before_send(&self, attempt: &mut Attempt) -> Result<(), Fault> {
///         attempt.request.headers_mut().insert("x-version", http::HeaderValue::from_static("7"));
///         Ok(())
///     }
/// }
/// ```
pub trait Middleware: Send + Sync + 'static {
    /// Inspects an attempt before it is sent, and may change it. All headers are present, including
    /// credentials.
    ///
    /// # Errors
    ///
    /// The attempt fails with the returned fault, and nothing is sent. Use
    /// [`FaultKind::Refused`](super::FaultKind::Refused), which is not retried.
    fn before_send(&self, attempt: &mut Attempt) -> Result<(), Fault> {
        let _ = attempt;
        Ok(())
    }

    /// Inspects the outcome of an attempt: status and headers, which may be changed, or the fault.
    fn after_send(&self, outcome: Result<&mut Parts, &Fault>) {
        let _ = outcome;
    }

    /// Handles an attempt of an async call. The default implementation calls `before_send`, then
    /// `next`, then `after_send`.
    fn handle(
        self: Arc<Self>,
        mut attempt: Attempt,
        next: Arc<dyn Transport>,
    ) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        if let Err(fault) = self.before_send(&mut attempt) {
            return Box::pin(ready(Err(fault)));
        }
        let sent = next.send(attempt);
        Box::pin(async move { inspect(sent.await, |outcome| self.after_send(outcome)) })
    }

    /// Handles an attempt of a blocking call. The default implementation calls `before_send`, then
    /// `next`, then `after_send`.
    ///
    /// # Errors
    ///
    /// Fails if there is no response.
    fn handle_blocking(
        &self,
        mut attempt: Attempt,
        next: &dyn BlockingTransport,
    ) -> Result<BlockingTransportResponse, Fault> {
        self.before_send(&mut attempt)?;
        inspect(next.send(attempt), |outcome| self.after_send(outcome))
    }
}

fn inspect<B>(
    outcome: Result<http::Response<B>, Fault>,
    look: impl FnOnce(Result<&mut Parts, &Fault>),
) -> Result<http::Response<B>, Fault> {
    match outcome {
        Ok(response) => {
            let (mut head, body) = response.into_parts();
            look(Ok(&mut head));
            Ok(http::Response::from_parts(head, body))
        }
        Err(fault) => {
            look(Err(&fault));
            Err(fault)
        }
    }
}

/// A transport with a middleware in front of it.
struct Layer<T: ?Sized> {
    middleware: Arc<dyn Middleware>,
    next: Arc<T>,
}

/// Wraps a transport in middleware. The first one is the outermost.
#[cfg(feature = "async")]
pub(crate) fn layered(all: &[Arc<dyn Middleware>], transport: Arc<dyn Transport>) -> Arc<dyn Transport> {
    all.iter().rev().fold(transport, |next, middleware| Arc::new(Layer { middleware: middleware.clone(), next }))
}

/// Wraps a blocking transport in middleware. The first one is the outermost.
#[cfg(feature = "blocking")]
pub(crate) fn layered_blocking(
    all: &[Arc<dyn Middleware>],
    transport: Arc<dyn BlockingTransport>,
) -> Arc<dyn BlockingTransport> {
    all.iter().rev().fold(transport, |next, middleware| Arc::new(Layer { middleware: middleware.clone(), next }))
}

impl Transport for Layer<dyn Transport> {
    fn send(&self, attempt: Attempt) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        self.middleware.clone().handle(attempt, self.next.clone())
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
        self.middleware.handle_blocking(attempt, &*self.next)
    }
    fn now(&self) -> Now {
        self.next.now()
    }
    fn sleep(&self, time: Duration) {
        self.next.sleep(time);
    }
}
