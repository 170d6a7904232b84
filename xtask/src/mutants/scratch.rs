//! The copy of the sources in which mutants are planted. It keeps its own target folder, so that
//! only changed packages are compiled again. Must not know the proof.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::list::Mutant;
use crate::stop::Stop;

/// The copied files and folders: all packages of the workspace.
const PARTS: [&str; 6] = ["Cargo.toml", "Cargo.lock", "generator", "generated-client", "spec", "xtask"];
/// Files and folders that are never copied.
const EXCLUDED: [&str; 4] = ["target", ".git", "fuzz", "node_modules"];

/// The copy.
pub(super) struct Scratch {
    /// The root of the original.
    root: PathBuf,
    /// The root of the copy.
    pub(super) dir: PathBuf,
}

impl Scratch {
    /// Copies new and changed files. The others keep their modification times, which cargo
    /// compares.
    pub(super) fn new(root: &Path) -> Result<Scratch, Stop> {
        let scratch = Scratch { root: root.to_owned(), dir: root.join("target/mutants/workspace") };
        let mut wanted = BTreeSet::new();
        for part in PARTS {
            files(root, Path::new(part), &mut wanted)?;
        }
        let mut existing = BTreeSet::new();
        for part in PARTS.iter().filter(|part| scratch.dir.join(part).exists()) {
            files(&scratch.dir, Path::new(part), &mut existing)?;
        }
        for path in existing.difference(&wanted) {
            let path = scratch.dir.join(path);
            fs::remove_file(&path).map_err(|error| Stop::io("remove", &path, &error))?;
        }
        wanted.iter().try_for_each(|path| scratch.copy(path))?;
        Ok(scratch)
    }

    fn copy(&self, path: &Path) -> Result<(), Stop> {
        let (from, to) = (self.root.join(path), self.dir.join(path));
        let text = fs::read(&from).map_err(|error| Stop::io("read", &from, &error))?;
        write_if_changed(&to, &text)
    }

    /// Plants a mutant in the copy of its file.
    pub(super) fn plant(&self, mutant: &Mutant) -> Result<(), Stop> {
        let from = self.root.join(&mutant.file);
        let text = fs::read_to_string(&from).map_err(|error| Stop::io("read", &from, &error))?;
        write_if_changed(&self.dir.join(&mutant.file), mutant.plant(&text).as_bytes())
    }

    /// Removes a mutant.
    pub(super) fn restore(&self, mutant: &Mutant) -> Result<(), Stop> {
        self.copy(&mutant.file)
    }
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

/// Writes a file if its content changed.
fn write_if_changed(path: &Path, text: &[u8]) -> Result<(), Stop> {
    if fs::read(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| Stop::io("write", path, &error))
}
