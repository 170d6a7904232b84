//! Reading numbers: what fits is taken, `1.0` is 1, and nothing is rounded away in silence.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};

use super::number::{Number, float_to_i64, float_to_u64};
use super::trail::without_place;

/// Reads into a number of type `T`.
pub(super) struct Numeric<'s, T>(pub(super) &'s mut T);

/// A type of number. Each gives back whether the value fits.
pub(super) trait Target: Sized {
    /// What a message calls it.
    const NAME: &'static str;
    /// Asks for it: a format that knows its numbers has the shortest way then.
    fn hint<'de, D: Deserializer<'de>>(from: D, to: Numeric<'_, Self>) -> Result<(), D::Error>;
    fn signed(&mut self, value: i64) -> bool;
    fn unsigned(&mut self, value: u64) -> bool;
    fn float(&mut self, value: f64) -> bool;
}

impl<'de, T: Target> Visitor<'de> for Numeric<'_, T> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::NAME)
    }
    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        if self.0.signed(value) { Ok(()) } else { Err(E::invalid_value(Unexpected::Signed(value), &self)) }
    }
    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        if self.0.unsigned(value) { Ok(()) } else { Err(E::invalid_value(Unexpected::Unsigned(value), &self)) }
    }
    #[inline]
    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        if self.0.float(value) { Ok(()) } else { Err(E::invalid_value(Unexpected::Float(value), &self)) }
    }
    /// How serde_json gives numbers when another crate of the build turns on its `arbitrary_precision`.
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
    ($($type:ty, $hint:ident, $name:literal);*) => {$(
        impl Target for $type {
            const NAME: &'static str = $name;
            #[inline]
            fn hint<'de, D: Deserializer<'de>>(from: D, to: Numeric<'_, Self>) -> Result<(), D::Error> {
                from.$hint(to)
            }
            #[inline]
            fn signed(&mut self, value: i64) -> bool {
                <$type>::try_from(value).map(|value| *self = value).is_ok()
            }
            #[inline]
            fn unsigned(&mut self, value: u64) -> bool {
                <$type>::try_from(value).map(|value| *self = value).is_ok()
            }
            fn float(&mut self, value: f64) -> bool {
                float_to_i64(value).is_some_and(|value| self.signed(value))
                    || float_to_u64(value).is_some_and(|value| self.unsigned(value))
            }
        }
    )*};
}
integer!(
    i32, deserialize_i64, "an integer of 32 bits";
    i64, deserialize_i64, "an integer of 64 bits";
    u32, deserialize_u64, "an integer of 32 bits that is not negative";
    u64, deserialize_u64, "an integer of 64 bits that is not negative"
);

impl Target for f64 {
    const NAME: &'static str = "a number";
    #[inline]
    fn hint<'de, D: Deserializer<'de>>(from: D, to: Numeric<'_, Self>) -> Result<(), D::Error> {
        from.deserialize_f64(to)
    }
    fn signed(&mut self, value: i64) -> bool {
        *self = value as f64;
        true
    }
    fn unsigned(&mut self, value: u64) -> bool {
        *self = value as f64;
        true
    }
    fn float(&mut self, value: f64) -> bool {
        *self = value;
        true
    }
}

impl Target for f32 {
    const NAME: &'static str = "a number that fits 32 bits";
    #[inline]
    fn hint<'de, D: Deserializer<'de>>(from: D, to: Numeric<'_, Self>) -> Result<(), D::Error> {
        from.deserialize_f32(to)
    }
    fn signed(&mut self, value: i64) -> bool {
        *self = value as f32;
        true
    }
    fn unsigned(&mut self, value: u64) -> bool {
        *self = value as f32;
        true
    }
    fn float(&mut self, value: f64) -> bool {
        *self = value as f32;
        self.is_finite()
    }
}

impl Target for Number {
    const NAME: &'static str = "a number";
    #[inline]
    fn hint<'de, D: Deserializer<'de>>(from: D, to: Numeric<'_, Self>) -> Result<(), D::Error> {
        from.deserialize_any(to)
    }
    fn signed(&mut self, value: i64) -> bool {
        *self = Number::from(value);
        true
    }
    fn unsigned(&mut self, value: u64) -> bool {
        *self = Number::from(value);
        true
    }
    fn float(&mut self, value: f64) -> bool {
        *self = Number::from(value);
        true
    }
}

/// Reads a number of a JSON text, with its digits.
pub(super) fn number_of_text<E: Error>(to: &mut Number, text: &str) -> Result<(), E> {
    if text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        *to = Number::of_json(text);
        return Ok(());
    }
    let read = serde_json::Deserializer::from_str(text).deserialize_any(Numeric::<Number>(to));
    read.map_err(|error| E::custom(without_place(&error)))
}
