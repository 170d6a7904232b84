//! `allOf` of strings, numbers, booleans, enums and arrays: combines the keywords of all parts in
//! one schema (JSON Schema Core, section 10.2.1.1). Keywords next to `$ref` are such a part too
//! (section 8.2.3.1). Objects are combined when they are lowered.
//!
//! Interpretations of the specification:
//! - a part with all keywords of the others replaces the whole, so that a component keeps its name
//!   where it is used;
//! - the items of an array are an `allOf` of the items of all parts;
//! - parts without a common value (a string and an integer, two enums) stay unchanged: lower
//!   reports them;
//! - null is valid where all parts allow it, or where a part only says `nullable: true` (OpenAPI
//!   3.0's idiom).
//!
//! Must not know Rust.

use super::category::{Category, category, own_category};
use super::graph::{get, parts};
use super::intersection::Intersection;
use super::nullability::{allows_null, is_null_alone};
use crate::resolve::resolved::{Annotations, Schema, SchemaId, Schemas};

/// Moves a `$ref` with keywords next to it into an `allOf`, so that both have the same form.
pub(super) fn move_reference(schemas: &mut Schemas, index: usize) {
    let Some(schema) = schemas.get(index) else { return };
    let Some(target) = schema.reference else { return };
    let limits = schema.format.is_some() || !schema.required.is_empty() || !schema.annotations.limits.is_empty();
    if !limits && !schema.says_a_shape() {
        return;
    }
    let span = schema.span.child("$ref");
    let part = schemas.push(Schema { span, reference: Some(target), ..Schema::default() });
    if let Some(schema) = schemas.get_mut(index) {
        schema.reference = None;
        schema.all_of.insert(0, part);
    }
}

/// Removes the parts of an `allOf` that only allow null, and determines whether the whole may be
/// null.
pub(super) fn take_nulls(schemas: &mut Schemas, index: usize) {
    let Some(schema) = schemas.get(index).filter(|schema| !schema.all_of.is_empty()) else { return };
    let rest: Vec<SchemaId> = schema.all_of.iter().copied().filter(|part| !is_null_alone(schemas, *part)).collect();
    let taken = rest.len() < schema.all_of.len();
    let several = rest.len() > 1 || schema.says_a_scalar();
    let all_allow = || schema.allows_null() && several && rest.iter().all(|part| allows_null(schemas, *part));
    let null = taken || schema.nullable || all_allow() && says_null(schemas, &rest);
    if let Some(schema) = schemas.get_mut(index).filter(|_| null) {
        schema.all_of = rest;
        schema.nullable = true;
    }
}

/// Returns `true` if one of these schemas explicitly allows null.
fn says_null(schemas: &Schemas, all: &[SchemaId]) -> bool {
    let says = |part: &SchemaId| get(schemas, *part).is_some_and(|schema| schema.nullable);
    all.iter().any(|id| parts(schemas, *id).iter().any(says))
}

/// Combines the parts of a schema, if they are not objects.
pub(super) fn combine(schemas: &mut Schemas, index: usize) {
    let own = SchemaId::new(index);
    let Some(schema) = schemas.get(index).filter(|schema| is_plain(schemas, schema)) else { return };
    let Some(whole) = Intersection::of_schema(schemas, own) else { return };
    // A number with named values stays unchanged if only some of them are valid: its type allows
    // any number.
    if whole.is_named_number() {
        return;
    }
    let same = |part: &&SchemaId| Intersection::of_schema(schemas, **part).is_some_and(|part| part.says_all_of(&whole));
    let is_named = |part: &&SchemaId| get(schemas, **part).is_some_and(|part| part.reference.is_some());
    // The target of a reference has a name, but an inline part does not.
    let (named, others): (Vec<&SchemaId>, Vec<&SchemaId>) = schema.all_of.iter().partition(is_named);
    let alias = named.into_iter().chain(others).find(same).copied();
    let whole_schema = schema.clone();
    let combined = match alias {
        // The whole is read-only or write-only if a part is (JSON Schema Validation, section 9.4):
        // `allOf: [$ref, readOnly: true]`.
        Some(part) => {
            let (read_only, write_only) = whole.directions();
            let annotations = Annotations { read_only, write_only, ..whole_schema.annotations.clone() };
            let is_unsigned = whole.is_unsigned();
            Schema { all_of: vec![part], annotations, is_unsigned, ..without_shape(whole_schema) }
        }
        None => whole.into_schema(schemas, whole_schema),
    };
    if let Some(schema) = schemas.get_mut(index) {
        *schema = combined;
    }
}

fn without_shape(schema: Schema) -> Schema {
    Schema {
        types: Vec::new(),
        enumeration: None,
        constant: None,
        items: None,
        prefix_items: Vec::new(),
        all_of: Vec::new(),
        ..schema
    }
}

/// Returns `true` if a schema and its parts are neither objects nor unions, and there are several
/// to combine.
fn is_plain(schemas: &Schemas, schema: &Schema) -> bool {
    let members = &schema.all_of;
    if members.is_empty() || !schema.one_of.is_empty() || !schema.any_of.is_empty() {
        return false;
    }
    let own = own_category(schema);
    let more = members.len() > 1
        || own != Category::Unknown
        || schema.format.is_some()
        || !schema.annotations.limits.is_empty();
    let plain = |category: Category| matches!(category, Category::Unknown | Category::Array | Category::Scalar);
    more && plain(own) && members.iter().all(|member| plain(category(schemas, *member)))
}
