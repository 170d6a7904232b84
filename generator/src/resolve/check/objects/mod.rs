//! The keywords of the objects of a description, and the types of their values: one table for
//! OpenAPI 3 and one for Swagger 2.0. Must not know what is read of them.

mod openapi;
mod schema;
mod swagger;

pub(super) use openapi::ROOT;
pub(super) use schema::{DISCRIMINATOR, SCHEMA};
pub(super) use swagger::ROOT as SWAGGER;

use crate::parse::Version;

/// The last version that requires a keyword, if all versions do.
const EVER: Version = Version::V32;

/// The type of the value of a keyword.
#[derive(Debug, Clone, Copy)]
pub(super) enum Expected {
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
pub(super) struct Object {
    /// The name in messages, with an article.
    pub name: &'static str,
    /// The keywords, or `*` alone if the names are free.
    fields: &'static [(&'static str, Expected)],
    /// `true` if the keywords of a schema are allowed too.
    schema: bool,
    /// The required keywords, each with the last version that requires it.
    pub required: &'static [(&'static str, Version)],
    /// The keywords that a value of `type` requires.
    pub required_by_type: &'static [(&'static str, &'static str)],
}

impl Object {
    const fn new(
        name: &'static str,
        fields: &'static [(&'static str, Expected)],
        required: &'static [(&'static str, Version)],
    ) -> Object {
        Object { name, fields, schema: false, required, required_by_type: &[] }
    }

    /// Adds the keywords of a schema.
    const fn with_schema_keywords(self) -> Object {
        Object { schema: true, ..self }
    }

    /// Adds the keywords that a value of `type` requires.
    const fn requiring_by_type(self, required_by_type: &'static [(&'static str, &'static str)]) -> Object {
        Object { required_by_type, ..self }
    }

    /// Returns the type of the values if the names are free.
    pub(super) fn free(&self) -> Option<Expected> {
        match self.fields {
            [("*", is)] => Some(*is),
            _ => None,
        }
    }

    /// Returns the type of the value of a keyword.
    pub(super) fn field(&self, key: &str) -> Option<Expected> {
        let own = self.fields.iter().find(|(known, _)| *known == key);
        let keyword = || schema::KEYWORDS.binary_search_by_key(&key, |(known, _)| known).ok();
        match own {
            Some((_, is)) => Some(*is),
            None if self.schema => keyword().and_then(|at| schema::KEYWORDS.get(at)).map(|(_, is)| *is),
            None => None,
        }
    }

    /// Returns the keywords, and `$ref`, which is allowed nearly everywhere.
    pub(super) fn keywords(&self) -> impl Iterator<Item = &'static str> {
        let keywords = if self.schema { schema::KEYWORDS } else { &[] };
        self.fields.iter().chain(keywords).map(|(known, _)| *known).chain(["$ref"])
    }
}

/// Returns the names of at most two objects that have a keyword, of those that are often confused.
pub(super) fn owners(key: &str, swagger: bool) -> Option<String> {
    let all = if swagger { swagger::OWNERS } else { openapi::OWNERS };
    let owners: Vec<&str> = all.iter().filter(|of| of.field(key).is_some()).map(|of| of.name).take(2).collect();
    (!owners.is_empty()).then(|| owners.join(" and "))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_keywords_of_a_schema_are_sorted() {
        assert!(super::schema::KEYWORDS.is_sorted_by_key(|(keyword, _)| *keyword));
    }
}
