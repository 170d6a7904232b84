//! From a typed value to the response that an operation declares for it, the inverse of
//! `client::response`. Must not know transports.

use bytes::Bytes;
use http::StatusCode;

use crate::call::{DeclaredResponse, Operation, ResponseContent};
use crate::machine::find_declared;
use crate::value::{Field, View, json};

/// A response in memory.
pub(super) struct Encoded {
    pub(super) status: StatusCode,
    /// Empty if there is no body.
    pub(super) media_type: &'static str,
    pub(super) body: Bytes,
}

/// Encodes a value as a success of an operation, with the first declared status whose response has
/// such a body.
///
/// # Errors
///
/// Fails with a message if the operation declares no such response, or if the value cannot be
/// written as JSON.
pub(super) fn success(operation: &'static Operation, value: &dyn Field) -> Result<Encoded, String> {
    let value = unwrap_option(value);
    let declared: Vec<(StatusCode, &DeclaredResponse)> = successes(operation).collect();
    if let (View::Union(_, union), true) =
        (value.view(), declared.iter().any(|(_, response)| response.variant.is_some()))
    {
        let (index, inner) = union.variant();
        let (status, response) = declared
            .iter()
            .find(|(_, response)| response.variant == Some(index))
            .ok_or_else(|| format!("`{}` does not declare the mocked response", operation.name))?;
        return encode(*status, Some(response), inner);
    }
    let empty = matches!(value.view(), View::Absent);
    let fits = declared.iter().find(|(_, response)| (response.content == ResponseContent::Nothing) == empty);
    match fits.or(declared.first()) {
        Some((status, response)) => encode(*status, Some(response), value),
        None => encode(StatusCode::OK, None, value),
    }
}

/// Encodes a value as the body of a response with this status, as the operation declares it, or as
/// JSON.
///
/// # Errors
///
/// Fails with a message if the value cannot be written as JSON.
pub(super) fn with_status(
    operation: &'static Operation,
    status: StatusCode,
    value: &dyn Field,
) -> Result<Encoded, String> {
    let declared = find_declared(operation, status).and_then(|index| operation.responses.get(index));
    encode(status, declared, unwrap_option(value))
}

/// Returns the status of the first declared success, or 200.
pub(super) fn first_success(operation: &'static Operation) -> StatusCode {
    successes(operation).next().map_or(StatusCode::OK, |(status, _)| status)
}

/// Returns the declared successes, each with the first status that selects it.
fn successes(operation: &'static Operation) -> impl Iterator<Item = (StatusCode, &'static DeclaredResponse)> {
    operation.responses.iter().enumerate().filter_map(|(index, response)| {
        let mut statuses = (200..300).filter_map(|code| StatusCode::from_u16(code).ok());
        Some((statuses.find(|status| find_declared(operation, *status) == Some(index))?, response))
    })
}

fn encode(status: StatusCode, declared: Option<&DeclaredResponse>, value: &dyn Field) -> Result<Encoded, String> {
    let content = declared.map_or(ResponseContent::Json, |response| response.content);
    let body = encode_body(content, unwrap_option(value))?;
    let media_type = match declared.map_or("", |response| response.media_type) {
        _ if body.is_empty() => "",
        // A range, or nothing, is not a media type that a response could have.
        range if range.is_empty() || range.contains('*') => match content {
            ResponseContent::Nothing | ResponseContent::Json => "application/json",
            ResponseContent::Text => "text/plain; charset=utf-8",
            ResponseContent::Raw => "application/octet-stream",
        },
        media_type => media_type,
    };
    Ok(Encoded { status, media_type, body })
}

fn encode_body(content: ResponseContent, value: &dyn Field) -> Result<Bytes, String> {
    match value.view() {
        View::Absent => Ok(Bytes::new()),
        View::Bytes(bytes) => Ok(bytes.clone()),
        View::String(text) if content == ResponseContent::Text => Ok(Bytes::copy_from_slice(text.as_bytes())),
        View::Own(own) if content == ResponseContent::Text => match own.to_json() {
            Some(serde_json::Value::String(text)) => Ok(text.into()),
            json => Ok(json.map(|json| json::format(&json)).unwrap_or_default().into()),
        },
        _ => json::to_vec(value)
            .map(Bytes::from)
            .map_err(|error| format!("the mocked response cannot be written as JSON: {error}")),
    }
}

/// Returns the value inside of an option.
fn unwrap_option(value: &dyn Field) -> &dyn Field {
    match value.view() {
        View::Some(inner) => unwrap_option(inner),
        _ => value,
    }
}
