//! `cargo xtask package`: packages the crates to be published, builds each from its package, and
//! tries the command as it would be installed. `publish` in their Cargo.toml says which ones they
//! are. Must not know the crates.

mod installed;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::stop::Stop;

/// The part of `cargo metadata` that is needed.
#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    target_directory: PathBuf,
}

/// A package of the workspace.
#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    version: String,
    /// The registries to publish to. `None` means any, an empty list none.
    publish: Option<Vec<String>>,
}

impl Package {
    fn is_published(&self) -> bool {
        self.publish.as_ref().is_none_or(|registries| !registries.is_empty())
    }

    /// Returns the name of its file and folder, without the extension.
    fn full_name(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }
}

/// Runs the command.
pub(crate) fn package() -> Result<(), Stop> {
    let Metadata { packages, target_directory } = metadata()?;
    let packages: Vec<Package> = packages.into_iter().filter(Package::is_published).collect();
    if packages.is_empty() {
        return Err(Stop::Refused("the workspace has no package to publish".to_owned()));
    }
    println!("{}", packages.iter().map(Package::full_name).collect::<Vec<_>>().join(", "));
    // Cargo would verify with sources that it unpacked in an earlier run, because the versions are the same.
    let mut arguments = vec!["package", "--quiet", "--allow-dirty", "--no-verify"];
    packages.iter().for_each(|package| arguments.extend(["-p", package.name.as_str()]));
    run(Command::new(cargo()).args(&arguments))?;
    installed::try_command(&packages, &target_directory.join("package"))
}

fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

fn metadata() -> Result<Metadata, Stop> {
    let output = Command::new(cargo()).args(["metadata", "--no-deps", "--format-version", "1"]).output();
    let output = output.map_err(|error| Stop::Usage(format!("cannot run cargo: {error}")))?;
    serde_json::from_slice(&output.stdout)
        .map_err(|error| Stop::Refused(format!("cannot read cargo metadata: {error}")))
}

/// Runs a command that has to succeed.
fn run(command: &mut Command) -> Result<(), Stop> {
    let status = command.status();
    let shown = format!("{} {}", program(command), words(command));
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Stop::Refused(format!("{shown} failed"))),
        Err(error) => Err(Stop::Usage(format!("cannot run {shown}: {error}"))),
    }
}

fn program(command: &Command) -> String {
    Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn words(command: &Command) -> String {
    command.get_args().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
