//! Finds the clients of a crate or workspace, and reads their configurations. Must not know generation.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::client::package_name;
use crate::config::{self, Config};
use crate::error::Error;

/// A client that has a configuration.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Client {
    /// The name of the package.
    pub name: String,
    /// The folder of the crate.
    pub dir: PathBuf,
    /// The file of the configuration.
    pub file: PathBuf,
    /// The configuration. Its paths are relative to the folder.
    pub config: Config,
}

impl Client {
    /// Reads the client in a folder. Returns `None` if the folder is not a crate, or the crate is not a client.
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
        Ok(Some(Client { name, dir: dir.to_owned(), file, config }))
    }

    /// Returns the path of the description.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Usage`](crate::ErrorKind::Usage) if the configuration does not name it.
    pub fn description(&self) -> Result<PathBuf, Error> {
        match &self.config.description {
            Some(path) => Ok(self.dir.join(path)),
            None => Err(Error::usage(format!("`{}` does not name a description", self.file.display()))
                .with_help("add `description = \"openapi.yaml\"` to `[package.metadata.clientwright]`")),
        }
    }
}

/// Finds the clients that a command without arguments is for: the one in `dir`, otherwise all of the workspace that `dir` is in.
///
/// # Errors
///
/// Fails if there are none, or if cargo cannot read the workspace.
pub fn find(dir: &Path) -> Result<Vec<Client>, Error> {
    if let Some(client) = Client::read(dir)? {
        return Ok(vec![client]);
    }
    let members = workspace(dir)?.members;
    let clients: Vec<Client> =
        members.iter().filter_map(|dir| Client::read(dir).transpose()).collect::<Result<_, _>>()?;
    if clients.is_empty() {
        return Err(Error::usage(format!("no client in `{}`", dir.display()))
            .with_help("create one with `clientwright new <FILE|URL>`, or name the folder of one"));
    }
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
