//! From a typed value to the answer that an operation declares for it: the way back of what a client does with an answer
//! (client/response.rs). Must not know transports.

use bytes::Bytes;
use http::StatusCode;

use crate::call::{DeclaredResponse, Operation, ResponseContent};
use crate::core::select;
use crate::value::{Field, View, json};

/// An answer in memory.
pub(super) struct Encoded {
    pub(super) status: StatusCode,
    /// Empty without a body.
    pub(super) media_type: &'static str,
    pub(super) body: Bytes,
}

/// A value as a success of an operation, of the first declared status that such a value may come with.
///
/// # Errors
/// In our words, where the operation declares no such answer, or the value has no JSON.
pub(super) fn success(operation: &'static Operation, value: &dyn Field) -> Result<Encoded, String> {
    let value = held(value);
    let declared: Vec<(StatusCode, &DeclaredResponse)> = successes(operation).collect();
    if let (View::Union(_, union), true) = (value.view(), declared.iter().any(|(_, answer)| answer.variant.is_some())) {
        let (index, inner) = union.variant();
        let (status, answer) = declared
            .iter()
            .find(|(_, answer)| answer.variant == Some(index))
            .ok_or_else(|| format!("the answer prepared for `{}` is none of those that it declares", operation.name))?;
        return encoded(*status, Some(answer), inner);
    }
    let empty = matches!(value.view(), View::Absent);
    let fits = declared.iter().find(|(_, answer)| (answer.content == ResponseContent::Nothing) == empty);
    match fits.or(declared.first()) {
        Some((status, answer)) => encoded(*status, Some(answer), value),
        None => encoded(StatusCode::OK, None, value),
    }
}

/// A value as the body of an answer with this status, as the operation declares it, else as JSON.
///
/// # Errors
/// In our words, where the value has no JSON.
pub(super) fn with_status(
    operation: &'static Operation,
    status: StatusCode,
    value: &dyn Field,
) -> Result<Encoded, String> {
    let declared = select(operation, status).and_then(|index| operation.responses.get(index));
    encoded(status, declared, held(value))
}

/// The status of a success of which nothing is known but the operation.
pub(super) fn first_success(operation: &'static Operation) -> StatusCode {
    successes(operation).next().map_or(StatusCode::OK, |(status, _)| status)
}

/// The declared successes, each with the first status that is taken for it.
fn successes(operation: &'static Operation) -> impl Iterator<Item = (StatusCode, &'static DeclaredResponse)> {
    operation.responses.iter().enumerate().filter_map(|(index, answer)| {
        let mut statuses = (200..300).filter_map(|code| StatusCode::from_u16(code).ok());
        Some((statuses.find(|status| select(operation, *status) == Some(index))?, answer))
    })
}

fn encoded(status: StatusCode, declared: Option<&DeclaredResponse>, value: &dyn Field) -> Result<Encoded, String> {
    let content = declared.map_or(ResponseContent::Json, |answer| answer.content);
    let body = body(content, held(value))?;
    let media_type = match declared.map_or("", |answer| answer.media_type) {
        _ if body.is_empty() => "",
        // A range, or nothing: no media type that an answer could have.
        range if range.is_empty() || range.contains('*') => match content {
            ResponseContent::Nothing | ResponseContent::Json => "application/json",
            ResponseContent::Text => "text/plain; charset=utf-8",
            ResponseContent::Raw => "application/octet-stream",
        },
        of => of,
    };
    Ok(Encoded { status, media_type, body })
}

fn body(content: ResponseContent, value: &dyn Field) -> Result<Bytes, String> {
    match value.view() {
        View::Absent => Ok(Bytes::new()),
        View::Bytes(bytes) => Ok(bytes.clone()),
        View::String(text) if content == ResponseContent::Text => Ok(Bytes::copy_from_slice(text.as_bytes())),
        _ => json::to_vec(value).map(Bytes::from).map_err(|error| format!("the answer has no JSON: {error}")),
    }
}

/// A value itself, out of an option.
fn held(value: &dyn Field) -> &dyn Field {
    match value.view() {
        View::Some(inner) => held(inner),
        _ => value,
    }
}
