//! Implements `serde::Serialize` and `serde::Deserialize` of emitted types. The functions are generic over the format only,
//! and not over the type where that can be avoided, so that they are compiled once for each format.
//! Must not know any format.

use serde::de::{Deserializer, Error};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::base64::base64;
use super::discriminated::DiscriminatedObject;
use super::field::{Field, Map, Record, View, ViewMut};
use super::float::exact_integer;
use super::key::property_name;
use super::number::Number;
use super::own_value::NOT_JSON;
use super::read::{MISSING, ReadInto};
use super::read_state::ReadState;
use super::shape::Shape;
use super::tuple::tuple_items;
use super::write_object::visit_extra;

/// Serializes a value: `Serialize::serialize` of an emitted type.
pub fn serialize<S: Serializer>(value: &dyn Field, to: S) -> Result<S::Ok, S::Error> {
    SerializeView(value.view()).serialize(to)
}

/// Deserializes a value: `Deserialize::deserialize` of an emitted type.
pub fn deserialize<'de, T: Field, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let (mut from, mut read) = (Some(from), None);
    let made = T::make(&mut |target| {
        read = from.take().map(|from| fill(target, from));
        matches!(read, Some(Ok(())))
    });
    read.unwrap_or(Ok(()))?;
    made.ok_or_else(|| D::Error::custom(MISSING))
}

fn fill<'de, D: Deserializer<'de>>(target: ViewMut<'_>, from: D) -> Result<(), D::Error> {
    let mut state = ReadState::default();
    let read = serde::de::DeserializeSeed::deserialize(ReadInto::new(target, &mut state), from);
    // The error of another format can carry the path in its message only.
    read.map_err(|error| if !state.has_path() { error } else { D::Error::custom(format_args!("{state}: {error}")) })
}

struct SerializeView<'a>(View<'a>);

impl Serialize for SerializeView<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            View::Absent | View::Null | View::Extra(_) => to.serialize_unit(),
            View::Some(value) => SerializeView(value.view()).serialize(to),
            View::Bool(value) => to.serialize_bool(value),
            View::Integer(value) => to.serialize_i64(value),
            View::Unsigned(value) => to.serialize_u64(value),
            // Like the writer: an integer is written without a fraction.
            View::F32(value) => match exact_integer(f64::from(value)) {
                Some(integer) => to.serialize_i64(integer),
                None => to.serialize_f32(value),
            },
            View::F64(value) => match exact_integer(value) {
                Some(integer) => to.serialize_i64(integer),
                None => to.serialize_f64(value),
            },
            View::Number(value) => value.serialize(to),
            View::String(value) => to.serialize_str(value),
            View::Enum(value) => to.serialize_str(value.as_str()),
            View::Array(list) => match list.primitive_array().serialize(to) {
                Ok(written) => written,
                Err(to) => {
                    to.collect_seq((0..list.count()).filter_map(|i| list.item(i)).map(|v| SerializeView(v.view())))
                }
            },
            View::Map(map) => entries(map, to),
            View::Record(shape, record) => properties(shape, record, to),
            View::Tuple(shape, record) => {
                to.collect_seq(tuple_items(shape, record).into_iter().map(|v| SerializeView(v.view())))
            }
            View::Union(shape, union) => match DiscriminatedObject::from_union(shape, union) {
                Some(object) => discriminated(&object, to),
                None => SerializeView(union.variant().1.view()).serialize(to),
            },
            View::Bytes(value) => to.serialize_str(&base64(value)),
            View::File(value) => match value.bytes() {
                Some(bytes) => to.serialize_str(&base64(bytes)),
                None => Err(serde::ser::Error::custom("a file that is not in memory cannot be serialized")),
            },
            View::Json(value) => value.serialize(to),
            View::Own(value) => match value.to_json() {
                Some(value) => value.serialize(to),
                None => Err(serde::ser::Error::custom(NOT_JSON)),
            },
        }
    }
}

fn entries<S: Serializer>(map: &dyn Map, to: S) -> Result<S::Ok, S::Error> {
    let mut entries = to.serialize_map(Some(map.count()))?;
    let mut written = Ok(());
    map.each(&mut |key, value| {
        if written.is_ok() {
            written = entries.serialize_entry(key, &SerializeView(value.view()));
        }
    });
    written?;
    entries.end()
}

fn properties<S: Serializer>(shape: &'static Shape, record: &dyn Record, to: S) -> Result<S::Ok, S::Error> {
    let mut entries = to.serialize_map(None)?;
    for (index, key) in shape.keys.iter().enumerate() {
        let view = record.at(index).view();
        if !matches!(view, View::Absent) || shape.is_required(index) {
            entries.serialize_entry(&*property_name(key), &SerializeView(view))?;
        }
    }
    let mut written = Ok(());
    visit_extra(shape, record, &mut |key, value| {
        if written.is_ok() {
            written = entries.serialize_entry(key, &SerializeView(value.view()));
        }
    });
    written?;
    entries.end()
}

fn discriminated<S: Serializer>(object: &DiscriminatedObject<'_>, to: S) -> Result<S::Ok, S::Error> {
    let mut entries = to.serialize_map(None)?;
    let mut written = Ok(());
    object.each(&mut |key, value, required| {
        let view = value.view();
        if written.is_ok() && (required || !matches!(view, View::Absent)) {
            written = entries.serialize_entry(key, &SerializeView(view));
        }
    });
    written?;
    entries.end()
}

impl<'de> serde::Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
