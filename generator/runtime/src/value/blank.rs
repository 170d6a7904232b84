//! Emptying a value in place: what a duplicate key in a JSON text asks for, as the last one wins.

use super::extra::Extra;
use super::field::{Record, Shape, Slot};
use super::number::Number;
use super::union::Whole;

/// Makes what the slot holds blank.
pub(super) fn reset(slot: Slot<'_>) {
    match slot {
        Slot::Nothing => {}
        Slot::Bool(to) => *to = false,
        Slot::I32(to) => *to = 0,
        Slot::I64(to) => *to = 0,
        Slot::U32(to) => *to = 0,
        Slot::U64(to) => *to = 0,
        Slot::F32(to) => *to = 0.0,
        Slot::F64(to) => *to = 0.0,
        Slot::Number(to) => *to = Number::from(0_i64),
        Slot::Text(to) => to.clear(),
        Slot::Open(to) => to.set_text(""),
        Slot::Optional(to) => to.set_absent(),
        Slot::List(to) => to.clear(),
        Slot::Map(to) => to.clear(),
        Slot::Record(shape, to) | Slot::Places(shape, to) => members(shape, to),
        Slot::Raw(to) => to.clear(),
        Slot::File(to) => *to = Default::default(),
        Slot::Union(_, to) => drop(to.choose(usize::MAX)),
        Slot::Any(to) => *to = serde_json::Value::Null,
        Slot::Whole(to) => *to = Whole::default(),
        Slot::Extra(to) => *to = Extra::default(),
    }
}

fn members(shape: &'static Shape, record: &mut dyn Record) {
    for index in 0..=shape.keys.len() {
        reset(record.at_mut(index).slot());
    }
}
