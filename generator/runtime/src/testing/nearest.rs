//! Whether a request is one that was recorded, and where not, what differs. Must not know files and transports.

use serde_json::Value;

use super::exchange::Exchange;
use super::mask::MASK;

/// So much of a text is shown.
const SHOWN: usize = 80;

/// What differs between a recorded request and one that is sent, in words; nothing where they fit. The more important comes first.
pub(super) fn differences(recorded: &Exchange, sent: &Exchange) -> Vec<String> {
    let mut found = Vec::new();
    let mut differ = |what: &str, recorded: &str, sent: &str| {
        found.push(format!("{what}: `{}` was recorded, `{}` is sent", shown(recorded), shown(sent)));
    };
    if recorded.operation != sent.operation {
        differ("the operation", &recorded.operation, &sent.operation);
    }
    if recorded.method != sent.method {
        differ("the method", &recorded.method, &sent.method);
    }
    let ((path, query), (sent_path, sent_query)) = (halves(&recorded.path), halves(&sent.path));
    if !fits(path, sent_path) {
        differ("the path", path, sent_path);
    }
    if !fits(&query, &sent_query) {
        differ("the query", &query, &sent_query);
    }
    if let Some((at, recorded, sent)) = bodies(&recorded.request.body, &sent.request.body) {
        differ(&format!("the body{at}"), &recorded, &sent);
    }
    found
}

/// Path and query, without the keys of the query: a replay needs none.
fn halves(path: &str) -> (&str, String) {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let masked = format!("={MASK}");
    let parts: Vec<&str> = query.split('&').filter(|part| !part.ends_with(&masked)).collect();
    (path, parts.join("&"))
}

/// Whether a text is the recorded one, whatever stands where that is masked.
fn fits(recorded: &str, sent: &str) -> bool {
    let Some((before, mut rest)) = recorded.split_once(MASK) else { return recorded == sent };
    let Some(mut left) = sent.strip_prefix(before) else { return false };
    while let Some((between, behind)) = rest.split_once(MASK) {
        let Some(at) = left.find(between) else { return false };
        left = left.get(at + between.len()..).unwrap_or_default();
        rest = behind;
    }
    left.ends_with(rest)
}

/// Where two bodies differ: ` at /pointer`, and what stands there.
fn bodies(recorded: &[u8], sent: &[u8]) -> Option<(String, String, String)> {
    if recorded == sent {
        return None;
    }
    if let (Ok(one), Ok(other)) = (serde_json::from_slice(recorded), serde_json::from_slice(sent)) {
        return json(&one, &other, String::new());
    }
    match (std::str::from_utf8(recorded), std::str::from_utf8(sent)) {
        (Ok(one), Ok(other)) => (!fits(one, other)).then(|| (String::new(), one.to_owned(), other.to_owned())),
        (Ok(_) | Err(_), _) => {
            let of = |bytes: &[u8]| format!("{} bytes", bytes.len());
            Some((String::new(), of(recorded), of(sent)))
        }
    }
}

/// Members may stand in any order; a masked value is any.
fn json(recorded: &Value, sent: &Value, at: String) -> Option<(String, String, String)> {
    match (recorded, sent) {
        (Value::String(one), _) if one == MASK => None,
        (Value::String(one), Value::String(other)) if fits(one, other) => None,
        (Value::Object(one), Value::Object(other)) => {
            let keys = one.keys().chain(other.keys().filter(|key| !one.contains_key(*key)));
            let member = |of: &serde_json::Map<String, Value>, key: &String| of.get(key).cloned();
            keys.into_iter().find_map(|key| match (member(one, key), member(other, key)) {
                (Some(one), Some(other)) => json(&one, &other, format!("{at}/{key}")),
                (one, other) => Some(found(&format!("{at}/{key}"), one.as_ref(), other.as_ref())),
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other).enumerate();
            pairs.find_map(|(index, (one, other))| json(one, other, format!("{at}/{index}")))
        }
        (one, other) => (one != other).then(|| found(&at, Some(one), Some(other))),
    }
}

fn found(at: &str, recorded: Option<&Value>, sent: Option<&Value>) -> (String, String, String) {
    let text = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), Value::to_string);
    let at = if at.is_empty() { String::new() } else { format!(" at {at}") };
    (at, text(recorded), text(sent))
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
