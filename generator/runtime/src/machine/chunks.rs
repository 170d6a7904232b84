//! Bodies that arrive in chunks. The state machine passes them on and never reads them. Must not
//! know the library that receives them.

use std::task::{Context, Poll};

use bytes::Bytes;

use super::fault::Fault;

/// A body that arrives in chunks.
pub trait Chunks: Send {
    /// Polls for the next chunk. Returns `None` after the last one.
    ///
    /// The transport enforces the timeout between two chunks
    /// ([`Timeouts::idle`](super::Timeouts::idle)).
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>>;
}

/// A body that arrives in chunks and blocks the thread.
pub trait BlockingChunks: Send {
    /// Waits for the next chunk. Returns `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails if the body is interrupted or cannot be processed.
    fn next(&mut self) -> Result<Option<Bytes>, Fault>;
}
