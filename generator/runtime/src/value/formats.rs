//! Texts with a format (JSON Schema Validation, section 7.3): they keep what came, to the letter.
//!
//! So a server that breaks a format costs nothing until somebody asks for more than the text. Each is a `str` where one
//! is wanted, and is made from any text; `parse()`, which `str` has, gives the types of whatever library is at hand. The
//! methods behind features spare that a line, and only ever add: no feature changes the type of a field.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::field::{Field, Slot, View};
use super::items::FromItem;
use super::write::Writer;

macro_rules! format {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        #[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The text, as it came or was given.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, owned.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $name(text.to_owned())
            }
        }

        impl From<&String> for $name {
            fn from(text: &String) -> Self {
                $name(text.clone())
            }
        }

        impl From<&$name> for $name {
            fn from(of: &$name) -> Self {
                of.clone()
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                $name(text)
            }
        }

        impl FromItem<&str> for $name {
            fn from_item(item: &str) -> Self {
                $name::from(item)
            }
        }

        impl FromItem<&String> for $name {
            fn from_item(item: &String) -> Self {
                $name::from(item)
            }
        }

        impl FromItem<String> for $name {
            fn from_item(item: String) -> Self {
                $name(item)
            }
        }

        impl FromItem<&$name> for $name {
            fn from_item(item: &$name) -> Self {
                item.clone()
            }
        }

        impl From<$name> for String {
            fn from(of: $name) -> String {
                of.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from).map($name)
            }
        }

        impl Field for $name {
            fn blank() -> Self {
                $name::default()
            }
            fn view(&self) -> View<'_> {
                View::Text(&self.0)
            }
            fn slot(&mut self) -> Slot<'_> {
                Slot::Text(&mut self.0)
            }
            fn put(&self, to: &mut Writer, key: &'static str, _: bool) {
                to.key(key);
                to.text(&self.0);
            }
        }
    };
}

format!(
    /// `date-time`: a moment, `2026-01-31T12:00:00Z` (RFC 3339).
    DateTime
);
format!(
    /// `date`: a day, `2026-01-31` (RFC 3339).
    Date
);
format!(
    /// `time`: a time of day, `12:00:00` (RFC 3339), mostly with an offset behind.
    Time
);
format!(
    /// `duration`: a length of time, `P1DT12H` (ISO 8601).
    Duration
);
format!(
    /// `uuid` (RFC 9562).
    Uuid
);
format!(
    /// `uri`, `uri-reference`, `iri` or `url`: an address (RFC 3986).
    Uri
);
format!(
    /// `decimal`: a number with every digit that it was given.
    Decimal
);
format!(
    /// `byte`: bytes as base64 (RFC 4648).
    Base64
);

/// A text that breaks its format.
#[derive(Debug)]
pub struct FormatError {
    what: &'static str,
    text: String,
    why: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl FormatError {
    pub(super) fn new(
        what: &'static str,
        text: &str,
        why: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        FormatError { what, text: text.chars().take(80).collect(), why: Some(why.into()) }
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no {}", self.text, self.what)
    }
}

impl std::error::Error for FormatError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.why.as_deref().map(|why| why as &(dyn std::error::Error + 'static))
    }
}
