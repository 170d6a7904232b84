//! [`PayloadReader`]: reads a request body, for async and blocking transports. Must not know media
//! types, nor the libraries that send it.

use std::collections::VecDeque;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};

use super::{BlockingChunks, Chunks, Fault, FaultKind};
use crate::call::{Payload, Progress};
#[cfg(feature = "async")]
use crate::value::ByteStream;
use crate::value::{ByteSource, FileContent};

/// The largest number of bytes in a chunk.
const CHUNK: usize = 128 * 1024;

/// Reads a request body in chunks.
pub struct PayloadReader {
    pieces: VecDeque<FileContent>,
    open: Option<OpenPiece>,
    /// The number of bytes left in the open piece, if its length is known.
    left: Option<u64>,
    progress: Option<Progress>,
    sent: u64,
    length: Option<u64>,
}

/// A reader at work, which returns itself and what it read. It is `Send` on all targets, like the
/// types that contain it.
type BackgroundRead = Pin<Box<dyn Future<Output = (PooledReader, io::Result<Bytes>)> + Send>>;

/// The piece that is being read.
enum OpenPiece {
    Bytes(Bytes),
    Reader(PooledReader),
    /// Another thread reads the next chunk.
    Reading(BackgroundRead),
    #[cfg(feature = "async")]
    Stream(ByteStream),
}

/// A reader with a pool of buffers, which are reused after their chunks were sent.
struct PooledReader {
    from: Box<dyn Read + Send>,
    pool: BufferPool,
}

/// Unused buffers of [`CHUNK`] bytes each.
type BufferPool = Arc<Mutex<Vec<Vec<u8>>>>;

/// A chunk in a buffer of the pool. The buffer is not cleared when it returns, because it is
/// overwritten anyway.
struct PooledChunk {
    buffer: Vec<u8>,
    length: usize,
    pool: BufferPool,
}

impl AsRef<[u8]> for PooledChunk {
    fn as_ref(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }
}

impl Drop for PooledChunk {
    fn drop(&mut self) {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner).push(std::mem::take(&mut self.buffer));
    }
}

impl PooledReader {
    fn new(from: impl Read + Send + 'static) -> PooledReader {
        PooledReader { from: Box::new(from), pool: BufferPool::default() }
    }

    /// Reads the next chunk. It is empty at the end.
    fn read(&mut self) -> io::Result<Bytes> {
        let unused = self.pool.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut buffer = unused.unwrap_or_else(|| vec![0; CHUNK]);
        let length = loop {
            match self.from.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        Ok(Bytes::from_owner(PooledChunk { buffer, length, pool: self.pool.clone() }))
    }
}

impl PayloadReader {
    /// Creates a reader. Content that can be read only once is taken when it is reached.
    #[must_use]
    pub fn new(payload: Payload) -> PayloadReader {
        let length = payload.length();
        let (pieces, progress) = payload.into_parts();
        PayloadReader { pieces: pieces.into(), open: None, left: None, progress, sent: 0, length }
    }

    /// Returns the total number of bytes, if it is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns `true` if all bytes of a known length were read. A transport that knows the length
    /// does not poll for the end.
    #[cfg(feature = "async")]
    pub(super) fn is_complete(&self) -> bool {
        self.length == Some(self.sent)
    }

    /// Opens the next piece. Returns `false` if there is none.
    fn open_next(&mut self) -> Result<bool, Fault> {
        if self.left.take().is_some_and(|left| left > 0) {
            return Err(unreadable("the body is shorter than its declared length"));
        }
        let Some(piece) = self.pieces.pop_front() else { return Ok(false) };
        self.left = piece.length();
        self.open = Some(match piece {
            FileContent::Bytes(bytes) => OpenPiece::Bytes(bytes),
            FileContent::Path(path, _) => OpenPiece::Reader(PooledReader::new(open_file(&path, 0)?)),
            FileContent::Slice(path, range) => {
                let length = range.end.saturating_sub(range.start);
                OpenPiece::Reader(PooledReader::new(open_file(&path, range.start)?.take(length)))
            }
            FileContent::OneShot(once) => match once.take() {
                Some(ByteSource::Reader(reader)) => OpenPiece::Reader(PooledReader::new(reader)),
                #[cfg(feature = "async")]
                Some(ByteSource::Stream(stream)) => OpenPiece::Stream(stream),
                None => return Err(unreadable("the body can be sent only once, and was sent before")),
            },
        });
        Ok(true)
    }

    /// Counts a chunk of the open piece.
    fn count(&mut self, chunk: Bytes) -> Result<Option<Bytes>, Fault> {
        let length = chunk.len() as u64;
        if let Some(left) = &mut self.left {
            *left =
                left.checked_sub(length).ok_or_else(|| unreadable("the body is longer than its declared length"))?;
        }
        self.sent += length;
        if let Some(progress) = &self.progress {
            progress(self.sent, self.length);
        }
        Ok(Some(chunk))
    }

    /// Splits a chunk off bytes in memory: all of them, unless progress is reported.
    fn split_chunk(&self, bytes: &mut Bytes) -> Bytes {
        let most = if self.progress.is_some() { CHUNK } else { bytes.len() };
        bytes.split_to(bytes.len().min(most))
    }
}

/// Opens a file at a position.
fn open_file(path: &Path, start: u64) -> Result<fs::File, Fault> {
    let opened = fs::File::open(path).and_then(|mut file| file.seek(SeekFrom::Start(start)).map(|_| file));
    opened.map_err(|error| unreadable(format!("{}: {error}", path.display())))
}

/// Creates the fault for a body that cannot be read.
fn unreadable(what: impl Into<String>) -> Fault {
    Fault { kind: FaultKind::Unreadable, source: Box::new(Unreadable(what.into())) }
}

/// Returns `true` if the cause is a body that cannot be read.
pub(super) fn is_unreadable(error: &(dyn std::error::Error + 'static)) -> bool {
    let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let inside = inside.map(|inside| inside as &(dyn std::error::Error + 'static));
    error.is::<Unreadable>() || inside.or_else(|| error.source()).is_some_and(is_unreadable)
}

/// The reason why a body cannot be read. The libraries pass it on as the cause of their own error.
#[derive(Debug)]
struct Unreadable(String);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

impl BlockingChunks for PayloadReader {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        loop {
            let chunk = match self.open.take() {
                None => match self.open_next()? {
                    true => continue,
                    false => return Ok(None),
                },
                Some(OpenPiece::Bytes(mut bytes)) => {
                    let chunk = self.split_chunk(&mut bytes);
                    if !bytes.is_empty() {
                        self.open = Some(OpenPiece::Bytes(bytes));
                    }
                    chunk
                }
                Some(OpenPiece::Reader(mut reader)) => {
                    let chunk = reader.read().map_err(|error| unreadable(error.to_string()))?;
                    self.open = Some(OpenPiece::Reader(reader)).filter(|_| !chunk.is_empty());
                    chunk
                }
                Some(OpenPiece::Reading(_)) => return Err(unreadable("an async call is reading the body")),
                #[cfg(feature = "async")]
                Some(OpenPiece::Stream(_)) => {
                    return Err(unreadable("blocking calls cannot send a stream; use a reader"));
                }
            };
            if !chunk.is_empty() {
                return self.count(chunk);
            }
        }
    }
}

impl Chunks for PayloadReader {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        loop {
            let chunk = match self.open.take() {
                Some(OpenPiece::Reader(reader)) => {
                    self.open = Some(OpenPiece::Reading(read_in_background(reader)));
                    continue;
                }
                Some(OpenPiece::Reading(mut reading)) => match reading.as_mut().poll(context) {
                    Poll::Pending => {
                        self.open = Some(OpenPiece::Reading(reading));
                        return Poll::Pending;
                    }
                    Poll::Ready((reader, read)) => {
                        let chunk = read.map_err(|error| unreadable(error.to_string()))?;
                        // The next chunk is read while this one is sent.
                        self.open = (!chunk.is_empty()).then(|| OpenPiece::Reading(read_in_background(reader)));
                        chunk
                    }
                },
                #[cfg(feature = "async")]
                Some(OpenPiece::Stream(mut stream)) => match stream.as_mut().poll_next(context) {
                    Poll::Pending => {
                        self.open = Some(OpenPiece::Stream(stream));
                        return Poll::Pending;
                    }
                    Poll::Ready(Some(chunk)) => {
                        self.open = Some(OpenPiece::Stream(stream));
                        chunk.map_err(|error| unreadable(error.to_string()))?
                    }
                    Poll::Ready(None) => continue,
                },
                Some(piece @ OpenPiece::Bytes(_)) => {
                    self.open = Some(piece);
                    return Poll::Ready(BlockingChunks::next(self));
                }
                None => match self.open_next()? {
                    true => continue,
                    false => return Poll::Ready(Ok(None)),
                },
            };
            if !chunk.is_empty() {
                return Poll::Ready(self.count(chunk));
            }
        }
    }
}

/// Reads a request body into memory.
pub(crate) async fn read_payload(payload: Payload) -> Result<Bytes, Fault> {
    let mut reader = PayloadReader::new(payload);
    let mut all = BytesMut::new();
    while let Some(chunk) = std::future::poll_fn(|context| reader.poll_chunk(context)).await? {
        all.extend_from_slice(&chunk);
    }
    Ok(all.freeze())
}

/// Reads a request body into memory and blocks the thread.
pub(crate) fn read_payload_blocking(payload: Payload) -> Result<Bytes, Fault> {
    let mut reader = PayloadReader::new(payload);
    let mut all = BytesMut::new();
    while let Some(chunk) = BlockingChunks::next(&mut reader)? {
        all.extend_from_slice(&chunk);
    }
    Ok(all.freeze())
}

/// Reads a chunk in a thread for blocking work. Without a tokio runtime, it is read when the future
/// is polled.
fn read_in_background(mut reader: PooledReader) -> BackgroundRead {
    let work = move || {
        let chunk = reader.read();
        (reader, chunk)
    };
    #[cfg(all(feature = "async", not(target_arch = "wasm32")))]
    if tokio::runtime::Handle::try_current().is_ok() {
        let mut task = tokio::task::spawn_blocking(work);
        return Box::pin(std::future::poll_fn(move |context| {
            Pin::new(&mut task)
                .poll(context)
                .map(|done| done.unwrap_or_else(|error| (PooledReader::new(io::empty()), Err(io::Error::other(error)))))
        }));
    }
    Box::pin(async move { work() })
}
