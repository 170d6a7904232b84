//! The values of an enum, with names and documentation, in every form that descriptions use: `enum`
//! with extensions next to it, or `oneOf` of constants with titles, which is converted to the
//! former.
//!
//! Interpretation of the specification: a union of constants of one type, with nothing but
//! documentation, is an enum of these constants.
//!
//! Must not know Rust names: the names here are those that the description suggests.

use crate::parse::{Mapping, Node};
use crate::report::Code;
use crate::resolve::context::{Context, Object};
use crate::resolve::resolved::{JsonType, Schema};

/// The keywords that a subschema may have if it only defines a value.
const OF_A_VALUE: [&str; 6] = ["const", "deprecated", "description", "format", "title", "type"];

impl<'a> Context<'a> {
    /// Reads `enum`, `const`, and the documentation of their values.
    pub(crate) fn read_values(&mut self, object: &Object<'a>, schema: &mut Schema) {
        schema.enumeration =
            object.get("enum").map(|_| self.array(object, "enum").into_iter().map(|(node, _)| node.clone()).collect());
        schema.constant = object.get("const").cloned();
        self.reconcile_values(object, schema);
        schema.value_names = self.value_names(object);
        schema.value_docs = by_position(object, "x-enum-descriptions");
    }

    /// Converts the values to the declared type: a number becomes a string of the same spelling,
    /// and the other way round. By JSON Schema (validation, 6.1.1 and 6.1.2) no value would be
    /// valid, but the values show what the server sends. If none of them can have the declared
    /// type, their own type is used.
    fn reconcile_values(&mut self, object: &Object<'a>, schema: &mut Schema) {
        let &[declared] = schema.types.as_slice() else { return };
        if matches!(declared, JsonType::Array | JsonType::Object) {
            self.report_misplaced_values(object, schema, declared);
            return;
        }
        let listed = schema.enumeration.iter_mut().flatten().chain(&mut schema.constant);
        let values: Vec<&mut Node> = listed.filter(|value| **value != Node::Null).collect();
        let Some(first) = values.iter().find(|value| !has_type(value, declared)).map(|value| spelling(value)) else {
            return;
        };
        let theirs = values.first().and_then(|value| scalar_type(value));
        let apart = |value: &&mut Node| !has_type(value, declared) && converted(value, declared).is_none();
        let all_apart = values.iter().all(apart) && theirs.is_some_and(|ty| values.iter().all(|v| has_type(v, ty)));
        let outcome = match theirs.filter(|_| all_apart) {
            Some(theirs) => {
                schema.types = vec![theirs];
                schema.format = None;
                format!("the type of the values is used, `{}`", type_name(theirs))
            }
            None => {
                values
                    .into_iter()
                    .for_each(|value| *value = converted(value, declared).unwrap_or_else(|| value.clone()));
                format!("it is read as `{}` if it can be", type_name(declared))
            }
        };
        let key = if object.get("enum").is_some() { "enum" } else { "const" };
        let message = format!("`{key}` lists {first}, but `type` is `{}`; {outcome}", type_name(declared));
        let help = "change `type` or the value to match";
        self.report_ignored(Code::WrongKind, object.span.child(key), message, help);
    }

    /// Reports an `enum` of scalars next to `type: array`: it was meant for the items.
    fn report_misplaced_values(&mut self, object: &Object<'a>, schema: &Schema, declared: JsonType) {
        let values = schema.enumeration.iter().flatten();
        let Some(first) = values.filter(|value| scalar_type(value).is_some()).map(spelling).next() else { return };
        let message = format!("`enum` lists {first}, but `type` is `{}`; the value is ignored", type_name(declared));
        self.report_ignored(
            Code::WrongKind,
            object.span.child("enum"),
            message,
            "move `enum` into `items`, or change `type`",
        );
    }

    /// Reads `x-rust-names` by value, or `x-enum-varnames` by position.
    fn value_names(&mut self, object: &Object<'a>) -> Vec<(String, String)> {
        let Some(names) = self.child(object, "x-rust-names") else { return by_position(object, "x-enum-varnames") };
        let pairs = names.map.iter().filter_map(|(value, name)| Some((value.to_owned(), name.as_str()?.to_owned())));
        pairs.collect()
    }

    /// Converts a union of constants to an enum. Returns `true` if it was one.
    pub(crate) fn union_of_values(&self, object: &Object<'a>, schema: &mut Schema) -> bool {
        if schema.enumeration.is_some() || object.get("oneOf").is_some() == object.get("anyOf").is_some() {
            return false;
        }
        let branches = object.get("oneOf").or(object.get("anyOf")).and_then(Node::as_sequence).unwrap_or_default();
        let rest: Vec<&Node> = branches.iter().filter(|branch| !self.is_null(branch, object)).collect();
        let known: Option<Vec<(&Node, &Mapping)>> = rest.iter().map(|branch| value_of(branch)).collect();
        let Some(known) = known.filter(|known| known.len() > 1 && of_one_type(known)) else { return false };
        schema.nullable |= rest.len() < branches.len();
        for (value, branch) in &known {
            let Some(wire) = plain(value) else { continue };
            let word = |key: &str| branch.get(key).and_then(Node::as_str).map(str::to_owned);
            // A string is a name by itself.
            if let (Node::Number(_), Some(title)) = (value, word("title")) {
                schema.value_names.push((wire.clone(), title));
            }
            schema.value_docs.extend(word("description").map(|words| (wire, words)));
        }
        schema.enumeration = Some(known.into_iter().map(|(value, _)| value.clone()).collect());
        true
    }

    /// Returns `true` if null is the only value of a subschema, directly or through a reference.
    fn is_null(&self, branch: &Node, object: &Object<'a>) -> bool {
        let reference = branch.as_mapping().filter(|map| map.len() == 1).and_then(|map| map.get("$ref"));
        let target = reference.and_then(Node::as_str).and_then(|text| self.quiet_target(text, object.span.file));
        target.map_or_else(|| is_null(branch), |(node, _)| is_null(node))
    }
}

/// Returns the JSON Schema type of a scalar. Numbers without a fraction are integers.
fn scalar_type(value: &Node) -> Option<JsonType> {
    match value {
        Node::String(_) => Some(JsonType::String),
        Node::Bool(_) => Some(JsonType::Boolean),
        Node::Number(text) if text.contains(['.', 'e', 'E']) => Some(JsonType::Number),
        Node::Number(_) => Some(JsonType::Integer),
        Node::Null | Node::Sequence(_) | Node::Mapping(_) => None,
    }
}

/// Returns `true` if a value has a type, according to its JSON type.
fn has_type(value: &Node, ty: JsonType) -> bool {
    match ty {
        JsonType::String => matches!(value, Node::String(_)),
        JsonType::Boolean => matches!(value, Node::Bool(_)),
        JsonType::Integer | JsonType::Number => matches!(value, Node::Number(_)),
        JsonType::Array => matches!(value, Node::Sequence(_)),
        JsonType::Object => matches!(value, Node::Mapping(_)),
    }
}

/// Returns the value of a type that has the same spelling.
fn converted(value: &Node, ty: JsonType) -> Option<Node> {
    match (ty, value) {
        (JsonType::String, Node::Number(text)) => Some(Node::String(text.to_string())),
        (JsonType::String, Node::Bool(flag)) => Some(Node::String(flag.to_string())),
        (JsonType::Integer, Node::String(text)) if text.parse::<i128>().is_ok() => {
            Some(Node::Number(text.as_str().into()))
        }
        (JsonType::Number, Node::String(text)) if is_number(text) => Some(Node::Number(text.as_str().into())),
        (JsonType::Boolean, Node::String(text)) => text.parse().ok().map(Node::Bool),
        (
            JsonType::String
            | JsonType::Integer
            | JsonType::Number
            | JsonType::Boolean
            | JsonType::Array
            | JsonType::Object,
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) | Node::Sequence(_) | Node::Mapping(_),
        ) => None,
    }
}

/// Returns `true` if a string is a JSON number: Rust's parser also accepts `inf`, `nan` and a
/// leading plus.
fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) && text.parse().is_ok_and(f64::is_finite)
}

/// Returns a scalar as JSON, in backticks, or a placeholder for other values.
fn spelling(value: &Node) -> String {
    match value {
        Node::String(text) => format!("`{text:?}`"),
        Node::Number(text) => format!("`{text}`"),
        Node::Bool(flag) => format!("`{flag}`"),
        Node::Null | Node::Sequence(_) | Node::Mapping(_) => "not a scalar".to_owned(),
    }
}

/// Returns the name of a type in JSON Schema.
fn type_name(ty: JsonType) -> &'static str {
    match ty {
        JsonType::String => "string",
        JsonType::Integer => "integer",
        JsonType::Number => "number",
        JsonType::Boolean => "boolean",
        JsonType::Array => "array",
        JsonType::Object => "object",
    }
}

/// Reads an array of strings next to `enum`, by the values that they describe.
fn by_position(object: &Object<'_>, key: &str) -> Vec<(String, String)> {
    let values = object.get("enum").and_then(Node::as_sequence).unwrap_or_default();
    let words = object.get(key).and_then(Node::as_sequence).unwrap_or_default();
    let pairs = values.iter().zip(words).filter_map(|(value, word)| Some((plain(value)?, word.as_str()?.to_owned())));
    pairs.collect()
}

/// Returns `true` if null is the only value of a subschema, in any form (see `nullability`).
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

/// Returns a string or a number as it is written.
fn plain(value: &Node) -> Option<String> {
    match value {
        Node::String(text) => Some(text.clone()),
        Node::Number(text) => Some(text.to_string()),
        Node::Null | Node::Bool(_) | Node::Sequence(_) | Node::Mapping(_) => None,
    }
}
