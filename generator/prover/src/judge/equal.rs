//! Equality of JSON values: numbers by value, everything else exactly. Must not know where the
//! values come from.

use serde_json::{Number, Value};

use super::mismatch::Mismatch;
use crate::digits;

/// Compares two values.
///
/// # Errors
/// Returns the JSON pointer of the first difference and both values there.
pub fn equal(wanted: &Value, found: &Value) -> Result<(), Mismatch> {
    compare(String::new(), wanted, found, same)
}

/// Compares two values. A number may be the nearest one that a `format: float` holds.
///
/// # Errors
/// Returns the JSON pointer of the first difference and both values there.
pub fn nearly_equal(wanted: &Value, found: &Value) -> Result<(), Mismatch> {
    compare(String::new(), wanted, found, near)
}

fn compare(pointer: String, wanted: &Value, found: &Value, same: fn(&Number, &Number) -> bool) -> Result<(), Mismatch> {
    match (wanted, found) {
        (Value::Number(a), Value::Number(b)) if same(a, b) => Ok(()),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.try_for_each(|(index, (a, b))| compare(format!("{pointer}/{index}"), a, b, same))
        }
        (Value::Object(a), Value::Object(b)) => {
            if let Some((key, value)) = a.iter().find(|(key, _)| !b.contains_key(*key)) {
                return Err(Mismatch::new(format!("{pointer}/{key}: {} is missing", short(value))));
            }
            if let Some((key, value)) = b.iter().find(|(key, _)| !a.contains_key(*key)) {
                return Err(Mismatch::new(format!("{pointer}/{key}: {} is unexpected", short(value))));
            }
            a.iter().try_for_each(|(key, a)| {
                compare(format!("{pointer}/{key}"), a, b.get(key).unwrap_or(&Value::Null), same)
            })
        }
        (a, b) if a == b => Ok(()),
        (a, b) => Err(Mismatch::new(format!("{pointer}: {} instead of {}", short(b), short(a)))),
    }
}

fn same(a: &Number, b: &Number) -> bool {
    let mixed = a.is_f64() != b.is_f64();
    a == b || (mixed || a.is_f64()) && a.as_f64() == b.as_f64()
}

fn near(a: &Number, b: &Number) -> bool {
    let floats = a.as_f64().map(|a| a as f32).zip(b.as_f64().map(|b| b as f32));
    let is_nearest =
        |(a, float): (f32, f32)| a == float && float.to_string().parse() == Ok(b.as_f64().unwrap_or_default());
    same(a, b) || a.is_f64() && floats.is_some_and(is_nearest)
}

/// Shortens a value for a message.
pub(super) fn short(value: &Value) -> String {
    let text = digits::write(value);
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
