//! Rewrites a Swagger 2.0 document before it is read: the fields of forms become a schema, and
//! discriminators are spelled as in OpenAPI 3.0. Works on plain JSON. Must not know references to
//! other files.

use serde_json::{Map, Value, json};

/// The key of the schema that [`merge_forms`] adds to an operation. Its encodings are under
/// `x-encoding`.
pub(super) const FORM: &str = "x-form";

/// Spells discriminators, which are property names in Swagger 2.0, as OpenAPI 3.0 does.
pub(super) fn convert_discriminators(root: &mut Value) {
    let definitions = root.get_mut("definitions").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
    for schema in definitions {
        convert_discriminator(schema);
        let parts = schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten();
        parts.for_each(convert_discriminator);
    }
}

fn convert_discriminator(schema: &mut Value) {
    if let Some(discriminator @ Value::String(_)) = schema.get_mut("discriminator") {
        *discriminator = json!({"propertyName": discriminator.take()});
    }
}

/// Merges the form fields (`in: formData`) of each operation into the schema of an object.
pub(super) fn merge_forms(root: &mut Value) {
    let shared = root.get("parameters").cloned().unwrap_or_default();
    let items = root.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
    for item in items.filter_map(Value::as_object_mut) {
        let common = item.get("parameters").cloned().unwrap_or_default();
        for (_, operation) in item.iter_mut().filter(|(key, _)| *key != "parameters") {
            let Some(operation) = operation.as_object_mut() else { continue };
            let own = operation.get("parameters").cloned().unwrap_or_default();
            let all = [&common, &own].into_iter().filter_map(Value::as_array).flatten();
            let fields: Vec<&Value> = all.filter_map(|parameter| field(parameter, &shared)).collect();
            if !fields.is_empty() {
                operation.insert(FORM.to_owned(), form(&fields));
            }
        }
    }
}

fn field<'v>(parameter: &'v Value, shared: &'v Value) -> Option<&'v Value> {
    let reference = parameter.get("$ref").and_then(Value::as_str);
    let named = reference.and_then(|reference| shared.get(reference.strip_prefix("#/parameters/")?));
    named.or(Some(parameter)).filter(|field| field.get("in").and_then(Value::as_str) == Some("formData"))
}

/// Returns a schema of all fields. Arrays get an Encoding Object for their `collectionFormat`.
fn form(fields: &[&Value]) -> Value {
    let (mut properties, mut encoding, mut required) = (Map::new(), Map::new(), Vec::new());
    for field in fields {
        let (Some(name), Some(members)) = (field.get("name").and_then(Value::as_str), field.as_object()) else {
            continue;
        };
        properties.insert(name.to_owned(), Value::Object(schema(members)));
        let (style, explode) = style(field.get("collectionFormat").and_then(Value::as_str), "form");
        if field.get("type") == Some(&json!("array")) {
            encoding.insert(name.to_owned(), json!({"style": style, "explode": explode}));
        }
        // A field of the operation overrides that of the path item.
        required.retain(|known| *known != name);
        required.extend((field.get("required") == Some(&Value::Bool(true))).then_some(name));
    }
    json!({"type": "object", "properties": properties, "required": required, "x-encoding": encoding})
}

/// Returns the schema of a field, which Swagger 2.0 writes into the parameter itself.
fn schema(members: &Map<String, Value>) -> Map<String, Value> {
    if members.get("type") == Some(&json!("file")) {
        return Map::from_iter([("type".to_owned(), json!("string")), ("format".to_owned(), json!("binary"))]);
    }
    let mut schema = members.clone();
    schema.retain(|key, _| !["in", "name", "required", "collectionFormat", "description"].contains(&key.as_str()));
    schema
}

/// Returns style and explode of OpenAPI 3.0 for a `collectionFormat`.
pub(super) fn style(format: Option<&str>, usual: &'static str) -> (&'static str, bool) {
    match format {
        Some("multi") => ("form", true),
        Some("ssv") => ("spaceDelimited", false),
        Some("pipes") => ("pipeDelimited", false),
        Some("tsv") => ("tabDelimited", false),
        Some(_) | None => (usual, false),
    }
}
