//! Whether a schema says more than that something is any JSON, or any text.

use serde_json::Value;

use crate::source::{Description, Flat, Node, flat};

/// What a schema says beyond any JSON; nothing where it says no more, or contradicts itself. An object of which nothing else is said may be
/// any JSON.
pub(super) fn more(of: &Description, nodes: &[Node<'_>], depth: usize) -> Option<String> {
    let own = flat(of, nodes);
    let five = ["string", "number", "boolean", "object", "array"];
    if own.impossible || five.iter().all(|name| own.types.iter().any(|of| of == name)) {
        return None;
    }
    if let Some(values) = &own.values {
        return (!values.iter().all(|of| of.is_null())).then(|| format!("one of {} values", values.len()));
    }
    if !own.choices.is_empty() {
        // A choice without a type beside it says as much as its branches do.
        let all = |choice: &Vec<Node<'_>>| {
            let branches = choice.iter().filter(|branch| !flat(of, std::slice::from_ref(*branch)).is_null());
            let said: Vec<bool> = branches.map(|of_| branch(of, nodes, of_, depth)).collect();
            !said.is_empty() && said.into_iter().all(|of| of)
        };
        return (depth < 6 && own.choices.iter().any(all)).then(|| "one of several schemas".to_owned());
    }
    match own.kind() {
        "" | "null" => None,
        "object" => is_described(&own).then(|| "an object with members".to_owned()),
        kind => Some(kind.to_owned()),
    }
}

fn branch(of: &Description, nodes: &[Node<'_>], branch: &Node<'_>, depth: usize) -> bool {
    let beside = flat(of, nodes);
    let typed = !beside.types.is_empty() && beside.kind() != "object";
    typed || more(of, std::slice::from_ref(branch), depth + 1).is_some()
}

/// Whether anything is said of the members of an object.
fn is_described(own: &Flat<'_>) -> bool {
    !own.properties.is_empty() || own.additional.is_some() || !own.patterns.is_empty()
}

/// What a schema says beyond any text: values that are listed, or a format that has a type.
pub(super) fn of_text(own: &Flat<'_>) -> Option<String> {
    if !own.choices.is_empty() || own.impossible || !matches!(own.kind(), "string" | "") {
        return None;
    }
    let listed = own.values.as_ref().map(|values| values.iter().filter(|of| !of.is_null()).collect::<Vec<_>>());
    if let Some(values) = listed {
        let texts = values.iter().all(|of| of.as_str().is_some_and(|text| !text.is_empty()));
        return (texts && values.len() > 1).then(|| format!("one of {} values", values.len()));
    }
    let format = own.text("format").filter(|_| own.kind() == "string")?;
    let known = ["date-time", "date", "uuid"].contains(&format);
    known.then(|| format!("of format {format}"))
}

/// Whether a property has one value, which is not null.
pub(super) fn is_single(own: &Flat<'_>) -> bool {
    own.values.as_ref().is_some_and(|values| matches!(values.as_slice(), [one] if !matches!(one, Value::Null)))
}
