//! What lies at a path inside of a value, by the names on the wire.

use serde_json::Value;

use super::field::{Field, View};

/// What lies behind these keys; `None` where that is not there.
pub(crate) fn walk<'a>(value: &'a dyn Field, path: &[&str]) -> Option<View<'a>> {
    let mut view = held(value.view());
    for key in path {
        view = match view {
            View::Record(shape, record) => match super::read::find(shape.keys, 0, key) {
                Some(known) => held(record.at(known).view()),
                // A union's variant may be the one that does not name it.
                None => match record.at(shape.keys.len()).view() {
                    View::Extra(extra) => View::Any(extra.get(*key)?),
                    View::Map(map) => held(map.get(key)?.view()),
                    _ => return None,
                },
            },
            View::Map(map) => held(map.get(key)?.view()),
            View::Any(value) => View::Any(value.get(key)?),
            _ => return None,
        };
    }
    match view {
        View::Absent | View::Null | View::Any(Value::Null) => None,
        view => Some(view),
    }
}

/// A value itself, out of an option or a union.
fn held(view: View<'_>) -> View<'_> {
    match view {
        View::Some(value) => held(value.view()),
        View::Union(_, union) => held(union.inner().1.view()),
        view => view,
    }
}

/// A text or a number as text.
pub(crate) fn as_text(view: View<'_>) -> Option<String> {
    match view {
        View::Text(text) => Some(text.to_owned()),
        View::Any(Value::String(text)) => Some(text.clone()),
        View::Any(Value::Number(number)) => Some(number.to_string()),
        View::Open(open) => Some(open.text().to_owned()),
        View::Integer(number) => Some(number.to_string()),
        View::Unsigned(number) => Some(number.to_string()),
        View::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
