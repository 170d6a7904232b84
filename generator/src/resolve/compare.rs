//! Which of two schemas says more, and whether a value can be both. Used where several schemas hold at once.
//!
//! Must not know Rust.

use std::cell::Cell;

use foldhash::HashMap;

use super::normal::{branches, dereferenced, get, has_member};
use super::resolved::{Additional, JsonType, Schema, SchemaId};
use super::schemas::Schemas;
use super::whole::Whole;
use crate::parse::Node;

/// The maximum depth of a comparison.
const DEEP: usize = 12;
/// The maximum schemas of one comparison: nested unions multiply.
const STEPS: usize = 20_000;
/// Two unions that hold at once are one union of at most this many combinations.
const COMBINATIONS: usize = 32;

/// The kind of a schema, for combining schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Nothing is said, or not enough to tell.
    Nothing,
    /// An object.
    Object,
    /// One of several schemas.
    Union,
    /// An array.
    List,
    /// A text, number or boolean.
    Scalar,
    /// Nothing but null.
    Null,
}

/// Compares schemas of one arena.
#[derive(Debug)]
pub(super) struct Compare<'a> {
    schemas: &'a Schemas,
    steps: Cell<usize>,
}

impl<'a> Compare<'a> {
    /// For the schemas of this arena.
    #[must_use]
    pub(super) fn new(schemas: &'a Schemas) -> Compare<'a> {
        Compare { schemas, steps: Cell::new(0) }
    }

    /// Returns the kind of a schema after references.
    #[must_use]
    pub(super) fn sort(&self, id: SchemaId) -> Sort {
        self.sort_at(id, 0)
    }

    fn sort_at(&self, id: SchemaId, depth: usize) -> Sort {
        let Some(schema) = get(self.schemas, dereferenced(self.schemas, id)) else { return Sort::Nothing };
        if !branches(self.schemas, schema).is_empty() {
            return Sort::Union;
        }
        let own = Compare::own_sort(schema);
        if own != Sort::Nothing || depth > DEEP {
            return own;
        }
        let mut members = schema.all_of.iter().map(|member| self.sort_at(*member, depth + 1));
        members.find(|sort| *sort != Sort::Nothing).unwrap_or(Sort::Nothing)
    }

    /// Returns the kind of a schema by its own keywords, without `$ref` and composition.
    #[must_use]
    pub(super) fn own_sort(schema: &Schema) -> Sort {
        if schema.is_null_alone() {
            return Sort::Null;
        }
        let object = !schema.properties.is_empty() || !schema.pattern_properties.is_empty();
        if object || schema.types == [JsonType::Object] || matches!(schema.additional, Additional::Schema(_)) {
            return Sort::Object;
        }
        if schema.types == [JsonType::Array] || schema.items.is_some() || !schema.prefix_items.is_empty() {
            return Sort::List;
        }
        if !schema.types.is_empty() || schema.enumeration.is_some() || schema.constant.is_some() {
            return Sort::Scalar;
        }
        Sort::Nothing
    }

    /// Returns `true` if a value can be both, as far as sorts, and types and values of scalars, tell.
    #[must_use]
    pub(super) fn can_be_both(&self, one: SchemaId, other: SchemaId) -> bool {
        match (self.sort(one), self.sort(other)) {
            (Sort::Nothing | Sort::Union, _) | (_, Sort::Nothing | Sort::Union) => true,
            (Sort::Scalar, Sort::Scalar) => Whole::of_both(self.schemas, one, other).is_some(),
            (one, other) => one == other,
        }
    }

    /// Returns `true` if a type can express that a value is both.
    #[must_use]
    pub(super) fn hold_together(&self, one: SchemaId, other: SchemaId) -> bool {
        match (self.sort(one), self.sort(other)) {
            (Sort::Object, Sort::Object | Sort::Union) | (Sort::Union, Sort::Object) => true,
            (Sort::List, Sort::List) | (Sort::Nothing, _) | (_, Sort::Nothing) => true,
            (Sort::Scalar, Sort::Scalar) => Whole::of_both(self.schemas, one, other).is_some(),
            (Sort::Union, Sort::Union) => self.count_combinations(one, other) <= COMBINATIONS,
            (Sort::Object | Sort::Union | Sort::List | Sort::Scalar | Sort::Null, _) => false,
        }
    }

    /// Counts the pairs of a subschema of each union.
    fn count_combinations(&self, one: SchemaId, other: SchemaId) -> usize {
        let count =
            |id| get(self.schemas, dereferenced(self.schemas, id)).map_or(0, |of| branches(self.schemas, of).len());
        count(one) * count(other)
    }

    /// Returns `true` if the first schema certainly includes all keywords of the second, except null.
    #[must_use]
    pub(super) fn covers(&self, one: SchemaId, other: SchemaId) -> bool {
        self.steps.set(0);
        self.covers_at(one, other, 0)
    }

    fn covers_at(&self, one: SchemaId, other: SchemaId, depth: usize) -> bool {
        let (one, other) = (dereferenced(self.schemas, one), dereferenced(self.schemas, other));
        let (Some(a), Some(b)) = (get(self.schemas, one), get(self.schemas, other)) else { return false };
        self.steps.set(self.steps.get() + 1);
        if one == other {
            return true;
        }
        if depth > DEEP || self.steps.get() > STEPS {
            return false;
        }
        match (self.sort(one), self.sort(other)) {
            (_, Sort::Nothing) => !says_details(b),
            (Sort::Union, _) => {
                branches(self.schemas, a).into_iter().all(|branch| self.covers_at(branch, other, depth + 1))
            }
            (_, Sort::Union) => {
                branches(self.schemas, b).into_iter().any(|branch| self.covers_at(one, branch, depth + 1))
            }
            (one, other) if one != other => false,
            (Sort::Object | Sort::List | Sort::Scalar | Sort::Null | Sort::Nothing, _)
                if !a.all_of.is_empty() || !b.all_of.is_empty() =>
            {
                has_member(self.schemas, one, other)
            }
            (Sort::Object, _) => self.covers_object(a, b, depth),
            (Sort::List, _) => a.prefix_items == b.prefix_items && self.each_covers(a.items, b.items, depth),
            (Sort::Scalar, _) => covers_scalar(a, b),
            (Sort::Null | Sort::Nothing, _) => true,
        }
    }

    fn each_covers(&self, one: Option<SchemaId>, other: Option<SchemaId>, depth: usize) -> bool {
        match (one, other) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(one), Some(other)) => self.covers_at(one, other, depth + 1),
        }
    }

    fn covers_object(&self, one: &Schema, other: &Schema, depth: usize) -> bool {
        let known: HashMap<&str, SchemaId> = one.properties.iter().map(|(name, id)| (name.as_str(), *id)).collect();
        let property = |(name, other): &(String, SchemaId)| {
            known.get(name.as_str()).is_some_and(|one| self.covers_at(*one, *other, depth + 1))
        };
        let rest = match (one.additional, other.additional) {
            (_, Additional::Unsaid | Additional::Any | Additional::Never) => true,
            (Additional::Schema(one), Additional::Schema(other)) => self.covers_at(one, other, depth + 1),
            (Additional::Unsaid | Additional::Any | Additional::Never, Additional::Schema(_)) => false,
        };
        rest && other.pattern_properties.is_empty()
            && other.required.iter().all(|name| one.required.contains(name))
            && other.properties.iter().all(property)
    }
}

/// Returns `true` if a schema that tells no type all the same says something of values: a format, limits, required properties.
pub(super) fn says_details(schema: &Schema) -> bool {
    schema.format.is_some() || !schema.required.is_empty() || ends(schema).next().is_some()
}

/// The limits that a number's type may depend on.
fn ends(schema: &Schema) -> impl Iterator<Item = &(String, Node)> {
    let is_end = |keyword: &str| keyword.ends_with("inimum") || keyword.ends_with("aximum");
    schema.annotations.limits.iter().filter(move |(keyword, _)| is_end(keyword))
}

fn covers_scalar(one: &Schema, other: &Schema) -> bool {
    if ends(other).any(|limit| !one.annotations.limits.contains(limit)) {
        return false;
    }
    let values =
        |schema: &Schema| schema.constant.clone().map(|value| vec![value]).or_else(|| schema.enumeration.clone());
    let number = one.types == [JsonType::Integer] && other.types == [JsonType::Number];
    let types = one.types == other.types || number || other.types.is_empty() || one.types.is_empty();
    match (values(one), values(other)) {
        (Some(one), Some(other)) => types && one.iter().all(|value| other.contains(value)),
        (Some(_), None) => types,
        (None, Some(_)) => false,
        (None, None) => types && (other.format.is_none() || one.format == other.format),
    }
}
