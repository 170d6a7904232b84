//! The copy of the sources in which mutants are planted. It keeps its own target folder, so that
//! only changed packages are compiled again. Must not know the proof.

use std::fs;
use std::path::{Path, PathBuf};

use super::list::Mutant;
use crate::sources;
use crate::stop::Stop;

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
        let (wanted, existing) = (sources::listed(root)?, sources::listed(&scratch.dir)?);
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

/// Writes a file if its content changed.
fn write_if_changed(path: &Path, text: &[u8]) -> Result<(), Stop> {
    if fs::read(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| Stop::io("write", path, &error))
}
