//! Measures how well a value fits a type. Levels that are nearer to the top count first. On each level the better fit has, in this
//! order: fewer doubts, fewer surprises, fewer missing properties that are required and nullable, fewer unknown enum values,
//! more matches of constants and enums. Then the number of required properties that are present decides.
//!
//! - A *surprise* is a property that the type does not define, with everything in it, or an unknown enum value. The right
//!   variant may have some when the server is newer than the client, and a variant that defines less must not fit better
//!   because of them.
//! - A *doubt* is a surprise on a value for which another variant matches a constant or an enum.
//! - A *match* counts by itself only if nothing else distinguishes the variants. For `{success: true}` and
//!   `{success: boolean, result}` the second one is right if `result` is present.
//!
//! This module must not know how a value is compared with a type.

use std::cmp::{Ordering, Reverse};
use std::collections::HashSet;

use serde_json::Value;

/// The quality of the fit of a value to a type.
#[derive(Debug, Clone, Default)]
pub(super) struct Fit {
    /// One level for the value itself, one for its content, and so on.
    levels: Vec<Level>,
    /// The number of required properties that are present.
    pub(super) required: u32,
    /// The addresses of the values that match a constant or an enum.
    matches: Vec<usize>,
    /// The addresses of the values that are surprises, each with its depth.
    surprises: Vec<(usize, usize)>,
}

/// The quality of the fit of the values of one depth.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Level {
    /// Constants, and enums whose value is known.
    matches: u32,
    /// Two for each undefined property and unknown enum value, one for each property that is defined only by the type of all others.
    surprises: u32,
    /// Required properties that are missing and are read as null.
    missing: u32,
    /// Enums whose value is unknown.
    unknown: u32,
}

impl Level {
    pub(super) const MATCH: Level = Level { matches: 1, surprises: 0, missing: 0, unknown: 0 };
    pub(super) const UNKNOWN_VALUE: Level = Level { matches: 0, surprises: 2, missing: 0, unknown: 1 };
    pub(super) const MISSING: Level = Level { matches: 0, surprises: 0, missing: 1, unknown: 0 };
    pub(super) const UNDEFINED: Level = Level { matches: 0, surprises: 2, missing: 0, unknown: 0 };
    pub(super) const BY_TYPE: Level = Level { matches: 0, surprises: 1, missing: 0, unknown: 0 };

    /// Returns the rank: a smaller one is better.
    fn rank(self) -> (u32, u32, u32, Reverse<u32>) {
        (self.surprises, self.missing, self.unknown, Reverse(self.matches))
    }
}

impl Fit {
    /// Creates the fit of a value with one level.
    pub(super) fn new(level: Level) -> Fit {
        Fit { levels: vec![level], ..Fit::default() }
    }

    /// Creates the fit of a value that matches a constant or an enum.
    pub(super) fn matching(value: &Value) -> Fit {
        Fit { matches: vec![address(value)], ..Fit::new(Level::MATCH) }
    }

    /// Creates the fit of an unknown enum value.
    pub(super) fn unknown_value(value: &Value) -> Fit {
        Fit { surprises: vec![(0, address(value))], ..Fit::new(Level::UNKNOWN_VALUE) }
    }

    fn level(&self, depth: usize) -> Level {
        self.levels.get(depth).copied().unwrap_or_default()
    }

    /// Adds the counts of a level.
    pub(super) fn add(&mut self, depth: usize, more: Level) {
        if self.levels.len() <= depth {
            self.levels.resize(depth + 1, Level::default());
        }
        if let Some(level) = self.levels.get_mut(depth) {
            level.matches += more.matches;
            level.surprises += more.surprises;
            level.missing += more.missing;
            level.unknown += more.unknown;
        }
    }

    /// Adds the fit of a value within this one.
    pub(super) fn containing(mut self, inner: &Fit) -> Fit {
        inner.levels.iter().enumerate().for_each(|(depth, level)| self.add(depth + 1, *level));
        self.required += inner.required;
        self.matches.extend(&inner.matches);
        self.surprises.extend(inner.surprises.iter().map(|(depth, address)| (depth + 1, *address)));
        self
    }

    /// Adds the constants that the properties of this value match.
    pub(super) fn add_constants(&mut self, constants: Fit) {
        if !constants.matches.is_empty() {
            self.add(1, constants.level(1));
            self.matches.extend(constants.matches);
        }
    }

    /// Adds a surprise.
    pub(super) fn add_surprise(&mut self, depth: usize, level: Level, value: &Value) {
        self.add(depth, level);
        self.surprises.push((depth, address(value)));
    }

    /// Adds an undefined property. Everything in it is undefined as well.
    pub(super) fn add_undefined(&mut self, depth: usize, value: &Value) {
        self.add_surprise(depth, Level::UNDEFINED, value);
        self.add_content(depth, value);
    }

    /// Adds the properties within a value as undefined ones.
    pub(super) fn add_content(&mut self, depth: usize, value: &Value) {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            Value::Array(items) => items.iter().for_each(|item| self.add_content(depth + 1, item)),
            Value::Object(members) => members.values().for_each(|member| self.add_undefined(depth + 1, member)),
        }
    }

    fn doubts(&self, depth: usize, matches: &HashSet<usize>) -> usize {
        if matches.is_empty() {
            return 0;
        }
        let is_doubt = |(at, address): &&(usize, usize)| *at == depth && matches.contains(address);
        self.surprises.iter().filter(is_doubt).count()
    }

    /// Orders two fits, the better one first. `matches` are the values that any of the variants matches.
    fn compare(&self, other: &Fit, matches: &HashSet<usize>) -> Ordering {
        let depths = 0..self.levels.len().max(other.levels.len());
        let rank = |fit: &Fit, depth| (fit.doubts(depth, matches), fit.level(depth).rank());
        let mut levels = depths.map(|depth| rank(self, depth).cmp(&rank(other, depth)));
        levels.find(|order| order.is_ne()).unwrap_or(Ordering::Equal).then(other.required.cmp(&self.required))
    }
}

/// Returns the variant that fits best. The first one wins a tie.
pub(super) fn best(variants: Vec<(usize, Fit)>) -> Option<(usize, Fit)> {
    let matches: HashSet<usize> = variants.iter().flat_map(|(_, fit)| fit.matches.iter().copied()).collect();
    variants.into_iter().min_by(|(_, left), (_, right)| left.compare(right, &matches))
}

/// Returns the address of a value, which identifies it while a variant is chosen.
pub(super) fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}
