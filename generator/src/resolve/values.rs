//! The values of an enum with their names and words, in whichever way a description says them: `enum` with extensions beside
//! it, or `oneOf` of constants with titles, which is brought to the same spelling.
//!
//! Reading: a choice whose branches are constants of one type, with words and nothing else, is an enum of these.

use super::context::{Context, Object};
use super::resolved::Schema;
use crate::parse::{Mapping, Node};

/// What may stand in a branch that is no more than a value.
const OF_A_VALUE: [&str; 6] = ["const", "deprecated", "description", "format", "title", "type"];

impl<'a> Context<'a> {
    /// `enum`, `const`, and what is said of their values.
    pub(super) fn read_values(&mut self, of: &Object<'a>, schema: &mut Schema) {
        schema.enumeration =
            of.get("enum").map(|_| self.list(of, "enum").into_iter().map(|(node, _)| node.clone()).collect());
        schema.constant = of.get("const").cloned();
        schema.value_names = self.value_names(of);
        schema.value_docs = by_position(of, "x-enum-descriptions");
    }

    /// `x-rust-names` by value, or `x-enum-varnames` by position.
    fn value_names(&mut self, of: &Object<'a>) -> Vec<(String, String)> {
        let Some(names) = self.child(of, "x-rust-names") else { return by_position(of, "x-enum-varnames") };
        let pairs = names.map.iter().filter_map(|(value, name)| Some((value.to_owned(), name.as_str()?.to_owned())));
        pairs.collect()
    }

    /// Takes a choice of constants as an enum; whether it was one.
    pub(super) fn choice_of_values(&self, of: &Object<'a>, schema: &mut Schema) -> bool {
        if schema.enumeration.is_some() || of.get("oneOf").is_some() == of.get("anyOf").is_some() {
            return false;
        }
        let branches = of.get("oneOf").or(of.get("anyOf")).and_then(Node::as_sequence).unwrap_or_default();
        let rest: Vec<&Node> = branches.iter().filter(|branch| !self.is_null(branch, of)).collect();
        let known: Option<Vec<(&Node, &Mapping)>> = rest.iter().map(|branch| value_of(branch)).collect();
        let Some(known) = known.filter(|known| known.len() > 1 && of_one_type(known)) else { return false };
        schema.nullable |= rest.len() < branches.len();
        for (value, branch) in &known {
            let Some(wire) = plain(value) else { continue };
            let word = |key: &str| branch.get(key).and_then(Node::as_str).map(str::to_owned);
            // A text is a name by itself.
            if let (Node::Number(_), Some(title)) = (value, word("title")) {
                schema.value_names.push((wire.clone(), title));
            }
            schema.value_docs.extend(word("description").map(|words| (wire, words)));
        }
        schema.enumeration = Some(known.into_iter().map(|(value, _)| value.clone()).collect());
        true
    }

    /// Whether null is the only value of a subschema, written here or in the schema that it refers to.
    fn is_null(&self, branch: &Node, of: &Object<'a>) -> bool {
        let reference = branch.as_mapping().filter(|map| map.len() == 1).and_then(|map| map.get("$ref"));
        let target = reference.and_then(Node::as_str).and_then(|text| self.quiet_target(text, of.place.file));
        target.map_or_else(|| is_null(branch), |(node, _)| is_null(node))
    }
}

/// A list of texts beside `enum`, by the values that they stand for.
fn by_position(of: &Object<'_>, key: &str) -> Vec<(String, String)> {
    let values = of.get("enum").and_then(Node::as_sequence).unwrap_or_default();
    let words = of.get(key).and_then(Node::as_sequence).unwrap_or_default();
    let pairs = values.iter().zip(words).filter_map(|(value, word)| Some((plain(value)?, word.as_str()?.to_owned())));
    pairs.collect()
}

/// Whether null is the only value of a subschema, in whichever spelling (see `says`).
fn is_null(branch: &Node) -> bool {
    let Some(branch) = branch.as_mapping() else { return false };
    let listed = branch.get("enum").and_then(Node::as_sequence).unwrap_or_default();
    let words = |key: &str| matches!(key, "type" | "title" | "description" | "const" | "enum" | "deprecated");
    let null = branch.get("type").and_then(Node::as_str) == Some("null") && listed.is_empty()
        || branch.get("const") == Some(&Node::Null)
        || !listed.is_empty() && listed.iter().all(|value| *value == Node::Null);
    null && branch.keys().all(words)
}

fn value_of(branch: &Node) -> Option<(&Node, &Mapping)> {
    let map = branch.as_mapping().filter(|map| map.keys().all(|key| OF_A_VALUE.contains(&key)))?;
    let value = map.get("const")?;
    plain(value).map(|_| (value, map))
}

fn of_one_type(values: &[(&Node, &Mapping)]) -> bool {
    let texts = values.iter().filter(|(value, _)| value.as_str().is_some()).count();
    texts == 0 || texts == values.len()
}

/// A text or a number as it is written.
fn plain(value: &Node) -> Option<String> {
    match value {
        Node::String(text) => Some(text.clone()),
        Node::Number(text) => Some(text.to_string()),
        Node::Null | Node::Bool(_) | Node::Sequence(_) | Node::Mapping(_) => None,
    }
}
