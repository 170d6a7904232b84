//! The part of the configuration that chooses Rust types for schemas. Must not know how they are used.

use std::collections::BTreeMap;

use clientwright::{DateTypes, IntegerTypes, TypeOptions};
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use super::Config;

/// The types of formats: the name of a crate, or a table of types by format.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Formats {
    /// The types of a crate for dates and times, or text.
    Crate(DateTypes),
    /// The paths of types by the value of `format`.
    Each(BTreeMap<String, String>),
}

impl Default for Formats {
    fn default() -> Self {
        Formats::Crate(DateTypes::Text)
    }
}

const FORMATS: &str = "`formats` is `\"text\"`, `\"jiff\"`, `\"chrono\"`, `\"time\"`, or a table such as `{ date-time = \"jiff::Timestamp\" }`";

impl<'de> Deserialize<'de> for Formats {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match toml::Value::deserialize(deserializer)? {
            toml::Value::String(word) => dates(&word).map(Formats::Crate).ok_or_else(|| D::Error::custom(FORMATS)),
            toml::Value::Table(table) => {
                let path = |(format, path): (String, toml::Value)| Some((format, path.as_str()?.to_owned()));
                let all = table.into_iter().map(path).collect::<Option<_>>();
                all.map(Formats::Each).ok_or_else(|| D::Error::custom(FORMATS))
            }
            toml::Value::Integer(_) | toml::Value::Float(_) | toml::Value::Boolean(_) => Err(D::Error::custom(FORMATS)),
            toml::Value::Datetime(_) | toml::Value::Array(_) => Err(D::Error::custom(FORMATS)),
        }
    }
}

fn dates(word: &str) -> Option<DateTypes> {
    let all = [
        ("text", DateTypes::Text),
        ("jiff", DateTypes::Jiff),
        ("chrono", DateTypes::Chrono),
        ("time", DateTypes::Time),
    ];
    all.into_iter().find(|(name, _)| *name == word).map(|(_, dates)| dates)
}

/// The type of `format: uuid`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum UuidType {
    /// `formats::Uuid`, which keeps the text.
    #[default]
    Text,
    /// `uuid::Uuid`
    Uuid,
}

/// The types of integers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum IntegersKey {
    /// The type of `format`.
    #[default]
    ByFormat,
    /// `u32` and `u64` if no negative integer is valid.
    Unsigned,
    /// `i64` for all.
    I64,
}

/// Returns the options for types.
pub(crate) fn options(config: &Config) -> TypeOptions {
    let (dates, formats) = match &config.formats {
        Formats::Crate(dates) => (*dates, Vec::new()),
        Formats::Each(table) => (DateTypes::Text, pairs(table)),
    };
    TypeOptions {
        schemas: pairs(&config.types),
        formats,
        dates,
        uuid: config.uuid == UuidType::Uuid,
        integers: match config.integers {
            IntegersKey::ByFormat => IntegerTypes::ByFormat,
            IntegersKey::Unsigned => IntegerTypes::Unsigned,
            IntegersKey::I64 => IntegerTypes::I64,
        },
        dependencies: config.dependencies.iter().map(|(name, value)| (name.clone(), value.to_string())).collect(),
    }
}

fn pairs(table: &BTreeMap<String, String>) -> Vec<(String, String)> {
    table.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
}
