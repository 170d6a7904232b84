//! What this crate has beyond its description, written by hand: a whole upload as one call. The generator declares this module
//! and leaves its folder alone; it must not be needed by anything that is generated.

#[cfg(any(feature = "async", feature = "blocking"))]
mod upload;

#[cfg(any(feature = "async", feature = "blocking"))]
pub use upload::{Unfinished, UploadError, UploadErrorKind, UploadFile, UploadProgress};
