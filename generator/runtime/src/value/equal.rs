//! Compares values through their views. Must not know how values are read or written.

use super::field::{Array, Field, Map, Record, Union, View};
use super::shape::Shape;

/// Returns `true` if two values are equal: `PartialEq::eq` of an emitted type.
#[must_use]
pub fn equal(left: &dyn Field, right: &dyn Field) -> bool {
    equal_views(left.view(), right.view())
}

fn equal_views(left: View<'_>, right: View<'_>) -> bool {
    match left {
        View::Absent => matches!(right, View::Absent),
        View::Null => matches!(right, View::Null),
        View::Some(left) => matches!(right, View::Some(right) if equal(left, right)),
        View::Bool(left) => matches!(right, View::Bool(right) if left == right),
        View::Integer(left) => matches!(right, View::Integer(right) if left == right),
        View::Unsigned(left) => matches!(right, View::Unsigned(right) if left == right),
        View::F32(left) => matches!(right, View::F32(right) if left == right),
        View::F64(left) => matches!(right, View::F64(right) if left == right),
        View::Number(left) => matches!(right, View::Number(right) if left == right),
        View::String(left) => matches!(right, View::String(right) if left == right),
        View::Enum(left) => matches!(right, View::Enum(right) if left.as_str() == right.as_str()),
        View::Array(left) => matches!(right, View::Array(right) if equal_items(left, right)),
        View::Map(left) => matches!(right, View::Map(right) if equal_entries(left, right)),
        View::Record(shape, left) => matches!(right, View::Record(_, right) if equal_records(shape, left, right)),
        View::Tuple(shape, left) => matches!(right, View::Tuple(_, right) if equal_records(shape, left, right)),
        View::Union(_, left) => matches!(right, View::Union(_, right) if equal_variants(left, right)),
        View::Bytes(left) => matches!(right, View::Bytes(right) if left == right),
        View::File(left) => matches!(right, View::File(right) if left == right),
        View::Json(left) => matches!(right, View::Json(right) if left == right),
        View::Extra(left) => matches!(right, View::Extra(right) if left == right),
        View::Own(left) => matches!(right, View::Own(right) if left.equals(right)),
    }
}

fn equal_variants(left: &dyn Union, right: &dyn Union) -> bool {
    let ((left_index, left), (right_index, right)) = (left.variant(), right.variant());
    match (left.unknown(), right.unknown()) {
        (Some(left), Some(right)) => left == right,
        (_, _) => left_index == right_index && equal(left, right),
    }
}

fn equal_items(left: &dyn Array, right: &dyn Array) -> bool {
    let equal_item = |index| match (left.item(index), right.item(index)) {
        (Some(left), Some(right)) => equal(left, right),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    left.count() == right.count() && (0..left.count()).all(equal_item)
}

fn equal_entries(left: &dyn Map, right: &dyn Map) -> bool {
    let mut all_equal = left.count() == right.count();
    left.each(&mut |key, value| all_equal = all_equal && right.get(key).is_some_and(|right| equal(value, right)));
    all_equal
}

fn equal_records(shape: &'static Shape, left: &dyn Record, right: &dyn Record) -> bool {
    // The last one is the other properties.
    (0..=shape.keys.len()).all(|index| equal(left.at(index), right.at(index)))
}
