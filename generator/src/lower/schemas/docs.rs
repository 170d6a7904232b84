//! The documentation of types and properties: the description, then facts about the values that the
//! type does not express. The client neither checks nor applies them, but callers want to know
//! them. Must not know Rust names or types.

use super::classified::Classified;
use crate::parse::Node;
use crate::resolve::{JsonType, Schema, SchemaId};

/// A longer value is not shown.
const LONG: usize = 80;

/// Returns the description of a schema, an empty line, and the sentences about its values that the
/// description does not contain. A text without a description starts with the empty line, so that
/// `emit` can insert a sentence before it.
#[must_use]
pub(crate) fn with_facts(words: &str, schema: &Schema) -> String {
    let facts = facts(words, schema);
    let words = words.trim_start_matches(['\n', '\r']);
    match (words.trim().is_empty(), facts.is_empty()) {
        (_, true) => words.to_owned(),
        (true, false) => format!("\n\n{facts}"),
        (false, false) => format!("{}\n\n{facts}", words.trim_end()),
    }
}

/// Returns the facts as sentences: `Default: 30. At least 1, at most 100.`
fn facts(words: &str, schema: &Schema) -> String {
    let default = schema
        .annotations
        .default
        .as_ref()
        .and_then(shown)
        .filter(|value| !is_said(words, value))
        .map(|value| format!("Default: {value}."));
    let sentences = [default, numbers(schema), limits(schema), owner(schema)];
    sentences.into_iter().flatten().collect::<Vec<String>>().join(" ")
}

/// Returns `true` if a description mentions a default and, close to it, this value: `Defaults to
/// false`, `30 by default`.
fn is_said(words: &str, value: &str) -> bool {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-' && c != '/').to_lowercase();
    let (words, value): (Vec<String>, String) = (words.split_whitespace().map(bare).collect(), bare(value));
    let close = |at: usize| words.get(at.saturating_sub(3)..words.len().min(at + 6)).unwrap_or_default();
    let mut defaults = words.iter().enumerate().filter(|(_, word)| word.starts_with("default"));
    !value.is_empty() && defaults.any(|(at, _)| close(at).contains(&value))
}

/// Returns the values of an enum of numbers.
fn numbers(schema: &Schema) -> Option<String> {
    let values = schema.enumeration.as_deref().unwrap_or_default();
    let typed = matches!(schema.types.as_slice(), [JsonType::Integer | JsonType::Number]);
    if !typed || values.is_empty() || !schema.value_names.is_empty() {
        return None;
    }
    list(values).map(|all| format!("One of {all}."))
}

/// Returns values separated by commas, if there are few.
fn list(values: &[Node]) -> Option<String> {
    let shown: Option<Vec<String>> = values.iter().filter(|value| **value != Node::Null).map(shown).collect();
    shown.filter(|all| !all.is_empty() && all.len() <= 20).map(|all| all.join(", "))
}

/// Returns the limits of a schema (JSON Schema Validation, sections 6.2 to 6.5).
fn limits(schema: &Schema) -> Option<String> {
    let said = |keyword: &str| schema.annotations.limits.iter().find(|(of, _)| of == keyword).map(|(_, value)| value);
    let is = |keyword: &str| said(keyword) == Some(&Node::Bool(true));
    let value = |keyword: &str| said(keyword).filter(|value| !matches!(value, Node::Bool(_))).and_then(shown);
    let phrases = [
        value("minimum")
            .map(|n| if is("exclusiveMinimum") { format!("more than {n}") } else { format!("at least {n}") }),
        value("exclusiveMinimum").map(|n| format!("more than {n}")),
        value("maximum")
            .map(|n| if is("exclusiveMaximum") { format!("less than {n}") } else { format!("at most {n}") }),
        value("exclusiveMaximum").map(|n| format!("less than {n}")),
        value("multipleOf").map(|n| format!("a multiple of {n}")),
        count(value("minLength"), value("maxLength"), "character"),
        count(value("minItems"), value("maxItems"), "item"),
        is("uniqueItems").then(|| "no item twice".to_owned()),
        count(value("minProperties"), value("maxProperties"), "member"),
        value("pattern").map(|pattern| format!("matching {pattern}")),
        said("propertyNames").and_then(Node::as_sequence).and_then(list).map(|names| format!("names among {names}")),
    ];
    let mut text = phrases.into_iter().flatten().collect::<Vec<String>>().join(", ");
    let first = text.get(..1)?.to_uppercase();
    text.replace_range(..1, &first);
    Some(format!("{text}."))
}

/// Returns a range of numbers: `1 to 63 characters`.
fn count(least: Option<String>, most: Option<String>, sort: &str) -> Option<String> {
    let bare = |text: Option<String>| text.map(|text| text.trim_matches('`').to_owned());
    let plural = |number: &str| if number == "1" { sort.to_owned() } else { format!("{sort}s") };
    match (bare(least).filter(|least| least != "0"), bare(most)) {
        (None, None) => None,
        (Some(least), None) => Some(format!("at least {least} {}", plural(&least))),
        (None, Some(most)) => Some(format!("at most {most} {}", plural(&most))),
        (Some(least), Some(most)) if least == most => Some(format!("exactly {most} {}", plural(&most))),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {}", plural(&most))),
    }
}

fn owner(schema: &Schema) -> Option<String> {
    direction(schema.annotations.read_only, schema.annotations.write_only).map(str::to_owned)
}

fn direction(read_only: bool, write_only: bool) -> Option<&'static str> {
    match (read_only, write_only) {
        (true, _) => Some("Read-only: set by the server."),
        (false, true) => Some("Write-only: never sent by the server."),
        (false, false) => None,
    }
}

/// Returns a description, then the direction of the property if the description does not mention
/// it.
#[must_use]
pub(crate) fn with_direction(words: &str, read_only: bool, write_only: bool) -> String {
    match direction(read_only, write_only) {
        Some(direction) if words.trim().is_empty() => format!("\n\n{direction}"),
        Some(direction) if !words.contains(direction) => format!("{}\n\n{direction}", words.trim_end()),
        Some(_) | None => words.to_owned(),
    }
}

/// Returns a value as code, if it is short and cannot end the code early.
fn shown(value: &Node) -> Option<String> {
    let text = match value {
        Node::Null => return None,
        Node::String(text) if text.is_empty() => return None,
        Node::String(text) => text.clone(),
        Node::Bool(_) | Node::Number(_) | Node::Sequence(_) | Node::Mapping(_) => value.to_json().to_string(),
    };
    let safe = text.len() <= LONG && !text.contains(['`', '\n', '\r']) && text.trim() == text;
    safe.then(|| format!("`{text}`"))
}

/// Returns the documentation of a schema's type: its description, and the facts about its values.
pub(crate) fn schema_docs(schema: &Schema) -> String {
    with_facts(&own_words(schema), schema)
}

/// Returns the documentation of a property or parameter: its own description, else that of the
/// schema it refers to, and the facts about its values.
pub(crate) fn property_docs(schemas: &Classified<'_>, id: SchemaId) -> String {
    let property = schemas.schema(id);
    let mut words = own_words(property);
    let mut current = property;
    // For a part that is a reference, the target is one step further away.
    for _ in 0..2 {
        let only_part = current.all_of.first().copied().filter(|_| current.all_of.len() == 1);
        let target = current.reference.or(only_part).filter(|_| words.is_empty());
        let Some(target) = target else { break };
        current = schemas.schema(target);
        words = own_words(current);
    }
    with_facts(&words, property)
}

/// Returns the description of a schema, else its title.
fn own_words(schema: &Schema) -> String {
    schema.annotations.description.clone().or_else(|| schema.annotations.title.clone()).unwrap_or_default()
}
