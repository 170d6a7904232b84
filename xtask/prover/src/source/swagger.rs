//! Operations of Swagger 2.0: parameters are schemas of their own, bodies are parameters, media types stand apart.

use super::operations::{Answer, Body, Operation, Parameter, merged, security};
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
    let bodies = own.map(|own| body(own, types("consumes"))).unwrap_or_default();
    Operation {
        method: method.to_owned(),
        path: path.to_owned(),
        parameters: super::operations::with_template(path, all.iter().filter_map(parameter).collect()),
        bodies,
        needs_body: own.is_some_and(|own| own.is("required")),
        answers: answers(of, node, &types("produces")),
        server: server(root),
        security: security(root, node),
    }
}

fn body<'a>(own: &Node<'a>, consumes: Vec<String>) -> Vec<Body<'a>> {
    let consumes = if consumes.is_empty() { vec!["application/json".to_owned()] } else { consumes };
    let schema = own.get("schema");
    consumes
        .into_iter()
        .map(|media_type| Body { media_type, schema: schema.clone(), encoding: Vec::new(), examples: Vec::new() })
        .collect()
}

fn parameter<'a>(node: &Node<'a>) -> Option<Parameter<'a>> {
    let (name, place) = (node.text("name")?, node.text("in")?);
    // As from 3.0 on, these three are said elsewhere.
    let elsewhere =
        place == "header" && ["accept", "content-type", "authorization"].contains(&name.to_lowercase().as_str());
    if elsewhere || matches!(place, "body" | "formData") {
        return None;
    }
    let usual = if place == "query" { "form" } else { "simple" };
    let (style, explode) = match node.text("collectionFormat") {
        Some("multi") => ("form", true),
        Some("ssv") => ("spaceDelimited", false),
        Some("pipes") => ("pipeDelimited", false),
        Some("tsv") => ("tabDelimited", false),
        _ => (usual, false),
    };
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
        let headers: Vec<_> = headers.into_iter().map(|(name, node)| (name.to_owned(), node)).collect();
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
