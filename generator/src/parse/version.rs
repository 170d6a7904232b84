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

/// Help for a version that is not supported.
const VERSIONS: &str = "use Swagger 2.0 or OpenAPI 3.0, 3.1 or 3.2";

/// Reads the keyword `openapi`.
pub(super) fn version(root: &Node, file: FileId, report: &mut Report) -> Option<Version> {
    match keyword(root, file).and_then(|node| known(node, file)) {
        Ok(version) => Some(version),
        Err(diagnostic) => {
            report.add(diagnostic);
            None
        }
    }
}

/// Returns the value of `openapi`.
fn keyword(root: &Node, file: FileId) -> Result<&Node, Diagnostic> {
    let top = SourceLocation::value(file, Pointer::default());
    let Some(mapping) = root.as_mapping() else {
        let message = format!("expected an object, found {}", root.kind());
        let help = "start the description with `openapi: 3.1.0`, `info:` and `paths:`";
        return Err(version_error(Code::NotADescription, top, message, help));
    };
    if mapping.get("swagger").is_some() {
        let message = "unsupported version of Swagger".to_owned();
        return Err(version_error(Code::UnknownVersion, top.child("swagger"), message, VERSIONS));
    }
    if let Some(other) = other_format(mapping) {
        let message = format!("expected an OpenAPI description, found {other}");
        let help = "use the OpenAPI description of the API: Swagger 2.0 or OpenAPI 3.0, 3.1 or 3.2";
        return Err(version_error(Code::NotADescription, top, message, help));
    }
    mapping.get("openapi").ok_or_else(|| {
        let message = "missing keyword `openapi`".to_owned();
        let help = "add the version of OpenAPI in the first line: `openapi: 3.1.0`";
        version_error(Code::MissingKeyword, top, message, help)
    })
}

/// Returns the version that a value of `openapi` names.
fn known(node: &Node, file: FileId) -> Result<Version, Diagnostic> {
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
    found.map(|(_, version)| *version).ok_or_else(|| {
        let span = SourceLocation::value(file, Pointer::default()).child("openapi");
        let message = format!("unsupported version `{text}` of OpenAPI");
        version_error(Code::UnknownVersion, span, message, VERSIONS)
    })
}

fn version_error(code: Code, span: SourceLocation, message: String, help: &str) -> Diagnostic {
    Diagnostic { level: Level::Error, code, span, related: Vec::new(), message, help: help.to_owned() }
}
