//! [`File`]: what is sent that is no JSON: bytes in memory, a file on a disk, or bytes as they come.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
#[cfg(feature = "async")]
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::field::{Field, Slot, View};
use super::raw::in_json;
use super::write::Writer;

/// Bytes to be sent, and how they are called: a part of a form, or a whole body. Whatever becomes `Bytes` becomes one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct File {
    pub(crate) content: Content,
    pub(crate) name: Option<String>,
    pub(crate) content_type: Option<String>,
    /// `true` if the media type is only that of the name's ending.
    pub(crate) guessed: bool,
    /// Further headers of its part in a form.
    pub(crate) headers: Vec<(String, String)>,
}

/// Where the bytes are.
#[derive(Clone)]
pub(crate) enum Content {
    /// In memory.
    Bytes(Bytes),
    /// In a file with so many bytes, which is opened each time it is sent.
    Path(PathBuf, u64),
    /// These bytes of a file, which is opened each time they are sent.
    Slice(PathBuf, Range<u64>),
    /// They come once.
    Once(Once),
}

/// Bytes that come once, shared by all clones of the request.
#[derive(Clone)]
pub(crate) struct Once {
    pub(crate) length: Option<u64>,
    live: Arc<Mutex<Option<Live>>>,
}

/// Bytes as they come.
pub(crate) enum Live {
    /// While a thread waits.
    Reader(Box<dyn io::Read + Send>),
    /// Without.
    #[cfg(feature = "async")]
    Stream(Streamed),
}

/// A stream of bytes.
#[cfg(feature = "async")]
pub(crate) type Streamed = Pin<Box<dyn futures_core::Stream<Item = Result<Bytes, Failure>> + Send>>;

/// Why there are no more bytes.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Once {
    fn of(length: Option<u64>, live: Live) -> Once {
        Once { length, live: Arc::new(Mutex::new(Some(live))) }
    }

    /// The bytes; `None` where they were taken before.
    pub(crate) fn take(&self) -> Option<Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Whether they were taken.
    pub(crate) fn is_spent(&self) -> bool {
        self.live.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}

impl Content {
    /// How many bytes they are, where that is known.
    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Path(_, length) => Some(*length),
            Content::Slice(_, range) => Some(range.end.saturating_sub(range.start)),
            Content::Once(once) => once.length,
        }
    }
}

impl File {
    /// With these bytes, and the name `file`.
    #[must_use]
    pub fn new(bytes: impl Into<Bytes>) -> File {
        File { content: Content::Bytes(bytes.into()), ..File::default() }
    }

    /// A file of the disk, which is read while it is sent, with its own name. With the feature `mime-guess` its media type is that of
    /// the name's ending.
    ///
    /// # Errors
    /// Where there is no such file, with its path.
    pub fn open(path: impl AsRef<Path>) -> io::Result<File> {
        let path = path.as_ref();
        // The library's own error does not say which file it is about.
        let of = std::fs::metadata(path)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        if !of.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{} is no file", path.display())));
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let content = Content::Path(path.to_owned(), of.len());
        Ok(File { content, content_type: guessed(path), guessed: true, name, headers: Vec::new() })
    }

    /// Some bytes of a file of the disk, from the first of `range` to the one before its end, as [`open`](Self::open) has all of them: for what
    /// is sent in parts.
    ///
    /// # Errors
    /// Where there is no such file, or it ends before the range does.
    pub fn open_range(path: impl AsRef<Path>, range: Range<u64>) -> io::Result<File> {
        let path = path.as_ref();
        let whole = File::open(path)?;
        if range.start > range.end || whole.content.length().is_some_and(|length| range.end > length) {
            let what = format!("{} has no bytes {} to {}", path.display(), range.start, range.end);
            return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
        }
        Ok(File { content: Content::Slice(path.to_owned(), range), ..whole })
    }

    /// What a reader gives, in a thread for such work where the request is async. It can be sent once; `length`, where it is known, is told to the server.
    #[must_use]
    pub fn from_reader(reader: impl io::Read + Send + 'static, length: Option<u64>) -> File {
        File { content: Content::Once(Once::of(length, Live::Reader(Box::new(reader)))), ..File::default() }
    }

    /// What a stream gives, for async requests. It can be sent once; `length`, where it is known, is told to the server.
    #[cfg(feature = "async")]
    #[must_use]
    pub fn from_stream<S, B, E>(stream: S, length: Option<u64>) -> File
    where
        S: futures_core::Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Failure> + 'static,
    {
        let live = Live::Stream(Box::pin(Mapped { stream: Box::pin(stream) }));
        File { content: Content::Once(Once::of(length, live)), ..File::default() }
    }

    /// With a name, `photo.png`.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> File {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type, `image/png`. Unless it is set, a part of a form has one of those that the description lists for it,
    /// chosen by the name's ending, else the first of them; where it lists none, `application/octet-stream`.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> File {
        self.content_type = Some(content_type.into());
        self.guessed = false;
        self
    }

    /// Adds a header to the file's part in a form, in place of one that the description sets. A file that is a whole body is
    /// sent without it.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> File {
        let (name, value) = (name.into(), value.into());
        if name.eq_ignore_ascii_case("content-type") {
            return self.with_content_type(value);
        }
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
        self.headers.push((name, value));
        self
    }

    /// Returns the name of the file, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the media type, if it is known: as it was set, or with the feature `mime-guess` by the extension of the name.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The bytes, where they are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Path(..) | Content::Slice(..) | Content::Once(_) => None,
        }
    }
}

#[cfg(feature = "mime-guess")]
fn guessed(path: &Path) -> Option<String> {
    mime_guess::from_path(path).first_raw().map(str::to_owned)
}

#[cfg(not(feature = "mime-guess"))]
fn guessed(_: &Path) -> Option<String> {
    None
}

/// A stream whose items and errors are of the types that we speak of.
#[cfg(feature = "async")]
struct Mapped<S> {
    stream: Pin<Box<S>>,
}

#[cfg(feature = "async")]
impl<S, B, E> futures_core::Stream for Mapped<S>
where
    S: futures_core::Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Failure>,
{
    type Item = Result<Bytes, Failure>;
    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.stream.as_mut().poll_next(context).map(|item| Some(item?.map(Into::into).map_err(Into::into)))
    }
}

impl<T: Into<Bytes>> From<T> for File {
    fn from(bytes: T) -> File {
        File::new(bytes)
    }
}

impl Default for Content {
    fn default() -> Content {
        Content::Bytes(Bytes::new())
    }
}

impl PartialEq for Content {
    /// Bytes that come once are equal to themselves only.
    fn eq(&self, other: &Content) -> bool {
        match (self, other) {
            (Content::Bytes(one), Content::Bytes(other)) => one == other,
            (Content::Path(one, length), Content::Path(other, of)) => (one, length) == (other, of),
            (Content::Slice(one, range), Content::Slice(other, of)) => (one, range) == (other, of),
            (Content::Once(one), Content::Once(other)) => Arc::ptr_eq(&one.live, &other.live),
            (Content::Bytes(_) | Content::Path(..) | Content::Slice(..) | Content::Once(_), _) => false,
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Content::Bytes(bytes) => fmt::Debug::fmt(bytes, f),
            Content::Path(path, _) => fmt::Debug::fmt(path, f),
            Content::Slice(path, range) => write!(f, "bytes {} to {} of {path:?}", range.start, range.end),
            Content::Once(Once { length: Some(length), .. }) => write!(f, "{length} bytes as they come"),
            Content::Once(_) => f.write_str("bytes as they come"),
        }
    }
}

impl Field for File {
    fn blank() -> Self {
        File::default()
    }
    fn view(&self) -> View<'_> {
        View::File(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::File(self)
    }
    fn put(&self, to: &mut Writer, key: &'static str, _: bool) {
        to.key(key);
        match self.bytes() {
            Some(bytes) => to.text(&in_json(bytes)),
            None => to.fail("a file that is not in memory has no JSON"),
        }
    }
}
