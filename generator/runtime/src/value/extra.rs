//! [`Extra`]: the properties of an object that the description does not define. They are preserved, printed and sent back.
//! Must not know the object that holds them.

use std::collections::HashMap;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::original::{self, OriginalText};
use super::write::Writer;

/// Properties that the description does not define: a map from names to any JSON.
///
/// Properties that a server sends are kept and sent back unchanged, with the digits of their numbers. Properties that you
/// insert are sent as well. An empty `Extra` is one pointer wide and allocates nothing.
///
/// # Examples
///
/// ```
/// # use clientwright_runtime::Extra;
/// # use serde_json::json;
/// let mut extra = Extra::default();
/// extra.insert("beta".to_owned(), json!(true));
/// assert_eq!(extra.get("beta"), Some(&json!(true)));
/// ```
///
/// # Precision
///
/// Each property is a [`Value`], whose numbers are integers of 64 bits or `f64`. A property that is nested deeper than 128
/// levels is a string of its JSON. [`json`](Self::json) returns the original text if the `Value` does not represent it completely.
#[derive(Clone, Default)]
pub struct Extra(Option<Box<Properties>>);

#[derive(Clone, Default)]
struct Properties {
    values: Map<String, Value>,
    /// The original texts of the values that do not represent them completely.
    originals: HashMap<String, OriginalText>,
}

impl Extra {
    /// Returns the original JSON text of a property if its [`Value`] does not represent all of it: numbers with other digits
    /// than a `Value` is written with, and nesting beyond 128 levels.
    ///
    /// Returns `None` for all other properties, and once the value has been changed.
    #[must_use]
    pub fn json(&self, name: &str) -> Option<&str> {
        let properties = self.0.as_deref()?;
        properties.originals.get(name)?.text_of(properties.values.get(name)?)
    }

    /// Inserts a property from its JSON text.
    pub(super) fn insert_json(&mut self, name: String, text: &str) {
        let (value, original) = original::read(text);
        let properties = self.0.get_or_insert_default();
        match original {
            Some(original) => drop(properties.originals.insert(name.clone(), original)),
            None if properties.originals.is_empty() => {}
            None => drop(properties.originals.remove(&name)),
        }
        properties.values.insert(name, value);
    }

    /// Writes the properties after others.
    #[inline]
    pub(super) fn write_to(&self, to: &mut Writer) {
        if let Some(properties) = &self.0 {
            let values = properties.values.iter();
            values.for_each(|(name, value)| to.undefined_property(name, self.json(name), value));
        }
    }

    fn original(&self, name: &str) -> Option<&OriginalText> {
        self.0.as_deref()?.originals.get(name)
    }
}

static EMPTY: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

impl Deref for Extra {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        self.0.as_deref().map_or(&EMPTY, |properties| &properties.values)
    }
}

impl DerefMut for Extra {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0.get_or_insert_default().values
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Extra) -> bool {
        let is_equal = |(name, value): (&String, &Value)| {
            let theirs = other.get(name);
            theirs.is_some_and(|theirs| original::equal((value, self.original(name)), (theirs, other.original(name))))
        };
        self.len() == other.len() && self.iter().all(is_equal)
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
