//! Bodies of requests: a whole value in the media type of the operation, or JSON assembled from single properties. Must not
//! know parameters.

use std::ops::Range;

use bytes::Bytes;

use super::form::urlencoded;
use super::multipart;
use super::operation::{BodyKind, RequestBody};
use super::payload::Payload;
use crate::value::{Field, NOT_JSON, Shape, View, escaped_name, json};

/// Serializes a whole body, and returns it with the media type that replaces the declared one, if there is one.
///
/// # Errors
/// Fails if a value cannot be written in the media type.
pub(super) fn serialize(value: &dyn Field, body: &RequestBody) -> Result<(Payload, Option<String>), String> {
    match body.kind {
        BodyKind::Json => Ok((json::to_vec(value).map_err(|error| error.to_string())?.into(), None)),
        BodyKind::Form => Ok((urlencoded(value, body.encodings)?.into(), None)),
        BodyKind::Multipart => {
            let (payload, boundary) = multipart(value, body.encodings)?;
            Ok((payload, Some(format!("multipart/form-data; boundary={boundary}"))))
        }
        BodyKind::Text | BodyKind::Raw => Ok((raw(value)?, own_media_type(value, body.media_type))),
    }
}

/// Serializes bytes or text unchanged.
fn raw(value: &dyn Field) -> Result<Payload, String> {
    match value.view() {
        View::File(file) => Ok(Payload::from_pieces([file.content.clone()])),
        View::Bytes(bytes) => Ok(Payload::from(bytes.clone())),
        View::String(text) => Ok(Bytes::copy_from_slice(text.as_bytes()).into()),
        View::Some(inner) => raw(inner),
        View::Own(own) => match own.to_json() {
            Some(serde_json::Value::String(text)) => Ok(Bytes::from(text).into()),
            Some(json) => Ok(Bytes::from(json::format(&json)).into()),
            None => Err(NOT_JSON.to_owned()),
        },
        _ => json::to_vec(value).map(Payload::from).map_err(|error| error.to_string()),
    }
}

/// Returns the media type of a file if the description allows any.
fn own_media_type(value: &dyn Field, declared: &str) -> Option<String> {
    match value.view() {
        View::File(file) if declared == "application/octet-stream" => file.content_type.clone(),
        View::Some(inner) => own_media_type(inner, declared),
        _ => None,
    }
}

/// Assembles a JSON object from its properties, in the order of the description.
pub(super) fn assembled(shape: &'static Shape, properties: &[(usize, Range<usize>)], json: &[u8]) -> Payload {
    let keys = properties.iter().filter_map(|(index, _)| shape.keys.get(*index)).map(|key| key.len());
    let mut out = Vec::with_capacity(keys.sum::<usize>() + json.len() + 2);
    out.push(b'{');
    for (index, key) in shape.keys.iter().enumerate() {
        let Some((_, range)) = properties.iter().find(|(known, _)| *known == index) else { continue };
        let key = if out.len() == 1 { key.get(1..).unwrap_or_default() } else { key };
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(json.get(range.clone()).unwrap_or_default());
    }
    out.push(b'}');
    out.into()
}

/// Replaces properties of a whole body by those that were set after it.
pub(super) fn merged(body: &Payload, shape: &Shape, properties: &[(usize, Range<usize>)], json: &[u8]) -> Payload {
    let bytes = body.bytes().unwrap_or_default();
    let Some(serde_json::Value::Object(mut whole)) = json::parse(&bytes) else { return body.clone() };
    for (index, range) in properties {
        let key = shape.keys.get(*index).copied().map(escaped_name).unwrap_or_default();
        let key = serde_json::from_str(&format!("\"{key}\"")).unwrap_or_else(|_| key.to_owned());
        if let Some(value) = json::parse(json.get(range.clone()).unwrap_or_default()) {
            whole.insert(key, value);
        }
    }
    json::format(&serde_json::Value::Object(whole)).into()
}
