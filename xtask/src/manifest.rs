//! Cargo.toml: the keys that are the generator's, and nothing else of it. Which these are is written down under
//! `[package.metadata.clientwright]`, so that one that is no longer needed can be taken out.

use clientwright::{ManifestKey, Runtime};
use toml_edit::{Array, DocumentMut, Item, Table, Value};

/// The text of Cargo.toml with our keys as they should be; all else keeps its place and comments.
pub(crate) fn edited(old: Option<&str>, name: &str, keys: &[ManifestKey]) -> Result<String, String> {
    let mut document: DocumentMut = old.unwrap_or_default().parse().map_err(|error| format!("{error}"))?;
    if old.is_none() {
        fresh(&mut document, name);
    }
    let earlier = listed(&document);
    for path in &earlier {
        if !keys.iter().any(|key| key.path == *path) {
            remove(&mut document, path);
        }
    }
    // What is written once was written when the first list was.
    for key in keys {
        if !key.once || earlier.is_empty() && !has(&document, &key.path) {
            set(&mut document, key)?;
        }
    }
    list(&mut document, keys)?;
    Ok(document.to_string())
}

/// The name of the package whose Cargo.toml this is.
pub(crate) fn package(text: &str) -> Option<String> {
    let document: DocumentMut = text.parse().ok()?;
    document.get("package")?.get("name")?.as_str().map(str::to_owned)
}

/// Reads the source of the runtime, `package.metadata.clientwright.runtime`: a dependency, or `"vendored"`, which is the default.
pub(crate) fn runtime(text: Option<&str>) -> Result<Runtime, String> {
    let document: DocumentMut = text.unwrap_or_default().parse().map_err(|error| format!("{error}"))?;
    let given = document.get("package").and_then(|of| of.get("metadata")?.get("clientwright")?.get("runtime"));
    let Some(given) = given else { return Ok(Runtime::Vendored) };
    if let Some(word) = given.as_str() {
        return Ok(match word {
            "vendored" => Runtime::Vendored,
            version => Runtime::Dependency(vec![("version".to_owned(), format!("{version:?}"))]),
        });
    }
    let wrong = "`package.metadata.clientwright.runtime` is neither `\"vendored\"` nor a dependency";
    let help =
        "write it as a dependency, for example `{ version = \"0.1\" }` or `{ path = \"../clientwright-runtime\" }`";
    let Some(table) = given.as_table_like().filter(|table| !table.is_empty()) else {
        return Err(format!("{wrong}: {help}"));
    };
    let pairs = table
        .iter()
        .map(|(key, value)| Some((key.to_owned(), value.as_value()?.clone().decorated("", "").to_string())));
    pairs.collect::<Option<_>>().map(Runtime::Dependency).ok_or_else(|| format!("{wrong}: {help}"))
}

/// The runtime of this repository, for clients that its own tools generate.
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

/// The keys that were ours in the last run.
fn listed(document: &DocumentMut) -> Vec<Vec<String>> {
    let keys = document.get("package").and_then(|of| of.get("metadata")).and_then(|of| of.get("clientwright"));
    let keys = keys.and_then(|of| of.get("keys")).and_then(Item::as_array);
    let texts = keys.into_iter().flatten().filter_map(Value::as_str);
    // The names of features and dependencies may hold dots, those of tables may not.
    let segments = |text: &str| if text.starts_with("package.metadata.") { usize::MAX } else { 2 };
    texts.map(|text| text.splitn(segments(text), '.').map(str::to_owned).collect()).collect()
}

fn list(document: &mut DocumentMut, keys: &[ManifestKey]) -> Result<(), String> {
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
        table.decor_mut().set_prefix("\n# Written by codegen; the rest of this file is yours.\n");
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

fn set(document: &mut DocumentMut, key: &ManifestKey) -> Result<(), String> {
    let Some((name, tables)) = key.path.split_last() else { return Err("a key of Cargo.toml has no path".to_owned()) };
    let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
    let value: Value = key.value.parse().map_err(|error| format!("`{}` is no TOML: {error}", key.value))?;
    let table = sub_table(document.as_table_mut(), &tables)?;
    match table.get_mut(name).and_then(Item::as_value_mut) {
        // The same value in another spelling stays as it is written.
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

/// A value without its white space and comments.
fn plain(value: &Value) -> String {
    value.to_string().split_whitespace().collect()
}

/// A table below a table, made where there is none.
fn sub_table<'a>(table: &'a mut Table, path: &[&str]) -> Result<&'a mut Table, String> {
    let Some((first, rest)) = path.split_first() else { return Ok(table) };
    let implicit = !rest.is_empty() && table.get(first).is_none();
    let item = table.entry(first).or_insert_with(|| {
        let mut new = Table::new();
        new.set_implicit(implicit);
        Item::Table(new)
    });
    if item.is_inline_table() {
        // A table of the same content: `keys` may not fit on a line.
        *item = std::mem::take(item).into_table().map_or_else(|other| other, Item::Table);
    }
    match item.as_table_mut() {
        Some(inner) => sub_table(inner, rest),
        None => Err(format!("`{first}` is no table, and codegen has a key to write there")),
    }
}
