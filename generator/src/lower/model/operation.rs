//! Operations: parameters, bodies and responses, with their Rust names and their names on the wire.

use super::{Presence, Sample, Server, Tag, Type};
use crate::report::SourceLocation;

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Where it stands.
    pub span: SourceLocation,
    /// `operationId`.
    pub id: Option<String>,
    /// In capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The method on the resource: `trigger_action`.
    pub name: String,
    /// The request's type in the resource's module: `TriggerAction`.
    pub type_name: String,
    /// The description's words: summary, then description.
    pub docs: String,
    /// Whether the description discourages its use.
    pub deprecated: bool,
    /// The base URLs that take the place of the API's; mostly none.
    pub servers: Vec<Server>,
    /// In the description's order.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// What may be received, most specific status first.
    pub responses: Vec<DeclaredResponse>,
    /// What `.await` gives.
    pub output: Type,
    /// How the pages of the response hang together, where they do.
    pub pages: Option<Pages>,
    /// The items of a success that is a sequence.
    pub events: Option<Events>,
    /// The optional flag that asks for events, where every success is one of events: it is sent as `true`.
    pub streams: Option<Streams>,
    /// The declared error bodies.
    pub errors: Option<Errors>,
    /// The headers that its responses are said to have: positions in [`super::Api::headers`].
    pub headers: Vec<usize>,
    /// The header with a key by which the server tells that a request was sent twice; only where that matters.
    pub idempotency_key: Option<String>,
    /// Alternatives of schemes needed together, as indices into [`super::Api::schemes`].
    pub security: Vec<Vec<usize>>,
    /// The security schemes that it asks for and that are not carried out: name and kind.
    pub unsupported_security: Vec<(String, String)>,
    /// The required parameters and members in the order in which the method takes them; the others are setters.
    pub arguments: Vec<Argument>,
}

impl Operation {
    /// The responses that are successes: `default` is one where no other is declared by status.
    pub fn successes(&self) -> impl Iterator<Item = &DeclaredResponse> {
        let explicit = self.responses.iter().any(|response| response.status.is_success());
        let is_one = move |status: Status| status.is_success() || status == Status::Default && !explicit;
        self.responses.iter().filter(move |response| is_one(response.status))
    }
}

/// How the pages of an response hang together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// How one page leads to the next.
    pub by: PageBy,
    /// The keys on the wire behind which the items are; none where the response is the array.
    pub items: Vec<String>,
    /// The flag in the response that is `true` while there are more pages; empty without one.
    pub more: Vec<String>,
    /// The flag in the response that is `true` on the last page; empty without one.
    pub last: Vec<String>,
    /// The Rust field of the output that has the items, with its presence; `None` where the response is the array.
    pub field: Option<(String, Presence)>,
    /// What an item is.
    pub item: Type,
}

/// How one page leads to the next. Parameters by index into [`Operation::parameters`], places as keys on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageBy {
    /// The response has the cursor of the next page.
    Cursor(usize, Vec<String>),
    /// The member of the body, and where the response has what goes into it.
    BodyCursor(String, Vec<String>),
    /// Where the response has the address of the next page.
    NextLink(Vec<String>),
    /// What the last item has there asks for the next page.
    LastItem(usize, Vec<String>),
    /// The header `Link`.
    Link,
    /// Pages are counted, from the second number on.
    Number(usize, i64),
    /// Items are counted.
    Offset(usize),
}

/// An response that is read item by item as it arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Events {
    /// `text/event-stream`.
    pub media_type: String,
    /// How the items are told apart.
    pub framing: Framing,
    /// What each of them is.
    pub ty: Type,
}

/// The flag that asks for events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Streams {
    /// By index into [`Operation::parameters`].
    Parameter(usize),
    /// By index into the fields of the body's type.
    Field(usize),
}

/// How the items of a sequence are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Server-Sent Events; an item is the data of an event.
    Events,
    /// Server-Sent Events; an item is the whole event (`itemSchema`).
    WholeEvents,
    /// A line an item.
    Lines,
    /// JSON text sequences (RFC 7464).
    Records,
}

/// A required parameter, a required member of a spread body, or a whole body, as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    /// By index into [`Operation::parameters`].
    Parameter(usize),
    /// By index into [`Body::spread`].
    Member(usize),
    /// The whole body.
    Body,
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Where it stands.
    pub span: SourceLocation,
    /// The name on the wire.
    pub wire: String,
    /// The argument or setter.
    pub name: String,
    /// Where it goes.
    pub location: ParameterLocation,
    /// How an array or object is spelled.
    pub style: Style,
    /// Whether each item is spelled on its own.
    pub explode: bool,
    /// `allowReserved`.
    pub reserved: bool,
    /// An argument if so and there is no `preset`, else a setter.
    pub required: bool,
    /// The one value that it has, where it is required: it is sent by itself.
    pub preset: Option<Tag>,
    /// What it holds.
    pub ty: Type,
    /// A value that is allowed.
    pub sample: Sample,
    /// The description's words.
    pub docs: String,
    /// Whether the description discourages its use.
    pub deprecated: bool,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ParameterLocation {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How an array or object is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// `simple`
    Simple,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `collectionFormat: tsv` of Swagger 2.0.
    TabDelimited,
    /// `deepObject`
    DeepObject,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `cookie`
    Cookie,
    /// `content` in place of `schema`: JSON.
    Json,
    /// `in: querystring` of JSON.
    WholeJson,
    /// `in: querystring` of a text.
    WholeText,
}

/// What is sent.
#[derive(Debug, Clone)]
pub struct Body {
    /// Sent as `Content-Type`.
    pub media_type: String,
    /// How a value becomes a body of that type.
    pub kind: MediaKind,
    /// What the description says of single properties of a form.
    pub encodings: Vec<Encoding>,
    /// Whether the call is refused without it.
    pub required: bool,
    /// What it holds.
    pub ty: Type,
    /// A value that is allowed.
    pub sample: Sample,
    /// The description's words.
    pub docs: String,
    /// The members as arguments and setters, in the order of the type's fields, where the body is spread;
    /// else it is one argument (required) or the setter `body`.
    pub spread: Option<Vec<Member>>,
}

/// A member of a spread body. Its type, docs and wire name are those of the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The argument or setter.
    pub name: String,
    /// The index into the fields of the body's type.
    pub field: usize,
}

/// One kind of response.
#[derive(Debug, Clone)]
pub struct DeclaredResponse {
    /// The statuses it is for.
    pub status: Status,
    /// The status that sends the request to where this response is from; `None` where it is the server's own.
    pub behind: Option<Status>,
    /// Media type and type of its body; `None` where nothing of it is looked at.
    pub content: Option<Content>,
    /// The media type that is asked for although no body comes: what a HEAD request sends as GET would (RFC 9110, section 9.3.2).
    pub accept: Option<String>,
    /// Where successes have bodies of several types: which variant of their union this is.
    pub variant: Option<usize>,
    /// The description's words.
    pub docs: String,
}

/// A header that responses are said to have.
#[derive(Debug, Clone)]
pub struct Header {
    /// The name of its static.
    pub name: String,
    /// The name on the wire, in lower case.
    pub wire: String,
    /// What its value is: never a type of the API.
    pub ty: Type,
    /// The description's words.
    pub docs: String,
}

/// The body of an response.
#[derive(Debug, Clone)]
pub struct Content {
    /// As declared.
    pub media_type: String,
    /// How it is read.
    pub kind: MediaKind,
    /// What it holds.
    pub ty: Type,
    /// A value that is allowed.
    pub sample: Sample,
}

/// How a body of a media type is written and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`
    Multipart,
    /// Text.
    Text,
    /// Bytes as they are.
    Raw,
}

impl MediaKind {
    /// Returns the kind of a media type, whatever its parameters. `+json` is JSON (RFC 6839).
    #[must_use]
    pub fn of(media_type: &str) -> MediaKind {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" | "text/json" | "application/*" | "*/*" | "*" => MediaKind::Json,
            "application/x-www-form-urlencoded" => MediaKind::Form,
            "multipart/form-data" => MediaKind::Multipart,
            "application/xml" | "application/yaml" | "application/x-yaml" | "application/javascript" => MediaKind::Text,
            essence if essence.ends_with("+json") || essence.ends_with("/json") => MediaKind::Json,
            essence if essence.starts_with("text/") || essence.ends_with("+xml") => MediaKind::Text,
            _ => MediaKind::Raw,
        }
    }
}

/// The serialization of a property of a form (Encoding Object).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Encoding {
    /// The property.
    pub name: String,
    /// The media types to choose from, separated by commas; empty where the type of the value decides.
    pub content_type: String,
    /// The style that applies in place of a media type.
    pub style: Option<Style>,
    /// `true` if each item or member has a name of its own. Only with a style.
    pub explode: bool,
    /// `allowReserved`. Only with a style.
    pub reserved: bool,
    /// The headers of each part, with their values.
    pub headers: Vec<(String, String)>,
}

/// The statuses that an response is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// This one.
    Code(u16),
    /// A hundred: 4 for `4XX`.
    Range(u16),
    /// Every other.
    Default,
}

impl Status {
    /// Parses a key of the Responses Object: a code, a range like `4XX`, or `default`.
    #[must_use]
    pub fn parse(key: &str) -> Option<Status> {
        if key == "default" {
            return Some(Status::Default);
        }
        match key.strip_suffix("XX") {
            Some(hundred) => hundred.parse().ok().map(Status::Range),
            None => key.parse().ok().map(Status::Code),
        }
    }

    /// Whether it says of itself that it is a success (RFC 9110 section 15.3).
    #[must_use]
    pub fn is_success(self) -> bool {
        matches!(self, Status::Code(200..=299) | Status::Range(2))
    }
}

/// The enum of an operation's declared error bodies.
#[derive(Debug, Clone)]
pub struct Errors {
    /// `TriggerActionError`, in the resource's module.
    pub type_name: String,
    /// One an response, in the order of [`Operation::responses`].
    pub variants: Vec<ErrorVariant>,
    /// The position in [`super::Api::error_sets`], where other operations declare the same.
    pub shared: Option<usize>,
}

/// Error bodies that several operations declare alike.
#[derive(Debug, Clone)]
pub struct ErrorSet {
    /// The enum's name, in the module of all of them.
    pub name: String,
    /// The resources whose operations declare it, by position.
    pub resources: Vec<usize>,
    /// In the order of the operations' responses.
    pub variants: Vec<DeclaredVariant>,
}

/// A declared error body, with what it holds.
#[derive(Debug, Clone)]
pub struct DeclaredVariant {
    /// `NotFound`.
    pub name: String,
    /// The statuses it is for.
    pub status: Status,
    /// What it holds.
    pub ty: Type,
    /// The description's words.
    pub docs: String,
}

/// A declared error body.
#[derive(Debug, Clone)]
pub struct ErrorVariant {
    /// `NotFound`.
    pub name: String,
    /// The index into [`Operation::responses`].
    pub response: usize,
}
