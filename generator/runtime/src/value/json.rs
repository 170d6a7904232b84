//! Reads values from JSON text and writes them. All JSON of the runtime passes through this module: each further reader or
//! writer would be linked as a whole. Must not know HTTP.

use std::borrow::Cow;

use serde::de::{DeserializeSeed, Error};
use serde_json::Value;

pub use super::error::{DecodeError, EncodeError};

use super::field::{Field, ViewMut};
use super::output_type::OutputType;
use super::read::ReadInto;
use super::read_state::ReadState;
use super::repair::repaired;
use super::reset::reset;
use super::write::Writer;

/// Reads a value from a JSON text in UTF-8.
///
/// # Errors
/// Fails if the text does not have the type, or if anything but white space follows the value. The error has the path of the
/// value that could not be read.
pub fn from_slice<T: Field>(text: &[u8]) -> Result<T, DecodeError> {
    from_slice_as::<T>(text)
}

/// Reads a value of a type that is decoded as a whole.
///
/// # Errors
/// Fails like [`from_slice`].
pub fn from_slice_as<T: OutputType>(text: &[u8]) -> Result<T::Value, DecodeError> {
    let mut read = Ok(());
    let made = T::make(&mut |target| {
        read = fill(text, target);
        read.is_ok()
    });
    read?;
    made.ok_or_else(DecodeError::missing)
}

/// Fills a value from a JSON text in UTF-8.
///
/// # Errors
/// Fails like [`from_slice`].
pub fn fill(text: &[u8], mut target: ViewMut<'_>) -> Result<(), DecodeError> {
    let mut state = ReadState::of_json();
    // The whole text is checked once, instead of each string.
    let read = match std::str::from_utf8(text) {
        Ok(text) => match read(text, target.reborrow(), &mut state) {
            Ok(()) => return Ok(()),
            Err(error) => read_repaired(text, target, &mut state).unwrap_or(Err(error)),
        },
        Err(wrong) => read_before(text.get(..wrong.valid_up_to()).unwrap_or_default(), target, &mut state),
    };
    read.map_err(|error| DecodeError::new(state.to_string(), error))
}

/// Reads a text again with unpaired surrogates replaced, or returns `None` if it has none.
#[cold]
fn read_repaired(text: &str, mut target: ViewMut<'_>, state: &mut ReadState) -> Option<Result<(), serde_json::Error>> {
    let Cow::Owned(text) = repaired(text) else { return None };
    reset(target.reborrow());
    *state = ReadState::of_json();
    Some(read(&text, target, state))
}

/// Returns `true` if a JSON text has unpaired surrogates, which are read as U+FFFD.
pub(crate) fn is_repaired(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| matches!(repaired(text), Cow::Owned(_)))
}

fn read(text: &str, target: ViewMut<'_>, state: &mut ReadState) -> Result<(), serde_json::Error> {
    let mut from = serde_json::Deserializer::from_str(text);
    ReadInto::new(target, state).deserialize(&mut from).and_then(|()| from.end())
}

/// Reads the text before the first byte that is not UTF-8 (RFC 8259, section 8.1), to find the path for the error.
#[cold]
fn read_before(text: &[u8], target: ViewMut<'_>, state: &mut ReadState) -> Result<(), serde_json::Error> {
    match read(std::str::from_utf8(text).unwrap_or_default(), target, state) {
        Err(error) if !error.is_eof() => Err(error),
        Err(_) | Ok(()) => {
            let line = text.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
            let (row, column) = (text.len() - line.len(), line.len() + 1);
            let row = text.get(..row).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count() + 1;
            Err(serde_json::Error::custom(format!("a byte that is not UTF-8 at line {row} column {column}")))
        }
    }
}

/// Reads any JSON from a text in UTF-8, or returns `None` if it is not JSON.
pub(crate) fn parse(text: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(text).ok()?;
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&repaired(text))).ok()
}

/// Writes any JSON as text. `Display` of the library would link a second writer, and a third one for `{:#}`.
pub(crate) fn format(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// Writes a value as compact JSON text, with its properties in the order of the description.
///
/// # Errors
/// Fails if the value has a number that is infinite or not a number, or a file that is not in memory.
pub fn to_vec(value: &dyn Field) -> Result<Vec<u8>, EncodeError> {
    let mut text = Vec::new();
    append(value, &mut text)?;
    Ok(text)
}

/// Appends a value as JSON text.
///
/// # Errors
/// Fails like [`to_vec`]. The text is unchanged then.
pub(crate) fn append(value: &dyn Field, text: &mut Vec<u8>) -> Result<(), EncodeError> {
    let before = text.len();
    let mut to = Writer::append_to(std::mem::take(text));
    value.write(&mut to, "", true);
    let (out, error) = to.finish();
    *text = out;
    error.map_or(Ok(()), |error| {
        text.truncate(before);
        Err(EncodeError(error))
    })
}
