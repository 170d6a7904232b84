//! The original text of any JSON that a [`Value`] does not represent completely: numbers with other digits than a `Value` is
//! written with, and values that are nested deeper than the reader allows. Nothing is kept if nothing would be lost, which is
//! nearly always. Must not know the types of a description.

use std::borrow::Cow;

use serde_json::Value;

use super::decimal::{Decimal, is_plain};
use super::repair::repaired;
use super::token::{numbers, without_space};

/// The original text of a value.
#[derive(Debug, Clone)]
pub(super) struct OriginalText {
    text: Box<str>,
    /// `true` if the value differs, and not only its spelling.
    lossy: bool,
}

impl OriginalText {
    /// Returns the text if the value is still the one that was read from it.
    pub(super) fn text_of(&self, value: &Value) -> Option<&str> {
        (read(&self.text).0 == *value).then_some(&*self.text)
    }
}

/// Returns `true` if two values are equal. Their texts are compared if the values lost something.
pub(super) fn equal(left: (&Value, Option<&OriginalText>), right: (&Value, Option<&OriginalText>)) -> bool {
    let lossy = |(value, original): (&Value, Option<&OriginalText>)| {
        original.filter(|original| original.lossy).and_then(|original| original.text_of(value)).map(without_space)
    };
    left.0 == right.0 && lossy(left) == lossy(right)
}

/// Reads any JSON, and keeps its text if the value does not represent all of it. If the text is nested too deep, or has a
/// number that a [`Value`] cannot hold, the value is a string of the JSON.
pub(super) fn read(text: &str) -> (Value, Option<OriginalText>) {
    let text = repaired(text);
    match serde_json::from_str::<Value>(&text) {
        Ok(value) if is_exact(&value) => (value, None),
        Ok(value) => {
            let original = original_of(text);
            (value, original)
        }
        Err(_) => (Value::String(text.clone().into_owned()), Some(OriginalText { text: text.into(), lossy: true })),
    }
}

/// Returns `true` if a value has no number that could have had other digits.
pub(super) fn is_exact(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        // With serde_json's `arbitrary_precision`, which another crate of the build may turn on, `-0` is an integer.
        Value::Number(number) if number.as_i64() == Some(0) => number.to_string() == "0",
        Value::Number(number) => number.is_i64() || number.is_u64(),
        Value::Array(items) => items.iter().all(is_exact),
        Value::Object(members) => members.values().all(is_exact),
    }
}

/// Returns the text if it has a number with other digits than the number would be written with.
fn original_of(text: Cow<'_, str>) -> Option<OriginalText> {
    let (mut differs, mut lossy) = (false, false);
    for token in numbers(&text).filter(|token| !is_plain(token) && !is_integer(token)) {
        // Not with a `Value`: another crate of the build may make it keep digits.
        let float = serde_json::from_str::<f64>(token).unwrap_or(f64::INFINITY);
        let mut buffer = zmij::Buffer::new();
        let written = if float.is_finite() { buffer.format_finite(float) } else { "" };
        if written != token {
            differs = true;
            lossy = lossy || written.is_empty() || Decimal::new(written) != Decimal::new(token);
        }
    }
    differs.then(|| OriginalText { text: text.into(), lossy })
}

/// Returns `true` if a number is an integer of 64 bits.
fn is_integer(token: &str) -> bool {
    token != "-0" && (token.parse::<i64>().is_ok() || token.parse::<u64>().is_ok())
}
