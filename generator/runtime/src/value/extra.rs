//! The members of an object beyond the named ones: kept, shown, sent back. Of any JSON they are an [`Extra`]; of a type of
//! their own (`additionalProperties` beside `properties`) a map of that type in its place.

use std::collections::HashMap;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::field::{Field, Record, Shape, Slot, View};
use super::kept::{self, Kept};
use super::write::Writer;

/// The members of an object that the description does not know: a map from names to any JSON. What came is sent back, with the digits
/// that its numbers had, and what is put in by hand is sent as well. One pointer wide, empty for free.
///
/// A [`Value`] is read for each of them, whose numbers are integers of 64 bits or `f64`. Where that loses something, or where a member is
/// nested too deep for a `Value` (128 levels; it is a string of its JSON then), [`Extra::json`] has the text as it came.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Members>>);

#[derive(Clone, Default)]
struct Members {
    values: Map<String, Value>,
    /// The texts that say more than the values.
    kept: HashMap<String, Kept>,
}

impl Extra {
    /// Returns the JSON text of a member as it came, where its [`Value`] does not have all of it: numbers with other digits than a `Value` is
    /// written with, and nesting beyond 128 levels. `None` for all others, and once the value was changed.
    #[must_use]
    pub fn json(&self, name: &str) -> Option<&str> {
        let members = self.0.as_deref()?;
        members.kept.get(name)?.text_of(members.values.get(name)?)
    }

    /// Takes a member of a JSON text.
    pub(super) fn take(&mut self, name: String, text: &str) {
        let (value, kept) = kept::read(text);
        let members = self.0.get_or_insert_default();
        match kept {
            Some(kept) => drop(members.kept.insert(name.clone(), kept)),
            None if members.kept.is_empty() => {}
            None => drop(members.kept.remove(&name)),
        }
        members.values.insert(name, value);
    }

    /// Writes the members, behind others.
    #[inline]
    pub(super) fn write(&self, to: &mut Writer) {
        if let Some(members) = &self.0 {
            members.values.iter().for_each(|(name, value)| to.extra(name, self.json(name), value));
        }
    }

    fn kept(&self, name: &str) -> Option<&Kept> {
        self.0.as_deref()?.kept.get(name)
    }
}

/// Calls `visit` with every member beyond the named ones.
pub fn visit_extra(shape: &'static Shape, record: &dyn Record, visit: &mut dyn FnMut(&str, &dyn Field)) {
    match record.at(shape.keys.len()).view() {
        View::Extra(extra) => extra.iter().for_each(|(key, value)| visit(key, value)),
        View::Map(map) => map.each(visit),
        _ => {}
    }
}

static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

impl Deref for Extra {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        self.0.as_deref().map_or(&NONE, |members| &members.values)
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0.get_or_insert_default().values
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Extra) -> bool {
        let same = |(name, value): (&String, &Value)| {
            other.get(name).is_some_and(|of| kept::same((value, self.kept(name)), (of, other.kept(name))))
        };
        self.len() == other.len() && self.iter().all(same)
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_map();
        for (name, value) in self.iter() {
            match self.json(name) {
                Some(text) => shown.entry(name, &format_args!("{text}")),
                None => shown.entry(name, value),
            };
        }
        shown.finish()
    }
}

impl Field for Extra {
    fn blank() -> Self {
        Extra(None)
    }
    fn view(&self) -> View<'_> {
        View::Extra(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Extra(self)
    }
    fn put(&self, to: &mut Writer, _: &'static str, _: bool) {
        self.write(to);
    }
}
