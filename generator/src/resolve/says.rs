//! Questions to a single schema: does it describe a shape, and is null valid?
//!
//! Null has many spellings: `type: "null"`, `const: null`, `enum: [null]` (JSON Schema Validation, sections 6.1.1 to
//! 6.1.3), and `nullable: true` of OpenAPI 3.0. They all become [`Schema::nullable`] when a schema is read.
//! Must not know Rust.

use super::normal::{dereferenced, get};
use super::resolved::{Additional, JsonType, Schema, SchemaId};
use super::schemas::Schemas;
use crate::parse::Node;

impl Schema {
    /// Returns `true` if the schema says what a value looks like, references apart.
    #[must_use]
    pub fn says_a_shape(&self) -> bool {
        self.says_a_scalar()
            || !self.properties.is_empty()
            || !self.pattern_properties.is_empty()
            || self.additional != Additional::Unsaid
            || self.items.is_some()
            || !self.prefix_items.is_empty()
            || !self.all_of.is_empty()
            || !self.one_of.is_empty()
            || !self.any_of.is_empty()
    }

    /// Returns `true` if the schema lists types or values.
    pub(super) fn says_a_scalar(&self) -> bool {
        !self.types.is_empty() || self.enumeration.is_some() || self.constant.is_some()
    }

    /// Returns `true` if the schema says what a value looks like when it is a subschema of a union: one that only lists
    /// `required` properties does not.
    #[must_use]
    pub fn is_branch(&self) -> bool {
        self.reference.is_some()
            || !self.types.is_empty() && self.types != [JsonType::Object]
            || !self.properties.is_empty()
            || !matches!(self.additional, Additional::Unsaid | Additional::Any)
            || self.rest.is_some()
            || self.enumeration.is_some()
            || self.constant.is_some()
            || self.items.is_some()
            || !self.prefix_items.is_empty()
            || !self.all_of.is_empty()
            || !self.one_of.is_empty()
            || !self.any_of.is_empty()
    }

    /// Returns `true` if null is the only valid value.
    #[must_use]
    pub fn is_null_alone(&self) -> bool {
        self.nullable && self.reference.is_none() && self.boolean.is_none() && !self.says_a_shape()
    }

    /// Returns `true` if the schema's own keywords allow null: `nullable`, or nothing that speaks of types.
    pub(super) fn allows_null(&self) -> bool {
        self.nullable || self.boolean != Some(false) && !self.says_a_scalar()
    }

    /// Brings null in `enum` and `const` to the spelling of `type`: a schema that lists it is nullable, and one that
    /// lists nothing else is `type: "null"`.
    pub(super) fn with_nulls(mut self) -> Schema {
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
    // Most schemas say it themselves, or where they refer to.
    if get(schemas, dereferenced(schemas, id)).is_some_and(|schema| !schema.allows_null()) {
        return false;
    }
    let parts = super::narrow::parts(schemas, id);
    let mut parts = parts.into_iter().filter_map(|part| get(schemas, part));
    parts.all(|part| part.allows_null() && (part.nullable || part.one_of.is_empty() && part.any_of.is_empty()))
}
