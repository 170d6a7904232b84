//! Reading: fills a [`Slot`] from any serde format, in place, with the path of what failed.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::blank::reset;
use super::containers::{List, Map, Optional};
use super::field::{Record, Shape, Slot, bare};
use super::leaves::IntoText;
use super::number::Number;
use super::open::Open;
use super::places::IntoPlaces;
use super::read_number::{Numeric, Target, number_of_text};
use super::trail::Trail;
use super::union::Whole;

/// Fills a slot; where that fails, the trail has the way to it.
pub(super) struct Put<'s, 't> {
    slot: Slot<'s>,
    trail: &'t mut Trail,
}

impl<'s, 't> Put<'s, 't> {
    pub(super) fn new(slot: Slot<'s>, trail: &'t mut Trail) -> Self {
        Put { slot, trail }
    }
}

impl<'de> DeserializeSeed<'de> for Put<'_, '_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let trail = self.trail;
        match self.slot {
            Slot::Text(to) => from.deserialize_string(IntoText(to)),
            Slot::Optional(to) => from.deserialize_option(IntoOptional(to, trail)),
            Slot::Bool(to) => bool::deserialize(from).map(|value| *to = value),
            Slot::I64(to) => i64::hint(from, Numeric(to)),
            Slot::I32(to) => i32::hint(from, Numeric(to)),
            Slot::U32(to) => u32::hint(from, Numeric(to)),
            Slot::U64(to) => u64::hint(from, Numeric(to)),
            Slot::F32(to) => f32::hint(from, Numeric(to)),
            Slot::F64(to) => f64::hint(from, Numeric(to)),
            Slot::Number(to) if trail.is_text => number_of_text(to, <&RawValue>::deserialize(from)?.get()),
            Slot::Number(to) => from.deserialize_any(Numeric::<Number>(to)),
            Slot::Open(to) => from.deserialize_str(IntoOpen(to)),
            Slot::Union(shape, to) if trail.is_text => {
                let text = <&RawValue>::deserialize(from)?.get();
                (to.reader().of_text)(shape, to, text, trail).map_err(D::Error::custom)
            }
            Slot::Union(shape, to) => {
                let value = Value::deserialize(from)?;
                (to.reader().of_value)(shape, to, value, trail).map_err(D::Error::custom)
            }
            Slot::Raw(to) => String::deserialize(from).map(|text| *to = text.into()),
            Slot::File(to) => String::deserialize(from).map(|text| *to = text.into()),
            Slot::Any(to) => Value::deserialize(from).map(|value| *to = value),
            Slot::Whole(to) => Value::deserialize(from).map(|value| *to = Whole::new(value)),
            Slot::Extra(_) | Slot::Nothing => IgnoredAny::deserialize(from).map(drop),
            Slot::Record(shape, to) => within(trail, |trail| from.deserialize_map(IntoRecord(shape, to, trail))),
            Slot::List(to) => within(trail, |trail| from.deserialize_seq(IntoList(to, trail))),
            Slot::Map(to) => within(trail, |trail| from.deserialize_map(IntoMap(to, trail))),
            Slot::Places(shape, to) => within(trail, |trail| from.deserialize_seq(IntoPlaces(shape, to, trail))),
        }
    }
}

/// Reads what holds other values, one level further in.
#[inline]
fn within<E: Error>(trail: &mut Trail, read: impl FnOnce(&mut Trail) -> Result<(), E>) -> Result<(), E> {
    if !trail.enter() {
        return Err(E::custom("recursion limit exceeded"));
    }
    let read = read(trail);
    trail.leave();
    read
}

struct IntoOpen<'s>(&'s mut dyn Open);

impl Visitor<'_> for IntoOpen<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.set_text(text);
        Ok(())
    }
}

struct IntoOptional<'s, 't>(&'s mut dyn Optional, &'t mut Trail);

impl<'de> Visitor<'de> for IntoOptional<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }
    fn visit_none<E>(self) -> Result<(), E> {
        self.0.set_null();
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.set_null();
        Ok(())
    }
    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        Put::new(self.0.fill(), self.1).deserialize(from)
    }
}

struct IntoList<'s, 't>(&'s mut dyn List, &'t mut Trail);

/// Fills a new item at the end of an array.
pub(super) struct IntoItem<'s, 't>(pub &'s mut dyn List, pub &'t mut Trail);

impl<'de> DeserializeSeed<'de> for IntoItem<'_, '_> {
    type Value = ();
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        Put::new(self.0.push(), self.1).deserialize(from)
    }
}

impl<'de> Visitor<'de> for IntoList<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.clear();
        let mut at = 0;
        if let Some(read) = self.0.leaves().read(&mut items, &mut at) {
            return read.inspect_err(|_| self.1.item(at));
        }
        loop {
            match items.next_element_seed(IntoItem(&mut *self.0, &mut *self.1)) {
                Ok(Some(())) => {}
                Ok(None) => return Ok(()),
                Err(error) => {
                    self.1.item(self.0.count().saturating_sub(1));
                    return Err(error);
                }
            }
        }
    }
}

struct IntoMap<'s, 't>(&'s mut dyn Map, &'t mut Trail);

impl<'de> Visitor<'de> for IntoMap<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        self.0.clear();
        while let Some(key) = entries.next_key::<String>()? {
            let slot = self.0.insert(key.clone());
            if let Err(error) = entries.next_value_seed(Put::new(slot, &mut *self.1)) {
                self.1.member(&key);
                return Err(error);
            }
        }
        Ok(())
    }
}

/// The key of a member: its index in the shape, or its name.
enum Key {
    Known(usize),
    Other(String),
}

struct KeyOf(&'static Shape, usize);

impl<'de> DeserializeSeed<'de> for KeyOf {
    type Value = Key;
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeyOf {
    type Value = Key;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        Ok(find(self.0.keys, self.1, key).map_or_else(|| Key::Other(key.to_owned()), Key::Known))
    }
}

/// Members mostly come in the order of the description: looks from the guess on, then before it.
#[inline]
pub(super) fn find(keys: &'static [&'static str], guess: usize, key: &str) -> Option<usize> {
    if keys.get(guess).is_some_and(|candidate| is(candidate, key)) {
        return Some(guess);
    }
    let (before, after) = keys.split_at_checked(guess).unwrap_or((keys, &[]));
    if let Some(index) = after.iter().position(|candidate| is(candidate, key)) {
        return Some(guess + index);
    }
    let index = before.iter().position(|candidate| is(candidate, key));
    index.or_else(|| keys.iter().position(|candidate| candidate.contains('\\') && unescaped(bare(candidate)) == key))
}

/// Length and last byte tell most keys apart, without a call.
#[inline]
pub(super) fn is(candidate: &'static str, key: &str) -> bool {
    let (mine, its) = (candidate.as_bytes(), key.as_bytes());
    mine.len() == its.len() + 4
        && mine.get(mine.len().wrapping_sub(3)) == its.last().or(Some(&b'"'))
        && mine.get(2..mine.len() - 2) == Some(its)
}

/// A key of the description that needs JSON escapes, as text. Rare: a quote or a backslash in a name.
#[cold]
pub(super) fn unescaped(key: &str) -> String {
    serde_json::from_str(&format!("\"{key}\"")).unwrap_or_default()
}

/// Which properties were there.
struct Seen {
    few: [u64; 2],
    many: Vec<u64>,
}

impl Seen {
    fn new(words: usize) -> Seen {
        Seen { few: [0; 2], many: if words > 2 { vec![0; words] } else { Vec::new() } }
    }
    #[inline]
    fn words(&mut self) -> &mut [u64] {
        if self.many.is_empty() { &mut self.few } else { &mut self.many }
    }
    /// Marks a property; whether it was there before.
    #[inline]
    fn mark(&mut self, index: usize) -> bool {
        let Some(word) = self.words().get_mut(index / 64) else { return false };
        let bit = 1 << (index % 64);
        let before = *word & bit != 0;
        *word |= bit;
        before
    }
    /// The first required property that was not there and has no way to be absent.
    #[inline]
    fn missing(&mut self, shape: &'static Shape, record: &mut dyn Record) -> Option<usize> {
        for (place, (needed, seen)) in shape.required.iter().zip(self.words()).enumerate() {
            let mut left = needed & !*seen;
            while left != 0 {
                let index = place * 64 + left.trailing_zeros() as usize;
                // Required and nullable: missing is taken for null.
                if !matches!(record.at_mut(index).slot(), Slot::Optional(_)) {
                    return Some(index);
                }
                left &= left - 1;
            }
        }
        None
    }
}

struct IntoRecord<'s, 't>(&'static Shape, &'s mut dyn Record, &'t mut Trail);

impl<'de> Visitor<'de> for IntoRecord<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", self.0.name)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let IntoRecord(shape, record, trail) = self;
        let mut seen = Seen::new(shape.required.len());
        let mut guess = 0;
        while let Some(key) = members.next_key_seed(KeyOf(shape, guess))? {
            match key {
                Key::Known(index) => {
                    guess = index + 1;
                    if seen.mark(index) {
                        reset(record.at_mut(index).slot());
                    }
                    let slot = record.at_mut(index).slot();
                    if let Err(error) = members.next_value_seed(Put::new(slot, &mut *trail)) {
                        trail.member(&unescaped(bare(shape.keys.get(index).copied().unwrap_or_default())));
                        return Err(error);
                    }
                }
                Key::Other(key) => keep(shape, record, key, &mut members, &mut *trail)?,
            }
        }
        match seen.missing(shape, record) {
            Some(index) => {
                trail.member(&unescaped(bare(shape.keys.get(index).copied().unwrap_or_default())));
                Err(A::Error::custom("required, but missing"))
            }
            None => Ok(()),
        }
    }
}

/// A member beyond the named ones: of any JSON, or of the type that they have.
#[cold]
fn keep<'de, A: MapAccess<'de>>(
    shape: &'static Shape,
    record: &mut dyn Record,
    key: String,
    members: &mut A,
    trail: &mut Trail,
) -> Result<(), A::Error> {
    match record.at_mut(shape.keys.len()).slot() {
        Slot::Extra(extra) if trail.is_text => {
            extra.take(key, members.next_value::<&RawValue>()?.get());
            Ok(())
        }
        Slot::Extra(extra) => {
            extra.insert(key, members.next_value()?);
            Ok(())
        }
        Slot::Map(map) => {
            let slot = map.insert(key.clone());
            members.next_value_seed(Put::new(slot, &mut *trail)).inspect_err(|_| trail.member(&key))
        }
        _ => members.next_value::<IgnoredAny>().map(drop),
    }
}
