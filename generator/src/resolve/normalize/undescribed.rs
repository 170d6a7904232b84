//! Properties that only `required` names. By JSON Schema Validation, section 6.5.3, such a property
//! must be present, and nothing limits its value. It becomes a property of any JSON, of the schema
//! in `additionalProperties` if there is one, or of a string if a discriminator has its name
//! (OpenAPI 3.1.1, Discriminator Object: its values are names).
//!
//! A schema is examined as a whole: `required` in one part of an `allOf` may name a property of
//! another part, and subschemas that only list `required` distinguish the variants of an object.
//! Must not know Rust.

use foldhash::{HashMap, HashSet};

use super::category::{Category, own_category};
use super::graph::{get, parts};
use super::subschemas::branches;
use crate::report::{Pointer, SourceLocation};
use crate::resolve::resolved::{JsonType, Schema, SchemaId, Schemas};

/// Adds the properties that only `required` names to every object that has some.
pub(super) fn add_undescribed(schemas: &mut Schemas) {
    let (partial, tags, incomplete) = (partial(schemas), discriminators(schemas), incomplete(schemas));
    for index in 0..schemas.len() {
        let id = SchemaId::new(index);
        if partial.contains(&id) || !incomplete.contains(&id) {
            continue;
        }
        for (name, span) in undescribed(schemas, id) {
            let property = property(schemas, id, &tags, &name, span);
            let property = schemas.push(property);
            if let Some(schema) = schemas.get_mut(index) {
                schema.properties.push((name, property));
            }
        }
    }
}

/// Returns schemas that require properties without describing them, or that have such a schema
/// among their parts.
fn incomplete(schemas: &Schemas) -> HashSet<SchemaId> {
    let ids = || (0..schemas.len()).map(SchemaId::new);
    let mut wholes: HashMap<SchemaId, Vec<SchemaId>> = HashMap::default();
    for (id, schema) in ids().zip(schemas.iter()) {
        schema.reference.iter().chain(&schema.all_of).for_each(|part| wholes.entry(*part).or_default().push(id));
    }
    let lacks = |schema: &Schema, name: &String| schema.properties.iter().all(|(known, _)| known != name);
    let is = |schema: &Schema| schema.required.iter().any(|name| lacks(schema, name));
    let mut open: Vec<SchemaId> =
        ids().zip(schemas.iter()).filter(|(_, schema)| is(schema)).map(|(id, _)| id).collect();
    let mut found: HashSet<SchemaId> = open.iter().copied().collect();
    while let Some(id) = open.pop() {
        open.extend(wholes.get(&id).into_iter().flatten().filter(|whole| found.insert(**whole)));
    }
    found
}

/// Returns schemas that are only part of another: parts of an `allOf`, and subschemas of `oneOf`
/// and `anyOf` next to properties.
fn partial(schemas: &Schemas) -> HashSet<SchemaId> {
    let mut partial = HashSet::default();
    for schema in schemas.iter() {
        partial.extend(&schema.all_of);
        if schema.says_members() {
            partial.extend(schema.one_of.iter().chain(&schema.any_of));
        }
    }
    partial
}

/// Returns the names of all discriminators.
fn discriminators(schemas: &Schemas) -> HashSet<String> {
    schemas.iter().filter_map(|schema| schema.discriminator.as_ref()).map(|of| of.property.clone()).collect()
}

/// Returns the names that a schema and its parts require but do not describe, with their source
/// locations.
fn undescribed(schemas: &Schemas, id: SchemaId) -> Vec<(String, SourceLocation)> {
    let none = Vec::new();
    let Some(schema) = get(schemas, id) else { return none };
    // A reference is equivalent to its target, and an `allOf` of one part to this part.
    let alias = schema.reference.is_some() || schema.required.is_empty() && schema.all_of.len() < 2;
    if alias || schema.required.is_empty() && schema.all_of.is_empty() {
        return none;
    }
    let parts: Vec<&Schema> = parts(schemas, id).into_iter().filter_map(|part| get(schemas, part)).collect();
    let object = parts.iter().any(|part| own_category(part) == Category::Object);
    if !object || parts.iter().any(|part| !branches(schemas, part).is_empty()) {
        return none;
    }
    let described: HashSet<&str> =
        parts.iter().flat_map(|part| &part.properties).map(|(name, _)| name.as_str()).collect();
    // A map with a schema for its values describes all of them.
    if described.is_empty() && parts.iter().any(|part| part.own_rest().is_some()) {
        return none;
    }
    let mut seen = HashSet::default();
    let mut found = Vec::new();
    for part in parts {
        for (index, name) in part.required.iter().enumerate() {
            if !described.contains(name.as_str()) && seen.insert(name) {
                found.push((name.clone(), required_at(&part.span, index)));
            }
        }
    }
    found
}

/// Returns the source location of a required name. A copy of `required` in the subschemas of a
/// union has its own location after that of its schema.
fn required_at(span: &SourceLocation, index: usize) -> SourceLocation {
    let written = span.pointer.segments().take_while(|segment| segment != "(beside)");
    let pointer = written.fold(Pointer::default(), |pointer, segment| pointer.child(&segment));
    SourceLocation::value(span.file, pointer.child("required").item(index))
}

fn property(schemas: &Schemas, object: SchemaId, tags: &HashSet<String>, name: &str, span: SourceLocation) -> Schema {
    let parts = parts(schemas, object);
    let rest = parts.iter().rev().find_map(|part| get(schemas, *part)?.own_rest());
    let types = if rest.is_none() && tags.contains(name) { vec![JsonType::String] } else { Vec::new() };
    Schema { span, types, reference: rest, undescribed: true, ..Schema::default() }
}
