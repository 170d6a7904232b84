//! Enums that may hold a value newer than this crate: known names beside [`Unknown`].

use std::fmt;

/// What is known of an enum beside its texts.
#[derive(Debug)]
pub struct OpenShape {
    /// The values that the description lists, as they stand on the wire, each with the Rust name of its variant.
    pub values: &'static [(&'static str, &'static str)],
}

impl OpenShape {
    /// The Rust name of the variant that has this text; `None` where the description does not list it.
    #[must_use]
    pub fn variant(&self, text: &str) -> Option<&'static str> {
        self.values.iter().find(|(wire, _)| *wire == text).map(|(_, name)| *name)
    }
}

/// An emitted enum of strings, whatever it is. A value that the description does not list is kept as it came.
pub trait Open: Send + Sync {
    /// The value as it stands on the wire.
    fn text(&self) -> &str;
    /// Takes a value from the wire, known or not.
    fn set_text(&mut self, text: &str);
    /// The values that the description lists. Where it is one only, it tells the type apart that has it.
    fn shape(&self) -> &'static OpenShape;
}

/// What an emitted enum can be compared with: texts, and enums.
pub trait Text {
    /// The text.
    fn text(&self) -> &str;
}

impl Text for str {
    fn text(&self) -> &str {
        self
    }
}

impl Text for String {
    fn text(&self) -> &str {
        self
    }
}

impl<T: Text + ?Sized> Text for &T {
    fn text(&self) -> &str {
        (**self).text()
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
    match value.shape().variant(value.text()) {
        Some(name) => f.write_str(name),
        None => f.debug_tuple("Unknown").field(&value.text()).finish(),
    }
}
