//! Arguments for values that may be null, in setters and constructors. Must not know the types of the values.
//!
//! The parameter `By` of the traits tells the implementations apart, so that they do not overlap. The compiler infers it.

use super::maybe::Maybe;

/// Marks an argument that converts into the value.
#[derive(Debug)]
pub enum ByValue {}

/// Marks an argument that is an `Option` of the value.
#[derive(Debug)]
pub enum ByOption {}

/// Marks an argument that is a [`Maybe`] of the value.
#[derive(Debug)]
pub enum ByMaybe {}

/// Converts an argument into a property that may be absent, `null` or a value.
///
/// It accepts anything that converts into the value, an `Option`, in which `None` is `null`, or a [`Maybe`].
///
/// # Examples
///
/// ```
/// # use clientwright_runtime::{IntoMaybe, Maybe};
/// fn nickname<By>(nickname: impl IntoMaybe<String, By>) -> Maybe<String> {
///     nickname.into_maybe()
/// }
/// assert_eq!(nickname("Ada"), Maybe::Value("Ada".to_owned()));
/// assert_eq!(nickname(None), Maybe::Null);
/// assert_eq!(nickname(Maybe::Absent), Maybe::Absent);
/// ```
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

/// Converts an argument into a property that is required and may be `null`.
///
/// It accepts anything that converts into the value, or an `Option`, in which `None` is `null`.
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
