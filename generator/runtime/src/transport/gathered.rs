//! [`Gathered`]: a body that arrives in chunks, up to a limit.

use bytes::{Bytes, BytesMut};

/// The chunks of a body so far. Most bodies come in one, which then is not copied.
pub(super) struct Gathered {
    first: Bytes,
    rest: BytesMut,
    left: u64,
}

impl Gathered {
    /// Nothing yet, and at most `limit` bytes.
    pub(super) fn new(limit: u64) -> Gathered {
        Gathered { first: Bytes::new(), rest: BytesMut::new(), left: limit }
    }

    /// Takes a chunk; `false` where that is too much.
    #[inline]
    pub(super) fn take(&mut self, chunk: Bytes) -> bool {
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

    /// All of it.
    #[inline]
    pub(super) fn whole(self) -> Bytes {
        if self.rest.is_empty() { self.first } else { self.rest.freeze() }
    }
}
