//! [`Outgoing`]: the bytes of a request's body as a transport sends them, for transports that wait and such that do not.

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

/// So much is handed over at once.
const CHUNK: usize = 128 * 1024;

/// The bytes of a request's body, in chunks.
pub struct Outgoing {
    pieces: VecDeque<FileContent>,
    open: Option<Open>,
    /// What is still to come of the piece that is open, where its length was said.
    left: Option<u64>,
    progress: Option<Progress>,
    sent: u64,
    length: Option<u64>,
}

/// What was read, with its reader; `Send` everywhere, as what holds it is.
type Aside = Pin<Box<dyn Future<Output = (Reader, io::Result<Bytes>)> + Send>>;

/// The piece that is being sent.
enum Open {
    Bytes(Bytes),
    Reader(Reader),
    /// A thread reads, and gives the reader back.
    Reading(Aside),
    #[cfg(feature = "async")]
    Stream(ByteStream),
}

/// Whoever reads, and the memory for what it reads, which is taken again when the chunks before have gone.
struct Reader {
    from: Box<dyn Read + Send>,
    free: Free,
}

/// Memory of [`CHUNK`] bytes each that nobody holds.
type Free = Arc<Mutex<Vec<Vec<u8>>>>;

/// A chunk that was read. Its memory comes back as it is: to clear it for each chunk would be work for nothing.
struct Lent {
    memory: Vec<u8>,
    count: usize,
    home: Free,
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        self.memory.get(..self.count).unwrap_or_default()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.home.lock().unwrap_or_else(PoisonError::into_inner).push(std::mem::take(&mut self.memory));
    }
}

impl Reader {
    fn new(from: impl Read + Send + 'static) -> Reader {
        Reader { from: Box::new(from), free: Free::default() }
    }

    /// The next chunk; empty at the end.
    fn read(&mut self) -> io::Result<Bytes> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut memory = free.unwrap_or_else(|| vec![0; CHUNK]);
        let count = loop {
            match self.from.read(&mut memory) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        Ok(Bytes::from_owner(Lent { memory, count, home: self.free.clone() }))
    }
}

impl Outgoing {
    /// Of a body. What comes only once is taken when it is its turn.
    #[must_use]
    pub fn new(payload: Payload) -> Outgoing {
        let length = payload.length();
        let (pieces, progress) = payload.into_parts();
        Outgoing { pieces: pieces.into(), open: None, left: None, progress, sent: 0, length }
    }

    /// How many bytes there are in all, where that is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Whether all that was said to come has gone: who knows the length does not ask for the end.
    #[cfg(feature = "async")]
    pub(super) fn is_out(&self) -> bool {
        self.length == Some(self.sent)
    }

    /// Opens the next piece; `false` where there is none.
    fn advance(&mut self) -> Result<bool, Fault> {
        if self.left.take().is_some_and(|left| left > 0) {
            return Err(unreadable("what is sent has fewer bytes than was said"));
        }
        let Some(piece) = self.pieces.pop_front() else { return Ok(false) };
        self.left = piece.length();
        self.open = Some(match piece {
            FileContent::Bytes(bytes) => Open::Bytes(bytes),
            FileContent::Path(path, _) => Open::Reader(Reader::new(from(&path, 0)?)),
            FileContent::Slice(path, range) => {
                let length = range.end.saturating_sub(range.start);
                Open::Reader(Reader::new(from(&path, range.start)?.take(length)))
            }
            FileContent::OneShot(once) => match once.take() {
                Some(ByteSource::Reader(reader)) => Open::Reader(Reader::new(reader)),
                #[cfg(feature = "async")]
                Some(ByteSource::Stream(stream)) => Open::Stream(stream),
                None => return Err(unreadable("what is sent came only once, and was sent before")),
            },
        });
        Ok(true)
    }

    /// A chunk of the piece that is open goes out.
    fn out(&mut self, chunk: Bytes) -> Result<Option<Bytes>, Fault> {
        let count = chunk.len() as u64;
        if let Some(left) = &mut self.left {
            *left = left.checked_sub(count).ok_or_else(|| unreadable("what is sent has more bytes than was said"))?;
        }
        self.sent += count;
        if let Some(progress) = &self.progress {
            progress(self.sent, self.length);
        }
        Ok(Some(chunk))
    }

    /// What is in memory goes out whole, unless somebody watches.
    fn piece_of(&self, bytes: &mut Bytes) -> Bytes {
        let most = if self.progress.is_some() { CHUNK } else { bytes.len() };
        bytes.split_to(bytes.len().min(most))
    }
}

/// A file, to be read from this byte on.
fn from(path: &Path, start: u64) -> Result<fs::File, Fault> {
    let opened = fs::File::open(path).and_then(|mut file| file.seek(SeekFrom::Start(start)).map(|_| file));
    opened.map_err(|error| unreadable(format!("{}: {error}", path.display())))
}

/// What is to be sent could not be had.
fn unreadable(what: impl Into<String>) -> Fault {
    Fault { kind: FaultKind::Unreadable, source: Box::new(Unreadable(what.into())) }
}

/// Whether the cause is that what is to be sent could not be had.
pub(super) fn is_unreadable(error: &(dyn std::error::Error + 'static)) -> bool {
    let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let inside = inside.map(|inside| inside as &(dyn std::error::Error + 'static));
    error.is::<Unreadable>() || inside.or_else(|| error.source()).is_some_and(is_unreadable)
}

/// Why what is to be sent could not be had, in our words; the libraries carry it through.
#[derive(Debug)]
struct Unreadable(String);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

impl BlockingChunks for Outgoing {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        loop {
            let chunk = match self.open.take() {
                None => match self.advance()? {
                    true => continue,
                    false => return Ok(None),
                },
                Some(Open::Bytes(mut bytes)) => {
                    let chunk = self.piece_of(&mut bytes);
                    if !bytes.is_empty() {
                        self.open = Some(Open::Bytes(bytes));
                    }
                    chunk
                }
                Some(Open::Reader(mut reader)) => {
                    let chunk = reader.read().map_err(|error| unreadable(error.to_string()))?;
                    self.open = Some(Open::Reader(reader)).filter(|_| !chunk.is_empty());
                    chunk
                }
                Some(Open::Reading(_)) => return Err(unreadable("an async call reads it already")),
                #[cfg(feature = "async")]
                Some(Open::Stream(_)) => {
                    return Err(unreadable("a stream can only be sent by async calls; give a reader"));
                }
            };
            if !chunk.is_empty() {
                return self.out(chunk);
            }
        }
    }
}

impl Chunks for Outgoing {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        loop {
            let chunk = match self.open.take() {
                Some(Open::Reader(reader)) => {
                    self.open = Some(Open::Reading(aside(reader)));
                    continue;
                }
                Some(Open::Reading(mut reading)) => match reading.as_mut().poll(context) {
                    Poll::Pending => {
                        self.open = Some(Open::Reading(reading));
                        return Poll::Pending;
                    }
                    Poll::Ready((reader, read)) => {
                        let chunk = read.map_err(|error| unreadable(error.to_string()))?;
                        // The next is read while this one goes out.
                        self.open = (!chunk.is_empty()).then(|| Open::Reading(aside(reader)));
                        chunk
                    }
                },
                #[cfg(feature = "async")]
                Some(Open::Stream(mut stream)) => match stream.as_mut().poll_next(context) {
                    Poll::Pending => {
                        self.open = Some(Open::Stream(stream));
                        return Poll::Pending;
                    }
                    Poll::Ready(Some(chunk)) => {
                        self.open = Some(Open::Stream(stream));
                        chunk.map_err(|error| unreadable(error.to_string()))?
                    }
                    Poll::Ready(None) => continue,
                },
                Some(other @ Open::Bytes(_)) => {
                    self.open = Some(other);
                    return Poll::Ready(BlockingChunks::next(self));
                }
                None => match self.advance()? {
                    true => continue,
                    false => return Poll::Ready(Ok(None)),
                },
            };
            if !chunk.is_empty() {
                return Poll::Ready(self.out(chunk));
            }
        }
    }
}

/// The whole body of a request, in memory.
pub(crate) async fn gather(payload: Payload) -> Result<Bytes, Fault> {
    let mut outgoing = Outgoing::new(payload);
    let mut all = BytesMut::new();
    while let Some(chunk) = std::future::poll_fn(|context| outgoing.poll_chunk(context)).await? {
        all.extend_from_slice(&chunk);
    }
    Ok(all.freeze())
}

/// The same, while the thread waits.
pub(crate) fn gather_blocking(payload: Payload) -> Result<Bytes, Fault> {
    let mut outgoing = Outgoing::new(payload);
    let mut all = BytesMut::new();
    while let Some(chunk) = BlockingChunks::next(&mut outgoing)? {
        all.extend_from_slice(&chunk);
    }
    Ok(all.freeze())
}

/// Reads in a thread for such work, at once, where there is tokio; else here, when it is asked for.
fn aside(mut reader: Reader) -> Aside {
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
                .map(|done| done.unwrap_or_else(|error| (Reader::new(io::empty()), Err(io::Error::other(error)))))
        }));
    }
    Box::pin(async move { work() })
}
