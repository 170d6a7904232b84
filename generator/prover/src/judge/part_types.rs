//! The default media types of parts, and their contents (Encoding Object, `contentType`). Must not
//! know whole forms.

use serde_json::Value;

use super::multipart::Part;
use super::serialized::{is_json_of, percent_decode, represents, represents_list};
use crate::media_type::is_json;
use crate::source::{Description, Node, Version, flatten};

/// The maximum nesting depth of unions.
const MAX_UNION_DEPTH: usize = 8;

/// Returns the default media types of a value. For a union, they are those of all subschemas that
/// the value may be of. Empty if the table has no row for it.
pub(super) fn default_types(
    description: &Description,
    nodes: &[Node<'_>],
    value: &Value,
    depth: usize,
) -> Vec<&'static str> {
    let flat = flatten(description, nodes);
    let version = description.version;
    if !flat.unions.is_empty() && depth < MAX_UNION_DEPTH {
        let subschemas = flat.unions.iter().flatten();
        let inner = |node: &Node<'_>| default_types(description, std::slice::from_ref(node), value, depth + 1);
        return subschemas.flat_map(inner).collect();
    }
    let byte = flat.text("format") == Some("byte");
    let binary = flat.text("format") == Some("binary");
    let has_encoding = version == Version::V31 && flat.keyword("contentEncoding").is_some();
    let encoded = has_encoding || byte && version == Version::V30;
    match (flat.kind(), value) {
        ("string", Value::String(_)) if (binary || byte) && !encoded && version != Version::V30 => {
            vec!["application/octet-stream", "text/plain"]
        }
        ("string", Value::String(_)) if binary || encoded => vec!["application/octet-stream"],
        ("file", _) => vec!["application/octet-stream"],
        ("string", Value::String(_)) => vec!["text/plain"],
        ("number" | "integer", Value::Number(_) | Value::String(_)) | ("boolean", Value::Bool(_)) => vec!["text/plain"],
        ("object", Value::Object(_)) => vec!["application/json"],
        ("", _) if flat.values.is_some() => vec!["text/plain", "application/octet-stream"],
        ("", _) if version == Version::V31 && !nodes.is_empty() => vec!["application/octet-stream"],
        (_, _) => Vec::new(),
    }
}

/// Returns `true` if a part represents a value: JSON by value, everything else by its text.
pub(super) fn part_represents(part: &Part, value: &Value) -> bool {
    match value {
        Value::Object(_) if part.essence() == "application/x-www-form-urlencoded" => {
            let decode = |text: &str| percent_decode(&text.replace('+', " "));
            represents_list(&part.text, "&", value, true, decode)
        }
        Value::Array(_) | Value::Object(_) => is_json_of(&part.text, value),
        _ if is_json(&part.media_type) => is_json_of(&part.text, value),
        value => represents(&part.text, value),
    }
}
