//! [`Number`]: a JSON number of any kind, without loss for integers of 64 bits.

use std::cmp::Ordering;
use std::fmt;

use super::field::{Field, Slot, View};
use super::write::Writer;

/// A JSON number (`type: number` without a format): an integer of 64 bits with or without sign, or
/// an `f64`. Made from every primitive number, compared by value: `Number::from(1) == 1.0`.
#[derive(Clone, Copy)]
pub struct Number(Kind);

#[derive(Clone, Copy)]
enum Kind {
    Signed(i64),
    /// Above `i64::MAX` only, so that each integer has one form.
    Unsigned(u64),
    Float(f64),
}

impl Number {
    /// The integer, if it is one and fits. `5.0` is 5.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        match self.0 {
            Kind::Signed(value) => Some(value),
            Kind::Unsigned(_) => None,
            Kind::Float(value) => float_to_i64(value),
        }
    }

    /// The integer, if it is one, is not negative and fits. `5.0` is 5.
    #[must_use]
    pub fn as_u64(self) -> Option<u64> {
        match self.0 {
            Kind::Signed(value) => u64::try_from(value).ok(),
            Kind::Unsigned(value) => Some(value),
            Kind::Float(value) => float_to_u64(value),
        }
    }

    /// The nearest `f64`.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        match self.0 {
            Kind::Signed(value) => value as f64,
            Kind::Unsigned(value) => value as f64,
            Kind::Float(value) => value,
        }
    }
}

/// `value` as an integer where it is one and fits, for `1.0` where 1 is meant.
pub(super) fn float_to_i64(value: f64) -> Option<i64> {
    // 2^63 itself is a float, 2^63 - 1 is not: hence the half-open range.
    let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value);
    (fits && value.fract() == 0.0).then_some(value as i64)
}

/// As [`float_to_i64`] for integers without sign.
pub(super) fn float_to_u64(value: f64) -> Option<u64> {
    let fits = (0.0..18_446_744_073_709_551_616.0).contains(&value);
    (fits && value.fract() == 0.0).then_some(value as u64)
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.as_i64(), other.as_i64(), self.as_u64(), other.as_u64()) {
            (Some(a), Some(b), _, _) => Some(a.cmp(&b)),
            (_, _, Some(a), Some(b)) => Some(a.cmp(&b)),
            (Some(_), None, None, Some(_)) => Some(Ordering::Less),
            (None, Some(_), Some(_), None) => Some(Ordering::Greater),
            (_, _, _, _) => self.as_f64().partial_cmp(&other.as_f64()),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Signed(value) => fmt::Debug::fmt(&value, f),
            Kind::Unsigned(value) => fmt::Debug::fmt(&value, f),
            Kind::Float(value) => fmt::Debug::fmt(&value, f),
        }
    }
}

impl fmt::Display for Number {
    /// With a precision (`{:.2}`) as an `f64`, else as it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            _ if f.precision().is_some() => fmt::Display::fmt(&self.as_f64(), f),
            Kind::Signed(value) => fmt::Display::fmt(&value, f),
            Kind::Unsigned(value) => fmt::Display::fmt(&value, f),
            Kind::Float(value) => fmt::Display::fmt(&value, f),
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Number(Kind::Signed(value))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Number(i64::try_from(value).map_or(Kind::Unsigned(value), Kind::Signed))
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Number(Kind::Float(value))
    }
}

impl From<f32> for Number {
    fn from(value: f32) -> Self {
        Number(Kind::Float(f64::from(value)))
    }
}

macro_rules! from_smaller {
    ($($small:ty => $wide:ty),*) => {$(
        impl From<$small> for Number {
            fn from(value: $small) -> Self {
                Number::from(value as $wide)
            }
        }
    )*};
}
from_smaller!(i8 => i64, i16 => i64, i32 => i64, isize => i64, u8 => u64, u16 => u64, u32 => u64, usize => u64);

macro_rules! compare {
    ($($primitive:ty),*) => {$(
        impl PartialEq<$primitive> for Number {
            fn eq(&self, other: &$primitive) -> bool {
                *self == Number::from(*other)
            }
        }
        impl PartialEq<Number> for $primitive {
            fn eq(&self, other: &Number) -> bool {
                Number::from(*self) == *other
            }
        }
        impl PartialOrd<$primitive> for Number {
            fn partial_cmp(&self, other: &$primitive) -> Option<Ordering> {
                self.partial_cmp(&Number::from(*other))
            }
        }
    )*};
}
compare!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, f32, f64);

impl Field for Number {
    fn blank() -> Self {
        Number(Kind::Signed(0))
    }
    fn view(&self) -> View<'_> {
        View::Number(*self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Number(self)
    }
    fn put(&self, to: &mut Writer, key: &'static str, _: bool) {
        to.key(key);
        match self.0 {
            Kind::Signed(value) => to.integer(value),
            Kind::Unsigned(value) => to.integer(value),
            Kind::Float(value) => to.double(value),
        }
    }
}

impl serde::Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Kind::Signed(value) => to.serialize_i64(value),
            Kind::Unsigned(value) => to.serialize_u64(value),
            Kind::Float(value) => to.serialize_f64(value),
        }
    }
}

impl<'de> serde::Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        super::shim::deserialize(from)
    }
}
