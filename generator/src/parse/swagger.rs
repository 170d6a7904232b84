//! Converts Swagger 2.0 to OpenAPI 3.0, from tree to tree. Later phases do not know 2.0.
//!
//! Interpretations: a `formData` parameter of type `file` makes the form multipart, unless
//! `consumes` names a media type; without `produces` and `consumes`, bodies are JSON; `x-nullable`
//! is `nullable`. Must not know what is generated.

mod builder;
mod security;

use super::node::{Mapping, Node};
use builder::{Out, entry, text, texts};
use security::scheme;

/// Converts a whole description.
pub(super) fn converted(root: &Mapping) -> Node {
    let swagger = Swagger { root, consumes: texts(root.get("consumes")), produces: texts(root.get("produces")) };
    let mut out = Out::default();
    out.put("openapi", text("3.0.3"));
    for (key, value) in root.iter() {
        match key {
            "info" | "tags" | "externalDocs" | "security" => out.put(key, value.clone()),
            "paths" => out.put(key, swagger.paths(value)),
            key if key.starts_with("x-") => out.put(key, value.clone()),
            _ => {}
        }
    }
    out.put("servers", swagger.servers());
    out.put("components", swagger.components());
    out.node()
}

struct Swagger<'a> {
    root: &'a Mapping,
    consumes: Vec<String>,
    produces: Vec<String>,
}

impl<'a> Swagger<'a> {
    fn servers(&self) -> Node {
        let host = self.root.get("host").and_then(Node::as_str).unwrap_or_default();
        let base = self.root.get("basePath").and_then(Node::as_str).unwrap_or_default().trim_end_matches('/');
        let schemes = texts(self.root.get("schemes"));
        let secure = schemes.is_empty() || schemes.iter().any(|scheme| scheme == "https");
        let scheme = if secure { "https" } else { "http" };
        let url = match (host, base) {
            ("", "") => "/".to_owned(),
            ("", base) => base.to_owned(),
            (host, base) => format!("{scheme}://{host}{base}"),
        };
        let mut server = Out::default();
        server.put("url", Node::String(url));
        if let Some(env) = self.root.get("x-env") {
            server.put("x-env", env.clone());
        }
        Node::Sequence(vec![server.node()])
    }

    fn components(&self) -> Node {
        let mut out = Out::default();
        if let Some(definitions) = self.root.get("definitions") {
            out.put("schemas", each(definitions, &|node| schema(node)));
        }
        if let Some(parameters) = self.root.get("parameters") {
            out.put("parameters", each(parameters, &|node| parameter(node)));
        }
        if let Some(responses) = self.root.get("responses") {
            out.put("responses", each(responses, &|node| response(node, &self.produces)));
        }
        if let Some(schemes) = self.root.get("securityDefinitions") {
            out.put("securitySchemes", each(schemes, &scheme));
        }
        out.node()
    }

    fn paths(&self, paths: &Node) -> Node {
        each(paths, &|item| {
            let Some(map) = item.as_mapping() else { return item.clone() };
            let shared = map.get("parameters").and_then(Node::as_sequence).unwrap_or_default();
            let mut out = Out::default();
            for (key, value) in map.iter() {
                match (key, value.as_mapping()) {
                    ("parameters", _) => {
                        let plain = shared.iter().filter(|node| self.goes_in_body(node).is_none());
                        out.put(key, Node::Sequence(plain.map(parameter).collect()));
                    }
                    ("get" | "put" | "post" | "delete" | "options" | "head" | "patch", Some(operation)) => {
                        out.put(key, self.operation(operation, shared));
                    }
                    (_, _) => out.put(key, rewritten(value)),
                }
            }
            out.node()
        })
    }

    /// Returns a parameter, or the target of a reference to one, if it is part of the body.
    fn goes_in_body(&self, node: &'a Node) -> Option<&'a Mapping> {
        let mut map = node.as_mapping()?;
        if let Some(name) = map.get("$ref").and_then(Node::as_str).and_then(|text| text.strip_prefix("#/parameters/")) {
            map = self.root.get("parameters")?.as_mapping()?.get(name)?.as_mapping()?;
        }
        matches!(map.get("in").and_then(Node::as_str), Some("body" | "formData")).then_some(map)
    }

    fn operation(&self, map: &'a Mapping, shared: &'a [Node]) -> Node {
        let own = map.get("parameters").and_then(Node::as_sequence).unwrap_or_default();
        let or = |key, all: &[String]| if map.get(key).is_some() { texts(map.get(key)) } else { all.to_vec() };
        let (consumes, produces) = (or("consumes", &self.consumes), or("produces", &self.produces));
        let mut out = Out::default();
        for (key, value) in map.iter() {
            match key {
                "parameters" => {
                    let plain = own.iter().filter(|node| self.goes_in_body(node).is_none());
                    out.put(key, Node::Sequence(plain.map(parameter).collect()));
                }
                "responses" => out.put(key, each(value, &|node| response(node, &produces))),
                "consumes" | "produces" | "schemes" => {}
                _ => out.put(key, rewritten(value)),
            }
        }
        let in_body: Vec<&Mapping> = own.iter().chain(shared).filter_map(|node| self.goes_in_body(node)).collect();
        if let Some(body) = body(&in_body, &consumes) {
            out.put("requestBody", body);
        }
        out.node()
    }
}

/// Converts every value of a mapping except extensions.
fn each(node: &Node, convert: &dyn Fn(&Node) -> Node) -> Node {
    let Some(map) = node.as_mapping() else { return node.clone() };
    let mut out = Out::default();
    for (key, value) in map.iter() {
        out.put(key, if key.starts_with("x-") { value.clone() } else { convert(value) });
    }
    out.node()
}

/// Converts references to the new locations of their targets.
fn rewritten(node: &Node) -> Node {
    match node {
        Node::Mapping(map) => {
            let mut out = Out::default();
            for (key, value) in map.iter() {
                match (key, value) {
                    ("$ref", Node::String(reference)) => out.put(key, Node::String(moved(reference))),
                    (_, value) => out.put(key, rewritten(value)),
                }
            }
            out.node()
        }
        Node::Sequence(items) => Node::Sequence(items.iter().map(rewritten).collect()),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => node.clone(),
    }
}

fn moved(reference: &str) -> String {
    let prefixes = [
        ("#/definitions/", "#/components/schemas/"),
        ("#/parameters/", "#/components/parameters/"),
        ("#/responses/", "#/components/responses/"),
    ];
    let found = prefixes.iter().find_map(|(old, new)| Some((new, reference.split_once(old)?)));
    found.map_or_else(|| reference.to_owned(), |(new, (file, rest))| format!("{file}{new}{rest}"))
}

/// Converts a Schema Object.
fn schema(node: &Node) -> Node {
    match node {
        Node::Mapping(map) => {
            let mut out = Out::default();
            for (key, value) in map.iter() {
                match (key, value) {
                    ("$ref", Node::String(reference)) => out.put(key, Node::String(moved(reference))),
                    ("x-nullable", Node::Bool(_)) => out.put("nullable", value.clone()),
                    ("discriminator", Node::String(_)) => out.put(key, entry("propertyName", value.clone())),
                    ("type", Node::String(name)) if name == "file" => {
                        out.put("type", text("string"));
                        out.put("format", text("binary"));
                    }
                    ("example" | "default" | "enum", value) => out.put(key, value.clone()),
                    // These keys are names, never keywords.
                    ("properties", Node::Mapping(properties)) => {
                        let all = properties.iter().map(|(name, of)| (name.to_owned(), schema(of)));
                        out.put(key, Out(all.collect()).node());
                    }
                    (_, value) => out.put(key, schema(value)),
                }
            }
            out.node()
        }
        Node::Sequence(items) => Node::Sequence(items.iter().map(schema).collect()),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => node.clone(),
    }
}

/// Returns the type of a parameter or header as a Schema Object.
fn own_schema(map: &Mapping) -> Node {
    let mut out = Out::default();
    for (key, value) in map.iter() {
        let is_other =
            matches!(key, "name" | "in" | "description" | "required" | "collectionFormat" | "allowEmptyValue");
        if !is_other && !key.starts_with("x-") || key == "x-nullable" {
            out.put(key, value.clone());
        }
    }
    schema(&out.node())
}

fn parameter(node: &Node) -> Node {
    let Some(map) = node.as_mapping() else { return node.clone() };
    if map.get("$ref").is_some() {
        return rewritten(node);
    }
    let mut out = Out::default();
    for key in ["name", "in", "description", "required", "deprecated", "x-rust-name"] {
        if let Some(value) = map.get(key) {
            out.put(key, value.clone());
        }
    }
    let location = map.get("in").and_then(Node::as_str).unwrap_or_default();
    if matches!(map.get("type").and_then(Node::as_str), Some("array")) {
        collection_format(map.get("collectionFormat").and_then(Node::as_str), location, &mut out);
    }
    out.put("schema", own_schema(map));
    out.node()
}

/// Converts `collectionFormat` to `style` and `explode`. Formats without an equivalent in OpenAPI 3
/// keep their name of 2.0, with a prefix that no style has.
fn collection_format(format: Option<&str>, location: &str, out: &mut Out) {
    let (style, explode) = match (format.unwrap_or("csv"), location) {
        ("multi", "query") => ("form", true),
        ("ssv", "query") => ("spaceDelimited", false),
        ("pipes", "query") => ("pipeDelimited", false),
        ("ssv", _) => ("collectionFormat ssv", false),
        ("pipes", _) => ("collectionFormat pipes", false),
        ("tsv", _) => ("collectionFormat tsv", false),
        ("multi", _) => ("collectionFormat multi", false),
        (_, "query") => ("form", false),
        (_, _) => return,
    };
    out.put("style", text(style));
    out.put("explode", Node::Bool(explode));
}

fn response(node: &Node, produces: &[String]) -> Node {
    let Some(map) = node.as_mapping() else { return node.clone() };
    if map.get("$ref").is_some() {
        return rewritten(node);
    }
    let mut out = Out::default();
    out.put("description", map.get("description").cloned().unwrap_or_else(|| text("")));
    if let Some(of) = map.get("schema") {
        out.put("content", content(&schema(of), produces));
    }
    if let Some(headers) = map.get("headers").and_then(Node::as_mapping) {
        let mut all = Out::default();
        headers.iter().for_each(|(name, node)| all.put(name, header(node)));
        out.put("headers", all.node());
    }
    out.node()
}

fn header(node: &Node) -> Node {
    let Some(map) = node.as_mapping() else { return node.clone() };
    let mut out = Out::default();
    if let Some(words) = map.get("description") {
        out.put("description", words.clone());
    }
    // OpenAPI 3 separates the items of a header by commas: other formats stay a string.
    let commas = matches!(map.get("collectionFormat").and_then(Node::as_str), None | Some("csv"));
    out.put("schema", if commas { own_schema(map) } else { entry("type", text("string")) });
    out.node()
}

/// Returns a Media Type Object for each media type.
fn content(schema: &Node, types: &[String]) -> Node {
    let mut out = Out::default();
    let file = schema.as_mapping().is_some_and(|map| map.get("format").and_then(Node::as_str) == Some("binary"));
    match (types, file) {
        ([], true) => out.put("application/octet-stream", entry("schema", schema.clone())),
        ([], false) => out.put("application/json", entry("schema", schema.clone())),
        (types, _) => types.iter().for_each(|of| out.put(of, entry("schema", schema.clone()))),
    }
    out.node()
}

fn body(in_body: &[&Mapping], consumes: &[String]) -> Option<Node> {
    in_body.first()?;
    let mut out = Out::default();
    let whole = in_body.iter().find(|map| map.get("in").and_then(Node::as_str) == Some("body"));
    if let Some(map) = whole {
        for key in ["description", "required"] {
            if let Some(value) = map.get(key) {
                out.put(key, value.clone());
            }
        }
        let of = map.get("schema").map_or_else(|| Out::default().node(), schema);
        let json: Vec<String> = consumes.iter().filter(|of| !of.contains("form")).cloned().collect();
        out.put("content", content(&of, &json));
        return Some(out.node());
    }
    let required = in_body.iter().any(|map| map.get("required") == Some(&Node::Bool(true)));
    out.put("required", Node::Bool(required));
    let file = in_body.iter().any(|map| map.get("type").and_then(Node::as_str) == Some("file"));
    let multipart = file || consumes.first().is_some_and(|of| of.starts_with("multipart/"));
    let media = if multipart { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
    out.put("content", entry(media, form(in_body)));
    Some(out.node())
}

/// Returns the schema of a form, and the encodings of its arrays.
fn form(in_body: &[&Mapping]) -> Node {
    let (mut properties, mut required, mut encodings) = (Out::default(), Vec::new(), Out::default());
    for map in in_body {
        let Some(name) = map.get("name").and_then(Node::as_str) else { continue };
        let Node::Mapping(own) = own_schema(map) else { continue };
        let mut property = Out(own.iter().map(|(key, value)| (key.to_owned(), value.clone())).collect());
        if let Some(description) = map.get("description") {
            property.put("description", description.clone());
        }
        properties.put(name, property.node());
        if map.get("required") == Some(&Node::Bool(true)) {
            required.push(text(name));
        }
        if matches!(map.get("type").and_then(Node::as_str), Some("array")) {
            let mut encoding = Out::default();
            collection_format(map.get("collectionFormat").and_then(Node::as_str), "query", &mut encoding);
            encodings.put(name, encoding.node());
        }
    }
    let mut schema = Out::default();
    schema.put("type", text("object"));
    schema.put("properties", properties.node());
    schema.put("required", Node::Sequence(required));
    let mut out = Out::default();
    out.put("schema", schema.node());
    if !encodings.0.is_empty() {
        out.put("encoding", encodings.node());
    }
    out.node()
}
