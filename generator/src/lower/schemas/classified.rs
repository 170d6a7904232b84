//! Schemas with their kinds, and objects with their properties. Must not know the use of a schema.

use foldhash::HashMap;

use super::classify::{Class, Kind, classify_all};
use super::properties::{Properties, properties};
use crate::resolve::{Resolved, Schema, SchemaId};

/// All schemas of a description, classified.
#[derive(Debug)]
pub(crate) struct Classified<'r> {
    /// The description.
    pub resolved: &'r Resolved,
    /// The class of each schema, by its index.
    pub classes: Vec<Class>,
    /// The properties of every object.
    properties: HashMap<SchemaId, Properties>,
}

impl<'r> Classified<'r> {
    /// Classifies all schemas.
    #[must_use]
    pub(crate) fn new(resolved: &'r Resolved) -> Classified<'r> {
        let mut classes = classify_all(resolved);
        let properties = properties(resolved, &mut classes);
        Classified { resolved, classes, properties }
    }

    /// Returns a schema of the description.
    #[must_use]
    pub(crate) fn schema(&self, id: SchemaId) -> &'r Schema {
        self.resolved.schema(id)
    }

    /// Returns the class of a schema.
    #[must_use]
    pub(crate) fn class(&self, id: SchemaId) -> Option<&Class> {
        self.classes.get(id.index())
    }

    /// Returns the kind of a schema, and the schema itself, after all aliases are followed.
    #[must_use]
    pub(crate) fn kind(&self, id: SchemaId) -> Option<(&Kind, SchemaId)> {
        let mut current = id;
        for _ in 0..=self.classes.len() {
            match self.class(current).map(|class| &class.kind) {
                Some(Kind::Same(target)) => current = *target,
                Some(kind) => return Some((kind, current)),
                None => return None,
            }
        }
        None
    }

    /// Returns the properties of an object.
    #[must_use]
    pub(crate) fn properties(&self, object: SchemaId) -> Option<&Properties> {
        self.properties.get(&object)
    }

    /// Returns the schema of a property, if the subschema is an object that has it.
    #[must_use]
    pub(crate) fn property(&self, subschema: SchemaId, name: &str) -> Option<SchemaId> {
        let (Kind::Record, object) = self.kind(subschema)? else { return None };
        let properties = &self.properties(object)?.properties;
        properties.iter().find(|(property, _)| property == name).map(|(_, id)| *id)
    }

    /// Returns `true` if null is valid against a schema or the target of an alias.
    #[must_use]
    pub(crate) fn is_nullable(&self, id: SchemaId) -> bool {
        let mut current = id;
        // A cycle of aliases has been widened, so that the walk ends.
        for _ in 0..self.classes.len() {
            match self.class(current) {
                Some(Class { nullable: true, .. }) => return true,
                Some(Class { kind: Kind::Same(target), .. }) => current = *target,
                Some(_) | None => return false,
            }
        }
        false
    }
}
