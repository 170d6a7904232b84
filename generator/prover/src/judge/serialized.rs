//! The serialization of values in parameters and forms (Parameter Object, "Style Values"; RFC
//! 6570): the expected parts of a text after it has been split and percent-decoded. Must not know
//! where a text comes from.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::equal::equal;
use crate::digits;

/// Returns the text of a primitive. Returns `None` if the specification gives it no serialization.
pub(super) fn primitive(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(digits::digits(value).unwrap_or(text).to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Returns `true` if JSON text has this value.
pub(super) fn is_json_of(text: &str, value: &Value) -> bool {
    digits::read(text).is_ok_and(|found| equal(value, &found).is_ok())
}

/// Returns `true` if a decoded text represents a primitive. Numbers are compared by value.
pub(super) fn represents(text: &str, value: &Value) -> bool {
    match value {
        Value::Number(_) => is_json_of(text, value),
        value => primitive(value).as_deref() == Some(text),
    }
}

/// Returns `true` if a text represents a primitive by reserved expansion (RFC 6570, section 3.2.3).
/// Reserved characters and percent-encoded triplets are unchanged. Everything else is
/// percent-encoded, including a percent sign without two digits.
pub(super) fn represents_reserved(text: &str, value: &Value) -> bool {
    let Value::String(wanted) = value else { return represents(&percent_decode(text), value) };
    let (mut sent, mut wanted) = (text, wanted.as_str());
    while let Some(first) = wanted.chars().next() {
        let Some((sent_length, wanted_length)) = reserved_step(sent, wanted, first) else { return false };
        sent = sent.get(sent_length..).unwrap_or_default();
        wanted = wanted.get(wanted_length..).unwrap_or_default();
    }
    sent.is_empty()
}

/// Returns the lengths of the next character in both texts, if it is expanded correctly.
fn reserved_step(sent: &str, wanted: &str, first: char) -> Option<(usize, usize)> {
    if let Some(triplet) = triplet(wanted) {
        return sent.starts_with(triplet).then_some((3, 3));
    }
    let bare = first.is_ascii_graphic() && !"\"%<>\\^`{|}".contains(first);
    if bare && sent.starts_with(first) {
        return Some((1, 1));
    }
    let character = wanted.get(..first.len_utf8()).unwrap_or_default();
    let encoded: String = character.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let found = sent.get(..encoded.len()).is_some_and(|start| start.eq_ignore_ascii_case(&encoded));
    found.then_some((encoded.len(), character.len()))
}

fn triplet(text: &str) -> Option<&str> {
    let first = text.get(..3).filter(|triplet| triplet.starts_with('%'))?;
    first.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit()).then_some(first)
}

/// Percent-decodes a text.
pub(super) fn percent_decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Decodes hexadecimal digits.
pub(super) fn decode_hex(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        hex.bytes().filter_map(|byte| char::from(byte).to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |sum, digit| sum * 16 + digit)).collect()
}

/// Returns the primitives of an array, or the names and values of an object in turn. Returns `None`
/// if one is not a primitive.
pub(super) fn primitives(value: &Value) -> Option<Vec<Value>> {
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

/// Returns `true` if the specification gives a value no serialization: it is nested or empty.
pub(super) fn is_nested_or_empty(value: &Value) -> bool {
    primitives(value).is_none_or(|all| all.is_empty())
}

/// Returns the primitives of an array, joined by a separator. Returns `None` if one is not a
/// primitive.
pub(super) fn joined(value: &Value, separator: &str) -> Option<String> {
    let items: Option<Vec<String>> = primitives(value)?.iter().map(primitive).collect();
    Some(items?.join(separator))
}

/// Returns `true` if a text, split at `separator`, represents the primitives of a value. With
/// `paired`, the members of an object are `name=value`. Nested and empty values have no
/// serialization: every text represents them.
pub(super) fn represents_list(
    text: &str,
    separator: &str,
    value: &Value,
    paired: bool,
    decode: fn(&str) -> String,
) -> bool {
    let Some(wanted) = primitives(value).filter(|all| !all.is_empty()) else { return true };
    let split: Vec<&str> = match (separator, wanted.len()) {
        ("", _) | (_, 0 | 1) => vec![text],
        (separator, _) => text.split(separator).collect(),
    };
    let Value::Object(members) = value else {
        let parts: Vec<String> = split.into_iter().map(decode).collect();
        let same = |(text, value): (&String, &Value)| represents(text, value);
        return parts.len() == wanted.len() && parts.iter().zip(&wanted).all(same);
    };
    if paired && !split.iter().all(|part| part.contains('=')) {
        return false;
    }
    let halves = |part: &'_ str| part.split_once('=').map_or(vec![decode(part)], |(a, b)| vec![decode(a), decode(b)]);
    let parts: Vec<String> = match paired {
        true => split.into_iter().flat_map(halves).collect(),
        false => split.into_iter().map(decode).collect(),
    };
    // The members may be in any order.
    let is_member = |pair: &[String]| match pair {
        [name, text] => members.get(name).is_some_and(|value| represents(text, value)),
        _ => false,
    };
    parts.len() == 2 * members.len() && parts.chunks_exact(2).all(is_member)
}

/// Returns a text unchanged: the `decode` of locations without percent-encoding.
pub(super) fn unchanged(text: &str) -> String {
    text.to_owned()
}

/// Returns the separator between the items of an array outside the query (`collectionFormat` of
/// Swagger 2.0). OpenAPI 3 always uses commas there.
pub(super) fn separator(style: &str) -> &'static str {
    match style {
        "spaceDelimited" => " ",
        "pipeDelimited" => "|",
        "tabDelimited" => "\t",
        _ => ",",
    }
}
