//! [`UploadError`]: why an upload failed, and how to resume it. Must not know when uploads fail.

use std::fmt;

use super::UploadFile;
use crate::Error;

/// The kind of an [`UploadError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UploadErrorKind {
    /// The file cannot be uploaded: it cannot be read, is empty or too large, or the part size is
    /// too small. Nothing was sent.
    File,
    /// The file has changed since the upload was created. Start a new upload.
    Changed,
    /// A request failed after all its attempts, see [`UploadError::error`].
    Request,
    /// The storage rejected a part because its URL has expired. Start a new upload.
    Expired,
    /// The server could not import the file. The message contains its reason. Uploading the same
    /// file again is likely to fail.
    ImportFailed,
    /// The file was not imported within [`UploadFile::import_timeout`]. The import continues on the
    /// server.
    ImportTimeout,
}

/// The error of an upload.
///
/// It converts into [`Error`], so `?` works in functions that return the error of all calls.
/// `Display` and `Debug` are one line.
pub struct UploadError(Box<Inner>);

struct Inner {
    kind: UploadErrorKind,
    /// The action that failed, if the message of the error does not contain it.
    action: Option<String>,
    error: Error,
    remaining: Option<UploadFile>,
}

impl UploadError {
    pub(super) fn new(kind: UploadErrorKind, action: Option<String>, error: Error) -> UploadError {
        UploadError(Box::new(Inner { kind, action, error, remaining: None }))
    }

    /// Sets the request that resumes the upload.
    pub(super) fn with_remaining(mut self, remaining: Option<UploadFile>) -> UploadError {
        self.0.remaining = remaining;
        self
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> UploadErrorKind {
        self.0.kind
    }

    /// Returns the error of the request that failed, with status, headers and body if there was a
    /// response. Other failures have an error with a message only.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.0.error
    }

    /// Returns a request that resumes the upload: it sends only the parts that have not arrived.
    ///
    /// Returns `None` if there is nothing to resume: no upload was created, or a new one is needed.
    #[must_use]
    pub fn resume(&self) -> Option<UploadFile> {
        self.0.remaining.clone()
    }
}

impl From<UploadError> for Error {
    fn from(error: UploadError) -> Error {
        error.0.error
    }
}

impl fmt::Display for UploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(action) = &self.0.action {
            write!(f, "{action}: ")?;
        }
        fmt::Display::fmt(&self.0.error, f)
    }
}

impl fmt::Debug for UploadError {
    /// Formats the error like `Display`, because `main` and `unwrap` print `Debug`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for UploadError {
    /// Returns the cause of the inner error, whose message is part of `Display`.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.error.source()
    }
}
