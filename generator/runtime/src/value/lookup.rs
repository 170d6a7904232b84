//! Looks up the value at a path, by the names on the wire: pagination finds items and cursors this
//! way. Must not know how a page is requested.

use serde_json::Value;

use super::field::{Field, View};
use super::key::find;

/// Passes the value at a path of property names to `take`, and returns what that returns. Returns `None` if the value is
/// absent or `null`.
pub(crate) fn lookup<R>(value: &dyn Field, path: &[&str], take: impl FnOnce(View<'_>) -> Option<R>) -> Option<R> {
    let (mut take, mut taken) = (Some(take), None);
    find_value(value.view(), path, &mut |view| taken = take.take().and_then(|take| take(view)));
    taken
}

fn find_value(view: View<'_>, path: &[&str], take: &mut dyn FnMut(View<'_>)) {
    let view = inner(view);
    if let View::Own(own) = view {
        if let Some(json) = own.to_json() {
            find_value(View::Json(&json), path, take);
        }
        return;
    }
    let Some((key, path)) = path.split_first() else {
        return match view {
            View::Absent | View::Null | View::Json(Value::Null) => {}
            view => take(view),
        };
    };
    if let Some(view) = property(view, key) {
        find_value(view, path, take);
    }
}

fn property<'a>(view: View<'a>, key: &str) -> Option<View<'a>> {
    match view {
        View::Record(shape, record) => match find(shape.keys, 0, key) {
            Some(known) => Some(record.at(known).view()),
            // The variant of a union may be one that does not define the property.
            None => match record.at(shape.keys.len()).view() {
                View::Extra(extra) => extra.get(key).map(View::Json),
                View::Map(map) => map.get(key).map(Field::view),
                _ => None,
            },
        },
        View::Map(map) => map.get(key).map(Field::view),
        View::Json(value) => value.get(key).map(View::Json),
        _ => None,
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
