//! [`FnTransport`]: a transport from a function, for tests without a network, async and blocking.
//! Must not know reqwest or ureq.

use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;

use super::payload_reader::{read_payload, read_payload_blocking};
use super::{
    Attempt, BlockingChunks, BlockingTransport, BlockingTransportResponse, BoxFuture, Chunks, Fault, Transport,
    TransportResponse,
};

/// A transport that calls a function for each response, created by [`transport_fn`].
pub struct FnTransport<F>(Arc<F>);

impl<F> Clone for FnTransport<F> {
    fn clone(&self) -> Self {
        FnTransport(self.0.clone())
    }
}

/// Creates a transport that calls `respond` for each response. The function receives the request as
/// it would be sent.
///
/// Pass the transport to `ClientBuilder::transport` or `ClientBuilder::blocking_transport`.
///
/// # Examples
///
/// ```ignore
/// use bytes::Bytes;
/// use my_client::transport::transport_fn;
///
/// let transport = transport_fn(|request| {
///     assert_eq!(request.method(), "GET");
///     http::Response::new(Bytes::from_static(b"{}"))
/// });
/// ```
pub fn transport_fn<F>(respond: F) -> FnTransport<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
{
    FnTransport(Arc::new(respond))
}

/// A body in a single chunk.
pub(super) struct SingleChunk(pub(super) Option<Bytes>);

impl Chunks for SingleChunk {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        Poll::Ready(Ok(self.0.take()))
    }
}

impl BlockingChunks for SingleChunk {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        Ok(self.0.take())
    }
}

impl<F> Transport for FnTransport<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
{
    fn send(&self, attempt: Attempt) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        let respond = self.0.clone();
        Box::pin(async move {
            let (head, payload) = attempt.request.into_parts();
            let body = read_payload(payload).await?;
            let response = respond(http::Request::from_parts(head, body));
            Ok(response.map(|body| Box::new(SingleChunk(Some(body))) as Box<dyn Chunks>))
        })
    }
}

impl<F> BlockingTransport for FnTransport<F>
where
    F: Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
{
    fn send(&self, attempt: Attempt) -> Result<BlockingTransportResponse, Fault> {
        let (head, payload) = attempt.request.into_parts();
        let response = (self.0)(http::Request::from_parts(head, read_payload_blocking(payload)?));
        Ok(response.map(|body| Box::new(SingleChunk(Some(body))) as Box<dyn BlockingChunks>))
    }
}
