//! Which variant of a union a value is: by its tag, else the one declared for that, else by fit; where a required member is missing that may not be null it
//! is none. What is nearer to the top counts first, and of what is equally deep, in this order: fewest doubts, fewest surprises, fewest
//! required members missing that may be null, fewest enums missed, most constants and enums hit; then most required members present, the description's order.
//!
//! A doubt is a value on which another variant hits a constant or an enum, and that is a surprise for this one. A hit counts by itself only where nothing
//! else tells the variants apart: of `{success: true}` and `{success: boolean, result}` the second one is meant where `result` is there.
//!
//! A surprise is a member that is not known and all that is in it, or an enum whose value is not known: from a newer server the right variant has some too, and
//! one that names less must not fit better for that.

use std::any::TypeId;
use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::blank::reset;
use super::field::{Record, Shape, Slot};
use super::read::find;
use super::union::{Union, UnionShape};

/// How well a value fits a type.
#[derive(Debug, Clone, Default)]
struct Fit {
    /// The value itself, what is in it, what is in that.
    levels: Vec<Level>,
    /// Required members that are there.
    required: u32,
    /// The addresses of the values that hit a constant or an enum.
    hits: Vec<usize>,
    /// The addresses of the values that are surprises, each with its depth.
    surprises: Vec<(usize, usize)>,
}

/// How well what is equally deep fits.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    /// Constants and enums whose value is known.
    hits: u32,
    /// Members that are not known and enums whose value is not known, two each; members that are only known by the type of all others, one each.
    surprises: u32,
    /// Required members that are not there, and are taken for null.
    missing: u32,
    /// Enums whose value is not known.
    misses: u32,
}

/// How well values fit the choices that they are put to, by choice and address of the value. Variants that hold one choice all put the same value to it, and so do those
/// around these: tried anew each time, what is deep would be tried more often by a factor with each level.
#[derive(Default)]
struct Known {
    fits: HashMap<(TypeId, usize), Option<Fit>>,
    /// The discriminators of the unions that contain the value: variants that do not declare them still accept them.
    tags: Vec<&'static str>,
}

impl Level {
    const HIT: Level = Level { hits: 1, surprises: 0, missing: 0, misses: 0 };
    const MISS: Level = Level { hits: 0, surprises: 2, missing: 0, misses: 1 };
    const MISSING: Level = Level { hits: 0, surprises: 0, missing: 1, misses: 0 };
    const UNKNOWN: Level = Level { hits: 0, surprises: 2, missing: 0, misses: 0 };
    const BY_TYPE: Level = Level { hits: 0, surprises: 1, missing: 0, misses: 0 };

    /// The smaller, the better.
    fn rank(self) -> (u32, u32, u32, Reverse<u32>) {
        (self.surprises, self.missing, self.misses, Reverse(self.hits))
    }
}

impl Fit {
    fn of(level: Level) -> Fit {
        Fit { levels: vec![level], ..Fit::default() }
    }

    fn hit(value: &Value) -> Fit {
        Fit { hits: vec![address(value)], ..Fit::of(Level::HIT) }
    }

    fn miss(value: &Value) -> Fit {
        Fit { surprises: vec![(0, address(value))], ..Fit::of(Level::MISS) }
    }

    fn at(&self, depth: usize) -> Level {
        self.levels.get(depth).copied().unwrap_or_default()
    }

    fn add(&mut self, depth: usize, more: Level) {
        if self.levels.len() <= depth {
            self.levels.resize(depth + 1, Level::default());
        }
        if let Some(level) = self.levels.get_mut(depth) {
            level.hits += more.hits;
            level.surprises += more.surprises;
            level.missing += more.missing;
            level.misses += more.misses;
        }
    }

    /// With something that is in it.
    fn holding(mut self, inner: &Fit) -> Fit {
        inner.levels.iter().enumerate().for_each(|(depth, level)| self.add(depth + 1, *level));
        self.required += inner.required;
        self.hits.extend(&inner.hits);
        self.surprises.extend(inner.surprises.iter().map(|(depth, address)| (depth + 1, *address)));
        self
    }

    fn add_surprise(&mut self, depth: usize, level: Level, value: &Value) {
        self.add(depth, level);
        self.surprises.push((depth, address(value)));
    }

    /// With a member that is not known: what is in it is not known either.
    fn add_unknown(&mut self, depth: usize, member: &Value) {
        self.add_surprise(depth, Level::UNKNOWN, member);
        self.add_content(depth, member);
    }

    fn add_content(&mut self, depth: usize, of: &Value) {
        match of {
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            Value::Array(items) => items.iter().for_each(|item| self.add_content(depth + 1, item)),
            Value::Object(members) => members.values().for_each(|member| self.add_unknown(depth + 1, member)),
        }
    }

    /// Counts the surprises of this depth among the values that some variant hits.
    fn doubts(&self, depth: usize, hits: &HashSet<usize>) -> usize {
        if hits.is_empty() {
            return 0;
        }
        self.surprises.iter().filter(|(at, address)| *at == depth && hits.contains(address)).count()
    }

    /// Which fits better, where variants hit these values: that is the smaller one.
    fn compare(&self, other: &Fit, hits: &HashSet<usize>) -> Ordering {
        let depths = 0..self.levels.len().max(other.levels.len());
        let rank = |fit: &Fit, depth| (fit.doubts(depth, hits), fit.at(depth).rank());
        let mut levels = depths.map(|depth| rank(self, depth).cmp(&rank(other, depth)));
        levels.find(|order| order.is_ne()).unwrap_or(Ordering::Equal).then(other.required.cmp(&self.required))
    }
}

fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

/// The number of the variant that a value is; `None` where it is none of them.
pub(super) fn variant(shape: &'static UnionShape, union: &mut dyn Union, value: &Value) -> Option<usize> {
    let tag = tag(shape, value);
    if let Some(variant) = tag.and_then(|tag| variant_of(shape, tag)) {
        return Some(variant);
    }
    best(shape, union, value, tag, &mut Known::default()).map(|(variant, _)| variant)
}

/// The text that tells the variants apart.
fn tag<'v>(shape: &'static UnionShape, value: &'v Value) -> Option<&'v str> {
    if shape.tag.is_empty() { None } else { value.get(shape.tag).and_then(Value::as_str) }
}

/// The variant of a tag.
fn variant_of(shape: &'static UnionShape, tag: &str) -> Option<usize> {
    shape.tags.iter().find(|(of, _)| *of == tag).map(|(_, variant)| *variant)
}

/// The variant that a value is whose tag is not known, and how well it fits.
fn best(
    shape: &'static UnionShape,
    union: &mut dyn Union,
    value: &Value,
    tag: Option<&str>,
    known: &mut Known,
) -> Option<(usize, Fit)> {
    if let Some(variant) = shape.default {
        // What does not even fit that is kept whole.
        return fit_of(shape, union, variant, value, known).map(|fit| (variant, fit));
    }
    // A tag that is not known may only be one of a variant for which no tag is declared.
    let tagged = |variant: usize| shape.tags.iter().any(|(_, of)| *of == variant);
    let candidates = (0..shape.variants.len()).filter(|variant| tag.is_none() || !tagged(*variant));
    let fitting = candidates.filter_map(|variant| Some((variant, fit_of(shape, union, variant, value, known)?)));
    let fitting: Vec<(usize, Fit)> = fitting.collect();
    let hits: HashSet<usize> = fitting.iter().flat_map(|(_, fit)| fit.hits.iter().copied()).collect();
    fitting.into_iter().min_by(|(_, one), (_, other)| one.compare(other, &hits))
}

fn fit_of(
    shape: &'static UnionShape,
    union: &mut dyn Union,
    variant: usize,
    value: &Value,
    known: &mut Known,
) -> Option<Fit> {
    let mut hits = Fit::default();
    for (_, key, values) in shape.constants.iter().filter(|(of, ..)| *of == variant) {
        if let Some(member) = value.get(key) {
            let values: Vec<Value> = serde_json::from_str(values).unwrap_or_default();
            if !values.contains(member) {
                return None;
            }
            hits = hits.holding(&Fit::hit(member));
        }
    }
    known.tags.extend(shape.sent(variant).map(|_| shape.tag));
    let fit = fit(union.choose(variant).slot(), value, known);
    known.tags.clear();
    let mut fit = fit?;
    if !hits.hits.is_empty() {
        fit.add(1, hits.at(1));
        fit.hits.append(&mut hits.hits);
    }
    Some(fit)
}

/// How well a value fits a slot, which may be filled with anything meanwhile; `None` where it does not.
fn fit(slot: Slot<'_>, value: &Value, known: &mut Known) -> Option<Fit> {
    let plain = |fits: bool| fits.then(Fit::default);
    // What is in the value is put to other unions.
    let tags = if matches!(slot, Slot::Union(..)) { Vec::new() } else { std::mem::take(&mut known.tags) };
    match slot {
        Slot::Nothing => plain(value.is_null()),
        Slot::Bool(_) => plain(value.is_boolean()),
        Slot::I32(_) => plain(integer(value).is_some_and(|value| i32::try_from(value).is_ok())),
        Slot::I64(_) => plain(integer(value).is_some_and(|value| i64::try_from(value).is_ok())),
        Slot::U32(_) => plain(integer(value).is_some_and(|value| u32::try_from(value).is_ok())),
        Slot::U64(_) => plain(integer(value).is_some_and(|value| u64::try_from(value).is_ok())),
        Slot::F32(_) | Slot::F64(_) | Slot::Number(_) => plain(value.is_number()),
        Slot::Text(_) | Slot::Raw(_) => plain(value.is_string()),
        // JSON has no files: where there is a variant for strings, that is it.
        Slot::File(_) => value.is_string().then(|| Fit::of(Level::BY_TYPE)),
        Slot::Open(to) => {
            to.set_text(value.as_str()?);
            let shape = to.shape();
            match (shape.variant(to.text()), shape.values.len() == 1) {
                (Some(_), _) => Some(Fit::hit(value)),
                (None, true) => None,
                (None, false) => Some(Fit::miss(value)),
            }
        }
        Slot::Optional(_) if value.is_null() => plain(true),
        Slot::Optional(to) => fit(to.fill(), value, known),
        Slot::List(to) => within(value.as_array()?.iter().map(|item| fit(to.push(), item, known))),
        Slot::Map(to) => {
            let entries = value.as_object()?.iter().filter(|(key, _)| !tags.contains(&key.as_str()));
            within(entries.map(|(key, value)| fit(to.insert(key.clone()), value, known)))
        }
        Slot::Record(shape, to) => members(shape, to, value, &tags, known),
        Slot::Places(shape, to) => places(shape, to, value, known),
        Slot::Union(shape, to) => {
            let key = (to.id(), address(value));
            if !known.fits.contains_key(&key) {
                let fit = chosen(shape, to, value, known);
                known.fits.insert(key, fit);
            }
            known.fits.get(&key).cloned().flatten()
        }
        Slot::Any(_) | Slot::Whole(_) => plain(true),
        Slot::Extra(_) => None,
    }
}

/// What holds all these.
fn within(mut inner: impl Iterator<Item = Option<Fit>>) -> Option<Fit> {
    inner.try_fold(Fit::default(), |sum, inner| Some(sum.holding(&inner?)))
}

/// A choice within a value. What is none of its variants is a value that is not known.
fn chosen(shape: &'static UnionShape, union: &mut dyn Union, value: &Value, known: &mut Known) -> Option<Fit> {
    let tag = tag(shape, value);
    if let Some(variant) = tag.and_then(|tag| variant_of(shape, tag)) {
        return fit_of(shape, union, variant, value, known);
    }
    let unknown = || {
        let mut fit = Fit::miss(value);
        fit.add_content(0, value);
        fit
    };
    Some(best(shape, union, value, tag, known).map_or_else(unknown, |(_, fit)| fit))
}

fn members(
    shape: &'static Shape,
    record: &mut dyn Record,
    value: &Value,
    tags: &[&'static str],
    known: &mut Known,
) -> Option<Fit> {
    let value = value.as_object()?;
    let mut sum = Fit::default();
    let mut seen = vec![false; shape.keys.len()];
    for (guess, (key, value)) in value.iter().enumerate() {
        match find(shape.keys, guess, key) {
            Some(index) => {
                sum = sum.holding(&fit(record.at_mut(index).slot(), value, known)?);
                if let Some(seen) = seen.get_mut(index) {
                    *seen = true;
                }
            }
            None if tags.contains(&key.as_str()) => {}
            // The more is said of a member, the better: named, of a type that others share, not known at all.
            None => match record.at_mut(shape.keys.len()).slot() {
                Slot::Map(rest) => {
                    sum = sum.holding(&fit(rest.insert(key.clone()), value, known)?);
                    sum.add_surprise(1, Level::BY_TYPE, value);
                }
                _ => sum.add_unknown(1, value),
            },
        }
    }
    for (index, seen) in seen.into_iter().enumerate().filter(|(index, _)| shape.is_required(*index)) {
        reset(record.at_mut(index).slot());
        match seen {
            true => sum.required += 1,
            // Required and nullable: missing is taken for null.
            false if matches!(record.at_mut(index).slot(), Slot::Optional(_)) => sum.add(1, Level::MISSING),
            false => return None,
        }
    }
    Some(sum)
}

fn places(shape: &'static Shape, record: &mut dyn Record, value: &Value, known: &mut Known) -> Option<Fit> {
    let items = value.as_array()?;
    let mut sum = Fit::default();
    for (index, item) in items.iter().enumerate() {
        if index < shape.keys.len() {
            sum = sum.holding(&fit(record.at_mut(index).slot(), item, known)?);
            sum.required += u32::from(shape.is_required(index));
        } else if let Slot::List(more) = record.at_mut(shape.keys.len()).slot() {
            sum = sum.holding(&fit(more.push(), item, known)?);
            sum.add_surprise(1, Level::BY_TYPE, item);
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
