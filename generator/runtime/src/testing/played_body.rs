//! [`PlayedBody`]: a response body in memory, and what mocks and replays have in common. Must not
//! know where responses come from.

use std::task::{Context, Poll};

use bytes::Bytes;

use crate::transport::{
    Attempt, BlockingChunks, BlockingTransportResponse, BoxFuture, Chunks, Fault, FaultKind, TransportResponse,
    read_payload, read_payload_blocking,
};

/// A body in a single chunk, with an optional fault after it.
pub(super) struct PlayedBody {
    body: Option<Bytes>,
    fault: Option<FaultKind>,
}

impl PlayedBody {
    /// Creates a body that ends after `body`, or fails.
    pub(super) fn new(body: Bytes, fault: Option<FaultKind>) -> PlayedBody {
        PlayedBody { body: Some(body).filter(|body| !body.is_empty()), fault }
    }

    fn next_chunk(&mut self) -> Result<Option<Bytes>, Fault> {
        match (self.body.take(), self.fault) {
            (Some(body), _) => Ok(Some(body)),
            (None, Some(kind)) => Err(fault(kind, "a mocked or recorded fault")),
            (None, None) => Ok(None),
        }
    }
}

impl Chunks for PlayedBody {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        Poll::Ready(self.next_chunk())
    }
}

impl BlockingChunks for PlayedBody {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        self.next_chunk()
    }
}

/// Creates a fault.
pub(super) fn fault(kind: FaultKind, what: impl Into<String>) -> Fault {
    Fault { kind, source: what.into().into() }
}

/// Creates the response to a request in memory.
pub(super) type Respond = dyn Fn(&Attempt, Bytes) -> Result<http::Response<PlayedBody>, Fault> + Send + Sync;

/// Reads the request body of an attempt into memory, and returns the response to it.
pub(super) fn respond(
    mut attempt: Attempt,
    respond: Box<Respond>,
) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
    Box::pin(async move {
        let payload = std::mem::take(attempt.request.body_mut());
        let body = read_payload(payload).await?;
        respond(&attempt, body).map(|response| response.map(|body| Box::new(body) as Box<dyn Chunks>))
    })
}

/// Reads the request body of an attempt into memory, and returns the response to it. Blocks the
/// thread.
pub(super) fn respond_blocking(mut attempt: Attempt, respond: &Respond) -> Result<BlockingTransportResponse, Fault> {
    let payload = std::mem::take(attempt.request.body_mut());
    let body = read_payload_blocking(payload)?;
    respond(&attempt, body).map(|response| response.map(|body| Box::new(body) as Box<dyn BlockingChunks>))
}

/// Returns the response of a token endpoint, with a token for tests.
pub(super) fn token_response() -> http::Response<PlayedBody> {
    let body = Bytes::from_static(br#"{"access_token":"a-token-for-tests","token_type":"Bearer"}"#);
    http::Response::new(PlayedBody::new(body, None))
}
