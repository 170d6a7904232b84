//! Tuples (`prefixItems`): a [`Record`] whose fields are the items in their order. Items after them are its other properties.
//!
//! As JSON Schema has it, an array may be shorter than its items: those that are not required are absent then. It may be
//! longer as well: further items are kept, so nothing is lost. An absent item before a present one is written as `null`,
//! because an array has no gaps. This module must not know how tuples are read.

use super::field::{Field, Record, View};
use super::shape::Shape;
use super::write::Writer;

/// Returns the items that are written, in their order.
#[must_use]
pub fn tuple_items<'a>(shape: &'static Shape, record: &'a dyn Record) -> Vec<&'a dyn Field> {
    let mut items: Vec<&'a dyn Field> = Vec::with_capacity(shape.keys.len());
    for index in 0..shape.keys.len() {
        items.push(record.at(index));
    }
    if let View::Array(more) = record.at(shape.keys.len()).view() {
        items.extend((0..more.count()).filter_map(|index| more.item(index)));
    }
    while items.last().is_some_and(|item| matches!(item.view(), View::Absent)) && !shape.is_required(items.len() - 1) {
        items.pop();
    }
    items
}

/// Writes a key and a tuple.
pub(super) fn write_tuple(to: &mut Writer, key: &'static str, shape: &'static Shape, record: &dyn Record) {
    to.open(key, b'[');
    for (index, item) in tuple_items(shape, record).into_iter().enumerate() {
        if index > 0 {
            to.comma();
        }
        item.write(to, "", true);
    }
    to.close(b']');
}
