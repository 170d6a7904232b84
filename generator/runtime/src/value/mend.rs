//! Replaces parts of a JSON text that serde_json rejects, such as unpaired surrogates. Only used after reading failed.

use std::borrow::Cow;

use super::kept::{number_length, text_length};

/// Replaces unpaired surrogates, which JSON can spell (RFC 8259, section 8.2) and no Rust string can hold, by U+FFFD. The text is of the same
/// length.
pub(crate) fn mended(text: &str) -> Cow<'_, str> {
    let mut found = Vec::new();
    let (bytes, mut at) = (text.as_bytes(), 0);
    while let Some(step) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        at += step;
        let (length, unpaired) = match (unit(bytes, at), unit(bytes, at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (12, false),
            (Some(0xd800..=0xdfff), _) => (6, true),
            (Some(_), _) => (6, false),
            (None, _) => (2, false),
        };
        if unpaired {
            found.push(at);
        }
        at += length;
    }
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for at in found {
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str("\\ufffd");
        from = at + 6;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

/// The unit of UTF-16 that is escaped here.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let escape = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(escape).ok()?, 16).ok()
}

/// A text of the same shape that is nested no deeper than this, with null for what is deeper, and 0 for numbers beyond those of a `Value`.
pub(super) fn readable(text: &str, most: usize) -> String {
    let (mut out, mut rest, mut depth) = (String::new(), text, 0_usize);
    while let Some(first) = rest.chars().next() {
        let length = token_length(rest, first);
        let token = rest.get(..length).unwrap_or_default();
        if matches!(first, '[' | '{') {
            depth += 1;
            if depth == most + 1 {
                out.push_str("null");
            }
        }
        if depth <= most {
            let is_number = first == '-' || first.is_ascii_digit();
            let beyond = is_number && serde_json::from_str::<f64>(token).is_err();
            out.push_str(if beyond { "0" } else { token });
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
        '"' => text_length(text),
        '-' | '0'..='9' => number_length(text),
        other => other.len_utf8(),
    }
}
