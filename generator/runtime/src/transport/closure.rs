//! A transport that answers from a function: tests without a network, for async and blocking alike.

use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;

use super::outgoing::{gather, gather_blocking};
use super::{
    Attempt, BlockingChunks, BlockingTransport, BlockingTransportResponse, BoxFuture, Chunks, Fault, Transport,
    TransportResponse,
};

/// A transport that asks a function for every answer.
pub struct FnTransport<F>(Arc<F>);

impl<F> Clone for FnTransport<F> {
    fn clone(&self) -> Self {
        FnTransport(self.0.clone())
    }
}

/// A transport that asks `answer` for every answer. It sees the request as it would go over the wire.
///
/// Give it to `ClientBuilder::transport` or
/// `ClientBuilder::blocking_transport`.
pub fn transport_fn<F>(answer: F) -> FnTransport<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
{
    FnTransport(Arc::new(answer))
}

/// A body in one piece.
pub(super) struct One(pub(super) Option<Bytes>);

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

impl<F> Transport for FnTransport<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
{
    fn send(&self, attempt: Attempt) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        let answer = self.0.clone();
        Box::pin(async move {
            let (head, payload) = attempt.request.into_parts();
            let body = gather(payload).await?;
            let response = answer(http::Request::from_parts(head, body));
            Ok(response.map(|body| Box::new(One(Some(body))) as Box<dyn Chunks>))
        })
    }
}

impl<F> BlockingTransport for FnTransport<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
{
    fn send(&self, attempt: Attempt) -> Result<BlockingTransportResponse, Fault> {
        let (head, payload) = attempt.request.into_parts();
        let response = (self.0)(http::Request::from_parts(head, gather_blocking(payload)?));
        Ok(response.map(|body| Box::new(One(Some(body))) as Box<dyn BlockingChunks>))
    }
}
