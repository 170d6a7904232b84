//! The server's own message in an error body, in the shapes that frameworks and vendors use. Must not know descriptions.

use serde_json::{Map, Value};

/// JSON pointers to the usual places of a message: vendors' own bodies, OAuth 2 (RFC 6749), problems (RFC 9457), Spring.
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

/// JSON pointers to lists of single mistakes: FastAPI (`detail`), JSON:API, GraphQL, Rails, Laravel and ASP.NET (`errors`), NestJS (`message`).
const LISTS: [&str; 6] = ["/detail", "/errors", "/message", "/error/errors", "/error", ""];

/// Members of a mistake that describe it.
const WORDS: [&str; 7] = ["detail", "message", "msg", "title", "description", "error", "reason"];

/// Members of a mistake that locate it.
const PLACES: [&str; 8] = ["loc", "field", "property", "pointer", "parameter", "path", "param", "source"];

/// The number of mistakes that are listed at most.
const MOST: usize = 10;

/// The message at the places that a description names.
pub(super) fn named(body: &Value, pointers: &[&str]) -> Option<String> {
    pointers.iter().filter_map(|pointer| body.pointer(pointer)).find_map(|value| match text(value) {
        Some(text) => Some(text.to_owned()),
        None => joined(mistakes(value)),
    })
}

/// The message at the usual places: a text, and the single mistakes that are listed beside it.
pub(super) fn usual(body: &Value) -> Option<String> {
    let main = USUAL.iter().find_map(|pointer| body.pointer(pointer).and_then(text));
    let lists = LISTS.iter().filter_map(|pointer| body.pointer(pointer));
    let mut list =
        lists.filter(|list| is_list(list, body)).map(mistakes).find(|list| !list.is_empty()).unwrap_or_default();
    let Some(main) = main else { return joined(list) };
    list.retain(|mistake| !repeats(main, mistake));
    Some(match joined(list) {
        Some(list) => format!("{}: {list}", main.trim_end_matches([':', '.'])),
        None => main.to_owned(),
    })
}

/// Returns `true` if a message says what a mistake says. A function of its own, as it would be compiled several times within `retain`.
#[cold]
fn repeats(main: &str, mistake: &str) -> bool {
    main.contains(mistake.rsplit(": ").next().unwrap_or_default())
}

/// Returns `true` if a value may list mistakes. The body itself does if it has nothing but invalid fields, each with its texts (Django).
fn is_list(value: &Value, body: &Value) -> bool {
    let texts = |value: &Value| value.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(Value::is_string));
    match value {
        Value::Object(members) if std::ptr::eq(value, body) => members.values().all(texts),
        Value::Array(_) | Value::Object(_) => true,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// A text that is not empty.
fn text(value: &Value) -> Option<&str> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty())
}

fn joined(mut list: Vec<String>) -> Option<String> {
    let more = list.len().saturating_sub(MOST);
    list.truncate(MOST);
    if more > 0 {
        list.push(format!("and {more} more"));
    }
    (!list.is_empty()).then(|| list.join("; "))
}

/// The mistakes that a value lists.
fn mistakes(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    add_mistakes(value, &mut found);
    found
}

fn add_mistakes(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.extend(text(value).map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| add_mistakes(item, found)),
        Value::Object(members) => match WORDS.iter().find_map(|word| members.get(*word).and_then(text)) {
            Some(words) => found.push(placed(&place(members), words)),
            None => {
                for (field, value) in members {
                    let first = found.len();
                    add_mistakes(value, found);
                    found.iter_mut().skip(first).for_each(|mistake| *mistake = placed(field, mistake));
                }
            }
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn placed(place: &str, words: &str) -> String {
    if place.is_empty() { words.to_owned() } else { format!("{place}: {words}") }
}

/// Returns the location of a mistake: `body.items.0.name`, `/data/attributes/name`.
fn place(mistake: &Map<String, Value>) -> String {
    let part = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
    };
    let named = PLACES.iter().find_map(|name| mistake.get(*name));
    match named {
        Some(Value::Array(parts)) => parts.iter().map(part).collect::<Vec<_>>().join("."),
        Some(Value::Object(source)) => place(source),
        Some(value) => part(value),
        None => String::new(),
    }
}
