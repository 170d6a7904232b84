//! [`Played`]: the body of an answer that is in memory, and what both ways of sending have in common. Must not know where the answer is from.

use std::task::{Context, Poll};

use bytes::Bytes;

use crate::transport::{
    Attempt, BlockingChunks, BlockingTransportResponse, BoxFuture, Chunks, Fault, FaultKind, TransportResponse, gather,
    gather_blocking,
};

/// A body in one piece, and perhaps a fault behind it.
pub(super) struct Played {
    body: Option<Bytes>,
    breaks: Option<FaultKind>,
}

impl Played {
    /// All of `body`; then it ends, or breaks off.
    pub(super) fn new(body: Bytes, breaks: Option<FaultKind>) -> Played {
        Played { body: Some(body).filter(|body| !body.is_empty()), breaks }
    }

    fn piece(&mut self) -> Result<Option<Bytes>, Fault> {
        match (self.body.take(), self.breaks) {
            (Some(body), _) => Ok(Some(body)),
            (None, Some(kind)) => Err(fault(kind, "as it was prepared or recorded")),
            (None, None) => Ok(None),
        }
    }
}

impl Chunks for Played {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        Poll::Ready(self.piece())
    }
}

impl BlockingChunks for Played {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        self.piece()
    }
}

/// A fault in these words.
pub(super) fn fault(kind: FaultKind, what: impl Into<String>) -> Fault {
    Fault { kind, source: what.into().into() }
}

/// What gives an answer in memory for a request in memory.
pub(super) type Give = dyn Fn(&Attempt, Bytes) -> Result<http::Response<Played>, Fault> + Send + Sync;

/// Carries a try to whoever gives its answer.
pub(super) fn carried(mut attempt: Attempt, give: Box<Give>) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
    Box::pin(async move {
        let payload = std::mem::take(attempt.request.body_mut());
        let body = gather(payload).await?;
        give(&attempt, body).map(|answer| answer.map(|body| Box::new(body) as Box<dyn Chunks>))
    })
}

/// The same, while the thread waits.
pub(super) fn carried_blocking(mut attempt: Attempt, give: &Give) -> Result<BlockingTransportResponse, Fault> {
    let payload = std::mem::take(attempt.request.body_mut());
    let body = gather_blocking(payload)?;
    give(&attempt, body).map(|answer| answer.map(|body| Box::new(body) as Box<dyn BlockingChunks>))
}

/// What a token endpoint answers where there is none: nobody's token.
pub(super) fn token() -> http::Response<Played> {
    let body = Bytes::from_static(br#"{"access_token":"a-token-for-tests","token_type":"Bearer"}"#);
    http::Response::new(Played::new(body, None))
}
