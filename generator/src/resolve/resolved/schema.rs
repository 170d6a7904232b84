//! Schemas as resolve returns them: those of every version of OpenAPI in the terms of JSON Schema. Must
//! not know how they are read.

use crate::parse::Node;
use crate::report::SourceLocation;

/// A schema, by its position in [`Resolved::schemas`](super::Resolved::schemas).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(usize);

impl SchemaId {
    /// Creates the ID of the schema at an index.
    #[must_use]
    pub fn new(index: usize) -> SchemaId {
        SchemaId(index)
    }

    /// Returns the index of the schema.
    #[must_use]
    pub fn index(self) -> usize {
        self.0
    }
}

/// A Schema Object of any version.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// The source location.
    pub span: SourceLocation,
    /// The key, for a schema in `components.schemas`.
    pub component: Option<String>,
    /// The target of `$ref`. In 3.1 and 3.2, keywords next to it apply and are in the other fields; in
    /// 3.0, the other fields are empty.
    pub reference: Option<SchemaId>,
    /// `true` for the schemas `true` and `{}` (any value), `false` for `false` (none).
    pub boolean: Option<bool>,
    /// `type`, without `null`. Empty if it is absent.
    pub types: Vec<JsonType>,
    /// `true` if null is the only valid value by `type`, `enum` or `const`. `nullable: true` alone does
    /// not count.
    pub null: bool,
    /// `nullable: true` (3.0), or `null` among `type` (3.1).
    pub nullable: bool,
    /// `format`, or `byte` if `contentEncoding` is a kind of base64.
    pub format: Option<String>,
    /// The range of the integers: see `integers`.
    pub width: Width,
    /// `true` if the limits allow no negative integer.
    pub is_unsigned: bool,
    /// `contentEncoding`, or `base64` if `format` is `byte`.
    pub content_encoding: Option<String>,
    /// The keywords that do not describe the shape.
    pub annotations: Annotations,
    /// `enum`.
    pub enumeration: Option<Vec<Node>>,
    /// `const`.
    pub constant: Option<Node>,
    /// `properties`, in order.
    pub properties: Vec<(String, SchemaId)>,
    /// `required`.
    pub required: Vec<String>,
    /// `additionalProperties`.
    pub additional: Additional,
    /// `patternProperties`, in order.
    pub pattern_properties: Vec<(String, SchemaId)>,
    /// `true` if `unevaluatedProperties` is `false` or a schema. The schema is then in
    /// `additional`.
    pub unevaluated: bool,
    /// The schema of additional properties, if patterns or several parts of an `allOf` define it: see
    /// `further_properties`.
    pub rest: Option<SchemaId>,
    /// `true` if `rest` combines all parts of the `allOf`.
    pub joined: bool,
    /// `propertyNames`.
    pub property_names: Option<SchemaId>,
    /// `items`. Next to `prefixItems`, the items after these.
    pub items: Option<SchemaId>,
    /// `prefixItems`.
    pub prefix_items: Vec<SchemaId>,
    /// `allOf`.
    pub all_of: Vec<SchemaId>,
    /// `oneOf`.
    pub one_of: Vec<SchemaId>,
    /// `anyOf`.
    pub any_of: Vec<SchemaId>,
    /// `true` if a value may also match none of the subschemas of `any_of`.
    pub open: bool,
    /// `true` if names of properties select the subschemas of `any_of`.
    pub by_name: bool,
    /// `true` if only `required` names this property: see `undescribed`.
    pub undescribed: bool,
    /// `not`.
    pub not: Option<SchemaId>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator>,
    /// `true` if it extends a parent with a discriminator. Its type differs from the parent's, even
    /// if it adds nothing.
    pub is_child: bool,
    /// `x-ms-discriminator-value`: the discriminator value of a child.
    pub discriminator_value: Option<String>,
    /// The keywords next to `oneOf` or `anyOf`, if they were moved to the subschemas.
    pub base: Option<SchemaId>,
    /// The parent, if this schema is the union of it and its children: see `families`.
    pub parent: Option<SchemaId>,
    /// The subschema of a union from which this schema was made, if it was combined with the
    /// keywords next to the union.
    pub branch_of: Option<SchemaId>,
    /// The wire value and Rust name of enum values, by `x-rust-names` or `x-enum-varnames`.
    pub value_names: Vec<(String, String)>,
    /// The wire value and documentation of enum values, by the `description` of a constant in `oneOf` or by
    /// `x-enum-descriptions`.
    pub value_docs: Vec<(String, String)>,
}

/// The keywords of a schema that do not describe its shape. They are always copied together.
#[derive(Debug, Clone, Default)]
pub struct Annotations {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `default`.
    pub default: Option<Node>,
    /// `example`, or the first of `examples`.
    pub example: Option<Node>,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// `x-rust-type`: the path of the Rust type in place of the one of the schema.
    pub rust_type: Option<String>,
    /// Keywords that limit values (`minimum`, `maxLength`, `pattern`, …), in order.
    pub limits: Vec<(String, Node)>,
    /// The names of keywords that have no field in [`Schema`] (`if`, `contains`, `minLength`, …).
    pub unread: Vec<String>,
}

/// `type` of JSON Schema, without `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JsonType {
    /// `string`
    String,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `boolean`
    Boolean,
    /// `array`
    Array,
    /// `object`
    Object,
}

/// The smallest range that holds every integer that a schema allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub enum Width {
    /// `int32`
    Signed32,
    /// `uint32`
    Unsigned32,
    /// `int64`, and the default.
    #[default]
    Signed64,
    /// `uint64`
    Unsigned64,
    /// More than 64 bits.
    Unbounded,
}

impl Width {
    /// Returns `true` if every integer of another width has this width too.
    #[must_use]
    pub fn holds(self, width: Width) -> bool {
        let signed = self == Width::Signed32 && width == Width::Unsigned32;
        let unsigned =
            matches!((self, width), (Width::Unsigned32 | Width::Unsigned64, Width::Signed32 | Width::Signed64));
        self >= width && !unsigned && !signed
    }
}

/// `additionalProperties`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Additional {
    /// Absent.
    #[default]
    Unsaid,
    /// `true` or `{}`.
    Any,
    /// `false`.
    Never,
    /// A schema.
    Schema(SchemaId),
}

/// Discriminator Object.
#[derive(Debug, Clone)]
pub struct Discriminator {
    /// `propertyName`.
    pub property: String,
    /// `mapping`: values and targets.
    pub mapping: Vec<(String, SchemaId)>,
    /// The mapping of other levels of inheritance, nearer ones first. Their values are accepted, and sent if
    /// `mapping` has none.
    pub inherited: Vec<(String, SchemaId)>,
    /// `defaultMapping` (3.2): the schema of a value whose property is absent or unknown.
    pub default: Option<SchemaId>,
}
