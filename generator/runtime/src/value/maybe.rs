//! [`Maybe`]: absent, null or a value, where a description allows all three.

use super::containers::Optional;
use super::field::{Field, Slot, View};
use super::write::Writer;

/// A property that may be absent and, where it is there, may be null. Absent is not sent; null is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Maybe<T> {
    /// The property is not there.
    #[default]
    Absent,
    /// The property is there and null.
    Null,
    /// The property is there and has a value.
    Value(T),
}

impl<T> Maybe<T> {
    /// The value, if there is one.
    pub fn as_ref(&self) -> Option<&T> {
        match self {
            Maybe::Value(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }

    /// The value, if there is one, to be changed.
    pub fn as_mut(&mut self) -> Option<&mut T> {
        match self {
            Maybe::Value(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }

    /// What the value derefs to, if there is one: `Option<&str>` for text.
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: std::ops::Deref,
    {
        self.as_ref().map(|value| &**value)
    }

    /// The value, if there is one; absent and null become one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Maybe::Value(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }

    /// Converts the value, if there is one.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Maybe<U> {
        match self {
            Maybe::Absent => Maybe::Absent,
            Maybe::Null => Maybe::Null,
            Maybe::Value(value) => Maybe::Value(with(value)),
        }
    }

    /// Whether the property is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Maybe::Absent)
    }

    /// Whether the property is there and null.
    pub fn is_null(&self) -> bool {
        matches!(self, Maybe::Null)
    }

    /// Whether there is a value.
    pub fn is_value(&self) -> bool {
        matches!(self, Maybe::Value(_))
    }
}

impl<T> From<T> for Maybe<T> {
    fn from(value: T) -> Self {
        Maybe::Value(value)
    }
}

impl From<&str> for Maybe<String> {
    fn from(value: &str) -> Self {
        Maybe::Value(value.to_owned())
    }
}

impl<T> From<Option<T>> for Maybe<T> {
    /// `None` is null: whoever sends an `Option` for a property says something of it.
    fn from(value: Option<T>) -> Self {
        value.map_or(Maybe::Null, Maybe::Value)
    }
}

impl<T: Field> Field for Maybe<T> {
    fn blank() -> Self {
        Maybe::Absent
    }
    fn view(&self) -> View<'_> {
        match self {
            Maybe::Absent => View::Absent,
            Maybe::Null => View::Null,
            Maybe::Value(value) => View::Some(value),
        }
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Optional(self)
    }
    fn put(&self, to: &mut Writer, key: &'static str, required: bool) {
        match self {
            Maybe::Absent => {}
            Maybe::Null => to.null(key),
            Maybe::Value(value) => value.put(to, key, required),
        }
    }
}

impl<T: Field> Optional for Maybe<T> {
    fn set_absent(&mut self) {
        *self = Maybe::Absent;
    }
    fn set_null(&mut self) {
        *self = Maybe::Null;
    }
    fn fill(&mut self) -> Slot<'_> {
        *self = Maybe::Value(T::blank());
        match self {
            Maybe::Value(value) => value.slot(),
            Maybe::Absent | Maybe::Null => Slot::Nothing,
        }
    }
}
