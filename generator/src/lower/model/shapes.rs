//! The types that are emitted for schemas: structs, enums, unions and aliases. Must not know where they are used.

use super::{Home, Presence, Sample, Type, TypeId};
use crate::report::SourceLocation;

/// A type that is emitted.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// The source location of its schema.
    pub span: SourceLocation,
    /// The key under `components.schemas`, for a component.
    pub wire: Option<String>,
    /// The Rust name: `Upload`.
    pub name: String,
    /// The description.
    pub docs: String,
    /// `deprecated`.
    pub deprecated: bool,
    /// `true` for an enum, or an alias of one, for which the description allows any string.
    pub any_string: bool,
    /// The name of the struct that `new` takes if there are more than three required properties: for a record, and for the
    /// alias of one.
    pub required_name: Option<String>,
    /// The module.
    pub home: Home,
    /// The shape.
    pub shape: Shape,
}

impl TypeDef {
    /// Returns the fields of a record.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        match &self.shape {
            Shape::Record(record) => &record.fields,
            Shape::Enum(_) | Shape::Numbers(_) | Shape::Union(_) | Shape::Alias(_) => &[],
        }
    }

    /// Returns the types that it refers to, in the order of its fields or variants. The type of
    /// additional properties is last.
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

/// The shape of a type.
#[derive(Debug, Clone)]
pub enum Shape {
    /// An object with known properties, or a tuple.
    Record(Record),
    /// A string with known values.
    Enum(Vec<Value>),
    /// An integer with named values.
    Numbers(Numbers),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
}

/// An object with known properties, or a tuple.
#[derive(Debug, Clone)]
pub struct Record {
    /// The fields in the description's order.
    pub fields: Vec<Field>,
    /// The additional properties or items, if they are limited by a schema.
    pub rest: Option<Rest>,
    /// `true` for a tuple: an array on the wire, with the fields as its items.
    pub array: bool,
    /// `true` if it requires a value that does not exist before it was read: of a type that the user chose.
    pub drafted: bool,
    /// The minimum number of properties. If fewer are required, an example sets optional ones.
    pub least: usize,
}

/// The additional properties of an object.
#[derive(Debug, Clone)]
pub struct Rest {
    /// The type of each.
    pub ty: Type,
    /// The description.
    pub docs: String,
}

/// A union of several types.
#[derive(Debug, Clone)]
pub struct Union {
    /// The variants in the description's order, each of another type.
    pub variants: Vec<Variant>,
    /// The property that distinguishes the variants.
    pub discriminator: Option<String>,
    /// The index of the variant for values whose discriminator is missing or not known.
    pub default: Option<usize>,
    /// Properties that only allow certain numbers or booleans, and so distinguish variants.
    pub constants: Vec<Constant>,
    /// `true` if it is the item of an array or the value of a map.
    pub item: bool,
}

/// One of the types of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The Rust name.
    pub name: String,
    /// The description.
    pub docs: String,
    /// The type.
    pub ty: Type,
    /// The discriminator values of the variant.
    pub values: Vec<String>,
    /// The discriminator value that the union writes if the variant's own value has none of `values`.
    pub sent: Option<String>,
    /// `true` if it is boxed: a struct or a union would determine the size of all variants.
    pub boxed: bool,
    /// A valid value, if it is neither an object nor a union.
    pub sample: Sample,
}

/// A property that only allows certain values in one variant of a union.
#[derive(Debug, Clone)]
pub struct Constant {
    /// The index of the variant.
    pub variant: usize,
    /// The wire name of the property.
    pub key: String,
    /// The values as a JSON array.
    pub values: String,
}

/// A property of an object, or an item of a tuple.
#[derive(Debug, Clone)]
pub struct Field {
    /// The source location of its schema.
    pub span: SourceLocation,
    /// The name on the wire.
    pub wire: String,
    /// The Rust name.
    pub name: String,
    /// The type, apart from its presence.
    pub ty: Type,
    /// The presence: `Required`, for example.
    pub presence: Presence,
    /// `true` if it is boxed, as part of a cycle of types.
    pub boxed: bool,
    /// `true` if it is required and an enum of a single value (`const`): constructors set it.
    pub constant: bool,
    /// `true` if only `required` names it: it is always sent, and a response may lack it.
    pub undescribed: bool,
    /// The value that constructors set if it is not `constant`: a discriminator value, or the only value that it allows.
    pub preset: Option<Preset>,
    /// `true` if it is read-only: requests do not offer it.
    pub unset: bool,
    /// A valid value, for fields that examples show: required ones, and scalars.
    pub sample: Sample,
    /// The description.
    pub docs: String,
    /// `deprecated`.
    pub deprecated: bool,
}

impl Field {
    /// Returns `true` if it is always present.
    #[must_use]
    pub fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::RequiredNullable)
    }

    /// Returns `true` if it is an argument of the constructor.
    #[must_use]
    pub fn is_argument(&self) -> bool {
        self.is_required() && !self.constant && self.preset.is_none()
    }
}

/// A value that is sent automatically: a discriminator value, or the only value that a schema allows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Preset {
    /// A string.
    Text(String),
    /// An integer, in digits.
    Integer(String),
    /// A number, as JSON spells it.
    Number(String),
    /// `true` or `false`.
    Boolean(bool),
}

impl Preset {
    /// Returns the string, the digits, or `true` or `false`.
    #[must_use]
    pub fn spelled(&self) -> &str {
        match self {
            Preset::Text(value) | Preset::Integer(value) | Preset::Number(value) => value,
            Preset::Boolean(true) => "true",
            Preset::Boolean(false) => "false",
        }
    }
}

/// An integer with named values.
#[derive(Debug, Clone)]
pub struct Numbers {
    /// The type of the integer.
    pub ty: Type,
    /// The values in the description's order; their names are those of constants.
    pub values: Vec<Value>,
}

/// A known value of an enum.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Value {
    /// The value on the wire.
    pub wire: String,
    /// The variant or constant.
    pub name: String,
    /// The description.
    pub docs: String,
}
