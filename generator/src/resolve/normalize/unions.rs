//! Keywords next to a union: they apply to each of its subschemas. Must not know Rust.

use super::category::{Category, category};
use super::compatibility::can_be_both;
use super::graph::{dereferenced, get, has_member};
use super::nullability::{allows_null, is_null_alone};
use super::subschemas::{alternatives, branches};
use crate::report::SourceLocation;
use crate::resolve::resolved::{Annotations, JsonType, Schema, SchemaId, Schemas};

/// Returns `true` if a schema has keywords for strings, numbers or arrays next to a union that its
/// subschemas do not have.
fn says_more(schemas: &Schemas, schema: &Schema, branches: &[SchemaId]) -> bool {
    let values = schema.enumeration.is_some() || schema.constant.is_some() || schema.format.is_some();
    let items = schema.items.is_some() || !schema.prefix_items.is_empty();
    let untyped = || branches.iter().any(|branch| category(schemas, *branch) == Category::Unknown);
    values || items || !schema.types.is_empty() && schema.types != [JsonType::Object] && untyped()
}

/// Applies the keywords next to `oneOf` or `anyOf` to each subschema, which becomes an `allOf` of
/// both.
pub(super) fn spread_siblings(schemas: &mut Schemas, index: usize) {
    let Some(schema) = schemas.get(index) else { return };
    let mut branches = alternatives(schema);
    branches.retain(|id| !is_null_alone(schemas, *id));
    let real = branches.iter().filter(|id| get(schemas, **id).is_some_and(Schema::is_branch)).count();
    if real == 0 || !schema.says_members() && !says_more(schemas, schema, &branches) {
        return;
    }
    let own = SchemaId::new(index);
    let mut whole = schema.clone();
    whole.nullable |= branches.len() < alternatives(schema).len();
    let base = Schema {
        span: whole.span.child("(beside)"),
        component: None,
        one_of: Vec::new(),
        any_of: Vec::new(),
        discriminator: None,
        nullable: false,
        // The union itself is read-only or write-only, and not a part of each variant.
        annotations: Annotations { read_only: false, write_only: false, ..whole.annotations.clone() },
        ..whole.clone()
    };
    let base = schemas.push(base);
    let branches = possible(schemas, &[base], &branches);
    let made: Vec<SchemaId> = branches
        .iter()
        .map(|(number, branch)| {
            // A child with its parent in an `allOf` has these keywords already.
            if has_member(schemas, *branch, own) {
                return *branch;
            }
            let span = whole.span.child("oneOf").child(&number.to_string()).child("(with)");
            merged(schemas, span, &[base, *branch], *branch)
        })
        .collect();
    if let Some(schema) = schemas.get_mut(index) {
        *schema = Schema { one_of: made, base: Some(base), ..stripped(&whole) };
    }
}

/// Returns a schema without its shape, except null and the discriminator.
fn stripped(whole: &Schema) -> Schema {
    let Schema { span, component, nullable, annotations, discriminator, .. } = whole.clone();
    Schema { span, component, nullable, annotations, discriminator, ..Schema::default() }
}

fn merged(schemas: &mut Schemas, span: SourceLocation, all: &[SchemaId], branch: SchemaId) -> SchemaId {
    let origin = get(schemas, branch).and_then(|schema| schema.branch_of).unwrap_or(branch);
    let words = get(schemas, dereferenced(schemas, branch));
    let description = words.and_then(|schema| schema.annotations.description.clone());
    let title = words.and_then(|schema| schema.annotations.title.clone());
    let annotations = Annotations { description, title, ..Annotations::default() };
    let schema = Schema { span, all_of: all.to_vec(), branch_of: Some(origin), annotations, ..Schema::default() };
    schemas.push(schema)
}

/// Returns the subschemas that a value can match together with all of `others`, with their
/// positions. Returns all if no subschema can match, because the description is contradictory then.
fn possible(schemas: &Schemas, others: &[SchemaId], branches: &[SchemaId]) -> Vec<(usize, SchemaId)> {
    let numbered = || branches.iter().copied().enumerate();
    let can_be = |(_, branch): &(usize, SchemaId)| others.iter().all(|other| can_be_both(schemas, *other, *branch));
    let left: Vec<(usize, SchemaId)> = numbered().filter(can_be).collect();
    if left.is_empty() { numbered().collect() } else { left }
}

/// Turns an `allOf` with a union as a part into a union of `allOf`s.
pub(super) fn spread_union(schemas: &mut Schemas, index: usize) {
    take_null_subschemas(schemas, index);
    let Some(whole) = schemas.get(index).filter(|schema| !schema.all_of.is_empty()).cloned() else { return };
    let own = SchemaId::new(index);
    let mut members = whole.all_of.clone();
    let mut found = None;
    for member in &mut members {
        let target = dereferenced(schemas, *member);
        let Some(schema) = get(schemas, target) else { continue };
        let branches = branches(schemas, schema);
        if branches.is_empty() || target == own {
            continue;
        }
        if branches.iter().any(|branch| has_member(schemas, *branch, own)) {
            // This is one of the children that the parent lists.
            match schema.base {
                Some(base) => *member = base,
                None => *member = schemas.push(Schema { span: whole.span.child("(any)"), ..Schema::default() }),
            }
        } else if found.is_none() && branches.len() > 1 {
            found = Some((target, branches, *member));
        }
    }
    let Some((union, branches, replaced)) = found else {
        if let Some(schema) = schemas.get_mut(index) {
            schema.all_of = members;
        }
        return;
    };
    spread_over(schemas, own, &whole, &members, (union, &branches, replaced));
}

/// Replaces the parts of an `allOf` that are a union of one schema and null by that schema. The
/// whole may be null if all parts may.
fn take_null_subschemas(schemas: &mut Schemas, index: usize) {
    let Some(schema) = schemas.get(index).filter(|schema| schema.all_of.len() > 1) else { return };
    let parts: Vec<SchemaId> = schema.all_of.iter().map(|part| without_null(schemas, *part)).collect();
    if parts == schema.all_of {
        return;
    }
    let may_be_null =
        |part: &SchemaId| allows_null(schemas, *part) || chooses_null(schemas, dereferenced(schemas, *part));
    let null = schema.all_of.iter().all(may_be_null);
    if let Some(schema) = schemas.get_mut(index) {
        schema.all_of = parts;
        schema.nullable |= null;
    }
}

/// Returns the only subschema of a union next to null, otherwise the schema itself.
fn without_null(schemas: &Schemas, id: SchemaId) -> SchemaId {
    let only = |schema: &Schema| {
        let nothing_else = schema.types.is_empty() && !schema.says_members() && schema.discriminator.is_none();
        let subschemas = alternatives(schema);
        let mut rest = subschemas.iter().filter(|id| !is_null_alone(schemas, **id));
        match (rest.next(), rest.next()) {
            (Some(one), None) if nothing_else && subschemas.len() > 1 => Some(*one),
            (_, _) => None,
        }
    };
    get(schemas, dereferenced(schemas, id)).and_then(only).unwrap_or(id)
}

/// Returns `true` if null is valid against a union.
fn chooses_null(schemas: &Schemas, union: SchemaId) -> bool {
    let null = |schema: &Schema| schema.nullable || alternatives(schema).iter().any(|id| is_null_alone(schemas, *id));
    get(schemas, union).is_some_and(null)
}

fn spread_over(
    schemas: &mut Schemas,
    own: SchemaId,
    whole: &Schema,
    members: &[SchemaId],
    (union, branches, replaced): (SchemaId, &[SchemaId], SchemaId),
) {
    let mut rest: Vec<SchemaId> = members.iter().copied().filter(|id| *id != replaced).collect();
    let says_more = |schema: &Schema| schema.is_branch() || !schema.required.is_empty();
    rest.retain(|id| get(schemas, dereferenced(schemas, *id)).is_some_and(says_more));
    let says_more = Schema { all_of: Vec::new(), ..whole.clone() }.is_branch() || !whole.required.is_empty();
    if says_more {
        let mut beside = Schema { all_of: Vec::new(), component: None, branch_of: None, ..whole.clone() };
        beside.span = whole.span.child("(beside)");
        beside.nullable = false;
        rest.push(schemas.push(beside));
    }
    if rest.is_empty() {
        limit_alias(schemas, own, whole, members, (union, branches, replaced));
        return;
    }
    let made: Vec<SchemaId> = possible(schemas, &rest, branches)
        .iter()
        .map(|(number, branch)| {
            let span = whole.span.child("allOf").child(&number.to_string()).child("(with)");
            let all: Vec<SchemaId> = rest.iter().copied().chain([*branch]).collect();
            merged(schemas, span, &all, *branch)
        })
        .collect();
    let discriminator = get(schemas, union).and_then(|schema| schema.discriminator.clone());
    let null = chooses_null(schemas, union) && rest.iter().all(|id| allows_null(schemas, *id));
    if let Some(schema) = schemas.get_mut(own.index()) {
        let branch_of = schema.branch_of;
        *schema = Schema { one_of: made, branch_of, ..stripped(whole) };
        schema.discriminator = whole.discriminator.clone().or(discriminator);
        schema.nullable |= null;
    }
}

/// Replaces an `allOf` of a union and of parts with nothing but `type: object` by an alias of the
/// union. Subschemas that contradict such a part are removed, and so is null if a part forbids it.
fn limit_alias(
    schemas: &mut Schemas,
    own: SchemaId,
    whole: &Schema,
    members: &[SchemaId],
    (union, branches, replaced): (SchemaId, &[SchemaId], SchemaId),
) {
    let others: Vec<SchemaId> = members.iter().copied().filter(|id| *id != replaced).collect();
    if others.is_empty() {
        return;
    }
    let left: Vec<SchemaId> = possible(schemas, &others, branches).into_iter().map(|(_, branch)| branch).collect();
    let null = chooses_null(schemas, union);
    let loses_null = null && !others.iter().all(|id| allows_null(schemas, *id));
    let Some(union) = get(schemas, union).cloned() else { return };
    let Some(schema) = schemas.get_mut(own.index()) else { return };
    if left.len() == branches.len() && !loses_null {
        schema.all_of = vec![replaced];
        return;
    }
    let branch_of = schema.branch_of;
    *schema = Schema { one_of: left, branch_of, ..stripped(whole) };
    schema.discriminator = whole.discriminator.clone().or(union.discriminator);
    schema.nullable |= null && !loses_null;
}
