//! [`ProvedType`]: converts values of a client's types from JSON and back, here for the types that every
//! client has. Uses the client's public API only. Must not know operations.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use client::{File, Number, formats};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::digits;

/// A value, or the reason why it could not be built.
pub type BuildResult<T> = Result<T, String>;

/// Facts about the values of a case.
#[derive(Clone, Default, Deserialize)]
pub struct Marks {
    /// The contents of files. No other string of the case is equal.
    files: BTreeSet<String>,
    /// Property names that match a pattern and are not declared.
    pattern_names: BTreeSet<String>,
    /// Discriminators that their variants do not declare.
    undeclared_discriminators: BTreeSet<String>,
}

thread_local! { static MARKS: RefCell<Marks> = RefCell::default(); }

pub fn set_marks(marks: &Marks) {
    MARKS.with_borrow_mut(|all| *all = marks.clone());
}

/// Returns `true` for property names that match a pattern and are not declared.
pub fn is_pattern_name(name: &str) -> bool {
    MARKS.with_borrow(|marks| marks.pattern_names.contains(name))
}

/// Returns `true` for discriminators that their variants do not declare.
pub fn is_undeclared_discriminator(name: &str) -> bool {
    MARKS.with_borrow(|marks| marks.undeclared_discriminators.contains(name))
}

/// Counts the files in a value or in the items of an array.
pub fn count_files(value: &Value) -> usize {
    match value {
        Value::String(text) => MARKS.with_borrow(|marks| usize::from(marks.files.contains(text))),
        Value::Array(items) => items.iter().map(count_files).sum(),
        _ => 0,
    }
}

/// Returns an object without the discriminators that its variants do not declare. Returns `None` if
/// it has none.
pub fn without_discriminators(value: &Value) -> Option<Value> {
    let members = value.as_object().filter(|members| members.keys().any(|key| is_undeclared_discriminator(key)))?;
    Some(Value::Object(members.iter().filter(|(key, _)| !is_undeclared_discriminator(key)).map(|(key, value)| (key.clone(), value.clone())).collect()))
}

fn bytes_as_text(bytes: &[u8]) -> String {
    let hex = || bytes.iter().map(|byte| std::format!("{byte:02x}")).collect::<String>();
    String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| std::format!("(bytes) {}", hex()))
}

/// A type of a client: it is built from JSON with constructors and setters, and shown as JSON by
/// its fields.
pub trait ProvedType: Sized {
    fn build(value: &Value) -> BuildResult<Self>;
    fn show(&self) -> Value;
    /// Serializes the value with its own `Serialize`. Returns `None` if the type has none.
    fn encode(&self) -> Option<Value>;
    /// Counts the files in the value, in the items of an array, or in a variant of a union.
    fn files(&self) -> usize {
        0
    }
    /// Reads and writes JSON text with the type's own `Deserialize` and `Serialize`.
    fn round_trip(_: &str) -> BuildResult<Value> {
        Err("the type cannot be read from JSON".to_owned())
    }
}

pub fn round_trip<T: for<'de> Deserialize<'de> + ProvedType>(text: &str) -> BuildResult<Value> {
    let read: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    read.encode().ok_or_else(|| "it cannot be written as JSON".to_owned())
}

/// Serializes a value, with all digits.
pub fn encoded<T: serde::Serialize>(value: &T) -> Option<Value> {
    serde_json::to_string(value).ok().and_then(|text| digits::read(&text).ok())
}

macro_rules! plain_types {
    ($($ty:ty, $read:expr;)*) => { $(
        impl ProvedType for $ty {
            fn build(value: &Value) -> BuildResult<Self> {
                let read: fn(&Value) -> Option<$ty> = $read;
                read(value).ok_or_else(|| format!("{} from {value}", stringify!($ty)))
            }
            fn show(&self) -> Value { json!(self) }
            fn encode(&self) -> Option<Value> { serde_json::to_value(self).ok() }
            fn round_trip(text: &str) -> BuildResult<Value> { round_trip::<Self>(text) }
        }
    )* };
}

plain_types! {
    String, |value| value.as_str().filter(|_| digits::digits(value).is_none()).map(str::to_owned);
    bool, Value::as_bool;
    i32, |value| whole(value).and_then(|integer| integer.try_into().ok());
    i64, |value| whole(value).and_then(|integer| integer.try_into().ok());
    u32, |value| whole(value).and_then(|integer| integer.try_into().ok());
    u64, |value| whole(value).and_then(|integer| integer.try_into().ok());
    f64, Value::as_f64;
}

fn whole(value: &Value) -> Option<i128> {
    let float = |number: f64| (number.fract() == 0.0).then_some(number as i128);
    value.as_i64().map(i128::from).or(value.as_u64().map(i128::from)).or(value.as_f64().and_then(float))
}

impl ProvedType for f32 {
    fn build(value: &Value) -> BuildResult<Self> {
        value.as_f64().map(|number| number as f32).ok_or_else(|| format!("f32 from {value}"))
    }
    fn show(&self) -> Value {
        ProvedType::encode(self).unwrap_or_default()
    }
    // Through JSON text, which has the digits of an `f32`.
    fn encode(&self) -> Option<Value> {
        serde_json::to_string(self).ok().and_then(|text| serde_json::from_str(&text).ok())
    }
    fn round_trip(text: &str) -> BuildResult<Value> {
        round_trip::<Self>(text)
    }
}

impl ProvedType for () {
    fn build(_: &Value) -> BuildResult<Self> {
        Ok(())
    }
    fn show(&self) -> Value {
        Value::Null
    }
    fn encode(&self) -> Option<Value> {
        None
    }
}

impl ProvedType for Value {
    // Any JSON only holds what an `f64` holds.
    fn build(value: &Value) -> BuildResult<Self> {
        Ok(digits::nearest(value.clone()))
    }
    fn show(&self) -> Value {
        self.clone()
    }
    fn encode(&self) -> Option<Value> {
        Some(self.clone())
    }
    fn round_trip(text: &str) -> BuildResult<Value> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

impl ProvedType for Number {
    fn build(value: &Value) -> BuildResult<Self> {
        if let Some(digits) = digits::digits(value) {
            return digits.parse().map_err(|error| format!("{digits}: {error}"));
        }
        let integer = value.as_i64().map(Number::from).or(value.as_u64().map(Number::from));
        integer.or(value.as_f64().map(Number::from)).ok_or_else(|| format!("a number from {value}"))
    }
    fn show(&self) -> Value {
        digits::read(&self.to_string()).unwrap_or_else(|_| json!(self.to_string()))
    }
    fn encode(&self) -> Option<Value> {
        encoded(self)
    }
    fn round_trip(text: &str) -> BuildResult<Value> {
        round_trip::<Self>(text)
    }
}

impl ProvedType for Bytes {
    fn build(value: &Value) -> BuildResult<Self> {
        String::build(value).map(Bytes::from)
    }
    fn show(&self) -> Value {
        json!(bytes_as_text(self))
    }
    fn encode(&self) -> Option<Value> {
        None
    }
}

impl ProvedType for File {
    fn build(value: &Value) -> BuildResult<Self> {
        String::build(value).map(|text| File::new(text).with_name(crate::FILE_NAME))
    }
    fn show(&self) -> Value {
        json!(self.bytes().map(|bytes| bytes_as_text(bytes)))
    }
    fn files(&self) -> usize {
        1
    }
    fn encode(&self) -> Option<Value> {
        None
    }
}

/// Implements the trait for a type that the user chose, which serde converts.
macro_rules! chosen_type {
    ($ty:ty) => {
        impl crate::proof::ProvedType for $ty {
            fn build(value: &serde_json::Value) -> crate::proof::BuildResult<Self> {
                serde_json::from_value(value.clone()).map_err(|error| error.to_string())
            }
            fn show(&self) -> serde_json::Value {
                serde_json::to_value(self).unwrap_or_default()
            }
            fn encode(&self) -> Option<serde_json::Value> {
                serde_json::to_value(self).ok()
            }
            fn round_trip(text: &str) -> crate::proof::BuildResult<serde_json::Value> {
                crate::proof::round_trip::<Self>(text)
            }
        }
    };
}
pub(crate) use chosen_type;

/// Implements the trait for a type that the user chose, which is the text of a format.
macro_rules! chosen_format {
    ($ty:ty, $format:ty, |$text:ident| $parse:expr, |$value:ident| $write:expr) => {
        impl crate::proof::ProvedType for $ty {
            fn build(value: &serde_json::Value) -> crate::proof::BuildResult<Self> {
                let $text = <$format>::from(String::build(value)?);
                $parse.map_err(|error| error.to_string())
            }
            fn show(&self) -> serde_json::Value {
                let $value = self;
                serde_json::json!(<$format>::from($write))
            }
            fn encode(&self) -> Option<serde_json::Value> {
                Some(self.show())
            }
        }
    };
}
pub(crate) use chosen_format;

macro_rules! formats {
    ($($name:ident)*) => { $(
        impl ProvedType for formats::$name {
            fn build(value: &Value) -> BuildResult<Self> { String::build(value).map(formats::$name::from) }
            fn show(&self) -> Value { json!(self.as_str()) }
            fn encode(&self) -> Option<Value> { serde_json::to_value(self).ok() }
            fn round_trip(text: &str) -> BuildResult<Value> { round_trip::<Self>(text) }
        }
    )* };
}
formats!(DateTime Date Time Duration Uuid Uri Decimal Base64);

impl<T: ProvedType> ProvedType for Box<T> {
    fn build(value: &Value) -> BuildResult<Self> {
        T::build(value).map(Box::new)
    }
    fn show(&self) -> Value {
        T::show(self)
    }
    fn encode(&self) -> Option<Value> {
        T::encode(self)
    }
    fn files(&self) -> usize {
        T::files(self)
    }
    fn round_trip(text: &str) -> BuildResult<Value> {
        T::round_trip(text)
    }
}

impl<T: ProvedType> ProvedType for Option<T> {
    fn build(value: &Value) -> BuildResult<Self> {
        if value.is_null() { Ok(None) } else { T::build(value).map(Some) }
    }
    fn show(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::show)
    }
    fn encode(&self) -> Option<Value> {
        self.as_ref().map_or(Some(Value::Null), T::encode)
    }
    fn files(&self) -> usize {
        self.as_ref().map_or(0, T::files)
    }
    fn round_trip(text: &str) -> BuildResult<Value> {
        if text.trim() == "null" { Ok(Value::Null) } else { T::round_trip(text) }
    }
}

impl<T: ProvedType> ProvedType for Vec<T> {
    fn build(value: &Value) -> BuildResult<Self> {
        let items = value.as_array().ok_or_else(|| format!("an array from {value}"))?;
        items.iter().map(T::build).collect()
    }
    fn show(&self) -> Value {
        self.iter().map(T::show).collect()
    }
    fn encode(&self) -> Option<Value> {
        self.iter().map(T::encode).collect()
    }
    fn files(&self) -> usize {
        self.iter().map(T::files).sum()
    }
    fn round_trip(text: &str) -> BuildResult<Value> {
        let items: Vec<&serde_json::value::RawValue> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        items.iter().map(|item| T::round_trip(item.get())).collect()
    }
}

impl<T: ProvedType> ProvedType for BTreeMap<String, T> {
    fn build(value: &Value) -> BuildResult<Self> {
        let members = value.as_object().ok_or_else(|| format!("a map from {value}"))?;
        members.iter().map(|(key, value)| Ok((key.clone(), T::build(value)?))).collect()
    }
    fn show(&self) -> Value {
        self.iter().map(|(key, value)| (key.clone(), value.show())).collect()
    }
    fn encode(&self) -> Option<Value> {
        self.iter().map(|(key, value)| Some((key.clone(), value.encode()?))).collect()
    }
    fn round_trip(text: &str) -> BuildResult<Value> {
        let members: BTreeMap<String, &serde_json::value::RawValue> =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        members.into_iter().map(|(key, value)| Ok((key, T::round_trip(value.get())?))).collect()
    }
}
