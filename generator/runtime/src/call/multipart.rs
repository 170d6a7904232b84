//! Writes `multipart/form-data` (RFC 7578), each property as its Encoding Object defines. Must not
//! know how bodies are sent.
//!
//! Interpretations of the specification: an array is one part for each item, all with the same name
//! (RFC 7578, section 4.3), and null is omitted. A style applies as in a query, but without
//! percent-encoding, and its parts have no media type (OpenAPI 3.1.2, Encoding Object and Appendix
//! C). Files are sent as files whatever the style is, because no style represents bytes.

use std::borrow::Cow;

use bytes::Bytes;

use super::form::{each, in_json, is_bytes, items, nested, object_text};
use super::media_type::{allows, file_media_type, is_json, object_media_type, text_media_type};
use super::operation::{Encoding, Style};
use super::parameter_value::{ParameterValue, parameter_value};
use super::payload::Payload;
use super::random::random;
use super::styles::separator;
use crate::value::{DiscriminatedObject, Field, File, FileContent, View};

/// The headers of a part, and its body.
type Part = (String, FileContent);

/// Writes a value as `multipart/form-data`, and returns the body and its boundary.
///
/// # Errors
/// Fails with a message if a value cannot be written as JSON, or if a file has a header that cannot
/// be sent.
pub fn multipart(value: &dyn Field, encodings: &'static [Encoding]) -> Result<(Payload, String), String> {
    let mut parts: Vec<Part> = Vec::new();
    each(value, &mut |key, value| {
        let encoding = encodings.iter().find(|encoding| encoding.name == key);
        match encoding.and_then(|encoding| Some((encoding, styled(key, value, encoding.style?, encoding.explode)?))) {
            Some((encoding, texts)) => parts.extend(
                texts
                    .into_iter()
                    .map(|(name, text)| (head(&name, None, "", encoding.headers), FileContent::Bytes(text.into()))),
            ),
            None => {
                for item in items(value) {
                    parts.extend(part(key, item, encoding)?);
                }
            }
        }
        Ok(())
    })?;
    let boundary = boundary(&parts);
    let mut pieces = Vec::new();
    for (head, body) in parts {
        pieces.push(FileContent::Bytes(format!("--{boundary}\r\n{head}\r\n\r\n").into()));
        pieces.extend([body, FileContent::Bytes("\r\n".into())]);
    }
    pieces.push(FileContent::Bytes(format!("--{boundary}--\r\n").into()));
    Ok((Payload::from_pieces(pieces), boundary))
}

/// Returns the names and texts of the parts of a value in a style, or `None` if the style cannot
/// represent it.
fn styled(key: &str, value: &dyn Field, style: Style, explode: bool) -> Option<Vec<(String, String)>> {
    let mut parts = Vec::new();
    let mut push = |name: &str, text: &str| parts.push((name.to_owned(), text.to_owned()));
    let separator = separator(style);
    match parameter_value(value) {
        Err(_) if items(value).into_iter().any(is_bytes) => return None,
        Ok(_) | Err(_) if style == Style::DeepObject => nested(key, value, &mut push),
        Err(_) => return None,
        Ok(ParameterValue::Absent) => {}
        Ok(ParameterValue::Primitive(text)) => push(key, &text),
        Ok(ParameterValue::Array(items)) if explode => items.iter().for_each(|item| push(key, item)),
        Ok(ParameterValue::Array(items)) if items.is_empty() => {}
        Ok(ParameterValue::Array(items)) => push(key, &items.join(separator)),
        Ok(ParameterValue::Object(members)) if explode => members.iter().for_each(|(name, text)| push(name, text)),
        Ok(ParameterValue::Object(members)) if members.is_empty() => {}
        Ok(ParameterValue::Object(members)) => {
            let all: Vec<&str> = members.iter().flat_map(|(name, text)| [name.as_str(), text.as_str()]).collect();
            push(key, &all.join(separator));
        }
    }
    Some(parts)
}

/// Returns a part, or `None` if nothing is sent.
fn part(key: &str, value: &dyn Field, encoding: Option<&Encoding>) -> Result<Option<Part>, String> {
    let declared = encoding.map(|encoding| encoding.content_type).unwrap_or_default();
    if declared.chars().any(char::is_control) {
        return Err(format!("the media type of the part `{key}` contains a control character"));
    }
    let headers = encoding.map(|encoding| encoding.headers).unwrap_or_default();
    let typed = |body: Bytes, media_type: &str| Some((head(key, None, media_type, headers), FileContent::Bytes(body)));
    Ok(match value.view() {
        View::Absent | View::Null => None,
        View::Some(inner) => return part(key, inner, encoding),
        View::Union(shape, union) if DiscriminatedObject::from_union(shape, union).is_none() => {
            return part(key, union.variant().1, encoding);
        }
        View::File(file) => Some(file_part(key, file, declared, headers)?),
        View::Bytes(bytes) => typed(bytes.clone(), &file_media_type(declared, None)),
        _ => match parameter_value(value) {
            Ok(ParameterValue::Absent) => None,
            Ok(ParameterValue::Primitive(_)) if is_json(text_media_type(declared)) => {
                typed(in_json(value)?.into(), text_media_type(declared))
            }
            Ok(ParameterValue::Primitive(text)) => typed(text.into_owned().into(), text_media_type(declared)),
            Ok(ParameterValue::Array(_) | ParameterValue::Object(_)) | Err(_) => {
                let media_type = object_media_type(declared);
                typed(object_text(value, media_type)?.into(), media_type)
            }
        },
    })
}

/// Returns the part of a file. Its own headers replace those of the description.
fn file_part(key: &str, file: &File, declared: &str, headers: &[(&str, &str)]) -> Result<Part, String> {
    let own = file.content_type.as_deref().filter(|own| !file.guessed || allows(declared, own));
    let media_type = own.map_or_else(|| file_media_type(declared, file.name.as_deref()), Cow::from);
    if media_type.chars().any(char::is_control) {
        return Err("the media type of a file contains a control character".to_owned());
    }
    let own: Vec<(&str, &str)> = file.headers.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    for (name, text) in &own {
        let plain = !name.is_empty() && name.chars().all(token) && !text.chars().any(char::is_control);
        if !plain || name.eq_ignore_ascii_case("content-disposition") {
            return Err(format!("a part cannot have the header {name:?} with the value {text:?}"));
        }
    }
    let declared = headers.iter().filter(|(name, _)| !own.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)));
    let all: Vec<(&str, &str)> = declared.chain(&own).copied().collect();
    let name = file.name.as_deref().unwrap_or("file");
    Ok((head(key, Some(name), &media_type, &all), file.content.clone()))
}

/// Writes the headers of a part.
fn head(key: &str, file: Option<&str>, media_type: &str, headers: &[(&str, &str)]) -> String {
    let mut head = format!("content-disposition: form-data; name=\"{}\"", escaped(key));
    if let Some(name) = file {
        head.push_str(&format!("; filename=\"{}\"", escaped(name)));
    }
    let media_type = Some(("content-type", media_type)).filter(|(_, text)| !text.is_empty());
    for (name, text) in media_type.iter().chain(headers) {
        head.push_str(&format!("\r\n{name}: {text}"));
    }
    head
}

/// Escapes a name as browsers do (WHATWG HTML, "multipart/form-data encoding algorithm").
fn escaped(text: &str) -> String {
    text.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}

/// Returns a text that no part contains. The same parts have the same boundary, so that a request
/// always has the same bytes. Parts that are not in memory cannot be searched: then the boundary is
/// random.
fn boundary(parts: &[(String, FileContent)]) -> String {
    let in_memory: Option<Vec<(&str, &Bytes)>> = parts
        .iter()
        .map(|(head, body)| match body {
            FileContent::Bytes(bytes) => Some((head.as_str(), bytes)),
            FileContent::Path(..) | FileContent::Slice(..) | FileContent::OneShot(_) => None,
        })
        .collect();
    in_memory.map_or_else(|| format!("form-{:016x}{:016x}", random(), random()), |parts| fixed_boundary(&parts))
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
