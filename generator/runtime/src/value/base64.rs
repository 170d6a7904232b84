//! Bytes in JSON: JSON has no bytes, so they are written as base64 (RFC 4648, section 4). Must not
//! know fields.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Encodes bytes as base64.
pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
