//! [`differences`]: compares a request with a recorded one. Must not know files and transports.

use serde_json::Value;

use super::exchange::Exchange;
use super::masking::MASK;

/// The largest number of characters shown of a text.
const SHOWN: usize = 80;

/// Describes the differences between a recorded request and one that is sent. There are none if
/// they match. The most important one comes first.
pub(super) fn differences(recorded: &Exchange, sent: &Exchange) -> Vec<String> {
    let mut found = Vec::new();
    let mut differ = |what: &str, recorded: &str, sent: &str| {
        found.push(format!("{what}: recorded `{}`, sent `{}`", shown(recorded), shown(sent)));
    };
    if recorded.operation != sent.operation {
        differ("the operation", &recorded.operation, &sent.operation);
    }
    if recorded.method != sent.method {
        differ("the method", &recorded.method, &sent.method);
    }
    let ((path, query), (sent_path, sent_query)) = (split_path(&recorded.path), split_path(&sent.path));
    if !matches_text(path, sent_path) {
        differ("the path", path, sent_path);
    }
    if !matches_text(&query, &sent_query) {
        differ("the query", &query, &sent_query);
    }
    if let Some((pointer, recorded, sent)) = body_difference(&recorded.request.body, &sent.request.body) {
        differ(&format!("the body{pointer}"), &recorded, &sent);
    }
    found
}

/// Splits path and query. Keys are removed from the query, because a replay does not need them.
fn split_path(path: &str) -> (&str, String) {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let masked = format!("={MASK}");
    let parts: Vec<&str> = query.split('&').filter(|part| !part.ends_with(&masked)).collect();
    (path, parts.join("&"))
}

/// Compares a text with the recorded one. Masked parts match everything.
fn matches_text(recorded: &str, sent: &str) -> bool {
    let Some((before, mut rest)) = recorded.split_once(MASK) else { return recorded == sent };
    let Some(mut left) = sent.strip_prefix(before) else { return false };
    while let Some((between, remaining)) = rest.split_once(MASK) {
        let Some(start) = left.find(between) else { return false };
        left = left.get(start + between.len()..).unwrap_or_default();
        rest = remaining;
    }
    left.ends_with(rest)
}

/// Returns the first difference between two bodies: its location, ` at /pointer`, and both values.
fn body_difference(recorded: &[u8], sent: &[u8]) -> Option<(String, String, String)> {
    if recorded == sent {
        return None;
    }
    if let (Ok(recorded), Ok(sent)) = (serde_json::from_slice(recorded), serde_json::from_slice(sent)) {
        return json_difference(&recorded, &sent, String::new());
    }
    match (std::str::from_utf8(recorded), std::str::from_utf8(sent)) {
        (Ok(recorded), Ok(sent)) => {
            (!matches_text(recorded, sent)).then(|| (String::new(), recorded.to_owned(), sent.to_owned()))
        }
        (Ok(_) | Err(_), _) => {
            let size = |bytes: &[u8]| format!("{} bytes", bytes.len());
            Some((String::new(), size(recorded), size(sent)))
        }
    }
}

/// Returns the first difference between two JSON values. Members may have any order, and a masked
/// value matches everything.
fn json_difference(recorded: &Value, sent: &Value, pointer: String) -> Option<(String, String, String)> {
    match (recorded, sent) {
        (Value::String(text), _) if text == MASK => None,
        (Value::String(recorded), Value::String(sent)) if matches_text(recorded, sent) => None,
        (Value::Object(recorded), Value::Object(sent)) => {
            let keys = recorded.keys().chain(sent.keys().filter(|key| !recorded.contains_key(*key)));
            keys.into_iter().find_map(|key| match (recorded.get(key), sent.get(key)) {
                (Some(recorded), Some(sent)) => json_difference(recorded, sent, format!("{pointer}/{key}")),
                (recorded, sent) => Some(difference(&format!("{pointer}/{key}"), recorded, sent)),
            })
        }
        (Value::Array(recorded), Value::Array(sent)) if recorded.len() == sent.len() => {
            let mut pairs = recorded.iter().zip(sent).enumerate();
            pairs.find_map(|(index, (recorded, sent))| json_difference(recorded, sent, format!("{pointer}/{index}")))
        }
        (recorded, sent) => (recorded != sent).then(|| difference(&pointer, Some(recorded), Some(sent))),
    }
}

fn difference(pointer: &str, recorded: Option<&Value>, sent: Option<&Value>) -> (String, String, String) {
    let text = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), Value::to_string);
    let location = if pointer.is_empty() { String::new() } else { format!(" at {pointer}") };
    (location, text(recorded), text(sent))
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
