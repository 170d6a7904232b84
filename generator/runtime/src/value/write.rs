//! [`Writer`]: JSON text from values, without serde between.

use serde_json::Value;

use super::containers::Map;
use super::field::{Field, Record, Shape, View};

/// JSON text in the making.
#[derive(Debug, Default)]
pub struct Writer {
    out: Vec<u8>,
    fault: Option<&'static str>,
}

impl Writer {
    /// An empty text.
    #[must_use]
    pub fn new() -> Writer {
        Writer { out: Vec::with_capacity(128), fault: None }
    }

    /// Goes on behind a text.
    pub(super) fn behind(mut out: Vec<u8>) -> Writer {
        if out.capacity() == 0 {
            out.reserve(128);
        }
        Writer { out, fault: None }
    }

    /// The text, and what of the value has no JSON.
    pub(super) fn finish(self) -> (Vec<u8>, Option<&'static str>) {
        (self.out, self.fault)
    }

    /// A key as in [`Shape::keys`]; its comma is left out behind an opening brace.
    #[inline]
    pub fn key(&mut self, key: &'static str) {
        let key = key.as_bytes();
        match (self.out.last(), key) {
            (Some(b'{'), [_, rest @ ..]) => self.out.extend_from_slice(rest),
            (_, key) => self.out.extend_from_slice(key),
        }
    }

    /// `key` and null.
    pub fn null(&mut self, key: &'static str) {
        self.key(key);
        self.out.extend_from_slice(b"null");
    }

    /// `key` and an opening bracket or brace.
    #[inline]
    pub fn open(&mut self, key: &'static str, bracket: u8) {
        self.key(key);
        self.out.push(bracket);
    }

    /// A comma between items.
    #[inline]
    pub fn comma(&mut self) {
        self.out.push(b',');
    }

    /// A closing bracket or brace.
    #[inline]
    pub fn close(&mut self, bracket: u8) {
        self.out.push(bracket);
    }

    /// A boolean.
    pub fn bool(&mut self, value: bool) {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// An integer.
    pub fn integer(&mut self, value: impl itoa::Integer) {
        self.out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
    }

    /// A number of 64 bits, written as an integer where it is one; infinity and NaN have no JSON.
    pub fn double(&mut self, value: f64) {
        match whole(value) {
            Some(whole) => self.integer(whole),
            None if value.is_finite() => {
                self.out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes())
            }
            None => self.not_finite(),
        }
    }

    /// As [`Writer::double`], in the shortest form that gives this `f32` back.
    pub fn single(&mut self, value: f32) {
        match whole(f64::from(value)) {
            Some(whole) => self.integer(whole),
            None if value.is_finite() => {
                self.out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes())
            }
            None => self.not_finite(),
        }
    }

    /// What is written has no JSON.
    pub(super) fn fail(&mut self, what: &'static str) {
        self.fault.get_or_insert(what);
    }

    fn not_finite(&mut self) {
        self.fail("a number that is infinite or not a number has no JSON");
        self.out.extend_from_slice(b"null");
    }

    /// Text, quoted and escaped.
    #[inline]
    pub fn text(&mut self, value: &str) {
        let plain = value.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\');
        if plain {
            self.out.reserve(value.len() + 2);
            self.out.push(b'"');
            self.out.extend_from_slice(value.as_bytes());
            self.out.push(b'"');
        } else {
            self.json(value);
        }
    }

    /// JSON that is text already.
    pub(super) fn as_it_is(&mut self, json: &str) {
        self.out.extend_from_slice(json.as_bytes());
    }

    /// Any JSON.
    pub fn any(&mut self, value: &Value) {
        self.json(value);
    }

    /// Through serde_json: what it writes into memory cannot fail for text and values.
    fn json<T: serde::Serialize + ?Sized>(&mut self, value: &T) {
        if serde_json::to_writer(&mut self.out, value).is_err() {
            self.fail("the value has no JSON");
        }
    }

    /// `key` and a map with its entries.
    pub fn map(&mut self, key: &'static str, map: &dyn Map) {
        self.open(key, b'{');
        self.entries(map);
        self.close(b'}');
    }

    /// The members of a record beyond the named ones.
    pub(super) fn rest(&mut self, rest: &dyn Field) {
        match rest.view() {
            View::Extra(extra) => extra.write(self),
            View::Map(map) => self.entries(map),
            _ => {}
        }
    }

    /// The entries of a map.
    pub(super) fn entries(&mut self, map: &dyn Map) {
        map.each(&mut |name, value| {
            self.name(name);
            value.put(self, "", true);
        });
    }

    /// Writes an unknown member of a record after the known ones: its text if that was kept, else the value.
    #[cold]
    pub(super) fn extra(&mut self, name: &str, text: Option<&str>, value: &Value) {
        self.name(name);
        match text {
            Some(text) => self.as_it_is(text),
            None => self.json(value),
        }
    }

    /// A key that is only known now.
    pub(super) fn name(&mut self, name: &str) {
        if self.out.last() != Some(&b'{') {
            self.out.push(b',');
        }
        self.text(name);
        self.out.push(b':');
    }
}

/// A float as an integer where it is one and the digits are exact.
pub(super) fn whole(value: f64) -> Option<i64> {
    // Up to here every integer is a float.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let negative_zero = value == 0.0 && value.is_sign_negative();
    (value.fract() == 0.0 && value.abs() <= EXACT && !negative_zero).then_some(value as i64)
}

/// What [`Field::put`] of an emitted record does.
pub(super) fn put_record(to: &mut Writer, key: &'static str, shape: &'static Shape, record: &dyn Record) {
    to.open(key, b'{');
    for (index, name) in shape.keys.iter().enumerate() {
        record.at(index).put(to, name, shape.is_required(index));
    }
    to.rest(record.at(shape.keys.len()));
    to.close(b'}');
}
