//! Objects: declared, additional and unknown properties. Must not know forms and parameters beyond
//! what the sampler says of them.

use serde_json::{Map, Value, json};

use super::mode::{Direction, Mode};
use super::pattern_text;
use super::sampler::Sampler;
use crate::pattern;
use crate::source::{FlatSchema, Node, is_hidden};

/// The name of a request property that the description does not define. The driver recognizes such
/// names by their start.
const UNDEFINED: &str = "additional member";

impl<'a> Sampler<'a> {
    /// Makes an object. Returns `None` if a required property has no value.
    pub(super) fn object(&mut self, flat: &FlatSchema<'a>) -> Option<Value> {
        let mut members = self.declared(flat)?;
        self.set_own_discriminator(flat, &mut members);
        self.add_undeclared_required(flat, &mut members)?;
        // A closed map has the type of its patterns for all names.
        let closed_map = flat.closed && !flat.patterns.is_empty();
        if self.mode == Mode::NewerServer && flat.additional.is_none() && !closed_map {
            members.insert("member of tomorrow".to_owned(), json!({"deep": [1, null, {"x": 2.5}]}));
        }
        if self.mode != Mode::Minimal && self.has_room() {
            self.add_pattern_properties(flat, &mut members);
            members.extend(self.additional(flat, &members));
        }
        members.extend(self.undefined(flat).map(|value| (UNDEFINED.to_owned(), value)));
        Some(Value::Object(members))
    }

    fn declared(&mut self, flat: &FlatSchema<'a>) -> Option<Map<String, Value>> {
        let mut members = Map::new();
        for (name, nodes) in &flat.properties {
            let required = flat.required.contains(name);
            if self.is_hidden(flat, name) || !required && !self.wants_optional() {
                continue;
            }
            match self.value(nodes) {
                Some(value) => drop(members.insert((*name).to_owned(), value)),
                None if required => return None,
                None => {}
            }
        }
        Some(members)
    }

    /// Adds properties that are only listed in `required`.
    fn add_undeclared_required(&mut self, flat: &FlatSchema<'a>, members: &mut Map<String, Value>) -> Option<()> {
        for name in &flat.required {
            if members.contains_key(*name) || flat.property(name).is_some() {
                continue;
            }
            let value = match &flat.additional {
                Some(schema) => self.value(std::slice::from_ref(schema))?,
                None => Value::String("required without a property".to_owned()),
            };
            members.insert((*name).to_owned(), value);
        }
        Some(())
    }

    /// Adds a property for each pattern of `patternProperties`. Its value is valid against the
    /// schemas of all patterns that match its name.
    fn add_pattern_properties(&mut self, flat: &FlatSchema<'a>, members: &mut Map<String, Value>) {
        for (pattern, _) in &flat.patterns {
            let name = pattern_text::text(pattern, 1, &mut self.rng).filter(|name| pattern::matches(pattern, name));
            let Some(name) = name.filter(|name| !members.contains_key(name)) else { continue };
            if flat.property(&name).is_some() || !self.allows_name(flat, &name) {
                continue;
            }
            let matching = flat.patterns.iter().filter(|(pattern, _)| pattern::matches(pattern, &name));
            let nodes: Vec<Node<'a>> = matching.map(|(_, node)| node.clone()).collect();
            if nodes.iter().any(|node| node.value == &Value::Bool(false)) {
                continue;
            }
            if let Some(value) = self.value(&nodes) {
                self.pattern_names.insert(name.clone());
                members.insert(name, value);
            }
        }
    }

    /// Makes the value of a request property that the description allows and does not define.
    /// Parameters have none, because its serialization is undefined there. Responses have a
    /// property of a newer server instead.
    fn undefined(&mut self, flat: &FlatSchema<'a>) -> Option<Value> {
        let patterned = flat.patterns.iter().any(|(pattern, _)| pattern::matches(pattern, UNDEFINED));
        let allowed = !patterned && self.allows_name(flat, UNDEFINED);
        let open = flat.open && flat.additional.is_none() && !flat.closed && allowed;
        let in_body = self.direction == Direction::Request && self.parameter.is_none();
        if !open || flat.property(UNDEFINED).is_some() || !self.wants_optional() || !in_body {
            return None;
        }
        // Nested values of a form have no serialization.
        Some(if self.form { Value::String(self.text()) } else { json!({"any": [1, "x", null]}) })
    }

    /// Returns `true` for properties that only the other side sends.
    fn is_hidden(&self, flat: &FlatSchema<'a>, name: &str) -> bool {
        match self.direction {
            Direction::Request => is_hidden(self.description, flat, name, "readOnly"),
            Direction::Response => is_hidden(self.description, flat, name, "writeOnly"),
        }
    }
}
