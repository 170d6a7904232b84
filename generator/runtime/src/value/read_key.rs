//! Reads the keys of records, and keeps track of the properties that were present. Must not know how values are read.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

use super::field::{Record, ViewMut};
use super::key::find;
use super::shape::Shape;

/// The key of a property.
pub(super) enum Key {
    /// The index of a property that the shape names.
    Known(usize),
    /// The name of another property.
    Other(String),
}

/// Reads a key. The second field is the index of the property that is expected next.
pub(super) struct KeySeed(pub(super) &'static Shape, pub(super) usize);

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        Ok(find(self.0.keys, self.1, key).map_or_else(|| Key::Other(key.to_owned()), Key::Known))
    }
}

/// The properties that were present: one bit each. Up to 128 properties need no allocation.
pub(super) struct SeenProperties {
    few: [u64; 2],
    many: Vec<u64>,
}

impl SeenProperties {
    pub(super) fn new(words: usize) -> SeenProperties {
        SeenProperties { few: [0; 2], many: if words > 2 { vec![0; words] } else { Vec::new() } }
    }

    #[inline]
    fn words(&mut self) -> &mut [u64] {
        if self.many.is_empty() { &mut self.few } else { &mut self.many }
    }

    /// Marks a property as present. Returns `true` if it was present before.
    #[inline]
    pub(super) fn mark(&mut self, index: usize) -> bool {
        let Some(word) = self.words().get_mut(index / 64) else { return false };
        let bit = 1 << (index % 64);
        let before = *word & bit != 0;
        *word |= bit;
        before
    }

    /// Returns the first required property that was not present and cannot be absent.
    #[inline]
    pub(super) fn missing(&mut self, shape: &'static Shape, record: &mut dyn Record) -> Option<usize> {
        for (position, (required, seen)) in shape.required.iter().zip(self.words()).enumerate() {
            let mut left = required & !*seen;
            while left != 0 {
                let index = position * 64 + left.trailing_zeros() as usize;
                // A missing property that is required and nullable is read as null.
                if !matches!(record.at_mut(index).view_mut(), ViewMut::Optional(_)) {
                    return Some(index);
                }
                left &= left - 1;
            }
        }
        None
    }
}
