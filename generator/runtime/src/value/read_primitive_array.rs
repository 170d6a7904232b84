//! Reads arrays of primitives without visiting each item through [`Field`](super::Field). Must not
//! know records.

use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess};

use super::primitive_array::PrimitiveArrayMut;
use super::read_number::{NumberTarget, NumberVisitor};

/// Reads all items, or returns `None` if they are not primitives. `failed` becomes the index of an item that cannot be read.
#[inline]
pub(super) fn read_primitives<'de, A: SeqAccess<'de>>(
    array: PrimitiveArrayMut<'_>,
    items: A,
    failed: &mut usize,
) -> Option<Result<(), A::Error>> {
    match array {
        PrimitiveArrayMut::Other => None,
        PrimitiveArrayMut::Strings(to) => Some(read_items::<StringItem, A>(items, to, failed)),
        PrimitiveArrayMut::Bools(to) => Some(read_items::<BoolItem, A>(items, to, failed)),
        PrimitiveArrayMut::Integers(to) => Some(read_items::<NumberItem<i64>, A>(items, to, failed)),
        PrimitiveArrayMut::Floats(to) => Some(read_items::<NumberItem<f64>, A>(items, to, failed)),
    }
}

/// A kind of item.
trait PrimitiveItem {
    type Item;
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self::Item, D::Error>;
}

struct StringItem;
impl PrimitiveItem for StringItem {
    type Item = String;
    #[inline]
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
        String::deserialize(from)
    }
}

struct BoolItem;
impl PrimitiveItem for BoolItem {
    type Item = bool;
    #[inline]
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
        bool::deserialize(from)
    }
}

struct NumberItem<T>(PhantomData<T>);
impl<T: NumberTarget + Default> PrimitiveItem for NumberItem<T> {
    type Item = T;
    #[inline]
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        let mut value = T::default();
        T::read(from, NumberVisitor(&mut value))?;
        Ok(value)
    }
}

struct ItemSeed<P>(PhantomData<P>);

impl<'de, P: PrimitiveItem> DeserializeSeed<'de> for ItemSeed<P> {
    type Value = P::Item;
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<P::Item, D::Error> {
        P::read(from)
    }
}

fn read_items<'de, P: PrimitiveItem, A: SeqAccess<'de>>(
    mut items: A,
    to: &mut Vec<P::Item>,
    failed: &mut usize,
) -> Result<(), A::Error> {
    loop {
        match items.next_element_seed(ItemSeed::<P>(PhantomData)) {
            Ok(Some(item)) => to.push(item),
            Ok(None) => return Ok(()),
            Err(error) => {
                *failed = to.len();
                return Err(error);
            }
        }
    }
}
