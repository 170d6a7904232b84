//! What an emitted type's `serde::Serialize` and `serde::Deserialize` call: generic over the format
//! only, never over the type where that can be avoided.

use serde::de::{Deserializer, Error};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::extra::visit_extra;
use super::field::{Field, Record, Shape, Slot, View, bare};
use super::places::places;
use super::read::Put;
use super::tagged::Tagged;
use super::trail::Trail;
use super::write::whole;

/// `Serialize::serialize` of an emitted type.
pub fn serialize<S: Serializer>(value: &dyn Field, to: S) -> Result<S::Ok, S::Error> {
    Shown(value.view()).serialize(to)
}

/// `Deserialize::deserialize` of an emitted type.
pub fn deserialize<'de, T: Field, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut value = T::blank();
    fill(value.slot(), from)?;
    Ok(value)
}

fn fill<'de, D: Deserializer<'de>>(slot: Slot<'_>, from: D) -> Result<(), D::Error> {
    let mut trail = Trail::default();
    let read = serde::de::DeserializeSeed::deserialize(Put::new(slot, &mut trail), from);
    // The path has no other way out of a foreign format's error than its text.
    read.map_err(|error| if trail.is_empty() { error } else { D::Error::custom(format_args!("{trail}: {error}")) })
}

struct Shown<'a>(View<'a>);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            View::Absent | View::Null | View::Extra(_) => to.serialize_unit(),
            View::Some(value) => Shown(value.view()).serialize(to),
            View::Bool(value) => to.serialize_bool(value),
            View::Integer(value) => to.serialize_i64(value),
            View::Unsigned(value) => to.serialize_u64(value),
            // As the writer does it: a whole number is written without a fraction.
            View::Single(value) => match whole(f64::from(value)) {
                Some(whole) => to.serialize_i64(whole),
                None => to.serialize_f32(value),
            },
            View::Double(value) => match whole(value) {
                Some(whole) => to.serialize_i64(whole),
                None => to.serialize_f64(value),
            },
            View::Number(value) => value.serialize(to),
            View::Text(value) => to.serialize_str(value),
            View::Open(value) => to.serialize_str(value.text()),
            View::List(list) => match list.leaf_items().serialize(to) {
                Ok(written) => written,
                Err(to) => to.collect_seq((0..list.count()).filter_map(|i| list.item(i)).map(|v| Shown(v.view()))),
            },
            View::Map(map) => map_entries(map, to),
            View::Record(shape, record) => members(shape, record, to),
            View::Places(shape, record) => to.collect_seq(places(shape, record).into_iter().map(|v| Shown(v.view()))),
            View::Union(shape, union) => match Tagged::of(shape, union) {
                Some(tagged) => tagged_members(&tagged, to),
                None => Shown(union.inner().1.view()).serialize(to),
            },
            View::Raw(value) => to.serialize_str(&super::raw::in_json(value)),
            View::File(value) => match value.bytes() {
                Some(bytes) => to.serialize_str(&super::raw::in_json(bytes)),
                None => Err(serde::ser::Error::custom("a file that is not in memory has no JSON")),
            },
            View::Any(value) => value.serialize(to),
        }
    }
}

fn map_entries<S: Serializer>(map: &dyn super::Map, to: S) -> Result<S::Ok, S::Error> {
    let mut entries = to.serialize_map(Some(map.count()))?;
    let mut written = Ok(());
    map.each(&mut |key, value| {
        if written.is_ok() {
            written = entries.serialize_entry(key, &Shown(value.view()));
        }
    });
    written?;
    entries.end()
}

fn members<S: Serializer>(shape: &'static Shape, record: &dyn Record, to: S) -> Result<S::Ok, S::Error> {
    let mut entries = to.serialize_map(None)?;
    for (index, key) in shape.keys.iter().enumerate() {
        let view = record.at(index).view();
        if !matches!(view, View::Absent) || shape.is_required(index) {
            entries.serialize_entry(&Name(bare(key)), &Shown(view))?;
        }
    }
    let mut written = Ok(());
    visit_extra(shape, record, &mut |key, value| {
        if written.is_ok() {
            written = entries.serialize_entry(key, &Shown(value.view()));
        }
    });
    written?;
    entries.end()
}

fn tagged_members<S: Serializer>(tagged: &Tagged<'_>, to: S) -> Result<S::Ok, S::Error> {
    let mut entries = to.serialize_map(None)?;
    let mut written = Ok(());
    tagged.each(&mut |key, value, required| {
        let view = value.view();
        if written.is_ok() && (required || !matches!(view, View::Absent)) {
            written = entries.serialize_entry(key, &Shown(view));
        }
    });
    written?;
    entries.end()
}

/// A key that may hold JSON escapes, for formats that escape by themselves.
struct Name(&'static str);

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.0.contains('\\') { to.serialize_str(&super::read::unescaped(self.0)) } else { to.serialize_str(self.0) }
    }
}
