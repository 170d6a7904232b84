//! Reads the folder of a client: which files are generated, and which are leftovers of a run that
//! was killed. Must not change any of them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clientwright::Lock;
use clientwright::emit::TESTS;
use clientwright::print::HEADER;

use crate::error::Error;
use crate::files::{BACKUP, TEMPORARY};

/// The file name of the lock.
pub const LOCK: &str = "clientwright.lock";

/// The files of a client.
#[derive(Debug, Default)]
pub struct ClientDir {
    /// The texts of the files in `src` and `tests/operations`, or in the folder of a module, by
    /// path with `/` between folders.
    pub sources: BTreeMap<String, String>,
    /// The text of Cargo.toml.
    pub manifest: Option<String>,
    /// The text of the lock.
    pub lock: Option<String>,
    /// The text of README.md.
    pub readme: Option<String>,
    /// `true` if there is a module `custom`, which is written by hand.
    pub custom: bool,
    /// Temporary files of a run that was killed.
    pub leftovers: Vec<PathBuf>,
}

/// Returns `true` if the text of a file was generated.
pub(crate) fn is_generated(text: &str) -> bool {
    text.lines().next() == Some(HEADER)
}

impl ClientDir {
    /// Reads the folder. A folder that does not exist is empty.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Usage`](crate::ErrorKind::Usage) if it is not a folder, or if a file
    /// cannot be read.
    pub fn read(dir: &Path) -> Result<ClientDir, Error> {
        if dir.exists() && !dir.is_dir() {
            return Err(Error::usage(format!("`{}` is not a folder", dir.display())));
        }
        let mut found = ClientDir {
            manifest: read_existing(&dir.join("Cargo.toml"))?,
            lock: read_existing(&dir.join(LOCK))?,
            readme: read_existing(&dir.join("README.md"))?,
            custom: dir.join("src/custom/mod.rs").exists(),
            ..ClientDir::default()
        };
        found.leftovers.extend(entries(dir)?.into_iter().filter(|path| is_leftover(path)));
        found.walk(dir, &dir.join("src"))?;
        found.walk(dir, &dir.join(TESTS))?;
        Ok(found)
    }

    /// Reads a module: the files in its folder, and the Cargo.toml of its crate.
    ///
    /// # Errors
    ///
    /// As [`read`](ClientDir::read).
    pub(crate) fn read_module(dir: &Path, folder: &Path) -> Result<ClientDir, Error> {
        let mut found = ClientDir {
            manifest: read_existing(&dir.join("Cargo.toml"))?,
            lock: read_existing(&folder.join(LOCK))?,
            ..ClientDir::default()
        };
        found.walk(folder, folder)?;
        Ok(found)
    }

    /// Reads the files in a folder, without a lock or Cargo.toml.
    ///
    /// # Errors
    ///
    /// As [`read`](ClientDir::read).
    pub(crate) fn read_sources(folder: &Path) -> Result<ClientDir, Error> {
        let mut found = ClientDir::default();
        found.walk(folder, folder)?;
        Ok(found)
    }

    /// Returns `true` if there are generated files, so that there should be a lock.
    #[must_use]
    pub fn has_generated(&self) -> bool {
        self.sources.values().any(|text| is_generated(text))
    }

    /// Returns `true` if there are generated tests of operations.
    #[must_use]
    pub fn has_tests(&self) -> bool {
        self.sources.iter().any(|(path, text)| path.starts_with(TESTS) && is_generated(text))
    }

    /// Reads the lock; with `new_names` it is ignored. It must not be missing if there are
    /// generated files, because their names could change.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Refused`](crate::ErrorKind::Refused) if it is missing or cannot be
    /// read.
    pub fn read_lock(&self, dir: &Path, new_names: bool) -> Result<Lock, Error> {
        let path = dir.join(LOCK);
        let help = format!(
            "restore it from version control (`git checkout -- {}`), or start over with `--new-names`",
            path.display()
        );
        match &self.lock {
            _ if new_names => Ok(Lock::default()),
            Some(text) => Lock::parse(text)
                .map_err(|error| Error::refused(format!("cannot read `{}`: {error}", path.display())).with_help(help)),
            None if self.has_generated() => {
                let message = format!("`{}` is missing, and names could change without it", path.display());
                Err(Error::refused(message).with_help(help))
            }
            None => Ok(Lock::default()),
        }
    }

    fn walk(&mut self, dir: &Path, folder: &Path) -> Result<(), Error> {
        for entry in entries(folder)? {
            let is_custom = entry.strip_prefix(dir).is_ok_and(|path| path == Path::new("src/custom"));
            // A folder with a lock belongs to another client: a module.
            let is_other = entry.join(LOCK).exists();
            if entry.is_dir() && !is_custom && !is_other {
                self.walk(dir, &entry)?;
            } else if is_leftover(&entry) {
                self.leftovers.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                let text = read_existing(&entry)?.unwrap_or_default();
                self.sources.insert(relative(dir, &entry), text);
            }
        }
        Ok(())
    }
}

fn is_leftover(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.ends_with(TEMPORARY) || name.ends_with(BACKUP)
}

/// Returns the path below a folder, with `/` on every platform.
fn relative(dir: &Path, path: &Path) -> String {
    let below = path.strip_prefix(dir).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let listed = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut paths: Vec<PathBuf> = listed.map_err(|error: io::Error| Error::io("read", folder, &error))?;
    paths.sort();
    Ok(paths)
}

/// Reads a file that may not exist.
pub(crate) fn read_existing(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", path, &error)),
    }
}
