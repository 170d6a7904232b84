//! `application/x-www-form-urlencoded`, each property as its Encoding Object says, and what the two kinds of forms share.
//!
//! Readings that are decided here: without a style, a primitive is text, an object is JSON, and an array repeats its key
//! with one value an item (OpenAPI 3.2, "Encoding Usage and Restrictions"). Null has no spelling in a form: a property or
//! an item that is null is left out (RFC 6570, section 2.3). Objects and arrays inside of a `deepObject` have brackets with
//! their keys and positions.

use super::encode::encode_query;
use super::flat::{Flat, flat, is_null};
use super::operation::{Encoding, Style};
use super::part_type::{is_json, is_urlencoded, of_object, of_text};
use super::place::{Spelling, pairs};
use crate::value::{Field, Tagged, View, json, name_of, places, visit_extra};

/// A property of a form: its key and value.
type Visit<'v> = &'v mut dyn FnMut(&str, &dyn Field) -> Result<(), String>;

/// Calls `visit` with every property that is there.
pub(super) fn each(value: &dyn Field, visit: Visit<'_>) -> Result<(), String> {
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
            visit_extra(shape, record, &mut |key, value| {
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
        if encoding.is_some_and(|of| styled(key, value, of, &mut parts)) {
            return Ok(());
        }
        let declared = encoding.map(|of| of.content_type).unwrap_or_default();
        for item in items(value) {
            parts.push(pair(key, &text_of(item, declared)?, false));
        }
        Ok(())
    })?;
    Ok(parts.join("&").into_bytes())
}

/// Adds a value in its style. Returns `false` if there is no style, or it has no spelling for the value.
fn styled(key: &str, value: &dyn Field, encoding: &Encoding, parts: &mut Vec<String>) -> bool {
    let Encoding { style: Some(style), explode, reserved, .. } = *encoding else { return false };
    if items(value).into_iter().any(is_bytes) {
        return false;
    }
    if style == Style::DeepObject {
        deep(key, value, reserved, parts);
        return true;
    }
    let Ok(flat) = flat(value) else { return false };
    parts.extend(pairs(&Spelling { name: key, style, explode, reserved, cookie: false }, &flat));
    true
}

fn pair(key: &str, text: &str, reserved: bool) -> String {
    format!("{}={}", encode_query(key, false), encode_query(text, reserved))
}

/// A value as the text of the media type that is chosen for it.
fn text_of(value: &dyn Field, declared: &str) -> Result<String, String> {
    match flat(value) {
        Ok(Flat::One(text)) if !is_json(of_text(declared)) => Ok(text.into_owned()),
        Ok(Flat::One(_)) => in_json(value),
        // Text formats have bytes as base64 (3.0.4 and 3.1.1, "URL Encoded Form with Binary Values").
        Err(_) if is_bytes(value) => in_json(value).map(|text| text.trim_matches('"').to_owned()),
        Ok(Flat::Absent | Flat::List(_) | Flat::Members(_)) | Err(_) => object_text(value, of_object(declared)),
    }
}

/// Returns `true` if a value is bytes.
pub(super) fn is_bytes(value: &dyn Field) -> bool {
    match value.view() {
        View::File(_) | View::Raw(_) => true,
        View::Some(inner) => is_bytes(inner),
        View::Union(_, union) => is_bytes(union.inner().1),
        _ => false,
    }
}

/// An object, or an array in an array, as the text of a media type.
pub(super) fn object_text(value: &dyn Field, media_type: &str) -> Result<String, String> {
    match is_urlencoded(media_type) {
        true => String::from_utf8(urlencoded(value, &[])?).map_err(|error| error.to_string()),
        false => in_json(value),
    }
}

/// A value as JSON.
pub(super) fn in_json(value: &dyn Field) -> Result<String, String> {
    let text = json::to_vec(value).map_err(|error| error.to_string())?;
    String::from_utf8(text).map_err(|error| error.to_string())
}

/// The items of an array that are not null, or the value itself.
pub(super) fn items(value: &dyn Field) -> Vec<&dyn Field> {
    let mut all: Vec<&dyn Field> = match value.view() {
        View::Some(inner) => return items(inner),
        View::Union(shape, union) if Tagged::of(shape, union).is_none() => return items(union.inner().1),
        View::List(list) => (0..list.count()).filter_map(|index| list.item(index)).collect(),
        View::Places(shape, record) => places(shape, record),
        View::Any(serde_json::Value::Array(list)) => list.iter().map(|item| item as &dyn Field).collect(),
        _ => vec![value],
    };
    all.retain(|item| !is_null(*item));
    all
}

/// `name[key][0]=text` for whatever is inside.
pub(super) fn deep(name: &str, value: &dyn Field, reserved: bool, parts: &mut Vec<String>) {
    nested(name, value, &mut |name, text| parts.push(pair(name, text, reserved)));
}

/// Calls `push` with `name[key][0]` and the text of each primitive that is inside.
pub(super) fn nested(name: &str, value: &dyn Field, push: &mut dyn FnMut(&str, &str)) {
    match value.view() {
        View::Some(inner) => nested(name, inner, push),
        View::Union(shape, union) if Tagged::of(shape, union).is_none() => nested(name, union.inner().1, push),
        View::List(list) => {
            for (index, item) in (0..list.count()).filter_map(|index| list.item(index)).enumerate() {
                nested(&format!("{name}[{index}]"), item, push);
            }
        }
        View::Places(shape, record) => {
            for (index, item) in places(shape, record).into_iter().enumerate() {
                nested(&format!("{name}[{index}]"), item, push);
            }
        }
        View::Any(serde_json::Value::Array(list)) => {
            for (index, item) in list.iter().enumerate() {
                nested(&format!("{name}[{index}]"), item, push);
            }
        }
        View::Record(..) | View::Map(_) | View::Union(..) | View::Any(serde_json::Value::Object(_)) => {
            // What is inside cannot fail: every value is a pair in the end.
            let _ = each(value, &mut |key, value| {
                nested(&format!("{name}[{key}]"), value, push);
                Ok(())
            });
        }
        _ => {
            if let Ok(Flat::One(text)) = flat(value) {
                push(name, &text);
            }
        }
    }
}
