//! Operations of Swagger 2.0: parameters are schemas themselves, bodies are parameters, and media
//! types are listed separately. Must not know OpenAPI 3.x, which has a reader of its own.

use super::description::Description;
use super::node::Node;
use super::operation::{Body, DeclaredResponse, Operation, Parameter};
use super::operation::{can_be_sent, is_free_header, is_ignored_header, merged, status_key, with_template};
use super::server::{security, swagger_server};
use super::swagger_forms::{FORM, style};

/// Reads an operation.
pub(super) fn operation<'a>(
    description: &'a Description,
    path: &str,
    item: &Node<'a>,
    method: &str,
    node: &Node<'a>,
) -> Operation<'a> {
    let root = description.root();
    let all = merged(description, item, node);
    let types = |key: &str| -> Vec<String> {
        let listed = node.get(key).or_else(|| root.get(key)).map(|types| types.items()).unwrap_or_default();
        listed.iter().filter_map(|of| of.value.as_str().map(str::to_owned)).collect()
    };
    let parameter_body = all.iter().find(|parameter| parameter.text("in") == Some("body"));
    let mut bodies = parameter_body.map(|parameter| body(parameter, types("consumes"))).unwrap_or_default();
    let form = node.get(FORM);
    bodies.extend(form.iter().flat_map(|form| form_bodies(form, &types("consumes"))));
    let needs_form = form.is_some_and(|form| form.get("required").is_some_and(|of| !of.items().is_empty()));
    Operation {
        method: method.to_owned(),
        path: path.to_owned(),
        parameters: with_template(path, all.iter().filter_map(parameter).collect()),
        bodies,
        needs_body: parameter_body.is_some_and(|parameter| parameter.is("required")) || needs_form,
        responses: responses(description, node, &types("produces")),
        server: swagger_server(&root),
        security: security(&root, node),
    }
}

/// Returns the bodies of a form: one for each form type in `consumes`, or for the type that its
/// fields need.
fn form_bodies<'a>(form: &Node<'a>, consumes: &[String]) -> Vec<Body<'a>> {
    let is_file = |property: &Node<'a>| property.text("format") == Some("binary");
    let file = form.get("properties").is_some_and(|all| all.members().iter().any(|(_, property)| is_file(property)));
    let named: Vec<String> = consumes.iter().filter(|media_type| media_type.contains("form")).cloned().collect();
    let usual = if file { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
    let types = if named.is_empty() { vec![usual.to_owned()] } else { named };
    let encoding = form.get("x-encoding").map(|all| all.members()).unwrap_or_default();
    let encoding: Vec<_> = encoding.into_iter().map(|(name, node)| (name.to_owned(), node)).collect();
    let body =
        |media_type| Body { media_type, schema: Some(form.clone()), encoding: encoding.clone(), examples: Vec::new() };
    types.into_iter().map(body).collect()
}

fn body<'a>(parameter: &Node<'a>, consumes: Vec<String>) -> Vec<Body<'a>> {
    let consumes = if consumes.is_empty() { vec!["application/json".to_owned()] } else { consumes };
    let schema = parameter.get("schema");
    consumes
        .into_iter()
        .map(|media_type| Body { media_type, schema: schema.clone(), encoding: Vec::new(), examples: Vec::new() })
        .collect()
}

fn parameter<'a>(node: &Node<'a>) -> Option<Parameter<'a>> {
    let (name, location) = (node.text("name")?, node.text("in")?);
    let in_body = matches!(location, "body" | "formData");
    if is_ignored_header(location, name) || in_body || !can_be_sent(location, name) {
        return None;
    }
    let (style, explode) = style(node.text("collectionFormat"), if location == "query" { "form" } else { "simple" });
    Some(Parameter {
        name: name.to_owned(),
        location: location.to_owned(),
        style: style.to_owned(),
        explode,
        reserved: false,
        required: node.is("required") || location == "path",
        schema: Some(node.clone()),
    })
}

fn responses<'a>(description: &'a Description, node: &Node<'a>, produces: &[String]) -> Vec<DeclaredResponse<'a>> {
    let mut all = Vec::new();
    for (status, node) in node.get("responses").map(|of| of.members()).unwrap_or_default() {
        if status.starts_with("x-") {
            continue;
        }
        let Some(node) = description.follow(&node) else { continue };
        let headers = node.get("headers").map(|of| of.members()).unwrap_or_default();
        let headers = headers.into_iter().filter(|(name, _)| is_free_header(name));
        let headers: Vec<_> = headers.map(|(name, node)| (name.to_owned(), node)).collect();
        let schema = node.get("schema");
        let types: Vec<String> = match (&schema, produces) {
            (None, _) => vec![String::new()],
            (Some(_), []) => vec!["application/json".to_owned()],
            (Some(_), all) => all.to_vec(),
        };
        let example = |media_type: &str| node.get("examples").and_then(|of| of.get(media_type));
        all.extend(types.into_iter().map(|media_type| DeclaredResponse {
            examples: example(&media_type).into_iter().collect(),
            status: status_key(status),
            media_type,
            schema: schema.clone(),
            headers: headers.clone(),
        }));
    }
    all
}
