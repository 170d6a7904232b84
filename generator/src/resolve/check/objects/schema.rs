//! The keywords of a schema: those of JSON Schema up to 2020-12, and OpenAPI's own. Swagger 2.0 has
//! some of them, and the others are read there too. Must not know how they are read.

use super::object::{EVER, Expected, Object};

pub(crate) static DISCRIMINATOR: Object = Object::new(
    "a discriminator",
    &[("propertyName", Expected::String), ("mapping", Expected::StringMap), ("defaultMapping", Expected::String)],
    &[("propertyName", EVER)],
);

pub(super) static EXTERNAL_DOCS: Object =
    Object::new("`externalDocs`", &[("description", Expected::String), ("url", Expected::String)], &[("url", EVER)]);

static XML: Object = Object::new(
    "`xml`",
    &[
        ("nodeType", Expected::String),
        ("name", Expected::String),
        ("namespace", Expected::String),
        ("prefix", Expected::String),
        ("attribute", Expected::Boolean),
        ("wrapped", Expected::Boolean),
    ],
    &[],
);

pub(crate) static SCHEMA: Object = Object::new("a schema", &[], &[]).with_schema_keywords(KEYWORDS);

/// The keywords of a schema, sorted.
pub(super) const KEYWORDS: &[(&str, Expected)] = &[
    ("$anchor", Expected::String),
    ("$comment", Expected::String),
    ("$defs", Expected::SchemaMap),
    ("$dynamicAnchor", Expected::String),
    ("$dynamicRef", Expected::String),
    ("$id", Expected::String),
    ("$recursiveAnchor", Expected::Boolean),
    ("$recursiveRef", Expected::String),
    ("$ref", Expected::String),
    ("$schema", Expected::String),
    ("$vocabulary", Expected::Map),
    ("additionalItems", Expected::Schema),
    ("additionalProperties", Expected::Schema),
    ("allOf", Expected::Schemas),
    ("anyOf", Expected::Schemas),
    ("const", Expected::Any),
    ("contains", Expected::Schema),
    ("contentEncoding", Expected::String),
    ("contentMediaType", Expected::String),
    ("contentSchema", Expected::Schema),
    ("default", Expected::Any),
    ("definitions", Expected::SchemaMap),
    ("dependencies", Expected::Map),
    ("dependentRequired", Expected::Map),
    ("dependentSchemas", Expected::SchemaMap),
    ("deprecated", Expected::Boolean),
    ("description", Expected::String),
    ("discriminator", Expected::Discriminator),
    ("else", Expected::Schema),
    ("enum", Expected::Array),
    ("example", Expected::Any),
    ("examples", Expected::Any),
    ("exclusiveMaximum", Expected::Any),
    ("exclusiveMinimum", Expected::Any),
    ("externalDocs", Expected::Object(&EXTERNAL_DOCS)),
    ("format", Expected::String),
    ("id", Expected::String),
    ("if", Expected::Schema),
    ("items", Expected::SchemaOrArray),
    ("maxContains", Expected::Number),
    ("maxItems", Expected::Number),
    ("maxLength", Expected::Number),
    ("maxProperties", Expected::Number),
    ("maximum", Expected::Number),
    ("minContains", Expected::Number),
    ("minItems", Expected::Number),
    ("minLength", Expected::Number),
    ("minProperties", Expected::Number),
    ("minimum", Expected::Number),
    ("multipleOf", Expected::Number),
    ("not", Expected::Schema),
    ("nullable", Expected::Boolean),
    ("oneOf", Expected::Schemas),
    ("pattern", Expected::String),
    ("patternProperties", Expected::SchemaMap),
    ("prefixItems", Expected::Schemas),
    ("properties", Expected::SchemaMap),
    ("propertyNames", Expected::Schema),
    ("readOnly", Expected::Boolean),
    ("required", Expected::Strings),
    ("then", Expected::Schema),
    ("title", Expected::String),
    ("type", Expected::Any),
    ("unevaluatedItems", Expected::Schema),
    ("unevaluatedProperties", Expected::Schema),
    ("uniqueItems", Expected::Boolean),
    ("writeOnly", Expected::Boolean),
    ("xml", Expected::Object(&XML)),
];
