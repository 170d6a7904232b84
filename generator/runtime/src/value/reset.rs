//! Resets a value in place. It is needed for duplicate keys in a JSON text: the last one wins. Must not
//! know how values are read.

use super::extra::Extra;
use super::field::{Record, ViewMut};
use super::file::File;
use super::number::Number;
use super::shape::Shape;
use super::unknown::UnknownJson;

/// Makes a value blank.
pub(super) fn reset(value: ViewMut<'_>) {
    match value {
        ViewMut::Ignored => {}
        ViewMut::Bool(to) => *to = false,
        ViewMut::I32(to) => *to = 0,
        ViewMut::I64(to) => *to = 0,
        ViewMut::U32(to) => *to = 0,
        ViewMut::U64(to) => *to = 0,
        ViewMut::F32(to) => *to = 0.0,
        ViewMut::F64(to) => *to = 0.0,
        ViewMut::Number(to) => *to = Number::from(0_i64),
        ViewMut::String(to) => to.clear(),
        ViewMut::Enum(to) => to.set(""),
        ViewMut::Optional(to) => to.set_absent(),
        ViewMut::Array(to) => to.clear(),
        ViewMut::Map(to) => to.clear(),
        ViewMut::Record(shape, to) | ViewMut::Tuple(shape, to) => reset_properties(shape, to),
        ViewMut::Bytes(to) => to.clear(),
        ViewMut::File(to) => *to = File::default(),
        ViewMut::Union(_, to, _) => drop(to.set_variant(usize::MAX)),
        ViewMut::Json(to) => *to = serde_json::Value::Null,
        ViewMut::Unknown(to) => *to = UnknownJson::default(),
        ViewMut::Extra(to) => *to = Extra::default(),
        ViewMut::Own(to) => to.clear(),
        ViewMut::Deferred(to) => drop(to.fill(&mut |_| false)),
    }
}

fn reset_properties(shape: &'static Shape, record: &mut dyn Record) {
    for index in 0..=shape.keys.len() {
        reset(record.at_mut(index).view_mut());
    }
}
