//! [`Proved`]: values of a client's types from JSON and back, for the types that each client has. Uses a client's public API
//! and nothing else.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use client::{File, Number, formats};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::digits;

/// What was built, or why it could not be.
pub type Built<T> = Result<T, String>;

/// What is to be known of the values of a case.
#[derive(Clone, Default, Deserialize)]
pub struct Marks {
    /// What files hold, each another text than all that is no file.
    files: BTreeSet<String>,
    /// Names of members that a pattern allows, and no field has.
    free: BTreeSet<String>,
    /// Discriminators that variants do not declare.
    tags: BTreeSet<String>,
}

thread_local! { static MARKS: RefCell<Marks> = RefCell::default(); }

pub fn mark(marks: &Marks) {
    MARKS.with_borrow_mut(|all| *all = marks.clone());
}

/// Whether a member has a name that only a pattern allows.
pub fn is_free(name: &str) -> bool {
    MARKS.with_borrow(|marks| marks.free.contains(name))
}

pub fn is_tag(name: &str) -> bool {
    MARKS.with_borrow(|marks| marks.tags.contains(name))
}

/// How many files a value is to hold, as far as lists lead.
pub fn files(value: &Value) -> usize {
    match value {
        Value::String(text) => MARKS.with_borrow(|marks| usize::from(marks.files.contains(text))),
        Value::Array(items) => items.iter().map(files).sum(),
        _ => 0,
    }
}

/// Without the discriminators that variants do not declare; nothing where there are none.
pub fn untagged(value: &Value) -> Option<Value> {
    let members = value.as_object().filter(|members| members.keys().any(|key| is_tag(key)))?;
    Some(Value::Object(members.iter().filter(|(key, _)| !is_tag(key)).map(|(key, value)| (key.clone(), value.clone())).collect()))
}

fn text_of(bytes: &[u8]) -> String {
    let hex = || bytes.iter().map(|byte| std::format!("{byte:02x}")).collect::<String>();
    String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| std::format!("(bytes) {}", hex()))
}

/// A type of a client: made of JSON by its constructors and setters, told as JSON by its fields.
pub trait Proved: Sized {
    fn build(value: &Value) -> Built<Self>;
    fn show(&self) -> Value;
    /// By the type's own `Serialize`; nothing where it has none.
    fn encode(&self) -> Option<Value>;
    /// How many files it holds, as far as lists and unions lead.
    fn files(&self) -> usize {
        0
    }
    /// By the type's own `Deserialize` and `Serialize`.
    fn again(_: &str) -> Built<Value> {
        Err("this type is not read from JSON".to_owned())
    }
}

pub fn again<T: for<'de> Deserialize<'de> + Proved>(text: &str) -> Built<Value> {
    let read: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    read.encode().ok_or_else(|| "it is not written as JSON".to_owned())
}

/// As a type writes itself, with all digits.
pub fn written<T: serde::Serialize>(value: &T) -> Option<Value> {
    serde_json::to_string(value).ok().and_then(|text| digits::read(&text).ok())
}

macro_rules! plain {
    ($($ty:ty, $take:expr;)*) => { $(
        impl Proved for $ty {
            fn build(value: &Value) -> Built<Self> {
                let take: fn(&Value) -> Option<$ty> = $take;
                take(value).ok_or_else(|| format!("{} of {value}", stringify!($ty)))
            }
            fn show(&self) -> Value { json!(self) }
            fn encode(&self) -> Option<Value> { serde_json::to_value(self).ok() }
            fn again(text: &str) -> Built<Value> { again::<Self>(text) }
        }
    )* };
}

plain! {
    String, |value| value.as_str().filter(|_| digits::digits(value).is_none()).map(str::to_owned);
    bool, Value::as_bool;
    i32, |value| whole(value).and_then(|of| of.try_into().ok());
    i64, |value| whole(value).and_then(|of| of.try_into().ok());
    u32, |value| whole(value).and_then(|of| of.try_into().ok());
    u64, |value| whole(value).and_then(|of| of.try_into().ok());
    f64, Value::as_f64;
}

fn whole(value: &Value) -> Option<i128> {
    let float = |of: f64| (of.fract() == 0.0).then_some(of as i128);
    value.as_i64().map(i128::from).or(value.as_u64().map(i128::from)).or(value.as_f64().and_then(float))
}

impl Proved for f32 {
    fn build(value: &Value) -> Built<Self> {
        value.as_f64().map(|of| of as f32).ok_or_else(|| format!("f32 of {value}"))
    }
    fn show(&self) -> Value {
        Proved::encode(self).unwrap_or_default()
    }
    // As it stands in JSON, with the digits of an `f32`.
    fn encode(&self) -> Option<Value> {
        serde_json::to_string(self).ok().and_then(|text| serde_json::from_str(&text).ok())
    }
    fn again(text: &str) -> Built<Value> {
        again::<Self>(text)
    }
}

impl Proved for () {
    fn build(_: &Value) -> Built<Self> {
        Ok(())
    }
    fn show(&self) -> Value {
        Value::Null
    }
    fn encode(&self) -> Option<Value> {
        None
    }
}

impl Proved for Value {
    // Any JSON holds what an `f64` holds.
    fn build(value: &Value) -> Built<Self> {
        Ok(digits::nearest(value.clone()))
    }
    fn show(&self) -> Value {
        self.clone()
    }
    fn encode(&self) -> Option<Value> {
        Some(self.clone())
    }
    fn again(text: &str) -> Built<Value> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

impl Proved for Number {
    fn build(value: &Value) -> Built<Self> {
        if let Some(digits) = digits::digits(value) {
            return digits.parse().map_err(|error| format!("{digits}: {error}"));
        }
        let of = value.as_i64().map(Number::from).or(value.as_u64().map(Number::from));
        of.or(value.as_f64().map(Number::from)).ok_or_else(|| format!("a number of {value}"))
    }
    fn show(&self) -> Value {
        digits::read(&self.to_string()).unwrap_or_else(|_| json!(self.to_string()))
    }
    fn encode(&self) -> Option<Value> {
        written(self)
    }
    fn again(text: &str) -> Built<Value> {
        again::<Self>(text)
    }
}

impl Proved for Bytes {
    fn build(value: &Value) -> Built<Self> {
        String::build(value).map(Bytes::from)
    }
    fn show(&self) -> Value {
        json!(text_of(self))
    }
    fn encode(&self) -> Option<Value> {
        None
    }
}

impl Proved for File {
    fn build(value: &Value) -> Built<Self> {
        String::build(value).map(|text| File::new(text).with_name(crate::FILE))
    }
    fn show(&self) -> Value {
        json!(self.bytes().map(|bytes| text_of(bytes)))
    }
    fn files(&self) -> usize {
        1
    }
    fn encode(&self) -> Option<Value> {
        None
    }
}

macro_rules! texts {
    ($($name:ident)*) => { $(
        impl Proved for formats::$name {
            fn build(value: &Value) -> Built<Self> { String::build(value).map(formats::$name::from) }
            fn show(&self) -> Value { json!(self.as_str()) }
            fn encode(&self) -> Option<Value> { serde_json::to_value(self).ok() }
            fn again(text: &str) -> Built<Value> { again::<Self>(text) }
        }
    )* };
}
texts!(DateTime Date Time Duration Uuid Uri Decimal Base64);

impl<T: Proved> Proved for Box<T> {
    fn build(value: &Value) -> Built<Self> {
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
    fn again(text: &str) -> Built<Value> {
        T::again(text)
    }
}

impl<T: Proved> Proved for Option<T> {
    fn build(value: &Value) -> Built<Self> {
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
    fn again(text: &str) -> Built<Value> {
        if text.trim() == "null" { Ok(Value::Null) } else { T::again(text) }
    }
}

impl<T: Proved> Proved for Vec<T> {
    fn build(value: &Value) -> Built<Self> {
        let items = value.as_array().ok_or_else(|| format!("a list of {value}"))?;
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
    fn again(text: &str) -> Built<Value> {
        let items: Vec<&serde_json::value::RawValue> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        items.iter().map(|item| T::again(item.get())).collect()
    }
}

impl<T: Proved> Proved for BTreeMap<String, T> {
    fn build(value: &Value) -> Built<Self> {
        let members = value.as_object().ok_or_else(|| format!("a map of {value}"))?;
        members.iter().map(|(key, value)| Ok((key.clone(), T::build(value)?))).collect()
    }
    fn show(&self) -> Value {
        self.iter().map(|(key, value)| (key.clone(), value.show())).collect()
    }
    fn encode(&self) -> Option<Value> {
        self.iter().map(|(key, value)| Some((key.clone(), value.encode()?))).collect()
    }
    fn again(text: &str) -> Built<Value> {
        let members: BTreeMap<String, &serde_json::value::RawValue> =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        members.into_iter().map(|(key, value)| Ok((key, T::again(value.get())?))).collect()
    }
}
