//! What setters and constructors take for a value that may be null: whatever becomes the value, as where it may not be null,
//! or an `Option` or a [`Maybe`] of it. Must not know which values there are.
//!
//! `By` says which of these an argument is, so that the impls do not overlap; the compiler finds it out.

use super::maybe::Maybe;

/// An argument is whatever becomes the value.
#[derive(Debug)]
pub enum ByValue {}

/// An argument is an `Option` of the value.
#[derive(Debug)]
pub enum ByOption {}

/// An argument is a [`Maybe`] of the value.
#[derive(Debug)]
pub enum ByMaybe {}

/// What a setter takes for a property that may be absent, null or a value: whatever becomes the value, an `Option`, in which
/// `None` is null, or a [`Maybe`].
pub trait IntoMaybe<T, By> {
    /// Returns the property.
    fn into_maybe(self) -> Maybe<T>;
}

impl<T, U: Into<T>> IntoMaybe<T, ByValue> for U {
    fn into_maybe(self) -> Maybe<T> {
        Maybe::Value(self.into())
    }
}

impl<T> IntoMaybe<T, ByOption> for Option<T> {
    fn into_maybe(self) -> Maybe<T> {
        self.into()
    }
}

impl<T> IntoMaybe<T, ByMaybe> for Maybe<T> {
    fn into_maybe(self) -> Maybe<T> {
        self
    }
}

/// What a constructor takes for a property that is always there and may be null: whatever becomes the value, or an `Option`,
/// in which `None` is null.
pub trait IntoOption<T, By> {
    /// Returns the property.
    fn into_option(self) -> Option<T>;
}

impl<T, U: Into<T>> IntoOption<T, ByValue> for U {
    fn into_option(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T> IntoOption<T, ByOption> for Option<T> {
    fn into_option(self) -> Option<T> {
        self
    }
}
