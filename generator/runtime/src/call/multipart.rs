//! `multipart/form-data` (RFC 7578), each property as its Encoding Object says.
//!
//! Readings that are decided here: an array is a part an item, all of one name (RFC 7578, section 4.3), and what is null is
//! left out. A style applies as in a query, but without percent-encoding, and its parts have no media type (OpenAPI 3.1.2,
//! Encoding Object and Appendix C). A file is sent as a file whatever the style is, as no style has a spelling for bytes.

use std::borrow::Cow;

use bytes::Bytes;

use super::chance::chance;
use super::flat::{Flat, flat};
use super::form::{each, in_json, is_bytes, items, nested, object_text};
use super::operation::{Encoding, Style};
use super::part_type::{allows, is_json, of_file, of_object, of_text};
use super::payload::Payload;
use super::place::separator;
use crate::value::{Content, Field, File, Tagged, View};

/// The head of a part and its body.
type Part = (String, Content);

/// `multipart/form-data`, with its boundary.
///
/// # Errors
/// A message, if a value cannot be written as JSON or a file has a header that cannot be sent.
pub fn multipart(value: &dyn Field, encodings: &'static [Encoding]) -> Result<(Payload, String), String> {
    let mut parts: Vec<Part> = Vec::new();
    each(value, &mut |key, value| {
        let encoding = encodings.iter().find(|of| of.name == key);
        match encoding.and_then(|of| Some((of, styled(key, value, of.style?, of.explode)?))) {
            Some((of, texts)) => parts.extend(
                texts.into_iter().map(|(name, text)| (head(&name, None, "", of.headers), Content::Bytes(text.into()))),
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
        pieces.push(Content::Bytes(format!("--{boundary}\r\n{head}\r\n\r\n").into()));
        pieces.extend([body, Content::Bytes("\r\n".into())]);
    }
    pieces.push(Content::Bytes(format!("--{boundary}--\r\n").into()));
    Ok((Payload::of(pieces), boundary))
}

/// The names and texts of the parts that a style makes of a value; `None` where it has no spelling for it.
fn styled(key: &str, value: &dyn Field, style: Style, explode: bool) -> Option<Vec<(String, String)>> {
    let mut parts = Vec::new();
    let mut push = |name: &str, text: &str| parts.push((name.to_owned(), text.to_owned()));
    let between = separator(style);
    match flat(value) {
        Err(_) if items(value).into_iter().any(is_bytes) => return None,
        Ok(_) | Err(_) if style == Style::DeepObject => nested(key, value, &mut push),
        Err(_) => return None,
        Ok(Flat::Absent) => {}
        Ok(Flat::One(text)) => push(key, &text),
        Ok(Flat::List(items)) if explode => items.iter().for_each(|item| push(key, item)),
        Ok(Flat::List(items)) if items.is_empty() => {}
        Ok(Flat::List(items)) => push(key, &items.join(between)),
        Ok(Flat::Members(members)) if explode => members.iter().for_each(|(name, text)| push(name, text)),
        Ok(Flat::Members(members)) if members.is_empty() => {}
        Ok(Flat::Members(members)) => {
            let all: Vec<&str> = members.iter().flat_map(|(name, text)| [name.as_str(), text.as_str()]).collect();
            push(key, &all.join(between));
        }
    }
    Some(parts)
}

/// A part; `None` where there is nothing to send.
fn part(key: &str, value: &dyn Field, encoding: Option<&Encoding>) -> Result<Option<Part>, String> {
    let declared = encoding.map(|of| of.content_type).unwrap_or_default();
    if declared.chars().any(char::is_control) {
        return Err(format!("the media type of the part `{key}` holds a control character"));
    }
    let headers = encoding.map(|of| of.headers).unwrap_or_default();
    let typed = |body: Bytes, media_type: &str| Some((head(key, None, media_type, headers), Content::Bytes(body)));
    Ok(match value.view() {
        View::Absent | View::Null => None,
        View::Some(inner) => return part(key, inner, encoding),
        View::Union(shape, union) if Tagged::of(shape, union).is_none() => {
            return part(key, union.inner().1, encoding);
        }
        View::File(file) => Some(file_part(key, file, declared, headers)?),
        View::Raw(bytes) => typed(bytes.clone(), &of_file(declared, None)),
        _ => match flat(value) {
            Ok(Flat::Absent) => None,
            Ok(Flat::One(_)) if is_json(of_text(declared)) => typed(in_json(value)?.into(), of_text(declared)),
            Ok(Flat::One(text)) => typed(text.into_owned().into(), of_text(declared)),
            Ok(Flat::List(_) | Flat::Members(_)) | Err(_) => {
                let media_type = of_object(declared);
                typed(object_text(value, media_type)?.into(), media_type)
            }
        },
    })
}

/// A file: its own headers take the place of those that the description has.
fn file_part(key: &str, file: &File, declared: &str, headers: &[(&str, &str)]) -> Result<Part, String> {
    let own = file.content_type.as_deref().filter(|own| !file.guessed || allows(declared, own));
    let media_type = own.map_or_else(|| of_file(declared, file.name.as_deref()), Cow::from);
    if media_type.chars().any(char::is_control) {
        return Err("the media type of a file holds a control character".to_owned());
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

/// The head of a part.
fn head(key: &str, file: Option<&str>, media_type: &str, headers: &[(&str, &str)]) -> String {
    let mut head = format!("content-disposition: form-data; name=\"{}\"", quoted(key));
    if let Some(name) = file {
        head.push_str(&format!("; filename=\"{}\"", quoted(name)));
    }
    let media_type = Some(("content-type", media_type)).filter(|(_, text)| !text.is_empty());
    for (name, text) in media_type.iter().chain(headers) {
        head.push_str(&format!("\r\n{name}: {text}"));
    }
    head
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
