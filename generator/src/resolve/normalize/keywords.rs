//! Queries about the keywords of a single schema. Must not know other schemas.

use crate::resolve::resolved::{Additional, JsonType, Schema};

impl Schema {
    /// Returns `true` if the schema describes a shape by its own keywords.
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

    /// Returns `true` if the schema describes a shape as a subschema of a union: one that only
    /// lists `required` properties does not.
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

    /// Returns `true` if a schema has keywords of objects next to a union.
    pub(super) fn says_members(&self) -> bool {
        !self.properties.is_empty() || self.reference.is_some() || !self.all_of.is_empty()
    }
}
