//! Chooses the variant of a union for a value: by its discriminator value, otherwise the declared default, otherwise the
//! variant that fits best (see [`fit`](super::fit)). A variant whose required properties are missing does not fit, unless
//! they may be null. Must not know how a value is read.

use std::any::TypeId;
use std::collections::HashMap;

use serde_json::Value;

use super::field::{Record, Union, ViewMut};
use super::fit::{Fit, Level, address, best};
use super::key::find;
use super::reset::reset;
use super::shape::{Shape, UnionShape};

/// The state of a search for the best variant.
#[derive(Default)]
struct Search {
    /// The fits of values to unions, by union and address of the value. Variants that contain the same union compare the
    /// same value with it, and so do those of the unions around them. Without the memory, the number of comparisons would be
    /// multiplied at each level.
    fits: HashMap<(TypeId, usize), Option<Fit>>,
    /// The discriminators of the unions that contain the value: variants that do not declare them still accept them.
    discriminators: Vec<&'static str>,
}

/// Returns the index of the variant for a value, or `None` if no variant fits.
pub(super) fn choose_variant(shape: &'static UnionShape, union: &mut dyn Union, value: &Value) -> Option<usize> {
    let discriminator = discriminator_value(shape, value);
    if let Some(variant) = discriminator.and_then(|value| shape.variant_of(value)) {
        return Some(variant);
    }
    best_variant(shape, union, value, discriminator, &mut Search::default()).map(|(variant, _)| variant)
}

fn discriminator_value<'v>(shape: &'static UnionShape, value: &'v Value) -> Option<&'v str> {
    if shape.discriminator.is_empty() { None } else { value.get(shape.discriminator).and_then(Value::as_str) }
}

/// Returns the variant for a value whose discriminator value is absent or unknown, and how well it fits.
fn best_variant(
    shape: &'static UnionShape,
    union: &mut dyn Union,
    value: &Value,
    discriminator: Option<&str>,
    search: &mut Search,
) -> Option<(usize, Fit)> {
    if let Some(variant) = shape.default {
        // A value that does not fit the default is preserved as unknown.
        return variant_fit(shape, union, variant, value, search).map(|fit| (variant, fit));
    }
    // An unknown discriminator value can only belong to a variant for which no value is declared.
    let is_mapped = |variant: usize| shape.mapping.iter().any(|(_, index)| *index == variant);
    let candidates = (0..shape.variants.len()).filter(|variant| discriminator.is_none() || !is_mapped(*variant));
    best(candidates.filter_map(|variant| Some((variant, variant_fit(shape, union, variant, value, search)?))).collect())
}

fn variant_fit(
    shape: &'static UnionShape,
    union: &mut dyn Union,
    variant: usize,
    value: &Value,
    search: &mut Search,
) -> Option<Fit> {
    let mut constants = Fit::default();
    for (_, key, allowed) in shape.constants.iter().filter(|(index, ..)| *index == variant) {
        if let Some(property) = value.get(key) {
            let allowed: Vec<Value> = serde_json::from_str(allowed).unwrap_or_default();
            if !allowed.contains(property) {
                return None;
            }
            constants = constants.containing(&Fit::matching(property));
        }
    }
    search.discriminators.extend(shape.added_value(variant).map(|_| shape.discriminator));
    let fit = fit(union.set_variant(variant).view_mut(), value, search);
    search.discriminators.clear();
    let mut fit = fit?;
    fit.add_constants(constants);
    Some(fit)
}

/// Returns how well a value fits a type, or `None` if it does not. `to` is a value of the type, and may be filled with
/// anything meanwhile.
fn fit(to: ViewMut<'_>, value: &Value, search: &mut Search) -> Option<Fit> {
    let plain = |fits: bool| fits.then(Fit::default);
    // The discriminators belong to this value, and not to those within it.
    let discriminators =
        if matches!(to, ViewMut::Union(..)) { Vec::new() } else { std::mem::take(&mut search.discriminators) };
    match to {
        ViewMut::Ignored => plain(value.is_null()),
        ViewMut::Bool(_) => plain(value.is_boolean()),
        ViewMut::I32(_) => plain(integer(value).is_some_and(|value| i32::try_from(value).is_ok())),
        ViewMut::I64(_) => plain(integer(value).is_some_and(|value| i64::try_from(value).is_ok())),
        ViewMut::U32(_) => plain(integer(value).is_some_and(|value| u32::try_from(value).is_ok())),
        ViewMut::U64(_) => plain(integer(value).is_some_and(|value| u64::try_from(value).is_ok())),
        ViewMut::F32(_) | ViewMut::F64(_) | ViewMut::Number(_) => plain(value.is_number()),
        ViewMut::String(_) | ViewMut::Bytes(_) => plain(value.is_string()),
        // JSON has no files: a variant for strings fits better.
        ViewMut::File(_) => value.is_string().then(|| Fit::new(Level::BY_TYPE)),
        ViewMut::Enum(to) => {
            let (string, shape) = (value.as_str()?, to.shape());
            match (shape.variant(string), shape.values.len() == 1) {
                (Some(_), _) => Some(Fit::matching(value)),
                (None, true) => None,
                (None, false) => Some(Fit::unknown_value(value)),
            }
        }
        ViewMut::Optional(_) if value.is_null() => plain(true),
        ViewMut::Optional(to) => fit(to.fill(), value, search),
        ViewMut::Array(to) => all_fit(value.as_array()?.iter().map(|item| fit(to.push(), item, search))),
        ViewMut::Map(to) => {
            let entries = value.as_object()?.iter().filter(|(key, _)| !discriminators.contains(&key.as_str()));
            all_fit(entries.map(|(key, value)| fit(to.insert(key), value, search)))
        }
        ViewMut::Record(shape, to) => record_fit(shape, to, value, &discriminators, search),
        ViewMut::Tuple(shape, to) => tuple_fit(shape, to, value, search),
        ViewMut::Union(shape, to, _) => {
            let key = (to.id(), address(value));
            if !search.fits.contains_key(&key) {
                let fit = union_fit(shape, to, value, search);
                search.fits.insert(key, fit);
            }
            search.fits.get(&key).cloned().flatten()
        }
        ViewMut::Json(_) | ViewMut::Unknown(_) => plain(true),
        ViewMut::Extra(_) => None,
        ViewMut::Own(to) => plain(to.read_json(value.clone()).is_ok()),
        ViewMut::Deferred(to) => {
            search.discriminators = discriminators;
            let mut found = None;
            to.fill(&mut |to| {
                found = fit(to, value, search);
                false
            });
            found
        }
    }
}

/// Returns the fit of a value that contains others, or `None` if one of them does not fit.
fn all_fit(mut inner: impl Iterator<Item = Option<Fit>>) -> Option<Fit> {
    inner.try_fold(Fit::default(), |sum, inner| Some(sum.containing(&inner?)))
}

/// Returns the fit of a union within a value. A value that matches no variant counts as an unknown one.
fn union_fit(shape: &'static UnionShape, union: &mut dyn Union, value: &Value, search: &mut Search) -> Option<Fit> {
    let discriminator = discriminator_value(shape, value);
    if let Some(variant) = discriminator.and_then(|value| shape.variant_of(value)) {
        return variant_fit(shape, union, variant, value, search);
    }
    let unknown = || {
        let mut fit = Fit::unknown_value(value);
        fit.add_content(0, value);
        fit
    };
    Some(best_variant(shape, union, value, discriminator, search).map_or_else(unknown, |(_, fit)| fit))
}

fn record_fit(
    shape: &'static Shape,
    record: &mut dyn Record,
    value: &Value,
    discriminators: &[&'static str],
    search: &mut Search,
) -> Option<Fit> {
    let mut sum = Fit::default();
    let mut seen = vec![false; shape.keys.len()];
    for (guess, (key, value)) in value.as_object()?.iter().enumerate() {
        match find(shape.keys, guess, key) {
            Some(index) => {
                sum = sum.containing(&fit(record.at_mut(index).view_mut(), value, search)?);
                if let Some(seen) = seen.get_mut(index) {
                    *seen = true;
                }
            }
            None if discriminators.contains(&key.as_str()) => {}
            // A named property is better than one of a type that others share, and that is better than an undefined one.
            None => match record.at_mut(shape.keys.len()).view_mut() {
                ViewMut::Map(extra) => {
                    sum = sum.containing(&fit(extra.insert(key), value, search)?);
                    sum.add_surprise(1, Level::BY_TYPE, value);
                }
                _ => sum.add_undefined(1, value),
            },
        }
    }
    for (index, seen) in seen.into_iter().enumerate().filter(|(index, _)| shape.is_required(*index)) {
        match seen {
            true => sum.required += 1,
            false if may_be_missing(record, index) => sum.add(1, Level::MISSING),
            false => return None,
        }
    }
    Some(sum)
}

/// Returns `true` if a required property or item is nullable: a missing one is read as null.
fn may_be_missing(record: &mut dyn Record, index: usize) -> bool {
    reset(record.at_mut(index).view_mut());
    matches!(record.at_mut(index).view_mut(), ViewMut::Optional(_))
}

fn tuple_fit(shape: &'static Shape, record: &mut dyn Record, value: &Value, search: &mut Search) -> Option<Fit> {
    let items = value.as_array()?;
    let mut sum = Fit::default();
    for (index, item) in items.iter().enumerate() {
        if index < shape.keys.len() {
            sum = sum.containing(&fit(record.at_mut(index).view_mut(), item, search)?);
            sum.required += u32::from(shape.is_required(index));
        } else if let ViewMut::Array(more) = record.at_mut(shape.keys.len()).view_mut() {
            sum = sum.containing(&fit(more.push(), item, search)?);
            sum.add_surprise(1, Level::BY_TYPE, item);
        }
    }
    let missing = (items.len()..shape.keys.len()).filter(|index| shape.is_required(*index));
    let mut missing = missing;
    missing.all(|index| may_be_missing(record, index)).then_some(sum)
}

/// Returns a number without a fraction as an integer: `1.0` is 1.
fn integer(value: &Value) -> Option<i128> {
    let number = value.as_number()?;
    let whole = || {
        let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 1e19)?;
        Some(float as i128)
    };
    number.as_i64().map(i128::from).or(number.as_u64().map(i128::from)).or_else(whole)
}
