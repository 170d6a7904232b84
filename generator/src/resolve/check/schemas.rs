//! What must hold between the keywords of a schema. Must not know the rest of OpenAPI.

use super::Walk;
use crate::parse::{Mapping, Node, Version};
use crate::report::Code;
use crate::resolve::nearest::nearest;

const TYPES: [&str; 7] = ["string", "integer", "number", "boolean", "array", "object", "null"];

/// With these beside it, a property may come from elsewhere.
const ELSEWHERE: [&str; 7] =
    ["$ref", "allOf", "anyOf", "oneOf", "patternProperties", "additionalProperties", "$dynamicRef"];

impl<'a> Walk<'_, 'a> {
    pub(super) fn words_of_schema(&mut self, map: &'a Mapping) {
        self.types(map);
        self.required_properties(map);
        self.items_of_array(map);
        for key in ["exclusiveMinimum", "exclusiveMaximum"] {
            match map.get(key) {
                // A flag beside the limit in 3.0, the limit itself from 3.1 on.
                Some(Node::Bool(_) | Node::Number(_)) | None => {}
                Some(node) => {
                    let message = format!("`{key}` is {}, expected a number", node.kind());
                    self.tell(Code::WrongKind, self.span().child(key), message, "write a number here".to_owned());
                }
            }
        }
        if let Some(node) = map.get("examples").filter(|node| node.as_sequence().is_none()) {
            let message = format!("`examples` of a schema is {}, expected a list", node.kind());
            self.tell(
                Code::WrongKind,
                self.span().child("examples"),
                message,
                "write a list of values here".to_owned(),
            );
        }
    }

    fn types(&mut self, map: &'a Mapping) {
        match map.get("type") {
            Some(Node::Sequence(names)) => names.iter().for_each(|name| self.a_type(name)),
            Some(name) => self.a_type(name),
            None => {}
        }
    }

    fn a_type(&mut self, name: &Node) {
        let (code, message) = match name.as_str() {
            Some(text) if TYPES.contains(&text) => return,
            Some("file") if self.swagger.is_some() => return,
            Some(text) => (Code::UnknownType, format!("`{text}` is no type of JSON Schema")),
            None => (Code::WrongKind, format!("`type` is {}, expected text", name.kind())),
        };
        let help = "write string, integer, number, boolean, array, object or null".to_owned();
        self.tell(code, self.span().child("type"), message, help);
    }

    /// An array has `items` up to 3.0; from 3.1 on it need not.
    fn items_of_array(&mut self, map: &Mapping) {
        if self.version == Version::V30
            && map.get("items").is_none()
            && map.get("type").and_then(Node::as_str) == Some("array")
        {
            let message = "the keyword `items` is missing".to_owned();
            let help = "add `items`, which an array must have in OpenAPI 3.0 and Swagger 2.0".to_owned();
            self.tell(Code::MissingKeyword, self.span().at_key(), message, help);
        }
    }

    /// A name in `required` without a property of that name is allowed; beside a property of nearly that name, which
    /// nobody requires, it is a typo.
    fn required_properties(&mut self, map: &'a Mapping) {
        let Some(required) = map.get("required").and_then(Node::as_sequence) else { return };
        let Some(properties) = map.get("properties").and_then(Node::as_mapping) else { return };
        if ELSEWHERE.iter().any(|key| map.get(key).is_some()) {
            return;
        }
        let names: Vec<&str> = required.iter().filter_map(Node::as_str).collect();
        for (index, name) in names.iter().enumerate().filter(|(_, name)| properties.get(name).is_none()) {
            let others = properties.keys().filter(|key| !names.contains(key));
            if let Some(near) = nearest(name, others) {
                let span = self.span().child("required");
                let span = crate::report::SourceLocation::value(span.file, span.pointer.item(index));
                let message = format!("`{name}` is required, and no property is called so");
                self.tell(Code::RequiredNothing, span, message, format!("did you mean `{near}`?"));
            }
        }
    }
}
