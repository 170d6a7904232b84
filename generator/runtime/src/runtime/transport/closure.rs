//! A transport that answers from a function: tests without a network, for async and blocking alike.

use std::task::{Context, Poll};

use bytes::Bytes;

use super::{BlockingChunks, BlockingTransport, Carried, Chunks, Fault, Limits, Transport};

/// A transport that asks a function for every answer.
#[derive(Clone)]
pub struct Answering<F>(F);

/// A transport that asks `answer` for every answer. It sees the request as it would go over the wire.
///
/// Give it to [`ClientBuilder::transport`](crate::runtime::ClientBuilder) or
/// [`ClientBuilder::blocking_transport`](crate::runtime::ClientBuilder).
pub fn answer_with<F>(answer: F) -> Answering<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
{
    Answering(answer)
}

struct One(Option<Bytes>);

impl Chunks for One {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        Poll::Ready(Ok(self.0.take()))
    }
}

impl BlockingChunks for One {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        Ok(self.0.take())
    }
}

impl<F> Transport for Answering<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
{
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> Carried<'static, Result<http::Response<Box<dyn Chunks>>, Fault>> {
        let response = (self.0)(request).map(|body| Box::new(One(Some(body))) as Box<dyn Chunks>);
        Box::pin(async move { Ok(response) })
    }
}

impl<F> BlockingTransport for Answering<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
{
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Result<http::Response<Box<dyn BlockingChunks>>, Fault> {
        Ok((self.0)(request).map(|body| Box::new(One(Some(body))) as Box<dyn BlockingChunks>))
    }
}
