//! Adds the dependencies and the features of the runtime that a module needs to the Cargo.toml of a
//! crate. Must not change or remove anything else: the file belongs to the user.

use std::path::Path;

use clientwright::{ManifestKey, Runtime};
use toml_edit::{Array, DocumentMut, InlineTable, Item, TableLike, Value};

use crate::error::Error;
use crate::files::with_line_ends_of;

/// The package of the runtime.
pub(crate) const RUNTIME: &str = "clientwright-runtime";

/// The features of the runtime that cargo enables unless `default-features` is false.
const DEFAULT: [&str; 2] = ["async", "rustls"];

/// Returns the text of Cargo.toml with the dependencies that `keys` name, in which the runtime is a
/// dependency with all features that `keys` name. Existing features are kept, because other modules
/// may need them.
pub(super) fn with_dependency(
    path: &Path,
    text: &str,
    keys: &[ManifestKey],
    runtime: &Runtime,
) -> Result<String, Error> {
    let wrong = |message: String| Error::usage(format!("cannot edit `{}`: {message}", path.display()));
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| wrong(error.to_string()))?;
    for key in keys {
        let [table, name] = key.path.as_slice() else { continue };
        let value: Value = key.value.parse().map_err(|error: toml_edit::TomlError| wrong(error.to_string()))?;
        let dependencies = document.entry(table).or_insert_with(toml_edit::table);
        let Some(dependencies) = dependencies.as_table_like_mut() else {
            return Err(wrong(format!("`{table}` is not a table")));
        };
        match dependencies.get_mut(name) {
            Some(dependency) if name == RUNTIME => add_features(dependency, &features(&value))
                .ok_or_else(|| wrong(format!("`{table}.{name}` is not a dependency")))?,
            // Its version and features are the user's.
            Some(_) => {}
            None if name == RUNTIME && *runtime == Runtime::Vendored => return Err(missing(path)),
            None => drop(dependencies.insert(name, Item::Value(value))),
        }
    }
    Ok(with_line_ends_of(text, document.to_string()))
}

/// Returns `true` if the runtime is a dependency on some platforms only.
fn is_for_platforms(document: &DocumentMut) -> bool {
    let targets = document.get("target").and_then(Item::as_table_like);
    let mut tables = targets.into_iter().flat_map(|targets| targets.iter());
    tables.any(|(_, table)| table.get("dependencies").is_some_and(|dependencies| dependencies.get(RUNTIME).is_some()))
}

/// Fails if Cargo.toml does not have the dependency that `keys` name, with all features. An
/// inherited dependency may have them elsewhere.
pub(crate) fn check_dependency(path: &Path, text: &str, keys: &[ManifestKey]) -> Result<(), Error> {
    let wrong = |message: String| Error::usage(format!("cannot read `{}`: {message}", path.display()));
    let document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| wrong(error.to_string()))?;
    let dependency = document.get("dependencies").and_then(|dependencies| dependencies.get(RUNTIME));
    let is_inherited = dependency.is_some_and(|dependency| dependency.get("workspace").is_some());
    let is_elsewhere = is_inherited || is_for_platforms(&document);
    for key in keys.iter().filter(|key| !is_elsewhere && key.path == ["dependencies", RUNTIME]) {
        let help = format!("write `{RUNTIME} = {}`, with its version or path", key.value);
        if dependency.is_none() {
            return Err(without_runtime(path).with_help(help));
        }
        if with_dependency(path, text, std::slice::from_ref(key), &Runtime::Vendored)? != text {
            let message =
                format!("the dependency `{RUNTIME}` in `{}` has not all features of the module", path.display());
            return Err(Error::refused(message).with_help(help));
        }
    }
    Ok(())
}

fn without_runtime(path: &Path) -> Error {
    Error::refused(format!("`{}` has no dependency `{RUNTIME}`, which a module needs", path.display()))
}

fn missing(path: &Path) -> Error {
    without_runtime(path).with_help(format!(
        "run `clientwright vendor-runtime`, which writes it to a folder, and set `runtime = {{ path = \"{RUNTIME}\" }}` in \
         `clientwright.toml`"
    ))
}

fn features(dependency: &Value) -> Vec<String> {
    let features = dependency.as_inline_table().and_then(|table| table.get("features")).and_then(Value::as_array);
    features.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Adds features to a dependency. Returns `None` if it is neither a version nor a table.
fn add_features(dependency: &mut Item, needed: &[String]) -> Option<()> {
    if let Some(version) = dependency.as_str().map(str::to_owned) {
        let missing = missing_features(&[], true, needed);
        if !missing.is_empty() {
            let mut table = InlineTable::new();
            table.insert("version", version.into());
            table.insert("features", Value::Array(missing.into_iter().collect()));
            *dependency = Item::Value(Value::InlineTable(table));
        }
        return Some(());
    }
    let table = dependency.as_table_like_mut()?;
    let listed: Vec<String> = listed(table).map(str::to_owned).collect();
    // The defaults of an inherited dependency are in another file.
    let has_default = |table: &dyn TableLike| {
        let key = table.get("default-features").or(table.get("default_features"));
        key.and_then(Item::as_bool).unwrap_or(!table.contains_key("workspace"))
    };
    let missing = missing_features(&listed, has_default(table), needed);
    if missing.is_empty() {
        return Some(());
    }
    if !table.contains_key("features") {
        end_without_space(table);
    }
    let features = table.entry("features").or_insert_with(|| Item::Value(Value::Array(Array::new())));
    let features = features.as_array_mut()?;
    for feature in missing {
        push(features, feature);
    }
    Some(())
}

/// Removes the space between the last value of an inline table and its brace, before another value
/// follows.
fn end_without_space(table: &mut dyn TableLike) {
    if let Some(last) = table.iter_mut().last().and_then(|(_, item)| item.as_value_mut())
        && last.decor().suffix().and_then(|suffix| suffix.as_str()).is_some_and(|suffix| suffix == " ")
    {
        last.decor_mut().set_suffix("");
    }
}

fn listed(table: &dyn TableLike) -> impl Iterator<Item = &str> {
    let features = table.get("features").and_then(Item::as_array);
    features.into_iter().flatten().filter_map(Value::as_str)
}

fn missing_features(listed: &[String], has_default: bool, needed: &[String]) -> Vec<String> {
    let is_on = |name: &str| listed.iter().any(|of| of == name) || has_default && DEFAULT.contains(&name);
    // Both features enable `client`.
    let sends = is_on("async") || is_on("blocking");
    needed.iter().filter(|name| !(is_on(name) || sends && *name == "client")).cloned().collect()
}

/// Appends to an array, in its notation: entries on separate lines stay on separate lines.
fn push(features: &mut Array, feature: String) {
    let prefix = features.iter().last().and_then(|last| last.decor().prefix()?.as_str().map(str::to_owned));
    match prefix.filter(|prefix| prefix.contains('\n')) {
        None => features.push(feature),
        Some(prefix) => {
            // A comment after the last entry stays next to it.
            let trailing = features.trailing().as_str().unwrap_or_default().to_owned();
            let (comment, end) = trailing.rsplit_once('\n').unwrap_or(("", &trailing));
            let mut value = Value::from(feature);
            *value.decor_mut() = toml_edit::Decor::new(format!("{comment}{prefix}"), "");
            features.push_formatted(value);
            features.set_trailing(format!("\n{end}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, value: &str) -> Result<String, String> {
        let path = ["dependencies", RUNTIME].map(str::to_owned).to_vec();
        let key = ManifestKey { path, value: value.to_owned(), once: false };
        let runtime = Runtime::Dependency(vec![("version".to_owned(), "\"0.1\"".to_owned())]);
        with_dependency(Path::new("Cargo.toml"), text, &[key], &runtime).map_err(|error| error.to_string())
    }

    const NEEDED: &str =
        "{ version = \"0.1\", default-features = false, features = [\"async\", \"rustls\", \"pages\"] }";

    #[test]
    fn the_dependency_is_added_and_nothing_else_changes() {
        let before =
            "# Mine.\n[package]\nname='a' # odd\n\n[dependencies]\nserde = \"1\"   # kept\n\n[profile.dev]\ndebug=0\n";
        let expected = before.replace("# kept\n", &format!("# kept\n{RUNTIME} = {NEEDED}\n"));
        assert_eq!(edited(before, NEEDED).unwrap(), expected);
        assert_eq!(edited(&expected, NEEDED).unwrap(), expected);
        let without = "[package]\nname = \"a\"";
        assert_eq!(edited(without, NEEDED).unwrap(), format!("{without}\n\n[dependencies]\n{RUNTIME} = {NEEDED}\n"));
    }

    #[test]
    fn missing_features_are_added() {
        let cases = [
            ("clientwright-runtime = \"0.1\"", "clientwright-runtime = { version = \"0.1\", features = [\"pages\"] }"),
            (
                "clientwright-runtime = { workspace = true }",
                "clientwright-runtime = { workspace = true, features = [\"async\", \"rustls\", \"pages\"] }",
            ),
            (
                "[dependencies.clientwright-runtime]\npath = \"x\"\nfeatures = [\n    \"gzip\", # for speed\n]",
                "[dependencies.clientwright-runtime]\npath = \"x\"\nfeatures = [\n    \"gzip\", # for speed\n    \"pages\",\n]",
            ),
        ];
        for (before, after) in cases {
            let table = if before.starts_with('[') { "" } else { "[dependencies]\n" };
            assert_eq!(edited(&format!("{table}{before}\n"), NEEDED).unwrap(), format!("{table}{after}\n"));
        }
    }

    #[test]
    fn crates_of_types_are_added_unless_they_are_there() {
        let key = |name: &str, value: &str| ManifestKey {
            path: vec!["dependencies".to_owned(), name.to_owned()],
            value: value.to_owned(),
            once: false,
        };
        let keys = [key("jiff", "\"1\""), key("uuid", "{ version = \"1.18\" }"), key(RUNTIME, NEEDED)];
        let runtime = Runtime::Dependency(vec![]);
        let before = "[dependencies]\nuuid = \"1.5\"\n";
        let edited = with_dependency(Path::new("Cargo.toml"), before, &keys, &runtime).unwrap();
        assert_eq!(edited, format!("{before}jiff = \"1\"\n{RUNTIME} = {NEEDED}\n"));
    }

    #[test]
    fn other_notations_are_kept() {
        let windows = "[package]\r\nname = \"a\"\r\n\r\n[dependencies]\r\nserde = \"1\"\r\n";
        assert_eq!(edited(windows, NEEDED).unwrap(), format!("{windows}{RUNTIME} = {NEEDED}\r\n"));
        let dotted = "[dependencies]\nclientwright-runtime.workspace = true\n";
        let edited = edited(dotted, NEEDED).unwrap();
        assert_eq!(edited, format!("{dotted}{RUNTIME}.features = [\"async\", \"rustls\", \"pages\"]\n"));
    }

    #[test]
    fn a_dependency_in_another_table_is_not_checked() {
        let path = ["dependencies", RUNTIME].map(str::to_owned).to_vec();
        let keys = [ManifestKey { path, value: NEEDED.to_owned(), once: false }];
        let check = |text: &str| check_dependency(Path::new("Cargo.toml"), text, &keys);
        assert!(check("[target.'cfg(unix)'.dependencies]\nclientwright-runtime = \"0.1\"\n").is_ok());
        assert!(check("[dependencies]\nclientwright-runtime.workspace = true\n").is_ok());
        assert!(check("[target.'cfg(unix)'.dependencies]\nserde = \"1\"\n").is_err());
    }

    #[test]
    fn values_that_cannot_be_edited_are_errors() {
        assert!(edited("dependencies = 1\n", NEEDED).unwrap_err().contains("`dependencies` is not a table"));
        let error = edited("[dependencies]\nclientwright-runtime = 1\n", NEEDED).unwrap_err();
        assert!(error.contains("is not a dependency"), "{error}");
        let error = with_dependency(
            Path::new("Cargo.toml"),
            "[package]\n",
            &[ManifestKey {
                path: vec!["dependencies".to_owned(), RUNTIME.to_owned()],
                value: NEEDED.to_owned(),
                once: false,
            }],
            &Runtime::Vendored,
        );
        assert!(error.unwrap_err().to_string().contains("vendor-runtime"));
    }
}
