//! Whether a value is one of its schema, by a JSON Schema validator that knows nothing of this project. A schema is bundled with
//! whatever it refers to; one of OpenAPI 3.0 or Swagger is turned into Draft 4: `nullable` is null beside its type, and in its `enum`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::source::{Description, Node, Version};

/// A validator for a schema.
pub struct Validator(jsonschema::Validator);

impl Validator {
    /// For the schema at a node.
    ///
    /// # Errors
    /// Where the validator takes it for no schema.
    pub fn new(of: &Description, node: &Node<'_>) -> Result<Validator, String> {
        let draft = if of.version == Version::V31 { jsonschema::Draft::Draft202012 } else { jsonschema::Draft::Draft4 };
        let bundle = bundle(of, node);
        let options = jsonschema::options().with_draft(draft).should_validate_formats(false);
        options.build(&bundle).map(Validator).map_err(|error| error.to_string())
    }

    /// What is wrong with a value.
    ///
    /// # Errors
    /// The first thing that is.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        self.0.validate(value).map_err(|error| format!("{}: {error}", error.instance_path()))
    }
}

/// A schema with everything that it refers to in it: references lead into its own `definitions`.
fn bundle(of: &Description, node: &Node<'_>) -> Value {
    let mut bundler = Bundler { of, places: BTreeMap::new(), waiting: Vec::new() };
    let root = bundler.schema(node.clone());
    let mut definitions = Map::new();
    while let Some((name, node)) = bundler.waiting.pop() {
        let schema = bundler.schema(node);
        definitions.insert(name, schema);
    }
    json!({"allOf": [root], "definitions": definitions})
}

struct Bundler<'a> {
    of: &'a Description,
    places: BTreeMap<String, String>,
    waiting: Vec<(String, Node<'a>)>,
}

impl<'a> Bundler<'a> {
    fn schema(&mut self, node: Node<'a>) -> Value {
        let Some(members) = node.value.as_object() else { return node.value.clone() };
        if let Some(reference) = node.text("$ref") {
            let name = self.of.target(&node, reference).map(|target| self.name(target));
            let lead = name.map_or(Value::Bool(true), |name| json!({"$ref": format!("#/definitions/{name}")}));
            // Before 3.1 nothing counts beside a reference.
            if self.of.version != Version::V31 || members.len() == 1 {
                return if lead == Value::Bool(true) { json!({}) } else { lead };
            }
            let mut rest = self.words(&node);
            let own = rest.remove("allOf").unwrap_or(json!([true]));
            rest.insert("allOf".to_owned(), json!([lead, {"allOf": own}]));
            return Value::Object(rest);
        }
        let mut words = self.words(&node);
        if self.of.version != Version::V31 {
            nullable(&mut words);
        }
        Value::Object(words)
    }

    fn words(&mut self, node: &Node<'a>) -> Map<String, Value> {
        let mut all = Map::new();
        for (key, child) in node.members() {
            let value = match key {
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
                    child.items().into_iter().map(|of| self.schema(of)).collect()
                }
                "properties" | "patternProperties" | "dependentSchemas" => {
                    let members = child.members().into_iter().map(|(name, of)| (name.to_owned(), self.schema(of)));
                    Value::Object(members.collect())
                }
                // A pattern that is no regular expression is no rule.
                "pattern" => match child.value.as_str().filter(|pattern| crate::sample::is_readable(pattern)) {
                    Some(pattern) => Value::String(crate::sample::bare_braces(pattern).into_owned()),
                    None => continue,
                },
                "$ref" | "$id" | "id" | "$anchor" | "$schema" | "$defs" | "definitions" | "example" | "examples"
                | "default" | "description" | "title" | "format" | "discriminator" | "xml" | "externalDocs" => continue,
                key if key.starts_with("x-") && key != "x-nullable" => continue,
                "required" if !child.value.is_array() => continue,
                "type" if child.value == "file" => continue,
                _ => child.value.clone(),
            };
            all.insert(key.to_owned(), value);
        }
        all
    }

    fn name(&mut self, target: Node<'a>) -> String {
        let place = target.address();
        if let Some(name) = self.places.get(&place) {
            return name.clone();
        }
        let name = format!("d{}", self.places.len());
        self.places.insert(place, name.clone());
        self.waiting.push((name.clone(), target));
        name
    }
}

fn nullable(words: &mut Map<String, Value>) {
    let is = |key: &str| words.get(key) == Some(&Value::Bool(true));
    if !is("nullable") && !is("x-nullable") {
        return;
    }
    words.remove("nullable");
    if let Some(of) = words.get("type").filter(|of| of.is_string()).cloned() {
        words.insert("type".to_owned(), json!([of, "null"]));
    } else if !words.contains_key("type") {
        // `nullable` beside a choice or a reference is meant for the whole.
        let inner = Value::Object(std::mem::take(words));
        words.insert("anyOf".to_owned(), json!([{"type": "null"}, inner]));
        return;
    }
    if let Some(Value::Array(values)) = words.get_mut("enum") {
        values.push(Value::Null);
    }
}
