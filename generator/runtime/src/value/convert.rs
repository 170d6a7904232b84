//! Texts with a format to and from the types of other crates, each behind its feature.

#[cfg(feature = "client")]
use super::formats::Uri;
use super::formats::{Base64, FormatError};
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time", feature = "uuid"))]
use super::items::FromItem;

#[cfg(feature = "client")]
impl Uri {
    /// As a URI of the `http` crate.
    ///
    /// # Errors
    /// Where the text is none.
    pub fn to_uri(&self) -> Result<http::Uri, FormatError> {
        self.parse().map_err(|why: http::uri::InvalidUri| FormatError::new("URI", self, why))
    }
}

impl Base64 {
    /// Bytes as base64.
    #[must_use]
    pub fn encode(bytes: impl AsRef<[u8]>) -> Base64 {
        use base64::Engine;
        Base64::from(base64::engine::general_purpose::STANDARD.encode(bytes))
    }

    /// The bytes. Both alphabets are taken, with and without padding, line ends passed over.
    ///
    /// # Errors
    /// Where the text is no base64.
    pub fn decode(&self) -> Result<Vec<u8>, FormatError> {
        use base64::Engine;
        use base64::alphabet::STANDARD;
        use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
        let plain = |c: char| match c {
            '-' => '+',
            '_' => '/',
            other => other,
        };
        let text: String = self.chars().filter(|c| !c.is_ascii_whitespace()).map(plain).collect();
        let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let decoded = GeneralPurpose::new(&STANDARD, config).decode(text);
        decoded.map_err(|why| FormatError::new("base64", self, why))
    }
}

/// A method that parses, and the way back.
#[cfg(any(feature = "jiff", feature = "chrono", feature = "uuid"))]
macro_rules! with {
    ($name:ident, $method:ident, $type:ty, $what:literal, $docs:literal) => {
        impl crate::formats::$name {
            #[doc = $docs]
            ///
            /// # Errors
            /// Where the text breaks its format.
            pub fn $method(&self) -> Result<$type, FormatError> {
                self.parse::<$type>().map_err(|why| FormatError::new($what, self, why))
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
    with!(DateTime, to_jiff, jiff::Timestamp, "date-time", "As a moment of jiff.");
    with!(Date, to_jiff, jiff::civil::Date, "date", "As a day of jiff.");
    with!(Time, to_jiff, jiff::civil::Time, "time", "As a time of day of jiff, which has no offset.");
    with!(Duration, to_jiff, jiff::Span, "duration", "As a span of jiff.");
}

#[cfg(feature = "uuid")]
mod uuid {
    use super::{FormatError, FromItem};
    with!(Uuid, to_uuid, uuid::Uuid, "UUID", "As a UUID of the `uuid` crate.");
}

#[cfg(feature = "chrono")]
mod chrono {
    use super::{FormatError, FromItem};
    use crate::formats::DateTime;
    with!(Date, to_chrono, chrono::NaiveDate, "date", "As a day of chrono.");
    with!(Time, to_chrono, chrono::NaiveTime, "time", "As a time of day of chrono, which has no offset.");

    impl DateTime {
        /// As a moment of chrono.
        ///
        /// # Errors
        /// Where the text breaks its format.
        pub fn to_chrono(&self) -> Result<chrono::DateTime<chrono::FixedOffset>, FormatError> {
            chrono::DateTime::parse_from_rfc3339(self).map_err(|why| FormatError::new("date-time", self, why))
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
        /// As a moment of the `time` crate.
        ///
        /// # Errors
        /// Where the text breaks its format.
        pub fn to_time(&self) -> Result<time::OffsetDateTime, FormatError> {
            time::OffsetDateTime::parse(self, &Rfc3339).map_err(|why| FormatError::new("date-time", self, why))
        }
    }

    impl From<time::OffsetDateTime> for DateTime {
        fn from(value: time::OffsetDateTime) -> Self {
            // RFC 3339 has no years beyond 9999: those are written as `time` shows them, and the server decides.
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
        /// As a day of the `time` crate.
        ///
        /// # Errors
        /// Where the text breaks its format.
        pub fn to_time(&self) -> Result<time::Date, FormatError> {
            time::Date::parse(self, &Iso8601::DATE).map_err(|why| FormatError::new("date", self, why))
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
