//! The static data of emitted code: an API and its operations, in the terms of OpenAPI. Must not
//! know how operations are called: [`super`] and `client` do that.

use crate::value::Shape;

/// The data that all operations of an API share.
#[derive(Debug)]
pub struct Api {
    /// The value of `User-Agent`: the name and version of the crate, `name/1.2.3`.
    pub user_agent: &'static str,
    /// The servers (Server Object). The first is the default.
    pub servers: &'static [Server],
    /// The names of the variables of these servers, and of the servers of operations.
    pub server_variables: &'static [&'static str],
    /// The environment variable that overrides the base URL (`x-env` on the server), if there is
    /// one.
    pub base_url_variable: Option<&'static str>,
    /// The security schemes that operations refer to by index.
    pub schemes: &'static [Scheme],
    /// `true` if an operation cannot be called without credentials.
    pub needs_credentials: bool,
    /// JSON pointers to the message in an error body (`x-error-message` of the description). The
    /// first that points to a string counts. If there are none, the common locations are searched.
    pub error_messages: &'static [&'static str],
}

/// A server of the description (Server Object).
#[derive(Debug)]
pub struct Server {
    /// The base URL, with variables in braces.
    pub url: &'static str,
    /// The variables, each with its default (Server Variable Object).
    pub variables: &'static [(&'static str, &'static str)],
    /// The text of the description.
    pub description: &'static str,
}

/// A security scheme (Security Scheme Object).
#[derive(Debug)]
pub struct Scheme {
    /// The name in `components.securitySchemes`.
    pub name: &'static str,
    /// The way in which credentials are sent.
    pub kind: SchemeKind,
    /// The environment variables with the credentials (`x-env`): user name and password for basic
    /// authentication, one for the other schemes, or none if the description names none.
    pub variables: &'static [&'static str],
    /// The endpoints that issue OAuth 2 tokens.
    pub oauth2: Option<&'static Endpoints>,
    /// The responses, besides 401, that mean that a token has expired (`x-token-expired`).
    pub expired: &'static [ResponsePattern],
}

/// The endpoints of an OAuth 2 scheme (OAuth Flows Object) that need no user interaction.
#[derive(Debug)]
pub struct Endpoints {
    /// The `tokenUrl` of `clientCredentials`, or an empty string.
    pub token: &'static str,
    /// The `refreshUrl`, otherwise the `tokenUrl`, of a flow with user interaction, or an empty
    /// string.
    pub refresh: &'static str,
}

/// A pattern that responses can match.
#[derive(Debug)]
pub struct ResponsePattern {
    /// The status.
    pub status: u16,
    /// A header that the response must have.
    pub header: Option<(&'static str, &'static str)>,
}

/// The way in which credentials are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// `Authorization: Bearer …` (RFC 6750); also OAuth 2 and OpenID Connect with a token that the
    /// user sets.
    Bearer,
    /// An API key in the header of this name.
    HeaderKey(&'static str),
    /// An API key in the query parameter of this name.
    QueryKey(&'static str),
    /// An API key in the cookie of this name.
    CookieKey(&'static str),
}

/// An operation (Operation Object), together with its path item.
#[derive(Debug)]
pub struct Operation {
    /// The name in messages: `uploads.trigger_action`.
    pub name: &'static str,
    /// The HTTP method in capitals.
    pub method: &'static str,
    /// The path template: `/uploads/{uploadId}/action`.
    pub path: &'static str,
    /// The servers that replace those of the API for this operation. Usually there are none.
    pub servers: &'static [Server],
    /// The parameters, in the description's order.
    pub parameters: &'static [Parameter],
    /// The body of the request.
    pub body: Option<RequestBody>,
    /// The responses, the most specific status first.
    pub responses: &'static [DeclaredResponse],
    /// The enum of the declared error bodies.
    pub errors: Option<&'static ErrorShape>,
    /// The header with a key by which the server recognizes a repeated request
    /// (`x-idempotency-key`).
    pub idempotency_key: Option<&'static str>,
    /// Alternatives (or) of schemes that are needed together (and), as indices of [`Api::schemes`].
    /// Without alternatives no credentials are sent. With an empty alternative they are optional.
    pub security: &'static [&'static [usize]],
}

/// A parameter (Parameter Object).
#[derive(Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// The location of the parameter.
    pub location: Location,
    /// The serialization of an array or object.
    pub style: Style,
    /// `true` if each item or property is serialized on its own.
    pub explode: bool,
    /// `allowReserved`: the characters of RFC 3986, section 2.2, are not encoded.
    pub reserved: bool,
    /// `true` if the operation cannot be called without it.
    pub required: bool,
}

/// The location of a parameter (`in`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// The path template.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// The serialization of an array or object (`style`).
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
    /// `name[property]=a`
    DeepObject,
    /// `.a.b`
    Label,
    /// `;name=a;name=b`
    Matrix,
    /// `name=a; name=b`, not encoded
    Cookie,
    /// JSON (`content` instead of `schema`).
    Json,
    /// JSON that replaces the whole query (`in: querystring`).
    WholeJson,
    /// Text that replaces the whole query (`in: querystring`).
    WholeText,
}

/// The body of a request (Request Body Object).
#[derive(Debug, Clone, Copy)]
pub struct RequestBody {
    /// Sent as `Content-Type`.
    pub media_type: &'static str,
    /// The serialization of the body.
    pub kind: BodyKind,
    /// The serialization of the properties of a form.
    pub encodings: &'static [Encoding],
    /// `true` if the operation cannot be called without it.
    pub required: bool,
    /// The shape of the body's type, if its properties are arguments of the operation.
    pub properties: Option<&'static Shape>,
}

/// The serialization of a body.
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
    /// Bytes.
    Raw,
}

/// The serialization of a property of a form (Encoding Object).
#[derive(Debug)]
pub struct Encoding {
    /// The name of the property.
    pub name: &'static str,
    /// The media types to choose from, separated by commas, ranges included. If it is empty, the
    /// type of the value decides.
    pub content_type: &'static str,
    /// The style that applies instead of a media type.
    pub style: Option<Style>,
    /// `true` if each item or property has a name of its own. It needs a style.
    pub explode: bool,
    /// `true` if reserved characters are not encoded. It needs a style, and a urlencoded form.
    pub reserved: bool,
    /// The headers of each part, with their values.
    pub headers: &'static [(&'static str, &'static str)],
}

/// A response that the description declares (an entry of the Responses Object, with one media
/// type).
#[derive(Debug)]
pub struct DeclaredResponse {
    /// The statuses of the response.
    pub status: Status,
    /// The content of its body.
    pub content: ResponseContent,
    /// The declared media type of the body, which is sent in `Accept`, or an empty string.
    pub media_type: &'static str,
    /// The variant of the response union, if successful responses have bodies of several types.
    pub variant: Option<usize>,
}

/// The enum of the declared error bodies of an operation.
#[derive(Debug)]
pub struct ErrorShape {
    /// The name of the enum.
    pub name: &'static str,
    /// The statuses of its variants, in order.
    pub statuses: &'static [Status],
}

/// The statuses of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// One status.
    Code(u16),
    /// A range: 4 for `4XX`.
    Range(u16),
    /// All other statuses.
    Default,
}

/// The content of a response body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseContent {
    /// No content, or content that is ignored.
    Nothing,
    /// JSON of a declared type.
    Json,
    /// Text.
    Text,
    /// Bytes.
    Raw,
}
