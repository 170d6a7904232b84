//! The keywords of the objects of a description, and the types of their values: one table for
//! OpenAPI 3 and one for Swagger 2.0. Must not know how the values are read.

mod object;
mod openapi;
mod schema;
mod swagger;

pub(super) use object::{Expected, Object};
pub(super) use openapi::ROOT;
pub(super) use schema::{DISCRIMINATOR, SCHEMA};
pub(super) use swagger::ROOT as SWAGGER;

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
