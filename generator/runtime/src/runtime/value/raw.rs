//! Bytes as they are: bodies that are no JSON, and files in forms.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use super::field::{Field, Slot, View};
use super::write::Writer;

/// A file of a form: its bytes, and how it is called there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct File {
    pub(crate) bytes: Bytes,
    pub(crate) name: Option<String>,
    pub(crate) content_type: Option<String>,
}

impl File {
    /// With these bytes, and the name `file`.
    #[must_use]
    pub fn new(bytes: impl Into<Bytes>) -> File {
        File { bytes: bytes.into(), name: None, content_type: None }
    }

    /// With a name, `photo.png`.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> File {
        self.name = Some(name.into());
        self
    }

    /// With a media type, `image/png`; `application/octet-stream` unless set.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> File {
        self.content_type = Some(content_type.into());
        self
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }
}

impl<T: Into<Bytes>> From<T> for File {
    fn from(bytes: T) -> File {
        File::new(bytes)
    }
}

impl Field for File {
    fn blank() -> Self {
        File::default()
    }
    fn view(&self) -> View<'_> {
        View::File(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::File(self)
    }
    fn put(&self, to: &mut Writer, key: &'static str, _: bool) {
        to.key(key);
        to.text(&in_json(&self.bytes));
    }
}

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
