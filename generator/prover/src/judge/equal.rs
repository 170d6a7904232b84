//! When two JSON values are the same: numbers by value, all else exactly.

use serde_json::{Number, Value};

/// Whether two values are the same; the place of the first difference where they are not.
///
/// # Errors
/// A JSON pointer, and both values there.
pub fn equal(wanted: &Value, found: &Value) -> Result<(), String> {
    at(String::new(), wanted, found, same)
}

/// As [`equal`], but a number may be the nearest that a `format: float` holds.
///
/// # Errors
/// As [`equal`].
pub fn nearly_equal(wanted: &Value, found: &Value) -> Result<(), String> {
    let near = |a: &Number, b: &Number| {
        let floats = a.as_f64().map(|a| a as f32).zip(b.as_f64().map(|b| b as f32));
        same(a, b)
            || a.is_f64()
                && floats.is_some_and(|(a, float)| {
                    a == float && float.to_string().parse() == Ok(b.as_f64().unwrap_or_default())
                })
    };
    at(String::new(), wanted, found, near)
}

fn at(way: String, wanted: &Value, found: &Value, same: fn(&Number, &Number) -> bool) -> Result<(), String> {
    match (wanted, found) {
        (Value::Number(a), Value::Number(b)) if same(a, b) => Ok(()),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().try_for_each(|(index, (a, b))| at(format!("{way}/{index}"), a, b, same))
        }
        (Value::Object(a), Value::Object(b)) => {
            if let Some((key, value)) = a.iter().find(|(key, _)| !b.contains_key(*key)) {
                return Err(format!("{way}/{key}: {} is missing", short(value)));
            }
            if let Some((key, value)) = b.iter().find(|(key, _)| !a.contains_key(*key)) {
                return Err(format!("{way}/{key}: {} is too much", short(value)));
            }
            a.iter().try_for_each(|(key, a)| at(format!("{way}/{key}"), a, b.get(key).unwrap_or(&Value::Null), same))
        }
        (a, b) if a == b => Ok(()),
        (a, b) => Err(format!("{way}: {} in place of {}", short(b), short(a))),
    }
}

fn same(a: &Number, b: &Number) -> bool {
    let mixed = a.is_f64() != b.is_f64();
    a == b || (mixed || a.is_f64()) && a.as_f64() == b.as_f64()
}

/// A value in a message.
pub(super) fn short(value: &Value) -> String {
    let text = crate::digits::write(value);
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
