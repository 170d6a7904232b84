//! Which shape a schema is: one closed enum, decided before anything is lowered, so that what follows
//! is one short function a shape and never a walk over keywords that may stand beside each other.
//!
//! Readings of the specification that are decided here:
//! - `allOf` with one member that says something is that member (how 3.0 adds a description to a `$ref`), but where `required` beside it asks for more.
//! - `oneOf`/`anyOf` of one schema and null is that schema, nullable.
//! - Branches that only list `required` members say nothing of the shape and have no effect.
//! - Without `type`, the keywords decide: `properties` an object, `items` an array, `format: binary` a text (or a file).

use super::required::requires_more;
use crate::parse::Node;
use crate::resolve::{Additional, JsonType, Resolved, Schema, SchemaId};

/// What a schema is. Wider than what can be carried out: [`super::widen`] says what cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Any JSON: nothing is said of it.
    Any,
    /// `false`: no value at all.
    Never,
    /// Nothing but null.
    Null,
    /// Exactly what another schema is.
    Same(SchemaId),
    /// A string, with its format.
    Text,
    /// A boolean.
    Boolean,
    /// An integer, with its format.
    Integer,
    /// A number, with its format.
    Number,
    /// A string of which some values are known.
    Values(Vec<String>),
    /// An array, and what its items are.
    List(Option<SchemaId>),
    /// An array of fixed places (`prefixItems`).
    Tuple,
    /// An object with known properties.
    Record,
    /// An object used as a map, and what its values are.
    Map(Option<SchemaId>),
    /// One of several schemas (`oneOf`, `anyOf`, several types).
    Union(Vec<SchemaId>),
    /// Several schemas at once (`allOf`, or a `$ref` with siblings), not all of them objects.
    Merge,
}

/// A schema's kind, and whether it may also be null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Class {
    /// What it is.
    pub kind: Kind,
    /// Whether it may also be null.
    pub nullable: bool,
}

/// Classifies every schema.
#[must_use]
pub(crate) fn classify_all(resolved: &Resolved) -> Vec<Class> {
    resolved.schemas.iter().map(|schema| classify(resolved, schema)).collect()
}

fn classify(resolved: &Resolved, schema: &Schema) -> Class {
    let plain = |kind| Class { kind, nullable: schema.nullable };
    match schema.boolean {
        Some(true) => return plain(Kind::Any),
        Some(false) => return plain(Kind::Never),
        None => {}
    }
    if let Some(target) = schema.reference {
        let more = schema.says_a_shape() || requires_more(resolved, schema.required.iter(), target);
        return plain(if more { Kind::Merge } else { Kind::Same(target) });
    }
    if let Some(class) = all_of(resolved, schema) {
        return class;
    }
    if let Some(class) = branches(resolved, schema) {
        return class;
    }
    values(schema).unwrap_or_else(|| plain(by_type(schema)))
}

/// Whether a schema says anything of the shape, composition and references included.
pub(crate) fn is_shapeless(schema: &Schema) -> bool {
    schema.reference.is_none() && schema.boolean.is_none() && !schema.nullable && !schema.says_a_shape()
}

fn all_of(resolved: &Resolved, schema: &Schema) -> Option<Class> {
    if schema.all_of.is_empty() {
        return None;
    }
    let members: Vec<SchemaId> =
        schema.all_of.iter().copied().filter(|&id| !is_shapeless(resolved.schema(id))).collect();
    let beside = Schema { all_of: Vec::new(), types: only_object(schema), ..schema.clone() };
    let required = |but: SchemaId| {
        let parts = schema.all_of.iter().filter(move |id| **id != but).map(|id| &resolved.schema(*id).required);
        parts.chain([&schema.required]).flatten()
    };
    match members.as_slice() {
        [] if beside.says_a_shape() => None,
        [] => Some(Class { kind: Kind::Any, nullable: schema.nullable }),
        // A component whose only part is written out in it is that object, and no alias of one without a name.
        [one] if schema.component.is_some() && is_own_object(resolved.schema(*one)) => {
            Some(Class { kind: Kind::Merge, nullable: schema.nullable || resolved.schema(*one).nullable })
        }
        [_] if schema.is_child => Some(Class { kind: Kind::Merge, nullable: schema.nullable }),
        [one] if !beside.says_a_shape() && !requires_more(resolved, required(*one), *one) => {
            Some(Class { kind: Kind::Same(*one), nullable: schema.nullable })
        }
        [_, ..] => Some(Class { kind: Kind::Merge, nullable: schema.nullable }),
    }
}

/// Whether a schema is an object with properties that no other place refers to.
fn is_own_object(schema: &Schema) -> bool {
    let composed = [&schema.all_of, &schema.any_of, &schema.one_of].into_iter().any(|parts| !parts.is_empty());
    let elsewhere = schema.reference.is_some() || schema.component.is_some();
    !composed && !elsewhere && by_type(schema) == Kind::Record
}

/// `type: object` beside `allOf` of objects adds nothing.
fn only_object(schema: &Schema) -> Vec<JsonType> {
    if schema.types == [JsonType::Object] { Vec::new() } else { schema.types.clone() }
}

fn branches(resolved: &Resolved, schema: &Schema) -> Option<Class> {
    let all: Vec<SchemaId> = schema.one_of.iter().chain(&schema.any_of).copied().collect();
    // Next to properties, subschemas that only list `required` say nothing of the shape, with `type: object` or without.
    let members = !schema.properties.is_empty() || !schema.all_of.is_empty();
    let says = |id: &SchemaId| {
        let branch = resolved.schema(*id);
        if members { branch.is_branch() } else { !is_shapeless(branch) }
    };
    if !all.iter().any(says) {
        return None;
    }
    let is_null = |id: &SchemaId| resolved.schema(*id).is_null_alone();
    let rest: Vec<SchemaId> = all.iter().copied().filter(|id| !is_null(id)).collect();
    let nullable = schema.nullable || rest.len() < all.len();
    let beside = Schema { one_of: Vec::new(), any_of: Vec::new(), ..schema.clone() };
    let kind = match rest.as_slice() {
        [] => Kind::Null,
        // A discriminator says that there may be others in future.
        [one] if !beside.says_a_shape() && !schema.open && (schema.discriminator.is_none() || nullable) => {
            Kind::Same(*one)
        }
        many => Kind::Union(many.to_vec()),
    };
    Some(Class { kind, nullable })
}

/// `enum` and `const`: known strings, else what the values' type is.
fn values(schema: &Schema) -> Option<Class> {
    let listed = schema.enumeration.as_deref().unwrap_or_default();
    let all: Vec<&Node> = schema.constant.iter().chain(listed).collect();
    let given: Vec<&Node> = all.iter().copied().filter(|node| !matches!(node, Node::Null)).collect();
    let nullable = schema.nullable || given.len() < all.len();
    let texts: Option<Vec<String>> = given.iter().map(|node| node.as_str().map(str::to_owned)).collect();
    let text_allowed = schema.types.is_empty() || schema.types == [JsonType::String];
    match texts {
        Some(mut texts) if !texts.is_empty() && text_allowed => {
            let mut seen = std::collections::BTreeSet::new();
            texts.retain(|text| seen.insert(text.clone()));
            Some(Class { kind: Kind::Values(texts), nullable })
        }
        Some(_) | None => None,
    }
}

fn by_type(schema: &Schema) -> Kind {
    match schema.types.as_slice() {
        [] if !schema.properties.is_empty() => Kind::Record,
        [] if schema.additional != Additional::Unsaid || schema.rest.is_some() => object(schema),
        [] if !schema.prefix_items.is_empty() => Kind::Tuple,
        [] if schema.items.is_some() => Kind::List(schema.items),
        [] if schema.nullable && schema.enumeration.is_none() && !schema.unread.iter().any(|k| k == "nullable") => {
            Kind::Null
        }
        // Only strings have these formats and a `contentEncoding` (JSON Schema Validation, section 8.3).
        [] if matches!(schema.format.as_deref(), Some("binary" | "byte")) && schema.enumeration.is_none() => Kind::Text,
        [] if schema.content_encoding.is_some() && schema.enumeration.is_none() => Kind::Text,
        [] => of_values(schema),
        [JsonType::String] => Kind::Text,
        [JsonType::Integer] => Kind::Integer,
        [JsonType::Number] => Kind::Number,
        [JsonType::Boolean] => Kind::Boolean,
        [JsonType::Array] if !schema.prefix_items.is_empty() => Kind::Tuple,
        [JsonType::Array] => Kind::List(schema.items),
        [JsonType::Object] => object(schema),
        [JsonType::Integer, JsonType::Number] | [JsonType::Number, JsonType::Integer] => Kind::Number,
        // Spread over a choice by resolve, unless composition stands beside them, which says more.
        [_, _, ..] => Kind::Any,
    }
}

/// Without any other keyword the values of `enum` or `const` say what the type is.
fn of_values(schema: &Schema) -> Kind {
    let values: Vec<&Node> = schema.enumeration.iter().flatten().chain(&schema.constant).collect();
    let given: Vec<&Node> = values.into_iter().filter(|node| !matches!(node, Node::Null)).collect();
    let all = |fits: fn(&Node) -> bool| !given.is_empty() && given.iter().all(|node| fits(node));
    let integer = |node: &Node| matches!(node, Node::Number(text) if text.parse::<i128>().is_ok());
    if all(integer) {
        Kind::Integer
    } else if all(|node| matches!(node, Node::Number(_))) {
        Kind::Number
    } else if all(|node| matches!(node, Node::Bool(_))) {
        Kind::Boolean
    } else {
        Kind::Any
    }
}

fn object(schema: &Schema) -> Kind {
    if !schema.properties.is_empty() {
        return Kind::Record;
    }
    match (schema.own_rest(), schema.additional) {
        (Some(values), _) => Kind::Map(Some(values)),
        (None, Additional::Never) => Kind::Record,
        (None, Additional::Unsaid | Additional::Any | Additional::Schema(_)) => Kind::Map(None),
    }
}
