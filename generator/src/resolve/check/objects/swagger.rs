//! The objects of Swagger 2.0, as far as they are others than those of OpenAPI 3. Must not know what is read of them.

use super::openapi::{EXTERNAL_DOCS, INFO, REQUIREMENT, TAG};
use super::schema::SCHEMA;
use super::{EVER, Is, Object};

/// The objects whose keywords are misplaced most often.
pub(super) const OWNERS: &[&Object] =
    &[&OPERATION, &PATH_ITEM, &SCHEMA, &RESPONSE, &PARAMETER, &ROOT, &SECURITY_SCHEME];

const COLLECTIONS: &[&str] = &["csv", "ssv", "tsv", "pipes", "multi"];

pub(in super::super) static ROOT: Object = Object::new(
    "the description",
    &[
        ("swagger", Is::Any),
        ("info", Is::Object(&INFO)),
        ("host", Is::Text),
        ("basePath", Is::Text),
        ("schemes", Is::Texts),
        ("consumes", Is::Texts),
        ("produces", Is::Texts),
        ("paths", Is::Patterned(&PATH_ITEM)),
        ("definitions", Is::SchemaMap),
        ("parameters", Is::Map(&PARAMETER)),
        ("responses", Is::Map(&RESPONSE)),
        ("securityDefinitions", Is::Map(&SECURITY_SCHEME)),
        ("security", Is::List(&REQUIREMENT)),
        ("tags", Is::List(&TAG)),
        ("externalDocs", Is::Object(&EXTERNAL_DOCS)),
    ],
    &[("info", EVER), ("paths", EVER)],
);

static PATH_ITEM: Object = Object::new(
    "a path item",
    &[
        ("get", Is::Object(&OPERATION)),
        ("put", Is::Object(&OPERATION)),
        ("post", Is::Object(&OPERATION)),
        ("delete", Is::Object(&OPERATION)),
        ("options", Is::Object(&OPERATION)),
        ("head", Is::Object(&OPERATION)),
        ("patch", Is::Object(&OPERATION)),
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
        ("consumes", Is::Texts),
        ("produces", Is::Texts),
        ("parameters", Is::List(&PARAMETER)),
        ("responses", Is::Statuses(&RESPONSE)),
        ("schemes", Is::Texts),
        ("deprecated", Is::Flag),
        ("security", Is::List(&REQUIREMENT)),
    ],
    &[("responses", EVER)],
);

/// A parameter says its type itself, but for one that is the body. What it says besides is read as a schema's.
static PARAMETER: Object = Object::new(
    "a parameter",
    &[
        ("name", Is::Text),
        ("in", Is::Word(&["query", "header", "path", "formData", "body"])),
        ("required", Is::Flag),
        ("schema", Is::Schema),
        ("allowEmptyValue", Is::Flag),
        ("items", Is::Object(&ITEMS)),
        ("collectionFormat", Is::Word(COLLECTIONS)),
    ],
    &[("name", EVER), ("in", EVER)],
)
.and_those_of_a_schema();

static ITEMS: Object =
    Object::new("`items`", &[("items", Is::Object(&ITEMS)), ("collectionFormat", Is::Word(COLLECTIONS))], &[])
        .and_those_of_a_schema();

static RESPONSE: Object = Object::new(
    "an response",
    &[("description", Is::Text), ("schema", Is::Schema), ("headers", Is::Map(&HEADER)), ("examples", Is::Names)],
    &[("description", EVER)],
);

static HEADER: Object = Object::new(
    "a header",
    &[("items", Is::Object(&ITEMS)), ("collectionFormat", Is::Word(COLLECTIONS))],
    &[("type", EVER)],
)
.and_those_of_a_schema();

static SECURITY_SCHEME: Object = Object::new(
    "a security scheme",
    &[
        ("type", Is::Word(&["basic", "apiKey", "oauth2"])),
        ("description", Is::Text),
        ("name", Is::Text),
        ("in", Is::Word(&["query", "header"])),
        ("flow", Is::Word(&["implicit", "password", "application", "accessCode"])),
        ("authorizationUrl", Is::Text),
        ("tokenUrl", Is::Text),
        ("scopes", Is::TextMap),
    ],
    &[("type", EVER)],
)
.by_type(&[("apiKey", "name"), ("apiKey", "in"), ("oauth2", "flow"), ("oauth2", "scopes")]);
