//! The head of a response: its limits, which are the same for both transports, and what is asked for and removed where bodies are
//! decompressed. Must not know the libraries that carry it.

use http::HeaderMap;

use super::{Fault, FaultKind};

/// The most header fields of a response.
pub(super) const MOST_FIELDS: usize = 100;
/// The most bytes of its header fields together: names, values, and four for each `: ` and line end.
const MOST_BYTES: usize = 64 * 1024;

/// Refuses a head beyond the limits: it has arrived, and will not be smaller the next time.
///
/// # Errors
/// A fault of kind `Malformed`, if the head is too large.
pub(super) fn within_limits(headers: &HeaderMap) -> Result<(), Fault> {
    if headers.len() > MOST_FIELDS {
        return Err(too_large());
    }
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if bytes > MOST_BYTES { Err(too_large()) } else { Ok(()) }
}

/// A head beyond the limits.
#[cold]
pub(super) fn too_large() -> Fault {
    let what =
        format!("the response has more than {MOST_FIELDS} header fields, or more than {MOST_BYTES} bytes of them");
    Fault { kind: FaultKind::Malformed, source: what.into() }
}
