//! What of the schemas has no effect, keyword by keyword, with its place: for whoever wants to know what a client leaves to
//! the server. Must not know which keywords there are that JSON Schema does not know: resolve tells of these.

use super::classify::Kind;
use super::types::Types;
use crate::report::{Code, Level, Problem, Report};
use crate::resolve::{JsonType, Schema, SchemaId};

/// The keywords of JSON Schema that are more than a limit, and that a Rust type cannot say.
const UNSAID: [&str; 16] = [
    "$dynamicAnchor",
    "$dynamicRef",
    "$recursiveAnchor",
    "$recursiveRef",
    "$vocabulary",
    "additionalItems",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependencies",
    "dependentSchemas",
    "else",
    "if",
    "not",
    "then",
    "unevaluatedItems",
];

/// Those that only say which values of a type are valid.
const LIMITS: [&str; 19] = [
    "contains",
    "dependentRequired",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "propertyNames",
    "required",
    "uniqueItems",
];

/// Tells of every keyword that had no effect.
pub(super) fn report(types: &Types<'_>, report: &mut Report) {
    for (index, schema) in types.resolved.schemas.iter().enumerate() {
        let id = SchemaId(u32::try_from(index).unwrap_or(u32::MAX));
        for keyword in schema.unread.iter().filter(|keyword| !counts(types, id, schema, keyword)) {
            report.problems.extend(code(keyword).map(|code| lost(schema, code, keyword)));
        }
        let flags = [
            ("default", schema.default.is_some()),
            ("not", schema.not.is_some()),
            ("propertyNames", schema.property_names.is_some_and(|names| says_more(types.resolved.schema(names)))),
            // A map holds whichever members it is given.
            ("required", !schema.required.is_empty() && is_map(types, id)),
            ("readOnly", schema.read_only),
            ("writeOnly", schema.write_only),
        ];
        for (keyword, _) in flags.iter().filter(|(_, is)| *is) {
            report.problems.extend(code(keyword).map(|code| lost(schema, code, keyword)));
        }
        if !types.is_named_number(id) {
            numbers(schema, report);
        }
    }
}

fn is_map(types: &Types<'_>, id: SchemaId) -> bool {
    types.classes.get(id.0 as usize).is_some_and(|class| matches!(class.kind, Kind::Map(Some(_))))
}

/// Whether a keyword did something here: those that say what sort of bytes a text is, and which places an array must have.
fn counts(types: &Types<'_>, id: SchemaId, schema: &Schema, keyword: &str) -> bool {
    match keyword {
        "contentEncoding" => schema.format.as_deref() == Some("byte"),
        "contentMediaType" => types.is_file(id),
        "minItems" => types.classes.get(id.0 as usize).is_some_and(|class| class.kind == Kind::Tuple),
        _ => false,
    }
}

/// Whether a schema of names says more than that they are texts, which all names are.
fn says_more(names: &Schema) -> bool {
    let plain = names.types.is_empty() || names.types == [JsonType::String];
    !plain
        || names.reference.is_some()
        || names.boolean == Some(false)
        || names.enumeration.is_some()
        || names.constant.is_some()
        || names.format.is_some()
        || !names.unread.is_empty()
        || !(names.all_of.is_empty() && names.one_of.is_empty() && names.any_of.is_empty())
        || names.not.is_some()
}

/// Where a keyword belongs in the catalogue; one that JSON Schema does not know has been told of before.
fn code(keyword: &str) -> Option<Code> {
    match keyword {
        "default" => Some(Code::Default),
        "readOnly" | "writeOnly" => Some(Code::Direction),
        limit if LIMITS.contains(&limit) => Some(Code::Limit),
        unsaid if UNSAID.contains(&unsaid) => Some(Code::Unsaid),
        _ => None,
    }
}

fn lost(schema: &Schema, code: Code, keyword: &str) -> Problem {
    Problem {
        level: Level::NoEffect,
        code,
        place: schema.place.child(keyword),
        also: Vec::new(),
        what: format!("`{keyword}` has no effect on the client"),
        help: "the client neither checks nor applies it; what limits a value is in the docs of the field".to_owned(),
    }
}

/// The values of an enum that are no strings have no variant: their type is what is left of it.
fn numbers(schema: &Schema, report: &mut Report) {
    let values = schema.enumeration.as_deref().unwrap_or_default();
    let typed = matches!(schema.types.as_slice(), [JsonType::Integer | JsonType::Number | JsonType::Boolean]);
    if typed && !values.is_empty() {
        report.add(Problem {
            level: Level::NoEffect,
            code: Code::EnumOfNumbers,
            place: schema.place.child("enum"),
            also: Vec::new(),
            what: "an enum of numbers without names, or of booleans, is taken as its type".to_owned(),
            help: "name the values: `x-enum-varnames`, or `oneOf` of constants with titles; else any value of the type is accepted".to_owned(),
        });
    }
}
