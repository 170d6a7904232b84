//! Bodies that are forms: `application/x-www-form-urlencoded` and `multipart/form-data` (RFC 7578), each property as its
//! Encoding Object says.
//!
//! Readings that are decided here: without an encoding a primitive is text, an array repeats its key, an object is JSON;
//! objects and arrays inside of a `deepObject` have brackets with their keys and positions.

use bytes::Bytes;

use super::chance::chance;
use super::encode::encode_query;
use super::flat::{Flat, flat};
use super::operation::{Encoding, Style};
use super::payload::Payload;
use super::place::{Spelling, pairs};
use crate::runtime::value::{Content, Field, File, Tagged, View, each_extra, json, name_of, places};

/// A property of a form: its key and value.
type Visit<'v> = &'v mut dyn FnMut(&str, &dyn Field) -> Result<(), String>;

/// Calls `visit` with every property that is there.
fn each(value: &dyn Field, visit: Visit<'_>) -> Result<(), String> {
    match value.view() {
        View::Some(inner) => each(inner, visit),
        View::Union(shape, union) => match Tagged::of(shape, union) {
            Some(tagged) => {
                let mut result = Ok(());
                tagged.each(&mut |key, value, _| {
                    if result.is_ok() {
                        result = visit(key, value);
                    }
                });
                result
            }
            None => each(union.inner().1, visit),
        },
        View::Record(shape, record) => {
            for (index, key) in shape.keys.iter().enumerate() {
                visit(&name_of(key), record.at(index))?;
            }
            let mut result = Ok(());
            each_extra(shape, record, &mut |key, value| {
                if result.is_ok() {
                    result = visit(key, value);
                }
            });
            result
        }
        View::Map(map) => {
            let mut result = Ok(());
            map.each(&mut |key, value| {
                if result.is_ok() {
                    result = visit(key, value);
                }
            });
            result
        }
        View::Any(serde_json::Value::Object(members)) => members.iter().try_for_each(|(key, value)| visit(key, value)),
        View::Absent | View::Null => Ok(()),
        _ => Err("a form is an object; give it whole with `with_body`".to_owned()),
    }
}

/// `application/x-www-form-urlencoded`.
///
/// # Errors
/// Where a value has no spelling there.
pub(super) fn urlencoded(value: &dyn Field, encodings: &'static [Encoding]) -> Result<Vec<u8>, String> {
    let mut parts: Vec<String> = Vec::new();
    each(value, &mut |key, value| {
        let encoding = encodings.iter().find(|of| of.name == key);
        let style = encoding.and_then(|of| of.style);
        if style == Some(Style::DeepObject) {
            deep(key, value, false, &mut parts);
            return Ok(());
        }
        let explode = encoding.and_then(|of| of.explode).unwrap_or(style.is_none_or(|style| style == Style::Form));
        let spelling =
            Spelling { name: key, style: style.unwrap_or(Style::Form), explode, reserved: false, cookie: false };
        match flat(value) {
            Ok(Flat::Members(_)) if style.is_none() => parts.push(pair(key, &in_json(value)?)),
            Ok(flat) => parts.extend(pairs(&spelling, &flat)),
            Err(_) => {
                for item in items(value) {
                    parts.push(pair(key, &in_json(item)?));
                }
            }
        }
        Ok(())
    })?;
    Ok(parts.join("&").into_bytes())
}

fn pair(key: &str, text: &str) -> String {
    format!("{}={}", encode_query(key, false), encode_query(text, false))
}

fn in_json(value: &dyn Field) -> Result<String, String> {
    let text = json::to_vec(value).map_err(|error| error.to_string())?;
    String::from_utf8(text).map_err(|error| error.to_string())
}

/// The items of an array, or the value itself.
fn items(value: &dyn Field) -> Vec<&dyn Field> {
    match value.view() {
        View::Some(inner) => items(inner),
        View::List(list) => (0..list.count()).filter_map(|index| list.item(index)).collect(),
        View::Places(shape, record) => places(shape, record),
        _ => vec![value],
    }
}

/// `name[key][0]=text` for whatever is inside.
pub(super) fn deep(name: &str, value: &dyn Field, reserved: bool, parts: &mut Vec<String>) {
    match value.view() {
        View::Some(inner) => deep(name, inner, reserved, parts),
        View::Union(shape, union) if Tagged::of(shape, union).is_none() => {
            deep(name, union.inner().1, reserved, parts);
        }
        View::List(list) => {
            for (index, item) in (0..list.count()).filter_map(|index| list.item(index)).enumerate() {
                deep(&format!("{name}[{index}]"), item, reserved, parts);
            }
        }
        View::Places(shape, record) => {
            for (index, item) in places(shape, record).into_iter().enumerate() {
                deep(&format!("{name}[{index}]"), item, reserved, parts);
            }
        }
        View::Any(serde_json::Value::Array(list)) => {
            for (index, item) in list.iter().enumerate() {
                deep(&format!("{name}[{index}]"), item, reserved, parts);
            }
        }
        View::Record(..) | View::Map(_) | View::Union(..) | View::Any(serde_json::Value::Object(_)) => {
            // What is inside cannot fail: every value is a pair in the end.
            let _ = each(value, &mut |key, value| {
                deep(&format!("{name}[{key}]"), value, reserved, parts);
                Ok(())
            });
        }
        _ => {
            if let Ok(Flat::One(text)) = flat(value) {
                parts.push(format!("{}={}", encode_query(name, false), encode_query(&text, reserved)));
            }
        }
    }
}

/// `multipart/form-data`, with its boundary.
///
/// # Errors
/// Where a value has no JSON.
pub(crate) fn multipart(value: &dyn Field, encodings: &'static [Encoding]) -> Result<(Payload, String), String> {
    let mut parts: Vec<(String, Content)> = Vec::new();
    each(value, &mut |key, value| {
        let declared = encodings.iter().find(|of| of.name == key).map(|of| of.content_type).unwrap_or_default();
        for item in items(value) {
            if let Some(part) = part(key, item, declared)? {
                parts.push(part);
            }
        }
        Ok(())
    })?;
    let boundary = boundary(&parts);
    let mut pieces = Vec::new();
    for (head, body) in parts {
        pieces.push(Content::Bytes(format!("--{boundary}\r\n{head}\r\n\r\n").into()));
        pieces.extend([body, Content::Bytes("\r\n".into())]);
    }
    pieces.push(Content::Bytes(format!("--{boundary}--\r\n").into()));
    Ok((Payload::of(pieces), boundary))
}

/// The head of a part and its body.
fn part(key: &str, value: &dyn Field, declared: &str) -> Result<Option<(String, Content)>, String> {
    let disposition = format!("content-disposition: form-data; name=\"{}\"", quoted(key));
    if declared.chars().any(char::is_control) {
        return Err(format!("the media type of the part `{key}` holds a control character"));
    }
    let typed = |body: Bytes, content_type: &str| match content_type {
        "" => (disposition.clone(), Content::Bytes(body)),
        content_type => (format!("{disposition}\r\ncontent-type: {content_type}"), Content::Bytes(body)),
    };
    Ok(match value.view() {
        View::Absent | View::Null => None,
        View::Some(inner) => return part(key, inner, declared),
        View::Union(shape, union) if Tagged::of(shape, union).is_none() => {
            return part(key, union.inner().1, declared);
        }
        View::File(file) => Some(file_part(&disposition, file, declared)?),
        View::Raw(bytes) => Some(typed(bytes.clone(), declared)),
        _ => match flat(value) {
            Ok(Flat::One(text)) => Some(typed(text.into_owned().into(), declared)),
            Ok(Flat::Absent) => None,
            Ok(Flat::List(_) | Flat::Members(_)) | Err(_) => {
                let declared = if declared.is_empty() { "application/json" } else { declared };
                Some(typed(in_json(value)?.into(), declared))
            }
        },
    })
}

fn file_part(disposition: &str, file: &File, declared: &str) -> Result<(String, Content), String> {
    let content_type = file.content_type.as_deref().unwrap_or_else(|| among(declared, file.name.as_deref()));
    if content_type.chars().any(char::is_control) {
        return Err("the media type of a file holds a control character".to_owned());
    }
    let name = quoted(file.name.as_deref().unwrap_or("file"));
    Ok((format!("{disposition}; filename=\"{name}\"\r\ncontent-type: {content_type}"), file.content.clone()))
}

/// What a file is of the media types that an Encoding Object lists: the only one, or the one that its name ends in. To take any other would be to call a
/// film a picture.
fn among<'d>(declared: &'d str, name: Option<&str>) -> &'d str {
    let all = || declared.split(',').map(str::trim).filter(|of| !of.is_empty() && !of.contains('*'));
    let ending = name.and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    let ending = match ending.as_deref().unwrap_or_default() {
        "jpg" => "jpeg",
        "txt" => "plain",
        "htm" => "html",
        other => other,
    };
    let is_it = |of: &&str| {
        let subtype = of.split_once('/').map_or(*of, |(_, subtype)| subtype);
        subtype.split(['+', ';']).next().is_some_and(|plain| plain.eq_ignore_ascii_case(ending))
    };
    match (all().next(), declared.contains(',')) {
        (Some(only), false) => only,
        (Some(_), true) | (None, _) => all().find(is_it).unwrap_or("application/octet-stream"),
    }
}

/// As browsers do it (WHATWG HTML, "multipart/form-data encoding algorithm").
fn quoted(text: &str) -> String {
    text.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}

/// A text that stands in no part: the same parts have the same boundary, so that a request is always the same bytes. What is not in memory
/// cannot be looked through: then it is one that nobody can foresee.
fn boundary(parts: &[(String, Content)]) -> String {
    let near: Option<Vec<(&str, &Bytes)>> = parts
        .iter()
        .map(|(head, body)| match body {
            Content::Bytes(bytes) => Some((head.as_str(), bytes)),
            Content::Path(..) | Content::Slice(..) | Content::Once(_) => None,
        })
        .collect();
    near.map_or_else(|| format!("form-{:016x}{:016x}", chance(), chance()), |parts| fixed_boundary(&parts))
}

fn fixed_boundary(parts: &[(&str, &Bytes)]) -> String {
    let bytes = || parts.iter().flat_map(|(head, body)| head.as_bytes().iter().chain(body.iter()));
    // FNV-1a.
    let mut hash =
        bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    loop {
        let boundary = format!("form-{hash:016x}");
        let inside = |body: &Bytes| body.windows(boundary.len()).any(|window| window == boundary.as_bytes());
        if !parts.iter().any(|(_, body)| inside(body)) {
            return boundary;
        }
        hash = hash.wrapping_add(1);
    }
}
