//! The shapes of named types: one function for each kind of schema. Must not know how types get their names.

use super::builder::TypeBuilder;
use super::classify::Kind;
use super::enums;
use super::records::{record, tuple};
use super::scalars;
use super::unions::union;
use crate::lower::model::{Shape, Type};
use crate::lower::names::shorten;
use crate::resolve::SchemaId;

/// If there are more required properties than this, a constructor takes them as one struct.
const MOST_ARGUMENTS: usize = 3;

/// Returns the type of a schema where it is used, null included, and completes all types that it needs.
pub(crate) fn complete_type(types: &mut TypeBuilder<'_>, schema: SchemaId, hint: &str) -> Type {
    let used = types.used(schema, hint);
    complete_all(types);
    used.with_null()
}

/// Completes all types that were named so far, and those that they need.
pub(crate) fn complete_all(types: &mut TypeBuilder<'_>) {
    while let Some((type_id, schema, name)) = types.next_unfinished() {
        let shape = shape(types, schema, &name);
        let required_name = required_name(types, schema, &name, &shape);
        types.complete(type_id, shape, required_name);
    }
}

fn shape(types: &mut TypeBuilder<'_>, id: SchemaId, name: &str) -> Shape {
    let analysis = types.analysis;
    let Some(class) = analysis.schemas.class(id) else { return Shape::Alias(Type::Any) };
    if let Some(own) = analysis.own_types.of_schema(id) {
        return Shape::Alias(own);
    }
    match &class.kind {
        Kind::Record => Shape::Record(record(types, id, name)),
        Kind::Tuple => Shape::Record(tuple(types, id, name)),
        Kind::Values(values) => Shape::Enum(enums::strings(types, id, values)),
        Kind::Integer if scalars::is_named_integer(analysis.schema(id), analysis.own_types.integers) => {
            Shape::Numbers(enums::integers(types, id))
        }
        Kind::Union(subschemas) => union(types, id, subschemas, name),
        Kind::Same(target) => Shape::Alias(types.used(*target, name).ty),
        Kind::Any | Kind::Never | Kind::Null | Kind::String | Kind::Boolean | Kind::Integer => {
            Shape::Alias(types.inline(id, name))
        }
        Kind::Number | Kind::Array(_) | Kind::Map(_) | Kind::Merge => Shape::Alias(types.inline(id, name)),
    }
}

/// Returns the name of the struct that `new` takes instead of several arguments. A type keeps the
/// form of its constructor when the number of required properties changes, because otherwise every
/// call would have to be rewritten.
fn required_name(types: &mut TypeBuilder<'_>, id: SchemaId, name: &str, shape: &Shape) -> Option<String> {
    let Shape::Record(record) = shape else { return None };
    let count = record.fields.iter().filter(|field| field.is_argument()).count();
    let own = types.analysis.schemas.resolved.key(&types.analysis.schema(id).span);
    let item = format!("{own}#required");
    if !types.was_named(&item) && (count <= MOST_ARGUMENTS || types.was_named(&own)) {
        return None;
    }
    let wanted = shorten::composed(format!("{name}Required"), types.earlier.edition().longest(), shorten::camel);
    let claimed = types.claim(&item, wanted);
    (count > 0).then_some(claimed)
}
