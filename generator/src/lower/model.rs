//! [`Api`]: what lower gives and emit reads. Plain data; every name is decided, nothing can fail any
//! more. There is no OpenAPI behind this point beside the words that name things on the wire.
//!
//! Wire names are kept beside Rust names everywhere. Rust names are valid identifiers, never a
//! keyword, unique in their scope and clear of what the language or the crate owns.

use crate::report::Place;

/// A client to emit.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// The package's name: `parcels-client`.
    pub crate_name: String,
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.summary` and `info.description`, as they came.
    pub docs: String,
    /// The base URLs, the first is the default.
    pub servers: Vec<Server>,
    /// The environment variable that overrides the base URL.
    pub base_url_variable: Option<String>,
    /// The security schemes that can be carried out, in the description's order.
    pub schemes: Vec<Scheme>,
    /// JSON pointers into an error body, to its message.
    pub error_messages: Vec<String>,
    /// In the order of their first operation's tag under `tags`, then of appearance.
    pub resources: Vec<Resource>,
    /// In the order of the description: components first, inline ones after the type that holds them.
    pub types: Vec<TypeDef>,
}

impl Api {
    /// The type of an id that this value gave out.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0 as usize]
    }
}

/// A base URL.
#[derive(Debug, Clone)]
pub struct Server {
    /// With variables replaced by their defaults.
    pub url: String,
    /// The description's words.
    pub docs: String,
}

/// A security scheme.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// The name on the wire, of a scheme: its key.
    pub wire: String,
    /// How its credentials go over the wire.
    pub kind: SchemeKind,
    /// The environment variables of its credentials.
    pub variables: Vec<String>,
    /// The description's words.
    pub docs: String,
}

/// How credentials go over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Basic …`
    Basic,
    /// `Authorization: Bearer …`
    Bearer,
    /// A key in this header.
    HeaderKey(String),
    /// A key in this query parameter.
    QueryKey(String),
    /// A key in this cookie.
    CookieKey(String),
}

/// A group of operations: a tag, or the first fixed segment of the paths.
#[derive(Debug, Clone)]
pub struct Resource {
    /// The tag, or the segment.
    pub wire: String,
    /// The accessor on the client and the module: `uploads`.
    pub name: String,
    /// The accessor's type: `Uploads`.
    pub type_name: String,
    /// The description's words.
    pub docs: String,
    /// In the document's order.
    pub operations: Vec<Operation>,
}

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Where it stands.
    pub place: Place,
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
    /// What may be answered, most specific status first.
    pub answers: Vec<Answer>,
    /// What `.await` gives.
    pub output: Type,
    /// The declared error bodies.
    pub errors: Option<Errors>,
    /// Alternatives of schemes needed together, as indices into [`Api::schemes`].
    pub security: Vec<Vec<usize>>,
    /// The required parameters and members in the order in which the method takes them; the others are setters.
    pub arguments: Vec<Argument>,
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
    pub place: Place,
    /// The name on the wire.
    pub wire: String,
    /// The argument or setter.
    pub name: String,
    /// Where it goes.
    pub place_in: ParameterPlace,
    /// How an array or object is spelled.
    pub style: Style,
    /// Whether each item is spelled on its own.
    pub explode: bool,
    /// `allowReserved`.
    pub reserved: bool,
    /// An argument if so, else a setter.
    pub required: bool,
    /// What it holds.
    pub ty: Type,
    /// The description's words.
    pub docs: String,
    /// Whether the description discourages its use.
    pub deprecated: bool,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ParameterPlace {
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `simple`
    Simple,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `content` in place of `schema`: JSON.
    Json,
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

/// One kind of answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The statuses it is for.
    pub status: Status,
    /// Media type and type of its body; `None` where nothing of it is looked at.
    pub content: Option<Content>,
    /// Where successes have bodies of several types: which variant of their union this is.
    pub variant: Option<usize>,
    /// The description's words.
    pub docs: String,
}

/// The body of an answer.
#[derive(Debug, Clone)]
pub struct Content {
    /// As declared.
    pub media_type: String,
    /// How it is read.
    pub kind: MediaKind,
    /// What it holds.
    pub ty: Type,
}

/// How a body of a media type is written and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// How a property of a form is spelled (Encoding Object).
#[derive(Debug, Clone)]
pub struct Encoding {
    /// The property.
    pub name: String,
    /// Its media type, where it is said.
    pub content_type: String,
    /// `style`, where it is said.
    pub style: Option<Style>,
    /// `explode`, where it is said.
    pub explode: Option<bool>,
}

/// The statuses that an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// This one.
    Code(u16),
    /// A hundred: 4 for `4XX`.
    Range(u16),
    /// Every other.
    Default,
}

/// The enum of an operation's declared error bodies.
#[derive(Debug, Clone)]
pub struct Errors {
    /// `TriggerActionError`, in the resource's module.
    pub type_name: String,
    /// One an answer, in the order of [`Operation::answers`].
    pub variants: Vec<ErrorVariant>,
}

/// A declared error body.
#[derive(Debug, Clone)]
pub struct ErrorVariant {
    /// `NotFound`.
    pub name: String,
    /// The index into [`Operation::answers`].
    pub answer: usize,
}

/// A type, by its position in [`Api::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// A type to emit.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Where its schema stands.
    pub place: Place,
    /// The key under `components.schemas`, for a component.
    pub wire: Option<String>,
    /// The Rust name: `Upload`.
    pub name: String,
    /// The description's words.
    pub docs: String,
    /// Whether the description discourages its use.
    pub deprecated: bool,
    /// What it is.
    pub shape: Shape,
}

impl TypeDef {
    /// Its fields, where it has any.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        match &self.shape {
            Shape::Record(record) => &record.fields,
            Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => &[],
        }
    }
}

/// What a type is.
#[derive(Debug, Clone)]
pub enum Shape {
    /// An object with known properties.
    Record(Record),
    /// A string of which some values are known.
    Enum(Vec<Value>),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
}

/// An object with known properties.
#[derive(Debug, Clone)]
pub struct Record {
    /// In the description's order.
    pub fields: Vec<Field>,
    /// The name of the type that `new` takes, where there are more than three required properties.
    pub required_name: Option<String>,
}

/// One of several types.
#[derive(Debug, Clone)]
pub struct Union {
    /// In the description's order; no two of one type.
    pub variants: Vec<Variant>,
    /// The member on the wire that tells the variants apart.
    pub tag: Option<String>,
    /// Members that have only certain numbers or booleans, and so tell a variant apart.
    pub constants: Vec<Constant>,
}

/// One of the types of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The Rust name.
    pub name: String,
    /// The description's words.
    pub docs: String,
    /// What it holds.
    pub ty: Type,
    /// The values of the tag that stand for it.
    pub tags: Vec<String>,
    /// Behind a box: it is a struct or a union, whose size would be everybody's.
    pub boxed: bool,
}

/// A member that has only certain values in one variant of a union.
#[derive(Debug, Clone)]
pub struct Constant {
    /// The variant's position.
    pub variant: usize,
    /// The key on the wire.
    pub key: String,
    /// The values, a JSON array.
    pub values: String,
}

/// A property.
#[derive(Debug, Clone)]
pub struct Field {
    /// Where it stands.
    pub place: Place,
    /// The key on the wire.
    pub wire: String,
    /// The Rust name.
    pub name: String,
    /// What it holds, without regard to absence.
    pub ty: Type,
    /// Whether it may be missing or null.
    pub presence: Presence,
    /// Behind a box: it is part of a cycle.
    pub boxed: bool,
    /// Required, and an enum of one value (`const`): constructors set it.
    pub constant: bool,
    /// The description's words.
    pub docs: String,
    /// Whether the description discourages its use.
    pub deprecated: bool,
}

impl Field {
    /// Whether it is always there.
    #[must_use]
    pub fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::RequiredNullable)
    }

    /// Whether a constructor has to be given it.
    #[must_use]
    pub fn is_argument(&self) -> bool {
        self.is_required() && !self.constant
    }
}

/// Whether a property may be missing or null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always there: `T`.
    Required,
    /// Always there, may be null: `Option<T>`, sent as null.
    RequiredNullable,
    /// May be missing: `Option<T>`, not sent.
    Optional,
    /// May be missing and may be null: `Maybe<T>`.
    OptionalNullable,
}

/// A known value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// On the wire.
    pub wire: String,
    /// The variant.
    pub name: String,
}

/// What a value holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// Nothing: the body of an answer without one.
    Nothing,
    /// `String`
    Text,
    /// `bool`
    Boolean,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `Number`
    Number,
    /// `serde_json::Value`
    Any,
    /// `bytes::Bytes`: a body as it is.
    Bytes,
    /// `File`: a part of a form.
    File,
    /// `Option<T>`: an item that may be null, or an answer that may be empty.
    Optional(Box<Type>),
    /// `Vec<T>`
    List(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// One of [`Api::types`].
    Named(TypeId),
}
