//! [`Names`]: which part of a description became which Rust path. The generator writes them as JSON.
//! Must not know what goes over the wire.

use serde::Deserialize;

/// The Rust names of a client. Paths start with `client::`.
#[derive(Debug, Clone, Deserialize)]
pub struct Names {
    /// The types.
    pub types: Vec<TypeNames>,
    /// The aliases: path, and the type that it is an alias of.
    #[serde(default)]
    pub aliases: Vec<(String, String)>,
    /// The operations.
    pub operations: Vec<OperationNames>,
    /// The response headers: wire name, path of the static, and type.
    pub headers: Vec<(String, String, String)>,
    /// The security schemes, each with `true` if it is HTTP Basic.
    pub schemes: Vec<(String, bool)>,
    /// The types that the user chose: path, and the type of `formats` whose text it is. `None`: serde converts it.
    #[serde(default)]
    pub own_types: Vec<(String, Option<String>)>,
}

/// A type.
#[derive(Debug, Clone, Deserialize)]
pub struct TypeNames {
    /// The JSON pointer to its schema.
    pub pointer: String,
    /// The path, for example `client::types::Upload`.
    pub path: String,
    /// The fields, values or variants.
    pub shape: ShapeNames,
}

/// The fields, values or variants of a type.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShapeNames {
    /// A struct for an object or a tuple.
    Record {
        /// The fields: properties, or items of a tuple.
        members: Vec<MemberNames>,
        /// The struct that `new` takes, if it takes one.
        required: Option<String>,
        /// The type of additional properties.
        rest: Option<String>,
        /// It is a tuple.
        array: bool,
    },
    /// A string enum: wire values and variants.
    Values(Vec<(String, String)>),
    /// An integer with constants: its type, and the values with their constants.
    Numbers(String, Vec<(String, String)>),
    /// A union.
    Union(Vec<VariantNames>),
}

/// A field.
#[derive(Debug, Clone, Deserialize)]
pub struct MemberNames {
    /// The wire name.
    pub wire: String,
    /// The name of the field, and of its setter if it has one.
    pub name: String,
    /// The type of the value.
    pub ty: String,
    /// The field is a `Box`.
    pub boxed: bool,
    /// The wrapper of the field.
    pub presence: Presence,
    /// Constructors set the field to the only value that its schema allows.
    pub constant: bool,
    /// Constructors set the field to the discriminator value.
    #[serde(alias = "tag")]
    pub discriminator: bool,
}

/// The wrapper of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// `T`, an argument of the constructor.
    Required,
    /// `Option<T>`, an argument of the constructor.
    RequiredNullable,
    /// `Option<T>`, with a setter.
    Optional,
    /// `Maybe<T>`, with a setter.
    OptionalNullable,
}

/// A variant of a union.
#[derive(Debug, Clone, Deserialize)]
pub struct VariantNames {
    /// The name of the variant.
    pub name: String,
    /// The type of its value.
    pub ty: String,
    /// The value is in a `Box`.
    pub boxed: bool,
}

/// An operation.
#[derive(Debug, Clone, Deserialize)]
pub struct OperationNames {
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The resource and the method, for example `uploads().create`.
    pub call: String,
    /// The arguments of the method, in order.
    pub arguments: Vec<ArgumentNames>,
    /// The setters of the request.
    pub setters: Vec<ArgumentNames>,
    /// The media type of the request body.
    pub body: Option<String>,
    /// The type of a successful response.
    pub output: String,
    /// The enum of declared errors and its variants.
    pub errors: Option<(String, Vec<ErrorNames>)>,
    /// The responses whose bodies are read: status and media type.
    pub responses: Vec<(String, String)>,
    /// The link from one page of the response to the next.
    #[serde(default)]
    pub pages: Option<PagesNames>,
}

/// The link from one page of a response to the next. Paths are wire names.
#[derive(Debug, Clone, Deserialize)]
pub struct PagesNames {
    /// `cursor`, `body-cursor`, `next-link`, `last-item`, `link`, `number` or `offset`.
    pub by: String,
    /// The parameter or property that requests a page: its location (or `member`) and its name.
    pub asks: Option<(String, String)>,
    /// The path of the cursor or link in the response, or of the cursor in its last item.
    pub next: Vec<String>,
    /// The number of the first page, if pages are counted.
    pub first: i64,
    /// The path of the items.
    pub items: Vec<String>,
    /// The path of the flag that is `true` while there are more pages.
    pub more: Vec<String>,
    /// The path of the flag that is `true` on the last page.
    pub last: Vec<String>,
}

/// A variant of an enum of declared errors.
#[derive(Debug, Clone, Deserialize)]
pub struct ErrorNames {
    /// `404`, `4XX` or `default`.
    pub status: String,
    /// The name of the variant.
    pub name: String,
    /// The type of the body.
    pub ty: String,
}

/// An argument of a method, or a setter of a request.
#[derive(Debug, Clone, Deserialize)]
pub struct ArgumentNames {
    /// `path`, `query`, `header` or `cookie`; `member` for a property of the body; `body` for all
    /// of it.
    #[serde(alias = "place")]
    pub location: String,
    /// The wire name.
    pub wire: String,
    /// The name of the setter.
    pub name: String,
    /// The type of the value.
    pub ty: String,
    /// The wrapper of the value.
    pub presence: Presence,
}
