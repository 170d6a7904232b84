//! Decides whether null is valid against a schema.
//!
//! Null has many forms: `type: "null"`, `const: null`, `enum: [null]` (JSON Schema Validation,
//! sections 6.1.1 to 6.1.3), and `nullable: true` of OpenAPI 3.0. They all become
//! [`Schema::nullable`] when a schema is read. Must not know Rust.

use super::graph::{dereferenced, get, parts};
use crate::parse::Node;
use crate::resolve::resolved::{Schema, SchemaId, Schemas};

impl Schema {
    /// Returns `true` if null is the only valid value.
    #[must_use]
    pub fn is_null_alone(&self) -> bool {
        self.nullable && self.reference.is_none() && self.boolean.is_none() && !self.says_a_shape()
    }

    /// Returns `true` if the schema's own keywords allow null: `nullable`, or no keyword for types.
    pub(super) fn allows_null(&self) -> bool {
        self.nullable || self.boolean != Some(false) && !self.says_a_scalar()
    }

    /// Converts null in `enum` and `const` to the form of `type`: a schema that lists it is
    /// nullable, and one that lists nothing else is `type: "null"`.
    pub(crate) fn with_nulls(mut self) -> Schema {
        let listed = self.enumeration.as_deref().unwrap_or_default();
        self.nullable |= listed.contains(&Node::Null);
        let alone = !listed.is_empty() && listed.iter().all(|value| *value == Node::Null);
        if !alone && self.constant != Some(Node::Null) {
            return self;
        }
        let Schema { span, component, annotations, .. } = self;
        Schema { span, component, annotations, nullable: true, null: true, ..Schema::default() }
    }
}

/// Returns `true` if a schema, after references, has null as its only valid value.
pub(super) fn is_null_alone(schemas: &Schemas, id: SchemaId) -> bool {
    get(schemas, dereferenced(schemas, id)).is_some_and(Schema::is_null_alone)
}

/// Returns `true` if null is valid against a schema, its references and its `allOf`.
pub(super) fn allows_null(schemas: &Schemas, id: SchemaId) -> bool {
    // Most schemas or their direct targets list it.
    if get(schemas, dereferenced(schemas, id)).is_some_and(|schema| !schema.allows_null()) {
        return false;
    }
    let parts = parts(schemas, id);
    let mut parts = parts.into_iter().filter_map(|part| get(schemas, part));
    parts.all(|part| part.allows_null() && (part.nullable || part.one_of.is_empty() && part.any_of.is_empty()))
}
