//! Texts to trees: JSON, else YAML with its merge keys, by another reader than the generator's. Must not know OpenAPI.

use std::fmt;

use serde::de::{Deserialize, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};

/// JSON, else YAML.
///
/// # Errors
/// Where it is neither; the words are those of the YAML reader.
pub(super) fn tree(text: &str) -> Result<Value, String> {
    let text = text.trim_start_matches('\u{feff}');
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    let Tree(value) = noyalib::from_str_with_config(text, &limits()).map_err(|error| error.to_string())?;
    Ok(merged(value))
}

/// Without the limits for input of strangers: the generator has read the same texts before.
fn limits() -> noyalib::ParserConfig {
    let most = usize::MAX;
    let of = noyalib::ParserConfig::new().lossless_u64_integers(true).max_depth(512);
    let of = of.max_document_length(most).max_stream_bytes(most).max_mapping_keys(most).max_sequence_length(most);
    of.max_events(most).max_nodes(most).max_total_scalar_bytes(most)
}

/// YAML as JSON: keys become texts, tags are passed over, numbers beyond 64 bits are floats.
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
    fn visit_bool<E>(self, of: bool) -> Result<Value, E> {
        Ok(Value::Bool(of))
    }
    fn visit_i64<E>(self, of: i64) -> Result<Value, E> {
        Ok(of.into())
    }
    fn visit_u64<E>(self, of: u64) -> Result<Value, E> {
        Ok(of.into())
    }
    fn visit_i128<E>(self, of: i128) -> Result<Value, E> {
        Ok(float(of as f64))
    }
    fn visit_u128<E>(self, of: u128) -> Result<Value, E> {
        Ok(float(of as f64))
    }
    fn visit_f64<E>(self, of: f64) -> Result<Value, E> {
        Ok(float(of))
    }
    fn visit_str<E>(self, of: &str) -> Result<Value, E> {
        Ok(Value::String(of.to_owned()))
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
        while let Some(Tree(of)) = from.next_element()? {
            all.push(of);
        }
        Ok(Value::Array(all))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some((Tree(key), Tree(of))) = from.next_entry()? {
            let key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
            all.insert(key, of);
        }
        Ok(Value::Object(all))
    }
    fn visit_enum<A: EnumAccess<'de>>(self, from: A) -> Result<Value, A::Error> {
        let (_, of) = from.variant::<Tree>()?;
        of.newtype_variant::<Tree>().map(|Tree(of)| of)
    }
}

fn float(of: f64) -> Value {
    Number::from_f64(of).map_or(Value::Null, Value::Number)
}

/// With what `<<` brings, where the mapping has no such key of its own (YAML 1.1, "Merge Key").
fn merged(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut all = Map::new();
            let mut brought = Vec::new();
            for (key, value) in members {
                match (key.as_str(), merged(value)) {
                    ("<<", Value::Array(several)) => brought.extend(several),
                    ("<<", one) => brought.push(one),
                    (_, value) => drop(all.insert(key, value)),
                }
            }
            for (key, value) in brought.into_iter().filter_map(|of| of.as_object().cloned()).flatten() {
                all.entry(key).or_insert(value);
            }
            Value::Object(all)
        }
        Value::Array(items) => items.into_iter().map(merged).collect(),
        value @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => value,
    }
}
