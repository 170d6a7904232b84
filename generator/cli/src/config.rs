//! The configuration of a client: `[package.metadata.clientwright]` of its Cargo.toml, or a table
//! of clientwright.toml for a module.
//!
//! Must not know generation. Unknown keys are errors with the nearest known key, because a
//! misspelled key would have no effect.

mod keys;
mod modules;
mod types;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clientwright::Runtime;
use serde::Deserialize;

pub use modules::{FILE, MODULES, from_file};
pub(crate) use modules::{is_module_name, unknown_feature, wrong_at};
pub(crate) use types::options as type_options;
pub use types::{Formats, IntegersKey, UuidType};

use crate::error::Error;

/// The configuration of a client. Paths are relative to the folder of the configuration.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
#[non_exhaustive]
pub struct Config {
    /// The OpenAPI description, YAML or JSON.
    pub description: Option<PathBuf>,
    /// The URL that `clientwright update` fetches the description from.
    pub source: Option<Source>,
    /// Overlays that change the description before it is read, in order (OpenAPI Overlay 1.0 or
    /// 1.1).
    pub overlays: Vec<PathBuf>,
    /// The folder that contains all files of the description. Default: the folder of the
    /// description.
    pub root: Option<PathBuf>,
    /// Generates only these operations: tags, operationIds, paths with `*`, or `webhooks`. Default:
    /// all.
    pub only: Vec<String>,
    /// Repairs errors that have one obvious repair, and reports them as warnings.
    pub lenient: bool,
    /// Fails if an operation is skipped or a keyword is probably misspelled.
    pub strict: bool,
    /// Writes a test for each operation to `tests/operations`.
    pub tests: bool,
    /// The runtime: `"vendored"` (default) for a copy in the crate, a version, or a dependency such
    /// as `{ path = "…" }`. A module has no copy: it needs a dependency, unless Cargo.toml has one
    /// already.
    #[serde(deserialize_with = "runtime")]
    pub runtime: Runtime,
    /// Rust types in place of those of schemas: `Money = "rust_decimal::Decimal"`. A key is the name of a schema,
    /// `Schema.property`, or a JSON pointer such as `"#/components/schemas/Money"`, each with `*` for any characters.
    pub types: BTreeMap<String, String>,
    /// The types of dates and times: `"text"` (default), `"jiff"`, `"chrono"` or `"time"`; or a table of Rust types by
    /// format: `{ date-time = "jiff::Timestamp" }`.
    pub formats: Formats,
    /// The type of `format: uuid`: `"text"` (default) or `"uuid"`.
    pub uuid: UuidType,
    /// The types of integers: `"by-format"` (default), `"unsigned"` for `u32` and `u64` where no
    /// negative integer is valid, or `"i64"` for all of them.
    pub integers: IntegersKey,
    /// Dependencies to write to Cargo.toml, for the crates of `types` and `formats`.
    pub dependencies: BTreeMap<String, toml::Value>,
    /// Modules only: the features, by the names that a package has. Default: `["default"]`, which
    /// is `async` and `rustls`. Without the name of a group of operations, all groups are
    /// generated.
    pub features: Option<Vec<String>>,
    /// Modules only: the folder of the module. Default: `src/` and the name of the module.
    pub folder: Option<PathBuf>,
}

/// The URL of a description.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub struct Source {
    /// The URL.
    pub url: String,
    /// The SHA-256 hash of what was fetched last, in hexadecimal.
    pub sha256: Option<String>,
    /// Headers to send, as `name: value`. `$NAME` in a value is the environment variable of that
    /// name.
    #[serde(default)]
    pub headers: Vec<String>,
}

impl Source {
    /// Creates a source from its URL and headers.
    #[must_use]
    pub fn new(url: String, headers: Vec<String>) -> Source {
        Source { url, sha256: None, headers }
    }
}

/// Reads the configuration in a Cargo.toml. Returns `None` if it has none.
///
/// # Errors
///
/// Fails with [`ErrorKind::Usage`](crate::ErrorKind::Usage) if the file is not valid TOML, or if a
/// key is unknown or has a value of another type.
pub fn from_manifest(path: &Path, text: &str) -> Result<Option<Config>, Error> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Manifest {
        package: Package,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Package {
        metadata: Metadata,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Metadata {
        clientwright: Option<Config>,
    }
    let manifest: Manifest = read(path, text, &[&TABLE[..]])?;
    let config = manifest.package.metadata.clientwright;
    for (key, is_set) in
        [("features", |of: &Config| of.features.is_some()), ("folder", |of: &Config| of.folder.is_some())]
            as [(&str, fn(&Config) -> bool); 2]
    {
        if config.as_ref().is_some_and(is_set) {
            let message = format!("`{key}` is a key of modules, and this client is a package");
            let error = wrong_at(path, text, &[&TABLE[..], &[key]].concat(), &message);
            return Err(error.with_help("remove it; modules are configured in `clientwright.toml`"));
        }
    }
    Ok(config)
}

/// The table of a Cargo.toml that is read.
pub(crate) const TABLE: [&str; 3] = ["package", "metadata", "clientwright"];

/// Reads a file. Unknown keys below one of the `tables` are errors; `*` is any name.
fn read<T: serde::de::DeserializeOwned>(path: &Path, text: &str, tables: &[&[&str]]) -> Result<T, Error> {
    let failed = |error: toml::de::Error| wrong(path, text, error.span(), error.message());
    let deserializer = toml::Deserializer::parse(text).map_err(failed)?;
    let mut unknown = Vec::new();
    let read = serde_ignored::deserialize(deserializer, |key| unknown.push(names(&key))).map_err(failed)?;
    for key in &unknown {
        let table = tables.iter().find(|table| is_below(key, table));
        if let Some((table, below)) = table.map(|table| (table, key.get(table.len()..).unwrap_or_default()))
            && !keys::is_former(table, below)
        {
            return Err(unknown_key(path, text, key, below));
        }
    }
    Ok(read)
}

fn is_below(key: &[String], table: &[&str]) -> bool {
    key.len() > table.len() && key.iter().zip(table).all(|(name, expected)| *expected == "*" || name == expected)
}

/// Returns the names in a path of keys. Wrappers such as `Option` have none.
fn names(path: &serde_ignored::Path<'_>) -> Vec<String> {
    use serde_ignored::Path as P;
    let (parent, name) = match path {
        P::Root => return Vec::new(),
        P::Seq { parent, index } => (parent, index.to_string()),
        P::Map { parent, key } => (parent, key.clone()),
        P::Some { parent } | P::NewtypeStruct { parent } | P::NewtypeVariant { parent } => return names(parent),
    };
    let mut all = names(parent);
    all.push(name);
    all
}

/// Creates the error about a key. `below` is its path in the configuration.
fn unknown_key(path: &Path, text: &str, key: &[String], below: &[String]) -> Error {
    let error = wrong(path, text, span(text, key), &format!("unknown key `{}`", below.join(".")));
    let known = match below.len() {
        1 if key.len() == 1 => &[MODULES][..],
        1 => keys::CONFIG,
        _ => keys::SOURCE,
    };
    match keys::nearest(key.last().map_or("", String::as_str), known) {
        Some(near) => error.with_help(format!("use `{near}`")),
        None => error.with_help(format!("remove it; the keys are {}", keys::listed(known))),
    }
}

/// Returns where a key is in the text.
fn span<S: AsRef<str>>(text: &str, key: &[S]) -> Option<std::ops::Range<usize>> {
    let document = toml_edit::Document::parse(text).ok()?;
    let mut item = document.as_item();
    let mut span = None;
    for name in key {
        let (key, value) = item.as_table_like()?.get_key_value(name.as_ref())?;
        span = key.span();
        item = value;
    }
    span
}

/// Creates an error at the start of a span.
pub(crate) fn wrong(path: &Path, text: &str, span: Option<std::ops::Range<usize>>, message: &str) -> Error {
    let error = Error::usage(format!("{}: {message}", path.display()));
    let Some(before) = span.and_then(|span| text.get(..span.start)) else { return error };
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    error.at_location(path, line, column)
}

fn runtime<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Runtime, D::Error> {
    use serde::de::Error as _;
    match toml::Value::deserialize(deserializer)? {
        toml::Value::String(word) if word == "vendored" => Ok(Runtime::Vendored),
        toml::Value::String(version) => Ok(Runtime::Dependency(vec![("version".to_owned(), format!("{version:?}"))])),
        toml::Value::Table(table) if !table.is_empty() => {
            Ok(Runtime::Dependency(table.into_iter().map(|(key, value)| (key, value.to_string())).collect()))
        }
        _ => {
            Err(D::Error::custom("`runtime` is `\"vendored\"`, a version, or a dependency such as `{ path = \"…\" }`"))
        }
    }
}

#[cfg(test)]
mod tests;
