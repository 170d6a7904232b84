//! The objects of OpenAPI 3.0 to 3.2, in one table for all versions: a keyword of a later version
//! is not a typo. Must not know how they are read.

use super::object::{EVER, Expected, Object};
use super::schema::{EXTERNAL_DOCS, SCHEMA};
use crate::parse::Version;

/// The objects whose keywords are often put elsewhere.
pub(super) const OWNERS: &[&Object] = &[
    &OPERATION,
    &PATH_ITEM,
    &SCHEMA,
    &MEDIA_TYPE,
    &RESPONSE,
    &REQUEST_BODY,
    &PARAMETER,
    &COMPONENTS,
    &ROOT,
    &SECURITY_SCHEME,
    &SERVER,
];

const STYLES: &[&str] =
    &["matrix", "label", "simple", "form", "spaceDelimited", "pipeDelimited", "deepObject", "cookie"];

pub(crate) static ROOT: Object = Object::new(
    "the description",
    &[
        ("openapi", Expected::Any),
        ("$self", Expected::String),
        ("info", Expected::Object(&INFO)),
        ("jsonSchemaDialect", Expected::String),
        ("servers", Expected::Objects(&SERVER)),
        ("paths", Expected::Extensible(&PATH_ITEM)),
        ("webhooks", Expected::ObjectMap(&PATH_ITEM)),
        ("components", Expected::Object(&COMPONENTS)),
        ("security", Expected::Objects(&REQUIREMENT)),
        ("tags", Expected::Objects(&TAG)),
        ("externalDocs", Expected::Object(&EXTERNAL_DOCS)),
    ],
    &[("info", EVER), ("paths", Version::V30)],
);

pub(super) static INFO: Object = Object::new(
    "`info`",
    &[
        ("title", Expected::String),
        ("summary", Expected::String),
        ("description", Expected::String),
        ("termsOfService", Expected::String),
        ("contact", Expected::Object(&CONTACT)),
        ("license", Expected::Object(&LICENSE)),
        ("version", Expected::String),
    ],
    &[("title", EVER), ("version", EVER)],
);

static CONTACT: Object = Object::new(
    "a contact",
    &[("name", Expected::String), ("url", Expected::String), ("email", Expected::String)],
    &[],
);

static LICENSE: Object = Object::new(
    "a license",
    &[("name", Expected::String), ("identifier", Expected::String), ("url", Expected::String)],
    &[("name", EVER)],
);

static SERVER: Object = Object::new(
    "a server",
    &[
        ("url", Expected::String),
        ("name", Expected::String),
        ("description", Expected::String),
        ("variables", Expected::ObjectMap(&SERVER_VARIABLE)),
    ],
    &[("url", EVER)],
);

static SERVER_VARIABLE: Object = Object::new(
    "a server variable",
    &[("enum", Expected::Strings), ("default", Expected::String), ("description", Expected::String)],
    &[("default", EVER)],
);

static COMPONENTS: Object = Object::new(
    "`components`",
    &[
        ("schemas", Expected::SchemaMap),
        ("responses", Expected::ObjectMap(&RESPONSE)),
        ("parameters", Expected::ObjectMap(&PARAMETER)),
        ("examples", Expected::ObjectMap(&EXAMPLE)),
        ("requestBodies", Expected::ObjectMap(&REQUEST_BODY)),
        ("headers", Expected::ObjectMap(&HEADER)),
        ("securitySchemes", Expected::ObjectMap(&SECURITY_SCHEME)),
        ("links", Expected::ObjectMap(&LINK)),
        ("callbacks", Expected::ObjectMap(&CALLBACK)),
        ("pathItems", Expected::ObjectMap(&PATH_ITEM)),
        ("mediaTypes", Expected::Since(Version::V32, &Expected::ObjectMap(&MEDIA_TYPE))),
    ],
    &[],
);

static PATH_ITEM: Object = Object::new(
    "a path item",
    &[
        ("$ref", Expected::String),
        ("summary", Expected::String),
        ("description", Expected::String),
        ("get", Expected::Object(&OPERATION)),
        ("put", Expected::Object(&OPERATION)),
        ("post", Expected::Object(&OPERATION)),
        ("delete", Expected::Object(&OPERATION)),
        ("options", Expected::Object(&OPERATION)),
        ("head", Expected::Object(&OPERATION)),
        ("patch", Expected::Object(&OPERATION)),
        ("trace", Expected::Object(&OPERATION)),
        ("query", Expected::Object(&OPERATION)),
        ("additionalOperations", Expected::ObjectMap(&OPERATION)),
        ("servers", Expected::Objects(&SERVER)),
        ("parameters", Expected::Objects(&PARAMETER)),
    ],
    &[],
);

static OPERATION: Object = Object::new(
    "an operation",
    &[
        ("tags", Expected::Strings),
        ("summary", Expected::String),
        ("description", Expected::String),
        ("externalDocs", Expected::Object(&EXTERNAL_DOCS)),
        ("operationId", Expected::String),
        ("parameters", Expected::Objects(&PARAMETER)),
        ("requestBody", Expected::Object(&REQUEST_BODY)),
        ("responses", Expected::Statuses(&RESPONSE)),
        ("callbacks", Expected::ObjectMap(&CALLBACK)),
        ("deprecated", Expected::Boolean),
        ("security", Expected::Objects(&REQUIREMENT)),
        ("servers", Expected::Objects(&SERVER)),
    ],
    &[("responses", Version::V30)],
);

static PARAMETER: Object = Object::new(
    "a parameter",
    &[
        ("name", Expected::String),
        ("in", Expected::Word(&["query", "header", "path", "cookie", "querystring"])),
        ("description", Expected::String),
        ("required", Expected::Boolean),
        ("deprecated", Expected::Boolean),
        ("allowEmptyValue", Expected::Boolean),
        ("style", Expected::Word(STYLES)),
        ("explode", Expected::Boolean),
        ("allowReserved", Expected::Boolean),
        ("schema", Expected::Schema),
        ("example", Expected::Any),
        ("examples", Expected::ObjectMap(&EXAMPLE)),
        ("content", Expected::ObjectMap(&MEDIA_TYPE)),
    ],
    &[("name", EVER), ("in", EVER)],
);

static REQUEST_BODY: Object = Object::new(
    "a request body",
    &[
        ("description", Expected::String),
        ("content", Expected::ObjectMap(&MEDIA_TYPE)),
        ("required", Expected::Boolean),
    ],
    &[("content", EVER)],
);

static MEDIA_TYPE: Object = Object::new(
    "a media type",
    &[
        ("schema", Expected::Schema),
        ("itemSchema", Expected::Schema),
        ("example", Expected::Any),
        ("examples", Expected::ObjectMap(&EXAMPLE)),
        ("encoding", Expected::ObjectMap(&ENCODING)),
        ("prefixEncoding", Expected::Objects(&ENCODING)),
        ("itemEncoding", Expected::Object(&ENCODING)),
    ],
    &[],
);

static ENCODING: Object = Object::new(
    "an encoding",
    &[
        ("contentType", Expected::String),
        ("headers", Expected::ObjectMap(&HEADER)),
        ("style", Expected::Word(STYLES)),
        ("explode", Expected::Boolean),
        ("allowReserved", Expected::Boolean),
        ("encoding", Expected::ObjectMap(&ENCODING)),
        ("prefixEncoding", Expected::Objects(&ENCODING)),
        ("itemEncoding", Expected::Object(&ENCODING)),
    ],
    &[],
);

static RESPONSE: Object = Object::new(
    "a response",
    &[
        ("summary", Expected::String),
        ("description", Expected::String),
        ("headers", Expected::ObjectMap(&HEADER)),
        ("content", Expected::ObjectMap(&MEDIA_TYPE)),
        ("links", Expected::ObjectMap(&LINK)),
    ],
    &[("description", Version::V31)],
);

static CALLBACK: Object = Object::new("a callback", &[("*", Expected::Object(&PATH_ITEM))], &[]);

static EXAMPLE: Object = Object::new(
    "an example",
    &[
        ("summary", Expected::String),
        ("description", Expected::String),
        ("value", Expected::Any),
        ("dataValue", Expected::Any),
        ("serializedValue", Expected::String),
        ("externalValue", Expected::String),
    ],
    &[],
);

static LINK: Object = Object::new(
    "a link",
    &[
        ("operationRef", Expected::String),
        ("operationId", Expected::String),
        ("parameters", Expected::Map),
        ("requestBody", Expected::Any),
        ("description", Expected::String),
        ("server", Expected::Object(&SERVER)),
    ],
    &[],
);

static HEADER: Object = Object::new(
    "a header",
    &[
        ("description", Expected::String),
        ("required", Expected::Boolean),
        ("deprecated", Expected::Boolean),
        ("allowEmptyValue", Expected::Boolean),
        ("allowReserved", Expected::Boolean),
        ("style", Expected::Word(STYLES)),
        ("explode", Expected::Boolean),
        ("schema", Expected::Schema),
        ("example", Expected::Any),
        ("examples", Expected::ObjectMap(&EXAMPLE)),
        ("content", Expected::ObjectMap(&MEDIA_TYPE)),
    ],
    &[],
);

pub(super) static TAG: Object = Object::new(
    "a tag",
    &[
        ("name", Expected::String),
        ("summary", Expected::String),
        ("description", Expected::String),
        ("externalDocs", Expected::Object(&EXTERNAL_DOCS)),
        ("parent", Expected::String),
        ("kind", Expected::String),
    ],
    &[("name", EVER)],
);

pub(super) static REQUIREMENT: Object = Object::new("a security requirement", &[("*", Expected::Strings)], &[]);

static SECURITY_SCHEME: Object = Object::new(
    "a security scheme",
    &[
        ("type", Expected::Word(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"])),
        ("description", Expected::String),
        ("name", Expected::String),
        ("in", Expected::Word(&["query", "header", "cookie"])),
        ("scheme", Expected::String),
        ("bearerFormat", Expected::String),
        ("flows", Expected::Object(&FLOWS)),
        ("openIdConnectUrl", Expected::String),
        ("oauth2MetadataUrl", Expected::String),
        ("deprecated", Expected::Boolean),
    ],
    &[("type", EVER)],
)
.requiring_by_type(&[
    ("apiKey", "name"),
    ("apiKey", "in"),
    ("http", "scheme"),
    ("oauth2", "flows"),
    ("openIdConnect", "openIdConnectUrl"),
]);

static FLOWS: Object = Object::new(
    "`flows`",
    &[
        ("implicit", Expected::Object(&IMPLICIT)),
        ("password", Expected::Object(&FLOW)),
        ("clientCredentials", Expected::Object(&FLOW)),
        ("authorizationCode", Expected::Object(&BOTH)),
        ("deviceAuthorization", Expected::Object(&FLOW)),
    ],
    &[],
);

const OF_A_FLOW: &[(&str, Expected)] = &[
    ("authorizationUrl", Expected::String),
    ("deviceAuthorizationUrl", Expected::String),
    ("tokenUrl", Expected::String),
    ("refreshUrl", Expected::String),
    ("scopes", Expected::StringMap),
];

static IMPLICIT: Object = Object::new("an OAuth flow", OF_A_FLOW, &[("authorizationUrl", EVER), ("scopes", EVER)]);

static FLOW: Object = Object::new("an OAuth flow", OF_A_FLOW, &[("tokenUrl", EVER), ("scopes", EVER)]);

static BOTH: Object =
    Object::new("an OAuth flow", OF_A_FLOW, &[("authorizationUrl", EVER), ("tokenUrl", EVER), ("scopes", EVER)]);
