//! The properties of objects: a schema's own, or for an `allOf` of objects those of all parts.
//!
//! Interpretation of the specification: if two schemas of an `allOf` name the same property, the
//! later one applies, unless it does not describe a shape (a description or a default alone).
//! `required` and the schema of additional properties apply to all of them.
//!
//! Must not know Rust names or types.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashSet};

use super::classify::{Class, Kind, is_shapeless};
use crate::resolve::{Resolved, Schema, SchemaId};

/// The properties of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Properties {
    /// The named properties in order, with their schemas.
    pub properties: Vec<(String, SchemaId)>,
    /// The names of the required properties.
    pub required: BTreeSet<String>,
    /// The additional properties.
    pub rest: Rest,
}

/// The additional properties of an object (`additionalProperties`, `patternProperties`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Rest {
    /// Not described, or excluded: a newer server may still return some.
    #[default]
    Unsaid,
    /// All of them have this schema.
    Each(SchemaId),
    /// Several schemas, which resolve did not combine.
    Several,
}

impl Rest {
    /// Returns the additional properties of a schema itself.
    fn from_schema(schema: &Schema) -> Rest {
        schema.own_rest().map_or(Rest::Unsaid, Rest::Each)
    }

    /// Returns the additional properties of two schemas of an `allOf`.
    fn and(self, other: Rest) -> Rest {
        match (self, other) {
            (Rest::Unsaid, said) | (said, Rest::Unsaid) => said,
            (Rest::Each(left), Rest::Each(right)) if left == right => self,
            (Rest::Each(_) | Rest::Several, Rest::Each(_) | Rest::Several) => Rest::Several,
        }
    }
}

/// Returns the properties of all objects with known properties. An `allOf` of nothing but objects
/// becomes [`Kind::Record`] in `classes`, and one of nothing but maps [`Kind::Map`].
pub(crate) fn properties(resolved: &Resolved, classes: &mut [Class]) -> HashMap<SchemaId, Properties> {
    let (mut all, mut maps) = (HashMap::default(), Vec::new());
    for index in 0..classes.len() {
        let id = SchemaId::new(index);
        let found = match classes.get(index).map(|class| &class.kind) {
            Some(Kind::Record) => own(resolved, id),
            Some(Kind::Merge) => {
                let mut merger = Merger::new(resolved, classes);
                if merger.add(id).is_none() {
                    continue;
                }
                merger.add_undescribed();
                if merger.is_map() {
                    maps.extend(resolved.schema(id).rest.map(|value| (id, value)));
                    continue;
                }
                merger.merged
            }
            Some(_) | None => continue,
        };
        all.insert(id, found);
    }
    for id in all.keys() {
        if let Some(class) = classes.get_mut(id.index()) {
            class.kind = Kind::Record;
        }
    }
    for (id, value) in maps {
        if let Some(class) = classes.get_mut(id.index()).filter(|_| is_own_map(resolved, id)) {
            class.kind = Kind::Map(Some(value));
        }
    }
    all
}

/// Returns `true` if no part of a map describes its values completely. Otherwise the map is an
/// alias of that part.
fn is_own_map(resolved: &Resolved, id: SchemaId) -> bool {
    let schema = resolved.schema(id);
    let says_all = |part: &SchemaId| target(resolved, *part).own_rest() == schema.rest;
    !schema.all_of.iter().any(says_all)
}

/// Returns the target of a chain of bare references.
fn target(resolved: &Resolved, id: SchemaId) -> &Schema {
    let mut schema = resolved.schema(id);
    // Longer chains of references count as a cycle.
    for _ in 0..64 {
        match schema.reference {
            Some(target) => schema = resolved.schema(target),
            None => break,
        }
    }
    schema
}

fn own(resolved: &Resolved, id: SchemaId) -> Properties {
    let schema = resolved.schema(id);
    let required = schema.required.iter().cloned().collect();
    Properties { properties: schema.properties.clone(), required, rest: Rest::from_schema(schema) }
}

/// Merges the properties of all parts of an `allOf`.
struct Merger<'a> {
    resolved: &'a Resolved,
    classes: &'a [Class],
    merged: Properties,
    /// The index of each property in `merged`.
    indices: HashMap<&'a str, usize>,
    /// The schemas that contain the current one.
    open: Vec<SchemaId>,
    /// The schemas that were added completely.
    done: HashSet<SchemaId>,
    steps: usize,
    /// Properties that only `required` names: another part may describe them.
    undescribed: Vec<(&'a str, SchemaId)>,
}

/// The number of steps after which nothing is added a second time: an `allOf` that contains the
/// same part twice on each level would double the work with each level.
const MOST_STEPS: usize = 4_096;

/// Deeper nesting of `allOf` counts as a cycle.
const MOST_LEVELS: usize = 64;

impl<'a> Merger<'a> {
    fn new(resolved: &'a Resolved, classes: &'a [Class]) -> Merger<'a> {
        Merger {
            resolved,
            classes,
            merged: Properties::default(),
            indices: HashMap::default(),
            open: Vec::new(),
            done: HashSet::default(),
            steps: 0,
            undescribed: Vec::new(),
        }
    }

    /// Adds the properties of a schema; `None` if it is not an object, or contains itself.
    fn add(&mut self, id: SchemaId) -> Option<()> {
        if self.open.contains(&id) || self.open.len() > MOST_LEVELS {
            return None;
        }
        self.steps += 1;
        if self.steps > MOST_STEPS && self.done.contains(&id) {
            return Some(());
        }
        self.open.push(id);
        let schema = self.resolved.schema(id);
        match &self.classes.get(id.index())?.kind {
            Kind::Same(target) => self.add(*target)?,
            Kind::Record => self.add_own(id),
            Kind::Merge => {
                for part in schema.reference.iter().chain(&schema.all_of) {
                    self.add(*part)?;
                }
                let is_union = !schema.one_of.is_empty() || !schema.any_of.is_empty();
                if is_union || schema.enumeration.is_some() || schema.items.is_some() {
                    return None;
                }
                self.add_own(id);
            }
            Kind::Any | Kind::Map(_) => self.add_own(id),
            Kind::Never | Kind::Null | Kind::String | Kind::Boolean | Kind::Integer | Kind::Number => return None,
            Kind::Values(_) | Kind::Array(_) | Kind::Tuple | Kind::Union(_) => return None,
        }
        self.open.pop();
        self.done.insert(id);
        Some(())
    }

    /// Returns `true` if all parts are maps.
    fn is_map(&self) -> bool {
        self.merged.properties.is_empty() && self.merged.rest != Rest::Unsaid
    }

    /// Adds the properties that no part described.
    fn add_undescribed(&mut self) {
        for (name, property) in std::mem::take(&mut self.undescribed) {
            if !self.indices.contains_key(name) {
                self.indices.insert(name, self.merged.properties.len());
                self.merged.properties.push((name.to_owned(), property));
            }
        }
    }

    fn add_own(&mut self, id: SchemaId) {
        let schema = self.resolved.schema(id);
        // The schema that resolve combined for all parts of an `allOf` replaces those of the parts.
        self.merged.rest =
            if schema.joined { Rest::from_schema(schema) } else { self.merged.rest.and(Rest::from_schema(schema)) };
        self.merged.required.extend(schema.required.iter().cloned());
        for (name, property) in &schema.properties {
            if self.resolved.schema(*property).undescribed {
                self.undescribed.push((name, *property));
                continue;
            }
            let known = self.indices.get(name.as_str()).and_then(|index| self.merged.properties.get_mut(*index));
            match known {
                Some(_) if is_shapeless(self.resolved.schema(*property)) => {}
                Some(known) => known.1 = *property,
                None => {
                    self.indices.insert(name, self.merged.properties.len());
                    self.merged.properties.push((name.clone(), *property));
                }
            }
        }
    }
}
