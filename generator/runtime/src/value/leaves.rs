//! Arrays of plain values (text, booleans, integers, floats) as what they are: half of all arrays, and each
//! item through the mirror would cost more than the item itself.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::read_number::{Numeric, Target};

/// An array of plain values, to be filled.
pub enum Leaves<'a> {
    /// Of something else: item by item.
    Other,
    /// Texts.
    Texts(&'a mut Vec<String>),
    /// Booleans.
    Bools(&'a mut Vec<bool>),
    /// Integers of 64 bits.
    Integers(&'a mut Vec<i64>),
    /// Floating-point numbers of 64 bits.
    Doubles(&'a mut Vec<f64>),
}

impl Leaves<'_> {
    /// The array as one to be filled by [`PutLeaves`]; `None` where its items are something else.
    #[inline]
    pub(super) fn read<'de, A: SeqAccess<'de>>(self, items: A, at: &mut usize) -> Option<Result<(), A::Error>> {
        match self {
            Leaves::Other => None,
            Leaves::Texts(to) => Some(each::<PlainText, A>(items, to, at)),
            Leaves::Bools(to) => Some(each::<PlainBool, A>(items, to, at)),
            Leaves::Integers(to) => Some(each::<PlainNumber<i64>, A>(items, to, at)),
            Leaves::Doubles(to) => Some(each::<PlainNumber<f64>, A>(items, to, at)),
        }
    }
}

/// How one item is read.
trait Plain {
    type Item;
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self::Item, D::Error>;
}

struct PlainText;
impl Plain for PlainText {
    type Item = String;
    #[inline]
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
        String::deserialize(from)
    }
}

struct PlainBool;
impl Plain for PlainBool {
    type Item = bool;
    #[inline]
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
        bool::deserialize(from)
    }
}

struct PlainNumber<T>(PhantomData<T>);
impl<T: Target + Default> Plain for PlainNumber<T> {
    type Item = T;
    #[inline]
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        let mut value = T::default();
        T::hint(from, Numeric(&mut value))?;
        Ok(value)
    }
}

struct Seed<P>(PhantomData<P>);

impl<'de, P: Plain> DeserializeSeed<'de> for Seed<P> {
    type Value = P::Item;
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<P::Item, D::Error> {
        P::read(from)
    }
}

/// Reads all items; `at` is the number of the one that failed.
fn each<'de, P: Plain, A: SeqAccess<'de>>(mut items: A, to: &mut Vec<P::Item>, at: &mut usize) -> Result<(), A::Error> {
    loop {
        match items.next_element_seed(Seed::<P>(PhantomData)) {
            Ok(Some(item)) => to.push(item),
            Ok(None) => return Ok(()),
            Err(error) => {
                *at = to.len();
                return Err(error);
            }
        }
    }
}

/// An array of plain values, borrowed.
#[derive(Clone, Copy)]
pub enum LeafItems<'a> {
    /// Of something else: item by item.
    Other,
    /// Texts.
    Texts(&'a [String]),
    /// Booleans.
    Bools(&'a [bool]),
    /// Integers of 64 bits.
    Integers(&'a [i64]),
}

impl LeafItems<'_> {
    /// The array for serde; `None` where its items are something else.
    pub(super) fn serialize<S: Serializer>(self, to: S) -> Result<Result<S::Ok, S::Error>, S> {
        match self {
            LeafItems::Other => Err(to),
            LeafItems::Texts(items) => Ok(items.serialize(to)),
            LeafItems::Bools(items) => Ok(items.serialize(to)),
            LeafItems::Integers(items) => Ok(items.serialize(to)),
        }
    }
}

/// The visitor of a text that is put where it belongs.
pub(super) struct IntoText<'s>(pub(super) &'s mut String);

impl Visitor<'_> for IntoText<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        // Not clone_into: the slot of a duplicate key may hold a longer text, a fresh one holds nothing.
        *self.0 = text.to_owned();
        Ok(())
    }
    fn visit_string<E>(self, text: String) -> Result<(), E> {
        *self.0 = text;
        Ok(())
    }
}
