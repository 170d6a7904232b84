//! The facts about all schemas, found before any of them is lowered. They never change afterwards.
//! Must not know Rust names or types.

use foldhash::HashSet;

use super::classified::Classified;
use super::classify::Kind;
use super::directions::{Directions, Treatment, directions};
use super::discriminators::Discriminators;
use super::files::Files;
use super::form_values;
use super::own_types::OwnTypes;
use super::samples::Patterns;
use super::simplify::simplify;
use super::widen::{Widened, widen};
use crate::resolve::{Resolved, Schema, SchemaId};

/// The facts about all schemas of a description.
#[derive(Debug)]
pub(crate) struct Analysis<'r> {
    /// The schemas and their kinds.
    pub schemas: Classified<'r>,
    /// The schemas that are files of a form.
    pub files: Files,
    /// The discriminator values that constructors set.
    pub discriminators: Discriminators,
    /// The enums whose descriptions allow any string.
    pub any_string: HashSet<SchemaId>,
    /// The schemas that were widened, with the reasons.
    pub widened: Widened,
    /// The types that the user chose.
    pub own_types: OwnTypes,
    /// The patterns that samples have to match, parsed at their first use.
    pub patterns: Patterns,
    directions: Directions,
}

impl<'r> Analysis<'r> {
    /// Analyses all schemas of a description.
    #[must_use]
    pub(crate) fn new(resolved: &'r Resolved, own_types: OwnTypes) -> Analysis<'r> {
        let mut schemas = Classified::new(resolved);
        let apart = form_values::unions(&schemas);
        let any_string = simplify(resolved, &mut schemas.classes, &apart);
        let widened = widen(resolved, &mut schemas.classes);
        Analysis {
            files: Files::new(&schemas),
            discriminators: Discriminators::new(&schemas),
            directions: directions(&schemas),
            patterns: Patterns::default(),
            schemas,
            own_types,
            any_string,
            widened,
        }
    }

    /// Returns a schema of the description.
    #[must_use]
    pub(crate) fn schema(&self, id: SchemaId) -> &'r Schema {
        self.schemas.schema(id)
    }

    /// Returns the kind of a schema, and the schema itself, after all aliases are followed.
    #[must_use]
    pub(crate) fn kind(&self, id: SchemaId) -> Option<(&Kind, SchemaId)> {
        self.schemas.kind(id)
    }

    /// Returns `true` if a schema is a file of a form, by itself or where it is used.
    #[must_use]
    pub(crate) fn is_file(&self, id: SchemaId) -> bool {
        self.files.has_value(id) || self.kind(id).is_some_and(|(_, target)| self.files.has_string(target))
    }

    /// Returns how the type of an object treats one of its properties.
    #[must_use]
    pub(crate) fn treatment(&self, object: SchemaId, wire: &str, property: SchemaId) -> Treatment {
        let is_discriminator = || self.discriminators.get(object, wire).is_some();
        self.directions.treatment(&self.schemas, object, (wire, property), is_discriminator)
    }
}
