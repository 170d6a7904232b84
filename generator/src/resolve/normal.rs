//! Normalizes schemas, so that each concept of JSON Schema has a single form:
//!
//! - `$ref` with keywords next to it is an `allOf` of both: see [`super::combine`];
//! - `type` with several entries is `anyOf` of one schema a type;
//! - keywords next to `oneOf` or `anyOf` apply to each subschema, which becomes an `allOf` of both;
//! - `allOf` with a union as a part is a union of `allOf`s. If a subschema of the union is the schema
//!   itself (a parent that lists its children), only the keywords next to the union are meant;
//! - an `allOf` of schemas that are not objects is one schema: see [`super::combine`];
//! - a property in several parts of an `allOf` combines them: see [`super::narrow`].
//!
//! Must not know Rust.

use foldhash::HashSet;

use super::combine::{combine, move_reference, take_nulls};
use super::compare::{Compare, Sort};
use super::integers::set_widths;
use super::narrow::{Narrowed, narrow};
use super::resolved::{Annotations, JsonType, Schema, SchemaId};
use super::rest::fold_patterns;
use super::says::{allows_null, is_null_alone};
use super::schemas::Schemas;
use super::undescribed::add_undescribed;
use crate::parse::Node;

/// The maximum schemas that are added to those of the description: nested unions multiply.
const MAX_ADDED: usize = 20_000;
/// Longer chains of references are circles.
const MAX_CHAIN: usize = 64;

/// Normalizes all schemas.
pub(super) fn normalize(schemas: &mut Schemas) {
    let read = schemas.len();
    for index in 0..read {
        move_reference(schemas, index);
        fold_patterns(schemas, index);
        split_types(schemas, index);
    }
    let count = schemas.len();
    for index in 0..count {
        take_nulls(schemas, index);
        spread_siblings(schemas, index);
    }
    let mut index = 0;
    // Added schemas may have a union as a part.
    while index < schemas.len() && schemas.len() < read + MAX_ADDED {
        spread_union(schemas, index);
        index += 1;
    }
    let mut narrowed = Narrowed::default();
    let (mut index, spread, most) = (0, schemas.len(), schemas.len() + MAX_ADDED);
    while index < schemas.len() && schemas.len() < most {
        if index >= spread {
            take_nulls(schemas, index);
            spread_union(schemas, index);
        }
        combine(schemas, index);
        split_types(schemas, index);
        narrow(schemas, index, &mut narrowed);
        index += 1;
    }
    add_undescribed(schemas);
    set_widths(schemas);
}

pub(super) fn get(schemas: &Schemas, id: SchemaId) -> Option<&Schema> {
    schemas.get(id.index())
}

/// Returns the target of a chain of bare references, or the schema itself.
pub(super) fn dereferenced(schemas: &Schemas, id: SchemaId) -> SchemaId {
    let mut at = id;
    for _ in 0..MAX_CHAIN {
        match get(schemas, at).and_then(|schema| schema.reference) {
            Some(target) => at = target,
            None => return at,
        }
    }
    at
}

fn split_types(schemas: &mut Schemas, index: usize) {
    let Some(schema) = schemas.get(index) else { return };
    let composed = schema.reference.is_some()
        || !(schema.all_of.is_empty() && schema.one_of.is_empty() && schema.any_of.is_empty());
    let numbers = schema.types.iter().all(|of| matches!(of, JsonType::Integer | JsonType::Number));
    if schema.types.len() < 2 || composed || numbers {
        return;
    }
    let whole = schema.clone();
    let number = whole.types.contains(&JsonType::Number);
    let types = whole.types.iter().filter(|of| !(number && **of == JsonType::Integer));
    let parts: Vec<Schema> = types.map(|of| part(&whole, *of)).collect();
    let ids: Vec<SchemaId> = parts.into_iter().map(|part| schemas.push(part)).collect();
    if let Some(schema) = schemas.get_mut(index) {
        let Schema { span, component, nullable, annotations, .. } = whole;
        *schema = Schema { span, component, nullable, annotations, any_of: ids, ..Schema::default() };
    }
}

/// Returns the part of a schema that applies to one of its types.
fn part(whole: &Schema, of: JsonType) -> Schema {
    let (object, array) = (of == JsonType::Object, of == JsonType::Array);
    let fits = |node: &&Node| match node {
        Node::Null => false,
        Node::Bool(_) => of == JsonType::Boolean,
        Node::Number(_) => matches!(of, JsonType::Integer | JsonType::Number),
        Node::String(_) => of == JsonType::String,
        Node::Sequence(_) => array,
        Node::Mapping(_) => object,
    };
    let values = whole.enumeration.as_ref().map(|all| all.iter().filter(fits).cloned().collect::<Vec<_>>());
    let name = format!("{of:?}").to_lowercase();
    let mut part = Schema { span: whole.span.child("type").child(&name), types: vec![of], ..Schema::default() };
    part.enumeration = values.filter(|values| !values.is_empty());
    part.constant = whole.constant.clone().filter(|value| fits(&value));
    if object {
        part.properties.clone_from(&whole.properties);
        part.required.clone_from(&whole.required);
        part.pattern_properties.clone_from(&whole.pattern_properties);
        part.additional = whole.additional;
        (part.unevaluated, part.rest) = (whole.unevaluated, whole.rest);
        part.property_names = whole.property_names;
    } else if array {
        part.items = whole.items;
        part.prefix_items.clone_from(&whole.prefix_items);
    } else if of != JsonType::Boolean {
        part.format.clone_from(&whole.format);
        part.content_encoding.clone_from(&whole.content_encoding);
    }
    part
}

/// Returns `true` if a schema has keywords of objects next to a union.
pub(super) fn says_members(schema: &Schema) -> bool {
    !schema.properties.is_empty() || schema.reference.is_some() || !schema.all_of.is_empty()
}

/// Returns `true` if a schema says something of strings, numbers or arrays beside its choice that its branches do not say.
fn says_more(schemas: &Schemas, schema: &Schema, branches: &[SchemaId]) -> bool {
    let compare = Compare::new(schemas);
    let values = schema.enumeration.is_some() || schema.constant.is_some() || schema.format.is_some();
    let items = schema.items.is_some() || !schema.prefix_items.is_empty();
    let untyped = || branches.iter().any(|branch| compare.sort(*branch) == Sort::Nothing);
    values || items || !schema.types.is_empty() && schema.types != [JsonType::Object] && untyped()
}

fn alternatives(schema: &Schema) -> Vec<SchemaId> {
    schema.one_of.iter().chain(&schema.any_of).copied().collect()
}

/// Returns the subschemas of a union that have a shape, and also `type: object` next to others. Returns none
/// if all of them only list required properties.
pub(super) fn branches(schemas: &Schemas, schema: &Schema) -> Vec<SchemaId> {
    let mut all = alternatives(schema);
    all.retain(|id| !is_null_alone(schemas, *id));
    let real = all.iter().any(|id| get(schemas, *id).is_some_and(Schema::is_branch));
    all.retain(|id| real && get(schemas, *id).is_some_and(|branch| branch.is_branch() || !branch.types.is_empty()));
    all
}

fn spread_siblings(schemas: &mut Schemas, index: usize) {
    let Some(schema) = schemas.get(index) else { return };
    let mut branches = alternatives(schema);
    branches.retain(|id| !is_null_alone(schemas, *id));
    let real = branches.iter().filter(|id| get(schemas, **id).is_some_and(Schema::is_branch)).count();
    if real == 0 || !says_members(schema) && !says_more(schemas, schema, &branches) {
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
        // The union itself goes one way only, and not a part of each variant.
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

fn merged(schemas: &mut Schemas, span: crate::report::SourceLocation, all: &[SchemaId], branch: SchemaId) -> SchemaId {
    let origin = get(schemas, branch).and_then(|schema| schema.branch_of).unwrap_or(branch);
    let words = get(schemas, dereferenced(schemas, branch));
    let description = words.and_then(|schema| schema.annotations.description.clone());
    let title = words.and_then(|schema| schema.annotations.title.clone());
    let annotations = Annotations { description, title, ..Annotations::default() };
    let schema = Schema { span, all_of: all.to_vec(), branch_of: Some(origin), annotations, ..Schema::default() };
    schemas.push(schema)
}

/// Returns the subschemas that a value can match together with all of `others`, with their positions. If
/// there are none, the description means something else, and all are returned.
fn possible(schemas: &Schemas, others: &[SchemaId], branches: &[SchemaId]) -> Vec<(usize, SchemaId)> {
    let compare = Compare::new(schemas);
    let numbered = || branches.iter().copied().enumerate();
    let can_be = |(_, branch): &(usize, SchemaId)| others.iter().all(|other| compare.can_be_both(*other, *branch));
    let left: Vec<(usize, SchemaId)> = numbered().filter(can_be).collect();
    if left.is_empty() { numbered().collect() } else { left }
}

/// Returns `true` if a schema has another as a part, by references and `allOf`.
pub(super) fn has_member(schemas: &Schemas, id: SchemaId, wanted: SchemaId) -> bool {
    let (mut seen, mut queue) = (HashSet::from_iter([id]), vec![id]);
    while let Some(at) = queue.pop() {
        if at == wanted {
            return true;
        }
        let Some(schema) = get(schemas, at) else { continue };
        queue.extend(schema.reference.iter().chain(&schema.all_of).filter(|member| seen.insert(**member)));
    }
    false
}

fn spread_union(schemas: &mut Schemas, index: usize) {
    take_null_subschemas(schemas, index);
    let Some(whole) = schemas.get(index).filter(|schema| !schema.all_of.is_empty()).cloned() else { return };
    let own = SchemaId::new(index);
    let mut members = whole.all_of.clone();
    let mut found = None;
    for member in &mut members {
        let at = dereferenced(schemas, *member);
        let Some(schema) = get(schemas, at) else { continue };
        let branches = branches(schemas, schema);
        if branches.is_empty() || at == own {
            continue;
        }
        if branches.iter().any(|branch| has_member(schemas, *branch, own)) {
            // This is one of the children that the parent lists.
            match schema.base {
                Some(base) => *member = base,
                None => *member = schemas.push(Schema { span: whole.span.child("(any)"), ..Schema::default() }),
            }
        } else if found.is_none() && branches.len() > 1 {
            found = Some((at, branches, *member));
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

/// Replaces the parts of an `allOf` that are a union of one schema and null by that schema. The whole may be null if all parts may.
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

/// Returns the only subschema of a union next to null; else the schema itself.
fn without_null(schemas: &Schemas, id: SchemaId) -> SchemaId {
    let only = |schema: &Schema| {
        let nothing_else = schema.types.is_empty() && !says_members(schema) && schema.discriminator.is_none();
        let subschemas = alternatives(schema);
        let mut rest = subschemas.iter().filter(|id| !is_null_alone(schemas, **id));
        match (rest.next(), rest.next()) {
            (Some(one), None) if nothing_else && subschemas.len() > 1 => Some(*one),
            (_, _) => None,
        }
    };
    get(schemas, dereferenced(schemas, id)).and_then(only).unwrap_or(id)
}

/// Returns `true` if null is valid against a choice.
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

/// An `allOf` of a union and of parts that say no more than `type: object` is an alias of the union. Subschemas that contradict such a
/// part, and null where a part forbids it, are left out.
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
