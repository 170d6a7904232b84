//! Equality of values, over their views.

use super::containers::{List, Map};
use super::field::{Field, Record, Shape, View};
use super::union::Union;

/// Whether two values are equal.
#[must_use]
pub fn same(one: &dyn Field, other: &dyn Field) -> bool {
    same_view(one.view(), other.view())
}

fn same_view(one: View<'_>, other: View<'_>) -> bool {
    match one {
        View::Absent => matches!(other, View::Absent),
        View::Null => matches!(other, View::Null),
        View::Some(one) => matches!(other, View::Some(other) if same(one, other)),
        View::Bool(one) => matches!(other, View::Bool(other) if one == other),
        View::Integer(one) => matches!(other, View::Integer(other) if one == other),
        View::Unsigned(one) => matches!(other, View::Unsigned(other) if one == other),
        View::Single(one) => matches!(other, View::Single(other) if one == other),
        View::Double(one) => matches!(other, View::Double(other) if one == other),
        View::Number(one) => matches!(other, View::Number(other) if one == other),
        View::Text(one) => matches!(other, View::Text(other) if one == other),
        View::Open(one) => matches!(other, View::Open(other) if one.text() == other.text()),
        View::List(one) => matches!(other, View::List(other) if same_items(one, other)),
        View::Map(one) => matches!(other, View::Map(other) if same_entries(one, other)),
        View::Record(shape, one) => matches!(other, View::Record(_, other) if same_record(shape, one, other)),
        View::Places(shape, one) => matches!(other, View::Places(_, other) if same_record(shape, one, other)),
        View::Union(_, one) => matches!(other, View::Union(_, other) if same_variant(one, other)),
        View::Raw(one) => matches!(other, View::Raw(other) if one == other),
        View::File(one) => matches!(other, View::File(other) if one == other),
        View::Any(one) => matches!(other, View::Any(other) if one == other),
        View::Extra(one) => matches!(other, View::Extra(other) if one == other),
    }
}

fn same_variant(one: &dyn Union, other: &dyn Union) -> bool {
    let ((one_is, one), (other_is, other)) = (one.inner(), other.inner());
    match (one.whole(), other.whole()) {
        (Some(one), Some(other)) => one == other,
        (_, _) => one_is == other_is && same(one, other),
    }
}

fn same_items(one: &dyn List, other: &dyn List) -> bool {
    let same_item = |index| match (one.item(index), other.item(index)) {
        (Some(one), Some(other)) => same(one, other),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    one.count() == other.count() && (0..one.count()).all(same_item)
}

fn same_entries(one: &dyn Map, other: &dyn Map) -> bool {
    let mut equal = one.count() == other.count();
    one.each(&mut |key, value| equal = equal && other.get(key).is_some_and(|other| same(value, other)));
    equal
}

fn same_record(shape: &'static Shape, one: &dyn Record, other: &dyn Record) -> bool {
    // One further than the keys: the unknown members.
    (0..=shape.keys.len()).all(|index| same(one.at(index), other.at(index)))
}
