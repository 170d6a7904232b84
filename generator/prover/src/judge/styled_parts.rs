//! Parts of forms in a style of RFC 6570 (3.1.1, Encoding Object). They are not percent-encoded.
//! Must not know media types and headers of parts.

use serde_json::Value;

use super::multipart::Part;
use super::serialized::{primitive, primitives, represents, represents_list, separator};
use crate::source::{Description, Node, Version};

/// Returns style and explode if the Encoding Object has one of the three keywords of RFC 6570. From
/// 3.1 on, they apply to parts too, and then `contentType` does not. `collectionFormat` of Swagger
/// 2.0 applies to all forms.
pub(super) fn style<'a>(description: &Description, encoding: &Node<'a>) -> Option<(&'a str, bool)> {
    let declared = ["style", "explode", "allowReserved"].iter().any(|key| encoding.value.get(key).is_some());
    if !declared || description.version == Version::V30 {
        return None;
    }
    let style = encoding.text("style").unwrap_or("form");
    let explode = encoding.value.get("explode").and_then(Value::as_bool).unwrap_or(style == "form");
    Some((style, explode))
}

/// Removes the parts that represent a value in a style. Returns `false` if they are missing.
pub(super) fn take(parts: &mut Vec<Part>, name: &str, value: &Value, (style, explode): (&str, bool)) -> bool {
    let separator = separator(style);
    match value {
        // Nested values, and arrays in `deepObject`, have no serialization: any under the name is
        // accepted.
        _ if is_nested(value) || value.is_array() && style == "deepObject" => {
            let prefix = format!("{name}[");
            parts
                .retain(|part| part.name != name && !part.name.starts_with(&prefix) && value.get(&part.name).is_none());
            true
        }
        Value::Object(members) if style == "deepObject" => {
            members.iter().all(|(key, value)| take_value(parts, &format!("{name}[{key}]"), value))
        }
        Value::Array(items) if explode => items.iter().all(|item| take_value(parts, name, item)),
        Value::Object(members) if explode => members.iter().all(|(key, value)| take_value(parts, key, value)),
        Value::Array(items) if items.is_empty() => true,
        Value::Object(_) => take_where(parts, name, |text| represents_object(text, separator, value)),
        Value::Array(_) => {
            let items = primitives(value).unwrap_or_default();
            let joined = items.iter().filter_map(primitive).collect::<Vec<_>>().join(separator);
            take_value(parts, name, &Value::String(joined)) || items.is_empty()
        }
        value => take_value(parts, name, value),
    }
}

fn is_nested(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| primitive(item).is_none()),
        Value::Object(members) => members.values().any(|value| primitive(value).is_none()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn take_value(parts: &mut Vec<Part>, name: &str, value: &Value) -> bool {
    take_where(parts, name, |text| represents(text, value))
}

fn take_where(parts: &mut Vec<Part>, name: &str, fits: impl Fn(&str) -> bool) -> bool {
    let is_text = |part: &Part| part.file.is_none() && part.essence() == "text/plain";
    let found = parts.iter().position(|part| part.name == name && is_text(part) && fits(&part.text));
    found.map(|index| parts.remove(index)).is_some()
}

/// Returns `true` if a text represents the members of an object in any order. A member that
/// contains the separator cannot be split, so the text only has to contain all members.
fn represents_object(text: &str, separator: &str, value: &Value) -> bool {
    let members = value.as_object().into_iter().flatten();
    let pairs: Vec<String> =
        members.filter_map(|(name, value)| Some(format!("{name}{separator}{}", primitive(value)?))).collect();
    let length = pairs.iter().map(String::len).sum::<usize>() + pairs.len().saturating_sub(1);
    let contains_all = text.len() == length && pairs.iter().all(|pair| text.contains(pair));
    contains_all || represents_list(text, separator, value, false, str::to_owned)
}
