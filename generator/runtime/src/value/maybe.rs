//! [`Maybe`]: absent, `null` or a value, for properties that may be all three. Must not know the types of values.

use super::deferred::{Deferred, Read, Receiver};
use super::field::{Blank, Field, Optional, View, ViewMut};
use super::write::Writer;

/// A property that may be absent, `null` or a value.
///
/// An absent property is not sent; `null` is. Setters accept anything that converts into the value, an `Option`, in which
/// `None` is `null`, or a `Maybe`.
///
/// # Examples
///
/// ```
/// # use clientwright_runtime::Maybe;
/// let nickname: Maybe<String> = "Ada".into();
/// assert_eq!(nickname.as_deref(), Some("Ada"));
///
/// // Deletes the nickname: sends `"nickname": null`.
/// let nickname: Maybe<String> = None.into();
/// assert!(nickname.is_null());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Maybe<T> {
    /// The property is absent.
    #[default]
    Absent,
    /// The property is `null`.
    Null,
    /// The property has a value.
    Value(T),
}

impl<T> Maybe<T> {
    /// Returns a reference to the value, if there is one.
    pub fn as_ref(&self) -> Option<&T> {
        match self {
            Maybe::Value(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }

    /// Returns a mutable reference to the value, if there is one.
    pub fn as_mut(&mut self) -> Option<&mut T> {
        match self {
            Maybe::Value(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }

    /// Dereferences the value, if there is one: a `Maybe<String>` becomes an `Option<&str>`.
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: std::ops::Deref,
    {
        self.as_ref().map(|value| &**value)
    }

    /// Returns the value, if there is one. Absent and `null` become `None`.
    pub fn into_option(self) -> Option<T> {
        match self {
            Maybe::Value(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }

    /// Applies a function to the value, if there is one.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Maybe<U> {
        match self {
            Maybe::Absent => Maybe::Absent,
            Maybe::Null => Maybe::Null,
            Maybe::Value(value) => Maybe::Value(with(value)),
        }
    }

    /// Returns `true` if the property is absent.
    pub fn is_absent(&self) -> bool {
        matches!(self, Maybe::Absent)
    }

    /// Returns `true` if the property is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Maybe::Null)
    }

    /// Returns `true` if there is a value.
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
    /// Converts `None` to `null`. Use [`Maybe::Absent`] for a property that is not sent.
    fn from(value: Option<T>) -> Self {
        value.map_or(Maybe::Null, Maybe::Value)
    }
}

impl<T: Field> Blank for Maybe<T> {
    #[inline]
    fn blank() -> Self {
        Maybe::Absent
    }
}

impl<T: Field> Field for Maybe<T> {
    #[inline]
    fn try_blank() -> Option<Self> {
        Some(Maybe::Absent)
    }
    fn view(&self) -> View<'_> {
        match self {
            Maybe::Absent => View::Absent,
            Maybe::Null => View::Null,
            Maybe::Value(value) => View::Some(value),
        }
    }
    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Optional(self)
    }
    fn write(&self, to: &mut Writer, key: &'static str, required: bool) {
        match self {
            Maybe::Absent => {}
            Maybe::Null => to.null(key),
            Maybe::Value(value) => value.write(to, key, required),
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
    fn fill(&mut self) -> ViewMut<'_> {
        match T::try_blank() {
            Some(value) => *self = Maybe::Value(value),
            None => return ViewMut::Deferred(Deferred::new(self)),
        }
        match self {
            Maybe::Value(value) => value.view_mut(),
            Maybe::Absent | Maybe::Null => ViewMut::Ignored,
        }
    }
}

impl<T: Field> Receiver for Maybe<T> {
    fn receive(&mut self, _: &str, read: Read<'_>) -> bool {
        *self = T::make(read).map_or(Maybe::Absent, Maybe::Value);
        self.is_value()
    }
}
