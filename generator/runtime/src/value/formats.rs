//! Strings with a format (JSON Schema Validation, section 7.3). This module must not reject a
//! string when it is read.
//!
//! Each type keeps the string unchanged, so a value that breaks its format still arrives, and is only an error where it is
//! converted. The conversions to and from the types of `chrono`, `jiff`, `time` and `uuid` need the feature of that name.
//! No feature changes the type of a field.
//!
//! # Examples
//!
//! ```
//! # use clientwright_runtime::formats::Date;
//! let day = Date::from("2026-01-31");
//! assert_eq!(day, "2026-01-31");
//! assert_eq!(day.len(), 10); // it dereferences to `str`
//!
//! #[cfg(feature = "jiff")]
//! assert_eq!(day.to_jiff()?, jiff::civil::date(2026, 1, 31));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Other types parse the string: `day.parse::<MyDate>()`.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use super::error::FormatError;

use super::field::{Blank, Field, View, ViewMut};
use super::into_items::FromItem;
use super::write::Writer;

macro_rules! format {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        #[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Returns the string.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Converts into the string.
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
            fn from(value: &str) -> Self {
                $name(value.to_owned())
            }
        }

        impl From<&String> for $name {
            fn from(value: &String) -> Self {
                $name(value.clone())
            }
        }

        impl From<&$name> for $name {
            fn from(value: &$name) -> Self {
                value.clone()
            }
        }

        impl From<String> for $name {
            fn from(value: String) -> Self {
                $name(value)
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
            fn from(value: $name) -> String {
                value.0
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

        impl Blank for $name {
            fn blank() -> Self {
                $name::default()
            }
        }

        impl Field for $name {
            fn try_blank() -> Option<Self> {
                Some($name::default())
            }
            fn view(&self) -> View<'_> {
                View::String(&self.0)
            }
            fn view_mut(&mut self) -> ViewMut<'_> {
                ViewMut::String(&mut self.0)
            }
            fn write(&self, to: &mut Writer, key: &'static str, _: bool) {
                to.key(key);
                to.string(&self.0);
            }
        }
    };
}

format!(
    /// A date and time with an offset: `format: date-time`, `2026-01-31T12:00:00Z` (RFC 3339).
    ///
    /// Converts to and from `chrono::DateTime`, `jiff::Timestamp` and `time::OffsetDateTime`, with the feature of that name.
    ///
    /// # Examples
    ///
    /// ```
    /// # use clientwright_runtime::formats::DateTime;
    /// let created = DateTime::from("2026-01-31T12:00:00Z");
    ///
    /// #[cfg(feature = "chrono")]
    /// assert_eq!(created.to_chrono()?.timestamp(), 1_769_860_800);
    /// #[cfg(feature = "jiff")]
    /// assert_eq!(DateTime::from(created.to_jiff()?), created);
    /// # Ok::<(), clientwright_runtime::formats::FormatError>(())
    /// ```
    DateTime
);
format!(
    /// A date: `format: date`, `2026-01-31` (RFC 3339).
    ///
    /// Converts to and from `chrono::NaiveDate`, `jiff::civil::Date` and `time::Date`, with the feature of that name.
    Date
);
format!(
    /// A time of day, usually followed by an offset: `format: time`, `12:00:00Z` (RFC 3339).
    ///
    /// Converts to and from `chrono::NaiveTime` and `jiff::civil::Time`, with the feature of that name.
    Time
);
format!(
    /// A duration: `format: duration`, `P1DT12H` (ISO 8601).
    ///
    /// Converts to and from `jiff::Span`, with the feature `jiff`.
    Duration
);
format!(
    /// A UUID: `format: uuid` (RFC 9562).
    ///
    /// Converts to and from `uuid::Uuid`, with the feature `uuid`.
    Uuid
);
format!(
    /// A URI or URI reference: `format: uri`, `uri-reference`, `iri` or `url` (RFC 3986).
    ///
    /// Converts to `http::Uri`.
    Uri
);
format!(
    /// A decimal number with all its digits: `format: decimal`. Parse it into the decimal type of your choice.
    Decimal
);
format!(
    /// Bytes as base64: `format: byte` (RFC 4648).
    ///
    /// # Examples
    ///
    /// ```
    /// # use clientwright_runtime::formats::Base64;
    /// let encoded = Base64::encode("hello");
    /// assert_eq!(encoded, "aGVsbG8=");
    /// assert_eq!(encoded.decode()?, b"hello");
    /// # Ok::<(), clientwright_runtime::formats::FormatError>(())
    /// ```
    Base64
);
