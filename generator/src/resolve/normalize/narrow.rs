//! Combines a property that several parts of an `allOf` define: a value must match all of them
//! (JSON Schema Core, section 10.2.1.1), so the property gets a schema with all of their keywords.
//!
//! Interpretations of the specification:
//! - a schema that includes the keywords of another replaces both; if they are equal, the later one
//!   is used;
//! - objects become an `allOf`, and so do an object and a union; the items of arrays are combined
//!   in this way;
//! - a value must match all strings, numbers and enums (see [`super::combine`]);
//! - two unions are the union of their combinations, if these are few (see
//!   [`super::compatibility`]);
//! - if parts contradict each other (a string and an integer, enums without a common value), the
//!   later one applies; it also applies if there are more parts than a person would write;
//! - a value may be null if all parts allow it, or if one has no other keywords.
//!
//! Must not know Rust.

use foldhash::{HashMap, HashSet};

use super::category::{Category, category};
use super::compatibility::{covers, hold_together, says_details};
use super::further_properties::join_rests;
use super::graph::{dereferenced, get, parts};
use super::nullability::is_null_alone;
use crate::resolve::resolved::{JsonType, Schema, SchemaId, Schemas};

/// The maximum number of parts and properties to visit. Each level of nested `allOf`s has those of
/// all levels below.
const MAX_STEPS: usize = 1_000_000;
/// The maximum number of parts to combine for one property. Each is compared with all others.
const MAX_PARTS: usize = 16;

/// The state of narrowing from one schema to the next.
#[derive(Debug, Default)]
pub(super) struct Narrowed {
    /// The combined schemas by their parts, so that recursive properties end.
    made: HashMap<Vec<SchemaId>, SchemaId>,
    /// All combined schemas. Their parts are also separate parts.
    ours: HashSet<SchemaId>,
    steps: usize,
}

/// Combines the parts of the schema at this position, for each property and for the additional
/// ones.
pub(super) fn narrow(schemas: &mut Schemas, index: usize, narrowed: &mut Narrowed) {
    let own = SchemaId::new(index);
    let Some(schema) = schemas.get(index) else { return };
    let further = schema.unevaluated || schema.own_rest().is_some();
    let beside = usize::from(!schema.properties.is_empty() || further);
    if usize::from(schema.reference.is_some()) + schema.all_of.len() + beside < 2 || narrowed.steps > MAX_STEPS {
        return;
    }
    let parts = parts(schemas, own);
    narrow_properties(schemas, own, &parts, narrowed);
    join_rests(schemas, own, &parts);
}

fn narrow_properties(schemas: &mut Schemas, own: SchemaId, parts: &[SchemaId], narrowed: &mut Narrowed) {
    let index = own.index();
    for Said { name, all: parts, blank } in several(schemas, parts, narrowed) {
        // If parts only allow null, the last of them applies, as with contradictory parts.
        let only = |part: &&SchemaId| get(schemas, dereferenced(schemas, **part)).is_some_and(|schema| schema.null);
        if let Some(part) = parts.iter().rev().find(only).copied() {
            set(schemas, index, name, part);
            continue;
        }
        let null = parts.iter().any(|part| is_null_alone(schemas, *part));
        let parts: Vec<SchemaId> = parts.into_iter().filter(|part| !is_null_alone(schemas, *part)).collect();
        let Some(last) = parts.last().copied() else { continue };
        let Some(kept) = kept(schemas, &parts, narrowed) else { continue };
        // The last part applies alone, unless a later one contains only documentation.
        let together = match blank {
            None if !null && kept == [last] => continue,
            Some(blank) if !null && kept == [last] && !has_words(schemas, blank) => last,
            None | Some(_) => together(schemas, (own, &name, null), kept, blank.unwrap_or(last), narrowed),
        };
        set(schemas, index, name, together);
    }
}

/// Sets a property of the schema of this position.
fn set(schemas: &mut Schemas, index: usize, name: String, property: SchemaId) {
    let Some(schema) = schemas.get_mut(index) else { return };
    match schema.properties.iter_mut().find(|(known, _)| *known == name) {
        Some(known) => known.1 = property,
        None => schema.properties.push((name, property)),
    }
}

/// The schemas of one property in the parts of an `allOf`.
#[derive(Debug)]
struct Said {
    name: String,
    /// The schemas with keywords, in the order of the parts.
    all: Vec<SchemaId>,
    /// The last schema of the property, if it has no keywords (`{}`). The others determine the
    /// property then.
    blank: Option<SchemaId>,
}

/// Returns `true` if a schema has documentation.
fn has_words(schemas: &Schemas, id: SchemaId) -> bool {
    get(schemas, dereferenced(schemas, id))
        .is_some_and(|schema| schema.annotations.description.is_some() || schema.annotations.title.is_some())
}

/// Returns the properties that more than one part names.
fn several(schemas: &Schemas, parts: &[SchemaId], narrowed: &mut Narrowed) -> Vec<Said> {
    let mut found: Vec<Said> = Vec::new();
    let mut indices: HashMap<&str, usize> = HashMap::default();
    for part in parts {
        narrowed.steps += 1;
        for (name, property) in get(schemas, *part).map(|part| part.properties.as_slice()).unwrap_or_default() {
            narrowed.steps += 1;
            let details = || get(schemas, dereferenced(schemas, *property)).is_some_and(says_details);
            if narrowed.ours.contains(property) {
                continue;
            }
            let index = *indices.entry(name).or_insert(found.len());
            if index == found.len() {
                found.push(Said { name: name.clone(), all: Vec::new(), blank: None });
            }
            let Some(said) = found.get_mut(index) else { continue };
            if category(schemas, *property) == Category::Unknown && !details() {
                said.blank = Some(*property);
            } else {
                said.all.push(*property);
                said.blank = None;
            }
        }
    }
    found.retain(|said| said.all.len() > 1 || said.all.len() == 1 && said.blank.is_some());
    found
}

/// Returns the schemas with keywords that the others lack, in order, or `None` if there are too
/// many.
fn kept(schemas: &Schemas, parts: &[SchemaId], narrowed: &mut Narrowed) -> Option<Vec<SchemaId>> {
    let mut kept: Vec<SchemaId> = Vec::new();
    for part in parts {
        narrowed.steps += kept.len();
        if kept.len() > MAX_PARTS || narrowed.steps > MAX_STEPS {
            return None;
        }
        if kept.iter().any(|known| covers(schemas, *known, *part) && !covers(schemas, *part, *known)) {
            continue;
        }
        kept.retain(|known| !covers(schemas, *part, *known) && hold_together(schemas, *known, *part));
        kept.push(*part);
    }
    Some(kept)
}

/// Creates a schema with the keywords of all of these, and the documentation of the last one.
fn together(
    schemas: &mut Schemas,
    (own, name, null): (SchemaId, &str, bool),
    kept: Vec<SchemaId>,
    last: SchemaId,
    narrowed: &mut Narrowed,
) -> SchemaId {
    let mut key: Vec<SchemaId> = kept.iter().map(|part| dereferenced(schemas, *part)).collect();
    key.push(dereferenced(schemas, last));
    key.extend(null.then_some(own));
    if let Some(known) = narrowed.made.get(&key) {
        return *known;
    }
    let span = get(schemas, own).map(|own| own.span.child("properties").child(name)).unwrap_or_default();
    let all_null = null || kept.iter().all(|part| may_be_null(schemas, *part));
    let candidates = [last].into_iter().chain(kept.iter().rev().copied());
    let words = candidates.flat_map(|id| [id, dereferenced(schemas, id)]).filter_map(|id| get(schemas, id));
    let words = words.clone().find(|schema| schema.annotations.description.is_some()).or_else(|| get(schemas, last));
    let annotations = words.map(|schema| schema.annotations.clone()).unwrap_or_default();
    let made = Schema { span, nullable: all_null, annotations, ..Schema::default() };
    let lists = kept.len() > 1 && kept.iter().all(|part| category(schemas, *part) == Category::Array);
    let id = schemas.push(made.clone());
    narrowed.ours.insert(id);
    narrowed.made.insert(key, id);
    let shape = if lists {
        let items =
            kept.iter().filter_map(|part| get(schemas, dereferenced(schemas, *part))?.items).collect::<Vec<_>>();
        let item = Schema { span: made.span.child("items"), all_of: items, ..Schema::default() };
        let item = schemas.push(item);
        Schema { types: vec![JsonType::Array], items: Some(item), ..made }
    } else {
        Schema { all_of: kept, ..made }
    };
    if let Some(slot) = schemas.get_mut(id.index()) {
        *slot = shape;
    }
    id
}

fn may_be_null(schemas: &Schemas, id: SchemaId) -> bool {
    let direct = get(schemas, id).is_some_and(|schema| schema.nullable);
    direct || get(schemas, dereferenced(schemas, id)).is_some_and(|schema| schema.nullable)
}
