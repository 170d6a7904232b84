//! [`CrateDir`]: the files in the folder of a client. Must not know what they should contain.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clientwright::emit::TESTS;
use clientwright::print::HEADER;

use crate::stop::Stop;

/// The name of the lock.
pub(crate) const LOCK: &str = "clientwright.lock";
/// The end of the name of a file that is being written.
pub(crate) const TEMPORARY: &str = ".clientwright-new";
/// The end of the name of a file that is being replaced.
pub(crate) const BACKUP: &str = ".clientwright-old";

/// The files of a client.
#[derive(Debug, Default)]
pub(crate) struct CrateDir {
    /// The texts of the files in `src` and `tests/operations`, by path with `/` between folders.
    pub(crate) sources: BTreeMap<String, String>,
    /// Cargo.toml.
    pub(crate) manifest: Option<String>,
    /// The lock.
    pub(crate) lock: Option<String>,
    /// README.md.
    pub(crate) readme: Option<String>,
    /// There is a hand-written module.
    pub(crate) custom: bool,
    /// Temporary files of a run that was killed.
    pub(crate) leftovers: Vec<PathBuf>,
}

/// Returns `true` if the generator wrote a file.
pub(crate) fn is_generated(text: &str) -> bool {
    text.lines().next() == Some(HEADER)
}

impl CrateDir {
    /// Reads the folder. A missing folder is empty.
    pub(crate) fn read(dir: &Path) -> Result<CrateDir, Stop> {
        if dir.exists() && !dir.is_dir() {
            return Err(Stop::Usage(format!("{} is not a folder", dir.display())));
        }
        let mut found = CrateDir {
            manifest: read_optional(&dir.join("Cargo.toml"))?,
            lock: read_optional(&dir.join(LOCK))?,
            readme: read_optional(&dir.join("README.md"))?,
            custom: dir.join("src/custom/mod.rs").exists(),
            ..CrateDir::default()
        };
        found.leftovers_in(dir)?;
        found.walk(dir, &dir.join("src"))?;
        found.walk(dir, &dir.join(TESTS))?;
        Ok(found)
    }

    /// Returns `true` if there is a generated file, which requires a lock.
    pub(crate) fn has_generated(&self) -> bool {
        self.sources.values().any(|text| is_generated(text))
    }

    /// Returns `true` if there are generated tests. Later runs update them until they are removed.
    pub(crate) fn has_tests(&self) -> bool {
        self.sources.iter().any(|(path, text)| path.starts_with(TESTS) && is_generated(text))
    }

    fn leftovers_in(&mut self, folder: &Path) -> Result<(), Stop> {
        for entry in entries(folder)? {
            if is_leftover(&entry) {
                self.leftovers.push(entry);
            }
        }
        Ok(())
    }

    fn walk(&mut self, dir: &Path, folder: &Path) -> Result<(), Stop> {
        for entry in entries(folder)? {
            let custom = entry.strip_prefix(dir).is_ok_and(|path| path == Path::new("src/custom"));
            if entry.is_dir() && !custom {
                self.walk(dir, &entry)?;
            } else if is_leftover(&entry) {
                self.leftovers.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                let text = read_optional(&entry)?.unwrap_or_default();
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

/// Returns the path relative to a folder, with `/` on every platform.
fn relative(dir: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(dir).unwrap_or(path);
    relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let listed =
        fs::read_dir(folder).and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect());
    let mut paths: Vec<PathBuf> = listed.map_err(|error| Stop::io("read", folder, &error))?;
    paths.sort();
    Ok(paths)
}

/// Reads a file. Returns `None` if it does not exist.
pub(crate) fn read_optional(path: &Path) -> Result<Option<String>, Stop> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Stop::io("read", path, &error)),
    }
}
