//! Writes `application/x-www-form-urlencoded`, each property as its Encoding Object defines, and what both kinds of forms share.
//! Must not know multipart.
//!
//! Interpretations of the specification: without a style, a primitive is text, an object is JSON, and an array repeats its key
//! for each item (OpenAPI 3.2, "Encoding Usage and Restrictions"). A form cannot represent null: properties and items that are
//! null are omitted (RFC 6570, section 2.3). Objects and arrays within a `deepObject` have brackets with their keys and indices.

use super::encode::encode_query;
use super::media_type::{is_json, is_urlencoded, object_media_type, text_media_type};
use super::operation::{Encoding, Style};
use super::parameter_value::{ParameterValue, is_null, parameter_value};
use super::styles::{PairStyle, pairs};
use crate::value::{
    DiscriminatedObject, Field, NOT_JSON, View, json, own_json, property_name, tuple_items, visit_extra,
};

/// Receives the key and value of a property.
type Visit<'v> = &'v mut dyn FnMut(&str, &dyn Field) -> Result<(), String>;

/// Calls `visit` with every property that is present. Values whose type the user chose are visited as the JSON they are.
pub(super) fn each(value: &dyn Field, visit: Visit<'_>) -> Result<(), String> {
    each_property(value, &mut |key, value| match own_json(value) {
        Some(json) => visit(key, &json),
        None => visit(key, value),
    })
}

fn each_property(value: &dyn Field, visit: Visit<'_>) -> Result<(), String> {
    match value.view() {
        View::Some(inner) => each_property(inner, visit),
        View::Union(shape, union) => match DiscriminatedObject::from_union(shape, union) {
            Some(tagged) => {
                let mut result = Ok(());
                tagged.each(&mut |key, value, _| {
                    if result.is_ok() {
                        result = visit(key, value);
                    }
                });
                result
            }
            None => each_property(union.variant().1, visit),
        },
        View::Record(shape, record) => {
            for (index, key) in shape.keys.iter().enumerate() {
                visit(&property_name(key), record.at(index))?;
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
        View::Json(serde_json::Value::Object(members)) => members.iter().try_for_each(|(key, value)| visit(key, value)),
        View::Absent | View::Null => Ok(()),
        View::Own(own) => each_property(&own.to_json().ok_or(NOT_JSON)?, visit),
        _ => Err("a form must be an object; use `with_body` to send other content".to_owned()),
    }
}

/// Writes a value as `application/x-www-form-urlencoded`.
///
/// # Errors
/// Fails if a value cannot be represented in a form.
pub(super) fn urlencoded(value: &dyn Field, encodings: &'static [Encoding]) -> Result<Vec<u8>, String> {
    let mut parts: Vec<String> = Vec::new();
    each(value, &mut |key, value| {
        let encoding = encodings.iter().find(|encoding| encoding.name == key);
        if encoding.is_some_and(|encoding| styled(key, value, encoding, &mut parts)) {
            return Ok(());
        }
        let declared = encoding.map(|encoding| encoding.content_type).unwrap_or_default();
        for item in items(value) {
            parts.push(pair(key, &text_of(item, declared)?, false));
        }
        Ok(())
    })?;
    Ok(parts.join("&").into_bytes())
}

/// Adds a value in its style. Returns `false` without a style, or if it cannot represent the value.
fn styled(key: &str, value: &dyn Field, encoding: &Encoding, parts: &mut Vec<String>) -> bool {
    let Encoding { style: Some(style), explode, reserved, .. } = *encoding else { return false };
    if items(value).into_iter().any(is_bytes) {
        return false;
    }
    if style == Style::DeepObject {
        deep(key, value, reserved, parts);
        return true;
    }
    let Ok(converted) = parameter_value(value) else { return false };
    parts.extend(pairs(&PairStyle { name: key, style, explode, reserved, cookie: false }, &converted));
    true
}

fn pair(key: &str, text: &str, reserved: bool) -> String {
    format!("{}={}", encode_query(key, false), encode_query(text, reserved))
}

/// Returns a value as text in the media type that is chosen for it.
fn text_of(value: &dyn Field, declared: &str) -> Result<String, String> {
    match parameter_value(value) {
        Ok(ParameterValue::Primitive(text)) if !is_json(text_media_type(declared)) => Ok(text.into_owned()),
        Ok(ParameterValue::Primitive(_)) => in_json(value),
        // Text formats represent bytes as base64 (3.0.4 and 3.1.1, "URL Encoded Form with Binary Values").
        Err(_) if is_bytes(value) => in_json(value).map(|text| text.trim_matches('"').to_owned()),
        Ok(ParameterValue::Absent | ParameterValue::Array(_) | ParameterValue::Object(_)) | Err(_) => {
            object_text(value, object_media_type(declared))
        }
    }
}

/// Returns `true` if a value is bytes.
pub(super) fn is_bytes(value: &dyn Field) -> bool {
    match value.view() {
        View::File(_) | View::Bytes(_) => true,
        View::Some(inner) => is_bytes(inner),
        View::Union(_, union) => is_bytes(union.variant().1),
        _ => false,
    }
}

/// Returns an object, or an array within an array, as text in a media type.
pub(super) fn object_text(value: &dyn Field, media_type: &str) -> Result<String, String> {
    match is_urlencoded(media_type) {
        true => String::from_utf8(urlencoded(value, &[])?).map_err(|error| error.to_string()),
        false => in_json(value),
    }
}

/// Returns a value as JSON.
pub(super) fn in_json(value: &dyn Field) -> Result<String, String> {
    let text = json::to_vec(value).map_err(|error| error.to_string())?;
    String::from_utf8(text).map_err(|error| error.to_string())
}

/// Returns the items of an array that are not null, or the value itself.
pub(super) fn items(value: &dyn Field) -> Vec<&dyn Field> {
    let mut all: Vec<&dyn Field> = match value.view() {
        View::Some(inner) => return items(inner),
        View::Union(shape, union) if DiscriminatedObject::from_union(shape, union).is_none() => {
            return items(union.variant().1);
        }
        View::Array(list) => (0..list.count()).filter_map(|index| list.item(index)).collect(),
        View::Tuple(shape, record) => tuple_items(shape, record),
        View::Json(serde_json::Value::Array(list)) => list.iter().map(|item| item as &dyn Field).collect(),
        _ => vec![value],
    };
    all.retain(|item| !is_null(*item));
    all
}

/// Adds `name[key][0]=text` for each primitive within a value.
pub(super) fn deep(name: &str, value: &dyn Field, reserved: bool, parts: &mut Vec<String>) {
    nested(name, value, &mut |name, text| parts.push(pair(name, text, reserved)));
}

/// Calls `push` with `name[key][0]` and the text of each primitive within a value.
pub(super) fn nested(name: &str, value: &dyn Field, push: &mut dyn FnMut(&str, &str)) {
    if let Some(json) = own_json(value) {
        return nested(name, &json, push);
    }
    match value.view() {
        View::Some(inner) => nested(name, inner, push),
        View::Union(shape, union) if DiscriminatedObject::from_union(shape, union).is_none() => {
            nested(name, union.variant().1, push)
        }
        View::Array(list) => {
            for (index, item) in (0..list.count()).filter_map(|index| list.item(index)).enumerate() {
                nested(&format!("{name}[{index}]"), item, push);
            }
        }
        View::Tuple(shape, record) => {
            for (index, item) in tuple_items(shape, record).into_iter().enumerate() {
                nested(&format!("{name}[{index}]"), item, push);
            }
        }
        View::Json(serde_json::Value::Array(list)) => {
            for (index, item) in list.iter().enumerate() {
                nested(&format!("{name}[{index}]"), item, push);
            }
        }
        View::Record(..) | View::Map(_) | View::Union(..) | View::Json(serde_json::Value::Object(_)) => {
            // It cannot fail: every primitive becomes a pair.
            let _ = each(value, &mut |key, value| {
                nested(&format!("{name}[{key}]"), value, push);
                Ok(())
            });
        }
        _ => {
            if let Ok(ParameterValue::Primitive(text)) = parameter_value(value) {
                push(name, &text);
            }
        }
    }
}
