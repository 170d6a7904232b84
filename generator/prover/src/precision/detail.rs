//! The details that a schema has beyond any JSON or any string. Must not know types.

use serde_json::Value;

use crate::source::{Description, FlatSchema, Node, flatten};

/// The maximum nesting depth of unions.
const MAX_UNION_DEPTH: usize = 6;

/// Returns what a schema requires beyond any JSON. Returns `None` if it requires nothing or
/// contradicts itself. An object without further keywords may be any JSON.
pub(super) fn beyond_json(description: &Description, nodes: &[Node<'_>], depth: usize) -> Option<String> {
    let flat = flatten(description, nodes);
    let all_types = ["string", "number", "boolean", "object", "array"];
    if flat.impossible || all_types.iter().all(|name| flat.types.iter().any(|known| known == name)) {
        return None;
    }
    if let Some(values) = &flat.values {
        return (!values.iter().all(|value| value.is_null())).then(|| format!("one of {} values", values.len()));
    }
    if !flat.unions.is_empty() {
        // Without a type next to it, a union requires what its subschemas require.
        let is_precise = |union: &Vec<Node<'_>>| {
            let is_null = |subschema: &&Node<'_>| flatten(description, std::slice::from_ref(*subschema)).is_null();
            let mut subschemas = union.iter().filter(|subschema| !is_null(subschema)).peekable();
            subschemas.peek().is_some()
                && subschemas.all(|subschema| is_precise_subschema(description, nodes, subschema, depth))
        };
        let precise = depth < MAX_UNION_DEPTH && flat.unions.iter().any(is_precise);
        return precise.then(|| "one of several schemas".to_owned());
    }
    match flat.kind() {
        "" | "null" => None,
        "object" => has_properties(&flat).then(|| "an object with properties".to_owned()),
        kind => Some(kind.to_owned()),
    }
}

fn is_precise_subschema(description: &Description, nodes: &[Node<'_>], subschema: &Node<'_>, depth: usize) -> bool {
    let beside = flatten(description, nodes);
    let typed = !beside.types.is_empty() && beside.kind() != "object";
    typed || beyond_json(description, std::slice::from_ref(subschema), depth + 1).is_some()
}

/// Returns `true` if the schema describes the properties of an object.
fn has_properties(flat: &FlatSchema<'_>) -> bool {
    !flat.properties.is_empty() || flat.additional.is_some() || !flat.patterns.is_empty()
}

/// Returns what a schema requires beyond any string: listed values, or a format that has a type.
pub(super) fn beyond_string(flat: &FlatSchema<'_>) -> Option<String> {
    if !flat.unions.is_empty() || flat.impossible || !matches!(flat.kind(), "string" | "") {
        return None;
    }
    if let Some(values) = &flat.values {
        let values: Vec<_> = values.iter().filter(|value| !value.is_null()).collect();
        let strings = values.iter().all(|value| value.as_str().is_some_and(|text| !text.is_empty()));
        return (strings && values.len() > 1).then(|| format!("one of {} values", values.len()));
    }
    let format = flat.text("format").filter(|_| flat.kind() == "string")?;
    let known = ["date-time", "date", "uuid"].contains(&format);
    known.then(|| format!("of format {format}"))
}

/// Returns `true` if a property has one value, which is not null.
pub(super) fn has_single_value(flat: &FlatSchema<'_>) -> bool {
    flat.values.as_ref().is_some_and(|values| matches!(values.as_slice(), [single] if !matches!(single, Value::Null)))
}
