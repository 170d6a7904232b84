//! An [`Exchange`] as a line of a recording: a JSON object, with bodies as strings if they are
//! UTF-8, and in base64 otherwise. Must not know how the file is kept.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Value, json};

use super::exchange::{Exchange, Message};
use crate::transport::FaultKind;

/// The names of fault kinds.
const FAULTS: [(FaultKind, &str); 7] = [
    (FaultKind::Connect, "connect"),
    (FaultKind::Untrusted, "untrusted"),
    (FaultKind::Timeout, "timeout"),
    (FaultKind::Interrupted, "interrupted"),
    (FaultKind::Refused, "refused"),
    (FaultKind::Unreadable, "unreadable"),
    (FaultKind::Malformed, "malformed"),
];

/// Writes an exchange as a line, with its line end.
pub(super) fn to_line(exchange: &Exchange) -> String {
    let Exchange { operation, method, path, request, status, response, fault } = exchange;
    let fault = fault.and_then(|kind| FAULTS.iter().find(|(known, _)| *known == kind)).map(|(_, name)| *name);
    // This order is easy to read.
    let mut parts = vec![
        format!("\"operation\":{}", json!(operation)),
        format!("\"method\":{}", json!(method)),
        format!("\"path\":{}", json!(path)),
        format!("\"request\":{}", write_message(request)),
    ];
    if let Some(status) = status {
        parts.push(format!("\"status\":{status},\"response\":{}", write_message(response)));
    }
    parts.extend(fault.map(|name| format!("\"fault\":\"{name}\"")));
    format!("{{{}}}\n", parts.join(","))
}

fn write_message(message: &Message) -> String {
    let headers = json!(message.headers);
    match std::str::from_utf8(&message.body) {
        Ok("") => format!("{{\"headers\":{headers}}}"),
        Ok(text) => format!("{{\"headers\":{headers},\"body\":{}}}", json!(text)),
        Err(_) => format!("{{\"headers\":{headers},\"base64\":\"{}\"}}", STANDARD.encode(&message.body)),
    }
}

/// Reads the exchange of a line.
///
/// # Errors
///
/// Fails with a message if the line is not valid.
pub(super) fn from_line(line: &str) -> Result<Exchange, String> {
    let read: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let text = |name: &str| match read.get(name).and_then(Value::as_str) {
        Some(text) => Ok(text.to_owned()),
        None => Err(format!("`{name}` is missing")),
    };
    let status = match read.get("status") {
        None => None,
        Some(status) => Some(status.as_u64().and_then(|code| u16::try_from(code).ok()).ok_or("`status` is not valid")?),
    };
    let fault = match read.get("fault") {
        None => None,
        Some(name) => Some(FAULTS.iter().find(|(_, known)| name == known).ok_or("`fault` is unknown")?.0),
    };
    if status.is_none() && fault.is_none() {
        return Err("both `status` and `fault` are missing".to_owned());
    }
    Ok(Exchange {
        operation: text("operation")?,
        method: text("method")?,
        path: text("path")?,
        request: read_message(read.get("request"))?,
        status,
        response: read_message(read.get("response"))?,
        fault,
    })
}

fn read_message(read: Option<&Value>) -> Result<Message, String> {
    let Some(read) = read else { return Ok(Message::default()) };
    let headers = read.get("headers").cloned().unwrap_or_else(|| json!([]));
    let headers = serde_json::from_value(headers).map_err(|error| format!("`headers`: {error}"))?;
    let body = match (read.get("body").and_then(Value::as_str), read.get("base64").and_then(Value::as_str)) {
        (Some(text), _) => Bytes::copy_from_slice(text.as_bytes()),
        (None, Some(text)) => STANDARD.decode(text).map_err(|error| format!("`base64`: {error}"))?.into(),
        (None, None) => Bytes::new(),
    };
    Ok(Message { headers, body })
}
