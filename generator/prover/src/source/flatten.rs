//! Merges references and `allOf` into a [`FlatSchema`]. Unions remain. Must not know what a schema
//! is used for.

use serde_json::{Map, Value};

use super::description::{Description, Version};
use super::node::{Node, escape};
use super::schema::FlatSchema;

const SIMPLE: [&str; 18] = [
    // Azure's descriptions have it in the children of a discriminated parent.
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

/// Merges schemas that all apply, like those of an `allOf`.
#[must_use]
pub fn flatten<'a>(description: &'a Description, nodes: &[Node<'a>]) -> FlatSchema<'a> {
    let mut flat = FlatSchema::default();
    for node in nodes {
        add(description, node, &mut flat);
    }
    retain_values_of_type(&mut flat);
    flat
}

/// Returns `true` if a whole body of this schema is a file. It is sent unchanged, whatever its
/// media type is: the quotes of JSON would become part of the file.
#[must_use]
pub fn is_bytes(description: &Description, schema: &Node<'_>) -> bool {
    let flat = flatten(description, std::slice::from_ref(schema));
    let binary = flat.text("format") == Some("binary") || flat.types.iter().any(|name| name == "file");
    let string = flat.types.iter().all(|name| matches!(name.as_str(), "string" | "file" | "null"));
    binary && string && flat.unions.is_empty() && flat.values.is_none()
}

/// Returns `true` if a property is never sent (`readOnly`) or never received (`writeOnly`). A
/// property that another part of the `allOf` requires may still be sent.
#[must_use]
pub fn is_hidden<'a>(description: &'a Description, flat: &FlatSchema<'a>, name: &str, keyword: &str) -> bool {
    let Some(nodes) = flat.property(name) else { return false };
    let hides = |node: &&Node<'a>| {
        flatten(description, std::slice::from_ref(node)).keyword(keyword) == Some(&Value::Bool(true))
    };
    let hiding: Vec<String> = nodes.iter().filter(hides).map(|node| declaring_part(node, name)).collect();
    let requiring = flat.required_by.iter().filter(|(required, _)| *required == name);
    let required_elsewhere = requiring.into_iter().any(|(_, part)| !hiding.contains(part));
    !hiding.is_empty() && !required_elsewhere
}

/// Returns the address of the schema that declares a property.
fn declaring_part(property: &Node<'_>, name: &str) -> String {
    let end = format!("/properties/{}", escape(name));
    let address = property.address();
    address.strip_suffix(&end).unwrap_or(&address).to_owned()
}

/// Removes the listed values that the schema's types do not allow. Null depends on `solid` instead.
fn retain_values_of_type(flat: &mut FlatSchema<'_>) {
    let Some(values) = flat.values.as_mut().filter(|_| !flat.types.is_empty()) else { return };
    values.retain(|value| value.is_null() || flat.types.iter().any(|name| has_type(value, name)));
    flat.impossible |= values.is_empty();
}

/// Returns `true` if a value has a type (JSON Schema Validation, section 6.1.1: 1.0 is an integer).
/// Unknown type names allow everything.
fn has_type(value: &Value, name: &str) -> bool {
    match name {
        "string" | "file" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => true,
    }
}

fn add<'a>(description: &'a Description, node: &Node<'a>, flat: &mut FlatSchema<'a>) {
    let address = node.address();
    if flat.addresses.contains(&address) {
        return;
    }
    flat.addresses.push(address);
    if let Some(reference) = node.text("$ref") {
        if let Some(target) = description.target(node, reference) {
            add(description, &target, flat);
        }
        if description.version != Version::V31 {
            // Before 3.1, keywords next to a reference have no effect.
            return;
        }
    }
    add_types(node, flat);
    add_object(node, flat);
    flat.items.extend(node.get("items").filter(|items| items.value.is_object()));
    if flat.prefix_items.is_empty() {
        flat.prefix_items = node.get("prefixItems").map(|items| items.items()).unwrap_or_default();
    }
    add_values(node, flat);
    add_unions(node, flat);
    for key in SIMPLE {
        if let (Some(value), None) = (node.value.get(key), flat.keyword(key)) {
            flat.simple.push((key, value));
        }
    }
    for part in node.get("allOf").map(|parts| parts.items()).unwrap_or_default() {
        add(description, &part, flat);
    }
}

/// Adds the keywords of objects.
fn add_object<'a>(node: &Node<'a>, flat: &mut FlatSchema<'a>) {
    for (name, property) in node.get("properties").map(|all| all.members()).unwrap_or_default() {
        match flat.properties.iter_mut().find(|(known, _)| *known == name) {
            Some((_, all)) => all.push(property),
            None => flat.properties.push((name, vec![property])),
        }
    }
    let required = node.value.get("required").and_then(Value::as_array).into_iter().flatten();
    let required: Vec<&str> = required.filter_map(Value::as_str).collect();
    flat.required_by.extend(required.iter().map(|name| (*name, node.address())));
    flat.required.extend(required);
    flat.patterns.extend(node.get("patternProperties").map(|all| all.members()).unwrap_or_default());
    flat.names.extend(node.get("propertyNames"));
    match node.get("additionalProperties") {
        Some(schema) if schema.value == &Value::Bool(false) => flat.closed = true,
        Some(schema) if schema.value == &Value::Bool(true) => flat.open = true,
        Some(schema) if schema.value.as_object().is_some_and(Map::is_empty) => flat.open = true,
        Some(schema) if schema.value.is_object() => flat.additional = Some(schema),
        Some(_) | None => {}
    }
}

fn add_unions<'a>(node: &Node<'a>, flat: &mut FlatSchema<'a>) {
    for key in ["oneOf", "anyOf"] {
        let subschemas = node.get(key).map(|all| all.items()).unwrap_or_default();
        if !subschemas.is_empty() {
            flat.unions.push(subschemas);
        }
    }
    flat.discriminators.extend(node.get("discriminator"));
    flat.discriminator = flat.discriminators.first().cloned();
}

fn add_types(node: &Node<'_>, flat: &mut FlatSchema<'_>) {
    let named = type_names(node);
    // Every part with a type has to allow null (OpenAPI 3.0.4, Schema Object, `nullable`).
    if !named.is_empty() {
        let null = node.is("nullable") || node.is("x-nullable") || named.iter().any(|name| name == "null");
        flat.solid |= !null;
        flat.nullable = !flat.solid;
    }
    if flat.types.is_empty() {
        flat.types = named;
    } else if !named.is_empty() {
        // Integers are numbers.
        let is_integer = |name: &str| name == "integer";
        let narrower = |name: &String| named.contains(name) || is_integer(name) && named.iter().any(|n| n == "number");
        let integer = flat.types.iter().any(|name| name == "number") && named.iter().any(|name| is_integer(name));
        flat.types.retain(narrower);
        flat.types.extend(integer.then(|| "integer".to_owned()));
        flat.impossible |= flat.types.is_empty();
    }
}

/// Returns the types of a part. Properties imply an object: strictly, a string would be valid as
/// well, but no author intends it.
fn type_names(node: &Node<'_>) -> Vec<String> {
    let declared: Vec<String> = match node.value.get("type") {
        Some(Value::String(name)) => vec![name.clone()],
        Some(Value::Array(all)) => all.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    let properties = node.value.get("properties").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
    if declared.is_empty() && properties { vec!["object".to_owned()] } else { declared }
}

/// Adds `enum` and `const`. Values have to be allowed by all parts.
fn add_values<'a>(node: &Node<'a>, flat: &mut FlatSchema<'a>) {
    let listed = node.value.get("enum").and_then(Value::as_array).map(|all| all.iter().collect::<Vec<_>>());
    let constant = node.value.get("const").map(|value| vec![value]);
    for values in [listed, constant].into_iter().flatten() {
        flat.values = Some(match flat.values.take() {
            None => values,
            Some(before) => before.into_iter().filter(|value| values.contains(value)).collect(),
        });
        flat.impossible |= flat.values.as_ref().is_some_and(Vec::is_empty);
    }
}
