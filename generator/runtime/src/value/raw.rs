//! Bytes as they are: answers that are no JSON, and parts of forms.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use super::field::{Field, Slot, View};
use super::write::Writer;

impl Field for Bytes {
    fn blank() -> Self {
        Bytes::new()
    }
    fn view(&self) -> View<'_> {
        View::Raw(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Raw(self)
    }
    fn put(&self, to: &mut Writer, key: &'static str, _: bool) {
        to.key(key);
        to.text(&in_json(self));
    }
}

/// Bytes have no JSON of their own: where somebody asks for it all the same, base64 (RFC 4648 section 4).
pub(super) fn in_json(bytes: &Bytes) -> String {
    STANDARD.encode(bytes)
}
