//! Values with one choice: what a schema has only one value for is sent without being asked for. A `const` is one, and so is an `enum` of one
//! value, which is how OpenAPI 3.0 spells it.
//!
//! What is decided is in the lock, so that no argument comes or goes: a list that grows keeps its first value as what is sent by itself, and
//! what was an argument before (by a list that shrank, or under earlier rules) stays one.

use super::classify::Kind;
use super::types::Types;
use super::unions::certain;
use crate::lower::model::Tag;
use crate::lower::names::claims::is_known;
use crate::parse::Node;
use crate::resolve::SchemaId;

/// The kind of the lock's entries.
const KIND: &str = "constant";

/// Returns the value that is sent automatically for a required item of a scope of names (a property, a parameter).
pub(crate) fn preset(types: &mut Types<'_>, (scope, key): (&str, &str), id: SchemaId) -> Option<Tag> {
    let item = format!("{scope}/{key}");
    let kept = types.old.get(KIND, &item).and_then(|text| kept(types, id, text));
    let was_argument = || is_known(types.old, scope, key) && !is_constant_text(types, id);
    let preset = match kept {
        Some(kept) => Some(kept),
        None if was_argument() => None,
        None => single(types, id),
    }?;
    types.new.set(KIND, &item, &json(&preset));
    Some(preset)
}

/// The one value that a schema allows.
fn single(types: &Types<'_>, id: SchemaId) -> Option<Tag> {
    if types.chain_is_nullable(id) {
        return None;
    }
    let (kind, _) = types.kind(id)?;
    if let Kind::Values(values) = kind {
        return if let [one] = values.as_slice() { Some(Tag::Text(one.clone())) } else { None };
    }
    let all = certain(types, id);
    let (first, others) = all.split_first()?;
    if others.iter().any(|other| other != first) {
        return None;
    }
    typed(kind, first)
}

/// A value as that of a kind of schema.
fn typed(kind: &Kind, node: &Node) -> Option<Tag> {
    match (kind, node) {
        (Kind::Values(_), Node::String(text)) => Some(Tag::Text(text.clone())),
        (Kind::Boolean, Node::Bool(value)) => Some(Tag::Boolean(*value)),
        (Kind::Integer, Node::Number(text)) => text.parse::<i64>().ok().map(|of| Tag::Integer(of.to_string())),
        (Kind::Number, Node::Number(text)) => text.parse::<f64>().ok().map(|_| Tag::Number(text.to_string())),
        (_, Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) | Node::Sequence(_) | Node::Mapping(_)) => {
            None
        }
    }
}

/// Returns the value of an earlier run, if it is still allowed.
fn kept(types: &Types<'_>, id: SchemaId, text: &str) -> Option<Tag> {
    let node = match serde_json::from_str::<serde_json::Value>(text).ok()? {
        serde_json::Value::String(text) => Node::String(text),
        serde_json::Value::Bool(value) => Node::Bool(value),
        serde_json::Value::Number(number) => Node::Number(number.to_string().into()),
        serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => return None,
    };
    let (kind, _) = types.kind(id)?;
    typed(kind, &node).filter(|tag| lists(types, id, kind, tag))
}

/// Returns `true` if a schema lists a value, or lists none.
fn lists(types: &Types<'_>, id: SchemaId, kind: &Kind, tag: &Tag) -> bool {
    if let Kind::Values(values) = kind {
        return values.iter().any(|value| value == tag.spelled());
    }
    let all = certain(types, id);
    // The lock may spell a number otherwise.
    let same = |other: &Tag| match (other, tag) {
        (Tag::Number(one), Tag::Number(other)) => one.parse::<f64>().ok() == other.parse::<f64>().ok(),
        (Tag::Text(_) | Tag::Integer(_) | Tag::Number(_) | Tag::Boolean(_), _) => other == tag,
    };
    all.is_empty() || all.iter().filter_map(|node| typed(kind, node)).any(|other| same(&other))
}

/// Returns `true` if it was sent by itself under earlier rules too.
fn is_constant_text(types: &Types<'_>, id: SchemaId) -> bool {
    matches!(types.kind(id), Some((Kind::Values(_), at)) if types.resolved.schema(at).constant.is_some())
}

fn json(tag: &Tag) -> String {
    match tag {
        Tag::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
        Tag::Integer(_) | Tag::Number(_) | Tag::Boolean(_) => tag.spelled().to_owned(),
    }
}
