//! Which keywords the objects of a description have, and of which kind their values are: tables, one for OpenAPI 3 and
//! one for Swagger 2.0. Must not know what is read of them.

mod openapi;
mod schema;
mod swagger;

pub(super) use openapi::ROOT;
pub(super) use schema::{DISCRIMINATOR, SCHEMA};
pub(super) use swagger::ROOT as SWAGGER;

use crate::parse::Version;

/// For what all versions require.
const EVER: Version = Version::V32;

/// What stands behind a keyword.
#[derive(Debug, Clone, Copy)]
pub(super) enum Is {
    /// Anything.
    Any,
    /// Text.
    Text,
    /// One of these texts.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A list of anything.
    Items,
    /// A list of texts.
    Texts,
    /// A mapping from names to anything.
    Names,
    /// A mapping from names to texts.
    TextMap,
    /// An object, or a reference to one.
    Object(&'static Object),
    /// A list of objects.
    List(&'static Object),
    /// A mapping from names to objects.
    Map(&'static Object),
    /// As `Map`, but names that begin with `x-` are extensions.
    Patterned(&'static Object),
    /// As `Patterned`, and the names are statuses.
    Statuses(&'static Object),
    /// A schema, or `true` or `false`.
    Schema,
    /// A schema, or a list of them.
    SchemaOrList,
    /// A list of schemas.
    Schemas,
    /// A mapping from names to schemas.
    SchemaMap,
    /// An object, in Swagger 2.0 the name of a property.
    Discriminator,
    /// From a version on. In those before it has no meaning, and may have one for somebody else.
    Since(Version, &'static Is),
}

/// An object of the specification.
#[derive(Debug)]
pub(super) struct Object {
    /// What a message calls it.
    pub called: &'static str,
    /// Its keywords; `*` alone for names that are free.
    fields: &'static [(&'static str, Is)],
    /// Whether it has those of a schema besides.
    schema: bool,
    /// Those that it must have, up to and including a version.
    pub required: &'static [(&'static str, Version)],
    /// Those that it must have where its `type` is a certain one.
    pub required_by_type: &'static [(&'static str, &'static str)],
}

impl Object {
    const fn new(
        called: &'static str,
        fields: &'static [(&'static str, Is)],
        required: &'static [(&'static str, Version)],
    ) -> Object {
        Object { called, fields, schema: false, required, required_by_type: &[] }
    }

    /// With the keywords of a schema besides its own.
    const fn and_those_of_a_schema(self) -> Object {
        Object { schema: true, ..self }
    }

    /// With what it must have by its `type`.
    const fn by_type(self, required_by_type: &'static [(&'static str, &'static str)]) -> Object {
        Object { required_by_type, ..self }
    }

    /// What the values are, where the names are free.
    pub(super) fn free(&self) -> Option<Is> {
        match self.fields {
            [("*", is)] => Some(*is),
            _ => None,
        }
    }

    /// What stands behind a keyword.
    pub(super) fn field(&self, key: &str) -> Option<Is> {
        let own = self.fields.iter().find(|(known, _)| *known == key);
        let word = || schema::WORDS.binary_search_by_key(&key, |(known, _)| known).ok();
        match own {
            Some((_, is)) => Some(*is),
            None if self.schema => word().and_then(|at| schema::WORDS.get(at)).map(|(_, is)| *is),
            None => None,
        }
    }

    /// Its keywords, and `$ref`, which may stand nearly everywhere.
    pub(super) fn keywords(&self) -> impl Iterator<Item = &'static str> {
        let words = if self.schema { schema::WORDS } else { &[] };
        self.fields.iter().chain(words).map(|(known, _)| *known).chain(["$ref"])
    }
}

/// The objects that have a keyword, two at most, of those whose keywords are misplaced.
pub(super) fn owners(key: &str, swagger: bool) -> Option<String> {
    let all = if swagger { swagger::OWNERS } else { openapi::OWNERS };
    let owners: Vec<&str> = all.iter().filter(|of| of.field(key).is_some()).map(|of| of.called).take(2).collect();
    (!owners.is_empty()).then(|| owners.join(" and "))
}

#[cfg(test)]
mod tests {
    /// They are searched and not looked through.
    #[test]
    fn the_words_of_a_schema_are_sorted() {
        assert!(super::schema::WORDS.is_sorted_by_key(|(word, _)| *word));
    }
}
