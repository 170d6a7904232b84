//! Additions to the generated client, written by hand: uploading a file with a single call.
//!
//! The generator declares this module and never changes its files. Generated code must not depend
//! on it.

#[cfg(any(feature = "async", feature = "blocking"))]
mod upload;

#[cfg(any(feature = "async", feature = "blocking"))]
pub use upload::{UnfinishedUpload, UploadError, UploadErrorKind, UploadFile, UploadProgress};
