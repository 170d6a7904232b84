//! Values from JSON text and back.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Error};
use serde_json::Value;

use super::blank::reset;
use super::field::{Field, Slot};
use super::mend::mended;
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
pub fn fill(text: &[u8], mut slot: Slot<'_>) -> Result<(), DecodeError> {
    let mut trail = Trail::of_text();
    // Checked once and not once a string.
    let read = match std::str::from_utf8(text) {
        Ok(text) => match read(text, slot.again(), &mut trail) {
            Ok(()) => return Ok(()),
            Err(error) => read_mended(text, slot, &mut trail).unwrap_or(Err(error)),
        },
        Err(wrong) => read_before(text.get(..wrong.valid_up_to()).unwrap_or_default(), slot, &mut trail),
    };
    read.map_err(|error| DecodeError::new(&trail, error))
}

/// Reads a text once more where it failed for what could be replaced; `None` where there was nothing such.
#[cold]
fn read_mended(text: &str, mut slot: Slot<'_>, trail: &mut Trail) -> Option<Result<(), serde_json::Error>> {
    let Cow::Owned(text) = mended(text) else { return None };
    reset(slot.again());
    *trail = Trail::of_text();
    Some(read(&text, slot, trail))
}

/// Returns `true` if strings of a JSON text hold unpaired surrogates, which are read as U+FFFD.
pub(crate) fn is_mended(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| matches!(mended(text), Cow::Owned(_)))
}

fn read(text: &str, slot: Slot<'_>, trail: &mut Trail) -> Result<(), serde_json::Error> {
    let mut from = serde_json::Deserializer::from_str(text);
    Put::new(slot, trail).deserialize(&mut from).and_then(|()| from.end())
}

/// What stands before the first byte that is no UTF-8 (RFC 8259 section 8.1), which is read for the place in the error.
#[cold]
fn read_before(text: &[u8], slot: Slot<'_>, trail: &mut Trail) -> Result<(), serde_json::Error> {
    match read(std::str::from_utf8(text).unwrap_or_default(), slot, trail) {
        Err(error) if !error.is_eof() => Err(error),
        Err(_) | Ok(()) => {
            let line = text.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
            let (row, column) = (text.len() - line.len(), line.len() + 1);
            let row = text.get(..row).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count() + 1;
            Err(serde_json::Error::custom(format!("a byte that is no UTF-8 at line {row} column {column}")))
        }
    }
}

/// Any JSON out of a text in UTF-8; `None` where it is none. All JSON goes through the same reader: each further one is linked whole.
pub(crate) fn any(text: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(text).ok()?;
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&mended(text))).ok()
}

/// Any JSON as text. The library's `Display` brings a second writer along, and a third for `{:#}`.
pub(crate) fn text_of(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
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
