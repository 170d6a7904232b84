//! The objects of OpenAPI 3.0 to 3.2. One table for all versions: what one of them does not have yet is no typo. Must not
//! know what is read of them.

use super::schema::SCHEMA;
use super::{EVER, Is, Object};
use crate::parse::Version;

/// The objects whose keywords are misplaced most often.
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

pub(in super::super) static ROOT: Object = Object::new(
    "the description",
    &[
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
    &[("info", EVER), ("paths", Version::V30)],
);

pub(super) static INFO: Object = Object::new(
    "`info`",
    &[
        ("title", Is::Text),
        ("summary", Is::Text),
        ("description", Is::Text),
        ("termsOfService", Is::Text),
        ("contact", Is::Object(&CONTACT)),
        ("license", Is::Object(&LICENSE)),
        ("version", Is::Text),
    ],
    &[("title", EVER), ("version", EVER)],
);

static CONTACT: Object = Object::new("a contact", &[("name", Is::Text), ("url", Is::Text), ("email", Is::Text)], &[]);

static LICENSE: Object =
    Object::new("a license", &[("name", Is::Text), ("identifier", Is::Text), ("url", Is::Text)], &[("name", EVER)]);

static SERVER: Object = Object::new(
    "a server",
    &[("url", Is::Text), ("name", Is::Text), ("description", Is::Text), ("variables", Is::Map(&SERVER_VARIABLE))],
    &[("url", EVER)],
);

static SERVER_VARIABLE: Object = Object::new(
    "a variable of a server",
    &[("enum", Is::Texts), ("default", Is::Text), ("description", Is::Text)],
    &[("default", EVER)],
);

static COMPONENTS: Object = Object::new(
    "`components`",
    &[
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
        ("mediaTypes", Is::Since(Version::V32, &Is::Map(&MEDIA_TYPE))),
    ],
    &[],
);

static PATH_ITEM: Object = Object::new(
    "a path item",
    &[
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
    &[],
);

static OPERATION: Object = Object::new(
    "an operation",
    &[
        ("tags", Is::Texts),
        ("summary", Is::Text),
        ("description", Is::Text),
        ("externalDocs", Is::Object(&EXTERNAL_DOCS)),
        ("operationId", Is::Text),
        ("parameters", Is::List(&PARAMETER)),
        ("requestBody", Is::Object(&REQUEST_BODY)),
        ("responses", Is::Statuses(&RESPONSE)),
        ("callbacks", Is::Map(&CALLBACK)),
        ("deprecated", Is::Flag),
        ("security", Is::List(&REQUIREMENT)),
        ("servers", Is::List(&SERVER)),
    ],
    &[("responses", Version::V30)],
);

pub(super) static EXTERNAL_DOCS: Object =
    Object::new("`externalDocs`", &[("description", Is::Text), ("url", Is::Text)], &[("url", EVER)]);

static PARAMETER: Object = Object::new(
    "a parameter",
    &[
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
    &[("name", EVER), ("in", EVER)],
);

static REQUEST_BODY: Object = Object::new(
    "a request body",
    &[("description", Is::Text), ("content", Is::Map(&MEDIA_TYPE)), ("required", Is::Flag)],
    &[("content", EVER)],
);

static MEDIA_TYPE: Object = Object::new(
    "a media type",
    &[
        ("schema", Is::Schema),
        ("itemSchema", Is::Schema),
        ("example", Is::Any),
        ("examples", Is::Map(&EXAMPLE)),
        ("encoding", Is::Map(&ENCODING)),
        ("prefixEncoding", Is::List(&ENCODING)),
        ("itemEncoding", Is::Object(&ENCODING)),
    ],
    &[],
);

static ENCODING: Object = Object::new(
    "an encoding",
    &[
        ("contentType", Is::Text),
        ("headers", Is::Map(&HEADER)),
        ("style", Is::Word(STYLES)),
        ("explode", Is::Flag),
        ("allowReserved", Is::Flag),
        ("encoding", Is::Map(&ENCODING)),
        ("prefixEncoding", Is::List(&ENCODING)),
        ("itemEncoding", Is::Object(&ENCODING)),
    ],
    &[],
);

static RESPONSE: Object = Object::new(
    "an response",
    &[
        ("summary", Is::Text),
        ("description", Is::Text),
        ("headers", Is::Map(&HEADER)),
        ("content", Is::Map(&MEDIA_TYPE)),
        ("links", Is::Map(&LINK)),
    ],
    &[("description", Version::V31)],
);

static CALLBACK: Object = Object::new("a callback", &[("*", Is::Object(&PATH_ITEM))], &[]);

static EXAMPLE: Object = Object::new(
    "an example",
    &[
        ("summary", Is::Text),
        ("description", Is::Text),
        ("value", Is::Any),
        ("dataValue", Is::Any),
        ("serializedValue", Is::Text),
        ("externalValue", Is::Text),
    ],
    &[],
);

static LINK: Object = Object::new(
    "a link",
    &[
        ("operationRef", Is::Text),
        ("operationId", Is::Text),
        ("parameters", Is::Names),
        ("requestBody", Is::Any),
        ("description", Is::Text),
        ("server", Is::Object(&SERVER)),
    ],
    &[],
);

static HEADER: Object = Object::new(
    "a header",
    &[
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
    &[],
);

pub(super) static TAG: Object = Object::new(
    "a tag",
    &[
        ("name", Is::Text),
        ("summary", Is::Text),
        ("description", Is::Text),
        ("externalDocs", Is::Object(&EXTERNAL_DOCS)),
        ("parent", Is::Text),
        ("kind", Is::Text),
    ],
    &[("name", EVER)],
);

pub(super) static REQUIREMENT: Object = Object::new("a security requirement", &[("*", Is::Texts)], &[]);

static SECURITY_SCHEME: Object = Object::new(
    "a security scheme",
    &[
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
    &[("type", EVER)],
)
.by_type(&[
    ("apiKey", "name"),
    ("apiKey", "in"),
    ("http", "scheme"),
    ("oauth2", "flows"),
    ("openIdConnect", "openIdConnectUrl"),
]);

static FLOWS: Object = Object::new(
    "`flows`",
    &[
        ("implicit", Is::Object(&IMPLICIT)),
        ("password", Is::Object(&FLOW)),
        ("clientCredentials", Is::Object(&FLOW)),
        ("authorizationCode", Is::Object(&BOTH)),
        ("deviceAuthorization", Is::Object(&FLOW)),
    ],
    &[],
);

const OF_A_FLOW: &[(&str, Is)] = &[
    ("authorizationUrl", Is::Text),
    ("deviceAuthorizationUrl", Is::Text),
    ("tokenUrl", Is::Text),
    ("refreshUrl", Is::Text),
    ("scopes", Is::TextMap),
];

static IMPLICIT: Object = Object::new("a flow", OF_A_FLOW, &[("authorizationUrl", EVER), ("scopes", EVER)]);

static FLOW: Object = Object::new("a flow", OF_A_FLOW, &[("tokenUrl", EVER), ("scopes", EVER)]);

static BOTH: Object =
    Object::new("a flow", OF_A_FLOW, &[("authorizationUrl", EVER), ("tokenUrl", EVER), ("scopes", EVER)]);
