//! The result: the whole description with every reference resolved, in the same form for all
//! versions of OpenAPI. Must not know trees beyond values of examples and enums, or Rust.
//!
//! Schemas are in one arena and refer to each other by [`SchemaId`], so that cycles need no care.
//! Fields are named as in OpenAPI.

mod arena;
mod needs;
mod schema;
mod security_scheme;

pub use arena::Schemas;
pub(crate) use needs::{NOT_NEEDED, Unsettled};
pub use needs::{Needs, Owner};
pub use schema::{Additional, Annotations, Discriminator, JsonType, Schema, SchemaId, Width};
pub use security_scheme::{Expired, Flows, SecurityKind, SecurityScheme};

use crate::parse::Node;
use crate::report::SourceLocation;

/// A description.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    /// The dependencies, if there are mistakes that only matter for generated parts.
    pub needs: Needs,
    /// `info`.
    pub info: Info,
    /// `servers`. Without any, a server with the URL `/`.
    pub servers: Vec<Server>,
    /// `tags`, in order.
    pub tags: Vec<Tag>,
    /// `components.securitySchemes`, in order.
    pub security_schemes: Vec<SecurityScheme>,
    /// The operations of all paths, in the document's order; parameters of the path item are merged
    /// in.
    pub operations: Vec<Operation>,
    /// All schemas.
    pub schemas: Schemas,
    /// `components.schemas`, in order: name and schema.
    pub named: Vec<(String, SchemaId)>,
    /// The names of the files by their ids, relative to the root's folder. The root's name is
    /// empty.
    pub files: Vec<String>,
    /// The earlier and present names of files whose names in the lock have changed.
    pub renamed_files: Vec<(String, String)>,
    /// `x-error-message`: JSON pointers into an error body.
    pub error_messages: Vec<String>,
    /// `x-idempotency-key` of all operations: see [`Operation::idempotency_key`].
    pub idempotency_key: Option<String>,
    /// Webhooks, then the callbacks of operations.
    pub webhooks: Vec<Webhook>,
    /// `true` if a part without a `type` is `application/octet-stream`, as in OpenAPI 3.1 and later
    /// (Encoding Object, `contentType`). In 3.0 the value decides.
    pub untyped_parts_are_bytes: bool,
}

impl Resolved {
    /// Returns the key of a source location in the lock: its pointer, after the name of its file
    /// unless that is the root.
    #[must_use]
    pub fn key(&self, span: &SourceLocation) -> String {
        match self.files.get(span.file.0 as usize).map(String::as_str) {
            Some("") | None => span.pointer.to_string(),
            Some(name) => format!("{name}#{}", span.pointer),
        }
    }

    /// Returns the schema with an ID of this description.
    #[must_use]
    pub fn schema(&self, id: SchemaId) -> &Schema {
        &self.schemas[id]
    }
}

/// Info Object.
#[derive(Debug, Clone, Default)]
pub struct Info {
    /// `title`.
    pub title: String,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `version`.
    pub version: String,
}

/// Server Variable Object with its name.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// Its key.
    pub name: String,
    /// `default`.
    pub default: String,
    /// `enum`.
    pub values: Vec<String>,
    /// `description`.
    pub description: Option<String>,
}

/// Server Object.
#[derive(Debug, Clone)]
pub struct Server {
    /// The source location.
    pub span: SourceLocation,
    /// `url`, with its variables in braces.
    pub url: String,
    /// `variables`, in order.
    pub variables: Vec<ServerVariable>,
    /// `description`.
    pub description: Option<String>,
    /// `x-env`: the environment variable that overrides it.
    pub env: Option<String>,
}

/// Tag Object.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The source location.
    pub span: SourceLocation,
    /// `name`.
    pub name: String,
    /// `description` (or `summary`, 3.2).
    pub description: Option<String>,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
}

/// Operation Object, with what its path item adds.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The source location.
    pub span: SourceLocation,
    /// The method in upper case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// `operationId`. `None` also if `--lenient` removed a duplicate ID.
    pub id: Option<String>,
    /// `tags`.
    pub tags: Vec<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// `x-pagination`: how to get from one page to the next.
    pub pagination: Option<Pagination>,
    /// `x-idempotency-key`: the header with a key by which the server recognises a repeated
    /// request.
    pub idempotency_key: Option<String>,
    /// The parameters of the path item that the operation does not override, then those of the
    /// operation.
    pub parameters: Vec<Parameter>,
    /// `requestBody`.
    pub body: Option<RequestBody>,
    /// `responses`, in order.
    pub responses: Vec<Response>,
    /// `security` of the operation or of the description: alternatives of (scheme index, scopes).
    /// `None` if it is absent in both.
    pub security: Option<Vec<Vec<usize>>>,
    /// `servers` of the operation or of its path item. Empty if those of the description apply.
    pub servers: Vec<Server>,
}

/// `x-pagination`. Locations in the response are JSON pointers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// The source location.
    pub span: SourceLocation,
    /// `true` for `x-pagination: false`: there are no pages.
    pub off: bool,
    /// `cursor`, `last-item`, `link`, `number` or `offset`.
    pub by: String,
    /// The query parameter that selects a page.
    pub parameter: Option<String>,
    /// The location of the cursor of the next page.
    pub next: Option<String>,
    /// The property of the last item that requests the next page.
    pub id: Option<String>,
    /// The number of the first page.
    pub first: Option<i64>,
    /// The location of the items.
    pub items: Option<String>,
    /// The location of the flag for further pages.
    pub more: Option<String>,
    /// A JSON pointer to the flag that is `true` on the last page.
    pub last: Option<String>,
}

/// A webhook or callback: a request that the API sends.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The source location of the operation.
    pub span: SourceLocation,
    /// Its key, or for a callback the operation's ID and the key.
    pub name: String,
    /// The method in upper case.
    pub method: String,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// The request body.
    pub body: Option<RequestBody>,
}

/// Parameter Object.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The source location, or that of the target of a `$ref`.
    pub span: SourceLocation,
    /// `name`.
    pub name: String,
    /// `in`.
    pub location: In,
    /// `description`.
    pub description: Option<String>,
    /// `required`.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `style` as written, or its default.
    pub style: String,
    /// `explode`, or its default.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `allowEmptyValue`.
    pub allow_empty_value: bool,
    /// `schema`.
    pub schema: Option<SchemaId>,
    /// `content`, in place of `schema`.
    pub content: Vec<MediaType>,
    /// `example`, or the first of `examples`.
    pub example: Option<Node>,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
}

/// `in` of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum In {
    /// `path`
    Path,
    /// `query`
    Query,
    /// `header`
    Header,
    /// `cookie`
    Cookie,
    /// `querystring` (3.2)
    QueryString,
}

/// Request Body Object.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// The source location.
    pub span: SourceLocation,
    /// `description`.
    pub description: Option<String>,
    /// `required`.
    pub required: bool,
    /// `content`, in order.
    pub content: Vec<MediaType>,
    /// `x-rust-spread`: `true` if the body is spread into arguments. `None` if it is absent.
    pub spread: Option<bool>,
}

/// Media Type Object with its key.
#[derive(Debug, Clone)]
pub struct MediaType {
    /// The source location.
    pub span: SourceLocation,
    /// The key: `application/json; charset=utf-8`.
    pub media_type: String,
    /// `schema`.
    pub schema: Option<SchemaId>,
    /// `encoding`: property and Encoding Object.
    pub encoding: Vec<Encoding>,
    /// `itemSchema` (3.2).
    pub item_schema: Option<SchemaId>,
    /// `example`, or the first of `examples`, as JSON.
    pub example: Option<Node>,
}

/// Encoding Object with its key. A keyword that does not apply to the media type is absent.
#[derive(Debug, Clone)]
pub struct Encoding {
    /// Its source location.
    pub span: SourceLocation,
    /// The property.
    pub name: String,
    /// `contentType`.
    pub content_type: Option<String>,
    /// `style`.
    pub style: Option<String>,
    /// `explode`.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: Option<bool>,
    /// `headers`, in order.
    pub headers: Vec<PartHeader>,
}

/// Header Object of an Encoding Object, with its name.
#[derive(Debug, Clone)]
pub struct PartHeader {
    /// Its source location.
    pub span: SourceLocation,
    /// The name, as written.
    pub name: String,
    /// `required`.
    pub required: bool,
    /// `explode`.
    pub explode: bool,
    /// `schema`.
    pub schema: Option<SchemaId>,
    /// `content`, in place of `schema`.
    pub content: Vec<MediaType>,
}

/// Response Object with its key.
#[derive(Debug, Clone)]
pub struct Response {
    /// The source location.
    pub span: SourceLocation,
    /// The key: `200`, `4XX` (in capitals), `default`.
    pub status: String,
    /// `description`.
    pub description: Option<String>,
    /// `content`, in order.
    pub content: Vec<MediaType>,
    /// `headers`, in order, without `Content-Type`, which the media type determines.
    pub headers: Vec<Header>,
}

/// Header Object with its name.
#[derive(Debug, Clone)]
pub struct Header {
    /// The name in lower case: names of headers are case-insensitive (RFC 9110, section 5.1).
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// `schema`. `None` if the header has `content` instead.
    pub schema: Option<SchemaId>,
}
