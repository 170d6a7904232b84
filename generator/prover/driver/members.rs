//! The members of an object, or the places of an array, while a type is built of them and while it is shown.

use std::collections::BTreeMap;

use client::{Extra, Maybe};
use serde_json::{Map, Value};

use crate::digits;
use crate::proof::{self, Built, Proved};

/// Numbers by value, all else as it is.
pub fn same(a: &Value, b: &Value) -> bool {
    compared(a, b, |a, b| a == b)
}

/// The same, or a value that no enum names: which of them a text may be is for the judge to say.
pub fn alike(a: &Value, b: &Value) -> bool {
    compared(a, b, |a, b| a == b || a.strip_prefix("(unknown value) ") == Some(b))
}

fn compared(a: &Value, b: &Value, texts: fn(&str, &str) -> bool) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => x == y || x.as_f64() == y.as_f64() && x.is_f64() != y.is_f64(),
        (Value::String(x), Value::String(y)) => texts(x, y),
        (Value::Array(x), Value::Array(y)) => x.len() == y.len() && x.iter().zip(y).all(|(x, y)| compared(x, y, texts)),
        (Value::Object(x), Value::Object(y)) => {
            x.len() == y.len() && x.iter().all(|(key, x)| y.get(key).is_some_and(|y| compared(x, y, texts)))
        }
        (a, b) => a == b,
    }
}

/// The members of an object, or the places of an array, while a type is built of them.
pub struct Members(Map<String, Value>);

impl Members {
    pub fn of(value: &Value) -> Built<Members> {
        value.as_object().map(|of| Members(of.clone())).ok_or_else(|| format!("an object of {value}"))
    }
    pub fn places(value: &Value) -> Built<Members> {
        let items = value.as_array().ok_or_else(|| format!("an array of {value}"))?;
        Ok(Members(items.iter().enumerate().map(|(index, value)| (index.to_string(), value.clone())).collect()))
    }
    pub fn need<T: Proved>(&mut self, name: &str) -> Built<T> {
        let value = self.0.remove(name).ok_or_else(|| format!("`{name}` is missing"))?;
        T::build(&value).map_err(|why| format!("{name}: {why}"))
    }
    pub fn may<T: Proved>(&mut self, name: &str) -> Built<Option<T>> {
        if self.0.contains_key(name) { self.need(name).map(Some) } else { Ok(None) }
    }
    pub fn maybe<T: Proved>(&mut self, name: &str) -> Built<Option<Maybe<T>>> {
        Ok(self.may::<Option<T>>(name)?.map(|of| of.map_or(Maybe::Null, Maybe::Value)))
    }
    pub fn skip(&mut self, name: &str) {
        self.0.remove(name);
    }
    /// What the type has no name for; only what the description has no name for either.
    pub fn rest(self) -> Built<Vec<(String, Value)>> {
        match self.0.iter().find(|(key, value)| !nameless(key, value)) {
            Some((key, _)) => Err(format!("the type knows no `{key}`")),
            None => Ok(self.0.into_iter().collect()),
        }
    }
    /// Where the type has a type for all others.
    pub fn all(self) -> Vec<(String, Value)> {
        self.0.into_iter().collect()
    }
    /// The places behind those of the type, in order.
    pub fn others(self) -> Vec<Value> {
        let mut all: Vec<(usize, Value)> =
            self.0.into_iter().map(|(key, value)| (key.parse().unwrap_or_default(), value)).collect();
        all.sort_by_key(|(place, _)| *place);
        all.into_iter().map(|(_, value)| value).collect()
    }
}

/// How the cases spell a member that no description names.
fn nameless(key: &str, value: &Value) -> bool {
    key.starts_with("additional") || value == "required without a property" || proof::is_free(key)
}

/// What a type tells of its fields.
#[derive(Default)]
pub struct Shown(Vec<(&'static str, Value)>, Map<String, Value>, Vec<Value>);

impl Shown {
    pub fn need<T: Proved>(&mut self, name: &'static str, value: &T) {
        self.0.push((name, value.show()));
    }
    pub fn may<T: Proved>(&mut self, name: &'static str, value: &Option<T>) {
        self.0.extend(value.as_ref().map(|value| (name, value.show())));
    }
    pub fn maybe<T: Proved>(&mut self, name: &'static str, value: &Maybe<T>) {
        match value {
            Maybe::Absent => {}
            Maybe::Null => self.0.push((name, Value::Null)),
            Maybe::Value(value) => self.0.push((name, value.show())),
        }
    }
    pub fn rest(&mut self, extra: &Extra) {
        for (key, value) in extra.iter() {
            let name = if nameless(key, value) || proof::is_tag(key) { key.clone() } else { format!("{key} (in extra)") };
            self.1.insert(name, value.clone());
        }
    }
    pub fn typed<T: Proved>(&mut self, extra: &BTreeMap<String, T>) {
        self.1.extend(extra.iter().map(|(key, value)| (key.clone(), value.show())));
    }
    pub fn others<T: Proved>(&mut self, extra: &[T]) {
        self.2.extend(extra.iter().map(T::show));
    }
    pub fn object(self) -> Value {
        let mut all = self.1;
        all.extend(self.0.into_iter().map(|(name, value)| (name.to_owned(), value)));
        Value::Object(all)
    }
    pub fn array(self) -> Value {
        self.0.into_iter().map(|(_, value)| value).chain(self.2).collect()
    }
}

/// The variant of a union that holds a value: first one that names all of it, and holds files where files are to be; then one with an enum
/// that may be any text. A discriminator that the variants do not declare is said by the variant, and nobody gives it.
pub fn variant<T: Proved>(value: &Value, variants: &[fn(&Value) -> Built<T>]) -> Built<T> {
    if let Some(plain) = proof::untagged(value) {
        let made = || variants.iter().filter_map(|make| make(&plain).ok()).filter(|it| same(&it.show(), &plain));
        let nearest = digits::nearest(value.clone());
        let told = made().find(|it| it.encode().is_some_and(|written| same(&written, &nearest)));
        if let Some(it) = told.or_else(|| made().next()) {
            return Ok(it);
        }
    }
    for equal in [same, alike] {
        for files in [true, false] {
            let mut made = variants.iter().filter_map(|make| make(value).ok());
            let wanted = proof::files(value);
            if let Some(it) = made.find(|it| equal(&it.show(), value) && (!files || it.files() == wanted)) {
                return Ok(it);
            }
        }
    }
    Err(format!("no variant holds {value}"))
}
