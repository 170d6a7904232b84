//! Looks up the value at a path, by the names on the wire: pagination finds items and cursors this
//! way. Must not know how a page is requested.

use serde_json::Value;

use super::field::{Field, View};
use super::key::find;

/// Returns the value at a path of property names, or `None` if it is absent or `null`.
pub(crate) fn lookup<'a>(value: &'a dyn Field, path: &[&str]) -> Option<View<'a>> {
    let mut view = inner(value.view());
    for key in path {
        view = match view {
            View::Record(shape, record) => match find(shape.keys, 0, key) {
                Some(known) => inner(record.at(known).view()),
                // The variant of a union may be one that does not define the property.
                None => match record.at(shape.keys.len()).view() {
                    View::Extra(extra) => View::Json(extra.get(*key)?),
                    View::Map(map) => inner(map.get(key)?.view()),
                    _ => return None,
                },
            },
            View::Map(map) => inner(map.get(key)?.view()),
            View::Json(value) => View::Json(value.get(key)?),
            _ => return None,
        };
    }
    match view {
        View::Absent | View::Null | View::Json(Value::Null) => None,
        view => Some(view),
    }
}

/// Returns the value inside options and unions.
fn inner(view: View<'_>) -> View<'_> {
    match view {
        View::Some(value) => inner(value.view()),
        View::Union(_, union) => inner(union.variant().1.view()),
        view => view,
    }
}

/// Returns a string, or a number as a string.
pub(crate) fn to_string(view: View<'_>) -> Option<String> {
    match view {
        View::String(text) => Some(text.to_owned()),
        View::Json(Value::String(text)) => Some(text.clone()),
        View::Json(Value::Number(number)) => Some(number.to_string()),
        View::Enum(value) => Some(value.as_str().to_owned()),
        View::Integer(number) => Some(number.to_string()),
        View::Unsigned(number) => Some(number.to_string()),
        View::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
