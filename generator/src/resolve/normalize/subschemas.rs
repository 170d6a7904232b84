//! The subschemas of `oneOf` and `anyOf`. Must not know what they are compared with.

use super::graph::get;
use super::nullability::is_null_alone;
use crate::resolve::resolved::{Schema, SchemaId, Schemas};

/// Returns the subschemas of a union.
pub(super) fn alternatives(schema: &Schema) -> Vec<SchemaId> {
    schema.one_of.iter().chain(&schema.any_of).copied().collect()
}

/// Returns the subschemas of a union that have a shape, and also `type: object` next to others.
/// Returns none if all of them only list required properties.
pub(super) fn branches(schemas: &Schemas, schema: &Schema) -> Vec<SchemaId> {
    let mut all = alternatives(schema);
    all.retain(|id| !is_null_alone(schemas, *id));
    let real = all.iter().any(|id| get(schemas, *id).is_some_and(Schema::is_branch));
    all.retain(|id| real && get(schemas, *id).is_some_and(|branch| branch.is_branch() || !branch.types.is_empty()));
    all
}
