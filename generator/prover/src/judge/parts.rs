//! The parts of `multipart/form-data` (RFC 7578; OpenAPI 3.0.4 and 3.1.1, Encoding Object): of each property its parts by name, media type, file
//! name and content. Which media types are right follows from the table of defaults, and not from what a client makes of it.

use serde_json::Value;

use super::equal::{equal, short};
use super::part::Part;
use super::spelling::{primitive, says};
use crate::sample::{Case, is_json};
use crate::source::{Body, Description, Node, Version, flat};

/// What a part is held against.
struct Rules<'r, 'a> {
    of: &'a Description,
    /// The property, or the items of a list.
    nodes: Vec<Node<'a>>,
    /// Its Encoding Object.
    encoding: Option<Node<'a>>,
    case: &'r Case,
}

/// Checks that the parts say the values of a form.
pub(super) fn check(
    of: &Description,
    body: &Body<'_>,
    case: &Case,
    wanted: &Value,
    mut parts: Vec<Part>,
) -> Result<(), String> {
    for (name, value) in wanted.as_object().into_iter().flatten() {
        // Null has no spelling in a part.
        if value.is_null() {
            parts.retain(|part| part.name != *name);
            continue;
        }
        let encoding = body.encoding.iter().find(|(of, _)| of == name).and_then(|(_, node)| of.follow(node));
        let nodes = nodes(of, body, name);
        if let Some((style, explode)) = encoding.as_ref().and_then(|node| styled(of, node)) {
            let text = |part: &Part| part.file.is_none() && part.essence() == "text/plain";
            if !is_styled(&mut parts, name, value, (style, explode), &text) {
                return Err(format!("no part says {name} = {} ({style}, explode: {explode})", short(value)));
            }
            continue;
        }
        let rules = Rules { of, nodes, encoding, case };
        rules.check(name, value, &mut parts)?;
    }
    match parts.first() {
        Some(part) => Err(format!("nobody asked for part {}", part.name)),
        None => Ok(()),
    }
}

/// The schemas of a property of a form; of one that is only in branches of a choice those of all branches.
fn nodes<'a>(of: &'a Description, body: &Body<'a>, name: &str) -> Vec<Node<'a>> {
    let Some(schema) = &body.schema else { return Vec::new() };
    let whole = flat(of, std::slice::from_ref(schema));
    let own = whole.properties.iter().find(|(of, _)| *of == name).map(|(_, nodes)| nodes.clone());
    own.or_else(|| whole.additional.map(|node| vec![node])).unwrap_or_default()
}

/// Style and explode, where the Encoding Object says one of its three keywords of RFC 6570: from 3.1 on they hold for parts too, and then
/// `contentType` does not. `collectionFormat` of Swagger 2.0 holds in every form.
fn styled<'a>(of: &Description, encoding: &Node<'a>) -> Option<(&'a str, bool)> {
    let said = ["style", "explode", "allowReserved"].iter().any(|key| encoding.value.get(key).is_some());
    if !said || of.version == Version::V30 {
        return None;
    }
    let style = encoding.text("style").unwrap_or("form");
    let explode = encoding.value.get("explode").and_then(Value::as_bool).unwrap_or(style == "form");
    Some((style, explode))
}

/// Takes the parts that say a value in a style, without percent-encoding (3.1.1, Encoding Object); whether they were there.
fn is_styled(
    parts: &mut Vec<Part>,
    name: &str,
    value: &Value,
    (style, explode): (&str, bool),
    fits: &dyn Fn(&Part) -> bool,
) -> bool {
    let mut one = |name: &str, value: &Value| {
        let found = parts.iter().position(|part| part.name == name && fits(part) && says(&part.text, value));
        found.map(|index| parts.remove(index)).is_some()
    };
    let between = match style {
        "spaceDelimited" => " ",
        "pipeDelimited" => "|",
        "tabDelimited" => "\t",
        _ => ",",
    };
    let nested = match value {
        Value::Array(items) => items.iter().any(|of| primitive(of).is_none()),
        Value::Object(members) => members.values().any(|of| primitive(of).is_none()),
        _ => false,
    };
    match value {
        // Nested values, and lists in `deepObject`, have no spelling in the specification: whatever is under the name.
        _ if nested || value.is_array() && style == "deepObject" => {
            let within = |part: &Part| part.name == name || part.name.starts_with(&format!("{name}["));
            let own = |part: &Part| within(part) || value.get(&part.name).is_some();
            parts.retain(|part| !own(part));
            true
        }
        Value::Object(members) if style == "deepObject" => {
            members.iter().all(|(key, value)| one(&format!("{name}[{key}]"), value))
        }
        Value::Array(items) if explode => items.iter().all(|item| one(name, item)),
        Value::Object(members) if explode => members.iter().all(|(key, value)| one(key, value)),
        Value::Array(items) if items.is_empty() => true,
        // In any order.
        Value::Object(members) => {
            let pairs: Vec<String> = members
                .iter()
                .filter_map(|(name, value)| Some(format!("{name}{between}{}", primitive(value)?)))
                .collect();
            // What holds the separator itself cannot be cut at it.
            let length = pairs.iter().map(String::len).sum::<usize>() + pairs.len().saturating_sub(1);
            let whole = |text: &str| text.len() == length && pairs.iter().all(|pair| text.contains(pair));
            let says = |part: &Part| {
                super::spelling::says_row(&part.text, between, value, false, str::to_owned) || whole(&part.text)
            };
            let found = parts.iter().position(|part| part.name == name && fits(part) && says(part));
            found.map(|index| parts.remove(index)).is_some()
        }
        Value::Array(_) => {
            let row = super::spelling::row(value).unwrap_or_default();
            let joined = row.iter().filter_map(primitive).collect::<Vec<_>>().join(between);
            one(name, &Value::String(joined)) || row.is_empty()
        }
        value => one(name, value),
    }
}

impl Rules<'_, '_> {
    /// A list has a part of the same name for each item (RFC 7578, section 4.3).
    fn check(&self, name: &str, value: &Value, parts: &mut Vec<Part>) -> Result<(), String> {
        let said = self.encoding.as_ref().and_then(|node| node.text("contentType"));
        let Value::Array(items) = value else { return self.one(name, value, &self.nodes, parts) };
        // A list that is declared as JSON may be one part as well.
        let whole = |part: &Part| part.name == name && is_json(&part.media_type) && part.says(value);
        if let (Some(index), true) = (parts.iter().position(whole), said.is_some_and(|said| said.contains("json"))) {
            parts.remove(index);
            return Ok(());
        }
        let inner = self.items();
        for item in items.iter().filter(|item| !item.is_null()) {
            self.one(name, item, &inner, parts)?;
        }
        // An item that is null has no spelling but that of JSON.
        for _ in items.iter().filter(|item| item.is_null()) {
            let null = |part: &Part| part.name == name && is_json(&part.media_type) && part.text == "null";
            parts.iter().position(null).map(|index| parts.remove(index));
        }
        Ok(())
    }

    /// The schemas of the items, in every branch.
    fn items(&self) -> Vec<Node<'_>> {
        let own = flat(self.of, &self.nodes);
        let mut all = own.items.clone();
        for branch in own.choices.iter().flatten() {
            all.extend(flat(self.of, std::slice::from_ref(branch)).items);
        }
        all
    }

    fn one(&self, name: &str, value: &Value, nodes: &[Node<'_>], parts: &mut Vec<Part>) -> Result<(), String> {
        let file = value.as_str().is_some_and(|text| self.case.files.contains(text));
        let fits = |part: &Part| {
            part.name == name && if file { Some(part.text.as_str()) == value.as_str() } else { part.says(value) }
        };
        let found = parts.iter().position(fits);
        let Some(part) = found.map(|index| parts.remove(index)) else {
            return Err(format!("no part {name} says {}", short(value)));
        };
        // Where the client told that a value without a type is no file there, it is none.
        let told = || self.of.reported.iter().any(|place| nodes.iter().any(|node| *place == node.address()));
        let file = file && (part.file.is_some() || !told());
        if file && part.file.as_deref() != Some(crate::driver::FILE) {
            return Err(format!("part {name} is the file {:?}, not {:?}", part.file, crate::driver::FILE));
        }
        if let (false, Some(file)) = (file, &part.file) {
            return Err(format!("part {name} is the file {file:?}, though it is no file"));
        }
        self.media_type(name, value, nodes, &part, file)?;
        self.headers(name, &part)
    }

    /// One media type that the declared list allows, or else the default of the type.
    fn media_type(&self, name: &str, value: &Value, nodes: &[Node<'_>], part: &Part, file: bool) -> Result<(), String> {
        let essence = part.essence();
        if part.media_type.contains('*') || essence.contains(',') || essence.split('/').count() != 2 {
            return Err(format!("part {name} is {}, which is no media type", part.media_type));
        }
        let said = self.encoding.as_ref().and_then(|node| node.text("contentType")).unwrap_or_default();
        let listed: Vec<&str> = said.split(',').map(|of| of.split(';').next().unwrap_or_default().trim()).collect();
        if !said.is_empty() {
            let fits = listed.iter().any(|range| super::body::fits(&range.to_ascii_lowercase(), &essence));
            return if fits { Ok(()) } else { Err(format!("part {name} is {}, not {said}", part.media_type)) };
        }
        let usual = defaults(self.of, nodes, value, 0);
        // A file may have a media type of its own.
        if file || usual.is_empty() || usual.contains(&essence.as_str()) {
            return Ok(());
        }
        Err(format!("part {name} is {}, not {}", part.media_type, usual.join(" or ")))
    }

    /// Headers that are declared, with the one value that they have; no other.
    fn headers(&self, name: &str, part: &Part) -> Result<(), String> {
        let declared = self.encoding.as_ref().and_then(|node| node.get("headers")).map(|all| all.members());
        let declared: Vec<_> = declared.unwrap_or_default();
        for (header, node) in &declared {
            let Some(node) = self.of.follow(node).filter(|_| !header.eq_ignore_ascii_case("content-type")) else {
                continue;
            };
            let values = node.get("schema").and_then(|schema| flat(self.of, &[schema]).values).unwrap_or_default();
            let sent = part.headers.iter().find(|(of, _)| of.eq_ignore_ascii_case(header)).map(|(_, text)| text);
            match (values.as_slice(), sent) {
                ([one], Some(text)) if !says(text, one) => {
                    return Err(format!("part {name}: {header}: {text:?} in place of {}", short(one)));
                }
                ([one], None) if node.is("required") => {
                    return Err(format!("part {name} lacks {header}: {}", short(one)));
                }
                _ => {}
            }
        }
        // `contentEncoding` is a header of its own in a part (3.1.1, "Encoding `multipart` Media Types"); RFC 7578 deprecates it.
        let own = |of: &str, text: &str| of.eq_ignore_ascii_case("content-transfer-encoding") && self.is_encoded(text);
        let known = |of: &str| declared.iter().any(|(header, _)| header.eq_ignore_ascii_case(of));
        match part.headers.iter().find(|(of, text)| !known(of) && !own(of, text)) {
            Some((header, text)) => Err(format!("part {name}: nobody asked for {header}: {text}")),
            None => Ok(()),
        }
    }
}

impl Rules<'_, '_> {
    /// Whether the property, or an item of it, is a text in an encoding.
    fn is_encoded(&self, encoding: &str) -> bool {
        let said = |nodes: &[Node<'_>]| {
            let own = flat(self.of, nodes);
            let byte = own.text("format") == Some("byte") && encoding.eq_ignore_ascii_case("base64");
            byte || own.text("contentEncoding").is_some_and(|of| of.eq_ignore_ascii_case(encoding))
        };
        let branches = flat(self.of, &self.nodes).choices;
        let branch = branches.iter().flatten().any(|branch| said(std::slice::from_ref(branch)));
        branch || said(&self.nodes) || said(&self.items())
    }
}

/// The default media types of a value (Encoding Object, `contentType`): of a choice those of the branches that it can be of; none where
/// the table has no row.
fn defaults(of: &Description, nodes: &[Node<'_>], value: &Value, depth: usize) -> Vec<&'static str> {
    let own = flat(of, nodes);
    let v31 = of.version == Version::V31;
    if !own.choices.is_empty() && depth < 8 {
        let branches = own.choices.iter().flatten();
        return branches.flat_map(|branch| defaults(of, std::slice::from_ref(branch), value, depth + 1)).collect();
    }
    let byte = own.text("format") == Some("byte");
    let binary = own.text("format") == Some("binary");
    let encoded = v31 && own.keyword("contentEncoding").is_some() || byte && of.version == Version::V30;
    match (own.kind(), value) {
        ("string", Value::String(_)) if (binary || byte) && !encoded && of.version != Version::V30 => {
            vec!["application/octet-stream", "text/plain"]
        }
        ("string", Value::String(_)) if binary || encoded => vec!["application/octet-stream"],
        ("file", _) => vec!["application/octet-stream"],
        ("string", Value::String(_)) => vec!["text/plain"],
        ("number" | "integer", Value::Number(_) | Value::String(_)) | ("boolean", Value::Bool(_)) => vec!["text/plain"],
        ("object", Value::Object(_)) => vec!["application/json"],
        ("", _) if own.values.is_some() => vec!["text/plain", "application/octet-stream"],
        ("", _) if v31 && !nodes.is_empty() => vec!["application/octet-stream"],
        (_, _) => Vec::new(),
    }
}

impl Part {
    /// JSON by its value, what JSON is not by its text.
    fn says(&self, value: &Value) -> bool {
        let json = || crate::digits::read(&self.text).is_ok_and(|of| equal(value, &of).is_ok());
        match value {
            Value::Object(_) if self.essence() == "application/x-www-form-urlencoded" => {
                let decode = |text: &str| super::spelling::plain(&text.replace('+', " "));
                super::spelling::says_row(&self.text, "&", value, true, decode)
            }
            Value::Array(_) | Value::Object(_) => json(),
            _ if is_json(&self.media_type) => json(),
            value => says(&self.text, value),
        }
    }

    /// Without parameters.
    fn essence(&self) -> String {
        self.media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}
