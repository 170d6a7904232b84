//! Edits the generated keys in the Cargo.toml of a client. Must not change anything else in it.
//!
//! The lock records which keys these are, so that one that is no longer needed can be removed.

use std::fmt;
use std::path::Path;

use clientwright::{Lock, ManifestKey, Runtime};
use toml_edit::{DocumentMut, Item, Table, TableLike, TomlError, Value};

use crate::config;
use crate::error::Error;
use crate::files::with_line_ends_of;

/// The kind of the lock's entries for keys of Cargo.toml.
const KIND: &str = "manifest";

/// The reason why a Cargo.toml cannot be edited.
#[derive(Debug)]
#[non_exhaustive]
pub enum ManifestError {
    /// The text, or a generated value, is not TOML.
    Syntax(TomlError),
    /// A key in which a generated key belongs is not a table.
    NotATable(String),
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ManifestError::Syntax(error) => error.fmt(f),
            ManifestError::NotATable(name) => write!(f, "`{name}` is not a table, and a generated key belongs there"),
        }
    }
}

impl std::error::Error for ManifestError {}

/// Returns the text of Cargo.toml with the generated keys. Everything else keeps its position and comments.
///
/// # Errors
///
/// Fails if the text is not TOML, or if something else has the name of a table.
pub fn edited(old: Option<&str>, name: &str, keys: &[ManifestKey], earlier: &Lock) -> Result<String, ManifestError> {
    let mut document: DocumentMut = old.unwrap_or_default().parse().map_err(ManifestError::Syntax)?;
    if old.is_none() {
        create(&mut document, name);
    }
    let earlier: Vec<Vec<String>> = owned(earlier).chain(listed(&document)).collect();
    for path in &earlier {
        if !keys.iter().any(|key| key.path == *path) {
            remove(&mut document, path);
        }
    }
    for key in keys {
        // Keys that belong to the user after they were written are only written with the first generation.
        if !key.once || earlier.is_empty() && !has(&document, &key.path) {
            set(&mut document, key)?;
        }
    }
    remove_list(&mut document);
    Ok(with_line_ends_of(old.unwrap_or_default(), document.to_string()))
}

/// Records the generated keys in the lock.
pub(crate) fn record(keys: &[ManifestKey], lock: &mut Lock) {
    for key in keys.iter().filter(|key| !key.once) {
        lock.set(KIND, &key.path.join("."), "generated");
    }
}

/// Returns the name of the package.
#[must_use]
pub fn package_name(text: &str) -> Option<String> {
    let document: DocumentMut = text.parse().ok()?;
    document.get("package")?.get("name")?.as_str().map(str::to_owned)
}

/// Returns the source of the runtime that the manifest of a client configures. Default: a copy.
///
/// # Errors
///
/// Fails if the configuration is wrong.
pub fn runtime(path: &Path, text: Option<&str>) -> Result<Runtime, Error> {
    let config = text.map(|text| config::from_manifest(path, text)).transpose()?.flatten();
    Ok(config.unwrap_or_default().runtime)
}

fn create(document: &mut DocumentMut, name: &str) {
    let mut package = Table::new();
    package.insert("name", name.into());
    package.insert("version", "0.1.0".into());
    document.insert("package", Item::Table(package));
}

/// Returns the keys that the lock records.
fn owned(lock: &Lock) -> impl Iterator<Item = Vec<String>> {
    lock.entries(KIND).map(|(key, _)| split(key))
}

/// Splits the path of a key. The names of features and dependencies may contain dots, those of tables do not.
fn split(key: &str) -> Vec<String> {
    let segments = if key.starts_with("package.metadata.") { usize::MAX } else { 2 };
    key.splitn(segments, '.').map(str::to_owned).collect()
}

/// Returns the keys that Cargo.toml lists itself, as it did before the lock recorded them.
fn listed(document: &DocumentMut) -> Vec<Vec<String>> {
    let keys = document.get("package").and_then(|item| item.get("metadata")?.get("clientwright")?.get("keys"));
    let names = keys.and_then(Item::as_array).into_iter().flatten().filter_map(Value::as_str);
    names.map(split).collect()
}

fn remove_list(document: &mut DocumentMut) {
    let package = document.get_mut("package").and_then(Item::as_table_like_mut);
    let metadata = package.and_then(|package| package.get_mut("metadata")).and_then(Item::as_table_like_mut);
    let table = metadata.and_then(|metadata| metadata.get_mut("clientwright")).and_then(Item::as_table_like_mut);
    if let Some(table) = table {
        table.remove("keys");
    }
}

fn has(document: &DocumentMut, path: &[String]) -> bool {
    let Some((key, tables)) = path.split_last() else { return false };
    let table = tables.iter().try_fold(document.as_item(), |item, name| item.get(name));
    table.and_then(Item::as_table_like).is_some_and(|table| table.contains_key(key))
}

fn remove(document: &mut DocumentMut, path: &[String]) {
    let Some((key, tables)) = path.split_last() else { return };
    // Walking to a table that does not exist would create it.
    if !has(document, path) {
        return;
    }
    let table = tables.iter().try_fold(document.as_item_mut(), |item, name| item.get_mut(name));
    if let Some(table) = table.and_then(Item::as_table_like_mut) {
        table.remove(key);
    }
}

fn set(document: &mut DocumentMut, key: &ManifestKey) -> Result<(), ManifestError> {
    let Some((name, tables)) = key.path.split_last() else { return Ok(()) };
    let value: Value = key.value.parse().map_err(ManifestError::Syntax)?;
    let table = sub_table(document.as_item_mut(), tables)?;
    match table.get_mut(name).and_then(Item::as_value_mut) {
        // The same value in another notation stays as it is.
        Some(old) if without_space(old) == without_space(&value) => {}
        Some(old) => {
            let decor = old.decor().clone();
            *old = value;
            *old.decor_mut() = decor;
        }
        None => {
            table.insert(name, Item::Value(value));
        }
    }
    Ok(())
}

/// Returns a table within an item. It is created if it is missing.
fn sub_table<'a>(item: &'a mut Item, path: &[String]) -> Result<&'a mut dyn TableLike, ManifestError> {
    let Some((first, rest)) = path.split_first() else {
        return item.as_table_like_mut().ok_or(ManifestError::NotATable(String::new()));
    };
    let not_a_table = || ManifestError::NotATable(first.clone());
    let table = item.as_table_like_mut().ok_or_else(not_a_table)?;
    let inner = table.entry(first).or_insert_with(|| {
        let mut new = Table::new();
        new.set_implicit(!rest.is_empty());
        Item::Table(new)
    });
    if !inner.is_table_like() {
        return Err(not_a_table());
    }
    sub_table(inner, rest)
}

fn without_space(value: &Value) -> String {
    value.to_string().split_whitespace().collect()
}
