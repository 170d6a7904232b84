//! [`File`]: bytes to send that are not JSON, with their name and media type. Must not know forms and requests.

use std::io;
use std::ops::Range;
use std::path::Path;

use bytes::Bytes;

#[cfg(feature = "async")]
use super::file_content::{BoxError, Converted};
use super::file_content::{ByteSource, FileContent, OneShot};

/// A file to send: a part of a `multipart/form-data` body, or a whole body.
///
/// Anything that converts into [`Bytes`] converts into a `File`, so setters accept a `Vec<u8>`, a `String` or a `&'static str`.
///
/// # Examples
///
/// ```
/// # use clientwright_runtime::File;
/// let photo = File::new(vec![0xff, 0xd8]).with_name("photo.jpg").with_content_type("image/jpeg");
/// assert_eq!(photo.name(), Some("photo.jpg"));
///
/// // Read from disk while it is sent.
/// let notes = File::open("notes.txt");
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct File {
    pub(crate) content: FileContent,
    pub(crate) name: Option<String>,
    pub(crate) content_type: Option<String>,
    /// `true` if the media type was derived from the extension of the name.
    pub(crate) guessed: bool,
    /// Further headers of the part of a form.
    pub(crate) headers: Vec<(String, String)>,
}

impl File {
    /// Creates a file from bytes in memory. In a form its name is `file` unless [`with_name`](Self::with_name) sets another.
    #[must_use]
    pub fn new(bytes: impl Into<Bytes>) -> File {
        File { content: FileContent::Bytes(bytes.into()), ..File::default() }
    }

    /// Opens a file on disk. It is read while it is sent, and keeps its name.
    ///
    /// With the feature `mime-guess` its media type is derived from the extension of the name.
    ///
    /// # Errors
    /// Fails if the file does not exist or cannot be read. The message contains the path.
    pub fn open(path: impl AsRef<Path>) -> io::Result<File> {
        let path = path.as_ref();
        // The library's own error does not say which file it is about.
        let metadata = std::fs::metadata(path)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        if !metadata.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{} is not a file", path.display())));
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let content = FileContent::Path(path.to_owned(), metadata.len());
        Ok(File { content, content_type: guessed(path), guessed: true, name, headers: Vec::new() })
    }

    /// Opens a range of a file on disk, for uploads in parts. The end of `range` is exclusive.
    ///
    /// # Errors
    /// Fails like [`open`](Self::open), and if the file is shorter than the end of the range.
    pub fn open_range(path: impl AsRef<Path>, range: Range<u64>) -> io::Result<File> {
        let path = path.as_ref();
        let whole = File::open(path)?;
        if range.start > range.end || whole.content.length().is_some_and(|length| range.end > length) {
            let message = format!("{} does not have the bytes {} to {}", path.display(), range.start, range.end);
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        Ok(File { content: FileContent::Slice(path.to_owned(), range), ..whole })
    }

    /// Creates a file from a reader. It can be sent only once, so a failed request is not retried.
    ///
    /// Set `length`, the number of bytes, if it is known: many servers require it. Async requests read on a thread for blocking work.
    #[must_use]
    pub fn from_reader(reader: impl io::Read + Send + 'static, length: Option<u64>) -> File {
        let source = ByteSource::Reader(Box::new(reader));
        File { content: FileContent::OneShot(OneShot::new(length, source)), ..File::default() }
    }

    /// Creates a file from a stream, for async requests. It can be sent only once, so a failed request is not retried.
    ///
    /// Set `length`, the number of bytes, if it is known: many servers require it.
    ///
    /// Available with feature `async`.
    #[cfg(feature = "async")]
    #[must_use]
    pub fn from_stream<S, B, E>(stream: S, length: Option<u64>) -> File
    where
        S: futures_core::Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<BoxError> + 'static,
    {
        let source = ByteSource::Stream(Box::pin(Converted::new(stream)));
        File { content: FileContent::OneShot(OneShot::new(length, source)), ..File::default() }
    }

    /// Sets the name that is sent: `photo.png`.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> File {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type: `image/png`.
    ///
    /// Default for a part of a form: one of the media types that the description lists for it, chosen by the extension of the
    /// name, otherwise the first of them, or `application/octet-stream` if it lists none.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> File {
        self.content_type = Some(content_type.into());
        self.guessed = false;
        self
    }

    /// Sets a header of the file's part in a form. It replaces a header of the same name, also one that the description sets.
    ///
    /// It has no effect on a file that is a whole body.
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

    /// Returns the media type, if it was set or, with the feature `mime-guess`, derived from the extension of the name.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns the bytes, if they are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            FileContent::Bytes(bytes) => Some(bytes),
            FileContent::Path(..) | FileContent::Slice(..) | FileContent::OneShot(_) => None,
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

impl<T: Into<Bytes>> From<T> for File {
    fn from(bytes: T) -> File {
        File::new(bytes)
    }
}
