//! [`Writer`]: writes JSON text. Must not know the types of values; each of them knows how to write itself.

use serde_json::Value;

use super::float::exact_integer;

/// A JSON text that is being written.
#[derive(Debug, Default)]
pub struct Writer {
    out: Vec<u8>,
    error: Option<&'static str>,
}

impl Writer {
    /// Creates a writer with an empty text.
    #[must_use]
    pub fn new() -> Writer {
        Writer { out: Vec::with_capacity(128), error: None }
    }

    /// Creates a writer that appends to a text.
    pub(super) fn append_to(mut out: Vec<u8>) -> Writer {
        if out.capacity() == 0 {
            out.reserve(128);
        }
        Writer { out, error: None }
    }

    /// Returns the text, and the first error.
    pub(super) fn finish(self) -> (Vec<u8>, Option<&'static str>) {
        (self.out, self.error)
    }

    /// Writes a key as in [`Shape::keys`](super::Shape::keys). Its comma is omitted after an opening brace.
    #[inline]
    pub fn key(&mut self, key: &'static str) {
        let key = key.as_bytes();
        match (self.out.last(), key) {
            (Some(b'{'), [_, rest @ ..]) => self.out.extend_from_slice(rest),
            (_, key) => self.out.extend_from_slice(key),
        }
    }

    /// Writes a key and `null`.
    pub fn null(&mut self, key: &'static str) {
        self.key(key);
        self.out.extend_from_slice(b"null");
    }

    /// Writes a key and an opening bracket or brace.
    #[inline]
    pub fn open(&mut self, key: &'static str, bracket: u8) {
        self.key(key);
        self.out.push(bracket);
    }

    /// Writes a comma between items.
    #[inline]
    pub fn comma(&mut self) {
        self.out.push(b',');
    }

    /// Writes a closing bracket or brace.
    #[inline]
    pub fn close(&mut self, bracket: u8) {
        self.out.push(bracket);
    }

    /// Writes a boolean.
    pub fn bool(&mut self, value: bool) {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// Writes an integer.
    pub fn integer(&mut self, value: impl itoa::Integer) {
        self.out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
    }

    /// Writes a number of 64 bits, as an integer if it is one. JSON has neither infinity nor NaN.
    pub fn double(&mut self, value: f64) {
        match exact_integer(value) {
            Some(integer) => self.integer(integer),
            None if value.is_finite() => {
                self.out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes())
            }
            None => self.not_finite(),
        }
    }

    /// Writes a number of 32 bits like [`double`](Self::double), in the shortest form that is read as this `f32` again.
    pub fn single(&mut self, value: f32) {
        match exact_integer(f64::from(value)) {
            Some(integer) => self.integer(integer),
            None if value.is_finite() => {
                self.out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes())
            }
            None => self.not_finite(),
        }
    }

    /// Records that the value cannot be written as JSON. The first error is reported.
    pub(super) fn fail(&mut self, error: &'static str) {
        self.error.get_or_insert(error);
    }

    fn not_finite(&mut self) {
        self.fail("JSON cannot represent a number that is infinite or not a number");
        self.out.extend_from_slice(b"null");
    }

    /// Writes a string, quoted and escaped.
    #[inline]
    pub fn string(&mut self, value: &str) {
        let plain = value.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\');
        if plain {
            self.out.reserve(value.len() + 2);
            self.out.push(b'"');
            self.out.extend_from_slice(value.as_bytes());
            self.out.push(b'"');
        } else {
            self.serialize(value);
        }
    }

    /// Writes JSON that is text already.
    pub(super) fn raw(&mut self, json: &str) {
        self.out.extend_from_slice(json.as_bytes());
    }

    /// Writes any JSON.
    pub fn json(&mut self, value: &Value) {
        self.serialize(value);
    }

    /// Writes a value with serde_json, which cannot fail for strings and values.
    fn serialize<T: serde::Serialize + ?Sized>(&mut self, value: &T) {
        if serde_json::to_writer(&mut self.out, value).is_err() {
            self.fail("the value cannot be written as JSON");
        }
    }

    /// Writes a property that the description does not define: its text if that was kept, otherwise the value.
    #[cold]
    pub(super) fn undefined_property(&mut self, name: &str, text: Option<&str>, value: &Value) {
        self.name(name);
        match text {
            Some(text) => self.raw(text),
            None => self.serialize(value),
        }
    }

    /// Writes a property name that is not part of the description.
    pub(super) fn name(&mut self, name: &str) {
        if self.out.last() != Some(&b'{') {
            self.out.push(b',');
        }
        self.string(name);
        self.out.push(b':');
    }
}
