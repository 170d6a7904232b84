//! [`Names`]: which place of the description became which Rust path, as the generator tells it in JSON.

use serde::Deserialize;

/// All names of a client.
#[derive(Debug, Clone, Deserialize)]
pub struct Names {
    /// Its types.
    pub types: Vec<TypeNames>,
    /// The other names of types: path, and the type that each stands for.
    #[serde(default)]
    pub aliases: Vec<(String, String)>,
    /// Its operations.
    pub operations: Vec<OperationNames>,
    /// Headers of answers: on the wire, path of the static, type.
    pub headers: Vec<(String, String, String)>,
    /// Security schemes, and whether it is HTTP Basic.
    pub schemes: Vec<(String, bool)>,
}

/// A type.
#[derive(Debug, Clone, Deserialize)]
pub struct TypeNames {
    /// Where its schema stands.
    pub pointer: String,
    /// `client::types::Upload`
    pub path: String,
    /// What it has.
    pub shape: ShapeNames,
}

/// What a type has.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShapeNames {
    /// An object, or an array of fixed places.
    Record {
        /// Its members, or places.
        members: Vec<MemberNames>,
        /// The struct that `new` takes, where it takes one.
        required: Option<String>,
        /// The type of the members beyond these.
        rest: Option<String>,
        /// It is an array.
        array: bool,
    },
    /// Texts: on the wire, and the variant.
    Values(Vec<(String, String)>),
    /// Integers: the type of them; on the wire, and the constant.
    Numbers(String, Vec<(String, String)>),
    /// One of several types.
    Union(Vec<VariantNames>),
}

/// A member.
#[derive(Debug, Clone, Deserialize)]
pub struct MemberNames {
    /// On the wire.
    pub wire: String,
    /// The field, and the setter where it has one.
    pub name: String,
    /// What it holds.
    pub ty: String,
    /// The field is a box of it.
    pub boxed: bool,
    /// The wrapper of the field.
    pub presence: Presence,
    /// Constructors set it by themselves, to the one value that it has.
    pub constant: bool,
    /// Constructors set it by themselves, to what it has where the object is a variant.
    pub tag: bool,
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
    /// The variant.
    pub name: String,
    /// What it holds.
    pub ty: String,
    /// In a box.
    pub boxed: bool,
}

/// An operation.
#[derive(Debug, Clone, Deserialize)]
pub struct OperationNames {
    /// In capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// `uploads().create`
    pub call: String,
    /// The arguments of the method, in order.
    pub arguments: Vec<GivenNames>,
    /// The setters of the request.
    pub setters: Vec<GivenNames>,
    /// The media type of the body that it sends.
    pub body: Option<String>,
    /// What it answers with.
    pub output: String,
    /// The enum of declared errors.
    pub errors: Option<(String, Vec<ErrorNames>)>,
    /// The answers whose bodies are read: status and media type.
    pub answers: Vec<(String, String)>,
    /// The link from one page of the response to the next.
    #[serde(default)]
    pub pages: Option<PagesNames>,
}

/// The link from one page of a response to the next. Paths are keys on the wire.
#[derive(Debug, Clone, Deserialize)]
pub struct PagesNames {
    /// `cursor`, `body-cursor`, `next-link`, `last-item`, `link`, `number` or `offset`.
    pub by: String,
    /// The parameter, or the property of the body, that asks for a page: its location (or `member`) and its name.
    pub asks: Option<(String, String)>,
    /// The path of what leads to the next page: in the response, or in its last item.
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
    /// The variant.
    pub name: String,
    /// What it holds.
    pub ty: String,
}

/// Something that a call is given.
#[derive(Debug, Clone, Deserialize)]
pub struct GivenNames {
    /// `path`, `query`, `header`, `cookie`; `member` of a spread body; `body` as a whole.
    pub place: String,
    /// On the wire.
    pub wire: String,
    /// The setter.
    pub name: String,
    /// What it holds.
    pub ty: String,
    /// How it is given.
    pub presence: Presence,
}
