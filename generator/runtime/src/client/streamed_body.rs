//! [`Body`] and [`BlockingBody`]: the body of a streamed response. Must not decode or buffer it.

#[cfg(feature = "async")]
use std::pin::Pin;
#[cfg(feature = "async")]
use std::task::{Context, Poll};

use bytes::Bytes;

use crate::error::Error;
use crate::machine::RawResponse;
#[cfg(feature = "blocking")]
use crate::transport::BlockingChunks;
#[cfg(feature = "async")]
use crate::transport::Chunks;

/// The body of a response as it arrives: a `Stream` of bytes.
///
/// Dropping it cancels the rest of the transfer.
#[cfg(feature = "async")]
pub struct Body {
    chunks: Option<Box<dyn Chunks>>,
    response: RawResponse,
}

#[cfg(feature = "async")]
impl Body {
    pub(super) fn new(response: RawResponse, chunks: Option<Box<dyn Chunks>>) -> Body {
        Body { chunks, response }
    }

    /// Returns the next chunk, of any size; `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails if the connection is lost ([`ErrorKind::Body`](crate::ErrorKind::Body)) or no data
    /// arrives for the idle timeout ([`ErrorKind::Timeout`](crate::ErrorKind::Timeout)).
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    /// Writes the rest of the body to a writer, for example a file, and returns the number of
    /// bytes.
    ///
    /// The writer is called between chunks and should not block for long.
    ///
    /// # Errors
    ///
    /// Fails as [`next`](Body::next) does, or with
    /// [`ErrorKind::Unwritable`](crate::ErrorKind::Unwritable) if the writer fails.
    pub async fn write_to(&mut self, to: &mut (impl std::io::Write + ?Sized)) -> Result<u64, Error> {
        let mut written = 0;
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            to.write_all(&chunk).map_err(|error| self.response.write_error(error))?;
            written += chunk.len() as u64;
        }
        Ok(written)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(chunks) = &mut self.chunks else { return Poll::Ready(None) };
        chunks.poll_chunk(context).map(|chunk| {
            if !matches!(chunk, Ok(Some(_))) {
                self.chunks = None;
            }
            chunk.map_err(|fault| self.response.body_error(fault)).transpose()
        })
    }
}

#[cfg(feature = "async")]
impl futures_core::Stream for Body {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

#[cfg(feature = "async")]
impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Body").field("finished", &self.chunks.is_none()).finish_non_exhaustive()
    }
}

/// The body of a response as it arrives: an iterator of chunks, and a [`std::io::Read`].
///
/// Dropping it cancels the rest of the transfer.
#[cfg(feature = "blocking")]
pub struct BlockingBody {
    chunks: Option<Box<dyn BlockingChunks>>,
    rest: Bytes,
    response: RawResponse,
}

#[cfg(feature = "blocking")]
impl BlockingBody {
    pub(super) fn new(response: RawResponse, chunks: Option<Box<dyn BlockingChunks>>) -> BlockingBody {
        BlockingBody { chunks, rest: Bytes::new(), response }
    }

    /// Writes the rest of the body to a writer, for example a file, and returns the number of
    /// bytes.
    ///
    /// # Errors
    ///
    /// Fails if the connection is lost ([`ErrorKind::Body`](crate::ErrorKind::Body)), if no data
    /// arrives for the idle timeout ([`ErrorKind::Timeout`](crate::ErrorKind::Timeout)), or if the
    /// writer fails ([`ErrorKind::Unwritable`](crate::ErrorKind::Unwritable)).
    pub fn write_to(&mut self, to: &mut (impl std::io::Write + ?Sized)) -> Result<u64, Error> {
        let mut written = 0;
        while let Some(chunk) = self.next() {
            let chunk = chunk?;
            to.write_all(&chunk).map_err(|error| self.response.write_error(error))?;
            written += chunk.len() as u64;
        }
        Ok(written)
    }
}

#[cfg(feature = "blocking")]
impl Iterator for BlockingBody {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.rest.is_empty() {
            return Some(Ok(std::mem::take(&mut self.rest)));
        }
        let chunk = self.chunks.as_mut()?.next();
        if !matches!(chunk, Ok(Some(_))) {
            self.chunks = None;
        }
        chunk.map_err(|fault| self.response.body_error(fault)).transpose()
    }
}

#[cfg(feature = "blocking")]
impl std::io::Read for BlockingBody {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        while self.rest.is_empty() {
            match self.next() {
                Some(Ok(chunk)) => self.rest = chunk,
                Some(Err(error)) => return Err(std::io::Error::other(error)),
                None => return Ok(0),
            }
        }
        let count = to.len().min(self.rest.len());
        let read = self.rest.split_to(count);
        to.iter_mut().zip(read).for_each(|(to, from)| *to = from);
        Ok(count)
    }
}

#[cfg(feature = "blocking")]
impl std::fmt::Debug for BlockingBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlockingBody").field("finished", &self.chunks.is_none()).finish_non_exhaustive()
    }
}
