//! Parses JSON, or YAML with its merge keys, by another parser than the generator's. Must not know
//! OpenAPI.

use std::fmt;

use serde::de::{Deserialize, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Parses JSON or YAML.
///
/// # Errors
/// Returns the error of the YAML parser if the text is neither.
pub(super) fn tree(text: &str) -> Result<Value, noyalib::Error> {
    let text = text.trim_start_matches('\u{feff}');
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    let Tree(value) = noyalib::from_str_with_config(text, &limits())?;
    Ok(merged(value))
}

/// Disables the limits for untrusted input: the generator has already read the same texts.
fn limits() -> noyalib::ParserConfig {
    let most = usize::MAX;
    let config = noyalib::ParserConfig::new().lossless_u64_integers(true).max_depth(512);
    let config = config.max_document_length(most).max_stream_bytes(most).max_mapping_keys(most);
    config.max_sequence_length(most).max_events(most).max_nodes(most).max_total_scalar_bytes(most)
}

/// YAML as JSON: keys become strings, tags are ignored, and numbers beyond 64 bits become floats.
struct Tree(Value);

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Any).map(Tree)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("YAML")
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(float(value as f64))
    }
    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(float(value as f64))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(float(value))
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(Any)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Tree(item)) = from.next_element()? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some((Tree(key), Tree(value))) = from.next_entry()? {
            let key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
            all.insert(key, value);
        }
        Ok(Value::Object(all))
    }
    fn visit_enum<A: EnumAccess<'de>>(self, from: A) -> Result<Value, A::Error> {
        let (_, variant) = from.variant::<Tree>()?;
        variant.newtype_variant::<Tree>().map(|Tree(value)| value)
    }
}

fn float(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// Applies the merge keys `<<`. Keys of the mapping itself win (YAML 1.1, "Merge Key").
fn merged(value: Value) -> Value {
    match value {
        Value::Object(members) => merged_mapping(members),
        Value::Array(items) => items.into_iter().map(merged).collect(),
        value @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => value,
    }
}

fn merged_mapping(members: Map<String, Value>) -> Value {
    let mut all = Map::new();
    let mut sources = Vec::new();
    for (key, value) in members {
        match (key.as_str(), merged(value)) {
            ("<<", Value::Array(several)) => sources.extend(several),
            ("<<", single) => sources.push(single),
            (_, value) => drop(all.insert(key, value)),
        }
    }
    for (key, value) in sources.into_iter().filter_map(|source| source.as_object().cloned()).flatten() {
        all.entry(key).or_insert(value);
    }
    Value::Object(all)
}
