//! The parts of `multipart/form-data` (RFC 7578; OpenAPI 3.0.4 and 3.1.1, Encoding Object): name,
//! media type, file name, headers and content. The table of default media types decides, not what a
//! client does. Must not know the syntax of multipart.

use serde_json::Value;

use super::equal::short;
use super::mismatch::Mismatch;
use super::multipart::Part;
use super::part_types::{default_types, part_represents};
use super::serialized::represents;
use super::styled_parts;
use crate::case::{Case, FILE_NAME};
use crate::media_type::{essence, includes, is_json};
use crate::source::{Body, Description, Node, flatten};

/// Checks that the parts of a form have the properties of a value, and nothing else.
pub(super) fn check(
    description: &Description,
    body: &Body<'_>,
    case: &Case,
    wanted: &Value,
    mut parts: Vec<Part>,
) -> Result<(), Mismatch> {
    for (name, value) in wanted.as_object().into_iter().flatten() {
        // Null has no serialization in a part.
        if value.is_null() {
            parts.retain(|part| part.name != *name);
            continue;
        }
        let encoding = body.encoding.iter().find(|(property, _)| property == name);
        let encoding = encoding.and_then(|(_, node)| description.follow(node));
        if let Some(style) = encoding.as_ref().and_then(|node| styled_parts::style(description, node)) {
            if !styled_parts::take(&mut parts, name, value, style) {
                let (style, explode) = style;
                let detail = format!("no part has {name} = {} ({style}, explode: {explode})", short(value));
                return Err(Mismatch::new(detail));
            }
            continue;
        }
        let nodes = property_schemas(description, body, name);
        PartRules { description, nodes, encoding, case, name }.check(value, &mut parts)?;
    }
    match parts.first() {
        Some(part) => Err(Mismatch::new(format!("unexpected part {}", part.name))),
        None => Ok(()),
    }
}

/// Returns the schemas of a form's property.
fn property_schemas<'a>(description: &'a Description, body: &Body<'a>, name: &str) -> Vec<Node<'a>> {
    let Some(schema) = &body.schema else { return Vec::new() };
    let form = flatten(description, std::slice::from_ref(schema));
    let own = form.property(name).cloned();
    own.or_else(|| form.additional.map(|node| vec![node])).unwrap_or_default()
}

/// The rules for the parts of a property.
struct PartRules<'r, 'a> {
    description: &'a Description,
    /// The schemas of the property.
    nodes: Vec<Node<'a>>,
    /// Its Encoding Object.
    encoding: Option<Node<'a>>,
    case: &'r Case,
    name: &'r str,
}

impl PartRules<'_, '_> {
    /// Checks a property. An array has a part of the same name for each item (RFC 7578, section
    /// 4.3).
    fn check(&self, value: &Value, parts: &mut Vec<Part>) -> Result<(), Mismatch> {
        let Value::Array(items) = value else { return self.check_part(value, &self.nodes, parts) };
        // An array with a JSON `contentType` may also be one part.
        let whole = |part: &Part| part.name == self.name && is_json(&part.media_type) && part_represents(part, value);
        let declared = self.content_type().is_some_and(|text| text.contains("json"));
        if let (Some(index), true) = (parts.iter().position(whole), declared) {
            parts.remove(index);
            return Ok(());
        }
        let inner = self.items();
        for item in items.iter().filter(|item| !item.is_null()) {
            self.check_part(item, &inner, parts)?;
        }
        // Null items have no serialization except JSON.
        for _ in items.iter().filter(|item| item.is_null()) {
            let null = |part: &Part| part.name == self.name && is_json(&part.media_type) && part.text == "null";
            parts.iter().position(null).map(|index| parts.remove(index));
        }
        Ok(())
    }

    fn content_type(&self) -> Option<&str> {
        self.encoding.as_ref().and_then(|node| node.text("contentType"))
    }

    fn fail(&self, detail: &str) -> Result<(), Mismatch> {
        Err(Mismatch::new(format!("part {} {detail}", self.name)))
    }

    /// Returns the schemas of the items, including those in subschemas.
    fn items(&self) -> Vec<Node<'_>> {
        let flat = flatten(self.description, &self.nodes);
        let mut all = flat.items.clone();
        for subschema in flat.unions.iter().flatten() {
            all.extend(flatten(self.description, std::slice::from_ref(subschema)).items);
        }
        all
    }

    fn check_part(&self, value: &Value, nodes: &[Node<'_>], parts: &mut Vec<Part>) -> Result<(), Mismatch> {
        let is_file = value.as_str().is_some_and(|text| self.case.files.contains(text));
        let fits = |part: &Part| {
            let has_value =
                if is_file { Some(part.text.as_str()) == value.as_str() } else { part_represents(part, value) };
            part.name == self.name && has_value
        };
        let Some(part) = parts.iter().position(fits).map(|index| parts.remove(index)) else {
            return Err(Mismatch::new(format!("no part has {} = {}", self.name, short(value))));
        };
        // The client may report that it does not send a value without a type as a file.
        let reported = || nodes.iter().any(|node| self.description.reported.contains(&node.address()));
        let is_file = is_file && (part.file.is_some() || !reported());
        match &part.file {
            file if is_file && file.as_deref() != Some(FILE_NAME) => {
                return self.fail(&format!("has the file name {file:?}, not {FILE_NAME:?}"));
            }
            Some(file) if !is_file => return self.fail(&format!("has the file name {file:?}, but is not a file")),
            Some(_) | None => {}
        }
        self.check_media_type(value, nodes, &part, is_file)?;
        self.check_headers(&part)
    }

    /// Checks that the media type is one that the Encoding Object lists, or the default of the
    /// type.
    fn check_media_type(&self, value: &Value, nodes: &[Node<'_>], part: &Part, is_file: bool) -> Result<(), Mismatch> {
        let sent = part.essence();
        if part.media_type.contains('*') || sent.contains(',') || sent.split('/').count() != 2 {
            return self.fail(&format!("is {}, which is not a media type", part.media_type));
        }
        if let Some(declared) = self.content_type().filter(|text| !text.is_empty()) {
            return match declared.split(',').any(|range| includes(&essence(range), &sent)) {
                true => Ok(()),
                false => self.fail(&format!("is {}, not {declared}", part.media_type)),
            };
        }
        let usual = default_types(self.description, nodes, value, 0);
        // A file may have its own media type.
        if is_file || usual.is_empty() || usual.contains(&sent.as_str()) {
            return Ok(());
        }
        self.fail(&format!("is {}, not {}", part.media_type, usual.join(" or ")))
    }

    /// Checks that the part has the declared headers with a single value, and no undeclared ones.
    fn check_headers(&self, part: &Part) -> Result<(), Mismatch> {
        let declared = self.encoding.as_ref().and_then(|node| node.get("headers")).map(|all| all.members());
        let declared = declared.unwrap_or_default();
        for (header, node) in declared.iter().filter(|(header, _)| !header.eq_ignore_ascii_case("content-type")) {
            let Some(node) = self.description.follow(node) else { continue };
            let schema = node.get("schema");
            let values = schema.and_then(|schema| flatten(self.description, &[schema]).values).unwrap_or_default();
            let sent = part.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(header)).map(|(_, text)| text);
            match (values.as_slice(), sent) {
                ([single], Some(text)) if !represents(text, single) => {
                    return self.fail(&format!("has {header}: {text:?} instead of {}", short(single)));
                }
                ([single], None) if node.is("required") => {
                    return self.fail(&format!("lacks {header}: {}", short(single)));
                }
                _ => {}
            }
        }
        // `contentEncoding` becomes a header of the part (3.1.1, "Encoding `multipart` Media
        // Types"), though RFC 7578 deprecates it.
        let is_encoding =
            |name: &str, text: &str| name.eq_ignore_ascii_case("content-transfer-encoding") && self.is_encoded(text);
        let is_declared = |name: &str| declared.iter().any(|(header, _)| header.eq_ignore_ascii_case(name));
        match part.headers.iter().find(|(name, text)| !is_declared(name) && !is_encoding(name, text)) {
            Some((header, text)) => self.fail(&format!("has the unexpected header {header}: {text}")),
            None => Ok(()),
        }
    }

    /// Returns `true` if the property, or an item of it, is a string in this encoding.
    fn is_encoded(&self, encoding: &str) -> bool {
        let has_encoding = |nodes: &[Node<'_>]| {
            let flat = flatten(self.description, nodes);
            let byte = flat.text("format") == Some("byte") && encoding.eq_ignore_ascii_case("base64");
            byte || flat.text("contentEncoding").is_some_and(|name| name.eq_ignore_ascii_case(encoding))
        };
        let unions = flatten(self.description, &self.nodes).unions;
        let mut subschemas = unions.iter().flatten();
        subschemas.any(|subschema| has_encoding(std::slice::from_ref(subschema)))
            || has_encoding(&self.nodes)
            || has_encoding(&self.items())
    }
}
