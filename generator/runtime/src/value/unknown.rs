//! Values that the description does not list: strings of enums, and JSON that matches no variant of a union. They are
//! preserved and sent back unchanged. Must not know the types that hold them.

use std::fmt;

use serde_json::Value;

use super::original::{self, OriginalText};

/// The string of an enum value that the description does not list.
///
/// It has no public accessor and cannot be created by users of a client: a newer version of the client may name the value,
/// and code that matched on the string would silently change its meaning. Compare with `as_str()` of the enum instead.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct UnknownString(Box<str>);

impl UnknownString {
    /// Keeps a string.
    #[doc(hidden)]
    #[must_use]
    pub fn new(value: &str) -> UnknownString {
        UnknownString(value.into())
    }

    /// Returns the string.
    #[doc(hidden)]
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A value that matches no variant of a union, preserved unchanged.
///
/// It can only be looked at as JSON: a newer version of the client may have a variant for it.
#[derive(Clone, Default)]
pub struct UnknownJson(Box<(Value, Option<OriginalText>)>);

impl UnknownJson {
    /// Keeps a value.
    #[doc(hidden)]
    #[must_use]
    pub fn new(value: Value) -> UnknownJson {
        UnknownJson(Box::new((value, None)))
    }

    /// Keeps a JSON text.
    pub(super) fn from_json(text: &str) -> UnknownJson {
        UnknownJson(Box::new(original::read(text)))
    }

    /// Returns the value.
    pub(super) fn value(&self) -> &Value {
        &self.0.0
    }

    /// Returns the original JSON text if the value does not represent all of it.
    pub(super) fn json(&self) -> Option<&str> {
        self.0.1.as_ref()?.text_of(&self.0.0)
    }
}

impl PartialEq for UnknownJson {
    fn eq(&self, other: &UnknownJson) -> bool {
        original::equal((&self.0.0, self.0.1.as_ref()), (&other.0.0, other.0.1.as_ref()))
    }
}

impl fmt::Debug for UnknownJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.json() {
            Some(text) => f.write_str(text),
            None => fmt::Debug::fmt(&self.0.0, f),
        }
    }
}
