//! The members of an object: its own properties, or for `allOf` of objects those of all of them.
//!
//! Reading that is decided here: where two schemas of an `allOf` name one property, the later one counts, unless
//! it says nothing of the shape (a description, a default); `required` of any of them holds for all, and so does what one
//! of them says of the members beyond the named ones.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashSet};

use super::classify::{Class, Kind, is_shapeless};
use crate::resolve::{Resolved, Schema, SchemaId};

/// The members of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Members {
    /// Properties in order: name and schema.
    pub properties: Vec<(String, SchemaId)>,
    /// The names of those that are required.
    pub required: BTreeSet<String>,
    /// What is said of the members beyond these.
    pub rest: Rest,
}

/// What an object says of the members beyond the named ones (`additionalProperties`, `patternProperties`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Rest {
    /// Nothing; or that there are none, which a newer server need not keep to.
    #[default]
    Unsaid,
    /// Each is of this schema.
    Each(SchemaId),
    /// Several schemas, which resolve did not put together.
    Several,
}

impl Rest {
    /// Returns what the schema itself says of further properties.
    fn of(schema: &Schema) -> Rest {
        schema.own_rest().map_or(Rest::Unsaid, Rest::Each)
    }

    /// What both say.
    fn and(self, other: Rest) -> Rest {
        match (self, other) {
            (Rest::Unsaid, said) | (said, Rest::Unsaid) => said,
            (Rest::Each(one), Rest::Each(other)) if one == other => self,
            (Rest::Each(_) | Rest::Several, Rest::Each(_) | Rest::Several) => Rest::Several,
        }
    }
}

/// The members of every schema that is an object with known properties. An `allOf` of nothing but objects
/// becomes [`Kind::Record`] in `classes`.
pub(crate) fn members(resolved: &Resolved, classes: &mut [Class]) -> HashMap<SchemaId, Members> {
    let (mut all, mut maps) = (HashMap::default(), Vec::new());
    for index in 0..classes.len() {
        let id = SchemaId(u32::try_from(index).unwrap_or(u32::MAX));
        let merged = match classes.get(index).map(|class| &class.kind) {
            Some(Kind::Record) => own(resolved, id),
            Some(Kind::Merge) => {
                let mut walk = Walk::new(resolved, classes);
                if walk.add(id).is_none() {
                    continue;
                }
                walk.add_undescribed();
                if walk.is_map() {
                    maps.extend(resolved.schema(id).rest.map(|each| (id, each)));
                    continue;
                }
                walk.out
            }
            Some(_) | None => continue,
        };
        all.insert(id, merged);
    }
    for id in all.keys() {
        if let Some(class) = classes.get_mut(id.0 as usize) {
            class.kind = Kind::Record;
        }
    }
    for (id, each) in maps {
        if let Some(class) = classes.get_mut(id.0 as usize).filter(|_| is_own_map(resolved, id)) {
            class.kind = Kind::Map(Some(each));
        }
    }
    all
}

/// Returns `true` if no part of a map says all that the whole says of its values; else it is an alias of that part.
fn is_own_map(resolved: &Resolved, id: SchemaId) -> bool {
    let schema = resolved.schema(id);
    let says = |part: &SchemaId| target(resolved, *part).own_rest() == schema.rest;
    !schema.all_of.iter().any(says)
}

/// The schema after bare references.
fn target(resolved: &Resolved, id: SchemaId) -> &Schema {
    let mut schema = resolved.schema(id);
    // Longer chains of references count as a circle.
    for _ in 0..64 {
        match schema.reference {
            Some(target) => schema = resolved.schema(target),
            None => break,
        }
    }
    schema
}

fn own(resolved: &Resolved, id: SchemaId) -> Members {
    let schema = resolved.schema(id);
    let required = schema.required.iter().cloned().collect();
    Members { properties: schema.properties.clone(), required, rest: Rest::of(schema) }
}

struct Walk<'a> {
    resolved: &'a Resolved,
    classes: &'a [Class],
    out: Members,
    /// Where each property stands among those of `out`.
    indices: HashMap<&'a str, usize>,
    open: Vec<SchemaId>,
    /// What was added whole.
    done: HashSet<SchemaId>,
    steps: usize,
    /// Properties that only `required` names: another part may describe them.
    undescribed: Vec<(&'a str, SchemaId)>,
}

/// From so many steps on nothing is added a second time: what is in an `allOf` twice on each level would double with each.
const STEPS: usize = 4_096;

impl<'a> Walk<'a> {
    fn new(resolved: &'a Resolved, classes: &'a [Class]) -> Walk<'a> {
        let (indices, done) = (HashMap::default(), HashSet::default());
        let (out, open, undescribed) = (Members::default(), Vec::new(), Vec::new());
        Walk { resolved, classes, out, indices, open, done, steps: 0, undescribed }
    }

    /// Adds what a schema has; `None` where it is no object, or holds itself.
    fn add(&mut self, id: SchemaId) -> Option<()> {
        // So many levels of allOf in allOf are taken for a circle.
        if self.open.contains(&id) || self.open.len() > 64 {
            return None;
        }
        self.steps += 1;
        if self.steps > STEPS && self.done.contains(&id) {
            return Some(());
        }
        self.open.push(id);
        let schema = self.resolved.schema(id);
        match &self.classes.get(id.0 as usize)?.kind {
            Kind::Same(target) => self.add(*target)?,
            Kind::Record => self.take(id),
            Kind::Merge => {
                for member in schema.reference.iter().chain(&schema.all_of) {
                    self.add(*member)?;
                }
                let composed = !schema.one_of.is_empty() || !schema.any_of.is_empty();
                if composed || schema.enumeration.is_some() || schema.items.is_some() {
                    return None;
                }
                self.take(id);
            }
            Kind::Any | Kind::Map(_) => self.take(id),
            Kind::Never | Kind::Null | Kind::Text | Kind::Boolean | Kind::Integer | Kind::Number => return None,
            Kind::Values(_) | Kind::List(_) | Kind::Tuple | Kind::Union(_) => return None,
        }
        self.open.pop();
        self.done.insert(id);
        Some(())
    }

    /// Whether there is nothing but maps: together they are none of our records.
    fn is_map(&self) -> bool {
        self.out.properties.is_empty() && self.out.rest != Rest::Unsaid
    }

    /// Adds the properties that no part described.
    fn add_undescribed(&mut self) {
        for (name, property) in std::mem::take(&mut self.undescribed) {
            if !self.indices.contains_key(name) {
                self.indices.insert(name, self.out.properties.len());
                self.out.properties.push((name.to_owned(), property));
            }
        }
    }

    fn take(&mut self, id: SchemaId) {
        let schema = self.resolved.schema(id);
        // What all parts of an `allOf` say takes the place of what each of them says.
        self.out.rest = if schema.joined { Rest::of(schema) } else { self.out.rest.and(Rest::of(schema)) };
        self.out.required.extend(schema.required.iter().cloned());
        for (name, property) in &schema.properties {
            if self.resolved.schema(*property).undescribed {
                self.undescribed.push((name, *property));
                continue;
            }
            let known = self.indices.get(name.as_str()).and_then(|index| self.out.properties.get_mut(*index));
            match known {
                Some(_) if is_shapeless(self.resolved.schema(*property)) => {}
                Some(known) => known.1 = *property,
                None => {
                    self.indices.insert(name, self.out.properties.len());
                    self.out.properties.push((name.clone(), *property));
                }
            }
        }
    }
}
