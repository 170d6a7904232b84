//! Adds a client to an existing crate, as a module. Must not know where a description is from.
//!
//! Files of the user are only appended to: a table to clientwright.toml, a dependency to
//! Cargo.toml, a declaration to the root of the crate.

mod declare;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clientwright::{Output, Runtime, Sources, runtime_manifest, runtime_sources};
use toml_edit::{DocumentMut, Item};

pub use declare::Declaration;

use crate::client::{RUNTIME, package_name, read_existing};
use crate::config::{self, Config, FILE, MODULES, Source};
use crate::description::Files;
use crate::error::Error;
use crate::files::{relative, resolved, with_line_ends_of};
use crate::generate::{self, Failure};
use crate::project::Client;
use crate::scaffold::{from_title, workspace};

/// A module to create.
#[derive(Debug)]
pub struct NewModule {
    /// The folder of the crate.
    pub dir: PathBuf,
    /// The name of the module.
    pub name: String,
    /// The texts to generate from.
    pub sources: Arc<Sources>,
    /// The files of the description. They are copied into the crate, unless they are in it.
    pub files: Files,
    /// The URL of the description.
    pub source: Option<Source>,
    /// Only these operations.
    pub only: Vec<String>,
    /// Repairs errors that have one obvious repair.
    pub lenient: bool,
    /// The features. Default: those that a package has by default.
    pub features: Option<Vec<String>>,
    /// The runtime. If it is vendored, it is a package in the folder of the workspace.
    pub runtime: Runtime,
}

/// A module that was created.
#[derive(Debug)]
#[non_exhaustive]
pub struct Created {
    /// The generated files and the report.
    pub output: Output,
    /// The place of the declaration `mod NAME;`.
    pub declaration: Declaration,
    /// The folder of the runtime, if it was written.
    pub runtime: Option<PathBuf>,
}

/// Returns a name for a module of an API with this title: "Museum API" is `museum_api`.
#[must_use]
pub fn module_name(title: &str) -> String {
    from_title(title).replace('-', "_")
}

/// Adds a module to a crate.
///
/// # Errors
///
/// Fails if the folder has no package, if the name is not valid or in use, if a file of the user
/// cannot be edited, if the description has errors, or if writing fails. Nothing is changed then.
pub fn create(new: &NewModule) -> Result<Created, Failure> {
    let manifest = package(&new.dir)?;
    check_name(new)?;
    let (description, copies) = copied(new)?;
    let vendored = vendored(new, &manifest)?;
    let config = config(new, &description, vendored.as_ref());
    let (file, old, text) = configured(new, &config)?;
    let client = Client::module(&new.dir, &package_name(&manifest).unwrap_or_default(), &new.name, config);
    let found = generate::found(&client)?;
    let output = generate::output(&client, &found, &new.sources, false)?;
    let mut changes = generate::changes(&client, &found, &output)?;
    changes.want(file, old.as_ref(), text.into());
    let copied = copies.iter().map(|(path, text)| (new.dir.join(path), text));
    let vendored_files = vendored.iter().flat_map(|vendored| &vendored.files);
    let added = copied.chain(vendored_files.map(|(path, text)| (path.clone(), text)));
    changes.write.extend(added.map(|(path, text)| (path, Cow::Borrowed(text.as_str()))));
    let declaration = declare::declaration(&new.dir, &manifest, &new.name)?;
    if let Declaration::Added { path, text } = &declaration {
        changes.write.push((path.clone(), Cow::Borrowed(text)));
    }
    changes.apply()?;
    drop(changes);
    Ok(Created { output, declaration, runtime: vendored.filter(|of| !of.files.is_empty()).map(|of| of.dir) })
}

fn config(new: &NewModule, description: &str, vendored: Option<&VendoredRuntime>) -> Config {
    let runtime = match vendored {
        Some(vendored) => Runtime::Dependency(vec![("path".to_owned(), format!("{:?}", vendored.from_crate))]),
        None => new.runtime.clone(),
    };
    Config {
        description: Some(description.into()),
        source: new.source.clone(),
        only: new.only.clone(),
        lenient: new.lenient,
        features: new.features.clone(),
        runtime,
        ..Config::default()
    }
}

/// Returns the Cargo.toml of the package in a folder.
fn package(dir: &Path) -> Result<String, Error> {
    let path = dir.join("Cargo.toml");
    let Some(text) = read_existing(&path)? else {
        return Err(Error::usage(format!("`{}` does not exist", path.display()))
            .with_help("run `clientwright init` in the folder of a crate; `clientwright new` creates one"));
    };
    let document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        Error::usage(format!("cannot read `{}`: {}", path.display(), error.to_string().trim_end()))
    })?;
    if document.get("package").and_then(|package| package.get("name")).and_then(Item::as_str).is_none() {
        let what =
            if document.contains_key("workspace") { "is a workspace without a package" } else { "has no package" };
        return Err(Error::usage(format!("`{}` {what}", path.display()))
            .with_help("run `clientwright init` in the folder of the crate that shall have the module"));
    }
    check_edition(&path, &document)?;
    Ok(text)
}

/// Fails for the first edition of Rust, which is that of packages that name none.
fn check_edition(path: &Path, document: &DocumentMut) -> Result<(), Error> {
    let edition = document.get("package").and_then(|package| package.get("edition"));
    match edition {
        Some(edition) if edition.as_str() != Some("2015") => Ok(()),
        Some(_) | None => {
            Err(Error::refused(format!("`{}` has the edition 2015, which has no async code", path.display()))
                .with_help("set `edition = \"2024\"` in `[package]`; `cargo fix --edition` helps with the transition"))
        }
    }
}

fn check_name(new: &NewModule) -> Result<(), Error> {
    let NewModule { dir, name, .. } = new;
    let error = if !config::is_module_name(name) {
        let proposed = module_name(name);
        Error::usage(format!("`{name}` is not a valid name for a module"))
            .with_help(format!("use `--module {proposed}`"))
    } else if let Some(path) =
        [format!("src/{name}"), format!("src/{name}.rs")].into_iter().find(|path| dir.join(path).exists())
    {
        Error::refused(format!("`{}` exists", dir.join(path).display()))
            .with_help("choose another name for the module with `--module`")
    } else {
        return Ok(());
    };
    Err(error)
}

/// Returns the path of the description in the crate, and the files to copy.
fn copied(new: &NewModule) -> Result<(String, BTreeMap<String, String>), Error> {
    let dir = resolved(&new.dir)?;
    if new.source.is_none() {
        let name = new.sources.name(new.sources.root());
        let path = resolved(Path::new(name))?;
        if path.starts_with(&dir) {
            return Ok((relative(&dir, &path)?, BTreeMap::new()));
        }
    }
    let Files { root, texts, .. } = new.files.clone().in_folder(&new.name);
    match texts.keys().map(|path| new.dir.join(path)).find(|path| path.exists()) {
        None => Ok((root, texts)),
        Some(path) => Err(Error::refused(format!("`{}` exists, and the description is copied there", path.display()))
            .with_help("move it, or choose another name for the module with `--module`")),
    }
}

/// The runtime as a package in a folder, for the crates of a workspace.
struct VendoredRuntime {
    dir: PathBuf,
    /// The path from the crate.
    from_crate: String,
    /// The files to write. Empty if the package exists.
    files: BTreeMap<PathBuf, String>,
}

/// Returns the package of the runtime, unless the crate has the dependency or another source was
/// chosen.
fn vendored(new: &NewModule, manifest: &str) -> Result<Option<VendoredRuntime>, Error> {
    let document: Option<DocumentMut> = manifest.parse().ok();
    let dependency = document.as_ref().and_then(|document| document.get("dependencies")?.get(RUNTIME));
    if new.runtime != Runtime::Vendored || dependency.is_some() {
        return Ok(None);
    }
    let root = workspace::root(&new.dir)?.unwrap_or_else(|| new.dir.clone());
    let dir = root.join(RUNTIME);
    let from_crate = relative(&new.dir, &dir)?;
    if let Some(text) = read_existing(&dir.join("Cargo.toml"))? {
        if package_name(&text).as_deref() != Some(RUNTIME) {
            return Err(Error::refused(format!("`{}` is another package", dir.display()))
                .with_help("choose the runtime with `--runtime`: a version, or the folder of a package"));
        }
        return Ok(Some(VendoredRuntime { dir, from_crate, files: BTreeMap::new() }));
    }
    let mut files: BTreeMap<PathBuf, String> =
        runtime_sources().into_iter().map(|(path, text)| (dir.join(path), text)).collect();
    files.insert(dir.join("Cargo.toml"), runtime_manifest());
    Ok(Some(VendoredRuntime { dir, from_crate, files }))
}

/// Returns the path of clientwright.toml, its text, and its text with the configuration of the
/// module.
fn configured(new: &NewModule, config: &Config) -> Result<(PathBuf, Option<String>, String), Error> {
    let path = new.dir.join(FILE);
    let old = read_existing(&path)?;
    if let Some(text) = &old
        && config::from_file(&path, text)?.contains_key(&new.name)
    {
        return Err(Error::refused(format!("`{}` configures the module `{}` already", path.display(), new.name))
            .with_help("run `clientwright generate` to generate it, or choose another name with `--module`"));
    }
    let before = old.as_deref().map_or(String::new(), |text| format!("{}\n\n", text.trim_end()));
    let text = format!("{before}{}", table(new, config));
    let text = with_line_ends_of(old.as_deref().unwrap_or_default(), text.replace("\r\n", "\n"));
    Ok((path, old, text))
}

/// Returns the table of a module.
fn table(new: &NewModule, config: &Config) -> String {
    let string = |text: &str| toml_edit::Value::from(text).to_string();
    let strings = |all: &[String]| format!("[{}]", all.iter().map(|one| string(one)).collect::<Vec<_>>().join(", "));
    let mut text = format!("[{MODULES}.{}]\n", new.name);
    let description = config.description.as_deref().unwrap_or(Path::new("")).to_string_lossy().replace('\\', "/");
    text += &format!("description = {}\n", string(&description));
    if let Some(root) = root(new, &description) {
        text += &format!("root = {}\n", string(root));
    }
    if !config.only.is_empty() {
        text += &format!("only = {}\n", strings(&config.only));
    }
    if config.lenient {
        text += "lenient = true\n";
    }
    if let Some(features) = &config.features {
        text += &format!("features = {}\n", strings(features));
    }
    if let Runtime::Dependency(pairs) = &config.runtime {
        let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        text += &format!("runtime = {{ {} }}\n", pairs.join(", "));
    }
    if let Some(source) = &config.source {
        text += &format!("\n[{MODULES}.{}.source]\nurl = {}\n", new.name, string(&source.url));
        text += &format!("sha256 = {}\n", string(&new.files.sha256));
        if !source.headers.is_empty() {
            text += &format!("headers = {}\n", strings(&source.headers));
        }
    }
    text
}

/// Returns the key `root` of a description that refers to files outside of its folder.
fn root(new: &NewModule, description: &str) -> Option<&'static str> {
    let names = new.sources.files().map(|(id, _, _)| new.sources.relative_name(id));
    let is_outside = names.into_iter().any(|name| name.starts_with("../"));
    (is_outside && description.contains('/')).then_some(".")
}

#[cfg(test)]
mod tests;
