//! Which variant of a union a value is: by its tag, else the one declared for that, else by fit, in this order: no constant or enum missed, most of
//! them hit, fewest required members missing that may be null, fewest unknown members, most required members present, the description's order. Where
//! another required member is missing it is none.

use std::cmp::Reverse;

use serde_json::Value;

use super::blank::reset;
use super::field::{Record, Shape, Slot};
use super::read::find;
use super::union::{Union, UnionShape};

/// How well a value fits a type: the smaller, the better.
type Rank = (u32, Reverse<u32>, u32, u32, Reverse<u32>);

/// How well a value fits a type.
#[derive(Debug, Clone, Copy, Default)]
struct Fit {
    /// Enums whose value is not known.
    misses: u32,
    /// Constants and enums whose value is known.
    hits: u32,
    /// Required members that are there.
    required: u32,
    /// Required members that are not there, and are taken for null.
    missing: u32,
    /// Members that are not known with all that are in them, twice, and those that are only known by the type of all others.
    unknown: u32,
}

impl Fit {
    fn rank(self) -> Rank {
        (self.misses, Reverse(self.hits), self.missing, self.unknown, Reverse(self.required))
    }

    fn and(self, other: Fit) -> Fit {
        Fit {
            misses: self.misses + other.misses,
            hits: self.hits + other.hits,
            required: self.required + other.required,
            missing: self.missing + other.missing,
            unknown: self.unknown + other.unknown,
        }
    }
}

/// The number of the variant that a value is; `None` where it is none of them.
pub(super) fn variant(shape: &'static UnionShape, union: &mut dyn Union, value: &Value) -> Option<usize> {
    let tag = if shape.tag.is_empty() { None } else { value.get(shape.tag).and_then(Value::as_str) };
    if let Some(tag) = tag {
        if let Some((_, variant)) = shape.tags.iter().find(|(of, _)| *of == tag) {
            return Some(*variant);
        }
    }
    if let Some(variant) = shape.default {
        // What does not even fit that is kept whole.
        return fit_of(shape, union, variant, value).map(|_| variant);
    }
    // A tag that is not known may only be one of a variant for which no tag is declared.
    let tagged = |variant: usize| shape.tags.iter().any(|(_, of)| *of == variant);
    let candidates = (0..shape.variants.len()).filter(|variant| tag.is_none() || !tagged(*variant));
    let ranked = candidates.filter_map(|variant| Some((fit_of(shape, union, variant, value)?.rank(), variant)));
    ranked.min().map(|(_, variant)| variant)
}

fn fit_of(shape: &'static UnionShape, union: &mut dyn Union, variant: usize, value: &Value) -> Option<Fit> {
    let mut hits = 0;
    for (_, key, values) in shape.constants.iter().filter(|(of, ..)| *of == variant) {
        if let Some(member) = value.get(key) {
            let values: Vec<Value> = serde_json::from_str(values).unwrap_or_default();
            if !values.contains(member) {
                return None;
            }
            hits += 1;
        }
    }
    let fit = fit(union.choose(variant).slot(), value)?;
    Some(fit.and(Fit { hits, ..Fit::default() }))
}

/// How well a value fits a slot, which may be filled with anything meanwhile; `None` where it does not.
fn fit(slot: Slot<'_>, value: &Value) -> Option<Fit> {
    let plain = |fits: bool| fits.then(Fit::default);
    match slot {
        Slot::Nothing => plain(value.is_null()),
        Slot::Bool(_) => plain(value.is_boolean()),
        Slot::I32(_) => plain(integer(value).is_some_and(|value| i32::try_from(value).is_ok())),
        Slot::I64(_) => plain(integer(value).is_some_and(|value| i64::try_from(value).is_ok())),
        Slot::U32(_) => plain(integer(value).is_some_and(|value| u32::try_from(value).is_ok())),
        Slot::U64(_) => plain(integer(value).is_some_and(|value| u64::try_from(value).is_ok())),
        Slot::F32(_) | Slot::F64(_) | Slot::Number(_) => plain(value.is_number()),
        Slot::Text(_) | Slot::Raw(_) | Slot::File(_) => plain(value.is_string()),
        Slot::Open(to) => {
            to.set_text(value.as_str()?);
            let shape = to.shape();
            match (shape.variant(to.text()), shape.values.len() == 1) {
                (Some(_), _) => Some(Fit { hits: 1, ..Fit::default() }),
                (None, true) => None,
                (None, false) => Some(Fit { misses: 1, ..Fit::default() }),
            }
        }
        Slot::Optional(_) if value.is_null() => plain(true),
        Slot::Optional(to) => fit(to.fill(), value),
        Slot::List(to) => {
            let items = value.as_array()?.iter();
            items.map(|item| fit(to.push(), item)).try_fold(Fit::default(), |sum, fit| Some(sum.and(fit?)))
        }
        Slot::Map(to) => {
            let entries = value.as_object()?.iter();
            entries
                .map(|(key, value)| fit(to.insert(key.clone()), value))
                .try_fold(Fit::default(), |sum, fit| Some(sum.and(fit?)))
        }
        Slot::Record(shape, to) => members(shape, to, value),
        Slot::Places(shape, to) => places(shape, to, value),
        Slot::Union(shape, to) => match variant(shape, to, value) {
            Some(variant) => fit_of(shape, to, variant, value),
            None => Some(Fit { misses: 1, ..Fit::default() }),
        },
        Slot::Any(_) => plain(true),
        Slot::Extra(_) => None,
    }
}

fn members(shape: &'static Shape, record: &mut dyn Record, value: &Value) -> Option<Fit> {
    let value = value.as_object()?;
    let mut sum = Fit::default();
    let mut seen = vec![false; shape.keys.len()];
    for (guess, (key, value)) in value.iter().enumerate() {
        match find(shape.keys, guess, key) {
            Some(index) => {
                sum = sum.and(fit(record.at_mut(index).slot(), value)?);
                if let Some(seen) = seen.get_mut(index) {
                    *seen = true;
                }
            }
            // The more is said of a member, the better: named, of a type that others share, not known at all.
            None => match record.at_mut(shape.keys.len()).slot() {
                Slot::Map(rest) => {
                    sum = sum.and(fit(rest.insert(key.clone()), value)?);
                    sum.unknown += 1;
                }
                _ => sum.unknown += 2 * weight(value),
            },
        }
    }
    for (index, seen) in seen.into_iter().enumerate().filter(|(index, _)| shape.is_required(*index)) {
        reset(record.at_mut(index).slot());
        match seen {
            true => sum.required += 1,
            // Required and nullable: missing is taken for null.
            false if matches!(record.at_mut(index).slot(), Slot::Optional(_)) => sum.missing += 1,
            false => return None,
        }
    }
    Some(sum)
}

/// A member and all that are in it: what is not known at the top hides more than what is not known below.
fn weight(member: &Value) -> u32 {
    1 + match member {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        Value::Array(items) => items.iter().map(|item| weight(item) - 1).sum(),
        Value::Object(members) => members.values().map(weight).sum::<u32>(),
    }
}

fn places(shape: &'static Shape, record: &mut dyn Record, value: &Value) -> Option<Fit> {
    let items = value.as_array()?;
    let mut sum = Fit::default();
    for (index, item) in items.iter().enumerate() {
        if index < shape.keys.len() {
            sum = sum.and(fit(record.at_mut(index).slot(), item)?);
            sum.required += u32::from(shape.is_required(index));
        } else if let Slot::List(more) = record.at_mut(shape.keys.len()).slot() {
            sum = sum.and(fit(more.push(), item)?);
            sum.unknown += 1;
        }
    }
    let missing = |index: usize| index >= items.len() && shape.is_required(index);
    let may_be = |index: usize, record: &mut dyn Record| {
        reset(record.at_mut(index).slot());
        matches!(record.at_mut(index).slot(), Slot::Optional(_))
    };
    (0..shape.keys.len()).filter(|index| missing(*index)).all(|index| may_be(index, record)).then_some(sum)
}

/// A number without a fraction; `1.0` is 1.
fn integer(value: &Value) -> Option<i128> {
    let number = value.as_number()?;
    let whole = || {
        let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 1e19)?;
        Some(float as i128)
    };
    number.as_i64().map(i128::from).or(number.as_u64().map(i128::from)).or_else(whole)
}
