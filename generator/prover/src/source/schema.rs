//! [`Flat`]: what a schema asks for once its references and its `allOf` are put together; choices stay beside.

use serde_json::Value;

use super::{Description, Node};

/// A schema without references and `allOf`.
#[derive(Debug, Clone, Default)]
pub struct Flat<'a> {
    /// The names of the types that are allowed; none where nothing is said.
    pub types: Vec<String>,
    /// Null is allowed.
    pub nullable: bool,
    /// Properties, several schemas for one that several parts of an `allOf` name.
    pub properties: Vec<(&'a str, Vec<Node<'a>>)>,
    /// Required properties.
    pub required: Vec<&'a str>,
    /// The parts that require properties, by their addresses.
    requires: Vec<(&'a str, String)>,
    /// `additionalProperties` where it is a schema.
    pub additional: Option<Node<'a>>,
    /// `propertyNames`, of all parts.
    pub names: Vec<Node<'a>>,
    /// `patternProperties`.
    pub patterns: Vec<(&'a str, Node<'a>)>,
    /// It is said in so many words that any further properties are allowed.
    pub open: bool,
    /// No further properties are allowed.
    pub closed: bool,
    /// What each item is, in all parts.
    pub items: Vec<Node<'a>>,
    /// What the first items are.
    pub places: Vec<Node<'a>>,
    /// The values that are allowed, of all parts.
    pub values: Option<Vec<&'a Value>>,
    /// `oneOf` and `anyOf`.
    pub choices: Vec<Vec<Node<'a>>>,
    /// `discriminator` that stands beside a choice or in a parent.
    pub discriminator: Option<Node<'a>>,
    /// Those of all parts: of a child on several levels of inheritance each parent's.
    pub discriminators: Vec<Node<'a>>,
    /// The simple keywords, the first of its name.
    pub simple: Vec<(&'a str, &'a Value)>,
    /// The places that it is made of.
    pub pointers: Vec<String>,
    /// The types or the values of its parts have nothing in common: there is no value.
    pub impossible: bool,
    /// A part that says a type does not allow null.
    pub solid: bool,
}

impl<'a> Flat<'a> {
    /// A simple keyword.
    #[must_use]
    pub fn keyword(&self, name: &str) -> Option<&'a Value> {
        self.simple.iter().find(|(of, _)| *of == name).map(|(_, value)| *value)
    }

    /// A number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        self.keyword(name)?.as_f64()
    }

    /// A text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.keyword(name)?.as_str()
    }

    /// Whether null is allowed, and no part that says a type forbids it: by `nullable`, a type, `const` or `enum`.
    #[must_use]
    pub fn allows_null(&self) -> bool {
        let listed = self.values.as_ref().map(|values| values.iter().any(|of| of.is_null()));
        !self.impossible && !self.solid && (self.nullable || listed == Some(true))
    }

    /// Whether null is all that is allowed, in any of its spellings (JSON Schema Validation, sections 6.1.1 to 6.1.3).
    #[must_use]
    pub fn is_null(&self) -> bool {
        let listed = self.values.as_ref().is_some_and(|values| values.iter().all(|of| of.is_null()));
        !self.solid && (listed || !self.types.is_empty() && self.types.iter().all(|of| of == "null"))
    }

    /// Whether a property is never sent (`readOnly`) or never received (`writeOnly`). Where one part of an `allOf` says so and another
    /// requires the property, it may be sent all the same.
    #[must_use]
    pub fn is_hidden(&self, of: &'a Description, name: &str, keyword: &str) -> bool {
        let Some((_, nodes)) = self.properties.iter().find(|(of, _)| *of == name) else { return false };
        let said = |node: &&Node<'a>| flat(of, std::slice::from_ref(node)).keyword(keyword) == Some(&Value::Bool(true));
        let hiding: Vec<String> = nodes.iter().filter(said).map(|node| part_of(node, name)).collect();
        let others = self.requires.iter().filter(|(of, _)| *of == name).any(|(_, part)| !hiding.contains(part));
        !hiding.is_empty() && !others
    }

    /// Only strings have these formats and a `contentEncoding` (JSON Schema Validation, section 8.3).
    fn is_of_strings(&self) -> bool {
        let format = matches!(self.text("format"), Some("binary" | "byte"));
        (format || self.keyword("contentEncoding").is_some()) && self.values.is_none() && self.choices.is_empty()
    }

    /// What it is, where nothing says so but what it has.
    #[must_use]
    pub fn kind(&self) -> &str {
        if let Some(first) = self.types.iter().find(|of| *of != "null") {
            return first;
        }
        let named = !self.properties.is_empty() || !self.patterns.is_empty();
        if named || self.additional.is_some() || !self.required.is_empty() {
            "object"
        } else if !self.items.is_empty() || !self.places.is_empty() {
            "array"
        } else if self.types.is_empty() && self.is_of_strings() {
            "string"
        } else if self.types.iter().any(|of| of == "null") {
            "null"
        } else {
            ""
        }
    }
}

const SIMPLE: [&str; 18] = [
    // Of a child, in descriptions of Azure.
    "x-ms-discriminator-value",
    "format",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "uniqueItems",
    "readOnly",
    "writeOnly",
    "contentEncoding",
    "contentMediaType",
];

/// The schema that a property is declared in, by its address.
fn part_of(property: &Node<'_>, name: &str) -> String {
    let end = format!("/properties/{}", name.replace('~', "~0").replace('/', "~1"));
    let address = property.address();
    address.strip_suffix(&end).unwrap_or(&address).to_owned()
}

/// Puts schemas together, as an `allOf` of them.
#[must_use]
pub fn flat<'a>(of: &'a Description, nodes: &[Node<'a>]) -> Flat<'a> {
    let mut flat = Flat::default();
    for node in nodes {
        add(of, node, &mut flat);
    }
    typed(&mut flat);
    flat
}

/// Of the values that are listed only those of the type that is said beside them are valid. Null is told apart by `solid`.
fn typed(flat: &mut Flat<'_>) {
    let Some(values) = flat.values.as_mut().filter(|_| !flat.types.is_empty()) else { return };
    values.retain(|value| value.is_null() || flat.types.iter().any(|name| is_of(value, name)));
    flat.impossible |= values.is_empty();
}

/// Whether a value is of a type (JSON Schema Validation, section 6.1.1: 1.0 is an integer). What is no name of a type forbids nothing.
fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "string" | "file" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|of| of.fract() == 0.0),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => true,
    }
}

/// Whether a whole body or answer of this schema is a file: it goes as it is, whatever its media type. The quotes of JSON would be a part
/// of no file.
#[must_use]
pub fn is_bytes(of: &Description, schema: &Node<'_>) -> bool {
    let flat = flat(of, std::slice::from_ref(schema));
    let binary = flat.text("format") == Some("binary") || flat.types.iter().any(|of| of == "file");
    let text = flat.types.iter().all(|of| matches!(of.as_str(), "string" | "file" | "null"));
    binary && text && flat.choices.is_empty() && flat.values.is_none()
}

fn add<'a>(of: &'a Description, node: &Node<'a>, flat: &mut Flat<'a>) {
    let at = node.address();
    if flat.pointers.contains(&at) {
        return;
    }
    flat.pointers.push(at);
    if let Some(reference) = node.text("$ref") {
        if let Some(target) = of.target(node, reference) {
            add(of, &target, flat);
        }
        if of.version != super::Version::V31 {
            // Before 3.1 nothing counts beside a reference.
            return;
        }
    }
    types(node, flat);
    for (name, property) in node.get("properties").map(|all| all.members()).unwrap_or_default() {
        match flat.properties.iter_mut().find(|(of, _)| *of == name) {
            Some((_, all)) => all.push(property),
            None => flat.properties.push((name, vec![property])),
        }
    }
    let required = node.value.get("required").and_then(Value::as_array).into_iter().flatten();
    let required: Vec<&str> = required.filter_map(Value::as_str).collect();
    flat.requires.extend(required.iter().map(|name| (*name, node.address())));
    flat.required.extend(required);
    flat.patterns.extend(node.get("patternProperties").map(|all| all.members()).unwrap_or_default());
    flat.names.extend(node.get("propertyNames"));
    match node.get("additionalProperties") {
        Some(of) if of.value == &Value::Bool(false) => flat.closed = true,
        Some(of) if of.value == &Value::Bool(true) => flat.open = true,
        Some(of) if of.value.as_object().is_some_and(serde_json::Map::is_empty) => flat.open = true,
        Some(of) if of.value.is_object() => flat.additional = Some(of),
        Some(_) | None => {}
    }
    flat.items.extend(node.get("items").filter(|of| of.value.is_object()));
    if flat.places.is_empty() {
        flat.places = node.get("prefixItems").map(|of| of.items()).unwrap_or_default();
    }
    values(node, flat);
    for key in ["oneOf", "anyOf"] {
        let branches = node.get(key).map(|of| of.items()).unwrap_or_default();
        if !branches.is_empty() {
            flat.choices.push(branches);
        }
    }
    flat.discriminators.extend(node.get("discriminator"));
    flat.discriminator = flat.discriminators.first().cloned();
    for key in SIMPLE {
        if let (Some(value), None) = (node.value.get(key), flat.keyword(key)) {
            flat.simple.push((key, value));
        }
    }
    for part in node.get("allOf").map(|of| of.items()).unwrap_or_default() {
        add(of, &part, flat);
    }
}

fn types(node: &Node<'_>, flat: &mut Flat<'_>) {
    let said: Vec<String> = match node.value.get("type") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(all)) => all.iter().filter_map(|of| of.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    // Properties without a type are those of an object: a text is valid by the letter, and nobody means it.
    let properties = node.value.get("properties").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
    let named = if said.is_empty() && properties { vec!["object".to_owned()] } else { said };
    // Null has to be allowed by each part that names a type (OpenAPI 3.0.4, Schema Object, `nullable`).
    if !named.is_empty() {
        let null = node.is("nullable") || node.is("x-nullable") || named.iter().any(|of| of == "null");
        flat.solid |= !null;
        flat.nullable = !flat.solid;
    }
    if flat.types.is_empty() {
        flat.types = named;
    } else if !named.is_empty() {
        // Integers are numbers.
        let narrower = |of: &String| named.contains(of) || *of == "integer" && named.iter().any(|of| of == "number");
        let integer = flat.types.iter().any(|of| of == "number") && named.iter().any(|of| of == "integer");
        flat.types.retain(narrower);
        flat.types.extend(integer.then(|| "integer".to_owned()));
        flat.impossible |= flat.types.is_empty();
    }
}

/// `enum` and `const`: of several parts what all of them allow.
fn values<'a>(node: &Node<'a>, flat: &mut Flat<'a>) {
    let listed = node.value.get("enum").and_then(Value::as_array).map(|all| all.iter().collect::<Vec<_>>());
    let one = node.value.get("const").map(|one| vec![one]);
    for values in [listed, one].into_iter().flatten() {
        flat.values = Some(match flat.values.take() {
            None => values,
            Some(before) => before.into_iter().filter(|of| values.contains(of)).collect(),
        });
        flat.impossible |= flat.values.as_ref().is_some_and(Vec::is_empty);
    }
}
