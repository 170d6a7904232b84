//! [`UploadError`]: why a whole upload failed, and what can still be done with it.

use std::fmt;

use super::UploadFile;
use crate::Error;

/// What went wrong with an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UploadErrorKind {
    /// The file cannot be uploaded: it cannot be read, is empty or too large, or its parts would be too small. Nothing was sent.
    File,
    /// The file was changed since the upload began: a new upload is needed.
    Changed,
    /// A request failed, after all its attempts: [`UploadError::error`] says how.
    Request,
    /// The store refuses a part: its address is no longer good, and a new upload is needed.
    Expired,
    /// The server could not import the file, and the message says what it says. A new upload of it is likely to end so too.
    Failed,
    /// The upload was not imported in time; it may still be.
    Late,
}

/// Why an upload failed. One pointer wide; Display and Debug are one line. `?` makes an [`Error`] of it where a function returns that.
pub struct UploadError(Box<Inner>);

struct Inner {
    kind: UploadErrorKind,
    /// What was being done, where the error does not say it.
    doing: Option<String>,
    error: Error,
    rest: Option<UploadFile>,
}

impl UploadError {
    pub(super) fn new(kind: UploadErrorKind, doing: Option<String>, error: Error) -> UploadError {
        UploadError(Box::new(Inner { kind, doing, error, rest: None }))
    }

    /// The same, with what is left to be done.
    pub(super) fn with_rest(mut self, rest: Option<UploadFile>) -> UploadError {
        self.0.rest = rest;
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> UploadErrorKind {
        self.0.kind
    }

    /// The error of the request that failed, with status, headers and body where there was an answer; else one in our words.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.0.error
    }

    /// The rest of the upload, to be sent: only the parts that are not there yet, then what follows. `None` where there is nothing to go on
    /// with: no upload was created, or a new one is needed.
    #[must_use]
    pub fn resume(&self) -> Option<UploadFile> {
        self.0.rest.clone()
    }
}

impl From<UploadError> for Error {
    fn from(error: UploadError) -> Error {
        error.0.error
    }
}

impl fmt::Display for UploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(doing) = &self.0.doing {
            write!(f, "{doing}: ")?;
        }
        fmt::Display::fmt(&self.0.error, f)
    }
}

impl fmt::Debug for UploadError {
    /// As Display: `main` and `unwrap` print it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for UploadError {
    /// The cause of the error, whose own words are in Display.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.error.source()
    }
}
