//! Replaces parts of a JSON text that serde_json rejects, such as unpaired surrogates. It only runs after reading has
//! failed, so valid texts do not pay for it. Must not know values.

use std::borrow::Cow;

use super::token::{number_length, string_length};

/// Replaces unpaired surrogates with U+FFFD. JSON can escape them (RFC 8259, section 8.2), but Rust strings cannot hold them.
/// The length of the text does not change.
pub(crate) fn repaired(text: &str) -> Cow<'_, str> {
    let unpaired = unpaired_surrogates(text.as_bytes());
    if unpaired.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for index in unpaired {
        out.push_str(text.get(from..index).unwrap_or_default());
        out.push_str("\\ufffd");
        from = index + 6;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

fn unpaired_surrogates(bytes: &[u8]) -> Vec<usize> {
    let (mut unpaired, mut index) = (Vec::new(), 0);
    while let Some(step) = bytes.get(index..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        index += step;
        index += match (escaped_unit(bytes, index), escaped_unit(bytes, index + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                unpaired.push(index);
                6
            }
            (Some(_), _) => 6,
            (None, _) => 2,
        };
    }
    unpaired
}

/// Returns the unit of UTF-16 that is escaped at a position.
fn escaped_unit(bytes: &[u8], index: usize) -> Option<u16> {
    let digits = bytes.get(index..index + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Returns a text that is nested at most `max_depth` levels, with `null` for deeper values and `0` for numbers that are too
/// large for a `Value`. The reader uses it to choose the variant of a union, never as the value.
pub(super) fn readable(text: &str, max_depth: usize) -> String {
    let (mut out, mut rest, mut depth) = (String::new(), text, 0_usize);
    while let Some(first) = rest.chars().next() {
        let length = token_length(rest, first);
        let token = rest.get(..length).unwrap_or_default();
        if matches!(first, '[' | '{') {
            depth += 1;
            if depth == max_depth + 1 {
                out.push_str("null");
            }
        }
        if depth <= max_depth {
            let is_number = first == '-' || first.is_ascii_digit();
            let too_large = is_number && serde_json::from_str::<f64>(token).is_err();
            out.push_str(if too_large { "0" } else { token });
        }
        if matches!(first, ']' | '}') {
            depth = depth.saturating_sub(1);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

fn token_length(text: &str, first: char) -> usize {
    match first {
        '"' => string_length(text),
        '-' | '0'..='9' => number_length(text),
        _ => first.len_utf8(),
    }
}
