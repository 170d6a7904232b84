//! The configurations of modules: the tables `[module.NAME]` of clientwright.toml. Must not know
//! Cargo.toml.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use serde::Deserialize;

use super::{Config, keys, read, span, wrong};
use crate::error::Error;

/// The file name of the configuration of modules.
pub const FILE: &str = "clientwright.toml";

/// The table that has a table for each module.
pub const MODULES: &str = "module";

/// Reads the configurations of modules, by name.
///
/// # Errors
///
/// Fails with [`ErrorKind::Usage`](crate::ErrorKind::Usage) if the text is not valid TOML, if a key
/// is unknown or has a value of another type, or if a module cannot have its name or folder.
pub fn from_file(path: &Path, text: &str) -> Result<BTreeMap<String, Config>, Error> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct File {
        module: BTreeMap<String, Config>,
    }
    let file: File = read(path, text, &[&[MODULES, "*"], &[]])?;
    for (name, config) in &file.module {
        check(path, text, name, config)?;
    }
    Ok(file.module)
}

fn check(path: &Path, text: &str, name: &str, config: &Config) -> Result<(), Error> {
    if !is_module_name(name) {
        let error = wrong_at(path, text, &[MODULES, name], &format!("`{name}` is not a valid name for a module"));
        return Err(error.with_help("use a lower-case identifier of Rust, such as `api`"));
    }
    let is_inside = |folder: &Path| {
        let mut parts = folder.components();
        parts.clone().count() > 0 && parts.all(|part| matches!(part, Component::Normal(_)))
    };
    if config.folder.as_deref().is_some_and(|folder| !is_inside(folder)) {
        let error = wrong_at(path, text, &[MODULES, name, "folder"], "the folder of a module is in the crate");
        return Err(error.with_help(format!("write it relative to this file: `src/{name}`")));
    }
    if config.tests {
        let error = wrong_at(path, text, &[MODULES, name, "tests"], "tests are generated for packages only");
        return Err(
            error.with_help("remove the key; the mock transport of the feature `testing` is for tests of your own")
        );
    }
    Ok(())
}

/// Returns `true` if a module can have this name.
pub(crate) fn is_module_name(name: &str) -> bool {
    let known = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    known && name != "_" && name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok()
}

/// Creates the error about a feature that a client does not have.
pub(crate) fn unknown_feature(path: &Path, text: &str, module: &str, feature: &str, known: &[String]) -> Error {
    let error = wrong_at(path, text, &[MODULES, module, "features"], &format!("`{module}` has no feature `{feature}`"));
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    match keys::nearest(feature, &known) {
        Some(near) => error.with_help(format!("use `{near}`")),
        None => error.with_help(format!("the features are {}", keys::listed(&known))),
    }
}

/// Creates an error at a key.
pub(crate) fn wrong_at(path: &Path, text: &str, key: &[&str], message: &str) -> Error {
    wrong(path, text, span(text, key), message)
}
