//! The kind of a schema: a closed enum, determined before anything is lowered. Lowering is one
//! short function for each kind, and never deals with combinations of keywords.
//!
//! Interpretations of the specification:
//! - `allOf` with one part that describes a shape is that part (this is how 3.0 adds a description
//!   to a `$ref`), unless `required` next to it requires more;
//! - `oneOf`/`anyOf` of one schema and null is that schema, nullable;
//! - subschemas that only list `required` properties do not describe a shape, and have no effect;
//! - without `type`, the keywords decide: `properties` means an object, `items` an array, `format:
//!   binary` a string (or a file).
//!
//! Must not know Rust names or types.

use super::required::requires_more;
use crate::parse::Node;
use crate::resolve::{Additional, JsonType, Resolved, Schema, SchemaId};

/// The kind of a schema. Some kinds have no type of their own: [`super::widen`] replaces them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Any JSON.
    Any,
    /// No value at all: `false`.
    Never,
    /// Only null.
    Null,
    /// An alias of another schema.
    Same(SchemaId),
    /// A string, with its format.
    String,
    /// A boolean.
    Boolean,
    /// An integer, with its format.
    Integer,
    /// A number, with its format.
    Number,
    /// A string with known values.
    Values(Vec<String>),
    /// An array, with the schema of its items.
    Array(Option<SchemaId>),
    /// A tuple: an array with `prefixItems`.
    Tuple,
    /// An object with known properties.
    Record,
    /// A map, with the schema of its values.
    Map(Option<SchemaId>),
    /// A union: one of several schemas (`oneOf`, `anyOf`, several types).
    Union(Vec<SchemaId>),
    /// Several schemas at once (`allOf`, or a `$ref` with siblings), not all of them objects.
    Merge,
}

/// A schema's kind, and whether it may also be null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Class {
    /// The kind.
    pub kind: Kind,
    /// `true` if it may also be null.
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
    if let Some(class) = union(resolved, schema) {
        return class;
    }
    values(schema).unwrap_or_else(|| plain(by_type(schema)))
}

/// Returns `true` if a schema does not describe a shape, not even by composition or a reference.
pub(crate) fn is_shapeless(schema: &Schema) -> bool {
    schema.reference.is_none() && schema.boolean.is_none() && !schema.nullable && !schema.says_a_shape()
}

fn all_of(resolved: &Resolved, schema: &Schema) -> Option<Class> {
    if schema.all_of.is_empty() {
        return None;
    }
    let parts: Vec<SchemaId> = schema.all_of.iter().copied().filter(|&id| !is_shapeless(resolved.schema(id))).collect();
    let rest = Schema { all_of: Vec::new(), types: only_object(schema), ..schema.clone() };
    let required = |but: SchemaId| {
        let others = schema.all_of.iter().filter(move |id| **id != but).map(|id| &resolved.schema(*id).required);
        others.chain([&schema.required]).flatten()
    };
    match parts.as_slice() {
        [] if rest.says_a_shape() => None,
        [] => Some(Class { kind: Kind::Any, nullable: schema.nullable }),
        // A component whose only part is an inline object is that object, and not an alias of one
        // without a name.
        [one] if schema.component.is_some() && is_own_object(resolved.schema(*one)) => {
            Some(Class { kind: Kind::Merge, nullable: schema.nullable || resolved.schema(*one).nullable })
        }
        [_] if schema.is_child => Some(Class { kind: Kind::Merge, nullable: schema.nullable }),
        [one] if !rest.says_a_shape() && !requires_more(resolved, required(*one), *one) => {
            Some(Class { kind: Kind::Same(*one), nullable: schema.nullable })
        }
        [_, ..] => Some(Class { kind: Kind::Merge, nullable: schema.nullable }),
    }
}

/// Returns `true` if a schema is an inline object with properties.
fn is_own_object(schema: &Schema) -> bool {
    let composed = [&schema.all_of, &schema.any_of, &schema.one_of].into_iter().any(|parts| !parts.is_empty());
    let elsewhere = schema.reference.is_some() || schema.component.is_some();
    !composed && !elsewhere && by_type(schema) == Kind::Record
}

/// Returns the types without `object` alone, which adds nothing next to an `allOf` of objects.
fn only_object(schema: &Schema) -> Vec<JsonType> {
    if schema.types == [JsonType::Object] { Vec::new() } else { schema.types.clone() }
}

fn union(resolved: &Resolved, schema: &Schema) -> Option<Class> {
    let all: Vec<SchemaId> = schema.one_of.iter().chain(&schema.any_of).copied().collect();
    // Next to properties, subschemas that only list `required` do not describe a shape, with `type:
    // object` or without.
    let has_properties = !schema.properties.is_empty() || !schema.all_of.is_empty();
    let says = |id: &SchemaId| {
        let subschema = resolved.schema(*id);
        if has_properties { subschema.is_branch() } else { !is_shapeless(subschema) }
    };
    if !all.iter().any(says) {
        return None;
    }
    let is_null = |id: &SchemaId| resolved.schema(*id).is_null_alone();
    let rest: Vec<SchemaId> = all.iter().copied().filter(|id| !is_null(id)).collect();
    let nullable = schema.nullable || rest.len() < all.len();
    let siblings = Schema { one_of: Vec::new(), any_of: Vec::new(), ..schema.clone() };
    let kind = match rest.as_slice() {
        [] => Kind::Null,
        // A discriminator means that there may be more subschemas in the future.
        [one] if !siblings.says_a_shape() && !schema.open && (schema.discriminator.is_none() || nullable) => {
            Kind::Same(*one)
        }
        many => Kind::Union(many.to_vec()),
    };
    Some(Class { kind, nullable })
}

/// Returns the class of a schema whose `enum` or `const` lists strings.
fn values(schema: &Schema) -> Option<Class> {
    let listed = schema.enumeration.as_deref().unwrap_or_default();
    let all: Vec<&Node> = schema.constant.iter().chain(listed).collect();
    let not_null: Vec<&Node> = all.iter().copied().filter(|node| !matches!(node, Node::Null)).collect();
    let nullable = schema.nullable || not_null.len() < all.len();
    let strings: Option<Vec<String>> = not_null.iter().map(|node| node.as_str().map(str::to_owned)).collect();
    let string_allowed = schema.types.is_empty() || schema.types == [JsonType::String];
    match strings {
        Some(mut strings) if !strings.is_empty() && string_allowed => {
            let mut seen = std::collections::BTreeSet::new();
            strings.retain(|string| seen.insert(string.clone()));
            Some(Class { kind: Kind::Values(strings), nullable })
        }
        Some(_) | None => None,
    }
}

fn by_type(schema: &Schema) -> Kind {
    match schema.types.as_slice() {
        [] if !schema.properties.is_empty() => Kind::Record,
        [] if schema.additional != Additional::Unsaid || schema.rest.is_some() => object(schema),
        [] if !schema.prefix_items.is_empty() => Kind::Tuple,
        [] if schema.items.is_some() => Kind::Array(schema.items),
        [] if schema.nullable
            && schema.enumeration.is_none()
            && !schema.annotations.unread.iter().any(|k| k == "nullable") =>
        {
            Kind::Null
        }
        // Only strings have these formats and a `contentEncoding` (JSON Schema Validation, section
        // 8.3).
        [] if matches!(schema.format.as_deref(), Some("binary" | "byte")) && schema.enumeration.is_none() => {
            Kind::String
        }
        [] if schema.content_encoding.is_some() && schema.enumeration.is_none() => Kind::String,
        [] => of_values(schema),
        [JsonType::String] => Kind::String,
        [JsonType::Integer] => Kind::Integer,
        [JsonType::Number] => Kind::Number,
        [JsonType::Boolean] => Kind::Boolean,
        [JsonType::Array] if !schema.prefix_items.is_empty() => Kind::Tuple,
        [JsonType::Array] => Kind::Array(schema.items),
        [JsonType::Object] => object(schema),
        [JsonType::Integer, JsonType::Number] | [JsonType::Number, JsonType::Integer] => Kind::Number,
        // Resolve converts several types to unions, unless they are next to a composition, which is
        // more precise.
        [_, _, ..] => Kind::Any,
    }
}

/// Returns the kind of the values of `enum` or `const`, for a schema without any other keyword.
fn of_values(schema: &Schema) -> Kind {
    let values: Vec<&Node> = schema.enumeration.iter().flatten().chain(&schema.constant).collect();
    let not_null: Vec<&Node> = values.into_iter().filter(|node| !matches!(node, Node::Null)).collect();
    let all = |fits: fn(&Node) -> bool| !not_null.is_empty() && not_null.iter().all(|node| fits(node));
    let integer = |node: &Node| matches!(node, Node::Number(digits) if digits.parse::<i128>().is_ok());
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
