//! [`Sending`]: a request under way.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::response::FromReply;
use crate::runtime::core::{Plan, Reply};
use crate::runtime::error::Error;
use crate::runtime::transport::{Carried, Transport, drive};

/// A request under way; it answers with a `T`. Dropping it cancels the request.
#[must_use = "a future does nothing until it is polled"]
pub struct Sending<T> {
    /// Not generic inside: what it does is compiled once.
    inner: Carried<'static, Result<Reply, Error>>,
    answer: PhantomData<fn() -> T>,
}

impl<T> Sending<T> {
    pub(super) fn new(ready: Result<(Arc<dyn Transport>, Plan), Error>) -> Sending<T> {
        let inner: Carried<'static, _> = match ready {
            Ok((transport, plan)) => Box::pin(drive(transport, plan)),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        };
        Sending { inner, answer: PhantomData }
    }
}

impl<T: FromReply> Future for Sending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.inner.as_mut().poll(context).map(|reply| reply.and_then(T::from_reply))
    }
}
