//! The version of OpenAPI in which a description is written. Must not know other keywords.

use super::node::Node;
use crate::report::{Code, Diagnostic, FileId, Level, Pointer, Report, SourceLocation};

/// A version of OpenAPI with its own rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.x
    V30,
    /// 3.1.x
    V31,
    /// 3.2.x
    V32,
}

/// Returns `true` for Swagger 2.0.
pub(super) fn is_swagger(root: &super::node::Mapping) -> bool {
    match root.get("swagger") {
        Some(Node::String(text)) => text == "2.0",
        Some(Node::Number(text)) => matches!(&**text, "2" | "2.0"),
        Some(Node::Null | Node::Bool(_) | Node::Sequence(_) | Node::Mapping(_)) | None => false,
    }
}

/// Returns the name of another format that is often mistaken for an OpenAPI description.
fn other_format(root: &super::node::Mapping) -> Option<&'static str> {
    const KEYS: [(&str, &str); 5] = [
        ("asyncapi", "an AsyncAPI description"),
        ("arazzo", "an Arazzo description"),
        ("overlay", "an OpenAPI Overlay, which is an argument of `--overlay`"),
        ("$schema", "a JSON Schema"),
        ("swaggerVersion", "a Swagger description of a version before 2.0"),
    ];
    if root.get("openapi").is_some() {
        return None;
    }
    let postman = root.get("info").and_then(Node::as_mapping).is_some_and(|info| info.get("_postman_id").is_some());
    let found = KEYS.iter().find(|(key, _)| root.get(key).is_some()).map(|(_, message)| *message);
    if postman { Some("a Postman collection") } else { found }
}

/// Reads the keyword `openapi`.
pub(super) fn version(root: &Node, file: FileId, report: &mut Report) -> Option<Version> {
    let top = SourceLocation::value(file, Pointer::default());
    let Some(mapping) = root.as_mapping() else {
        report.add(version_error(
            Code::NotADescription,
            top,
            format!("expected an object, found {}", root.kind()),
            "start the description with `openapi: 3.1.0`, `info:` and `paths:`",
        ));
        return None;
    };
    if mapping.get("swagger").is_some() {
        report.add(version_error(
            Code::UnknownVersion,
            top.child("swagger"),
            "unsupported version of Swagger".to_owned(),
            "use Swagger 2.0 or OpenAPI 3.0, 3.1 or 3.2",
        ));
        return None;
    }
    if let Some(other) = other_format(mapping) {
        let help = "use the OpenAPI description of the API: Swagger 2.0 or OpenAPI 3.0, 3.1 or 3.2";
        report.add(version_error(
            Code::NotADescription,
            top,
            format!("expected an OpenAPI description, found {other}"),
            help,
        ));
        return None;
    }
    let Some(node) = mapping.get("openapi") else {
        report.add(version_error(
            Code::MissingKeyword,
            top,
            "missing keyword `openapi`".to_owned(),
            "add the version of OpenAPI in the first line: `openapi: 3.1.0`",
        ));
        return None;
    };
    let text = match node {
        Node::String(text) => text.as_str(),
        Node::Number(text) => text,
        Node::Null | Node::Bool(_) | Node::Sequence(_) | Node::Mapping(_) => "",
    };
    let known = [("3.0", Version::V30), ("3.1", Version::V31), ("3.2", Version::V32)];
    let found = known
        .iter()
        .find(|(prefix, _)| text == *prefix || text.strip_prefix(prefix).is_some_and(|r| r.starts_with('.')))
        // `openapi: 3.0` without quotes is a number.
        .or_else(|| known.first().filter(|_| matches!(node, Node::Number(text) if &**text == "3")));
    if found.is_none() {
        let span = top.child("openapi");
        report.add(version_error(
            Code::UnknownVersion,
            span,
            format!("unsupported version `{text}` of OpenAPI"),
            "use Swagger 2.0 or OpenAPI 3.0, 3.1 or 3.2",
        ));
    }
    found.map(|(_, version)| *version)
}

fn version_error(code: Code, span: SourceLocation, message: String, help: &str) -> Diagnostic {
    Diagnostic { level: Level::Error, code, span, related: Vec::new(), message, help: help.to_owned() }
}
