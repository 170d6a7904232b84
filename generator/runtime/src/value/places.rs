//! Arrays of fixed places (`prefixItems`): a [`Record`] whose fields are the items in their order, and whose members beyond
//! them are the items that follow.
//!
//! Readings that are decided here: an array may be shorter than its places, as JSON Schema has it: what is not required is
//! then absent; and longer: those items are kept. So nothing that came is lost. An absent item in front of one that is there
//! is written as null, as an array has no holes.

use std::fmt;

use serde::de::{Error, SeqAccess, Visitor};

use super::field::{Field, Record, Shape, Slot, View};
use super::model::{Form, Kind, Model};
use super::read::{IntoItem, Put};
use super::trail::Trail;
use super::write::Writer;

/// The form of arrays of fixed places.
#[derive(Debug)]
pub enum Places {}

impl Kind for Places {
    type Shape = Shape;
}

impl<T: Model<Form = Places> + Record> Form<T> for Places {
    #[inline]
    fn blank() -> T {
        <T as Record>::blank()
    }
    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Places(T::SHAPE, value)
    }
    #[inline]
    fn slot(value: &mut T) -> Slot<'_> {
        Slot::Places(T::SHAPE, value)
    }
    #[inline]
    fn put(value: &T, to: &mut Writer, key: &'static str, _: bool) {
        put_places(to, key, T::SHAPE, value);
    }
}

/// The items that are written, in their order.
#[must_use]
pub fn places<'a>(shape: &'static Shape, record: &'a dyn Record) -> Vec<&'a dyn Field> {
    let mut items: Vec<&'a dyn Field> = Vec::with_capacity(shape.keys.len());
    for index in 0..shape.keys.len() {
        items.push(record.at(index));
    }
    if let View::List(more) = record.at(shape.keys.len()).view() {
        items.extend((0..more.count()).filter_map(|index| more.item(index)));
    }
    while items.last().is_some_and(|item| matches!(item.view(), View::Absent)) && !shape.is_required(items.len() - 1) {
        items.pop();
    }
    items
}

fn put_places(to: &mut Writer, key: &'static str, shape: &'static Shape, record: &dyn Record) {
    to.open(key, b'[');
    for (index, item) in places(shape, record).into_iter().enumerate() {
        if index > 0 {
            to.comma();
        }
        item.put(to, "", true);
    }
    to.close(b']');
}

/// Fills the places from an array.
pub(super) struct IntoPlaces<'s, 't>(pub &'static Shape, pub &'s mut dyn Record, pub &'t mut Trail);

impl<'de> Visitor<'de> for IntoPlaces<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an array ({})", self.0.name)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let IntoPlaces(shape, record, trail) = self;
        let count = shape.keys.len();
        for index in 0..count {
            let slot = record.at_mut(index).slot();
            match items.next_element_seed(Put::new(slot, &mut *trail)) {
                Ok(Some(())) => {}
                Ok(None) => return shorter(shape, record, index, trail),
                Err(error) => {
                    trail.item(index);
                    return Err(error);
                }
            }
        }
        let Slot::List(more) = record.at_mut(count).slot() else { return Ok(()) };
        loop {
            match items.next_element_seed(IntoItem(&mut *more, &mut *trail)) {
                Ok(Some(())) => {}
                Ok(None) => return Ok(()),
                Err(error) => {
                    trail.item(count + more.count().saturating_sub(1));
                    return Err(error);
                }
            }
        }
    }
}

/// An array that ends before `from`: whether what is missing may be.
fn shorter<E: Error>(shape: &'static Shape, record: &mut dyn Record, from: usize, trail: &mut Trail) -> Result<(), E> {
    for index in (from..shape.keys.len()).filter(|index| shape.is_required(*index)) {
        // Required and nullable: missing is taken for null.
        if !matches!(record.at_mut(index).slot(), Slot::Optional(_)) {
            trail.item(index);
            return Err(E::custom("required, but missing"));
        }
    }
    Ok(())
}
