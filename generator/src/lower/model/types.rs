//! Types: what is emitted for the schemas of the description.

use super::Sample;
use crate::report::SourceLocation;

/// A type, by its position in [`super::Api::types`].
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

/// A type to emit.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Where its schema stands.
    pub span: SourceLocation,
    /// The key under `components.schemas`, for a component.
    pub wire: Option<String>,
    /// The Rust name: `Upload`.
    pub name: String,
    /// The description's words.
    pub docs: String,
    /// Whether the description discourages its use.
    pub deprecated: bool,
    /// An enum, or an alias of one, for which the description allows any string.
    pub any_text: bool,
    /// The name of the type that `new` takes, where there are more than three required properties: of a record, and
    /// of the alias of one.
    pub required_name: Option<String>,
    /// The module that it stands in.
    pub home: Home,
    /// What it is.
    pub shape: Shape,
}

/// Where a type stands among [`super::Api::modules`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Home {
    /// The module.
    pub module: usize,
    /// The position among its types.
    pub position: usize,
}

/// A module of types.
#[derive(Debug, Clone)]
pub struct TypeModule {
    /// The module below `types`; `None` is `types` itself.
    pub name: Option<String>,
    /// It is compiled where any of these resources is, by their position, or webhooks, one further; empty: always.
    pub resources: Vec<usize>,
    /// In the order of [`super::Api::types`].
    pub types: Vec<TypeId>,
}

impl TypeDef {
    /// Its fields, where it has any.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        match &self.shape {
            Shape::Record(record) => &record.fields,
            Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) | Shape::Alias(_) => &[],
        }
    }

    /// The types that it refers to, in the order of its fields or variants; what a record's other members hold is last.
    #[must_use]
    pub fn mentioned(&self) -> Vec<TypeId> {
        match &self.shape {
            Shape::Record(record) => {
                let fields = record.fields.iter().map(|field| &field.ty);
                fields.chain(record.rest.iter().map(|rest| &rest.ty)).filter_map(Type::named).collect()
            }
            Shape::Union(union) => union.variants.iter().filter_map(|variant| variant.ty.named()).collect(),
            Shape::Alias(ty) => ty.named().into_iter().collect(),
            Shape::Enum(_) | Shape::Numbers(_) => Vec::new(),
        }
    }
}

/// What a type is.
#[derive(Debug, Clone)]
pub enum Shape {
    /// An object with known properties, or an array of fixed places.
    Record(Record),
    /// A string of which some values are known.
    Enum(Vec<Value>),
    /// An integer of which some values have names.
    Numbers(Numbers),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
}

/// An object with known properties, or an array of fixed places.
#[derive(Debug, Clone)]
pub struct Record {
    /// In the description's order.
    pub fields: Vec<Field>,
    /// What the members beyond these are, where they are not any JSON.
    pub rest: Option<Rest>,
    /// It is an array on the wire, and the fields are its items in their order.
    pub array: bool,
    /// The minimum number of properties: an example sets optional ones if fewer are required.
    pub least: usize,
}

/// The members of an object beyond the named ones.
#[derive(Debug, Clone)]
pub struct Rest {
    /// What each of them holds.
    pub ty: Type,
    /// The description's words.
    pub docs: String,
}

/// One of several types.
#[derive(Debug, Clone)]
pub struct Union {
    /// In the description's order; no two of one type.
    pub variants: Vec<Variant>,
    /// The member on the wire that tells the variants apart.
    pub tag: Option<String>,
    /// The position of the variant that a value is whose tag is absent or not known.
    pub default: Option<usize>,
    /// Members that have only certain numbers or booleans, and so tell a variant apart.
    pub constants: Vec<Constant>,
    /// It is the item of an array or the value of a map.
    pub item: bool,
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
    /// The value of the tag that the union writes where the value itself does not have one of `tags`.
    pub sent: Option<String>,
    /// Behind a box: it is a struct or a union, whose size would be everybody's.
    pub boxed: bool,
    /// A valid value, if it is neither an object nor a union.
    pub sample: Sample,
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
    pub span: SourceLocation,
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
    /// Only `required` names it: it is always sent, and a response may lack it.
    pub undescribed: bool,
    /// What constructors set it to where it is not `constant`: by what every choice knows the object, or the one value that it has.
    pub tag: Option<Tag>,
    /// Read-only: requests do not offer it.
    pub unset: bool,
    /// A value that is allowed, where it is shown: of a field that is required, or a scalar.
    pub sample: Sample,
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
        self.is_required() && !self.constant && self.tag.is_none()
    }
}

/// A value that is sent without being asked for: it tells the variants of a choice apart, or is the only one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Tag {
    /// A text.
    Text(String),
    /// An integer, in digits.
    Integer(String),
    /// A number, as JSON spells it.
    Number(String),
    /// `true` or `false`.
    Boolean(bool),
}

impl Tag {
    /// The text, the digits or the word.
    #[must_use]
    pub fn spelled(&self) -> &str {
        match self {
            Tag::Text(text) | Tag::Integer(text) | Tag::Number(text) => text,
            Tag::Boolean(true) => "true",
            Tag::Boolean(false) => "false",
        }
    }
}

/// Whether a property may be missing or null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// An integer of which some values have names.
#[derive(Debug, Clone)]
pub struct Numbers {
    /// Which integer.
    pub ty: Type,
    /// In the description's order; the names are those of constants.
    pub values: Vec<Value>,
}

/// A known value of an enum.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Value {
    /// On the wire.
    pub wire: String,
    /// The variant.
    pub name: String,
    /// The description's words.
    pub docs: String,
}

/// The formats of texts that have a type of the runtime.
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
    /// `uri` and its kin
    Uri,
    /// `decimal`
    Decimal,
    /// `byte`
    Base64,
}

/// What a value holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// Nothing: the body of an response without one.
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
    /// A text with a format.
    Formatted(Format),
    /// `serde_json::Value`
    Any,
    /// `bytes::Bytes`: a body as it is.
    Bytes,
    /// `File`: a part of a form.
    File,
    /// `Option<T>`: an item that may be null, or an response that may be empty.
    Optional(Box<Type>),
    /// `Vec<T>`
    List(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// One of [`super::Api::types`].
    Named(TypeId),
}

impl Type {
    /// The type of the API that it is, or that its items are.
    #[must_use]
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Type::Named(id) => Some(*id),
            Type::Optional(inner) | Type::List(inner) | Type::Map(inner) => inner.named(),
            Type::Nothing | Type::Text | Type::Boolean | Type::I32 | Type::I64 | Type::U32 | Type::U64 => None,
            Type::F32 | Type::F64 | Type::Number | Type::Any | Type::Bytes | Type::File | Type::Formatted(_) => None,
        }
    }
}
