//! Edits the Cargo.toml of a client: only the keys that are generated, and nothing else of it.
//!
//! The lock records which keys these are, so that one that is no longer needed can be removed.

use clientwright::{Lock, ManifestKey};
use toml_edit::{DocumentMut, Item, Table, Value};

/// The kind of the lock's entries for keys of Cargo.toml.
const KIND: &str = "manifest";

/// Returns the text of Cargo.toml with the generated keys. Everything else keeps its position and comments.
pub(crate) fn edited(
    old: Option<&str>,
    name: &str,
    keys: &[ManifestKey],
    earlier: &Lock,
) -> Result<String, toml_edit::TomlError> {
    let mut document: DocumentMut = old.unwrap_or_default().parse()?;
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
    Ok(document.to_string())
}

/// Records the generated keys in the lock.
pub(crate) fn record(keys: &[ManifestKey], lock: &mut Lock) {
    for key in keys.iter().filter(|key| !key.once) {
        lock.set(KIND, &key.path.join("."), "generated");
    }
}

/// Returns the name of the package.
pub(crate) fn package_name(text: &str) -> Option<String> {
    let document: DocumentMut = text.parse().ok()?;
    document.get("package")?.get("name")?.as_str().map(str::to_owned)
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

fn split(key: &str) -> Vec<String> {
    key.splitn(2, '.').map(str::to_owned).collect()
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
    let [table, key] = path else { return false };
    document.get(table).and_then(Item::as_table_like).is_some_and(|table| table.contains_key(key))
}

fn remove(document: &mut DocumentMut, path: &[String]) {
    let [table, key] = path else { return };
    if let Some(table) = document.get_mut(table).and_then(Item::as_table_like_mut) {
        table.remove(key);
    }
}

fn set(document: &mut DocumentMut, key: &ManifestKey) -> Result<(), toml_edit::TomlError> {
    let [table, name] = key.path.as_slice() else { return Ok(()) };
    let value: Value = key.value.parse()?;
    let item = document.entry(table).or_insert_with(|| Item::Table(Table::new()));
    let Some(table) = item.as_table_like_mut() else { return Ok(()) };
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

fn without_space(value: &Value) -> String {
    value.to_string().split_whitespace().collect()
}
