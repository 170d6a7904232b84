//! Checks values against the type that their keyword expects. Must not know keywords.

use super::objects::{self, Expected};
use super::{Step, Walk};
use crate::parse::{Mapping, Node};
use crate::report::{Code, Related};
use crate::resolve::read::status;
use crate::resolve::suggestion::nearest;

impl<'a> Walk<'_, 'a> {
    pub(super) fn value(&mut self, node: &'a Node, expected: Expected) {
        match expected {
            Expected::Any => {}
            Expected::String => self.string(node),
            Expected::Word(words) => self.word(node, words),
            Expected::Boolean if matches!(node, Node::Bool(_)) => {}
            Expected::Boolean => self.wrong_kind(node, "a boolean"),
            Expected::Number if matches!(node, Node::Number(_)) => {}
            Expected::Number => self.wrong_kind(node, "a number"),
            Expected::Array => self.items(node, |_, _| {}),
            Expected::Strings => self.items(node, Walk::string),
            Expected::Map => self.members(node, false, |_, _| {}),
            Expected::StringMap => self.members(node, false, Walk::string),
            Expected::Object(object) => self.object(node, object),
            Expected::Objects(object) => self.items(node, |walk, item| walk.object(item, object)),
            Expected::ObjectMap(object) => self.members(node, false, |walk, value| walk.object(value, object)),
            Expected::Statuses(object) => {
                self.statuses(node);
                self.members(node, true, |walk, value| walk.object(value, object));
            }
            Expected::Extensible(object) => self.members(node, true, |walk, value| walk.object(value, object)),
            Expected::Schema => self.object(node, &objects::SCHEMA),
            Expected::SchemaOrArray if node.as_sequence().is_none() => self.object(node, &objects::SCHEMA),
            Expected::SchemaOrArray | Expected::Schemas => {
                self.items(node, |walk, item| walk.object(item, &objects::SCHEMA));
            }
            Expected::Discriminator if self.swagger.is_some() => self.string(node),
            Expected::Discriminator => self.object(node, &objects::DISCRIMINATOR),
            Expected::Since(version, _) if self.version < version => {}
            Expected::Since(_, expected) => self.value(node, *expected),
            Expected::SchemaMap => self.members(node, false, |walk, value| walk.object(value, &objects::SCHEMA)),
        }
    }

    fn items(&mut self, node: &'a Node, visit: impl Fn(&mut Self, &'a Node)) {
        let Some(items) = node.as_sequence() else { return self.array_elsewhere(node) };
        for (index, item) in items.iter().enumerate() {
            self.within(Step::Item(index), |walk| visit(walk, item));
        }
    }

    fn members(&mut self, node: &'a Node, extensible: bool, visit: impl Fn(&mut Self, &'a Node)) {
        let Some(map) = node.as_mapping() else { return self.wrong_kind(node, "an object") };
        // `paths: { $ref: paths.yaml }`, as tools that bundle files read it.
        if map.len() == 1 && map.get("$ref").is_some_and(|reference| reference.as_str().is_some()) {
            return;
        }
        for (key, value) in map.iter().filter(|(key, _)| !(extensible && key.starts_with("x-"))) {
            self.within(Step::Key(key), |walk| visit(walk, value));
        }
    }

    fn statuses(&mut self, node: &'a Node) {
        let keys = node.as_mapping().into_iter().flat_map(Mapping::keys);
        for key in keys.filter(|key| !key.starts_with("x-") && *key != "$ref" && status(key).is_none()) {
            let help = "write a status such as `200`, a range such as `4XX`, or `default`".to_owned();
            let span = self.span().child(key).at_key();
            self.add(Code::BadStatus, span, format!("`{key}` is not an HTTP status"), help);
        }
    }

    /// Accepts a reference in place of a whole array.
    fn array_elsewhere(&mut self, node: &'a Node) {
        if node.as_mapping().is_none_or(|map| map.len() != 1 || map.get("$ref").is_none()) {
            self.wrong_kind(node, "an array");
        }
    }

    fn string(&mut self, node: &'a Node) {
        match node {
            // A key without a value is treated as absent.
            Node::String(_) | Node::Null => {}
            Node::Number(number) => {
                let message = "expected a string, found a number, which is read as a string".to_owned();
                self.add(Code::WrongKind, self.span(), message, format!("write it in quotes: `\"{number}\"`"));
            }
            Node::Bool(_) | Node::Sequence(_) | Node::Mapping(_) => self.wrong_kind(node, "a string"),
        }
    }

    fn word(&mut self, node: &'a Node, words: &[&str]) {
        let Some(text) = node.as_str() else { return self.wrong_kind(node, "a string") };
        if words.contains(&text) {
            return;
        }
        let message = format!("`{text}` is not a value of {}", self.name());
        let (related, help) = match nearest(text, words.iter().copied()) {
            Some(near) => (vec![Related::Suggestion(near.to_owned())], format!("did you mean `{near}`?")),
            None => {
                let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
                (Vec::new(), format!("write one of {}", words.join(", ")))
            }
        };
        self.add_with(Code::WrongValue, self.span(), related, message, help);
    }
}
