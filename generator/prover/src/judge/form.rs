//! The pairs of `application/x-www-form-urlencoded` (Encoding Object). Must not know queries.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::equal::short;
use super::mismatch::Mismatch;
use super::serialized::{
    is_json_of, is_nested_or_empty, primitive, primitives, represents, represents_reserved, separator,
};
use crate::source::{Body, Node};

/// Checks that a form has the properties of a value, and nothing else.
pub(super) fn check_form(body: &Body<'_>, wanted: &Value, text: &str) -> Result<(), Mismatch> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let mut pairs = Pairs(pairs.map(|pair| decode_pair(body, wanted, pair)).collect());
    for (name, value) in wanted.as_object().into_iter().flatten() {
        let node = encoding(body, name);
        let style = node.and_then(|node| node.text("style")).unwrap_or("form");
        let explode = node.and_then(|node| node.value.get("explode")).and_then(Value::as_bool);
        if !pairs.take(name, value, style, explode.unwrap_or(style == "form")) {
            let start: String = text.chars().take(120).collect();
            return Err(Mismatch::new(format!("{start} does not have {name} = {}", short(value))));
        }
    }
    match pairs.0.first() {
        Some((name, text)) => Err(Mismatch::new(format!("unexpected {name}={text}"))),
        None => Ok(()),
    }
}

fn encoding<'a>(body: &'a Body<'_>, name: &str) -> Option<&'a Node<'a>> {
    body.encoding.iter().find(|(property, _)| property == name).map(|(_, node)| node)
}

/// Decodes a text of a form, where a plus is a space.
fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

fn decode_pair(body: &Body<'_>, wanted: &Value, pair: &str) -> (String, String) {
    let Some((name, text)) = pair.split_once('=') else { return (decode(pair), String::new()) };
    let name = decode(name);
    let text = reserved_text(body, wanted, &name, text).unwrap_or_else(|| decode(text));
    (name, text)
}

/// Returns the expected text of a property with `allowReserved`. Triplets in such a text are
/// ambiguous, so only the expected value tells what it represents.
fn reserved_text(body: &Body<'_>, wanted: &Value, name: &str, text: &str) -> Option<String> {
    let allowed = encoding(body, name).is_some_and(|node| node.is("allowReserved"));
    let value = wanted.get(name).filter(|_| allowed)?;
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let text = text.replace('+', "%20");
    items.iter().find(|item| represents_reserved(&text, item)).and_then(primitive)
}

/// The decoded pairs that no property has claimed yet.
struct Pairs(Vec<(String, String)>);

impl Pairs {
    fn take_where(&mut self, name: &str, fits: impl Fn(&str) -> bool) -> bool {
        let found = self.0.iter().position(|(known, text)| known == name && fits(text));
        found.map(|index| self.0.remove(index)).is_some()
    }

    fn take_value(&mut self, name: &str, value: &Value) -> bool {
        self.take_where(name, |text| represents(text, value))
    }

    fn take_json(&mut self, name: &str, value: &Value) -> bool {
        self.take_where(name, |text| is_json_of(text, value))
    }

    /// Removes the pairs of a property. Returns `false` if they are missing.
    fn take(&mut self, name: &str, value: &Value, style: &str, explode: bool) -> bool {
        let deep = style == "deepObject";
        match value {
            Value::Null => true,
            Value::Array(items) if (explode || deep) && items.iter().all(|item| primitive(item).is_some()) => {
                items.iter().all(|item| self.take_value(name, item))
                    || items.iter().all(|item| self.take_value(&format!("{name}[]"), item))
                    || items.iter().enumerate().all(|(index, item)| self.take_value(&format!("{name}[{index}]"), item))
            }
            Value::Object(members) if deep && members.values().all(|value| primitive(value).is_some()) => {
                members.iter().all(|(key, value)| self.take_value(&format!("{name}[{key}]"), value))
            }
            Value::Object(members) if explode && style == "form" && !is_nested_or_empty(value) => {
                members.iter().all(|(key, value)| self.take_value(key, value)) || self.take_json(name, value)
            }
            Value::Array(_) | Value::Object(_) => self.take_delimited(name, value, style),
            value => self.take_value(name, value),
        }
    }

    /// Removes the pair of a delimited list, or of JSON. Nested and empty values have no
    /// serialization: any under the name is accepted.
    fn take_delimited(&mut self, name: &str, value: &Value, style: &str) -> bool {
        let parts: Option<Vec<String>> = primitives(value).map(|all| all.iter().filter_map(primitive).collect());
        let separator = if style == "tabDelimited" { "," } else { separator(style) };
        let joined = parts.as_ref().map(|parts| Value::String(parts.join(separator)));
        if joined.is_some_and(|text| self.take_value(name, &text)) || self.take_json(name, value) {
            return true;
        }
        if !is_nested_or_empty(value) {
            return false;
        }
        let prefix = format!("{name}[");
        self.0.retain(|(known, _)| known != name && !known.starts_with(&prefix));
        true
    }
}
