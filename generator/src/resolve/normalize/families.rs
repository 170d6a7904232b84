//! Inheritance without a union: a component with a discriminator but without `oneOf`, and
//! components that have it in their `allOf`. A value of such a parent (a property, an item, a body,
//! a response) may be any of its children. This module creates a union of them and refers the value
//! to it. The parent itself stays unchanged for its children. In the union, it represents values
//! whose discriminator is unknown.
//!
//! Must not know Rust.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashSet};

use crate::resolve::resolved::{Additional, Annotations, Discriminator, Schema, SchemaId, Schemas};

/// The maximum length of a chain of references. Longer ones are assumed to be circular.
const HOPS: usize = 64;
/// The maximum number of variants. Every child is a variant of each of its parents.
const MOST: usize = 20_000;

/// A parent and its children.
struct Family {
    parent: SchemaId,
    /// The children in order.
    children: Vec<SchemaId>,
}

/// Creates a union for each parent that is used as a value, and adds it to the named schemas.
pub(crate) fn families(schemas: &mut Schemas, named: &mut Vec<(String, SchemaId)>) {
    let families = found(schemas);
    if families.is_empty() {
        return;
    }
    let values = values(schemas, &families);
    let mut left = MOST;
    for family in &families {
        let sites = values.iter().filter(|(_, of)| *of == family.parent).map(|(site, _)| *site);
        let sites: Vec<SchemaId> = sites.collect();
        let room = left.checked_sub(family.children.len());
        let (Some(room), Some((alternatives, name))) = (room, alternatives(schemas, family, &families)) else {
            continue;
        };
        left = room;
        for child in &family.children {
            if let Some(schema) = schemas.get_mut(child.index()) {
                schema.is_child = true;
            }
        }
        let id = schemas.push(alternatives);
        // Without a reference to the union, it only determines the discriminator values of the
        // children.
        if !sites.is_empty() {
            named.push((name, id));
        }
        for site in sites {
            if let Some(schema) = schemas.get_mut(site.index()) {
                schema.reference = Some(id);
            }
        }
    }
}

/// Returns the parents that have children.
fn found(schemas: &Schemas) -> Vec<Family> {
    let is = |id: &SchemaId| get(schemas, *id).is_some_and(is_parent);
    let parents: Vec<SchemaId> = ids(schemas).filter(is).collect();
    let mut below: HashMap<SchemaId, Vec<SchemaId>> = HashMap::default();
    for child in ids(schemas).filter(|_| !parents.is_empty()) {
        for above in extended(schemas, child) {
            below.entry(above).or_default().push(child);
        }
    }
    let family = |parent| Family { parent, children: descendants(schemas, &below, parent) };
    parents.into_iter().map(family).filter(|family| !family.children.is_empty()).collect()
}

fn ids(schemas: &Schemas) -> impl Iterator<Item = SchemaId> + use<> {
    (0..schemas.len()).map(SchemaId::new)
}

fn get(schemas: &Schemas, id: SchemaId) -> Option<&Schema> {
    schemas.get(id.index())
}

fn is_parent(schema: &Schema) -> bool {
    let no_union = schema.one_of.is_empty() && schema.any_of.is_empty() && schema.reference.is_none();
    schema.discriminator.is_some() && schema.component.is_some() && no_union
}

/// Returns `true` if a schema has a shape besides `$ref` and `allOf`.
fn says_a_shape(schema: &Schema) -> bool {
    !schema.types.is_empty()
        || !schema.properties.is_empty()
        || !schema.pattern_properties.is_empty()
        || schema.additional != Additional::Unsaid
        || schema.items.is_some()
        || schema.enumeration.is_some()
        || schema.constant.is_some()
        || !schema.one_of.is_empty()
        || !schema.any_of.is_empty()
}

/// Returns the component at the end of a chain of references.
fn component(schemas: &Schemas, from: SchemaId) -> Option<SchemaId> {
    let mut current = from;
    for _ in 0..HOPS {
        let schema = get(schemas, current)?;
        match (&schema.component, schema.reference) {
            (Some(_), _) => return Some(current),
            (None, Some(target)) => current = target,
            (None, None) => return None,
        }
    }
    None
}

/// Returns the uses of a component as a value, each with the component.
fn values(schemas: &Schemas, families: &[Family]) -> Vec<(SchemaId, SchemaId)> {
    let parts = parts(schemas, families);
    let targets: HashSet<SchemaId> = schemas.iter().filter_map(|schema| schema.reference).collect();
    let value = |site: SchemaId| {
        let schema = get(schemas, site)?;
        let target = component(schemas, schema.reference?)?;
        let alone = schema.component.is_none() && schema.all_of.is_empty() && !says_a_shape(schema);
        // A reference that is the target of others is only an intermediate step for them.
        (alone && !parts.contains(&site) && !targets.contains(&site)).then_some((site, target))
    };
    ids(schemas).filter_map(value).collect()
}

/// Returns the parts of every `allOf` with several parts, and the subschemas of a union that lists
/// a parent and its children: there the parent itself is meant.
fn parts(schemas: &Schemas, families: &[Family]) -> HashSet<SchemaId> {
    let mut parts = HashSet::default();
    for schema in schemas.iter() {
        let nothing = |id: &SchemaId| {
            get(schemas, *id).is_some_and(|of| !says_a_shape(of) && of.reference.is_none() && of.all_of.is_empty())
        };
        let whole: Vec<SchemaId> = schema.all_of.iter().copied().filter(|id| !nothing(id)).collect();
        // In 3.0, an `allOf` of one part adds documentation to a reference.
        if whole.len() > 1 || schema.component.is_some() || schema.branch_of.is_some() || says_a_shape(schema) {
            parts.extend(whole);
        }
        let branches =
            || schema.one_of.iter().chain(&schema.any_of).filter_map(|id| Some((*id, component(schemas, *id)?)));
        for (branch, of) in branches() {
            let family = families.iter().find(|family| family.parent == of);
            let child = |id: &SchemaId| family.is_some_and(|family| family.children.binary_search(id).is_ok());
            if family.is_some() && branches().any(|(_, other)| child(&other)) {
                parts.insert(branch);
            }
        }
    }
    parts
}

/// Returns the components in the `allOf` of a schema or in its `$ref`.
fn extended(schemas: &Schemas, child: SchemaId) -> impl Iterator<Item = SchemaId> {
    let schema = get(schemas, child);
    let beside = schema.filter(|schema| says_a_shape(schema)).and_then(|schema| schema.reference);
    let members = schema.map(|schema| schema.all_of.as_slice()).unwrap_or_default();
    members.iter().copied().chain(beside).filter_map(|member| component(schemas, member))
}

/// Returns the components that extend a parent or one of its children, and the other targets of its
/// `mapping`.
fn descendants(schemas: &Schemas, below: &HashMap<SchemaId, Vec<SchemaId>>, parent: SchemaId) -> Vec<SchemaId> {
    let mapping = get(schemas, parent).and_then(|schema| schema.discriminator.as_ref()).map(|of| of.mapping.as_slice());
    let mapped = |id: SchemaId| mapping.unwrap_or_default().iter().any(|(_, target)| *target == id);
    let counts = |id: &SchemaId| get(schemas, *id).is_some_and(|of| of.component.is_some()) || mapped(*id);
    let mut seen = BTreeSet::from([parent]);
    let mut queue = vec![parent];
    while let Some(at) = queue.pop() {
        let children = below.get(&at).into_iter().flatten().copied().filter(counts);
        queue.extend(children.filter(|child| seen.insert(*child)));
    }
    seen.remove(&parent);
    seen.into_iter().collect()
}

/// Returns the mappings of the other levels of inheritance: those of its ancestors, nearest first,
/// then those of its descendants.
fn inherited(schemas: &Schemas, Family { parent, children }: &Family, all: &[Family]) -> Vec<(String, SchemaId)> {
    let discriminator = |id: SchemaId| get(schemas, id).and_then(|schema| schema.discriminator.as_ref());
    let Some(own) = discriminator(*parent) else { return Vec::new() };
    let mut above: Vec<&Family> = all.iter().filter(|of| of.children.binary_search(parent).is_ok()).collect();
    above.sort_by_key(|of| of.children.len());
    let levels = above.iter().map(|of| of.parent).chain(children.iter().copied()).filter_map(discriminator);
    let is_member = |id: &SchemaId| id == parent || children.binary_search(id).is_ok();
    let mapped = levels.filter(|of| of.property == own.property).flat_map(|of| &of.mapping);
    let mut known: BTreeSet<&str> = own.mapping.iter().map(|(value, _)| value.as_str()).collect();
    let new = mapped.filter(|(value, target)| is_member(target) && known.insert(value));
    new.cloned().collect()
}

/// Creates the union of a parent and its children, and its name.
fn alternatives(schemas: &Schemas, family: &Family, all: &[Family]) -> Option<(Schema, String)> {
    let Family { parent, children } = family;
    let schema = get(schemas, *parent)?;
    let declared = schema.discriminator.as_ref()?;
    let default = declared.default.filter(|default| children.binary_search(default).is_ok()).unwrap_or(*parent);
    let inherited = inherited(schemas, family, all);
    let discriminator = Discriminator { inherited, default: Some(default), ..declared.clone() };
    let name = format!("any {}", schema.component.as_deref()?);
    let own = format!("`{}`, or one of the schemas that extend it.", schema.component.as_deref()?);
    let words = schema.annotations.description.iter().cloned().chain([own]).collect::<Vec<_>>().join("\n\n");
    let annotations = Annotations {
        rust_name: schema.annotations.rust_name.as_ref().map(|name| format!("any {name}")),
        description: Some(words),
        deprecated: schema.annotations.deprecated,
        ..Annotations::default()
    };
    let alternatives = Schema {
        span: schema.span.child("(any)"),
        component: Some(name.clone()),
        nullable: schema.nullable,
        annotations,
        one_of: children.iter().copied().chain([*parent]).collect(),
        discriminator: Some(discriminator),
        parent: Some(*parent),
        ..Schema::default()
    };
    Some((alternatives, name))
}
