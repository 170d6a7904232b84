//! Schemas as resolve returns them, from every version of OpenAPI in the terms of JSON Schema.

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

/// Schema Object, 3.0's and 3.1's spelling brought together.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// Where it stands.
    pub span: SourceLocation,
    /// Its key, where it stands under `components.schemas`.
    pub component: Option<String>,
    /// Where there is a `$ref`: its target. In 3.1 and 3.2 what stands beside it counts and is in the
    /// other fields; in 3.0 they are empty.
    pub reference: Option<SchemaId>,
    /// The schema is `true` or `{}` (any value), or `false` (none).
    pub boolean: Option<bool>,
    /// `type`, without `null`; empty where it is not said.
    pub types: Vec<JsonType>,
    /// `true` if null is the only valid value by `type`, `enum` or `const`; `nullable: true` alone does not count.
    pub null: bool,
    /// `nullable: true` (3.0), or `null` among `type` (3.1).
    pub nullable: bool,
    /// `format`; `byte` where `contentEncoding` is a base64.
    pub format: Option<String>,
    /// The range of its integers: see `integers`.
    pub width: Width,
    /// `contentEncoding`; `base64` where `format` is `byte`.
    pub content_encoding: Option<String>,
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
    /// `true` if `unevaluatedProperties` is `false`, or a schema and stands in `additional`.
    pub unevaluated: bool,
    /// What each property beyond the named ones is, where patterns or several parts of an `allOf` say it: see `rest`.
    pub rest: Option<SchemaId>,
    /// `true` if `rest` is what all parts of the `allOf` say.
    pub joined: bool,
    /// `propertyNames`.
    pub property_names: Option<SchemaId>,
    /// `items`; beside `prefixItems` what follows these.
    pub items: Option<SchemaId>,
    /// `prefixItems`.
    pub prefix_items: Vec<SchemaId>,
    /// `allOf`.
    pub all_of: Vec<SchemaId>,
    /// `oneOf`.
    pub one_of: Vec<SchemaId>,
    /// `anyOf`.
    pub any_of: Vec<SchemaId>,
    /// `true` if a value may also be none of the subschemas of `any_of`.
    pub open: bool,
    /// `true` if the names of properties decide which of the subschemas of `any_of` hold.
    pub by_name: bool,
    /// `true` if only `required` names this property: see `undescribed`.
    pub undescribed: bool,
    /// `not`.
    pub not: Option<SchemaId>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator>,
    /// It extends a parent with a discriminator: another type than the parent, also where it adds nothing.
    pub is_child: bool,
    /// `x-ms-discriminator-value`: the discriminator value of a child.
    pub discriminator_value: Option<String>,
    /// What stands beside `oneOf` or `anyOf`, where that was spread over the branches.
    pub base: Option<SchemaId>,
    /// The parent, where this schema is the choice that was made of it and its children (see `families`).
    pub parent: Option<SchemaId>,
    /// The branch of a choice that this schema was made of, where it was put together with what stands beside it.
    pub branch_of: Option<SchemaId>,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// `x-rust-names`, or per enum value: wire value and Rust name (`x-enum-varnames` likewise, by position).
    pub value_names: Vec<(String, String)>,
    /// The words for enum values: `description` of a constant in `oneOf`, `x-enum-descriptions` by position.
    pub value_docs: Vec<(String, String)>,
    /// Keywords that limit the values (`minimum`, `maxLength`, `pattern` …), in order, as they stand.
    pub limits: Vec<(String, Node)>,
    /// Keywords that stand here and that nothing in this type carries (`if`, `contains`, `minLength` …), by name.
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
    /// `int64`, and where nothing is said.
    #[default]
    Signed64,
    /// `uint64`
    Unsigned64,
    /// None of them.
    Unbounded,
}

impl Width {
    /// Returns `true` if every integer of another width has this width too.
    #[must_use]
    pub fn holds(self, other: Width) -> bool {
        let signed = self == Width::Signed32 && other == Width::Unsigned32;
        let unsigned =
            matches!((self, other), (Width::Unsigned32 | Width::Unsigned64, Width::Signed32 | Width::Signed64));
        self >= other && !unsigned && !signed
    }
}

/// `additionalProperties`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Additional {
    /// Not said.
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
    /// `mapping`: value and target.
    pub mapping: Vec<(String, SchemaId)>,
    /// What other levels of inheritance map, nearer ones first: they are read, and sent where `mapping` says nothing.
    pub inherited: Vec<(String, SchemaId)>,
    /// `defaultMapping` (3.2): what a value is whose property is absent or not known.
    pub default: Option<SchemaId>,
}
