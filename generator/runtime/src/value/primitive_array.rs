//! Arrays of primitives (strings, booleans, integers, floats), without a [`Field`](super::Field)
//! for each item. Half of all arrays hold primitives, and visiting each item would cost more than
//! the item itself. Must not know readers.

use serde::ser::{Serialize, Serializer};

/// An array of primitives to be filled.
pub enum PrimitiveArrayMut<'a> {
    /// An array of other items: they are filled one by one.
    Other,
    /// Strings.
    Strings(&'a mut Vec<String>),
    /// Booleans.
    Bools(&'a mut Vec<bool>),
    /// Integers of 64 bits.
    Integers(&'a mut Vec<i64>),
    /// Floating-point numbers of 64 bits.
    Floats(&'a mut Vec<f64>),
}

/// A borrowed array of primitives.
#[derive(Clone, Copy)]
pub enum PrimitiveArray<'a> {
    /// An array of other items: they are visited one by one.
    Other,
    /// Strings.
    Strings(&'a [String]),
    /// Booleans.
    Bools(&'a [bool]),
    /// Integers of 64 bits.
    Integers(&'a [i64]),
}

impl PrimitiveArray<'_> {
    /// Serializes the array.
    ///
    /// # Errors
    /// Gives the serializer back if the items are not primitives.
    pub(super) fn serialize<S: Serializer>(self, to: S) -> Result<Result<S::Ok, S::Error>, S> {
        match self {
            PrimitiveArray::Other => Err(to),
            PrimitiveArray::Strings(items) => Ok(items.serialize(to)),
            PrimitiveArray::Bools(items) => Ok(items.serialize(to)),
            PrimitiveArray::Integers(items) => Ok(items.serialize(to)),
        }
    }
}
