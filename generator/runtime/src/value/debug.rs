//! Formats values for `Debug`, as `#[derive(Debug)]` would. Must not know how values are written as
//! JSON.

use std::fmt;

use super::field::{Field, Record, StringEnum, View};
use super::shape::Shape;

/// Formats a value: `Debug::fmt` of an emitted type.
pub fn debug(value: &dyn Field, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&DebugView(value.view()), f)
}

struct DebugView<'a>(View<'a>);

impl fmt::Debug for DebugView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::Absent => f.write_str("None"),
            View::Null => f.write_str("Null"),
            View::Some(value) => f.debug_tuple("Some").field(&DebugView(value.view())).finish(),
            View::Bool(value) => fmt::Debug::fmt(&value, f),
            View::Integer(value) => fmt::Debug::fmt(&value, f),
            View::Unsigned(value) => fmt::Debug::fmt(&value, f),
            View::F32(value) => fmt::Debug::fmt(&value, f),
            View::F64(value) => fmt::Debug::fmt(&value, f),
            View::Number(value) => fmt::Debug::fmt(&value, f),
            View::String(value) => fmt::Debug::fmt(value, f),
            View::Enum(value) => string_enum(value, f),
            View::Array(list) => {
                let items = (0..list.count()).filter_map(|index| list.item(index));
                f.debug_list().entries(items.map(|item| DebugView(item.view()))).finish()
            }
            View::Map(map) => {
                let mut entries = f.debug_map();
                map.each(&mut |key, value| {
                    entries.entry(&key, &DebugView(value.view()));
                });
                entries.finish()
            }
            View::Record(shape, record) | View::Tuple(shape, record) => properties(shape, record, f),
            View::Union(shape, union) => {
                let (index, inner) = union.variant();
                let name = shape.variants.get(index).copied().unwrap_or("Unknown");
                match inner.unknown() {
                    Some(unknown) => f.debug_tuple(name).field(unknown).finish(),
                    None => f.debug_tuple(name).field(&DebugView(inner.view())).finish(),
                }
            }
            View::Bytes(value) => fmt::Debug::fmt(value, f),
            View::File(value) => fmt::Debug::fmt(value, f),
            View::Json(value) => fmt::Debug::fmt(value, f),
            View::Extra(extra) => fmt::Debug::fmt(extra, f),
            View::Own(value) => value.debug(f),
        }
    }
}

fn properties(shape: &'static Shape, record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = f.debug_struct(shape.name);
    for index in 0..shape.keys.len() {
        shown.field(shape.field(index), &DebugView(record.at(index).view()));
    }
    match record.at(shape.keys.len()).view() {
        View::Extra(extra) if !extra.is_empty() => shown.field("extra", extra),
        View::Map(map) if map.count() > 0 => shown.field("extra", &DebugView(View::Map(map))),
        View::Array(list) if list.count() > 0 => shown.field("extra", &DebugView(View::Array(list))),
        _ => &mut shown,
    }
    .finish()
}

/// Formats the variant's name, or `Unknown("value")`.
fn string_enum(value: &dyn StringEnum, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value.shape().variant(value.as_str()) {
        Some(name) => f.write_str(name),
        None => f.debug_tuple("Unknown").field(&value.as_str()).finish(),
    }
}
