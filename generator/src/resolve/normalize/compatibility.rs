//! Compares two schemas that hold at once: whether a value can match both, and which of them
//! includes the other. Must not know Rust.

use std::cell::Cell;

use foldhash::HashMap;

use super::category::{Category, category};
use super::graph::{dereferenced, get, has_member};
use super::intersection::Intersection;
use super::subschemas::branches;
use crate::parse::Node;
use crate::resolve::resolved::{Additional, JsonType, Schema, SchemaId, Schemas};

/// The maximum depth of a comparison.
const MAX_DEPTH: usize = 12;
/// The maximum number of schemas in one comparison: nested unions multiply.
const MAX_STEPS: usize = 20_000;
/// The maximum number of combinations of two unions that apply together.
const COMBINATIONS: usize = 32;

/// Returns `true` if a value can match both, according to their categories, and to the types and
/// values of scalars.
#[must_use]
pub(super) fn can_be_both(schemas: &Schemas, left: SchemaId, right: SchemaId) -> bool {
    match (category(schemas, left), category(schemas, right)) {
        (Category::Unknown | Category::Union, _) | (_, Category::Unknown | Category::Union) => true,
        (Category::Scalar, Category::Scalar) => Intersection::of_both(schemas, left, right).is_some(),
        (left, right) => left == right,
    }
}

/// Returns `true` if a type can represent a value that matches both.
#[must_use]
pub(super) fn hold_together(schemas: &Schemas, left: SchemaId, right: SchemaId) -> bool {
    match (category(schemas, left), category(schemas, right)) {
        (Category::Object, Category::Object | Category::Union) | (Category::Union, Category::Object) => true,
        (Category::Array, Category::Array) | (Category::Unknown, _) | (_, Category::Unknown) => true,
        (Category::Scalar, Category::Scalar) => Intersection::of_both(schemas, left, right).is_some(),
        (Category::Union, Category::Union) => count_combinations(schemas, left, right) <= COMBINATIONS,
        (Category::Object | Category::Union | Category::Array | Category::Scalar | Category::Null, _) => false,
    }
}

/// Counts the pairs of a subschema of each union.
fn count_combinations(schemas: &Schemas, left: SchemaId, right: SchemaId) -> usize {
    let count = |id| get(schemas, dereferenced(schemas, id)).map_or(0, |of| branches(schemas, of).len());
    count(left) * count(right)
}

/// Returns `true` if the first schema certainly includes all keywords of the second, except null.
#[must_use]
pub(super) fn covers(schemas: &Schemas, narrow: SchemaId, wide: SchemaId) -> bool {
    Comparison { schemas, steps: Cell::new(0) }.covers_at(narrow, wide, 0)
}

/// One comparison, with the number of schemas so far.
#[derive(Debug)]
struct Comparison<'a> {
    schemas: &'a Schemas,
    steps: Cell<usize>,
}

impl Comparison<'_> {
    fn covers_at(&self, narrow: SchemaId, wide: SchemaId, depth: usize) -> bool {
        let (narrow, wide) = (dereferenced(self.schemas, narrow), dereferenced(self.schemas, wide));
        let (Some(a), Some(b)) = (get(self.schemas, narrow), get(self.schemas, wide)) else { return false };
        self.steps.set(self.steps.get() + 1);
        if narrow == wide {
            return true;
        }
        if depth > MAX_DEPTH || self.steps.get() > MAX_STEPS {
            return false;
        }
        match (category(self.schemas, narrow), category(self.schemas, wide)) {
            (_, Category::Unknown) => !says_details(b),
            (Category::Union, _) => {
                branches(self.schemas, a).into_iter().all(|branch| self.covers_at(branch, wide, depth + 1))
            }
            (_, Category::Union) => {
                branches(self.schemas, b).into_iter().any(|branch| self.covers_at(narrow, branch, depth + 1))
            }
            (narrow, wide) if narrow != wide => false,
            (Category::Object | Category::Array | Category::Scalar | Category::Null | Category::Unknown, _)
                if !a.all_of.is_empty() || !b.all_of.is_empty() =>
            {
                has_member(self.schemas, narrow, wide)
            }
            (Category::Object, _) => self.covers_object(a, b, depth),
            (Category::Array, _) => a.prefix_items == b.prefix_items && self.each_covers(a.items, b.items, depth),
            (Category::Scalar, _) => covers_scalar(a, b),
            (Category::Null | Category::Unknown, _) => true,
        }
    }

    fn each_covers(&self, narrow: Option<SchemaId>, wide: Option<SchemaId>, depth: usize) -> bool {
        match (narrow, wide) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(narrow), Some(wide)) => self.covers_at(narrow, wide, depth + 1),
        }
    }

    fn covers_object(&self, narrow: &Schema, wide: &Schema, depth: usize) -> bool {
        let known: HashMap<&str, SchemaId> = narrow.properties.iter().map(|(name, id)| (name.as_str(), *id)).collect();
        let property = |(name, wide): &(String, SchemaId)| {
            known.get(name.as_str()).is_some_and(|narrow| self.covers_at(*narrow, *wide, depth + 1))
        };
        let rest = match (narrow.additional, wide.additional) {
            (_, Additional::Unsaid | Additional::Any | Additional::Never) => true,
            (Additional::Schema(narrow), Additional::Schema(wide)) => self.covers_at(narrow, wide, depth + 1),
            (Additional::Unsaid | Additional::Any | Additional::Never, Additional::Schema(_)) => false,
        };
        rest && wide.pattern_properties.is_empty()
            && wide.required.iter().all(|name| narrow.required.contains(name))
            && wide.properties.iter().all(property)
    }
}

/// Returns `true` if a schema without a type limits its values: by a format, limits or required
/// properties.
pub(super) fn says_details(schema: &Schema) -> bool {
    schema.format.is_some() || !schema.required.is_empty() || ends(schema).next().is_some()
}

/// The limits that can determine a number's type.
fn ends(schema: &Schema) -> impl Iterator<Item = &(String, Node)> {
    let is_end = |keyword: &str| keyword.ends_with("inimum") || keyword.ends_with("aximum");
    schema.annotations.limits.iter().filter(move |(keyword, _)| is_end(keyword))
}

fn covers_scalar(narrow: &Schema, wide: &Schema) -> bool {
    if ends(wide).any(|limit| !narrow.annotations.limits.contains(limit)) {
        return false;
    }
    let values =
        |schema: &Schema| schema.constant.clone().map(|value| vec![value]).or_else(|| schema.enumeration.clone());
    let number = narrow.types == [JsonType::Integer] && wide.types == [JsonType::Number];
    let types = narrow.types == wide.types || number || wide.types.is_empty() || narrow.types.is_empty();
    match (values(narrow), values(wide)) {
        (Some(narrow), Some(wide)) => types && narrow.iter().all(|value| wide.contains(value)),
        (Some(_), None) => types,
        (None, Some(_)) => false,
        (None, None) => types && (wide.format.is_none() || narrow.format == wide.format),
    }
}
