//! Reads unions: the variant can only be chosen once the whole value is there. Must not know how a variant is chosen.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::DeserializeSeed;
use serde_json::Value;
use serde_json::value::RawValue;

use super::choose_variant::choose_variant;
use super::error::message;
use super::field::{Union, UnionReader, View, ViewMut};
use super::key::find;
use super::original::is_exact;
use super::read::{MISSING, ReadInto};
use super::read_state::ReadState;
use super::repair::readable;
use super::shape::UnionShape;
use super::unknown::UnknownJson;

/// The discriminator properties and values that the unions around a value add to it.
type AddedValues = Vec<(&'static str, &'static str)>;

/// The functions of this module.
pub(super) static READER: UnionReader = UnionReader {
    from_value: |shape, to, value, state| from_value(shape, to, value, &mut AddedValues::new(), state),
    from_text: |shape, to, text, state| from_text(shape, to, text, &mut AddedValues::new(), state),
};

fn from_value(
    shape: &'static UnionShape,
    to: &mut dyn Union,
    value: Value,
    added: &mut AddedValues,
    state: &mut ReadState,
) -> Result<(), String> {
    let variant = choose_variant(shape, to, &value).unwrap_or(usize::MAX);
    added.extend(shape.added_value(variant).map(|value| (shape.discriminator, value)));
    let mut value = Some(value);
    fill_variant(to.set_variant(variant).view_mut(), &mut |target| {
        let mut value = value.take().unwrap_or_default();
        match target {
            ViewMut::Union(shape, to, _) => from_value(shape, to, value, added, state),
            target => {
                let removed: Vec<&str> = removed_properties(added, &target, &value).collect();
                if let Some(properties) = value.as_object_mut() {
                    removed.into_iter().for_each(|name| drop(properties.remove(name)));
                }
                let is_text = std::mem::take(&mut state.is_text);
                ReadInto::new(target, state).deserialize(value).map_err(|error| error.to_string())?;
                state.is_text = is_text;
                Ok(())
            }
        }
    })
}

/// Fills the value of a variant, which may not exist before it was read.
fn fill_variant(target: ViewMut<'_>, fill: &mut dyn FnMut(ViewMut<'_>) -> Result<(), String>) -> Result<(), String> {
    let ViewMut::Deferred(target) = target else { return fill(target) };
    let mut filled = Ok(());
    let is_made = target.fill(&mut |target| {
        filled = fill(target);
        filled.is_ok()
    });
    filled.and_then(|()| if is_made { Ok(()) } else { Err(MISSING.to_owned()) })
}

/// The number of levels that decide the variant of a value that is nested too deep.
const DECIDING_DEPTH: usize = 64;

fn from_text(
    shape: &'static UnionShape,
    to: &mut dyn Union,
    text: &str,
    added: &mut AddedValues,
    state: &mut ReadState,
) -> Result<(), String> {
    let value = match serde_json::from_str::<Value>(text) {
        Ok(value) if is_exact(&value) => return from_value(shape, to, value, added, state),
        Ok(value) => value,
        // The unreadable part may be a property that the description does not define.
        Err(error) => serde_json::from_str(&readable(text, DECIDING_DEPTH)).map_err(|_| message(&error))?,
    };
    let Some(variant) = choose_variant(shape, to, &value) else {
        if let ViewMut::Unknown(to) = to.set_variant(usize::MAX).view_mut() {
            *to = UnknownJson::from_json(text);
        }
        return Ok(());
    };
    added.extend(shape.added_value(variant).map(|value| (shape.discriminator, value)));
    fill_variant(to.set_variant(variant).view_mut(), &mut |target| match target {
        ViewMut::Union(shape, to, _) => from_text(shape, to, text, added, state),
        target => {
            let removed: Vec<&str> = removed_properties(added, &target, &value).collect();
            let text = without_properties(text, &removed);
            let read = ReadInto::new(target, state).deserialize(&mut serde_json::Deserializer::from_str(&text));
            read.map_err(|error| message(&error))
        }
    })
}

/// Returns the JSON text of an object without some of its properties. Other values are unchanged.
fn without_properties<'t>(text: &'t str, names: &[&str]) -> Cow<'t, str> {
    if names.is_empty() {
        return text.into();
    }
    let properties = serde_json::from_str::<BTreeMap<String, &RawValue>>(text).map(|mut properties| {
        properties.retain(|name, _| !names.contains(&name.as_str()));
        serde_json::to_string(&properties)
    });
    properties.and_then(|text| text).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Returns the discriminator properties that are removed before a value is read: those that its type does not declare.
fn removed_properties<'t>(
    added: &'t AddedValues,
    target: &'t ViewMut<'_>,
    value: &'t Value,
) -> impl Iterator<Item = &'static str> + 't {
    added.iter().filter(|(name, added)| is_removed(name, added, target, value)).map(|(name, _)| *name)
}

fn is_removed(name: &str, added: &str, target: &ViewMut<'_>, value: &Value) -> bool {
    let is_typed = match target {
        ViewMut::Record(shape, _) if find(shape.keys, 0, name).is_some() => return false,
        ViewMut::Record(shape, record) => matches!(record.at(shape.keys.len()).view(), View::Map(_)),
        ViewMut::Map(_) => true,
        _ => return false,
    };
    let current = value.get(name).and_then(Value::as_str);
    // Any other value is not implied by the variant, so it is kept, unless all properties have a
    // type that may not allow it.
    current == Some(added) || current.is_some() && is_typed
}
