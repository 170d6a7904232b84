//! How a value is spelled (Parameter Object, "Style Values"; RFC 6570): what the parts of a wire text are to say once they
//! are cut at their separators and percent-decoded.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::digits::{self, digits};

/// A text of a primitive; nothing for what the specification gives no spelling.
pub(super) fn primitive(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(digits(value).unwrap_or(text).to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(of) => Some(of.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Whether a decoded text says a primitive: numbers by value.
pub(super) fn says(text: &str, value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            digits::read(text).is_ok_and(|of| super::equal(&Value::Number(number.clone()), &of).is_ok())
        }
        value => primitive(value).as_deref() == Some(text),
    }
}

/// Whether a text says a primitive by reserved expansion (RFC 6570, section 3.2.3): triplets of a percent sign and two digits pass through
/// as they are, as do reserved characters; all else is percent-encoded, a percent sign without digits too.
pub(super) fn says_reserved(text: &str, value: &Value) -> bool {
    let Value::String(wanted) = value else { return says(&plain(text), value) };
    let (mut sent, mut wanted) = (text, wanted.as_str());
    while let Some(first) = wanted.chars().next() {
        let triplet = triplet(wanted);
        let one = wanted.get(..first.len_utf8()).unwrap_or_default();
        let encoded: String = one.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let bare = first.is_ascii_graphic() && !"\"%<>\\^`{|}".contains(first);
        let step = match triplet {
            Some(triplet) => sent.starts_with(triplet).then_some((3, 3)),
            None if bare && sent.starts_with(first) => Some((1, 1)),
            None => {
                let found = sent.get(..encoded.len()).is_some_and(|of| of.eq_ignore_ascii_case(&encoded));
                found.then_some((encoded.len(), one.len()))
            }
        };
        let Some((of_sent, of_wanted)) = step else { return false };
        (sent, wanted) = (sent.get(of_sent..).unwrap_or_default(), wanted.get(of_wanted..).unwrap_or_default());
    }
    sent.is_empty()
}

fn triplet(text: &str) -> Option<&str> {
    let first = text.get(..3).filter(|of| of.starts_with('%'))?;
    first.bytes().skip(1).all(|of| of.is_ascii_hexdigit()).then_some(first)
}

/// Percent-decoded.
pub(super) fn plain(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The bytes behind hexadecimal digits.
pub(super) fn decoded(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter_map(|of| char::from(of).to_digit(16)).map(|of| of as u8).collect();
    digits.chunks_exact(2).map(|of| of.iter().fold(0, |sum, digit| sum * 16 + digit)).collect()
}

/// The primitives of an array or object in a row: of an object names and values in turn; nothing where one is no primitive.
pub(super) fn row(value: &Value) -> Option<Vec<Value>> {
    let simple = |value: &Value| primitive(value).map(|_| value.clone());
    match value {
        Value::Array(items) => items.iter().map(simple).collect(),
        Value::Object(members) => {
            let pairs = members.iter().map(|(key, value)| Some([Value::String(key.clone()), simple(value)?]));
            Some(pairs.collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
        }
        value => Some(vec![simple(value)?]),
    }
}

/// The primitives of an array with a separator between them; nothing where one is no primitive.
pub(super) fn joined(value: &Value, separator: &str) -> Option<String> {
    let items: Option<Vec<String>> = row(value)?.iter().map(primitive).collect();
    Some(items?.join(separator))
}

/// Whether `text`, cut at `separator`, says these values in a row; `name=value` for pairs of an object where `paired`.
pub(super) fn says_row(text: &str, separator: &str, value: &Value, paired: bool, decode: fn(&str) -> String) -> bool {
    // What is nested or empty has no spelling in the specification.
    let Some(wanted) = row(value).filter(|row| !row.is_empty()) else { return true };
    let cut: Vec<&str> = match (separator, wanted.len()) {
        ("", _) | (_, 0 | 1) => vec![text],
        (separator, _) => text.split(separator).collect(),
    };
    if paired && value.is_object() && !cut.iter().all(|of| of.contains('=')) {
        return false;
    }
    let parts: Vec<String> = match (paired, value) {
        (true, Value::Object(_)) => cut
            .iter()
            .flat_map(|of| of.split_once('=').map_or(vec![*of], |(name, value)| vec![name, value]))
            .map(decode)
            .collect(),
        (_, _) => cut.into_iter().map(decode).collect(),
    };
    let same = |(text, value): (&String, &Value)| says(text, value);
    // The members of an object may stand in any order.
    let Value::Object(members) = value else {
        return parts.len() == wanted.len() && parts.iter().zip(&wanted).all(same);
    };
    parts.len() == 2 * members.len()
        && parts.chunks_exact(2).all(|of| match of {
            [name, text] => members.get(name).is_some_and(|value| says(text, value)),
            _ => false,
        })
}

/// As it stands.
pub(super) fn raw(text: &str) -> String {
    text.to_owned()
}
