//! Numbers with more digits than an `f64` has. A [`Value`] cannot hold them, so they are a string
//! there: a mark and the digits. JSON text contains the number itself. The proof and its drivers
//! share this file. Must not know schemas.

use serde_json::Value;
use serde_json::value::RawValue;

/// A character of the private use area, which no sample contains.
const MARK: char = '\u{e0d1}';

/// Returns the value for a number with these digits.
pub fn number(digits: &str) -> Value {
    Value::String(format!("{MARK}{digits}"))
}

/// Returns the digits of a number that an `f64` does not hold. Returns `None` for all other values.
pub fn digits(value: &Value) -> Option<&str> {
    value.as_str()?.strip_prefix(MARK)
}

/// Parses JSON text and keeps all digits.
///
/// # Errors
/// Returns an error if the text is not JSON.
pub fn read(text: &str) -> serde_json::Result<Value> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let is_string = from.starts_with('"');
        let end = if is_string { end_of_string(from) } else { end_of_number(from) };
        let (token, after) = from.split_at(end);
        if !is_string && is_long(token) {
            out.push_str(&number(token).to_string())
        } else {
            out.push_str(token)
        }
        rest = after;
    }
    serde_json::from_str(&(out + rest))
}

/// Returns JSON text with all digits.
pub fn write(value: &Value) -> String {
    let text = value.to_string();
    let opening = format!("\"{MARK}");
    let mut parts = text.split(opening.as_str());
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, after) = part.split_once('"').unwrap_or((part, ""));
        out.push_str(digits);
        out.push_str(after);
    }
    out
}

/// Replaces each number that no `f64` holds with the nearest one.
pub fn nearest(value: Value) -> Value {
    match digits(&value).map(|digits| serde_json::from_str(digits).unwrap_or_default()) {
        Some(number) => number,
        None => match value {
            Value::Array(items) => items.into_iter().map(nearest).collect(),
            Value::Object(members) => members.into_iter().map(|(key, value)| (key, nearest(value))).collect(),
            other => other,
        },
    }
}

fn end_of_string(text: &str) -> usize {
    // The first quote starts the string.
    let mut escaped = true;
    let end = text.bytes().position(|byte| {
        let is_end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 1)
}

fn end_of_number(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '+' | '.' | 'e' | 'E')).unwrap_or(text.len())
}

/// Returns `true` if neither 64 bits nor an `f64` hold a number.
fn is_long(text: &str) -> bool {
    let is_number = serde_json::from_str::<&RawValue>(text).is_ok();
    let is_integer = text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok();
    let nearest = || text.parse::<f64>().map(|number| number.to_string()).unwrap_or_default();
    is_number && !is_integer && plain(text) != plain(&nearest())
}

/// Returns sign, digits without the zeros at both ends, and the power of ten. Returns `None` if the
/// text is not a number.
fn plain(text: &str) -> Option<(bool, String, i64)> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let negative = whole.starts_with('-');
    let all = format!("{}{fraction}", whole.trim_start_matches('-'));
    let digits = all.trim_end_matches('0');
    let power = exponent - i64::try_from(fraction.len()).ok()? + i64::try_from(all.len() - digits.len()).ok()?;
    let digits = digits.trim_start_matches('0').to_owned();
    let power = if digits.is_empty() { 0 } else { power };
    Some((negative, digits, power))
}
