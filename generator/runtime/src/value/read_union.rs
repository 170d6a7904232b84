//! Reads unions: the variant can only be chosen once the whole value is there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::DeserializeSeed;
use serde_json::Value;
use serde_json::value::RawValue;

use super::field::Slot;
use super::fit;
use super::kept::is_exact;
use super::mend::readable;
use super::read::Put;
use super::tagged;
use super::trail::{Trail, without_place};
use super::union::{Union, UnionShape, Whole};

/// The discriminator properties and values that the unions around a value add to it.
type Tags = Vec<(&'static str, &'static str)>;

/// The functions that read unions. They are reached through [`Union::reader`] only, so that a program without unions
/// does not contain them.
#[derive(Debug)]
pub struct UnionReader {
    /// Reads a value.
    pub(super) of_value: Read<Value>,
    /// Reads a JSON text: once the variant is chosen, it is read from the text again if a [`Value`] cannot hold all of it.
    pub(super) of_text: for<'t> fn(&'static UnionShape, &mut dyn Union, &'t str, &mut Trail) -> Result<(), String>,
}

type Read<T> = fn(&'static UnionShape, &mut dyn Union, T, &mut Trail) -> Result<(), String>;

pub(super) static READER: UnionReader = UnionReader {
    of_value: |shape, to, value, trail| of_value(shape, to, value, &mut Tags::new(), trail),
    of_text: |shape, to, text, trail| of_text(shape, to, text, &mut Tags::new(), trail),
};

fn of_value(
    shape: &'static UnionShape,
    to: &mut dyn Union,
    mut value: Value,
    tags: &mut Tags,
    trail: &mut Trail,
) -> Result<(), String> {
    let variant = fit::variant(shape, to, &value).unwrap_or(usize::MAX);
    tags.extend(shape.sent(variant).map(|tag| (shape.tag, tag)));
    match to.choose(variant).slot() {
        Slot::Union(shape, to) => of_value(shape, to, value, tags, trail),
        slot => {
            let taken: Vec<&str> = tagged::taken(tags, &slot, &value).collect();
            if let Some(members) = value.as_object_mut() {
                taken.into_iter().for_each(|name| drop(members.remove(name)));
            }
            let is_text = std::mem::take(&mut trail.is_text);
            Put::new(slot, trail).deserialize(value).map_err(|error| error.to_string())?;
            trail.is_text = is_text;
            Ok(())
        }
    }
}

/// The number of levels that decide the variant of a value that is nested too deep.
const DEEP: usize = 64;

fn of_text(
    shape: &'static UnionShape,
    to: &mut dyn Union,
    text: &str,
    tags: &mut Tags,
    trail: &mut Trail,
) -> Result<(), String> {
    let value = match serde_json::from_str::<Value>(text) {
        Ok(value) if is_exact(&value) => return of_value(shape, to, value, tags, trail),
        Ok(value) => value,
        // What cannot be read of it may be what nothing describes.
        Err(error) => serde_json::from_str(&readable(text, DEEP)).map_err(|_| without_place(&error))?,
    };
    let Some(variant) = fit::variant(shape, to, &value) else {
        if let Slot::Whole(to) = to.choose(usize::MAX).slot() {
            *to = Whole::of_json(text);
        }
        return Ok(());
    };
    tags.extend(shape.sent(variant).map(|tag| (shape.tag, tag)));
    match to.choose(variant).slot() {
        Slot::Union(shape, to) => of_text(shape, to, text, tags, trail),
        slot => {
            let text = without_members(text, &tagged::taken(tags, &slot, &value).collect::<Vec<_>>());
            let read = Put::new(slot, trail).deserialize(&mut serde_json::Deserializer::from_str(&text));
            read.map_err(|error| without_place(&error))
        }
    }
}

/// Returns the JSON text of an object without some of its members; other values are unchanged.
fn without_members<'t>(text: &'t str, names: &[&str]) -> Cow<'t, str> {
    if names.is_empty() {
        return text.into();
    }
    let members = serde_json::from_str::<BTreeMap<String, &RawValue>>(text).map(|mut members| {
        members.retain(|name, _| !names.contains(&name.as_str()));
        serde_json::to_string(&members)
    });
    members.and_then(|text| text).map_or(Cow::Borrowed(text), Cow::Owned)
}
