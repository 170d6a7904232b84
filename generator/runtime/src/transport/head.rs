//! The limits of a response head, which are the same for both transports. Must not know the
//! libraries that carry it.

use http::HeaderMap;

use super::{Fault, FaultKind};

/// The largest number of header fields.
pub(super) const MOST_FIELDS: usize = 100;
/// The largest size of the header fields in bytes: names, values, and four bytes each for `: ` and
/// the line end.
const MOST_BYTES: usize = 64 * 1024;

/// Rejects a head that exceeds the limits.
///
/// # Errors
///
/// Fails with a fault of kind `Malformed`, which is not retried: the head would not be smaller the
/// next time.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Fault> {
    if headers.len() > MOST_FIELDS {
        return Err(too_large());
    }
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if bytes > MOST_BYTES { Err(too_large()) } else { Ok(()) }
}

/// Creates the fault for a head that exceeds the limits.
#[cold]
pub(super) fn too_large() -> Fault {
    let what =
        format!("the response has more than {MOST_FIELDS} header fields, or more than {MOST_BYTES} bytes of them");
    Fault { kind: FaultKind::Malformed, source: what.into() }
}
