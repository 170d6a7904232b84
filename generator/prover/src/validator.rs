//! [`Validator`]: checks a value against its schema with a JSON Schema validator that knows nothing of
//! this project. A schema is bundled with everything that it refers to. Schemas of OpenAPI 3.0 and Swagger
//! 2.0 become Draft 4: `nullable` adds null to the type and to the `enum`. Must not know what a value is
//! for.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value, json};

use crate::pattern;
use crate::source::{Description, Node, Version};

/// A validator for a schema.
pub struct Validator(jsonschema::Validator);

/// The reason why a schema cannot be used, or why a value is not valid.
#[derive(Debug, Clone)]
pub struct Invalid(String);

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Invalid {}

impl Validator {
    /// Creates a validator for the schema at a node.
    ///
    /// # Errors
    /// Returns an error if the node is not a schema.
    pub fn new(description: &Description, node: &Node<'_>) -> Result<Validator, Invalid> {
        let is_v31 = description.version == Version::V31;
        let draft = if is_v31 { jsonschema::Draft::Draft202012 } else { jsonschema::Draft::Draft4 };
        let bundle = bundle(description, node);
        let options = jsonschema::options().with_draft(draft).should_validate_formats(false);
        options.build(&bundle).map(Validator).map_err(|error| Invalid(error.to_string()))
    }

    /// Checks a value.
    ///
    /// # Errors
    /// Returns the first violation.
    pub fn check(&self, value: &Value) -> Result<(), Invalid> {
        self.0.validate(value).map_err(|error| Invalid(format!("{}: {error}", error.instance_path())))
    }
}

/// Bundles a schema with its references, which then point into its own `definitions`.
fn bundle(description: &Description, node: &Node<'_>) -> Value {
    let mut bundler = Bundler { description, names: BTreeMap::new(), waiting: Vec::new() };
    let root = bundler.schema(node.clone());
    let mut definitions = Map::new();
    while let Some((name, node)) = bundler.waiting.pop() {
        let schema = bundler.schema(node);
        definitions.insert(name, schema);
    }
    json!({"allOf": [root], "definitions": definitions})
}

struct Bundler<'a> {
    description: &'a Description,
    /// The names of definitions by the addresses of their schemas.
    names: BTreeMap<String, String>,
    waiting: Vec<(String, Node<'a>)>,
}

impl<'a> Bundler<'a> {
    fn schema(&mut self, node: Node<'a>) -> Value {
        let Some(members) = node.value.as_object() else { return node.value.clone() };
        if let Some(reference) = node.text("$ref") {
            return self.reference(&node, reference, members.len() == 1);
        }
        let mut keywords = self.keywords(&node);
        if self.description.version != Version::V31 {
            convert_nullable(&mut keywords);
        }
        Value::Object(keywords)
    }

    fn reference(&mut self, node: &Node<'a>, reference: &str, alone: bool) -> Value {
        let name = self.description.target(node, reference).map(|target| self.name(target));
        let reference = name.map(|name| json!({"$ref": format!("#/definitions/{name}")}));
        // Before 3.1, keywords next to a reference have no effect.
        if self.description.version != Version::V31 || alone {
            return reference.unwrap_or_else(|| json!({}));
        }
        let mut rest = self.keywords(node);
        let own = rest.remove("allOf").unwrap_or(json!([true]));
        rest.insert("allOf".to_owned(), json!([reference.unwrap_or(Value::Bool(true)), {"allOf": own}]));
        Value::Object(rest)
    }

    fn keywords(&mut self, node: &Node<'a>) -> Map<String, Value> {
        let mut all = Map::new();
        for (key, child) in node.members() {
            if let Some(value) = self.keyword(key, child) {
                all.insert(key.to_owned(), value);
            }
        }
        all
    }

    /// Returns the value of a keyword for the validator, or `None` for keywords that it must not
    /// see.
    fn keyword(&mut self, key: &str, child: Node<'a>) -> Option<Value> {
        Some(match key {
            "items"
            | "additionalProperties"
            | "not"
            | "contains"
            | "propertyNames"
            | "if"
            | "then"
            | "else"
            | "unevaluatedProperties"
            | "unevaluatedItems" => self.schema(child),
            "allOf" | "oneOf" | "anyOf" | "prefixItems" => {
                child.items().into_iter().map(|item| self.schema(item)).collect()
            }
            "properties" | "patternProperties" | "dependentSchemas" => {
                let members = child.members().into_iter().map(|(name, node)| (name.to_owned(), self.schema(node)));
                Value::Object(members.collect())
            }
            "pattern" => {
                let readable = child.value.as_str().filter(|pattern| pattern::is_readable(pattern))?;
                Value::String(pattern::escape_braces(readable).into_owned())
            }
            "$ref" | "$id" | "id" | "$anchor" | "$schema" | "$defs" | "definitions" | "example" | "examples"
            | "default" | "description" | "title" | "format" | "discriminator" | "xml" | "externalDocs" => return None,
            key if key.starts_with("x-") && key != "x-nullable" => return None,
            "required" if !child.value.is_array() => return None,
            "type" if child.value == "file" => return None,
            _ => child.value.clone(),
        })
    }

    /// Returns the name of a definition, which is bundled later if it is new.
    fn name(&mut self, target: Node<'a>) -> String {
        let address = target.address();
        if let Some(name) = self.names.get(&address) {
            return name.clone();
        }
        let name = format!("d{}", self.names.len());
        self.names.insert(address, name.clone());
        self.waiting.push((name.clone(), target));
        name
    }
}

fn convert_nullable(keywords: &mut Map<String, Value>) {
    let is = |key: &str| keywords.get(key) == Some(&Value::Bool(true));
    if !is("nullable") && !is("x-nullable") {
        return;
    }
    keywords.remove("nullable");
    if let Some(name) = keywords.get("type").filter(|name| name.is_string()).cloned() {
        keywords.insert("type".to_owned(), json!([name, "null"]));
    } else if !keywords.contains_key("type") {
        // Next to a union or a reference, `nullable` means the whole.
        let inner = Value::Object(std::mem::take(keywords));
        keywords.insert("anyOf".to_owned(), json!([{"type": "null"}, inner]));
        return;
    }
    if let Some(Value::Array(values)) = keywords.get_mut("enum") {
        values.push(Value::Null);
    }
}
