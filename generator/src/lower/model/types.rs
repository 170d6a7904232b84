//! The types of values, as they are used. Must not know what a named type looks like inside.

/// A type, as an index into [`super::Api::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(usize);

impl TypeId {
    /// Creates the ID of the type at an index.
    #[must_use]
    pub fn new(index: usize) -> TypeId {
        TypeId(index)
    }

    /// Returns the index of the type.
    #[must_use]
    pub fn index(self) -> usize {
        self.0
    }
}

/// The module of a type, and its position there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Home {
    /// The index into [`super::Api::modules`].
    pub module: usize,
    /// The index among the types of the module.
    pub position: usize,
}

/// A type that the user chose, as an index into [`super::Api::own_types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OwnId(usize);

impl OwnId {
    /// Creates the ID of the type at an index.
    #[must_use]
    pub fn new(index: usize) -> OwnId {
        OwnId(index)
    }

    /// Returns the index of the type.
    #[must_use]
    pub fn index(self) -> usize {
        self.0
    }
}

/// A Rust type that the user chose in place of those of schemas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnType {
    /// The path, with generic arguments: `rust_decimal::Decimal`.
    pub path: String,
    /// The conversion between the type and JSON.
    pub codec: Codec,
}

/// The conversion between a type and JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// The traits of serde, which the type implements.
    Serde,
    /// The text of a format, with the conversions of the runtime.
    Format(Format),
}

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// No value: the body of a response without one.
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
    /// A string with a format.
    Formatted(Format),
    /// `serde_json::Value`
    Any,
    /// `bytes::Bytes`: a body as bytes.
    Bytes,
    /// `File`: a part of a form.
    File,
    /// `Option<T>`: an item that may be null, or a response that may be empty.
    Optional(Box<Type>),
    /// `Vec<T>`
    Array(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// One of [`super::Api::types`].
    Named(TypeId),
    /// One of [`super::Api::own_types`].
    Own(OwnId),
}

impl Type {
    /// Returns the type of the API that this is, or that its items or values are.
    #[must_use]
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Type::Named(id) => Some(*id),
            Type::Optional(inner) | Type::Array(inner) | Type::Map(inner) => inner.named(),
            Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => None,
            Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => None,
            Type::Own(_) => None,
        }
    }
}

/// The formats of strings that have a type of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `date-time`
    DateTime,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `duration`
    Duration,
    /// `uuid`
    Uuid,
    /// `uri`, `uri-reference`, `iri`, `iri-reference`, `url`
    Uri,
    /// `decimal`
    Decimal,
    /// `byte`
    Base64,
}

/// The presence of a property: it may be missing or null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always present: `T`.
    Required,
    /// Always present, may be null: `Option<T>`, sent as null.
    RequiredNullable,
    /// May be missing: `Option<T>`, not sent.
    Optional,
    /// May be missing and may be null: `Maybe<T>`.
    OptionalNullable,
}
