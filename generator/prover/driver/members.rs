//! [`Members`] and [`Fields`]: the members of an object, or the items of a tuple, while a type is
//! built from them and while it is shown. Must not know operations.

use std::collections::BTreeMap;

use client::{Extra, Maybe};
use serde_json::{Map, Value};

use crate::digits;
use crate::proof::{self, BuildResult, ProvedType};

/// Compares values: numbers by value, everything else exactly.
pub fn same(a: &Value, b: &Value) -> bool {
    compare(a, b, |a, b| a == b)
}

/// Compares values, but accepts strings that an enum does not list. The judge decides about them.
pub fn similar(a: &Value, b: &Value) -> bool {
    compare(a, b, |a, b| a == b || a.strip_prefix("(unknown value) ") == Some(b))
}

fn compare(a: &Value, b: &Value, texts: fn(&str, &str) -> bool) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => x == y || x.as_f64() == y.as_f64() && x.is_f64() != y.is_f64(),
        (Value::String(x), Value::String(y)) => texts(x, y),
        (Value::Array(x), Value::Array(y)) => x.len() == y.len() && x.iter().zip(y).all(|(x, y)| compare(x, y, texts)),
        (Value::Object(x), Value::Object(y)) => {
            x.len() == y.len() && x.iter().all(|(key, x)| y.get(key).is_some_and(|y| compare(x, y, texts)))
        }
        (a, b) => a == b,
    }
}

/// The members of an object, or the items of a tuple by their positions, that are not built yet.
pub struct Members(Map<String, Value>);

impl Members {
    pub fn from_object(value: &Value) -> BuildResult<Members> {
        value.as_object().map(|members| Members(members.clone())).ok_or_else(|| format!("an object from {value}"))
    }
    pub fn from_array(value: &Value) -> BuildResult<Members> {
        let items = value.as_array().ok_or_else(|| format!("an array from {value}"))?;
        Ok(Members(items.iter().enumerate().map(|(index, value)| (index.to_string(), value.clone())).collect()))
    }
    pub fn required<T: ProvedType>(&mut self, name: &str) -> BuildResult<T> {
        let value = self.0.remove(name).ok_or_else(|| format!("`{name}` is missing"))?;
        T::build(&value).map_err(|error| format!("{name}: {error}"))
    }
    pub fn optional<T: ProvedType>(&mut self, name: &str) -> BuildResult<Option<T>> {
        if self.0.contains_key(name) { self.required(name).map(Some) } else { Ok(None) }
    }
    pub fn nullable<T: ProvedType>(&mut self, name: &str) -> BuildResult<Option<Maybe<T>>> {
        Ok(self.optional::<Option<T>>(name)?.map(|value| value.map_or(Maybe::Null, Maybe::Value)))
    }
    pub fn skip(&mut self, name: &str) {
        self.0.remove(name);
    }
    /// Returns the members without a field. They must be those that the description does not
    /// define.
    pub fn undefined(self) -> BuildResult<Vec<(String, Value)>> {
        match self.0.iter().find(|(key, value)| !is_undefined(key, value)) {
            Some((key, _)) => Err(format!("the type has no field for `{key}`")),
            None => Ok(self.0.into_iter().collect()),
        }
    }
    /// Returns the members of `additionalProperties`.
    pub fn additional(self) -> Vec<(String, Value)> {
        self.0.into_iter().collect()
    }
    /// Returns the items after those of the tuple, in order.
    pub fn further_items(self) -> Vec<Value> {
        let mut all: Vec<(usize, Value)> =
            self.0.into_iter().map(|(key, value)| (key.parse().unwrap_or_default(), value)).collect();
        all.sort_by_key(|(position, _)| *position);
        all.into_iter().map(|(_, value)| value).collect()
    }
}

/// Returns `true` for members that the cases add and the description does not define.
fn is_undefined(key: &str, value: &Value) -> bool {
    key.starts_with("additional") || value == "required without a property" || proof::is_pattern_name(key)
}

/// The fields of a type as JSON.
#[derive(Default)]
pub struct Fields {
    declared: Vec<(&'static str, Value)>,
    extra: Map<String, Value>,
    items: Vec<Value>,
}

impl Fields {
    pub fn required<T: ProvedType>(&mut self, name: &'static str, value: &T) {
        self.declared.push((name, value.show()));
    }
    pub fn optional<T: ProvedType>(&mut self, name: &'static str, value: &Option<T>) {
        self.declared.extend(value.as_ref().map(|value| (name, value.show())));
    }
    pub fn nullable<T: ProvedType>(&mut self, name: &'static str, value: &Maybe<T>) {
        match value {
            Maybe::Absent => {}
            Maybe::Null => self.declared.push((name, Value::Null)),
            Maybe::Value(value) => self.declared.push((name, value.show())),
        }
    }
    pub fn undefined(&mut self, extra: &Extra) {
        for (key, value) in extra.iter() {
            let expected = is_undefined(key, value) || proof::is_undeclared_discriminator(key);
            let name = if expected { key.clone() } else { format!("{key} (in extra)") };
            self.extra.insert(name, value.clone());
        }
    }
    pub fn additional<T: ProvedType>(&mut self, extra: &BTreeMap<String, T>) {
        self.extra.extend(extra.iter().map(|(key, value)| (key.clone(), value.show())));
    }
    pub fn further_items<T: ProvedType>(&mut self, extra: &[T]) {
        self.items.extend(extra.iter().map(T::show));
    }
    pub fn object(self) -> Value {
        let mut all = self.extra;
        all.extend(self.declared.into_iter().map(|(name, value)| (name.to_owned(), value)));
        Value::Object(all)
    }
    pub fn array(self) -> Value {
        self.declared.into_iter().map(|(_, value)| value).chain(self.items).collect()
    }
}

/// Returns the variant of a union for a value: preferably one that has fields for all of it, and
/// files where the value has files. Otherwise one with an enum that accepts any string. A variant
/// implies a discriminator that the variants do not declare, so it is not part of the comparison.
pub fn variant<T: ProvedType>(value: &Value, variants: &[fn(&Value) -> BuildResult<T>]) -> BuildResult<T> {
    if let Some(plain) = proof::without_discriminators(value) {
        let built = || {
            let all = variants.iter().filter_map(|build| build(&plain).ok());
            all.filter(|variant| same(&variant.show(), &plain))
        };
        let nearest = digits::nearest(value.clone());
        let encodes = |variant: &T| variant.encode().is_some_and(|encoded| same(&encoded, &nearest));
        if let Some(variant) = built().find(encodes).or_else(|| built().next()) {
            return Ok(variant);
        }
    }
    for equal in [same, similar] {
        for files in [true, false] {
            let mut built = variants.iter().filter_map(|build| build(value).ok());
            let wanted = proof::count_files(value);
            let fits = |variant: &T| equal(&variant.show(), value) && (!files || variant.files() == wanted);
            if let Some(variant) = built.find(fits) {
                return Ok(variant);
            }
        }
    }
    Err(format!("no variant holds {value}"))
}
