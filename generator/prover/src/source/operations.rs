//! Operations of OpenAPI 3.x, with everything that path items and the root add to them. Must not
//! know Swagger 2.0, which has a reader of its own.

use serde_json::Value;

use super::description::{Description, Version};
use super::node::Node;
use super::operation::{Body, DeclaredResponse, Operation, Parameter};
use super::operation::{can_be_sent, is_free_header, is_ignored_header, merged, status_key, with_template};
use super::server::{first_server, security};
use super::swagger;

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Reads all operations of a description.
#[must_use]
pub fn operations(description: &Description) -> Vec<Operation<'_>> {
    let root = description.root();
    let mut all = Vec::new();
    for (path, item) in root.get("paths").map(|paths| paths.members()).unwrap_or_default() {
        if path.starts_with("x-") {
            continue;
        }
        let Some(item) = description.follow(&item) else { continue };
        let named = METHODS.iter().filter_map(|method| Some(((*method).to_owned(), item.get(method)?)));
        let more = item.get("additionalOperations").map(|more| more.members()).unwrap_or_default();
        for (method, node) in named.chain(more.into_iter().map(|(method, node)| (method.to_owned(), node))) {
            if node.value.is_object() {
                all.push(operation(description, path, &item, &method.to_uppercase(), &node));
            }
        }
    }
    all
}

fn operation<'a>(
    description: &'a Description,
    path: &str,
    item: &Node<'a>,
    method: &str,
    node: &Node<'a>,
) -> Operation<'a> {
    if description.version == Version::Swagger {
        return swagger::operation(description, path, item, method, node);
    }
    let root = description.root();
    let request_body = node.get("requestBody").and_then(|body| description.follow(&body));
    let content = request_body.as_ref().and_then(|body| description.follow(&body.get("content")?));
    let bodies = content.map(|content| content.members()).unwrap_or_default();
    let parameters = merged(description, item, node);
    Operation {
        method: method.to_owned(),
        path: path.to_owned(),
        parameters: with_template(path, parameters.iter().filter_map(parameter).collect()),
        bodies: bodies.into_iter().map(|(media_type, node)| body(description, media_type, &node)).collect(),
        needs_body: request_body.is_some_and(|body| body.is("required")),
        responses: responses(description, node),
        server: [node, item, &root].into_iter().find_map(first_server).unwrap_or_default(),
        security: security(&root, node),
    }
}

fn parameter<'a>(node: &Node<'a>) -> Option<Parameter<'a>> {
    let (name, location) = (node.text("name")?, node.text("in")?);
    if is_ignored_header(location, name) || !can_be_sent(location, name) {
        return None;
    }
    let content = node.get("content").and_then(|content| content.members().into_iter().next());
    let schema = match &content {
        Some((_, media)) => media.get("schema"),
        None => node.get("schema"),
    };
    let usual = match location {
        "query" | "cookie" => "form",
        _ => "simple",
    };
    let style = match &content {
        Some((media, _)) if media.contains("json") => "json",
        Some((media, _)) if media.contains("urlencoded") => "urlencoded",
        Some(_) => "text",
        None => node.text("style").unwrap_or(usual),
    };
    let explode = node.value.get("explode").and_then(Value::as_bool).unwrap_or(matches!(style, "form" | "cookie"));
    Some(Parameter {
        name: name.to_owned(),
        location: location.to_owned(),
        style: style.to_owned(),
        explode,
        reserved: node.is("allowReserved"),
        required: node.is("required") || location == "path",
        schema,
    })
}

fn body<'a>(description: &'a Description, media_type: &str, node: &Node<'a>) -> Body<'a> {
    let node = description.follow(node).unwrap_or_else(|| node.clone());
    let encoding = node.get("encoding").map(|of| of.members()).unwrap_or_default();
    Body {
        media_type: media_type.to_owned(),
        schema: node.get("schema"),
        encoding: encoding.into_iter().map(|(name, node)| (name.to_owned(), node)).collect(),
        examples: examples(description, &node),
    }
}

fn responses<'a>(description: &'a Description, node: &Node<'a>) -> Vec<DeclaredResponse<'a>> {
    let mut all = Vec::new();
    for (status, node) in node.get("responses").map(|of| of.members()).unwrap_or_default() {
        if status.starts_with("x-") {
            continue;
        }
        let Some(node) = description.follow(&node) else { continue };
        let headers = headers(description, &node);
        let content = node.get("content").and_then(|content| description.follow(&content));
        let content = content.map(|content| content.members()).unwrap_or_default();
        let response = |media_type: &str, schema, examples| DeclaredResponse {
            status: status_key(status),
            media_type: media_type.to_owned(),
            schema,
            examples,
            headers: headers.clone(),
        };
        if content.is_empty() {
            all.push(response("", None, Vec::new()));
        }
        for (media_type, media) in content {
            let media = description.follow(&media).unwrap_or(media);
            all.push(response(media_type, media.get("schema"), examples(description, &media)));
        }
    }
    all
}

fn headers<'a>(description: &'a Description, node: &Node<'a>) -> Vec<(String, Node<'a>)> {
    let all = node.get("headers").map(|of| of.members()).unwrap_or_default();
    let all = all.into_iter().filter(|(name, _)| is_free_header(name));
    all.filter_map(|(name, node)| Some((name.to_owned(), description.follow(&node)?.get("schema")?))).collect()
}

/// Returns the examples of a Media Type Object: `example`, and the values of `examples`.
fn examples<'a>(description: &'a Description, media: &Node<'a>) -> Vec<Node<'a>> {
    let single = media.get("example");
    let several = media.get("examples").map(|all| all.members()).unwrap_or_default();
    let values = several.into_iter().filter_map(|(_, node)| description.follow(&node)?.get("value"));
    single.into_iter().chain(values).collect()
}
