//! Reading unions: which variant a value is can only be told once all of it is there.

use serde::de::{DeserializeSeed, Error};
use serde_json::Value;

use super::field::Slot;
use super::fit;
use super::kept::is_exact;
use super::mend::readable;
use super::read::Put;
use super::trail::{Trail, without_place};
use super::union::{Union, UnionShape, Whole};

/// Reads a value.
pub(super) fn into_union<E: Error>(
    shape: &'static UnionShape,
    to: &mut dyn Union,
    value: Value,
    trail: &mut Trail,
) -> Result<(), E> {
    let variant = fit::variant(shape, to, &value).unwrap_or(usize::MAX);
    let is_text = std::mem::take(&mut trail.is_text);
    Put::new(to.choose(variant).slot(), trail).deserialize(value).map_err(E::custom)?;
    trail.is_text = is_text;
    Ok(())
}

/// So deep a value is looked at to tell its variant where all of it is too deep.
const DEEP: usize = 64;

/// Reads a JSON text: once its variant is told it is read from the text again where a [`Value`] does not hold all of it.
pub(super) fn union_of_text<E: Error>(
    shape: &'static UnionShape,
    to: &mut dyn Union,
    text: &str,
    trail: &mut Trail,
) -> Result<(), E> {
    let value = match serde_json::from_str::<Value>(text) {
        Ok(value) if is_exact(&value) => return into_union(shape, to, value, trail),
        Ok(value) => value,
        // What cannot be read of it may be what nothing describes.
        Err(error) => serde_json::from_str(&readable(text, DEEP)).map_err(|_| E::custom(without_place(&error)))?,
    };
    let Some(variant) = fit::variant(shape, to, &value) else {
        if let Slot::Whole(to) = to.choose(usize::MAX).slot() {
            *to = Whole::of_json(text);
        }
        return Ok(());
    };
    let read = Put::new(to.choose(variant).slot(), trail).deserialize(&mut serde_json::Deserializer::from_str(text));
    read.map_err(|error| E::custom(without_place(&error)))
}
