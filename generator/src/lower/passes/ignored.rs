//! Reports keywords of schemas without effect, with their locations, because only the server checks
//! them. Must not know keywords that JSON Schema does not define: resolve reports them.

use foldhash::HashSet;

use crate::lower::schemas::analysis::Analysis;
use crate::lower::schemas::classify::{Kind, is_shapeless};
use crate::lower::schemas::scalars::is_named_integer;
use crate::parse::Node;
use crate::report::{Code, Diagnostic, Level, Report};
use crate::resolve::{JsonType, Schema, SchemaId};

/// Keywords of JSON Schema that are more than a limit, and that a Rust type cannot express.
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

/// Keywords that only limit the values of a type.
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

/// Reports every keyword without effect.
pub(crate) fn report(analysis: &Analysis<'_>, omitted: &HashSet<SchemaId>, report: &mut Report) {
    let sent = sent_defaults(analysis);
    for (index, schema) in analysis.schemas.resolved.schemas.iter().enumerate() {
        let id = SchemaId::new(index);
        for keyword in schema.annotations.unread.iter().filter(|keyword| !counts(analysis, id, schema, keyword)) {
            report.diagnostics.extend(code(keyword).map(|code| lost(schema, code, keyword)));
        }
        let flags = [
            ("default", schema.annotations.default.is_some() && !sent.contains(&id)),
            ("not", schema.not.is_some()),
            ("propertyNames", schema.property_names.is_some_and(|names| says_more(analysis.schema(names)))),
            // A map accepts any keys.
            ("required", !schema.required.is_empty() && is_map(analysis, id)),
            ("readOnly", schema.annotations.read_only && !omitted.contains(&id)),
            ("writeOnly", schema.annotations.write_only && !omitted.contains(&id)),
        ];
        for (keyword, _) in flags.iter().filter(|(_, is)| *is) {
            report.diagnostics.extend(code(keyword).map(|code| lost(schema, code, keyword)));
        }
        if !is_named_integer(schema, analysis.own_types.integers) {
            numbers(schema, report);
        }
        report.diagnostics.extend(silent(analysis, id, schema));
    }
}

fn is_map(analysis: &Analysis<'_>, id: SchemaId) -> bool {
    analysis.schemas.class(id).is_some_and(|class| matches!(class.kind, Kind::Map(Some(_))))
}

/// The schemas of the required headers of parts, whose defaults are sent.
fn sent_defaults(analysis: &Analysis<'_>) -> Vec<SchemaId> {
    let bodies = analysis.schemas.resolved.operations.iter().filter_map(|operation| operation.body.as_ref());
    let encodings = bodies.flat_map(|body| &body.content).flat_map(|media| &media.encoding);
    let required = encodings.flat_map(|of| &of.headers).filter(|header| header.required);
    required
        .filter_map(|header| header.schema)
        .flat_map(|id| [Some(id), analysis.kind(id).map(|(_, at)| at)])
        .flatten()
        .collect()
}

/// Returns `true` if a schema that allows nothing excludes further values: no items beyond those of
/// a tuple, for example.
fn closes(schema: &Schema) -> bool {
    let last = schema.span.pointer.segments().last();
    last.is_some_and(|last| ["items", "additionalItems", "unevaluatedItems", "not"].contains(&last.as_str()))
}

/// Returns problems for the other parts of a schema that its type does not express.
fn silent(analysis: &Analysis<'_>, id: SchemaId, schema: &Schema) -> Vec<Diagnostic> {
    let Some(kind) = analysis.schemas.class(id).map(|class| &class.kind) else { return Vec::new() };
    let mut found = Vec::new();
    let mut say = |keyword: &str, code: Code, message: &str, help: &str| {
        found.push(Diagnostic { message: message.to_owned(), help: help.to_owned(), ..lost(schema, code, keyword) });
    };
    let not_of_texts = |values: &[Node]| values.iter().any(|value| !matches!(value, Node::String(_) | Node::Null));
    let listed = schema.enumeration.as_deref().unwrap_or_default();
    let constant = schema.constant.as_slice();
    // An enum of one type is reported above, and a constant scalar is sent automatically.
    let typed = matches!(schema.types.as_slice(), [JsonType::Integer | JsonType::Number | JsonType::Boolean]);
    let is_named = is_named_integer(schema, analysis.own_types.integers);
    if !typed && schema.parent.is_none() && not_of_texts(listed) && !is_named {
        say(
            "enum",
            Code::EnumOfNumbers,
            "an enum of values that are not all strings is taken as their type",
            "any value of the type is accepted",
        );
    }
    if constant.iter().any(|value| value.is_container()) {
        say(
            "const",
            Code::EnumOfNumbers,
            "a constant array or object is taken as its type",
            "give the value where it is required",
        );
    }
    for (keyword, parts) in [("oneOf", &schema.one_of), ("anyOf", &schema.any_of)] {
        let shapeless = |id: &SchemaId| is_shapeless(analysis.schema(*id));
        if !parts.is_empty()
            && parts.iter().all(shapeless)
            && parts.iter().any(|id| !analysis.schema(*id).required.is_empty())
        {
            say(
                keyword,
                Code::Unsaid,
                &format!("`{keyword}` of nothing but `required` has no effect on the client"),
                "set the properties that go together",
            );
        }
    }
    if schema.types.is_empty() && !schema.properties.is_empty() && schema.items.is_some() {
        say(
            "items",
            Code::Unsaid,
            "`items` has no effect beside `properties`: the type is an object",
            "say `type`, or a `oneOf` of both",
        );
    }
    if schema.boolean == Some(false) && *kind == Kind::Never && !closes(schema) {
        let span = schema.span.clone();
        found.push(Diagnostic {
            span,
            message: "a schema that allows nothing is taken as any JSON".to_owned(),
            ..lost(schema, Code::Unsaid, "")
        });
    }
    found
}

/// Returns `true` if a keyword has an effect here: those that describe the bytes in a string, and
/// `minItems` of a tuple.
fn counts(analysis: &Analysis<'_>, id: SchemaId, schema: &Schema, keyword: &str) -> bool {
    match keyword {
        "contentEncoding" => schema.format.as_deref() == Some("byte") || analysis.is_file(id),
        "contentMediaType" => analysis.is_file(id),
        // Elsewhere it was reported as an unknown keyword.
        "collectionFormat" => !schema.span.pointer.to_string().contains("/parameters/"),
        "minItems" => analysis.schemas.class(id).is_some_and(|class| class.kind == Kind::Tuple),
        _ => false,
    }
}

/// Returns `true` if a schema of names restricts them. All names are strings, so a type alone does
/// not.
fn says_more(names: &Schema) -> bool {
    let plain = names.types.is_empty() || names.types == [JsonType::String];
    !plain
        || names.reference.is_some()
        || names.boolean == Some(false)
        || names.enumeration.is_some()
        || names.constant.is_some()
        || names.format.is_some()
        || !names.annotations.unread.is_empty()
        || !(names.all_of.is_empty() && names.one_of.is_empty() && names.any_of.is_empty())
        || names.not.is_some()
}

/// Returns the code for a keyword. Keywords that JSON Schema does not define have been reported
/// before.
fn code(keyword: &str) -> Option<Code> {
    match keyword {
        "default" => Some(Code::Default),
        "readOnly" | "writeOnly" => Some(Code::Direction),
        // Swagger 2.0 has it for nested arrays too, which no style of OpenAPI 3 supports.
        "collectionFormat" => Some(Code::Style),
        limit if LIMITS.contains(&limit) => Some(Code::Limit),
        unsaid if UNSAID.contains(&unsaid) => Some(Code::Unsaid),
        _ => None,
    }
}

fn lost(schema: &Schema, code: Code, keyword: &str) -> Diagnostic {
    let help = if code == Code::Direction {
        "a type that goes both ways has the property, optional; its documentation says which way it goes"
    } else {
        "the client neither checks nor applies it; what limits a value is in the docs of the field"
    };
    Diagnostic {
        level: Level::Ignored,
        code,
        span: schema.span.child(keyword),
        related: Vec::new(),
        message: format!("`{keyword}` has no effect on the client"),
        help: help.to_owned(),
    }
}

/// Reports an enum whose values are not strings: they have no variants, and the enum is taken as
/// their type.
fn numbers(schema: &Schema, report: &mut Report) {
    let values = schema.enumeration.as_deref().unwrap_or_default();
    let typed = matches!(schema.types.as_slice(), [JsonType::Integer | JsonType::Number | JsonType::Boolean]);
    if typed && !values.is_empty() {
        report.add(Diagnostic {
            level: Level::Ignored,
            code: Code::EnumOfNumbers,
            span: schema.span.child("enum"),
            related: Vec::new(),
            message: "an enum of numbers without names, or of booleans, is taken as its type".to_owned(),
            help: "name the values: `x-enum-varnames`, or `oneOf` of constants with titles; else any value of the type is accepted".to_owned(),
        });
    }
}
