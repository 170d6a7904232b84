//! The copy of the sources in which mistakes are planted, with a target folder of its own that is kept, so that only what a mistake touches
//! is built again. Must not know what is proven.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::list::Mutant;
use crate::stop::Stop;

/// What is copied, from the root: all packages of the workspace. A fuzzer's is not of it.
const PARTS: [&str; 6] = ["Cargo.toml", "Cargo.lock", "generator", "generated-client", "spec", "xtask"];
/// What is not, wherever it lies.
const NOT: [&str; 4] = ["target", ".git", "fuzz", "node_modules"];

/// The copy.
pub(super) struct Scratch {
    /// What it is a copy of.
    root: PathBuf,
    /// Its own root.
    pub(super) dir: PathBuf,
}

impl Scratch {
    /// Copies what is not there yet or is another one. Files that are the same keep their times, by which cargo goes.
    pub(super) fn new(root: &Path) -> Result<Scratch, Stop> {
        let scratch = Scratch { root: root.to_owned(), dir: root.join("target/mutants/workspace") };
        let mut wanted = BTreeSet::new();
        for part in PARTS {
            files(root, Path::new(part), &mut wanted)?;
        }
        let mut there = BTreeSet::new();
        for part in PARTS.iter().filter(|part| scratch.dir.join(part).exists()) {
            files(&scratch.dir, Path::new(part), &mut there)?;
        }
        for path in there.difference(&wanted) {
            let path = scratch.dir.join(path);
            fs::remove_file(&path).map_err(|error| Stop::io("remove", &path, &error))?;
        }
        wanted.iter().try_for_each(|path| scratch.copy(path))?;
        Ok(scratch)
    }

    fn copy(&self, path: &Path) -> Result<(), Stop> {
        let (from, to) = (self.root.join(path), self.dir.join(path));
        let text = fs::read(&from).map_err(|error| Stop::io("read", &from, &error))?;
        put(&to, &text)
    }

    /// Writes the mistake into the copy of its file.
    pub(super) fn plant(&self, mutant: &Mutant) -> Result<(), Stop> {
        let from = self.root.join(&mutant.file);
        let text = fs::read_to_string(&from).map_err(|error| Stop::io("read", &from, &error))?;
        put(&self.dir.join(&mutant.file), mutant.planted(&text).as_bytes())
    }

    /// Takes it out again.
    pub(super) fn restore(&self, mutant: &Mutant) -> Result<(), Stop> {
        self.copy(&mutant.file)
    }
}

/// The files beneath a path of `root`, by their paths from there.
fn files(root: &Path, path: &Path, to: &mut BTreeSet<PathBuf>) -> Result<(), Stop> {
    let whole = root.join(path);
    if !whole.is_dir() {
        to.insert(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(&whole).map_err(|error| Stop::io("read", &whole, &error))? {
        let name = entry.map_err(|error| Stop::io("read", &whole, &error))?.file_name();
        if !NOT.iter().any(|not| name == *not) {
            files(root, &path.join(name), to)?;
        }
    }
    Ok(())
}

/// Writes a file where it is another one.
fn put(path: &Path, text: &[u8]) -> Result<(), Stop> {
    if fs::read(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| Stop::io("write", path, &error))
}
