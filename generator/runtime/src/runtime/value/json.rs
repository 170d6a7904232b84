//! Values from JSON text and back.

use std::fmt;

use serde::de::DeserializeSeed;

use super::field::{Field, Slot};
use super::read::Put;
use super::trail::Trail;
use super::write::Writer;

pub use super::trail::DecodeError;

/// A value that has no JSON: a number that is infinite or not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncodeError(&'static str);

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for EncodeError {}

/// Reads a value from a JSON text in UTF-8; nothing but white space may follow.
///
/// # Errors
/// With the path of what could not be read.
pub fn from_slice<T: Field>(text: &[u8]) -> Result<T, DecodeError> {
    let mut value = T::blank();
    fill(text, value.slot())?;
    Ok(value)
}

/// Fills a slot from a JSON text; as [`from_slice`].
///
/// # Errors
/// With the path of what could not be read.
pub fn fill(text: &[u8], slot: Slot<'_>) -> Result<(), DecodeError> {
    // Checked once and not once a string. What is no UTF-8 is read all the same, for the place in the error.
    match std::str::from_utf8(text) {
        Ok(text) => read(serde_json::Deserializer::from_str(text), slot),
        Err(_) => read(serde_json::Deserializer::from_slice(text), slot),
    }
}

fn read<'de, R: serde_json::de::Read<'de>>(
    mut from: serde_json::Deserializer<R>,
    slot: Slot<'_>,
) -> Result<(), DecodeError> {
    let mut trail = Trail::default();
    let read = Put::new(slot, &mut trail).deserialize(&mut from).and_then(|()| from.end());
    read.map_err(|error| DecodeError::new(&trail, error))
}

/// Writes a value as JSON text, compact, members in the description's order.
///
/// # Errors
/// Where the value holds a number that JSON cannot spell.
pub fn to_vec(value: &dyn Field) -> Result<Vec<u8>, EncodeError> {
    let mut text = Vec::new();
    append(value, &mut text)?;
    Ok(text)
}

/// As [`to_vec`], behind another text.
///
/// # Errors
/// The same; the text is as it was then.
pub(crate) fn append(value: &dyn Field, text: &mut Vec<u8>) -> Result<(), EncodeError> {
    let before = text.len();
    let mut to = Writer::behind(std::mem::take(text));
    value.put(&mut to, "", true);
    let (out, fault) = to.finish();
    *text = out;
    fault.map_or(Ok(()), |what| {
        text.truncate(before);
        Err(EncodeError(what))
    })
}
