//! Creates client crates: the name, the first files, the entry in the workspace. Must not know where a description is from.

mod name;
pub(crate) mod workspace;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clientwright::{Lock, Options, Output, Runtime, Sources, generate};

pub use name::{from_title, is_valid};

use crate::client::{self, ClientDir};
use crate::config::Source;
use crate::description::Files;
use crate::error::Error;
use crate::generate::Failure;

/// A crate to create.
#[derive(Debug)]
pub struct NewClient {
    /// The name of the package.
    pub name: String,
    /// The folder. It must not exist, or be empty.
    pub dir: PathBuf,
    /// The texts to generate from.
    pub sources: Arc<Sources>,
    /// The files of the description, which are copied into the crate.
    pub files: Files,
    /// The URL of the description.
    pub source: Option<Source>,
    /// Only these operations.
    pub only: Vec<String>,
    /// Repairs errors that have one obvious repair.
    pub lenient: bool,
    /// The runtime.
    pub runtime: Runtime,
}

/// A crate that was created.
#[derive(Debug)]
#[non_exhaustive]
pub struct Created {
    /// The generated files and the report.
    pub output: Output,
    /// The Cargo.toml of the workspace that the crate joined.
    pub joined: Option<PathBuf>,
}

/// Creates a crate.
///
/// # Errors
///
/// Fails if the folder has files, if the name is not valid, if the description has errors, or if writing fails. Nothing is
/// created then.
pub fn create(new: &NewClient) -> Result<Created, Failure> {
    check_name(&new.name)?;
    check_dir(&new.dir)?;
    let options = Options {
        crate_name: new.name.clone(),
        lenient: new.lenient,
        only: new.only.clone(),
        tests: true,
        runtime: new.runtime.clone(),
        ..Options::default()
    };
    let lock = Lock::default();
    let output = generate(&new.sources, &options, &lock);
    let output = output.map_err(|report| Failure::Description(new.sources.clone(), report))?;
    let found = ClientDir { manifest: Some(manifest(new)), ..ClientDir::default() };
    let mut changes = client::changes(&new.dir, &found, &output, &new.name)?;
    for (path, text) in &new.files.texts {
        changes.write.push((new.dir.join(path), Cow::Borrowed(text)));
    }
    if !output.first.is_empty() {
        changes.write.push((new.dir.join("examples/first.rs"), Cow::Borrowed(&output.first)));
    }
    let workspace = workspace::joined(&new.dir)?;
    let mut joined = None;
    match workspace {
        workspace::Workspace::None => changes.write.push((new.dir.join(".gitignore"), "/target\n".into())),
        workspace::Workspace::Member => {}
        workspace::Workspace::Joined(path, text) => {
            joined = Some(path.clone());
            changes.write.push((path, text.into()));
        }
    }
    changes.apply()?;
    drop(changes);
    Ok(Created { output, joined })
}

fn check_name(name: &str) -> Result<(), Error> {
    match name::problem(name) {
        None => Ok(()),
        Some(problem) => Err(Error::usage(format!("`{name}` is not a valid name for this crate: {problem}"))
            .with_help(format!("use `{}`", from_title(name)))),
    }
}

fn check_dir(dir: &Path) -> Result<(), Error> {
    let mut entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(
                Error::io("use", dir, &error).with_help("name another folder: `clientwright new <FILE|URL> <DIR>`")
            );
        }
    };
    if entries.next().is_none() {
        return Ok(());
    }
    let error = Error::refused(format!("`{}` exists and is not empty", dir.display()));
    Err(match dir.join("Cargo.toml").exists() {
        true => error.with_help("run `clientwright generate` in it to generate it again, or name another folder"),
        false => error.with_help("name another folder: `clientwright new <FILE|URL> <DIR>`"),
    })
}

/// Returns the Cargo.toml of a new crate, before generation adds its keys.
fn manifest(new: &NewClient) -> String {
    let string = |text: &str| toml_edit::Value::from(text).to_string();
    let mut text = format!(
        "[package]\nname = {}\nversion = \"0.1.0\"\n\n[package.metadata.clientwright]\ndescription = {}\n",
        string(&new.name),
        string(&new.files.root)
    );
    let folder = new.files.root.rsplit_once('/').map_or("", |(folder, _)| folder);
    if !new.files.texts.keys().all(|path| Path::new(path).starts_with(folder)) {
        text += "root = \".\"\n";
    }
    if !new.only.is_empty() {
        text += &format!("only = [{}]\n", new.only.iter().map(|only| string(only)).collect::<Vec<_>>().join(", "));
    }
    if new.lenient {
        text += "lenient = true\n";
    }
    text += "tests = true\n";
    if let Runtime::Dependency(pairs) = &new.runtime {
        let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        text += &format!("runtime = {{ {} }}\n", pairs.join(", "));
    }
    if let Some(source) = &new.source {
        text += &format!("\n[package.metadata.clientwright.source]\nurl = {}\n", string(&source.url));
        text += &format!("sha256 = {}\n", string(&new.files.sha256));
        if !source.headers.is_empty() {
            let headers: Vec<String> = source.headers.iter().map(|header| string(header)).collect();
            text += &format!("headers = [{}]\n", headers.join(", "));
        }
    }
    text += "\n[dev-dependencies]\ntokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";
    text
}

#[cfg(test)]
mod tests;
