//! The objects of Swagger 2.0 that differ from those of OpenAPI 3. Must not know how they are read.

use super::object::{EVER, Expected, Object};
use super::openapi::{INFO, REQUIREMENT, TAG};
use super::schema::{EXTERNAL_DOCS, KEYWORDS, SCHEMA};

/// The objects whose keywords are misplaced most often.
pub(super) const OWNERS: &[&Object] =
    &[&OPERATION, &PATH_ITEM, &SCHEMA, &RESPONSE, &PARAMETER, &ROOT, &SECURITY_SCHEME];

const COLLECTIONS: &[&str] = &["csv", "ssv", "tsv", "pipes", "multi"];

pub(crate) static ROOT: Object = Object::new(
    "the description",
    &[
        ("swagger", Expected::Any),
        ("info", Expected::Object(&INFO)),
        ("host", Expected::String),
        ("basePath", Expected::String),
        ("schemes", Expected::Strings),
        ("consumes", Expected::Strings),
        ("produces", Expected::Strings),
        ("paths", Expected::Extensible(&PATH_ITEM)),
        ("definitions", Expected::SchemaMap),
        ("parameters", Expected::ObjectMap(&PARAMETER)),
        ("responses", Expected::ObjectMap(&RESPONSE)),
        ("securityDefinitions", Expected::ObjectMap(&SECURITY_SCHEME)),
        ("security", Expected::Objects(&REQUIREMENT)),
        ("tags", Expected::Objects(&TAG)),
        ("externalDocs", Expected::Object(&EXTERNAL_DOCS)),
    ],
    &[("info", EVER), ("paths", EVER)],
);

static PATH_ITEM: Object = Object::new(
    "a path item",
    &[
        ("get", Expected::Object(&OPERATION)),
        ("put", Expected::Object(&OPERATION)),
        ("post", Expected::Object(&OPERATION)),
        ("delete", Expected::Object(&OPERATION)),
        ("options", Expected::Object(&OPERATION)),
        ("head", Expected::Object(&OPERATION)),
        ("patch", Expected::Object(&OPERATION)),
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
        ("consumes", Expected::Strings),
        ("produces", Expected::Strings),
        ("parameters", Expected::Objects(&PARAMETER)),
        ("responses", Expected::Statuses(&RESPONSE)),
        ("schemes", Expected::Strings),
        ("deprecated", Expected::Boolean),
        ("security", Expected::Objects(&REQUIREMENT)),
    ],
    &[("responses", EVER)],
);

/// A parameter other than the body contains the keywords of its type. They are read as those of a
/// schema.
static PARAMETER: Object = Object::new(
    "a parameter",
    &[
        ("name", Expected::String),
        ("in", Expected::Word(&["query", "header", "path", "formData", "body"])),
        ("required", Expected::Boolean),
        ("schema", Expected::Schema),
        ("allowEmptyValue", Expected::Boolean),
        ("items", Expected::Object(&ITEMS)),
        ("collectionFormat", Expected::Word(COLLECTIONS)),
    ],
    &[("name", EVER), ("in", EVER)],
)
.with_schema_keywords(KEYWORDS);

static ITEMS: Object = Object::new(
    "`items`",
    &[("items", Expected::Object(&ITEMS)), ("collectionFormat", Expected::Word(COLLECTIONS))],
    &[],
)
.with_schema_keywords(KEYWORDS);

static RESPONSE: Object = Object::new(
    "a response",
    &[
        ("description", Expected::String),
        ("schema", Expected::Schema),
        ("headers", Expected::ObjectMap(&HEADER)),
        ("examples", Expected::Map),
    ],
    &[("description", EVER)],
);

static HEADER: Object = Object::new(
    "a header",
    &[("items", Expected::Object(&ITEMS)), ("collectionFormat", Expected::Word(COLLECTIONS))],
    &[("type", EVER)],
)
.with_schema_keywords(KEYWORDS);

static SECURITY_SCHEME: Object = Object::new(
    "a security scheme",
    &[
        ("type", Expected::Word(&["basic", "apiKey", "oauth2"])),
        ("description", Expected::String),
        ("name", Expected::String),
        ("in", Expected::Word(&["query", "header"])),
        ("flow", Expected::Word(&["implicit", "password", "application", "accessCode"])),
        ("authorizationUrl", Expected::String),
        ("tokenUrl", Expected::String),
        ("scopes", Expected::StringMap),
    ],
    &[("type", EVER)],
)
.requiring_by_type(&[("apiKey", "name"), ("apiKey", "in"), ("oauth2", "flow"), ("oauth2", "scopes")]);
