//! The body of a request, by its media type (Request Body Object, Media Type Object, Encoding Object; RFC 7578 for parts).

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::equal::{equal, short};
use super::spelling::{primitive, row, says};
use super::{Fault, Recorded};
use crate::sample::{Case, is_json};
use crate::source::{Body, Description, Flat, Node, Operation, flat, is_bytes};

/// Checks that the body says what was given, and names its media type.
pub(super) fn check(
    of: &Description,
    operation: &Operation<'_>,
    case: &Case,
    request: &Recorded,
    bytes: &[u8],
    faults: &mut Vec<Fault>,
) {
    let media_type = request.headers.iter().find(|(name, _)| name == "content-type").map(|(_, text)| text.as_str());
    let Some(wanted) = &case.body else {
        if !bytes.is_empty() || media_type.is_some() {
            faults.push(Fault::new("body", format!("nobody asked for one: {} bytes, {media_type:?}", bytes.len())));
        }
        return;
    };
    let Some(media_type) = media_type else {
        faults.push(Fault::new("media type of the body", "there is none".to_owned()));
        return;
    };
    let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let declared = operation.bodies.iter().find(|body| fits(&essence(&body.media_type), &essence(media_type)));
    let Some(declared) = declared else {
        faults.push(Fault::new("media type of the body", format!("{media_type} is not declared")));
        return;
    };
    let file = declared.schema.as_ref().is_some_and(|schema| is_bytes(of, schema));
    let json = is_json(media_type) && !file;
    let read = if json {
        serde_json::from_slice(bytes).map_err(|error| error.to_string()).and_then(|found| equal(wanted, &found))
    } else if essence(media_type) == "application/x-www-form-urlencoded" && !wanted.is_string() {
        urlencoded(declared, wanted, bytes)
    } else if essence(media_type).starts_with("multipart/form-data") {
        multipart(of, declared, media_type, wanted, bytes)
    } else {
        plain(wanted, bytes)
    };
    if let Err(why) = read {
        let how = if json { "JSON body" } else { "body" };
        faults.push(Fault::new(how, format!("{media_type}: {why}")));
    }
}

/// A media type, or a range of them, allows another.
#[must_use]
pub fn fits(declared: &str, sent: &str) -> bool {
    match declared.split_once('*') {
        Some(("", _)) => true,
        Some((front, "")) => sent.starts_with(front),
        Some(_) | None => declared == sent,
    }
}

fn plain(wanted: &Value, bytes: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(bytes);
    if says(&text, wanted) { Ok(()) } else { Err(format!("{text:?} in place of {}", short(wanted))) }
}

fn encoding<'a>(body: &'a Body<'_>, name: &str) -> Option<&'a Node<'a>> {
    body.encoding.iter().find(|(of, _)| of == name).map(|(_, node)| node)
}

/// The pairs of a form; a plus stands for a space there.
fn urlencoded(body: &Body<'_>, wanted: &Value, bytes: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(bytes);
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let mut pairs: Vec<(String, String)> = text
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').map_or((decode(pair), String::new()), |(a, b)| (decode(a), decode(b))))
        .collect();
    for (name, value) in wanted.as_object().into_iter().flatten() {
        let node = encoding(body, name);
        let style = node.and_then(|node| node.text("style")).unwrap_or("form");
        let exploded =
            node.and_then(|node| node.value.get("explode")).and_then(Value::as_bool).unwrap_or(style == "form");
        if !take(&mut pairs, name, value, style, exploded) {
            return Err(format!("{} does not say {name} = {}", shortened(&text), short(value)));
        }
    }
    match pairs.first() {
        Some((name, text)) => Err(format!("nobody asked for {name}={text}")),
        None => Ok(()),
    }
}

fn take(pairs: &mut Vec<(String, String)>, name: &str, value: &Value, style: &str, exploded: bool) -> bool {
    let mut one = |name: &str, value: &Value| {
        let found = pairs.iter().position(|(of, text)| of == name && says(text, value));
        found.map(|index| pairs.remove(index)).is_some()
    };
    match value {
        Value::Null => true,
        Value::Array(items)
            if (exploded || style == "deepObject") && items.iter().all(|of| primitive(of).is_some()) =>
        {
            items.iter().all(|item| one(name, item))
                || items.iter().all(|item| one(&format!("{name}[]"), item))
                || items.iter().enumerate().all(|(at, item)| one(&format!("{name}[{at}]"), item))
        }
        Value::Object(members) if style == "deepObject" && members.values().all(|of| primitive(of).is_some()) => {
            members.iter().all(|(key, value)| one(&format!("{name}[{key}]"), value))
        }
        Value::Object(members)
            if exploded
                && style == "form"
                && !members.is_empty()
                && members.values().all(|of| primitive(of).is_some()) =>
        {
            members.iter().all(|(key, value)| one(key, value)) || json(pairs, name, value)
        }
        Value::Array(_) | Value::Object(_) => {
            let parts: Option<Vec<String>> = row(value).map(|row| row.iter().filter_map(primitive).collect());
            let between = match style {
                "spaceDelimited" => " ",
                "pipeDelimited" => "|",
                _ => ",",
            };
            let joined = parts.as_ref().map(|parts| Value::String(parts.join(between)));
            if joined.is_some_and(|text| one(name, &text)) || json(pairs, name, value) {
                return true;
            }
            // In a row, and of it nothing is empty: that has a spelling.
            if parts.is_some_and(|parts| !parts.is_empty()) {
                return false;
            }
            // Nested values have no spelling in the specification: whatever stands beneath the name.
            let before = pairs.len();
            pairs.retain(|(of, _)| of != name && !of.starts_with(&format!("{name}[")));
            pairs.len() < before || row(value).is_none_or(|row| row.is_empty())
        }
        value => one(name, value),
    }
}

fn json(pairs: &mut Vec<(String, String)>, name: &str, value: &Value) -> bool {
    let says = |text: &str| serde_json::from_str::<Value>(text).is_ok_and(|of| equal(value, &of).is_ok());
    let found = pairs.iter().position(|(of, text)| of == name && says(text));
    found.map(|index| pairs.remove(index)).is_some()
}

fn shortened(text: &str) -> String {
    text.chars().take(120).collect()
}

/// A part: its name, its media type and its bytes.
struct Part {
    name: String,
    media_type: String,
    /// Of a file.
    file: Option<String>,
    text: String,
}

/// The parts of a form (RFC 7578): one a value, several of one name for a list.
fn multipart(of: &Description, body: &Body<'_>, media_type: &str, wanted: &Value, bytes: &[u8]) -> Result<(), String> {
    let boundary = media_type.split("boundary=").nth(1).map(|of| of.trim_matches('"')).ok_or("no boundary")?;
    let mut parts = parts(&String::from_utf8_lossy(bytes), boundary)?;
    for (name, value) in wanted.as_object().into_iter().flatten() {
        // Null has no spelling in a part.
        if value.is_null() {
            parts.retain(|part| part.name != *name);
            continue;
        }
        let node = encoding(body, name).and_then(|node| of.follow(node));
        let said = node.as_ref().and_then(|node| node.text("contentType"));
        let is_file = is_file(of, body, name);
        let values: Vec<&Value> = match value {
            Value::Array(items) if !said.is_some_and(is_json) => items.iter().collect(),
            value => vec![value],
        };
        for value in values {
            let found = parts.iter().position(|part| part.name == *name && part.says(value));
            let part = found.map(|index| parts.remove(index));
            let Some(part) = part else { return Err(format!("no part {name} says {}", short(value))) };
            if is_file && part.file.as_deref() != Some(crate::driver::FILE) {
                return Err(format!("part {name} is the file {:?}, not {:?}", part.file, crate::driver::FILE));
            }
            let one = said.filter(|of| !of.contains(['*', ',']));
            if one.is_some_and(|of| !part.media_type.starts_with(of)) {
                return Err(format!("part {name} is {}, not {}", part.media_type, one.unwrap_or_default()));
            }
        }
    }
    match parts.first() {
        Some(part) => Err(format!("nobody asked for part {}", part.name)),
        None => Ok(()),
    }
}

/// Whether a property is a file, or a list of files: a plain text of `format: binary`, which the driver gives a name.
fn is_file(of: &Description, body: &Body<'_>, name: &str) -> bool {
    let Some(schema) = &body.schema else { return false };
    let whole = flat(of, std::slice::from_ref(schema));
    let Some((_, nodes)) = whole.properties.iter().find(|(of, _)| *of == name) else { return false };
    let own = flat(of, nodes);
    let binary = |own: &Flat<'_>| own.text("format") == Some("binary") && own.choices.is_empty();
    binary(&own) || binary(&flat(of, &own.items))
}

impl Part {
    fn says(&self, value: &Value) -> bool {
        if says(&self.text, value) {
            return true;
        }
        is_json(&self.media_type) && serde_json::from_str::<Value>(&self.text).is_ok_and(|of| equal(value, &of).is_ok())
    }
}

fn parts(text: &str, boundary: &str) -> Result<Vec<Part>, String> {
    let line = format!("--{boundary}");
    let (_, mut rest) = text.split_once(&line).ok_or("no part begins")?;
    let mut all = Vec::new();
    loop {
        if rest.starts_with("--") {
            return Ok(all);
        }
        let (part, behind) = rest.split_once(&format!("\r\n{line}")).ok_or("the last part has no end")?;
        let part = part.strip_prefix("\r\n").ok_or("no line ends behind the boundary")?;
        let (head, body) = match part.strip_prefix("\r\n") {
            Some(body) => ("", body),
            None => part.split_once("\r\n\r\n").ok_or("a part without a body")?,
        };
        all.push(part_of(head, body)?);
        rest = behind;
    }
}

fn part_of(head: &str, body: &str) -> Result<Part, String> {
    let header = |name: &str| {
        let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
        lines.find(|(of, _)| of.eq_ignore_ascii_case(name)).map(|(_, text)| text.trim())
    };
    let disposition = header("content-disposition").ok_or("a part without Content-Disposition")?;
    let said = |key: &str| {
        let text = disposition.split("; ").find_map(|of| of.strip_prefix(key)?.strip_prefix("=\"")?.strip_suffix('"'));
        text.map(|text| unquoted(text).ok_or_else(|| format!("a bare quote ends the {key} in {disposition}")))
            .transpose()
    };
    let name = said("name")?.ok_or_else(|| format!("no name in {disposition}"))?;
    Ok(Part {
        name,
        file: said("filename")?,
        media_type: header("content-type").unwrap_or("text/plain").to_owned(),
        text: body.to_owned(),
    })
}

/// What stands between quotes (WHATWG HTML, "multipart/form-data encoding algorithm"; with backslashes RFC 2183 has it); nothing where a quote in it
/// would end it.
fn unquoted(text: &str) -> Option<String> {
    let text = text.replace("\\\"", "%22");
    let plain = || text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    (!text.contains('"')).then(plain)
}
