//! Checks rules between the keywords of a schema. Must not know the rest of OpenAPI.

use super::Walk;
use crate::parse::{Mapping, Node, Version};
use crate::report::{Code, Related, SourceLocation};
use crate::resolve::suggestion::nearest;

const TYPES: [&str; 7] = ["string", "integer", "number", "boolean", "array", "object", "null"];

/// Next to one of these keywords, a property may be defined elsewhere.
const MORE_PROPERTIES: [&str; 7] =
    ["$ref", "allOf", "anyOf", "oneOf", "patternProperties", "additionalProperties", "$dynamicRef"];

impl<'a> Walk<'_, 'a> {
    pub(super) fn keywords_of_schema(&mut self, map: &'a Mapping) {
        self.types(map);
        self.required_properties(map);
        self.items_of_array(map);
        for key in ["exclusiveMinimum", "exclusiveMaximum"] {
            match map.get(key) {
                // A boolean next to the limit in 3.0, the limit itself from 3.1 on.
                Some(Node::Bool(_) | Node::Number(_)) | None => {}
                Some(node) => {
                    let message = format!("expected a number, found {}", node.kind());
                    let help = format!("write a number for `{key}`");
                    self.add(Code::WrongKind, self.span().child(key), message, help);
                }
            }
        }
        if let Some(node) = map.get("examples").filter(|node| node.as_sequence().is_none()) {
            let message = format!("expected an array, found {}", node.kind());
            let help = "write an array of values for `examples` of a schema".to_owned();
            self.add(Code::WrongKind, self.span().child("examples"), message, help);
        }
    }

    fn types(&mut self, map: &'a Mapping) {
        match map.get("type") {
            Some(Node::Sequence(names)) => names.iter().for_each(|name| self.type_name(name)),
            Some(name) => self.type_name(name),
            None => {}
        }
    }

    fn type_name(&mut self, name: &Node) {
        let (code, message) = match name.as_str() {
            Some(text) if TYPES.contains(&text) => return,
            Some("file") if self.swagger.is_some() => return,
            Some(text) => (Code::UnknownType, format!("`{text}` is not a type of JSON Schema")),
            None => (Code::WrongKind, format!("expected a string, found {}", name.kind())),
        };
        let help = "write `string`, `integer`, `number`, `boolean`, `array`, `object` or `null`".to_owned();
        self.add(code, self.span().child("type"), message, help);
    }

    /// Checks that an array has `items`, which is required up to OpenAPI 3.0.
    fn items_of_array(&mut self, map: &Mapping) {
        if self.version == Version::V30
            && map.get("items").is_none()
            && map.get("type").and_then(Node::as_str) == Some("array")
        {
            let message = "missing keyword `items`".to_owned();
            let help = "add `items`, which is required in an array up to OpenAPI 3.0".to_owned();
            let related = vec![Related::Missing("items".to_owned())];
            self.add_with(Code::MissingKeyword, self.span().at_key(), related, message, help);
        }
    }

    /// Checks the names in `required`. One without a property is allowed, but next to an optional
    /// property of a similar name it is a typo.
    fn required_properties(&mut self, map: &'a Mapping) {
        let Some(required) = map.get("required").and_then(Node::as_sequence) else { return };
        let Some(properties) = map.get("properties").and_then(Node::as_mapping) else { return };
        if MORE_PROPERTIES.iter().any(|key| map.get(key).is_some()) {
            return;
        }
        let names: Vec<&str> = required.iter().filter_map(Node::as_str).collect();
        for (index, name) in names.iter().enumerate().filter(|(_, name)| properties.get(name).is_none()) {
            let others = properties.keys().filter(|key| !names.contains(key));
            if let Some(near) = nearest(name, others) {
                let required = self.span().child("required");
                let span = SourceLocation::value(required.file, required.pointer.item(index));
                let message = format!("`{name}` is required, but no property has this name");
                self.add(Code::RequiredNothing, span, message, format!("did you mean `{near}`?"));
            }
        }
    }
}
