//! Generates a client from a build script, as a module in `OUT_DIR`. Must not write anywhere else,
//! and must not read the result of an earlier build: names would depend on it.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clientwright::print::HEADER;
use clientwright::report::{Level, Renderer, look_ahead};
use clientwright::{Lock, Output, Report, Sources};

use crate::client::{ClientDir, check_dependency, read_existing, sources as source_changes};
use crate::config::{Config, is_module_name};
use crate::error::Error;
use crate::files::Changes;
use crate::generate::{Failure, options, read, unknown_features};
use crate::project::Client;
use crate::task::reported;

/// A module to generate.
///
/// # Examples
///
/// The `main` of a build script:
///
/// ```no_run
/// # fn main() -> Result<(), clientwright_cli::Error> {
/// clientwright_cli::build::Module::new("museum", "museum.yaml").features(["blocking", "rustls"]).generate()
/// # }
/// ```
///
/// In the crate: `include!(concat!(env!("OUT_DIR"), "/museum.rs"));`
#[derive(Debug, Clone)]
#[must_use = "a module does nothing until it is generated"]
pub struct Module {
    name: String,
    config: Config,
    lock: Option<PathBuf>,
}

impl Module {
    /// Creates a module from its name and the path of the description, relative to the package.
    pub fn new(name: impl Into<String>, description: impl Into<PathBuf>) -> Module {
        let config = Config { description: Some(description.into()), ..Config::default() };
        Module { name: name.into(), config, lock: None }
    }

    /// Sets the features. Default: `default`, which is `async` and `rustls`. Without the name of a
    /// group of operations, all groups are generated.
    pub fn features<S: Into<String>>(mut self, features: impl IntoIterator<Item = S>) -> Module {
        self.config.features = Some(features.into_iter().map(Into::into).collect());
        self
    }

    /// Generates only these operations: tags, operationIds, paths with `*`, or `webhooks`.
    pub fn only<S: Into<String>>(mut self, selectors: impl IntoIterator<Item = S>) -> Module {
        self.config.only = selectors.into_iter().map(Into::into).collect();
        self
    }

    /// Adds an overlay, which changes the description before it is read.
    pub fn overlay(mut self, path: impl Into<PathBuf>) -> Module {
        self.config.overlays.push(path.into());
        self
    }

    /// Sets the folder that contains all files of the description. Default: the folder of the
    /// description.
    pub fn root(mut self, path: impl Into<PathBuf>) -> Module {
        self.config.root = Some(path.into());
        self
    }

    /// Repairs errors that have one obvious repair, and reports them as warnings.
    pub fn lenient(mut self) -> Module {
        self.config.lenient = true;
        self
    }

    /// Reads the names and decisions of an earlier generation from a lock, so that they stay the
    /// same. Default: none.
    ///
    /// A build never writes it. It is the `clientwright.lock` of a client with the same
    /// description, and a missing file is an error.
    pub fn lock(mut self, path: impl Into<PathBuf>) -> Module {
        self.lock = Some(path.into());
        self
    }

    /// Writes the module to the folder `OUT_DIR`, and tells cargo which files it was generated
    /// from.
    ///
    /// Repaired and skipped parts of the description become warnings of cargo.
    ///
    /// # Errors
    ///
    /// Fails outside of a build script, if a file cannot be read or the description has errors, if
    /// Cargo.toml does not have the dependency that the module needs, or if writing fails.
    /// Diagnostics are printed to standard error.
    pub fn generate(self) -> Result<(), Error> {
        let dir = variable("CARGO_MANIFEST_DIR")?;
        self.generate_into(&dir, &variable("OUT_DIR")?)
    }

    fn generate_into(self, dir: &Path, out: &Path) -> Result<(), Error> {
        if !is_module_name(&self.name) {
            return Err(Error::usage(format!("`{}` is not a valid name for a module", self.name))
                .with_help("use a lower-case identifier of Rust, such as `api`"));
        }
        let client = Client::module(dir, "crate", &self.name, self.config);
        let sources = Arc::new(read(&client)?);
        let lock = self.lock.map(|path| dir.join(path));
        for path in sources.files().map(|(_, name, _)| Path::new(name)).chain(lock.as_deref()) {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        let output = output(&client, &sources, lock.as_deref())?;
        let manifest = dir.join("Cargo.toml");
        println!("cargo::rerun-if-changed={}", manifest.display());
        check_dependency(&manifest, &read_existing(&manifest)?.unwrap_or_default(), &output.manifest)?;
        warn(&sources, &output.report);
        write(&out.join(&self.name), &self.name, &output)
    }
}

/// Returns a variable that cargo sets for build scripts.
fn variable(name: &str) -> Result<PathBuf, Error> {
    std::env::var_os(name).map(PathBuf::from).ok_or_else(|| {
        Error::usage(format!("`{name}` is not set")).with_help("call this from a build script, which cargo runs")
    })
}

fn output(client: &Client, sources: &Arc<Sources>, lock: Option<&Path>) -> Result<Output, Error> {
    let lock = match lock {
        None => Lock::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| Error::io("read", path, &error))?;
            let parsed = Lock::parse(&text);
            parsed.map_err(|error| Error::refused(format!("cannot read `{}`: {error}", path.display())))?
        }
    };
    let output = clientwright::generate(sources, &options(client, &ClientDir::default()), &lock);
    let output = output.map_err(|report| reported(Failure::Description(sources.clone(), report), &client.name))?;
    if let Some(unknown) = unknown_features(client, &output).next() {
        return Err(Error::usage(format!("`{}` has no feature `{unknown}`", client.name))
            .with_help(format!("the features are {}", output.features.join(", "))));
    }
    Ok(output)
}

/// Prints repaired and skipped parts as warnings. Cargo shows one line of each.
fn warn(sources: &Sources, report: &Report) {
    let mut renderer = Renderer::new(sources, &report.diagnostics).with(look_ahead(sources));
    let is_warning = |level: Level| matches!(level, Level::Repaired | Level::Skipped);
    for diagnostic in report.diagnostics.iter().filter(|diagnostic| is_warning(diagnostic.level)) {
        let message = diagnostic.message.replace('\n', " ");
        println!("cargo::warning={}: {message} [{}]", renderer.position(&diagnostic.span), diagnostic.code.as_str());
    }
}

/// Writes the files that differ, and the file to include, which declares the module.
fn write(folder: &Path, name: &str, output: &Output) -> Result<(), Error> {
    let mut changes = Changes::default();
    source_changes(&mut changes, folder, &ClientDir::read_sources(folder)?, &output.files)?;
    let include = folder.with_file_name(format!("{name}.rs"));
    let text = format!("{HEADER}\n\n#[path = \"{name}/mod.rs\"]\npub mod {name};\n");
    changes.want(include.clone(), read_existing(&include)?.as_ref(), Cow::Owned(text));
    changes.apply()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Module;

    const DESCRIPTION: &str = include_str!("../../guide/stations.yaml");

    fn generated(module: Module, manifest: &str) -> (tempfile::TempDir, Result<(), String>) {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("stations.yaml"), DESCRIPTION).unwrap();
        fs::write(dir.path().join("Cargo.toml"), manifest).unwrap();
        let result = module.generate_into(dir.path(), &dir.path().join("out")).map_err(|error| error.to_string());
        (dir, result)
    }

    const MANIFEST: &str = "[dependencies]\nclientwright-runtime = { version = \"0.1\", default-features = false, features = [\n\
                            \"blocking\", \"download\", \"oauth2\", \"pages\", \"stream\"] }\n";

    #[test]
    fn only_out_dir_is_written() {
        let (dir, result) = generated(Module::new("stations", "stations.yaml").features(["blocking"]), MANIFEST);
        result.unwrap();
        let include = fs::read_to_string(dir.path().join("out/stations.rs")).unwrap();
        assert!(include.ends_with("\n#[path = \"stations/mod.rs\"]\npub mod stations;\n"), "{include}");
        assert!(dir.path().join("out/stations/mod.rs").exists());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3);
        assert!(!dir.path().join("out/stations/clientwright.lock").exists(), "names depend on the description only");
    }

    #[test]
    fn mistakes_are_errors() {
        let module = || Module::new("stations", "stations.yaml");
        let cases = [
            (Module::new("my-api", "stations.yaml"), MANIFEST, "`my-api` is not a valid name"),
            (Module::new("stations", "gone.yaml"), MANIFEST, "cannot read"),
            (module().features(["blokcing"]), MANIFEST, "has no feature `blokcing`"),
            (module().lock("gone.lock"), MANIFEST, "gone.lock"),
            (module(), MANIFEST, "write `clientwright-runtime = { "),
            (module(), "[package]\n", "has no dependency `clientwright-runtime`"),
        ];
        for (module, manifest, message) in cases {
            let (dir, result) = generated(module, manifest);
            let error = result.unwrap_err();
            assert!(error.contains(message), "{error}");
            assert!(!dir.path().join("out").exists());
        }
    }
}
