//! Copies of values: a blank one, filled from the other's view.

use super::field::{Field, Record, Shape, Slot, View};

/// `Clone::clone` of an emitted record.
pub fn copy<T: Field>(value: &T) -> T {
    let mut to = T::blank();
    fill(to.slot(), value.view());
    to
}

/// Both sides are always of one type, so that each slot meets its own kind of view; what could not
/// meet leaves the slot blank.
fn fill(to: Slot<'_>, from: View<'_>) {
    match to {
        Slot::Nothing => {}
        Slot::Bool(to) => {
            if let View::Bool(from) = from {
                *to = from
            }
        }
        Slot::I32(to) => {
            if let View::Integer(from) = from {
                *to = from as i32
            }
        }
        Slot::I64(to) => {
            if let View::Integer(from) = from {
                *to = from
            }
        }
        Slot::U32(to) => {
            if let View::Unsigned(from) = from {
                *to = from as u32
            }
        }
        Slot::U64(to) => {
            if let View::Unsigned(from) = from {
                *to = from
            }
        }
        Slot::F32(to) => {
            if let View::Single(from) = from {
                *to = from
            }
        }
        Slot::F64(to) => {
            if let View::Double(from) = from {
                *to = from
            }
        }
        Slot::Number(to) => {
            if let View::Number(from) = from {
                *to = from
            }
        }
        Slot::Text(to) => {
            if let View::Text(from) = from {
                from.clone_into(to)
            }
        }
        Slot::Open(to) => {
            if let View::Open(from) = from {
                to.set_text(from.text())
            }
        }
        Slot::Any(to) => {
            if let View::Any(from) = from {
                from.clone_into(to)
            }
        }
        Slot::Extra(to) => {
            if let View::Extra(from) = from {
                from.clone_into(to)
            }
        }
        Slot::List(to) => {
            if let View::List(from) = from {
                for item in (0..from.count()).filter_map(|index| from.item(index)) {
                    fill(to.push().slot(), item.view());
                }
            }
        }
        Slot::Map(to) => {
            if let View::Map(from) = from {
                from.each(&mut |key, value| fill(to.insert(key.to_owned()).slot(), value.view()));
            }
        }
        Slot::Optional(to) => {
            if let View::Some(from) = from {
                fill(to.fill().slot(), from.view());
            } else if matches!(from, View::Null) {
                to.set_null();
            }
        }
        Slot::Record(shape, to) => {
            if let View::Record(_, from) = from {
                members(shape, to, from)
            }
        }
    }
}

fn members(shape: &'static Shape, to: &mut dyn Record, from: &dyn Record) {
    for index in 0..=shape.keys.len() {
        fill(to.at_mut(index).slot(), from.at(index).view());
    }
}
