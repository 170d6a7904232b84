//! The category of a schema: the kind of its values, in the detail that combining schemas requires.
//! Must not know Rust.

use super::graph::{dereferenced, get};
use super::subschemas::branches;
use crate::resolve::resolved::{Additional, JsonType, Schema, SchemaId, Schemas};

/// The maximum depth of nested `allOf`s.
const MAX_DEPTH: usize = 12;

/// The category of a schema, for combining schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Category {
    /// The schema does not say enough.
    Unknown,
    /// An object.
    Object,
    /// A union.
    Union,
    /// An array.
    Array,
    /// A string, number or boolean.
    Scalar,
    /// Only null.
    Null,
}

/// Returns the category of a schema after references.
#[must_use]
pub(super) fn category(schemas: &Schemas, id: SchemaId) -> Category {
    category_at(schemas, id, 0)
}

fn category_at(schemas: &Schemas, id: SchemaId, depth: usize) -> Category {
    let Some(schema) = get(schemas, dereferenced(schemas, id)) else { return Category::Unknown };
    if !branches(schemas, schema).is_empty() {
        return Category::Union;
    }
    let own = own_category(schema);
    if own != Category::Unknown || depth > MAX_DEPTH {
        return own;
    }
    let mut members = schema.all_of.iter().map(|member| category_at(schemas, *member, depth + 1));
    members.find(|category| *category != Category::Unknown).unwrap_or(Category::Unknown)
}

/// Returns the category of a schema by its own keywords, without `$ref` and composition.
#[must_use]
pub(super) fn own_category(schema: &Schema) -> Category {
    if schema.is_null_alone() {
        return Category::Null;
    }
    let object = !schema.properties.is_empty() || !schema.pattern_properties.is_empty();
    if object || schema.types == [JsonType::Object] || matches!(schema.additional, Additional::Schema(_)) {
        return Category::Object;
    }
    if schema.types == [JsonType::Array] || schema.items.is_some() || !schema.prefix_items.is_empty() {
        return Category::Array;
    }
    if !schema.types.is_empty() || schema.enumeration.is_some() || schema.constant.is_some() {
        return Category::Scalar;
    }
    Category::Unknown
}
