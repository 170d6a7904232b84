//! Debug of values, as a derive would print them.

use std::fmt;

use super::field::{Field, Record, Shape, View};
use super::open::debug_open;

/// `Debug::fmt` of an emitted record.
pub fn debug(value: &dyn Field, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&Shown(value.view()), f)
}

struct Shown<'a>(View<'a>);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::Absent => f.write_str("None"),
            View::Null => f.write_str("Null"),
            View::Some(value) => f.debug_tuple("Some").field(&Shown(value.view())).finish(),
            View::Bool(value) => fmt::Debug::fmt(&value, f),
            View::Integer(value) => fmt::Debug::fmt(&value, f),
            View::Unsigned(value) => fmt::Debug::fmt(&value, f),
            View::Single(value) => fmt::Debug::fmt(&value, f),
            View::Double(value) => fmt::Debug::fmt(&value, f),
            View::Number(value) => fmt::Debug::fmt(&value, f),
            View::Text(value) => fmt::Debug::fmt(value, f),
            View::Open(value) => debug_open(value, f),
            View::List(list) => {
                let items = (0..list.count()).filter_map(|index| list.item(index));
                f.debug_list().entries(items.map(|item| Shown(item.view()))).finish()
            }
            View::Map(map) => {
                let mut entries = f.debug_map();
                map.each(&mut |key, value| {
                    entries.entry(&key, &Shown(value.view()));
                });
                entries.finish()
            }
            View::Record(shape, record) | View::Places(shape, record) => members(shape, record, f),
            View::Union(shape, union) => {
                let (index, inner) = union.inner();
                let name = shape.variants.get(index).copied().unwrap_or("Unknown");
                match inner.whole() {
                    Some(whole) => f.debug_tuple(name).field(whole).finish(),
                    None => f.debug_tuple(name).field(&Shown(inner.view())).finish(),
                }
            }
            View::Raw(value) => fmt::Debug::fmt(value, f),
            View::File(value) => fmt::Debug::fmt(value, f),
            View::Any(value) => fmt::Debug::fmt(value, f),
            View::Extra(extra) => fmt::Debug::fmt(extra, f),
        }
    }
}

fn members(shape: &'static Shape, record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = f.debug_struct(shape.name);
    for index in 0..shape.keys.len() {
        shown.field(shape.field(index), &Shown(record.at(index).view()));
    }
    match record.at(shape.keys.len()).view() {
        View::Extra(extra) if !extra.is_empty() => shown.field("extra", extra),
        View::Map(map) if map.count() > 0 => shown.field("extra", &Shown(View::Map(map))),
        View::List(list) if list.count() > 0 => shown.field("extra", &Shown(View::List(list))),
        _ => &mut shown,
    }
    .finish()
}
