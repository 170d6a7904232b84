//! What both sides of the seam to the network speak of: bodies in chunks, and futures of whatever is carried. The core hands them on and never
//! asks them for anything itself.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;

use super::step::Fault;

/// A future of whatever is carried; `Send` but on wasm32, where nothing is.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A future of whatever is carried; `Send` but on wasm32, where nothing is.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A body that comes in chunks.
pub trait Chunks: Send {
    /// The next chunk; `None` behind the last. The limit between two chunks (`limits.idle`) is the transport's to keep.
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>>;
}

/// A body that comes in chunks while the thread waits.
pub trait BlockingChunks: Send {
    /// The next chunk; `None` behind the last.
    ///
    /// # Errors
    /// Why the body broke off.
    fn next(&mut self) -> Result<Option<Bytes>, Fault>;
}
