//! The files of this repository that its packages are built from, for copies of them. Must not know
//! what a copy is for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::stop::Stop;

/// The copied files and folders: all packages of the workspace.
const PARTS: [&str; 6] = ["Cargo.toml", "Cargo.lock", "generator", "generated-client", "spec", "xtask"];
/// Files and folders that are never copied.
const EXCLUDED: [&str; 4] = ["target", ".git", "fuzz", "node_modules"];

/// Copies all files to a new folder.
pub(crate) fn copy(root: &Path, to: &Path) -> Result<(), Stop> {
    for path in listed(root)? {
        let (from, to) = (root.join(&path), to.join(&path));
        let folder = to.parent().unwrap_or(&to);
        fs::create_dir_all(folder)
            .and_then(|()| fs::copy(&from, &to))
            .map_err(|error| Stop::io("copy", &from, &error))?;
    }
    Ok(())
}

/// Returns the paths of all files, relative to `root`. Parts that do not exist have none.
pub(crate) fn listed(root: &Path) -> Result<BTreeSet<PathBuf>, Stop> {
    let mut paths = BTreeSet::new();
    for part in PARTS.iter().filter(|part| root.join(part).exists()) {
        files(root, Path::new(part), &mut paths)?;
    }
    Ok(paths)
}

/// Adds the files under a path of `root`, relative to `root`.
fn files(root: &Path, path: &Path, to: &mut BTreeSet<PathBuf>) -> Result<(), Stop> {
    let whole = root.join(path);
    if !whole.is_dir() {
        to.insert(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(&whole).map_err(|error| Stop::io("read", &whole, &error))? {
        let name = entry.map_err(|error| Stop::io("read", &whole, &error))?.file_name();
        if !EXCLUDED.iter().any(|excluded| name == *excluded) {
            files(root, &path.join(name), to)?;
        }
    }
    Ok(())
}
