//! Any JSON of which a [`Value`] does not hold everything: its text is kept beside the value. Numbers have the digits that came, and what is
//! nested deeper than the reader goes is a string of JSON. Where nothing would be lost nothing is kept, which is nearly always.

use std::borrow::Cow;

use serde_json::Value;

use super::decimal::{Decimal, is_plain};
use super::mend::mended;

/// The text of a value.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    text: Box<str>,
    /// `true` if the value differs, and not only its spelling.
    lossy: bool,
}

impl Kept {
    /// The text, as long as the value is still that which was read from it.
    pub(super) fn text_of(&self, value: &Value) -> Option<&str> {
        (read(&self.text).0 == *value).then_some(&*self.text)
    }
}

/// Returns `true` if two values are equal. Their texts are compared if the values lost something.
pub(super) fn same(one: (&Value, Option<&Kept>), other: (&Value, Option<&Kept>)) -> bool {
    let lossy = |(value, kept): (&Value, Option<&Kept>)| {
        kept.filter(|kept| kept.lossy).and_then(|kept| kept.text_of(value)).map(without_space)
    };
    one.0 == other.0 && lossy(one) == lossy(other)
}

/// Reads any JSON, and keeps its text where that says more than the value. What cannot be read for its depth, or for a number that no
/// [`Value`] holds, is a string of its JSON.
pub(super) fn read(text: &str) -> (Value, Option<Kept>) {
    let text = mended(text);
    match serde_json::from_str::<Value>(&text) {
        Ok(value) if is_exact(&value) => (value, None),
        Ok(value) => {
            let kept = kept(text);
            (value, kept)
        }
        Err(_) => (Value::String(text.clone().into_owned()), Some(Kept { text: text.into(), lossy: true })),
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

/// The text, where one of its numbers has other digits than it would be written with.
fn kept(text: Cow<'_, str>) -> Option<Kept> {
    let (mut other, mut lossy) = (false, false);
    for token in numbers(&text).filter(|token| !is_plain(token) && !is_integer(token)) {
        // Not by way of a `Value`: another crate of the build may have it keep digits.
        let float = serde_json::from_str::<f64>(token).unwrap_or(f64::INFINITY);
        let mut buffer = zmij::Buffer::new();
        let written = if float.is_finite() { buffer.format_finite(float) } else { "" };
        if written != token {
            other = true;
            lossy = lossy || written.is_empty() || Decimal::new(written) != Decimal::new(token);
        }
    }
    other.then(|| Kept { text: text.into(), lossy })
}

/// Returns `true` if a number is an integer of 64 bits.
fn is_integer(token: &str) -> bool {
    token != "-0" && (token.parse::<i64>().is_ok() || token.parse::<u64>().is_ok())
}

/// The numbers of a JSON text.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit())?;
            let from = rest.get(start..).unwrap_or_default();
            let is_text = from.starts_with('"');
            let length = if is_text { text_length(from) } else { number_length(from) };
            let token = from.get(..length);
            rest = from.get(length..).unwrap_or_default();
            if !is_text {
                return token;
            }
        }
    })
}

/// Returns the length of the number at the start of a JSON text.
pub(super) fn number_length(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E')).count()
}

/// Returns the length of the string at the start of a JSON text.
pub(super) fn text_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

/// A JSON text without the white space between its tokens.
fn without_space(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first == '"' { text_length(rest) } else { first.len_utf8() };
        if !first.is_ascii_whitespace() {
            out.push_str(rest.get(..length).unwrap_or_default());
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}
