//! [`FlatSchema`]: the keywords of a schema after its references and its `allOf` have been merged. Plain
//! data. Must not know how it is built.

use serde_json::Value;

use super::node::Node;

/// A schema without references and `allOf`.
#[derive(Debug, Clone, Default)]
pub struct FlatSchema<'a> {
    /// The names of the allowed types. Empty if no part has a `type`.
    pub types: Vec<String>,
    /// Null is allowed.
    pub nullable: bool,
    /// The properties, each with its schemas in all parts of the `allOf`.
    pub properties: Vec<(&'a str, Vec<Node<'a>>)>,
    /// The required properties.
    pub required: Vec<&'a str>,
    /// The required properties with the addresses of the parts that require them.
    pub(super) required_by: Vec<(&'a str, String)>,
    /// The schema of `additionalProperties`.
    pub additional: Option<Node<'a>>,
    /// The schemas of `propertyNames` in all parts.
    pub names: Vec<Node<'a>>,
    /// The patterns and schemas of `patternProperties`.
    pub patterns: Vec<(&'a str, Node<'a>)>,
    /// `additionalProperties` is `true` or `{}`.
    pub open: bool,
    /// `additionalProperties` is `false`.
    pub closed: bool,
    /// The schemas of `items` in all parts.
    pub items: Vec<Node<'a>>,
    /// The schemas of `prefixItems`.
    pub prefix_items: Vec<Node<'a>>,
    /// The values that `enum` and `const` of all parts allow.
    pub values: Option<Vec<&'a Value>>,
    /// The subschemas of each `oneOf` and `anyOf`.
    pub unions: Vec<Vec<Node<'a>>>,
    /// The first of the discriminators.
    pub discriminator: Option<Node<'a>>,
    /// The discriminators of all parts. A child inherits one from each ancestor that has one.
    pub discriminators: Vec<Node<'a>>,
    /// Other keywords. If several parts have one, the first value.
    pub simple: Vec<(&'a str, &'a Value)>,
    /// The addresses of the parts.
    pub addresses: Vec<String>,
    /// The parts contradict each other: no value is valid.
    pub impossible: bool,
    /// A part with a `type` forbids null.
    pub solid: bool,
}

impl<'a> FlatSchema<'a> {
    /// Returns the value of a simple keyword.
    #[must_use]
    pub fn keyword(&self, name: &str) -> Option<&'a Value> {
        self.simple.iter().find(|(keyword, _)| *keyword == name).map(|(_, value)| *value)
    }

    /// Returns the value of a keyword that is a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        self.keyword(name)?.as_f64()
    }

    /// Returns the value of a keyword that is a string.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.keyword(name)?.as_str()
    }

    /// Returns the schemas of a property.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Vec<Node<'a>>> {
        self.properties.iter().find(|(property, _)| *property == name).map(|(_, nodes)| nodes)
    }

    /// Returns `true` if null is valid: `nullable`, a type, `const` or `enum` allows it, and no
    /// part with a `type` forbids it.
    #[must_use]
    pub fn allows_null(&self) -> bool {
        let listed = self.values.as_ref().map(|values| values.iter().any(|value| value.is_null()));
        !self.impossible && !self.solid && (self.nullable || listed == Some(true))
    }

    /// Returns `true` if null is the only valid value (JSON Schema Validation, sections 6.1.1 to
    /// 6.1.3).
    #[must_use]
    pub fn is_null(&self) -> bool {
        let listed = self.values.as_ref().is_some_and(|values| values.iter().all(|value| value.is_null()));
        !self.solid && (listed || !self.types.is_empty() && self.types.iter().all(|name| name == "null"))
    }

    /// Returns `true` for keywords that only strings have: these formats, and `contentEncoding`
    /// (JSON Schema Validation, section 8.3).
    fn is_implied_string(&self) -> bool {
        let format = matches!(self.text("format"), Some("binary" | "byte"));
        (format || self.keyword("contentEncoding").is_some()) && self.values.is_none() && self.unions.is_empty()
    }

    /// Returns the name of the first type other than null. Without a `type`, the other keywords
    /// imply it.
    #[must_use]
    pub fn kind(&self) -> &str {
        if let Some(first) = self.types.iter().find(|name| *name != "null") {
            return first;
        }
        let named = !self.properties.is_empty() || !self.patterns.is_empty();
        if named || self.additional.is_some() || !self.required.is_empty() {
            "object"
        } else if !self.items.is_empty() || !self.prefix_items.is_empty() {
            "array"
        } else if self.types.is_empty() && self.is_implied_string() {
            "string"
        } else if self.types.iter().any(|name| name == "null") {
            "null"
        } else {
            ""
        }
    }
}
