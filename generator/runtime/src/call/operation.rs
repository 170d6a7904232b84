//! What a description says of an API and its operations, as data: the statics of emitted code.
//!
//! Words are OpenAPI's. Nothing here does anything; [`super`] and [`crate::core`] carry it out.

use crate::value::Shape;

/// An API: what all its operations share.
#[derive(Debug)]
pub struct Api {
    /// Sent as `User-Agent`: the crate's name and version, `name/1.2.3`.
    pub user_agent: &'static str,
    /// The servers, the first is the default (Server Object).
    pub servers: &'static [Server],
    /// The names of the variables of these and of the operations' own servers.
    pub server_variables: &'static [&'static str],
    /// The environment variable that overrides the base URL (`x-env` on the server), if there is one.
    pub base_url_variable: Option<&'static str>,
    /// The security schemes that operations refer to by index.
    pub schemes: &'static [Scheme],
    /// Whether an operation is refused without credentials.
    pub needs_credentials: bool,
    /// Where an error body may have its message: JSON pointers, the first that is a text counts
    /// (`x-error-message` of the description); none where the usual places are meant.
    pub error_messages: &'static [&'static str],
}

/// A server of the description.
#[derive(Debug)]
pub struct Server {
    /// The base URL, with its variables in braces.
    pub url: &'static str,
    /// Its variables, each with its default (Server Variable Object).
    pub variables: &'static [(&'static str, &'static str)],
    /// The description's words.
    pub description: &'static str,
}

/// A security scheme (Security Scheme Object).
#[derive(Debug)]
pub struct Scheme {
    /// Its name under `components.securitySchemes`.
    pub name: &'static str,
    /// How its credentials go over the wire.
    pub kind: SchemeKind,
    /// The environment variables with its credentials (`x-env`): user name and password for
    /// basic, one for the others; empty where the description names none.
    pub variables: &'static [&'static str],
    /// Where OAuth 2 has its tokens from.
    pub oauth2: Option<&'static Endpoints>,
    /// The answers, beside 401, that say that a token is no longer good (`x-token-expired`).
    pub expired: &'static [Sign],
}

/// The endpoints of an OAuth 2 scheme (OAuth Flows Object), as far as a program alone has a use for them.
#[derive(Debug)]
pub struct Endpoints {
    /// `clientCredentials`: `tokenUrl`; empty where there is none.
    pub token: &'static str,
    /// `refreshUrl`, else `tokenUrl`, of the flow in which a person takes part; empty where there is none.
    pub refresh: &'static str,
}

/// An answer that means something.
#[derive(Debug)]
pub struct Sign {
    /// Its status.
    pub status: u16,
    /// A header that it has then.
    pub header: Option<(&'static str, &'static str)>,
}

/// How credentials go over the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// `Authorization: Bearer …` (RFC 6750); also OAuth 2 and OpenID Connect with a token given by hand.
    Bearer,
    /// A key in the header of this name.
    HeaderKey(&'static str),
    /// A key in the query parameter of this name.
    QueryKey(&'static str),
    /// A key in the cookie of this name.
    CookieKey(&'static str),
}

/// An operation (Operation Object) with all that its path item adds.
#[derive(Debug)]
pub struct Operation {
    /// How messages name it: `uploads.trigger_action`.
    pub name: &'static str,
    /// The HTTP method in capitals.
    pub method: &'static str,
    /// The path template: `/uploads/{uploadId}/action`.
    pub path: &'static str,
    /// The base URLs that take the place of the API's for this operation; mostly none.
    pub servers: &'static [Server],
    /// The parameters, in the description's order.
    pub parameters: &'static [Parameter],
    /// The body of the request.
    pub body: Option<RequestBody>,
    /// What it may answer, most specific status first.
    pub responses: &'static [DeclaredResponse],
    /// The enum of the declared error bodies.
    pub errors: Option<&'static ErrorShape>,
    /// The header with a key by which the server tells that a request was sent twice (`x-idempotency-key`).
    pub idempotency_key: Option<&'static str>,
    /// Alternatives (or) of schemes that are needed together (and), as indices into
    /// [`Api::schemes`]. No alternative: no credentials are sent. An empty alternative: they may be missing.
    pub security: &'static [&'static [usize]],
}

/// A parameter (Parameter Object).
#[derive(Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// Where it goes.
    pub place: Place,
    /// How an array or object is spelled.
    pub style: Style,
    /// Whether each item or member is spelled on its own.
    pub explode: bool,
    /// `allowReserved`: the characters of RFC 3986 section 2.2 are sent as they are.
    pub reserved: bool,
    /// Whether the call is refused without it.
    pub required: bool,
}

/// Where a parameter goes (`in`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Into the path template.
    Path,
    /// Into the query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How an array or object is spelled (`style`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `a,b`
    Simple,
    /// `name=a&name=b` or `name=a,b`
    Form,
    /// `name=a%20b`
    SpaceDelimited,
    /// `name=a|b`
    PipeDelimited,
    /// `name=a%09b` (`collectionFormat: tsv` of Swagger 2.0)
    TabDelimited,
    /// `name[member]=a`
    DeepObject,
    /// `.a.b`
    Label,
    /// `;name=a;name=b`
    Matrix,
    /// `name=a; name=b`, as it is
    Cookie,
    /// JSON (`content` in place of `schema`).
    Json,
    /// JSON in place of the whole query (`in: querystring`).
    WholeJson,
    /// Text in place of the whole query (`in: querystring`).
    WholeText,
}

/// The body of a request (Request Body Object).
#[derive(Debug, Clone, Copy)]
pub struct RequestBody {
    /// Sent as `Content-Type`.
    pub media_type: &'static str,
    /// How a value becomes a body of that type.
    pub kind: BodyKind,
    /// What the description says of single properties of a form.
    pub encodings: &'static [Encoding],
    /// Whether the call is refused without it.
    pub required: bool,
    /// Where the body is spread into arguments: the shape of its type.
    pub members: Option<&'static Shape>,
}

/// How a value becomes a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`
    Multipart,
    /// Text in UTF-8.
    Text,
    /// Bytes as they are.
    Raw,
}

/// The serialization of a property of a form (Encoding Object).
#[derive(Debug)]
pub struct Encoding {
    /// The property.
    pub name: &'static str,
    /// The media types to choose from, separated by commas, ranges included; empty where the type of the value decides.
    pub content_type: &'static str,
    /// The style that applies in place of a media type.
    pub style: Option<Style>,
    /// `true` if each item or member has a name of its own. Only with a style.
    pub explode: bool,
    /// `true` if reserved characters are not encoded. Only with a style, and in urlencoded forms.
    pub reserved: bool,
    /// The headers of each part, with their values.
    pub headers: &'static [(&'static str, &'static str)],
}

/// One kind of answer (an entry of the Responses Object, with one media type).
#[derive(Debug)]
pub struct DeclaredResponse {
    /// The statuses it is for.
    pub status: Status,
    /// What its body holds.
    pub content: Content,
    /// The media type of the body as declared, sent in `Accept`; empty where none is declared.
    pub media_type: &'static str,
    /// Where successes have bodies of several types: which variant of their union this is.
    pub variant: Option<usize>,
}

/// What is known of an enum of declared error bodies beside its variants.
#[derive(Debug)]
pub struct ErrorShape {
    /// Its name.
    pub name: &'static str,
    /// The statuses of its variants, in order.
    pub statuses: &'static [Status],
}

/// The statuses that an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// This one.
    Code(u16),
    /// A hundred: 4 for `4XX`.
    Range(u16),
    /// Every other.
    Default,
}

/// What the body of an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Nothing that is looked at.
    Nothing,
    /// JSON of a declared type.
    Json,
    /// Text.
    Text,
    /// Bytes as they are.
    Raw,
}
