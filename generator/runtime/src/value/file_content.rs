//! The bytes of a [`File`](super::File): in memory, on disk, or from a reader or stream. Must not know how they are sent.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
#[cfg(feature = "async")]
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

/// The source of a file's bytes.
#[derive(Clone)]
pub(crate) enum FileContent {
    /// Bytes in memory.
    Bytes(Bytes),
    /// A file of this length on disk, opened each time it is sent.
    Path(PathBuf, u64),
    /// A range of a file on disk, which is opened each time the range is sent.
    Slice(PathBuf, Range<u64>),
    /// Bytes that can be read only once.
    OneShot(OneShot),
}

/// Bytes that can be read only once, shared by all clones of a request.
#[derive(Clone)]
pub(crate) struct OneShot {
    pub(crate) length: Option<u64>,
    source: Arc<Mutex<Option<ByteSource>>>,
}

/// A source of bytes that cannot be rewound.
pub(crate) enum ByteSource {
    /// A blocking reader.
    Reader(Box<dyn io::Read + Send>),
    /// An async stream.
    #[cfg(feature = "async")]
    Stream(ByteStream),
}

/// A stream of bytes.
#[cfg(feature = "async")]
pub(crate) type ByteStream = Pin<Box<dyn futures_core::Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// The error of a reader or stream.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl OneShot {
    pub(super) fn new(length: Option<u64>, source: ByteSource) -> OneShot {
        OneShot { length, source: Arc::new(Mutex::new(Some(source))) }
    }

    /// Takes the bytes, or returns `None` if they were taken before.
    pub(crate) fn take(&self) -> Option<ByteSource> {
        self.source.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Returns `true` if the bytes were taken.
    pub(crate) fn is_consumed(&self) -> bool {
        self.source.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}

impl FileContent {
    /// Returns the number of bytes, if it is known.
    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            FileContent::Bytes(bytes) => Some(bytes.len() as u64),
            FileContent::Path(_, length) => Some(*length),
            FileContent::Slice(_, range) => Some(range.end.saturating_sub(range.start)),
            FileContent::OneShot(bytes) => bytes.length,
        }
    }
}

impl Default for FileContent {
    fn default() -> FileContent {
        FileContent::Bytes(Bytes::new())
    }
}

impl PartialEq for FileContent {
    /// Compares bytes in memory, and files by path and range. Bytes that can be read only once equal only their clones.
    fn eq(&self, other: &FileContent) -> bool {
        match (self, other) {
            (FileContent::Bytes(left), FileContent::Bytes(right)) => left == right,
            (FileContent::Path(left, length), FileContent::Path(right, other)) => (left, length) == (right, other),
            (FileContent::Slice(left, range), FileContent::Slice(right, other)) => (left, range) == (right, other),
            (FileContent::OneShot(left), FileContent::OneShot(right)) => Arc::ptr_eq(&left.source, &right.source),
            (FileContent::Bytes(_) | FileContent::Path(..) | FileContent::Slice(..) | FileContent::OneShot(_), _) => {
                false
            }
        }
    }
}

impl fmt::Debug for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileContent::Bytes(bytes) => fmt::Debug::fmt(bytes, f),
            FileContent::Path(path, _) => fmt::Debug::fmt(path, f),
            FileContent::Slice(path, range) => write!(f, "bytes {} to {} of {path:?}", range.start, range.end),
            FileContent::OneShot(OneShot { length: Some(length), .. }) => write!(f, "a stream of {length} bytes"),
            FileContent::OneShot(_) => f.write_str("a stream of bytes"),
        }
    }
}

/// A stream whose items and errors are converted.
#[cfg(feature = "async")]
pub(super) struct Converted<S> {
    stream: Pin<Box<S>>,
}

#[cfg(feature = "async")]
impl<S> Converted<S> {
    pub(super) fn new(stream: S) -> Converted<S> {
        Converted { stream: Box::pin(stream) }
    }
}

#[cfg(feature = "async")]
impl<S, B, E> futures_core::Stream for Converted<S>
where
    S: futures_core::Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;
    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.stream.as_mut().poll_next(context).map(|item| Some(item?.map(Into::into).map_err(Into::into)))
    }
}
