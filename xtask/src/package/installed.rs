//! Tries the command as its users have it: the packages are unpacked in a folder outside of this
//! repository and installed with patches for each other; the installed command makes a client,
//! whose example runs. Must not use a file of the repository, except for the packages, a
//! description, and the versions in Cargo.lock.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Package, cargo, run};
use crate::stop::Stop;

/// The package of the command.
const COMMAND: &str = "clientwright-cli";
/// The description of the client.
const DESCRIPTION: &str = "generator/guide/stations.yaml";

/// Installs the command from the packages in a folder, and makes a client with it.
pub(super) fn try_command(packages: &[Package], folder: &Path) -> Result<(), Stop> {
    let dir = tempfile::tempdir().map_err(|error| Stop::Usage(format!("no temporary folder: {error}")))?;
    let target = folder.join("installed");
    let (unpacked, work) = (dir.path().join("packages"), dir.path().join("work"));
    [&unpacked, &work].into_iter().try_for_each(|dir| create_dir(dir))?;
    unpack(packages, folder, &unpacked)?;
    check(packages, &unpacked, &target)?;
    let command = install(packages, &unpacked, dir.path(), &target)?;
    copy(Path::new(DESCRIPTION), &work.join("stations.yaml"))?;
    run(Command::new(&command).current_dir(&work).args(["new", "stations.yaml", "client"]))?;
    let client = work.join("client");
    copy(Path::new("Cargo.lock"), &client.join("Cargo.lock"))?;
    run(outside(&client, &target).args(["run", "--quiet", "--offline", "--example", "first"]))?;
    run(Command::new(&command).current_dir(&client).args(["generate", "--check"]))?;
    let mut prove = Command::new(&command);
    run(prove.current_dir(&client).arg("prove").env("CARGO_NET_OFFLINE", "true").env("CARGO_TARGET_DIR", &target))?;
    println!("the installed command makes a client whose example runs, and proves it");
    Ok(())
}

/// Unpacks the packages side by side, as members of a workspace whose members replace those of the
/// registry.
fn unpack(packages: &[Package], folder: &Path, dir: &Path) -> Result<(), Stop> {
    let names: Vec<String> = packages.iter().map(Package::full_name).collect();
    let mut manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n[patch.crates-io]\n");
    for (package, name) in packages.iter().zip(&names) {
        let file = folder.join(format!("{name}.crate"));
        run(Command::new("tar").arg("-xzf").arg(&file).arg("-C").arg(dir))?;
        manifest += &format!("{} = {{ path = {name:?} }}\n", package.name);
    }
    let path = dir.join("Cargo.toml");
    fs::write(&path, manifest).map_err(|error| Stop::io("write", &path, &error))?;
    copy(Path::new("Cargo.lock"), &dir.join("Cargo.lock"))
}

/// Compiles each package alone, so that no package depends on the features that another enables.
fn check(packages: &[Package], unpacked: &Path, target: &Path) -> Result<(), Stop> {
    // The versions are those of this repository. Only its own packages are resolved anew.
    run(outside(unpacked, target).args(["update", "--quiet", "--workspace", "--offline"]))?;
    packages.iter().try_for_each(|package| {
        let arguments = ["check", "--quiet", "--locked", "--offline", "-p", package.name.as_str()];
        run(outside(unpacked, target).args(arguments))
    })
}

/// Installs the command to `root` and returns its path.
fn install(packages: &[Package], unpacked: &Path, root: &Path, target: &Path) -> Result<PathBuf, Stop> {
    let package = packages.iter().find(|package| package.name == COMMAND);
    let package = package.ok_or_else(|| Stop::Refused(format!("{COMMAND} is not published")))?;
    let mut install = outside(unpacked, target);
    install.args(["install", "--quiet", "--debug", "--locked", "--offline", "--no-track", "--root"]).arg(root);
    run(install.arg("--path").arg(package.full_name()))?;
    Ok(root.join("bin").join(format!("clientwright{}", std::env::consts::EXE_SUFFIX)))
}

/// Returns a cargo command that is independent of the build of this repository. Its output goes to
/// a folder of its own.
fn outside(dir: &Path, target: &Path) -> Command {
    let mut command = Command::new(cargo());
    command.current_dir(dir).env("CARGO_TARGET_DIR", target);
    let inherited = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for name in inherited.filter(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
        command.env_remove(name);
    }
    command
}

fn create_dir(path: &Path) -> Result<(), Stop> {
    fs::create_dir_all(path).map_err(|error| Stop::io("create", path, &error))
}

fn copy(from: &Path, to: &Path) -> Result<(), Stop> {
    fs::copy(from, to).map(drop).map_err(|error| Stop::io("copy", from, &error))
}
