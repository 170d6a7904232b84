//! JSON numbers as the text that they are (RFC 8259, section 6), for numbers with more digits than a float has.
//!
//! serde has no such number. serde_json passes the text of a value on where it is asked by a name of its own, that of its
//! `RawValue`; another format does not know the name and gives what it has, with the digits of an `f64`. This module must not know
//! what the digits are for.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::ser::{SerializeStruct, Serializer};

/// How serde_json calls its `RawValue`. Were it called otherwise, a test of this module would fail, and digits be lost.
const RAW: &str = "$serde_json::private::RawValue";

/// Reads a number, or a string that stands for one.
pub(super) fn read<'de, D: Deserializer<'de>>(from: D, to: &mut String) -> Result<(), D::Error> {
    from.deserialize_newtype_struct(RAW, IntoDigits(to))
}

/// Writes a number: as its text where serde_json writes, else as the nearest number that the format has.
pub(super) fn serialize<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    if !is_number(text) {
        return to.serialize_str(text);
    }
    if std::any::type_name::<S>().contains("serde_json") {
        let mut raw = to.serialize_struct(RAW, 1)?;
        raw.serialize_field(RAW, text)?;
        return raw.end();
    }
    match (text.parse::<i64>(), text.parse::<u64>(), text.parse::<f64>()) {
        (Ok(value), _, _) => to.serialize_i64(value),
        (_, Ok(value), _) => to.serialize_u64(value),
        (_, _, Ok(value)) => to.serialize_f64(value),
        (_, _, Err(_)) => to.serialize_str(text),
    }
}

struct IntoDigits<'s>(&'s mut String);

impl<'de> Visitor<'de> for IntoDigits<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        *self.0 = value.to_string();
        Ok(())
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        *self.0 = value.to_string();
        Ok(())
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        *self.0 = value.to_string();
        Ok(())
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        text.clone_into(self.0);
        Ok(())
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
    /// How serde_json gives the text of a value, and of a number where another crate of the build turns on its
    /// `arbitrary_precision`.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let entry = map.next_entry::<String, String>()?;
        let text = entry.map(|(_, text)| text).unwrap_or_default();
        if is_number(&text) {
            *self.0 = text;
            return Ok(());
        }
        let string = if text.starts_with('"') { serde_json::from_str(&text).ok() } else { None };
        *self.0 = string.ok_or_else(|| A::Error::invalid_type(Unexpected::Other(kind(&text)), &self))?;
        Ok(())
    }
}

/// What a JSON text that is no number and no string is.
fn kind(text: &str) -> &'static str {
    match text.bytes().next() {
        Some(b'{') => "map",
        Some(b'[') => "sequence",
        Some(b't' | b'f') => "boolean",
        _ => "null",
    }
}

/// Whether a text is a JSON number (RFC 8259, section 6).
pub(super) fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}
