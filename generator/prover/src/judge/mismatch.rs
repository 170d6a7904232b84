//! [`Mismatch`]: the reason why a request or response does not contain the expected value. Must not
//! know kinds of faults.

use std::fmt;

/// The reason why a request or response does not contain the expected value.
#[derive(Debug, Clone)]
pub struct Mismatch(String);

impl Mismatch {
    pub(super) fn new(reason: impl Into<String>) -> Mismatch {
        Mismatch(reason.into())
    }
}

impl From<&str> for Mismatch {
    fn from(reason: &str) -> Mismatch {
        Mismatch::new(reason)
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Mismatch {}
