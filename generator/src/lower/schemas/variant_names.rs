//! The names of variants: short names for the subschemas of a union. Must not know the names in
//! use, nor types.

use super::analysis::Analysis;
use super::classified::Classified;
use super::classify::Kind;
use super::variants::origin;
use crate::lower::names::claims::Wanted;
use crate::lower::names::reserved::Use;
use crate::resolve::{Schema, SchemaId};

/// A longer title is not a name.
const LONGEST_TITLE: usize = 40;

/// Returns the name that a subschema of a union should have as a variant.
pub(crate) fn wanted_name(analysis: &Analysis<'_>, subschema: SchemaId, all: &[SchemaId]) -> Wanted {
    let origin = origin(&analysis.schemas, subschema);
    let schema = analysis.schema(origin);
    let rust_name =
        analysis.schema(subschema).annotations.rust_name.as_deref().or(schema.annotations.rust_name.as_deref());
    let key = analysis.schemas.resolved.key(&schema.span);
    Wanted { key, ..Wanted::new(&plain_name(analysis, subschema, schema, all), rust_name, Use::Variant) }
}

/// Returns the name of the component, the title, the single value of a property, a property that no
/// other subschema has, or the kind of JSON.
fn plain_name(analysis: &Analysis<'_>, subschema: SchemaId, schema: &Schema, all: &[SchemaId]) -> String {
    if let Some(name) = own_name(schema) {
        return name.to_owned();
    }
    let schemas = &analysis.schemas;
    match schemas.kind(subschema) {
        Some((Kind::Record, object)) => constant_of(schemas, object)
            .or_else(|| distinct_property(schemas, object, all))
            .unwrap_or_else(|| "object".to_owned()),
        Some(_) | None => kind_name(analysis, subschema),
    }
}

/// Returns the name of the component, else a title that reads as a name.
fn own_name(schema: &Schema) -> Option<&str> {
    let is_name = |title: &&str| title.len() <= LONGEST_TITLE && title.contains(char::is_alphabetic);
    schema.component.as_deref().or(schema.annotations.title.as_deref().filter(is_name))
}

/// Returns a word for the kind of JSON. Some of these words are not those of JSON Schema, but names
/// must not change.
fn kind_name(analysis: &Analysis<'_>, id: SchemaId) -> String {
    let Some((kind, _)) = analysis.kind(id) else { return "value".to_owned() };
    let word = match kind {
        _ if analysis.is_file(id) => "file",
        Kind::Values(values) => match values.as_slice() {
            [value] => value,
            [] | [_, ..] => "string",
        },
        Kind::String => "string",
        Kind::Boolean => "boolean",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Array(Some(item)) => {
            let own = own_name(analysis.schema(origin(&analysis.schemas, *item))).map(str::to_owned);
            return format!("{} list", own.unwrap_or_else(|| kind_name(analysis, *item)));
        }
        Kind::Array(None) | Kind::Tuple => "list",
        Kind::Record => "object",
        Kind::Map(_) => "map",
        Kind::Union(_) => "choice",
        Kind::Any | Kind::Never | Kind::Null | Kind::Same(_) | Kind::Merge => "value",
    };
    word.to_owned()
}

/// Returns the value of the first property that has a single one.
fn constant_of(schemas: &Classified<'_>, object: SchemaId) -> Option<String> {
    schemas.properties(object)?.properties.iter().find_map(|(_, property)| match schemas.kind(*property) {
        Some((Kind::Values(values), _)) => match values.as_slice() {
            [value] if value.contains(char::is_alphanumeric) => Some(value.clone()),
            [] | [_, ..] => None,
        },
        Some(_) | None => None,
    })
}

/// Returns the first property that no other subschema has; required ones come first.
fn distinct_property(schemas: &Classified<'_>, object: SchemaId, all: &[SchemaId]) -> Option<String> {
    let own = schemas.properties(object)?;
    let others = all.iter().filter_map(|id| schemas.kind(*id)).map(|(_, target)| target);
    let others: Vec<SchemaId> = others.filter(|target| *target != object).collect();
    // The only object of a union is called `object`.
    if !others.iter().any(|id| schemas.properties(*id).is_some()) {
        return None;
    }
    let has = |id: &SchemaId, name: &str| {
        schemas.properties(*id).is_some_and(|of| of.properties.iter().any(|(known, _)| known == name))
    };
    let names = own.properties.iter().map(|(name, _)| name);
    let distinct: Vec<&String> = names.filter(|name| !others.iter().any(|id| has(id, name))).collect();
    let required = distinct.iter().find(|name| own.required.contains(**name));
    required.or(distinct.first()).map(|name| (*name).clone())
}
