//! [`ResponseFuture`]: a request that has been sent. Must not know the steps of a call: [`drive`]
//! runs them.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::Client;
use super::response::FromResponse;
use crate::error::Error;
use crate::machine::CallPlan;
use crate::transport::{BoxFuture, CallOutcome, drive};

/// A request that has been sent: a future that returns a `T`. Dropping it cancels the request.
#[must_use = "a future does nothing until it is polled"]
pub struct ResponseFuture<T> {
    /// Not generic, so that it is compiled only once.
    call: BoxFuture<'static, CallOutcome>,
    output: PhantomData<fn() -> T>,
}

impl<T> ResponseFuture<T> {
    pub(super) fn new(client: &Client, plan: Result<Box<CallPlan>, Error>) -> ResponseFuture<T> {
        ResponseFuture { call: send_plan(client, plan), output: PhantomData }
    }
}

/// Sends a plan, or returns the error that prevented it.
pub(super) fn send_plan(client: &Client, plan: Result<Box<CallPlan>, Error>) -> BoxFuture<'static, CallOutcome> {
    match plan.and_then(|plan| Ok((client.transport()?, plan))) {
        Ok((transport, plan)) => Box::pin(drive(transport, plan)),
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}

impl<T: FromResponse> Future for ResponseFuture<T> {
    type Output = Result<T::Output, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // `map` and `and_then` would each move the value once more.
        match self.call.as_mut().poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Ok((response, _))) => Poll::Ready(T::from_response(&response)),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
        }
    }
}
