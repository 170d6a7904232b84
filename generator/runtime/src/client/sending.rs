//! [`ResponseFuture`]: a request under way.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::Client;
use super::response::FromResponse;
use crate::core::Plan;
use crate::error::Error;
use crate::transport::{BoxFuture, Driven, drive};

/// A request under way; it answers with a `T`. Dropping it cancels the request.
#[must_use = "a future does nothing until it is polled"]
pub struct ResponseFuture<T> {
    /// Not generic inside: what it does is compiled once.
    inner: BoxFuture<'static, Driven>,
    answer: PhantomData<fn() -> T>,
}

impl<T> ResponseFuture<T> {
    pub(super) fn new(client: &Client, plan: Result<Box<Plan>, Error>) -> ResponseFuture<T> {
        ResponseFuture { inner: sent(client, plan), answer: PhantomData }
    }
}

/// A plan on its way, or what is wrong with it.
pub(super) fn sent(client: &Client, plan: Result<Box<Plan>, Error>) -> BoxFuture<'static, Driven> {
    match plan.and_then(|plan| Ok((client.transport()?, plan))) {
        Ok((transport, plan)) => Box::pin(drive(transport, plan)),
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}

impl<T: FromResponse> Future for ResponseFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // Not by `map` and `and_then`, which move the answer once more each.
        match self.inner.as_mut().poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Ok((reply, _))) => Poll::Ready(T::from_response(&reply)),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
        }
    }
}
