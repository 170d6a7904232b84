//! The body of a request, by its media type (Request Body Object, Media Type Object, Encoding Object; RFC 7578 for parts).

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::equal::{equal, short};
use super::spelling::{primitive, row, says, says_reserved};
use super::{Fault, Recorded};
use crate::sample::{Case, is_json};
use crate::source::{Body, Description, Node, Operation, flat, is_bytes};

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
    let parts = operation.bodies.iter().find(|body| essence(&body.media_type) == "multipart/form-data");
    if is_json(media_type) && parts.is_some_and(|body| has_file(of, body)) {
        let what = format!("{media_type} holds no files, and multipart/form-data is declared too");
        faults.push(Fault::new("media type of the body", what));
    }
    let Some(declared) = declared else {
        faults.push(Fault::new("media type of the body", format!("{media_type} is not declared")));
        return;
    };
    let file = declared.schema.as_ref().is_some_and(|schema| is_bytes(of, schema));
    let json = is_json(media_type) && !file;
    let read = if json {
        json_of(bytes).and_then(|found| equal(wanted, &found))
    } else if essence(media_type) == "application/x-www-form-urlencoded" && !wanted.is_string() {
        urlencoded(declared, wanted, bytes)
    } else if essence(media_type).starts_with("multipart/form-data") {
        multipart(of, declared, media_type, (case, wanted), bytes)
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

fn json_of(bytes: &[u8]) -> Result<Value, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    crate::digits::read(text).map_err(|error| error.to_string())
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
    let open = |name: &str| encoding(body, name).is_some_and(|node| node.is("allowReserved"));
    // Of what passes through encoded only the value that was given tells what it says.
    let given = |name: &str, text: &str| {
        let value = wanted.get(name).filter(|_| open(name))?;
        let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        items.iter().find(|item| says_reserved(&text.replace('+', "%20"), item)).and_then(primitive)
    };
    let pair = |name: &str, text: &str| {
        let name = decode(name);
        let text = given(&name, text).unwrap_or_else(|| decode(text));
        (name, text)
    };
    let mut pairs: Vec<(String, String)> = text
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|of| of.split_once('=').map_or((decode(of), String::new()), |(name, text)| pair(name, text)))
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
    let says = |text: &str| crate::digits::read(text).is_ok_and(|of| equal(value, &of).is_ok());
    let found = pairs.iter().position(|(of, text)| of == name && says(text));
    found.map(|index| pairs.remove(index)).is_some()
}

fn shortened(text: &str) -> String {
    text.chars().take(120).collect()
}

fn multipart(
    of: &Description,
    body: &Body<'_>,
    media_type: &str,
    (case, wanted): (&Case, &Value),
    bytes: &[u8],
) -> Result<(), String> {
    let boundary = media_type.split("boundary=").nth(1).map(|of| of.trim_matches('"')).ok_or("no boundary")?;
    let parts = super::part::parts(&String::from_utf8_lossy(bytes), boundary)?;
    super::parts::check(of, body, case, wanted, parts)
}

/// Whether a form has a property that can be a file: itself, as an item of a list, or as a branch of a choice.
fn has_file(of: &Description, body: &Body<'_>) -> bool {
    let Some(schema) = &body.schema else { return false };
    let whole = flat(of, std::slice::from_ref(schema));
    let branches = whole.choices.iter().flatten().map(|branch| flat(of, std::slice::from_ref(branch)));
    let all = std::iter::once(whole.clone()).chain(branches);
    all.flat_map(|flat| flat.properties).any(|(_, nodes)| may_be_file(of, &nodes, 0))
}

fn may_be_file(of: &Description, nodes: &[Node<'_>], depth: usize) -> bool {
    let own = flat(of, nodes);
    let encoded = own.text("contentEncoding") == Some("binary");
    let binary = encoded || own.text("format") == Some("binary") || own.types.iter().any(|of| of == "file");
    let inner = own
        .choices
        .iter()
        .flatten()
        .any(|branch| depth < 4 && may_be_file(of, std::slice::from_ref(branch), depth + 1));
    binary || inner || !own.items.is_empty() && depth < 4 && may_be_file(of, &own.items, depth + 1)
}
