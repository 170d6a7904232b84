//! Reads any serde format into a [`ViewMut`], in place, and records the path of a failure. Must not know JSON text beyond
//! what a [`RawValue`] is; `json` and `serde_impls` start it.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::deferred::Deferred;
use super::field::{Array, Map, Optional, Record, StringEnum, ViewMut};
use super::key::property_name;
use super::number::Number;
use super::read_key::{Key, KeySeed, SeenProperties};
use super::read_number::{NumberTarget, NumberVisitor, read_number_text};
use super::read_primitive_array::read_primitives;
use super::read_state::ReadState;
use super::read_tuple::TupleVisitor;
use super::reset::reset;
use super::shape::Shape;
use super::unknown::UnknownJson;

/// Reads into a value. If that fails, the state has the path to the failure.
pub(super) struct ReadInto<'v, 's> {
    target: ViewMut<'v>,
    state: &'s mut ReadState,
}

impl<'v, 's> ReadInto<'v, 's> {
    pub(super) fn new(target: ViewMut<'v>, state: &'s mut ReadState) -> Self {
        ReadInto { target, state }
    }
}

impl<'de> DeserializeSeed<'de> for ReadInto<'_, '_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let state = self.state;
        match self.target {
            ViewMut::String(to) => from.deserialize_string(StringVisitor(to)),
            ViewMut::Optional(to) => from.deserialize_option(OptionalVisitor(to, state)),
            ViewMut::Bool(to) => bool::deserialize(from).map(|value| *to = value),
            ViewMut::I64(to) => i64::read(from, NumberVisitor(to)),
            ViewMut::I32(to) => i32::read(from, NumberVisitor(to)),
            ViewMut::U32(to) => u32::read(from, NumberVisitor(to)),
            ViewMut::U64(to) => u64::read(from, NumberVisitor(to)),
            ViewMut::F32(to) => f32::read(from, NumberVisitor(to)),
            ViewMut::F64(to) => f64::read(from, NumberVisitor(to)),
            ViewMut::Number(to) if state.is_text => read_number_text(to, <&RawValue>::deserialize(from)?.get()),
            ViewMut::Number(to) => from.deserialize_any(NumberVisitor::<Number>(to)),
            ViewMut::Enum(to) => from.deserialize_str(EnumVisitor(to)),
            ViewMut::Union(shape, to, reader) if state.is_text => {
                let text = <&RawValue>::deserialize(from)?.get();
                (reader.from_text)(shape, to, text, state).map_err(D::Error::custom)
            }
            ViewMut::Union(shape, to, reader) => {
                let value = Value::deserialize(from)?;
                (reader.from_value)(shape, to, value, state).map_err(D::Error::custom)
            }
            ViewMut::Bytes(to) => String::deserialize(from).map(|text| *to = text.into()),
            ViewMut::File(to) => String::deserialize(from).map(|text| *to = text.into()),
            ViewMut::Json(to) => Value::deserialize(from).map(|value| *to = value),
            ViewMut::Unknown(to) => Value::deserialize(from).map(|value| *to = UnknownJson::new(value)),
            ViewMut::Extra(_) | ViewMut::Ignored => IgnoredAny::deserialize(from).map(drop),
            ViewMut::Own(to) if state.is_text => {
                to.read_text(<&RawValue>::deserialize(from)?.get()).map_err(D::Error::custom)
            }
            ViewMut::Own(to) => to.read_json(Value::deserialize(from)?).map_err(D::Error::custom),
            ViewMut::Deferred(to) => deferred(to, from, state),
            ViewMut::Record(shape, to) => nested(state, |state| from.deserialize_map(RecordVisitor(shape, to, state))),
            ViewMut::Array(to) => nested(state, |state| from.deserialize_seq(ArrayVisitor(to, state))),
            ViewMut::Map(to) => nested(state, |state| from.deserialize_map(MapVisitor(to, state))),
            ViewMut::Tuple(shape, to) => nested(state, |state| from.deserialize_seq(TupleVisitor(shape, to, state))),
        }
    }
}

/// Reads an object or array, which is one level deeper.
#[inline]
fn nested<E: Error>(state: &mut ReadState, read: impl FnOnce(&mut ReadState) -> Result<(), E>) -> Result<(), E> {
    if !state.enter() {
        return Err(E::custom("recursion limit exceeded"));
    }
    let result = read(state);
    state.leave();
    result
}

/// The message for a value that is required and has no text.
pub(super) const MISSING: &str = "required, but missing";

/// Reads a value that does not exist before.
fn deferred<'de, D: Deserializer<'de>>(to: Deferred<'_>, from: D, state: &mut ReadState) -> Result<(), D::Error> {
    let (mut from, mut read) = (Some(from), None);
    let is_made = to.fill(&mut |target| {
        read = from.take().map(|from| ReadInto::new(target, state).deserialize(from));
        matches!(read, Some(Ok(())))
    });
    match read {
        Some(Ok(())) | None if !is_made => Err(D::Error::custom(MISSING)),
        read => read.unwrap_or(Ok(())),
    }
}

struct StringVisitor<'v>(&'v mut String);

impl Visitor<'_> for StringVisitor<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        // Not `clone_into`: the value of a duplicate key may be a longer string, and a new one has no capacity.
        *self.0 = text.to_owned();
        Ok(())
    }
    fn visit_string<E>(self, text: String) -> Result<(), E> {
        *self.0 = text;
        Ok(())
    }
}

struct EnumVisitor<'v>(&'v mut dyn StringEnum);

impl Visitor<'_> for EnumVisitor<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }
    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.0.set(value);
        Ok(())
    }
}

struct OptionalVisitor<'v, 's>(&'v mut dyn Optional, &'s mut ReadState);

impl<'de> Visitor<'de> for OptionalVisitor<'_, '_> {
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
        ReadInto::new(self.0.fill(), self.1).deserialize(from)
    }
}

struct ArrayVisitor<'v, 's>(&'v mut dyn Array, &'s mut ReadState);

/// Reads an item and appends it to an array.
pub(super) struct ReadItem<'v, 's>(pub(super) &'v mut dyn Array, pub(super) &'s mut ReadState);

impl<'de> DeserializeSeed<'de> for ReadItem<'_, '_> {
    type Value = ();
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        ReadInto::new(self.0.push(), self.1).deserialize(from)
    }
}

impl<'de> Visitor<'de> for ArrayVisitor<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.clear();
        let mut failed = 0;
        if let Some(result) = read_primitives(self.0.primitive_array_mut(), &mut items, &mut failed) {
            return result.inspect_err(|_| self.1.failed_in_item(failed));
        }
        for index in 0.. {
            match items.next_element_seed(ReadItem(&mut *self.0, &mut *self.1)) {
                Ok(Some(())) => {}
                Ok(None) => break,
                Err(error) => {
                    self.1.failed_in_item(index);
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

struct MapVisitor<'v, 's>(&'v mut dyn Map, &'s mut ReadState);

impl<'de> Visitor<'de> for MapVisitor<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        self.0.clear();
        while let Some(key) = entries.next_key::<String>()? {
            let target = self.0.insert(&key);
            if let Err(error) = entries.next_value_seed(ReadInto::new(target, &mut *self.1)) {
                self.1.failed_in_property(&key);
                return Err(error);
            }
        }
        Ok(())
    }
}

struct RecordVisitor<'v, 's>(&'static Shape, &'v mut dyn Record, &'s mut ReadState);

impl<'de> Visitor<'de> for RecordVisitor<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", self.0.name)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let RecordVisitor(shape, record, state) = self;
        let mut seen = SeenProperties::new(shape.required.len());
        let mut expected = 0;
        while let Some(key) = entries.next_key_seed(KeySeed(shape, expected))? {
            match key {
                Key::Known(index) => {
                    expected = index + 1;
                    if seen.mark(index) {
                        // The last value of a duplicate key wins as a whole.
                        reset(record.at_mut(index).view_mut());
                    }
                    let target = record.at_mut(index).view_mut();
                    if let Err(error) = entries.next_value_seed(ReadInto::new(target, &mut *state)) {
                        state.failed_in_property(&name(shape, index));
                        return Err(error);
                    }
                }
                Key::Other(key) => read_extra(shape, record, key, &mut entries, &mut *state)?,
            }
        }
        match seen.missing(shape, record) {
            Some(index) => {
                state.failed_in_property(&name(shape, index));
                Err(A::Error::custom(MISSING))
            }
            None => Ok(()),
        }
    }
}

#[cold]
fn name(shape: &'static Shape, index: usize) -> std::borrow::Cow<'static, str> {
    property_name(shape.keys.get(index).copied().unwrap_or_default())
}

/// Reads a property that the shape does not name: any JSON, or a value of the type that all such properties have.
#[cold]
fn read_extra<'de, A: MapAccess<'de>>(
    shape: &'static Shape,
    record: &mut dyn Record,
    key: String,
    entries: &mut A,
    state: &mut ReadState,
) -> Result<(), A::Error> {
    match record.at_mut(shape.keys.len()).view_mut() {
        ViewMut::Extra(extra) if state.is_text => {
            extra.insert_json(key, entries.next_value::<&RawValue>()?.get());
            Ok(())
        }
        ViewMut::Extra(extra) => {
            extra.insert(key, entries.next_value()?);
            Ok(())
        }
        ViewMut::Map(map) => {
            let target = map.insert(&key);
            let read = entries.next_value_seed(ReadInto::new(target, &mut *state));
            read.inspect_err(|_| state.failed_in_property(&key))
        }
        _ => entries.next_value::<IgnoredAny>().map(drop),
    }
}
