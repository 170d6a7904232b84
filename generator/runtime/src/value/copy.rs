//! Copies of values: a blank one, filled from the other's view.

use super::containers::{List, Map, Optional};
use super::field::{Field, Record, Shape, Slot, View};
use super::union::Whole;

/// `Clone::clone` of an emitted record.
pub fn copy<T: Field>(value: &T) -> T {
    let mut to = T::blank();
    fill(to.slot(), value.view());
    to
}

/// Takes what a view of this kind holds. Both sides are always of one type, so that each slot meets its own
/// kind of view; what could not meet would leave the slot blank.
macro_rules! take {
    ($view:ident, $from:ident, |$value:ident| $take:expr) => {
        if let View::$view($value) = $from {
            $take
        }
    };
}

fn fill(to: Slot<'_>, from: View<'_>) {
    match to {
        Slot::Nothing => {}
        Slot::Bool(to) => take!(Bool, from, |from| *to = from),
        Slot::I32(to) => take!(Integer, from, |from| *to = from as i32),
        Slot::I64(to) => take!(Integer, from, |from| *to = from),
        Slot::U32(to) => take!(Unsigned, from, |from| *to = from as u32),
        Slot::U64(to) => take!(Unsigned, from, |from| *to = from),
        Slot::F32(to) => take!(Single, from, |from| *to = from),
        Slot::F64(to) => take!(Double, from, |from| *to = from),
        Slot::Number(to) => take!(Number, from, |from| from.clone_into(to)),
        Slot::Text(to) => take!(Text, from, |from| from.clone_into(to)),
        Slot::Open(to) => take!(Open, from, |from| to.set_text(from.text())),
        Slot::Raw(to) => take!(Raw, from, |from| from.clone_into(to)),
        Slot::File(to) => take!(File, from, |from| from.clone_into(to)),
        Slot::Any(to) => take!(Any, from, |from| from.clone_into(to)),
        // Its text is not part of the view: see below.
        Slot::Whole(to) => take!(Any, from, |from| *to = Whole::new(from.clone())),
        Slot::Extra(to) => take!(Extra, from, |from| from.clone_into(to)),
        Slot::List(to) => take!(List, from, |from| items(to, from)),
        Slot::Map(to) => take!(Map, from, |from| entries(to, from)),
        Slot::Optional(to) => optional(to, from),
        Slot::Union(_, to) => {
            if let View::Union(_, from) = from {
                let (index, inner) = from.inner();
                match (to.choose(index).slot(), inner.whole()) {
                    (Slot::Whole(to), Some(from)) => to.clone_from(from),
                    (slot, _) => fill(slot, inner.view()),
                }
            }
        }
        Slot::Record(shape, to) => {
            if let View::Record(_, from) = from {
                members(shape, to, from);
            }
        }
        Slot::Places(shape, to) => {
            if let View::Places(_, from) = from {
                members(shape, to, from);
            }
        }
    }
}

fn items(to: &mut dyn List, from: &dyn List) {
    for item in (0..from.count()).filter_map(|index| from.item(index)) {
        fill(to.push(), item.view());
    }
}

fn entries(to: &mut dyn Map, from: &dyn Map) {
    from.each(&mut |key, value| fill(to.insert(key.to_owned()), value.view()));
}

fn optional(to: &mut dyn Optional, from: View<'_>) {
    if let View::Some(from) = from {
        fill(to.fill(), from.view());
    } else if matches!(from, View::Null) {
        to.set_null();
    }
}

fn members(shape: &'static Shape, to: &mut dyn Record, from: &dyn Record) {
    for index in 0..=shape.keys.len() {
        fill(to.at_mut(index).slot(), from.at(index).view());
    }
}
