//! [`Number`]: a JSON number of any kind, without loss. Must not know the types that hold numbers.

use std::cmp::Ordering;
use std::fmt;

use super::decimal::{Decimal, is_plain};
use super::error::ParseNumberError;
use super::float::{exact_integer, float_to_i64, float_to_u64};
use super::write::Writer;

/// A JSON number of any kind: `type: number` without a format.
///
/// It holds an integer of 64 bits with or without sign, an `f64`, or the digits that a server sent if neither represents them.
/// It is created from any primitive number, or parsed from a string. Numbers are compared by value.
///
/// # Examples
///
/// ```
/// # use clientwright_runtime::Number;
/// let price: Number = "0.10".parse()?;
/// assert_eq!(price.to_string(), "0.10");
/// assert_eq!(price.as_f64(), 0.1);
/// assert_eq!(Number::from(1), 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Number(Kind);

#[derive(Clone)]
enum Kind {
    Signed(i64),
    /// Above `i64::MAX` only, so that each integer has one form.
    Unsigned(u64),
    Float(f64),
    /// The text of a JSON number.
    Digits(Box<str>),
}

impl Number {
    /// Parses a JSON number. Its digits are kept if the value would be written with others.
    pub(super) fn from_json(text: &str) -> Number {
        if let Ok(value) = text.parse::<i64>() {
            if text != "-0" {
                return Number::from(value);
            }
        } else if let Ok(value) = text.parse::<u64>() {
            return Number::from(value);
        }
        match float_of(text) {
            Some(value) if is_plain(text) || is_written(value, text) => Number(Kind::Float(value)),
            Some(_) | None => Number(Kind::Digits(text.into())),
        }
    }

    /// Returns the integer if the number is one and fits: `5.0` is 5.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Kind::Signed(value) => Some(*value),
            Kind::Unsigned(_) => None,
            Kind::Float(value) => float_to_i64(*value),
            Kind::Digits(text) => Decimal::new(text).integer()?.parse().ok(),
        }
    }

    /// Returns the integer if the number is one, is not negative and fits: `5.0` is 5.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        match &self.0 {
            Kind::Signed(value) => u64::try_from(*value).ok(),
            Kind::Unsigned(value) => Some(*value),
            Kind::Float(value) => float_to_u64(*value),
            Kind::Digits(text) => Decimal::new(text).integer()?.parse().ok(),
        }
    }

    /// Returns the nearest `f64`, which is infinite for a number that is larger than all of them. Use `to_string` for all digits.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        match &self.0 {
            Kind::Signed(value) => *value as f64,
            Kind::Unsigned(value) => *value as f64,
            Kind::Float(value) => *value,
            Kind::Digits(text) => {
                let beyond = if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY };
                float_of(text).unwrap_or(beyond)
            }
        }
    }

    /// Writes the number as JSON.
    pub(super) fn write_to(&self, to: &mut Writer) {
        match &self.0 {
            Kind::Signed(value) => to.integer(*value),
            Kind::Unsigned(value) => to.integer(*value),
            Kind::Float(value) => to.double(*value),
            Kind::Digits(text) => to.raw(text),
        }
    }

    /// Returns the value with all digits, or `None` if the number is infinite or not a number.
    fn decimal(&self) -> Option<Decimal> {
        match &self.0 {
            Kind::Float(value) if !value.is_finite() => None,
            Kind::Float(value) => Some(Decimal::new(zmij::Buffer::new().format_finite(*value))),
            Kind::Digits(text) => Some(Decimal::new(text)),
            Kind::Signed(_) | Kind::Unsigned(_) => Some(Decimal::new(&self.to_string())),
        }
    }
}

/// Uses serde_json's parser, which is linked anyway: the standard library's adds code.
fn float_of(text: &str) -> Option<f64> {
    serde_json::from_str(text).ok()
}

/// Returns `true` if a float has this spelling.
fn is_written(value: f64, text: &str) -> bool {
    exact_integer(value).is_none() && zmij::Buffer::new().format_finite(value) == text
}

impl std::str::FromStr for Number {
    type Err = ParseNumberError;

    /// Parses a JSON number, and keeps its digits.
    fn from_str(text: &str) -> Result<Number, ParseNumberError> {
        let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        let is_json =
            is_number && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok_and(|raw| raw.get() == text);
        if is_json { Ok(Number::from_json(text)) } else { Err(ParseNumberError) }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        if matches!((&self.0, &other.0), (Kind::Digits(_), _) | (_, Kind::Digits(_))) {
            // An infinite number is larger than all digits.
            return match (self.decimal(), other.decimal()) {
                (Some(left), Some(right)) => Some(left.cmp(&right)),
                (Some(_), None) => 0.0.partial_cmp(&other.as_f64()),
                (None, _) => self.as_f64().partial_cmp(&0.0),
            };
        }
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
        match &self.0 {
            Kind::Signed(value) => fmt::Debug::fmt(value, f),
            Kind::Unsigned(value) => fmt::Debug::fmt(value, f),
            Kind::Float(value) => fmt::Debug::fmt(value, f),
            Kind::Digits(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for Number {
    /// Formats all digits, or an `f64` if a precision is set (`{:.2}`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            _ if f.precision().is_some() => fmt::Display::fmt(&self.as_f64(), f),
            Kind::Signed(value) => fmt::Display::fmt(value, f),
            Kind::Unsigned(value) => fmt::Display::fmt(value, f),
            Kind::Float(value) => fmt::Display::fmt(value, f),
            Kind::Digits(text) => fmt::Display::fmt(&**text, f),
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
                self.partial_cmp(other) == Some(Ordering::Equal)
            }
        }
        impl PartialEq<Number> for $primitive {
            fn eq(&self, other: &Number) -> bool {
                *other == *self
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

impl serde::Serialize for Number {
    /// Serializes an integer of 64 bits or an `f64`: other formats have no numbers with more digits.
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match (self.as_i64(), self.as_u64(), &self.0) {
            (_, _, Kind::Float(value)) => to.serialize_f64(*value),
            (Some(value), _, _) => to.serialize_i64(value),
            (None, Some(value), _) => to.serialize_u64(value),
            (None, None, _) => to.serialize_f64(self.as_f64()),
        }
    }
}
