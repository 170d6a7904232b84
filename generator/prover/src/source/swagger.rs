//! Operations of Swagger 2.0: parameters are schemas of their own, bodies are parameters, media types stand apart.

use serde_json::{Map, Value, json};

use super::operations::{Answer, Body, Operation, Parameter, can_be_sent, may_come, merged, security};
use super::{Description, Node};

pub(super) fn operation<'a>(
    of: &'a Description,
    root: &Node<'a>,
    path: &str,
    item: &Node<'a>,
    method: &str,
    node: &Node<'a>,
) -> Operation<'a> {
    let all = merged(of, item, node);
    let types = |key: &str| -> Vec<String> {
        let said = node.get(key).or_else(|| root.get(key)).map(|of| of.items()).unwrap_or_default();
        said.iter().filter_map(|of| of.value.as_str().map(str::to_owned)).collect()
    };
    let own = all.iter().find(|of| of.text("in") == Some("body"));
    let mut bodies = own.map(|own| body(own, types("consumes"))).unwrap_or_default();
    let form = node.get(FORM);
    bodies.extend(form.iter().flat_map(|form| form_bodies(form, &types("consumes"))));
    let needs_form = form.is_some_and(|form| form.get("required").is_some_and(|of| !of.items().is_empty()));
    Operation {
        method: method.to_owned(),
        path: path.to_owned(),
        parameters: super::operations::with_template(path, all.iter().filter_map(parameter).collect()),
        bodies,
        needs_body: own.is_some_and(|own| own.is("required")) || needs_form,
        answers: answers(of, node, &types("produces")),
        server: server(root),
        security: security(root, node),
    }
}

/// Where the form of an operation stands once [`forms`] put it there: a schema, with its encodings beside.
const FORM: &str = "x-form";

/// Spells discriminators, which are the names of properties here, as 3.0 does.
pub(super) fn discriminators(root: &mut Value) {
    let definitions = root.get_mut("definitions").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
    for schema in definitions {
        spell(schema);
        let parts = schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten();
        parts.for_each(spell);
    }
}

fn spell(schema: &mut Value) {
    if let Some(discriminator @ Value::String(_)) = schema.get_mut("discriminator") {
        *discriminator = json!({"propertyName": discriminator.take()});
    }
}

/// Puts the fields of forms (`in: formData`) together, as a schema of an object in each operation.
pub(super) fn forms(root: &mut Value) {
    let shared = root.get("parameters").cloned().unwrap_or_default();
    let items = root.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
    for item in items.filter_map(Value::as_object_mut) {
        let common = item.get("parameters").cloned().unwrap_or_default();
        for (_, operation) in item.iter_mut().filter(|(key, _)| *key != "parameters") {
            let Some(operation) = operation.as_object_mut() else { continue };
            let own = operation.get("parameters").cloned().unwrap_or_default();
            let all = [&common, &own].into_iter().filter_map(Value::as_array).flatten();
            let fields: Vec<&Value> = all.filter_map(|of| field(of, &shared)).collect();
            if !fields.is_empty() {
                operation.insert(FORM.to_owned(), form(&fields));
            }
        }
    }
}

fn field<'v>(parameter: &'v Value, shared: &'v Value) -> Option<&'v Value> {
    let reference = parameter.get("$ref").and_then(Value::as_str);
    let named = reference.and_then(|of| shared.get(of.strip_prefix("#/parameters/")?));
    named.or(Some(parameter)).filter(|of| of.get("in").and_then(Value::as_str) == Some("formData"))
}

/// A schema of all fields; lists with their `collectionFormat` in the words of 3.0.
fn form(fields: &[&Value]) -> Value {
    let (mut properties, mut encoding, mut required) = (Map::new(), Map::new(), Vec::new());
    for field in fields {
        let (Some(name), Some(members)) = (field.get("name").and_then(Value::as_str), field.as_object()) else {
            continue;
        };
        let mut schema = members.clone();
        schema.retain(|key, _| !["in", "name", "required", "collectionFormat", "description"].contains(&key.as_str()));
        if schema.get("type") == Some(&json!("file")) {
            schema = Map::from_iter([("type".to_owned(), json!("string")), ("format".to_owned(), json!("binary"))]);
        }
        properties.insert(name.to_owned(), Value::Object(schema));
        let (style, explode) = style(field.get("collectionFormat").and_then(Value::as_str), "form");
        if field.get("type") == Some(&json!("array")) {
            encoding.insert(name.to_owned(), json!({"style": style, "explode": explode}));
        }
        // One of the operation stands for that of its path.
        required.retain(|of| *of != name);
        required.extend((field.get("required") == Some(&Value::Bool(true))).then_some(name));
    }
    json!({"type": "object", "properties": properties, "required": required, "x-encoding": encoding})
}

/// The bodies of a form: of the media types that are named those of forms, else what its fields ask for.
fn form_bodies<'a>(form: &Node<'a>, consumes: &[String]) -> Vec<Body<'a>> {
    let file = form
        .get("properties")
        .is_some_and(|all| all.members().iter().any(|(_, of)| of.text("format") == Some("binary")));
    let named: Vec<String> = consumes.iter().filter(|of| of.contains("form")).cloned().collect();
    let usual = if file { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
    let types = if named.is_empty() { vec![usual.to_owned()] } else { named };
    let encoding = form.get("x-encoding").map(|all| all.members()).unwrap_or_default();
    let encoding: Vec<_> = encoding.into_iter().map(|(name, node)| (name.to_owned(), node)).collect();
    let body =
        |media_type| Body { media_type, schema: Some(form.clone()), encoding: encoding.clone(), examples: Vec::new() };
    types.into_iter().map(body).collect()
}

fn body<'a>(own: &Node<'a>, consumes: Vec<String>) -> Vec<Body<'a>> {
    let consumes = if consumes.is_empty() { vec!["application/json".to_owned()] } else { consumes };
    let schema = own.get("schema");
    consumes
        .into_iter()
        .map(|media_type| Body { media_type, schema: schema.clone(), encoding: Vec::new(), examples: Vec::new() })
        .collect()
}

/// A `collectionFormat` in the words of 3.0: style and explode.
fn style(format: Option<&str>, usual: &'static str) -> (&'static str, bool) {
    match format {
        Some("multi") => ("form", true),
        Some("ssv") => ("spaceDelimited", false),
        Some("pipes") => ("pipeDelimited", false),
        Some("tsv") => ("tabDelimited", false),
        Some(_) | None => (usual, false),
    }
}

fn parameter<'a>(node: &Node<'a>) -> Option<Parameter<'a>> {
    let (name, place) = (node.text("name")?, node.text("in")?);
    // As from 3.0 on, these three are said elsewhere.
    let elsewhere =
        place == "header" && ["accept", "content-type", "authorization"].contains(&name.to_lowercase().as_str());
    if elsewhere || matches!(place, "body" | "formData") || !can_be_sent(place, name) {
        return None;
    }
    let (style, explode) = style(node.text("collectionFormat"), if place == "query" { "form" } else { "simple" });
    Some(Parameter {
        name: name.to_owned(),
        place: place.to_owned(),
        style: style.to_owned(),
        explode,
        reserved: false,
        required: node.is("required") || place == "path",
        schema: Some(node.clone()),
    })
}

fn answers<'a>(of: &'a Description, node: &Node<'a>, produces: &[String]) -> Vec<Answer<'a>> {
    let mut all = Vec::new();
    for (status, node) in node.get("responses").map(|of| of.members()).unwrap_or_default() {
        if status.starts_with("x-") {
            continue;
        }
        let Some(node) = of.follow(&node) else { continue };
        let headers = node.get("headers").map(|of| of.members()).unwrap_or_default();
        let headers = headers.into_iter().filter(|(name, _)| may_come(name));
        let headers: Vec<_> = headers.map(|(name, node)| (name.to_owned(), node)).collect();
        let schema = node.get("schema");
        let types: Vec<String> = match (&schema, produces) {
            (None, _) => vec![String::new()],
            (Some(_), []) => vec!["application/json".to_owned()],
            (Some(_), all) => all.to_vec(),
        };
        let example = |media_type: &str| node.get("examples").and_then(|of| of.get(media_type));
        all.extend(types.into_iter().map(|media_type| Answer {
            examples: example(&media_type).into_iter().collect(),
            status: super::operations::status_key(status),
            media_type,
            schema: schema.clone(),
            headers: headers.clone(),
        }));
    }
    all
}

pub(super) fn server(root: &Node<'_>) -> String {
    let schemes = root.get("schemes").map(|of| of.items()).unwrap_or_default();
    let all: Vec<&str> = schemes.iter().filter_map(|of| of.value.as_str()).collect();
    let scheme = if all.contains(&"https") || all.is_empty() { "https" } else { "http" };
    match root.text("host") {
        Some(host) => format!("{scheme}://{host}{}", root.text("basePath").unwrap_or_default()),
        None => String::new(),
    }
}
