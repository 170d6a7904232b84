//! The objects of OpenAPI 3.0 to 3.2: which keywords each has, and of which kind their values are. One table for all
//! versions: what one of them does not have yet is no typo. Must not know what is read of them.

use crate::parse::Version;

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
    /// A schema, or `true` or `false`.
    Schema,
    /// A schema, or a list of them.
    SchemaOrList,
    /// A list of schemas.
    Schemas,
    /// A mapping from names to schemas.
    SchemaMap,
}

/// An object of the specification.
#[derive(Debug)]
pub(super) struct Object {
    /// What a message calls it.
    pub called: &'static str,
    /// Its keywords.
    pub fields: &'static [(&'static str, Is)],
    /// Those that it must have, up to and including a version.
    pub required: &'static [(&'static str, Version)],
}

const EVER: Version = Version::V32;
const STYLES: &[&str] =
    &["matrix", "label", "simple", "form", "spaceDelimited", "pipeDelimited", "deepObject", "cookie"];

pub(super) static ROOT: Object = Object {
    called: "the description",
    fields: &[
        ("openapi", Is::Any),
        ("$self", Is::Text),
        ("info", Is::Object(&INFO)),
        ("jsonSchemaDialect", Is::Text),
        ("servers", Is::List(&SERVER)),
        ("paths", Is::Patterned(&PATH_ITEM)),
        ("webhooks", Is::Map(&PATH_ITEM)),
        ("components", Is::Object(&COMPONENTS)),
        ("security", Is::List(&REQUIREMENT)),
        ("tags", Is::List(&TAG)),
        ("externalDocs", Is::Object(&EXTERNAL_DOCS)),
    ],
    required: &[("info", EVER), ("paths", Version::V30)],
};

static INFO: Object = Object {
    called: "`info`",
    fields: &[
        ("title", Is::Text),
        ("summary", Is::Text),
        ("description", Is::Text),
        ("termsOfService", Is::Text),
        ("contact", Is::Object(&CONTACT)),
        ("license", Is::Object(&LICENSE)),
        ("version", Is::Text),
    ],
    required: &[("title", EVER), ("version", EVER)],
};

static CONTACT: Object = Object {
    called: "a contact",
    fields: &[("name", Is::Text), ("url", Is::Text), ("email", Is::Text)],
    required: &[],
};

static LICENSE: Object = Object {
    called: "a license",
    fields: &[("name", Is::Text), ("identifier", Is::Text), ("url", Is::Text)],
    required: &[("name", EVER)],
};

static SERVER: Object = Object {
    called: "a server",
    fields: &[
        ("url", Is::Text),
        ("name", Is::Text),
        ("description", Is::Text),
        ("variables", Is::Map(&SERVER_VARIABLE)),
    ],
    required: &[("url", EVER)],
};

static SERVER_VARIABLE: Object = Object {
    called: "a variable of a server",
    fields: &[("enum", Is::Texts), ("default", Is::Text), ("description", Is::Text)],
    required: &[("default", EVER)],
};

static COMPONENTS: Object = Object {
    called: "`components`",
    fields: &[
        ("schemas", Is::SchemaMap),
        ("responses", Is::Map(&RESPONSE)),
        ("parameters", Is::Map(&PARAMETER)),
        ("examples", Is::Map(&EXAMPLE)),
        ("requestBodies", Is::Map(&REQUEST_BODY)),
        ("headers", Is::Map(&HEADER)),
        ("securitySchemes", Is::Map(&SECURITY_SCHEME)),
        ("links", Is::Map(&LINK)),
        ("callbacks", Is::Map(&CALLBACK)),
        ("pathItems", Is::Map(&PATH_ITEM)),
        ("mediaTypes", Is::Map(&MEDIA_TYPE)),
    ],
    required: &[],
};

static PATH_ITEM: Object = Object {
    called: "a path item",
    fields: &[
        ("$ref", Is::Text),
        ("summary", Is::Text),
        ("description", Is::Text),
        ("get", Is::Object(&OPERATION)),
        ("put", Is::Object(&OPERATION)),
        ("post", Is::Object(&OPERATION)),
        ("delete", Is::Object(&OPERATION)),
        ("options", Is::Object(&OPERATION)),
        ("head", Is::Object(&OPERATION)),
        ("patch", Is::Object(&OPERATION)),
        ("trace", Is::Object(&OPERATION)),
        ("query", Is::Object(&OPERATION)),
        ("additionalOperations", Is::Map(&OPERATION)),
        ("servers", Is::List(&SERVER)),
        ("parameters", Is::List(&PARAMETER)),
    ],
    required: &[],
};

static OPERATION: Object = Object {
    called: "an operation",
    fields: &[
        ("tags", Is::Texts),
        ("summary", Is::Text),
        ("description", Is::Text),
        ("externalDocs", Is::Object(&EXTERNAL_DOCS)),
        ("operationId", Is::Text),
        ("parameters", Is::List(&PARAMETER)),
        ("requestBody", Is::Object(&REQUEST_BODY)),
        ("responses", Is::Patterned(&RESPONSE)),
        ("callbacks", Is::Map(&CALLBACK)),
        ("deprecated", Is::Flag),
        ("security", Is::List(&REQUIREMENT)),
        ("servers", Is::List(&SERVER)),
    ],
    required: &[("responses", Version::V30)],
};

static EXTERNAL_DOCS: Object = Object {
    called: "`externalDocs`",
    fields: &[("description", Is::Text), ("url", Is::Text)],
    required: &[("url", EVER)],
};

static PARAMETER: Object = Object {
    called: "a parameter",
    fields: &[
        ("name", Is::Text),
        ("in", Is::Word(&["query", "header", "path", "cookie", "querystring"])),
        ("description", Is::Text),
        ("required", Is::Flag),
        ("deprecated", Is::Flag),
        ("allowEmptyValue", Is::Flag),
        ("style", Is::Word(STYLES)),
        ("explode", Is::Flag),
        ("allowReserved", Is::Flag),
        ("schema", Is::Schema),
        ("example", Is::Any),
        ("examples", Is::Map(&EXAMPLE)),
        ("content", Is::Map(&MEDIA_TYPE)),
    ],
    required: &[("name", EVER), ("in", EVER)],
};

static REQUEST_BODY: Object = Object {
    called: "a request body",
    fields: &[("description", Is::Text), ("content", Is::Map(&MEDIA_TYPE)), ("required", Is::Flag)],
    required: &[("content", EVER)],
};

static MEDIA_TYPE: Object = Object {
    called: "a media type",
    fields: &[
        ("schema", Is::Schema),
        ("itemSchema", Is::Schema),
        ("example", Is::Any),
        ("examples", Is::Map(&EXAMPLE)),
        ("encoding", Is::Map(&ENCODING)),
        ("prefixEncoding", Is::List(&ENCODING)),
        ("itemEncoding", Is::Object(&ENCODING)),
    ],
    required: &[],
};

static ENCODING: Object = Object {
    called: "an encoding",
    fields: &[
        ("contentType", Is::Text),
        ("headers", Is::Map(&HEADER)),
        ("style", Is::Word(STYLES)),
        ("explode", Is::Flag),
        ("allowReserved", Is::Flag),
        ("encoding", Is::Map(&ENCODING)),
        ("prefixEncoding", Is::List(&ENCODING)),
        ("itemEncoding", Is::Object(&ENCODING)),
    ],
    required: &[],
};

static RESPONSE: Object = Object {
    called: "an answer",
    fields: &[
        ("summary", Is::Text),
        ("description", Is::Text),
        ("headers", Is::Map(&HEADER)),
        ("content", Is::Map(&MEDIA_TYPE)),
        ("links", Is::Map(&LINK)),
    ],
    required: &[("description", Version::V31)],
};

static CALLBACK: Object = Object { called: "a callback", fields: &[("*", Is::Object(&PATH_ITEM))], required: &[] };

static EXAMPLE: Object = Object {
    called: "an example",
    fields: &[
        ("summary", Is::Text),
        ("description", Is::Text),
        ("value", Is::Any),
        ("dataValue", Is::Any),
        ("serializedValue", Is::Text),
        ("externalValue", Is::Text),
    ],
    required: &[],
};

static LINK: Object = Object {
    called: "a link",
    fields: &[
        ("operationRef", Is::Text),
        ("operationId", Is::Text),
        ("parameters", Is::Names),
        ("requestBody", Is::Any),
        ("description", Is::Text),
        ("server", Is::Object(&SERVER)),
    ],
    required: &[],
};

static HEADER: Object = Object {
    called: "a header",
    fields: &[
        ("description", Is::Text),
        ("required", Is::Flag),
        ("deprecated", Is::Flag),
        ("allowEmptyValue", Is::Flag),
        ("allowReserved", Is::Flag),
        ("style", Is::Word(STYLES)),
        ("explode", Is::Flag),
        ("schema", Is::Schema),
        ("example", Is::Any),
        ("examples", Is::Map(&EXAMPLE)),
        ("content", Is::Map(&MEDIA_TYPE)),
    ],
    required: &[],
};

static TAG: Object = Object {
    called: "a tag",
    fields: &[
        ("name", Is::Text),
        ("summary", Is::Text),
        ("description", Is::Text),
        ("externalDocs", Is::Object(&EXTERNAL_DOCS)),
        ("parent", Is::Text),
        ("kind", Is::Text),
    ],
    required: &[("name", EVER)],
};

static REQUIREMENT: Object = Object { called: "a security requirement", fields: &[("*", Is::Texts)], required: &[] };

static SECURITY_SCHEME: Object = Object {
    called: "a security scheme",
    fields: &[
        ("type", Is::Word(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"])),
        ("description", Is::Text),
        ("name", Is::Text),
        ("in", Is::Word(&["query", "header", "cookie"])),
        ("scheme", Is::Text),
        ("bearerFormat", Is::Text),
        ("flows", Is::Object(&FLOWS)),
        ("openIdConnectUrl", Is::Text),
        ("oauth2MetadataUrl", Is::Text),
        ("deprecated", Is::Flag),
    ],
    required: &[("type", EVER)],
};

static FLOWS: Object = Object {
    called: "`flows`",
    fields: &[
        ("implicit", Is::Object(&IMPLICIT)),
        ("password", Is::Object(&FLOW)),
        ("clientCredentials", Is::Object(&FLOW)),
        ("authorizationCode", Is::Object(&BOTH)),
        ("deviceAuthorization", Is::Object(&FLOW)),
    ],
    required: &[],
};

const OF_A_FLOW: &[(&str, Is)] = &[
    ("authorizationUrl", Is::Text),
    ("deviceAuthorizationUrl", Is::Text),
    ("tokenUrl", Is::Text),
    ("refreshUrl", Is::Text),
    ("scopes", Is::TextMap),
];

static IMPLICIT: Object =
    Object { called: "a flow", fields: OF_A_FLOW, required: &[("authorizationUrl", EVER), ("scopes", EVER)] };

static FLOW: Object = Object { called: "a flow", fields: OF_A_FLOW, required: &[("tokenUrl", EVER), ("scopes", EVER)] };

static BOTH: Object = Object {
    called: "a flow",
    fields: OF_A_FLOW,
    required: &[("authorizationUrl", EVER), ("tokenUrl", EVER), ("scopes", EVER)],
};

pub(super) static DISCRIMINATOR: Object = Object {
    called: "a discriminator",
    fields: &[("propertyName", Is::Text), ("mapping", Is::TextMap), ("defaultMapping", Is::Text)],
    required: &[("propertyName", EVER)],
};

pub(super) static XML: Object = Object {
    called: "`xml`",
    fields: &[
        ("nodeType", Is::Text),
        ("name", Is::Text),
        ("namespace", Is::Text),
        ("prefix", Is::Text),
        ("attribute", Is::Flag),
        ("wrapped", Is::Flag),
    ],
    required: &[],
};

/// The keywords of a schema: those of JSON Schema up to 2020-12, and OpenAPI's own.
pub(super) static SCHEMA: Object = Object {
    called: "a schema",
    fields: &[
        ("$anchor", Is::Text),
        ("$comment", Is::Text),
        ("$defs", Is::SchemaMap),
        ("$dynamicAnchor", Is::Text),
        ("$dynamicRef", Is::Text),
        ("$id", Is::Text),
        ("$recursiveAnchor", Is::Flag),
        ("$recursiveRef", Is::Text),
        ("$ref", Is::Text),
        ("$schema", Is::Text),
        ("$vocabulary", Is::Names),
        ("additionalItems", Is::Schema),
        ("additionalProperties", Is::Schema),
        ("allOf", Is::Schemas),
        ("anyOf", Is::Schemas),
        ("const", Is::Any),
        ("contains", Is::Schema),
        ("contentEncoding", Is::Text),
        ("contentMediaType", Is::Text),
        ("contentSchema", Is::Schema),
        ("default", Is::Any),
        ("definitions", Is::SchemaMap),
        ("dependencies", Is::Names),
        ("dependentRequired", Is::Names),
        ("dependentSchemas", Is::SchemaMap),
        ("deprecated", Is::Flag),
        ("description", Is::Text),
        ("discriminator", Is::Object(&DISCRIMINATOR)),
        ("else", Is::Schema),
        ("enum", Is::Items),
        ("example", Is::Any),
        ("examples", Is::Any),
        ("exclusiveMaximum", Is::Any),
        ("exclusiveMinimum", Is::Any),
        ("externalDocs", Is::Object(&EXTERNAL_DOCS)),
        ("format", Is::Text),
        ("id", Is::Text),
        ("if", Is::Schema),
        ("items", Is::SchemaOrList),
        ("maxContains", Is::Number),
        ("maxItems", Is::Number),
        ("maxLength", Is::Number),
        ("maxProperties", Is::Number),
        ("maximum", Is::Number),
        ("minContains", Is::Number),
        ("minItems", Is::Number),
        ("minLength", Is::Number),
        ("minProperties", Is::Number),
        ("minimum", Is::Number),
        ("multipleOf", Is::Number),
        ("not", Is::Schema),
        ("nullable", Is::Flag),
        ("oneOf", Is::Schemas),
        ("pattern", Is::Text),
        ("patternProperties", Is::SchemaMap),
        ("prefixItems", Is::Schemas),
        ("properties", Is::SchemaMap),
        ("propertyNames", Is::Schema),
        ("readOnly", Is::Flag),
        ("required", Is::Texts),
        ("then", Is::Schema),
        ("title", Is::Text),
        ("type", Is::Any),
        ("unevaluatedItems", Is::Schema),
        ("unevaluatedProperties", Is::Schema),
        ("uniqueItems", Is::Flag),
        ("writeOnly", Is::Flag),
        ("xml", Is::Object(&XML)),
    ],
    required: &[],
};
