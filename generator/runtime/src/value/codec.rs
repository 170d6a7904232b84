//! [`Codec`]: how a type that the user chose becomes JSON, and is read from it: by the traits of serde, or as the text of a
//! format. Must not know where in a value such a type is.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::message;

/// The conversion between a type and JSON.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be the type of a schema: it does not implement `serde::Serialize` and `serde::Deserialize`",
    label = "chosen for a schema by the configuration"
)]
pub trait Codec<T>: 'static {
    /// Returns the value as JSON, or `None` if JSON cannot represent it.
    fn to_json(value: &T) -> Option<Value>;
    /// Returns the value as JSON text, or `None` if JSON cannot represent it.
    fn to_text(value: &T) -> Option<String>;
    /// Creates a value from JSON. The error is a message.
    fn from_json(json: Value) -> Result<T, String>;
    /// Creates a value from JSON text. The error is a message.
    fn from_text(text: &str) -> Result<T, String>;
}

/// The conversion by the traits of serde.
#[derive(Debug)]
pub enum BySerde {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> Codec<T> for BySerde {
    fn to_json(value: &T) -> Option<Value> {
        serde_json::to_value(value).ok()
    }
    fn to_text(value: &T) -> Option<String> {
        serde_json::to_string(value).ok()
    }
    fn from_json(json: Value) -> Result<T, String> {
        serde_json::from_value(json).map_err(|error| message(&error))
    }
    fn from_text(text: &str) -> Result<T, String> {
        serde_json::from_str(text).map_err(|error| message(&error))
    }
}

/// Implements the conversion by a format: the text, which a method of the format's type parses.
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time", feature = "uuid"))]
macro_rules! by_format {
    ($($format:ident, $type:ty, |$text:ident| $parse:expr, |$value:ident| $write:expr;)+) => {$(
        impl Codec<$type> for super::formats::$format {
            fn to_json($value: &$type) -> Option<Value> {
                Some(Value::String(super::formats::$format::from($write).into_string()))
            }
            fn to_text(value: &$type) -> Option<String> {
                Self::to_json(value).map(|json| json.to_string())
            }
            fn from_json(json: Value) -> Result<$type, String> {
                match json {
                    Value::String(text) => {
                        let $text = super::formats::$format::from(text);
                        $parse.map_err(|error| error.to_string())
                    }
                    json => Err(format!("expected a string, found {json}")),
                }
            }
            fn from_text(text: &str) -> Result<$type, String> {
                Self::from_json(serde_json::from_str(text).map_err(|error| message(&error))?)
            }
        }
    )+};
}

#[cfg(feature = "jiff")]
by_format! {
    DateTime, jiff::Timestamp, |text| text.to_jiff(), |value| *value;
    Date, jiff::civil::Date, |text| text.to_jiff(), |value| *value;
    Duration, jiff::SpanFieldwise, |text| text.to_jiff().map(jiff::Span::fieldwise), |value| value.0;
}
#[cfg(feature = "chrono")]
by_format! {
    DateTime, chrono::DateTime<chrono::FixedOffset>, |text| text.to_chrono(),
        |value| value.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
    DateTime, chrono::DateTime<chrono::Utc>, |text| text.to_chrono().map(|time| time.to_utc()), |value| *value;
    Date, chrono::NaiveDate, |text| text.to_chrono(), |value| *value;
}
#[cfg(feature = "time")]
by_format! {
    DateTime, time::OffsetDateTime, |text| text.to_time(), |value| *value;
    Date, time::Date, |text| text.to_time(), |value| *value;
}
#[cfg(feature = "uuid")]
by_format! {
    Uuid, uuid::Uuid, |text| text.to_uuid(), |value| *value;
}
