//! Clones values: a blank value is filled from the view of the other. Must not know how values are
//! read or written.

use super::field::{Array, Blank, Map, Optional, Record, View, ViewMut};
use super::shape::Shape;
use super::unknown::UnknownJson;

/// Clones a value: `Clone::clone` of an emitted type.
pub fn clone<T: Blank>(value: &T) -> T {
    let mut to = T::blank();
    fill(to.view_mut(), value.view());
    to
}

/// Takes the content of a view of one kind. Both sides always have the same type, so the kinds are equal. If they were not,
/// the target would stay blank.
macro_rules! take {
    ($view:ident, $from:ident, |$value:ident| $take:expr) => {
        if let View::$view($value) = $from {
            $take
        }
    };
}

fn fill(to: ViewMut<'_>, from: View<'_>) {
    match to {
        ViewMut::Ignored => {}
        ViewMut::Bool(to) => take!(Bool, from, |from| *to = from),
        ViewMut::I32(to) => take!(Integer, from, |from| *to = from as i32),
        ViewMut::I64(to) => take!(Integer, from, |from| *to = from),
        ViewMut::U32(to) => take!(Unsigned, from, |from| *to = from as u32),
        ViewMut::U64(to) => take!(Unsigned, from, |from| *to = from),
        ViewMut::F32(to) => take!(F32, from, |from| *to = from),
        ViewMut::F64(to) => take!(F64, from, |from| *to = from),
        ViewMut::Number(to) => take!(Number, from, |from| from.clone_into(to)),
        ViewMut::String(to) => take!(String, from, |from| from.clone_into(to)),
        ViewMut::Enum(to) => take!(Enum, from, |from| to.set(from.as_str())),
        ViewMut::Bytes(to) => take!(Bytes, from, |from| from.clone_into(to)),
        ViewMut::File(to) => take!(File, from, |from| from.clone_into(to)),
        ViewMut::Json(to) => take!(Json, from, |from| from.clone_into(to)),
        // Its original text is not part of the view: the arm for unions clones it.
        ViewMut::Unknown(to) => take!(Json, from, |from| *to = UnknownJson::new(from.clone())),
        ViewMut::Extra(to) => take!(Extra, from, |from| from.clone_into(to)),
        ViewMut::Own(to) => take!(Own, from, |from| to.clone_from(from)),
        ViewMut::Deferred(to) => drop(to.fill(&mut |to| {
            fill(to, from);
            true
        })),
        ViewMut::Array(to) => take!(Array, from, |from| fill_items(to, from)),
        ViewMut::Map(to) => take!(Map, from, |from| fill_entries(to, from)),
        ViewMut::Optional(to) => fill_optional(to, from),
        ViewMut::Union(_, to, _) => {
            if let View::Union(_, from) = from {
                let (index, inner) = from.variant();
                match (to.set_variant(index).view_mut(), inner.unknown()) {
                    (ViewMut::Unknown(to), Some(from)) => to.clone_from(from),
                    (to, _) => fill(to, inner.view()),
                }
            }
        }
        ViewMut::Record(shape, to) => {
            if let View::Record(_, from) = from {
                fill_properties(shape, to, from);
            }
        }
        ViewMut::Tuple(shape, to) => {
            if let View::Tuple(_, from) = from {
                fill_properties(shape, to, from);
            }
        }
    }
}

fn fill_items(to: &mut dyn Array, from: &dyn Array) {
    for item in (0..from.count()).filter_map(|index| from.item(index)) {
        fill(to.push(), item.view());
    }
}

fn fill_entries(to: &mut dyn Map, from: &dyn Map) {
    from.each(&mut |key, value| fill(to.insert(key), value.view()));
}

fn fill_optional(to: &mut dyn Optional, from: View<'_>) {
    if let View::Some(from) = from {
        fill(to.fill(), from.view());
    } else if matches!(from, View::Null) {
        to.set_null();
    }
}

fn fill_properties(shape: &'static Shape, to: &mut dyn Record, from: &dyn Record) {
    for index in 0..=shape.keys.len() {
        fill(to.at_mut(index).view_mut(), from.at(index).view());
    }
}
