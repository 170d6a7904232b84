//! Normalizes schemas, so that each concept of JSON Schema has a single form:
//!
//! - `$ref` with keywords next to it is an `allOf` of both: see [`combine`];
//! - `type` with several entries is `anyOf` with one schema for each type;
//! - keywords next to `oneOf` or `anyOf` apply to each subschema, which becomes an `allOf` of both;
//! - `allOf` with a union as a part is a union of `allOf`s. If a subschema of the union is the
//!   schema itself (a parent that lists its children), only the keywords next to the union are
//!   meant;
//! - an `allOf` of schemas that are not objects is one schema: see [`combine`];
//! - a property in several parts of an `allOf` combines them: see [`narrow`].
//!
//! This file is the pipeline. `graph`, `keywords`, `nullability`, `subschemas`, `category` and
//! `compatibility` only inspect schemas; the other files change them. Must not know trees,
//! references to files, or Rust.

mod category;
mod combine;
mod compatibility;
mod families;
mod further_properties;
mod graph;
mod integers;
mod intersection;
mod keywords;
mod limits;
mod narrow;
mod nullability;
mod split_types;
mod subschemas;
mod undescribed;
mod unions;

use super::resolved::Schemas;
use combine::{combine, move_reference, take_nulls};
pub(crate) use families::families;
use further_properties::fold_patterns;
use integers::set_widths;
use narrow::{Narrowed, narrow};
use split_types::split_types;
use undescribed::add_undescribed;
use unions::{spread_siblings, spread_union};

/// The maximum number of schemas that are added to those of the description: nested unions
/// multiply.
const MAX_ADDED: usize = 20_000;

/// Normalizes all schemas.
pub(crate) fn normalize(schemas: &mut Schemas) {
    let read = schemas.len();
    for index in 0..read {
        move_reference(schemas, index);
        fold_patterns(schemas, index);
        split_types(schemas, index);
    }
    let count = schemas.len();
    for index in 0..count {
        take_nulls(schemas, index);
        spread_siblings(schemas, index);
    }
    let mut index = 0;
    // Added schemas may have a union as a part.
    while index < schemas.len() && schemas.len() < read + MAX_ADDED {
        spread_union(schemas, index);
        index += 1;
    }
    let mut narrowed = Narrowed::default();
    let (mut index, spread, most) = (0, schemas.len(), schemas.len() + MAX_ADDED);
    while index < schemas.len() && schemas.len() < most {
        if index >= spread {
            take_nulls(schemas, index);
            spread_union(schemas, index);
        }
        combine(schemas, index);
        split_types(schemas, index);
        narrow(schemas, index, &mut narrowed);
        index += 1;
    }
    add_undescribed(schemas);
    set_widths(schemas);
}
