//! The server's message in an error body, in the forms that frameworks and vendors use. Must not
//! know descriptions.

use serde_json::{Map, Value};

/// JSON pointers to the usual locations of a message: vendors' own bodies, OAuth 2 (RFC 6749),
/// problem details (RFC 9457), Spring.
const USUAL: [&str; 9] = [
    "/message",
    "/error/message",
    "/error_description",
    "/detail",
    "/title",
    "/error",
    "/msg",
    "/errorMessage",
    "/fault/faultstring",
];

/// JSON pointers to arrays of individual errors: FastAPI (`detail`), JSON:API, GraphQL, Rails,
/// Laravel and ASP.NET (`errors`), NestJS (`message`).
const LISTS: [&str; 6] = ["/detail", "/errors", "/message", "/error/errors", "/error", ""];

/// Members of an individual error that describe it.
const WORDS: [&str; 7] = ["detail", "message", "msg", "title", "description", "error", "reason"];

/// Members of an individual error that locate it.
const LOCATIONS: [&str; 8] = ["loc", "field", "property", "pointer", "parameter", "path", "param", "source"];

/// The largest number of individual errors that are listed.
const MOST: usize = 10;

/// Returns the message at the locations that a description names.
pub(super) fn declared_message(body: &Value, pointers: &[&str]) -> Option<String> {
    pointers.iter().filter_map(|pointer| body.pointer(pointer)).find_map(|value| match text(value) {
        Some(text) => Some(text.to_owned()),
        None => join(individual_errors(value)),
    })
}

/// Returns the message at the usual locations: a string, and the individual errors listed next to
/// it.
pub(super) fn usual_message(body: &Value) -> Option<String> {
    let main = USUAL.iter().find_map(|pointer| body.pointer(pointer).and_then(text));
    let lists = LISTS.iter().filter_map(|pointer| body.pointer(pointer));
    let mut list = lists
        .filter(|list| is_list(list, body))
        .map(individual_errors)
        .find(|list| !list.is_empty())
        .unwrap_or_default();
    let Some(main) = main else { return join(list) };
    list.retain(|error| !main.contains(error.rsplit(": ").next().unwrap_or_default()));
    Some(match join(list) {
        Some(list) => format!("{}: {list}", main.trim_end_matches([':', '.'])),
        None => main.to_owned(),
    })
}

/// Returns `true` if a value may list individual errors. The body itself does if it consists only
/// of invalid fields, each with its messages (Django).
fn is_list(value: &Value, body: &Value) -> bool {
    let texts = |value: &Value| value.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(Value::is_string));
    match value {
        Value::Object(members) if std::ptr::eq(value, body) => members.values().all(texts),
        Value::Array(_) | Value::Object(_) => true,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Returns a string that is not empty.
fn text(value: &Value) -> Option<&str> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty())
}

fn join(mut list: Vec<String>) -> Option<String> {
    let more = list.len().saturating_sub(MOST);
    list.truncate(MOST);
    if more > 0 {
        list.push(format!("and {more} more"));
    }
    (!list.is_empty()).then(|| list.join("; "))
}

/// Returns the individual errors that a value lists.
fn individual_errors(value: &Value) -> Vec<String> {
    match value {
        Value::String(_) => text(value).map(str::to_owned).into_iter().collect(),
        Value::Array(items) => items.iter().flat_map(individual_errors).collect(),
        Value::Object(members) => match WORDS.iter().find_map(|word| members.get(*word).and_then(text)) {
            Some(words) => vec![with_location(&location(members), words)],
            None => {
                let field_errors = |(field, value): (&String, &Value)| -> Vec<String> {
                    individual_errors(value).iter().map(|error| with_location(field, error)).collect()
                };
                members.iter().flat_map(field_errors).collect()
            }
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

fn with_location(location: &str, words: &str) -> String {
    if location.is_empty() { words.to_owned() } else { format!("{location}: {words}") }
}

/// Returns the location of an individual error: `body.items.0.name`, `/data/attributes/name`.
fn location(error: &Map<String, Value>) -> String {
    let part = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
    };
    let named = LOCATIONS.iter().find_map(|name| error.get(*name));
    match named {
        Some(Value::Array(parts)) => parts.iter().map(part).collect::<Vec<_>>().join("."),
        Some(Value::Object(source)) => location(source),
        Some(value) => part(value),
        None => String::new(),
    }
}
