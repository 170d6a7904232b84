//! Describes the keywords of an object: [`Object`] and [`Expected`]. Must not know which
//! objects there are.

use crate::parse::Version;

/// The last version that requires a keyword, if all versions do.
pub(super) const EVER: Version = Version::V32;

/// The type of the value of a keyword.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Expected {
    /// Any value.
    Any,
    /// A string.
    String,
    /// One of these strings.
    Word(&'static [&'static str]),
    /// A boolean.
    Boolean,
    /// A number.
    Number,
    /// An array of any items.
    Array,
    /// An array of strings.
    Strings,
    /// A map of any values.
    Map,
    /// A map of strings.
    StringMap,
    /// An object, or a reference to one.
    Object(&'static Object),
    /// An array of objects.
    Objects(&'static Object),
    /// A map of objects.
    ObjectMap(&'static Object),
    /// A map of objects in which names with `x-` are extensions.
    Extensible(&'static Object),
    /// As [`Expected::Extensible`], with HTTP statuses as names.
    Statuses(&'static Object),
    /// A schema or a boolean.
    Schema,
    /// A schema or an array of schemas.
    SchemaOrArray,
    /// An array of schemas.
    Schemas,
    /// A map of schemas.
    SchemaMap,
    /// An object, or in Swagger 2.0 the name of a property.
    Discriminator,
    /// From a version on. Earlier versions do not define the keyword, and others may use it.
    Since(Version, &'static Expected),
}

/// An object of the specification.
#[derive(Debug)]
pub(crate) struct Object {
    /// The name in messages, with an article.
    pub name: &'static str,
    /// The keywords, or `*` alone if the names are free.
    fields: &'static [(&'static str, Expected)],
    /// The keywords of a schema, sorted, if they are allowed too.
    of_schema: &'static [(&'static str, Expected)],
    /// The required keywords, each with the last version that requires it.
    pub required: &'static [(&'static str, Version)],
    /// The keywords that a value of `type` requires.
    pub required_by_type: &'static [(&'static str, &'static str)],
}

impl Object {
    pub(super) const fn new(
        name: &'static str,
        fields: &'static [(&'static str, Expected)],
        required: &'static [(&'static str, Version)],
    ) -> Object {
        Object { name, fields, of_schema: &[], required, required_by_type: &[] }
    }

    /// Adds the keywords of a schema.
    pub(super) const fn with_schema_keywords(self, of_schema: &'static [(&'static str, Expected)]) -> Object {
        Object { of_schema, ..self }
    }

    /// Adds the keywords that a value of `type` requires.
    pub(super) const fn requiring_by_type(self, required_by_type: &'static [(&'static str, &'static str)]) -> Object {
        Object { required_by_type, ..self }
    }

    /// Returns the type of the values if the names are free.
    pub(crate) fn free(&self) -> Option<Expected> {
        match self.fields {
            [("*", is)] => Some(*is),
            _ => None,
        }
    }

    /// Returns the type of the value of a keyword.
    pub(crate) fn field(&self, key: &str) -> Option<Expected> {
        let own = self.fields.iter().find(|(known, _)| *known == key);
        let of_schema = || self.of_schema.binary_search_by_key(&key, |(known, _)| known).ok();
        match own {
            Some((_, is)) => Some(*is),
            None => of_schema().and_then(|at| self.of_schema.get(at)).map(|(_, is)| *is),
        }
    }

    /// Returns the keywords, and `$ref`, which is allowed nearly everywhere.
    pub(crate) fn keywords(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().chain(self.of_schema).map(|(known, _)| *known).chain(["$ref"])
    }
}
