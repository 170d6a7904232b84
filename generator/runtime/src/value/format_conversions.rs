//! Converts strings with a format to and from the types of other crates, each with the feature of its name. Must not know
//! where such strings occur.

#[cfg(feature = "client")]
use super::formats::Uri;
use super::formats::{Base64, FormatError};
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time", feature = "uuid"))]
use super::into_items::FromItem;

#[cfg(feature = "client")]
impl Uri {
    /// Parses the string as an `http::Uri`.
    ///
    /// # Errors
    /// Fails if the string is not a URI that HTTP can use.
    pub fn to_uri(&self) -> Result<http::Uri, FormatError> {
        self.parse().map_err(|error: http::uri::InvalidUri| FormatError::new("URI", self, error))
    }
}

impl Base64 {
    /// Encodes bytes as base64, with the standard alphabet and padding.
    #[must_use]
    pub fn encode(bytes: impl AsRef<[u8]>) -> Base64 {
        use base64::Engine;
        Base64::from(base64::engine::general_purpose::STANDARD.encode(bytes))
    }

    /// Decodes the bytes. Both alphabets are accepted, with and without padding. White space is ignored.
    ///
    /// # Errors
    /// Fails if the string is not base64.
    pub fn decode(&self) -> Result<Vec<u8>, FormatError> {
        use base64::Engine;
        use base64::alphabet::STANDARD;
        use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
        let plain = |c: char| match c {
            '-' => '+',
            '_' => '/',
            c => c,
        };
        let text: String = self.chars().filter(|c| !c.is_ascii_whitespace()).map(plain).collect();
        let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let decoded = GeneralPurpose::new(&STANDARD, config).decode(text);
        decoded.map_err(|error| FormatError::new("base64 string", self, error))
    }
}

/// Implements a method that parses the string, and the conversions from the type.
#[cfg(any(feature = "jiff", feature = "chrono", feature = "uuid"))]
macro_rules! conversions {
    ($name:ident, $method:ident, $type:ty, $format:literal, $docs:literal, $feature:literal) => {
        impl crate::formats::$name {
            #[doc = $docs]
            ///
            #[doc = concat!("Available with feature `", $feature, "`.")]
            ///
            /// # Errors
            /// Fails if the string does not match its format.
            pub fn $method(&self) -> Result<$type, FormatError> {
                self.parse::<$type>().map_err(|error| FormatError::new($format, self, error))
            }
        }

        impl From<$type> for crate::formats::$name {
            fn from(value: $type) -> Self {
                Self::from(value.to_string())
            }
        }

        impl From<&$type> for crate::formats::$name {
            fn from(value: &$type) -> Self {
                Self::from(value.to_string())
            }
        }

        impl FromItem<$type> for crate::formats::$name {
            fn from_item(item: $type) -> Self {
                Self::from(item)
            }
        }
    };
}

#[cfg(feature = "jiff")]
mod jiff {
    use super::{FormatError, FromItem};
    conversions!(DateTime, to_jiff, jiff::Timestamp, "date-time", "Parses the string as a `jiff::Timestamp`.", "jiff");
    conversions!(Date, to_jiff, jiff::civil::Date, "date", "Parses the string as a `jiff::civil::Date`.", "jiff");
    conversions!(
        Time,
        to_jiff,
        jiff::civil::Time,
        "time",
        "Parses the string as a `jiff::civil::Time`, which has no offset.",
        "jiff"
    );
    conversions!(Duration, to_jiff, jiff::Span, "duration", "Parses the string as a `jiff::Span`.", "jiff");
}

#[cfg(feature = "uuid")]
mod uuid {
    use super::{FormatError, FromItem};
    conversions!(Uuid, to_uuid, uuid::Uuid, "UUID", "Parses the string as a `uuid::Uuid`.", "uuid");
}

#[cfg(feature = "chrono")]
mod chrono {
    use super::{FormatError, FromItem};
    use crate::formats::DateTime;
    conversions!(Date, to_chrono, chrono::NaiveDate, "date", "Parses the string as a `chrono::NaiveDate`.", "chrono");
    conversions!(
        Time,
        to_chrono,
        chrono::NaiveTime,
        "time",
        "Parses the string as a `chrono::NaiveTime`, which has no offset.",
        "chrono"
    );

    impl DateTime {
        /// Parses the string as a `chrono::DateTime` with its offset.
        ///
        /// Available with feature `chrono`.
        ///
        /// # Errors
        /// Fails if the string does not match its format.
        pub fn to_chrono(&self) -> Result<chrono::DateTime<chrono::FixedOffset>, FormatError> {
            chrono::DateTime::parse_from_rfc3339(self).map_err(|error| FormatError::new("date-time", self, error))
        }
    }

    impl<Tz: chrono::TimeZone> From<chrono::DateTime<Tz>> for DateTime {
        fn from(value: chrono::DateTime<Tz>) -> Self {
            Self::from(value.with_timezone(&chrono::Utc).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
        }
    }

    impl<Tz: chrono::TimeZone> FromItem<chrono::DateTime<Tz>> for DateTime {
        fn from_item(item: chrono::DateTime<Tz>) -> Self {
            Self::from(item)
        }
    }

    impl<Tz: chrono::TimeZone> From<&chrono::DateTime<Tz>> for DateTime {
        fn from(value: &chrono::DateTime<Tz>) -> Self {
            Self::from(value.clone())
        }
    }
}

#[cfg(feature = "time")]
mod time {
    use super::{FormatError, FromItem};
    use crate::formats::{Date, DateTime};
    use time::format_description::well_known::{Iso8601, Rfc3339};

    impl DateTime {
        /// Parses the string as a `time::OffsetDateTime`.
        ///
        /// Available with feature `time`.
        ///
        /// # Errors
        /// Fails if the string does not match its format.
        pub fn to_time(&self) -> Result<time::OffsetDateTime, FormatError> {
            time::OffsetDateTime::parse(self, &Rfc3339).map_err(|error| FormatError::new("date-time", self, error))
        }
    }

    impl From<time::OffsetDateTime> for DateTime {
        fn from(value: time::OffsetDateTime) -> Self {
            // RFC 3339 has no years after 9999: they are written as `time` displays them, and the server decides.
            Self::from(value.format(&Rfc3339).unwrap_or_else(|_| value.to_string()))
        }
    }

    impl FromItem<time::OffsetDateTime> for DateTime {
        fn from_item(item: time::OffsetDateTime) -> Self {
            Self::from(item)
        }
    }

    impl From<&time::OffsetDateTime> for DateTime {
        fn from(value: &time::OffsetDateTime) -> Self {
            Self::from(*value)
        }
    }

    impl Date {
        /// Parses the string as a `time::Date`.
        ///
        /// Available with feature `time`.
        ///
        /// # Errors
        /// Fails if the string does not match its format.
        pub fn to_time(&self) -> Result<time::Date, FormatError> {
            time::Date::parse(self, &Iso8601::DATE).map_err(|error| FormatError::new("date", self, error))
        }
    }

    impl From<time::Date> for Date {
        fn from(value: time::Date) -> Self {
            Self::from(value.to_string())
        }
    }

    impl FromItem<time::Date> for Date {
        fn from_item(item: time::Date) -> Self {
            Self::from(item)
        }
    }

    impl From<&time::Date> for Date {
        fn from(value: &time::Date) -> Self {
            Self::from(*value)
        }
    }
}
