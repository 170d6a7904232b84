//! Reads numbers: `1.0` is 1, and a number that does not fit its type is an error. Must not know other values.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};

use super::error::message;
use super::float::{float_to_i64, float_to_u64};
use super::number::Number;

/// Reads into a number of type `T`.
pub(super) struct NumberVisitor<'v, T>(pub(super) &'v mut T);

/// A type of number. The setters return `true` if the value fits.
pub(super) trait NumberTarget: Sized {
    /// The name of the type in messages.
    const NAME: &'static str;
    /// Reads a number with the method of the format that is fastest for the type.
    fn read<'de, D: Deserializer<'de>>(from: D, to: NumberVisitor<'_, Self>) -> Result<(), D::Error>;
    fn set_signed(&mut self, value: i64) -> bool;
    fn set_unsigned(&mut self, value: u64) -> bool;
    fn set_float(&mut self, value: f64) -> bool;
}

impl<'de, T: NumberTarget> Visitor<'de> for NumberVisitor<'_, T> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::NAME)
    }
    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        if self.0.set_signed(value) { Ok(()) } else { Err(E::invalid_value(Unexpected::Signed(value), &self)) }
    }
    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        if self.0.set_unsigned(value) { Ok(()) } else { Err(E::invalid_value(Unexpected::Unsigned(value), &self)) }
    }
    #[inline]
    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        if self.0.set_float(value) { Ok(()) } else { Err(E::invalid_value(Unexpected::Float(value), &self)) }
    }
    /// Reads a number as serde_json represents it when another crate of the build turns on its `arbitrary_precision`.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let number = serde_json::Number::deserialize(MapAccessDeserializer::new(map))?;
        match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(value), _, _) => self.visit_i64(value),
            (None, Some(value), _) => self.visit_u64(value),
            (None, None, Some(value)) => self.visit_f64(value),
            (None, None, None) => Err(A::Error::invalid_value(Unexpected::Other("number"), &self)),
        }
    }
}

macro_rules! integer {
    ($($type:ty, $method:ident, $name:literal);*) => {$(
        impl NumberTarget for $type {
            const NAME: &'static str = $name;
            #[inline]
            fn read<'de, D: Deserializer<'de>>(from: D, to: NumberVisitor<'_, Self>) -> Result<(), D::Error> {
                from.$method(to)
            }
            #[inline]
            fn set_signed(&mut self, value: i64) -> bool {
                <$type>::try_from(value).map(|value| *self = value).is_ok()
            }
            #[inline]
            fn set_unsigned(&mut self, value: u64) -> bool {
                <$type>::try_from(value).map(|value| *self = value).is_ok()
            }
            fn set_float(&mut self, value: f64) -> bool {
                float_to_i64(value).is_some_and(|value| self.set_signed(value))
                    || float_to_u64(value).is_some_and(|value| self.set_unsigned(value))
            }
        }
    )*};
}
integer!(
    i32, deserialize_i64, "a 32-bit integer";
    i64, deserialize_i64, "a 64-bit integer";
    u32, deserialize_u64, "an unsigned 32-bit integer";
    u64, deserialize_u64, "an unsigned 64-bit integer"
);

impl NumberTarget for f64 {
    const NAME: &'static str = "a number";
    #[inline]
    fn read<'de, D: Deserializer<'de>>(from: D, to: NumberVisitor<'_, Self>) -> Result<(), D::Error> {
        from.deserialize_f64(to)
    }
    fn set_signed(&mut self, value: i64) -> bool {
        *self = value as f64;
        true
    }
    fn set_unsigned(&mut self, value: u64) -> bool {
        *self = value as f64;
        true
    }
    fn set_float(&mut self, value: f64) -> bool {
        *self = value;
        true
    }
}

impl NumberTarget for f32 {
    const NAME: &'static str = "a 32-bit number";
    #[inline]
    fn read<'de, D: Deserializer<'de>>(from: D, to: NumberVisitor<'_, Self>) -> Result<(), D::Error> {
        from.deserialize_f32(to)
    }
    fn set_signed(&mut self, value: i64) -> bool {
        *self = value as f32;
        true
    }
    fn set_unsigned(&mut self, value: u64) -> bool {
        *self = value as f32;
        true
    }
    fn set_float(&mut self, value: f64) -> bool {
        *self = value as f32;
        self.is_finite()
    }
}

impl NumberTarget for Number {
    const NAME: &'static str = "a number";
    #[inline]
    fn read<'de, D: Deserializer<'de>>(from: D, to: NumberVisitor<'_, Self>) -> Result<(), D::Error> {
        from.deserialize_any(to)
    }
    fn set_signed(&mut self, value: i64) -> bool {
        *self = Number::from(value);
        true
    }
    fn set_unsigned(&mut self, value: u64) -> bool {
        *self = Number::from(value);
        true
    }
    fn set_float(&mut self, value: f64) -> bool {
        *self = Number::from(value);
        true
    }
}

/// Reads a number from its JSON text, with all its digits.
pub(super) fn read_number_text<E: Error>(to: &mut Number, text: &str) -> Result<(), E> {
    if text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        *to = Number::from_json(text);
        return Ok(());
    }
    let read = serde_json::Deserializer::from_str(text).deserialize_any(NumberVisitor::<Number>(to));
    read.map_err(|error| E::custom(message(&error)))
}
