//! Edits the generated keys of a Cargo.toml and keeps everything else. `[package.metadata.clientwright]` lists the
//! keys, so that obsolete ones can be removed. Must not know which keys are needed.

use std::fmt;

use clientwright::{ManifestKey, Runtime};
use toml_edit::{Array, DocumentMut, Item, Table, TomlError, Value};

/// An error in a Cargo.toml.
#[derive(Debug)]
pub(crate) enum ManifestError {
    /// The file is not TOML.
    Syntax(TomlError),
    /// The value of `runtime` is neither `"vendored"` nor a dependency.
    Runtime,
    /// A table that needs a generated key is not a table.
    NotATable(String),
    /// A generated key has no path.
    EmptyPath,
    /// The generator's value is not TOML.
    Value(String, TomlError),
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ManifestError::Syntax(error) => error.fmt(f),
            ManifestError::Runtime => f.write_str(
                "`package.metadata.clientwright.runtime` is neither `\"vendored\"` nor a dependency; write it as a \
                 dependency, for example `{ version = \"0.1\" }` or `{ path = \"../clientwright-runtime\" }`",
            ),
            ManifestError::NotATable(name) => write!(f, "`{name}` is not a table, but needs a generated key"),
            ManifestError::EmptyPath => f.write_str("a generated key has no path"),
            ManifestError::Value(text, error) => write!(f, "`{text}` is not TOML: {error}"),
        }
    }
}

/// Returns the text of a Cargo.toml with the generated keys. Everything else keeps its position and comments.
pub(crate) fn edited(old: Option<&str>, name: &str, keys: &[ManifestKey]) -> Result<String, ManifestError> {
    let mut document: DocumentMut = old.unwrap_or_default().parse().map_err(ManifestError::Syntax)?;
    if old.is_none() {
        fresh(&mut document, name);
    }
    let earlier = listed(&document);
    for path in &earlier {
        if !keys.iter().any(|key| key.path == *path) {
            remove(&mut document, path);
        }
    }
    // Keys that are written once were written together with the first list.
    for key in keys {
        if !key.once || earlier.is_empty() && !has(&document, &key.path) {
            set(&mut document, key)?;
        }
    }
    list(&mut document, keys)?;
    Ok(document.to_string())
}

/// Returns the name of the package.
pub(crate) fn package(text: &str) -> Option<String> {
    let document: DocumentMut = text.parse().ok()?;
    document.get("package")?.get("name")?.as_str().map(str::to_owned)
}

/// Returns the source of the runtime, `package.metadata.clientwright.runtime`: a dependency, or `"vendored"`, which is
/// the default.
pub(crate) fn runtime(text: Option<&str>) -> Result<Runtime, ManifestError> {
    let document: DocumentMut = text.unwrap_or_default().parse().map_err(ManifestError::Syntax)?;
    let value =
        document.get("package").and_then(|package| package.get("metadata")?.get("clientwright")?.get("runtime"));
    let Some(value) = value else { return Ok(Runtime::Vendored) };
    if let Some(word) = value.as_str() {
        return Ok(match word {
            "vendored" => Runtime::Vendored,
            version => Runtime::Dependency(vec![("version".to_owned(), format!("{version:?}"))]),
        });
    }
    let table = value.as_table_like().filter(|table| !table.is_empty()).ok_or(ManifestError::Runtime)?;
    let pairs = table
        .iter()
        .map(|(key, value)| Some((key.to_owned(), value.as_value()?.clone().decorated("", "").to_string())));
    pairs.collect::<Option<_>>().map(Runtime::Dependency).ok_or(ManifestError::Runtime)
}

/// Returns the runtime of this repository, for clients that its own commands generate.
pub(crate) fn runtime_here() -> Runtime {
    let path = std::env::current_dir().unwrap_or_default().join("generator/runtime");
    Runtime::Dependency(vec![("path".to_owned(), format!("{:?}", path.display().to_string()))])
}

fn fresh(document: &mut DocumentMut, name: &str) {
    let mut package = Table::new();
    package.insert("name", name.into());
    package.insert("version", "0.1.0".into());
    document.insert("package", Item::Table(package));
}

/// Returns the generated keys of the last run.
fn listed(document: &DocumentMut) -> Vec<Vec<String>> {
    let keys = document.get("package").and_then(|of| of.get("metadata")).and_then(|of| of.get("clientwright"));
    let keys = keys.and_then(|of| of.get("keys")).and_then(Item::as_array);
    let texts = keys.into_iter().flatten().filter_map(Value::as_str);
    // The names of features and dependencies may contain dots, those of tables do not.
    let segments = |text: &str| if text.starts_with("package.metadata.") { usize::MAX } else { 2 };
    texts.map(|text| text.splitn(segments(text), '.').map(str::to_owned).collect()).collect()
}

fn list(document: &mut DocumentMut, keys: &[ManifestKey]) -> Result<(), ManifestError> {
    let wanted: Vec<String> = keys.iter().filter(|key| !key.once).map(|key| key.path.join(".")).collect();
    let has: Vec<String> = listed(document).into_iter().map(|path| path.join(".")).collect();
    if wanted == has {
        return Ok(());
    }
    let mut array = Array::new();
    for text in wanted {
        let mut value = Value::from(text);
        value.decor_mut().set_prefix("\n    ");
        array.push_formatted(value);
    }
    array.set_trailing_comma(true);
    array.set_trailing("\n");
    let table = sub_table(document.as_table_mut(), &["package", "metadata", "clientwright"])?;
    if table.decor().prefix().is_none() {
        table.decor_mut().set_prefix("\n# Written by codegen. The rest of this file is yours.\n");
    }
    table.insert("keys", Item::Value(Value::Array(array)));
    Ok(())
}

fn has(document: &DocumentMut, path: &[String]) -> bool {
    let Some((key, tables)) = path.split_last() else { return false };
    let table = tables.iter().try_fold(document.as_item(), |item, name| item.get(name));
    table.and_then(Item::as_table_like).is_some_and(|table| table.contains_key(key))
}

fn remove(document: &mut DocumentMut, path: &[String]) {
    let Some((key, tables)) = path.split_last() else { return };
    let table = tables.iter().try_fold(document.as_item_mut(), |item, name| item.get_mut(name));
    if let Some(table) = table.and_then(Item::as_table_like_mut) {
        table.remove(key);
    }
}

fn set(document: &mut DocumentMut, key: &ManifestKey) -> Result<(), ManifestError> {
    let (name, tables) = key.path.split_last().ok_or(ManifestError::EmptyPath)?;
    let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
    let value: Value = key.value.parse().map_err(|error| ManifestError::Value(key.value.clone(), error))?;
    let table = sub_table(document.as_table_mut(), &tables)?;
    match table.get_mut(name).and_then(Item::as_value_mut) {
        // The same value keeps its spelling.
        Some(old) if plain(old) == plain(&value) => {}
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

/// Returns a value without white space and comments.
fn plain(value: &Value) -> String {
    value.to_string().split_whitespace().collect()
}

/// Returns a table within a table, which is created if it is missing.
fn sub_table<'a>(table: &'a mut Table, path: &[&str]) -> Result<&'a mut Table, ManifestError> {
    let Some((first, rest)) = path.split_first() else { return Ok(table) };
    let implicit = !rest.is_empty() && table.get(first).is_none();
    let item = table.entry(first).or_insert_with(|| {
        let mut new = Table::new();
        new.set_implicit(implicit);
        Item::Table(new)
    });
    if item.is_inline_table() {
        // Converted to a table, because `keys` may not fit on a line.
        *item = std::mem::take(item).into_table().map_or_else(|item| item, Item::Table);
    }
    match item.as_table_mut() {
        Some(inner) => sub_table(inner, rest),
        None => Err(ManifestError::NotATable((*first).to_owned())),
    }
}
