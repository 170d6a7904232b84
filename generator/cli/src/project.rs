//! Finds the clients of a crate or workspace, packages and modules, and reads their configurations.
//! Must not know generation.

use std::path::{Path, PathBuf};
use std::process::Command;

use clientwright::{Form, Module};
use serde::Deserialize;

use crate::client::{package_name, read_existing};
use crate::config::{self, Config};
use crate::error::Error;
use crate::files::resolved;

/// A client that has a configuration.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Client {
    /// The name of the package. For a module, that of the package and the module: `app::api`.
    pub name: String,
    /// The module, unless the client is a package.
    pub module: Option<String>,
    /// The folder of the crate.
    pub dir: PathBuf,
    /// The file of the configuration.
    pub file: PathBuf,
    /// The configuration. Its paths are relative to the folder.
    pub config: Config,
}

impl Client {
    /// Reads the client in a folder. Returns `None` if the folder is not a crate, or the crate is
    /// not a client.
    ///
    /// # Errors
    ///
    /// Fails if Cargo.toml cannot be read or parsed, or if its configuration is wrong.
    pub fn read(dir: &Path) -> Result<Option<Client>, Error> {
        let file = dir.join("Cargo.toml");
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("read", &file, &error)),
        };
        let Some(config) = config::from_manifest(&file, &text)? else { return Ok(None) };
        let Some(name) = package_name(&text) else {
            return Err(Error::usage(format!("`{}` has no `package.name`", file.display())));
        };
        Ok(Some(Client { name, module: None, dir: dir.to_owned(), file, config }))
    }

    /// Reads all clients in the folder of a crate: the crate itself, and its modules by name.
    ///
    /// # Errors
    ///
    /// As [`read`](Client::read), and if `clientwright.toml` cannot be read or is wrong.
    pub fn all(dir: &Path) -> Result<Vec<Client>, Error> {
        let mut clients: Vec<Client> = Client::read(dir)?.into_iter().collect();
        let file = dir.join(config::FILE);
        let Some(text) = read_existing(&file)? else { return Ok(clients) };
        let modules = config::from_file(&file, &text)?;
        let manifest = dir.join("Cargo.toml");
        let Some(package) = read_existing(&manifest)?.as_deref().and_then(package_name) else {
            return Err(Error::usage(format!("`{}` configures modules, and no crate has them", file.display()))
                .with_help(format!(
                    "move it next to the Cargo.toml of a crate: `{}` has no package",
                    manifest.display()
                )));
        };
        clients.extend(modules.into_iter().map(|(name, config)| Client::module(dir, &package, &name, config)));
        Ok(clients)
    }

    /// Creates a module of a package.
    pub(crate) fn module(dir: &Path, package: &str, name: &str, config: Config) -> Client {
        let file = dir.join(config::FILE);
        Client { name: format!("{package}::{name}"), module: Some(name.to_owned()), dir: dir.to_owned(), file, config }
    }

    /// Returns the table of the configuration, as a path of keys.
    pub(crate) fn table(&self) -> Vec<&str> {
        match &self.module {
            None => config::TABLE.to_vec(),
            Some(module) => vec![config::MODULES, module],
        }
    }

    /// Returns the folder of a module, below the folder of the crate. Returns `None` for a package.
    #[must_use]
    pub fn module_folder(&self) -> Option<PathBuf> {
        let module = self.module.as_ref()?;
        Some(self.config.folder.clone().unwrap_or_else(|| Path::new("src").join(module)))
    }

    /// Returns the form of the code to emit.
    #[must_use]
    pub fn form(&self) -> Form {
        let Some(folder) = self.module_folder() else { return Form::Package };
        let below = folder.strip_prefix("src").unwrap_or(&folder);
        let path = below.components().map(|part| part.as_os_str().to_string_lossy());
        let path = ["crate".into()].into_iter().chain(path).collect::<Vec<_>>().join("::");
        let mut module = Module::new(path);
        if let Some(features) = &self.config.features {
            module.features.clone_from(features);
        }
        Form::Module(module)
    }

    /// Returns the path of the description.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Usage`](crate::ErrorKind::Usage) if the configuration does not name
    /// it.
    pub fn description(&self) -> Result<PathBuf, Error> {
        match &self.config.description {
            Some(path) => Ok(self.dir.join(path)),
            None => Err(Error::usage(format!("`{}` does not name a description", self.file.display()))
                .with_help(format!("add `description = \"openapi.yaml\"` to `[{}]`", self.table().join(".")))),
        }
    }
}

/// Finds the clients that a command without arguments is for: those in `dir`, otherwise all of the
/// workspace that `dir` is in.
///
/// # Errors
///
/// Fails if there are none, or if cargo cannot read the workspace.
pub fn find(dir: &Path) -> Result<Vec<Client>, Error> {
    let here = Client::all(dir)?;
    if !here.is_empty() {
        return Ok(here);
    }
    let mut clients = Vec::new();
    for member in workspace(dir)?.members {
        clients.extend(Client::all(&member)?);
    }
    if clients.is_empty() {
        return Err(Error::usage(format!("no client in `{}`", dir.display()))
            .with_help("create one with `clientwright new <FILE|URL>`, or a module with `clientwright init <FILE|URL>`; or name the folder of one"));
    }
    Ok(clients)
}

/// Finds the clients in the folder of a crate, or the one in the folder of a module.
///
/// # Errors
///
/// As [`Client::all`].
pub fn in_folder(dir: &Path) -> Result<Vec<Client>, Error> {
    let here = Client::all(dir)?;
    if !here.is_empty() {
        return Ok(here);
    }
    let dir = resolved(dir)?;
    let Some(around) = dir.ancestors().skip(1).find(|around| around.join(config::FILE).is_file()) else {
        return Ok(Vec::new());
    };
    let mut clients = Client::all(around)?;
    clients.retain(|client| client.module_folder().is_some_and(|folder| around.join(folder) == dir));
    Ok(clients)
}

/// The workspace around a client.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Workspace {
    /// The folder of the workspace, or of the crate if it is in none.
    pub root: PathBuf,
    /// The folder of build output.
    pub target: PathBuf,
    /// The folders of the packages, sorted.
    pub members: Vec<PathBuf>,
}

/// Returns the workspace that a folder is in.
///
/// # Errors
///
/// Fails if cargo cannot be run or cannot read the workspace.
pub fn workspace(dir: &Path) -> Result<Workspace, Error> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
        workspace_root: PathBuf,
        target_directory: PathBuf,
    }
    #[derive(Deserialize)]
    struct Package {
        manifest_path: PathBuf,
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
    let output = Command::new(&cargo).args(arguments).current_dir(dir).output();
    let output = output.map_err(|error| Error::io("run", Path::new(&cargo), &error))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        let text = text.trim().trim_start_matches("error: ");
        return Err(Error::usage(format!("cargo cannot read the workspace of `{}`: {text}", dir.display())));
    }
    let metadata: Metadata = serde_json::from_slice(&output.stdout)
        .map_err(|error| Error::refused(format!("cannot read the output of `cargo metadata`: {error}")))?;
    let mut members: Vec<PathBuf> =
        metadata.packages.iter().filter_map(|package| package.manifest_path.parent()).map(Path::to_owned).collect();
    members.sort();
    Ok(Workspace { root: metadata.workspace_root, target: metadata.target_directory, members })
}
