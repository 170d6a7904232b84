//! Values that are sent automatically: a schema with a single value has it in `const`, or in an `enum` of one value, which is how
//! OpenAPI 3.0 spells it. Must not know how they are sent.
//!
//! The lock keeps each decision, so that arguments neither appear nor disappear: if the list of
//! values grows, the first value is still sent automatically, and an argument of an earlier run
//! (from a list that shrank, or by earlier rules) remains an argument.

use super::builder::TypeBuilder;
use super::classified::Classified;
use super::classify::Kind;
use super::variants::listed_values;
use crate::lower::model::Preset;
use crate::lower::names::claims::is_known;
use crate::parse::Node;
use crate::resolve::SchemaId;

/// The kind of the lock's entries.
const KIND: &str = "constant";

/// Returns the value that is sent automatically for a required item of a scope of names (a property or a parameter).
pub(crate) fn preset(types: &mut TypeBuilder<'_>, (scope, key): (&str, &str), id: SchemaId) -> Option<Preset> {
    let schemas = &types.analysis.schemas;
    // Only the caller can create a value of a type that the user chose.
    if types.analysis.own_types.chosen(schemas, id).is_some() {
        return None;
    }
    let item = format!("{scope}/{key}");
    let kept = types.earlier.get(KIND, &item).and_then(|json| kept(schemas, id, json));
    let was_argument = || is_known(types.earlier, scope, key) && !is_constant_string(schemas, id);
    let preset = match kept {
        Some(kept) => Some(kept),
        None if was_argument() => None,
        None => single(schemas, id),
    }?;
    types.new.set(KIND, &item, &to_json(&preset));
    Some(preset)
}

/// Returns the value of a schema that allows a single one.
fn single(schemas: &Classified<'_>, id: SchemaId) -> Option<Preset> {
    if schemas.is_nullable(id) {
        return None;
    }
    let (kind, _) = schemas.kind(id)?;
    if let Kind::Values(values) = kind {
        return if let [value] = values.as_slice() { Some(Preset::Text(value.clone())) } else { None };
    }
    let values = listed_values(schemas, id);
    let (first, others) = values.split_first()?;
    if others.iter().any(|value| value != first) {
        return None;
    }
    typed(kind, first)
}

/// Returns a value as one of a kind of schema.
fn typed(kind: &Kind, node: &Node) -> Option<Preset> {
    match (kind, node) {
        (Kind::Values(_), Node::String(string)) => Some(Preset::Text(string.clone())),
        (Kind::Boolean, Node::Bool(value)) => Some(Preset::Boolean(*value)),
        (Kind::Integer, Node::Number(digits)) => digits.parse::<i64>().ok().map(|int| Preset::Integer(int.to_string())),
        (Kind::Number, Node::Number(digits)) => digits.parse::<f64>().ok().map(|_| Preset::Number(digits.to_string())),
        (_, Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) | Node::Sequence(_) | Node::Mapping(_)) => {
            None
        }
    }
}

/// Returns the value of an earlier run, if it is still allowed.
fn kept(schemas: &Classified<'_>, id: SchemaId, json: &str) -> Option<Preset> {
    let node = match serde_json::from_str::<serde_json::Value>(json).ok()? {
        serde_json::Value::String(string) => Node::String(string),
        serde_json::Value::Bool(value) => Node::Bool(value),
        serde_json::Value::Number(number) => Node::Number(number.to_string().into()),
        serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => return None,
    };
    let (kind, _) = schemas.kind(id)?;
    typed(kind, &node).filter(|value| allows(schemas, id, kind, value))
}

/// Returns `true` if a schema lists a value, or lists no values at all.
fn allows(schemas: &Classified<'_>, id: SchemaId, kind: &Kind, value: &Preset) -> bool {
    if let Kind::Values(values) = kind {
        return values.iter().any(|known| known == value.spelled());
    }
    // The lock may have another spelling of the number.
    let is_same = |listed: &Preset| match (listed, value) {
        (Preset::Number(left), Preset::Number(right)) => left.parse::<f64>().ok() == right.parse::<f64>().ok(),
        (Preset::Text(_) | Preset::Integer(_) | Preset::Number(_) | Preset::Boolean(_), _) => listed == value,
    };
    let values = listed_values(schemas, id);
    values.is_empty() || values.iter().filter_map(|node| typed(kind, node)).any(|listed| is_same(&listed))
}

/// Returns `true` if it is a value that earlier rules sent automatically too.
fn is_constant_string(schemas: &Classified<'_>, id: SchemaId) -> bool {
    matches!(schemas.kind(id), Some((Kind::Values(_), target)) if schemas.schema(target).constant.is_some())
}

fn to_json(value: &Preset) -> String {
    match value {
        Preset::Text(string) => serde_json::Value::from(string.as_str()).to_string(),
        Preset::Integer(_) | Preset::Number(_) | Preset::Boolean(_) => value.spelled().to_owned(),
    }
}
