//! [`BodyBuffer`]: collects a body that arrives in chunks, up to a limit. Must not know where the
//! chunks come from.

use bytes::{Bytes, BytesMut};

/// The chunks of a body so far. Most bodies have only one, which is not copied.
pub(super) struct BodyBuffer {
    first: Bytes,
    rest: BytesMut,
    left: u64,
}

impl BodyBuffer {
    /// Creates an empty buffer for at most `limit` bytes.
    pub(super) fn new(limit: u64) -> BodyBuffer {
        BodyBuffer { first: Bytes::new(), rest: BytesMut::new(), left: limit }
    }

    /// Appends a chunk. Returns `false` if the body exceeds the limit.
    #[inline]
    pub(super) fn push(&mut self, chunk: Bytes) -> bool {
        let Some(left) = self.left.checked_sub(chunk.len() as u64) else { return false };
        self.left = left;
        if self.first.is_empty() && self.rest.is_empty() {
            self.first = chunk;
        } else {
            if self.rest.is_empty() {
                self.rest = BytesMut::from(std::mem::take(&mut self.first));
            }
            self.rest.extend_from_slice(&chunk);
        }
        true
    }

    /// Returns the body.
    #[inline]
    pub(super) fn into_bytes(self) -> Bytes {
        if self.rest.is_empty() { self.first } else { self.rest.freeze() }
    }
}
