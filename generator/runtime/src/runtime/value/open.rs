//! Enums that may hold a value newer than this crate: known names beside [`Unknown`].

use std::fmt;

/// An emitted enum of strings. A value that the description does not list is kept as it came.
pub trait Open: Send + Sync {
    /// The value as it stands on the wire.
    fn text(&self) -> &str;
    /// Takes a value from the wire, known or not.
    fn set_text(&mut self, text: &str);
    /// The Rust name of the variant; `None` for a value that the description does not list.
    fn variant(&self) -> Option<&'static str>;
    /// Whether only one value is known, so that it tells the type apart that has it.
    fn is_constant(&self) -> bool {
        false
    }
}

/// The text of an enum value that the description does not list. There is no public way to look
/// at it or to make one: a newer version of this crate may give that value a name, and code that
/// had matched on the text would change its meaning in silence. Compare with `as_str()` instead.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Unknown(Box<str>);

impl Unknown {
    /// Keeps `text`.
    #[doc(hidden)]
    #[must_use]
    pub fn new(text: &str) -> Unknown {
        Unknown(text.into())
    }

    /// What was kept.
    #[doc(hidden)]
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Debug of an emitted enum: the variant's name, or `Unknown("text")`.
pub fn debug_open(value: &dyn Open, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value.variant() {
        Some(name) => f.write_str(name),
        None => f.debug_tuple("Unknown").field(&value.text()).finish(),
    }
}

/// `Field::put` of an emitted enum.
pub fn put_open(to: &mut super::write::Writer, key: &'static str, value: &dyn Open) {
    to.key(key);
    to.text(value.text());
}
