//! The folder of a client as it stands: which files are the generator's, what is left of a run that was killed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clientwright::emit::TESTS;
use clientwright::print::HEADER;

use crate::stop::Stop;

/// The lock's name in the folder.
pub(crate) const LOCK: &str = "clientwright.lock";
/// What the name of a file that is being written ends with.
pub(crate) const TEMPORARY: &str = ".clientwright-new";
/// What the name of a file that is being replaced ends with.
pub(crate) const BACKUP: &str = ".clientwright-old";

/// What is in the folder.
#[derive(Debug, Default)]
pub(crate) struct CrateDir {
    /// The texts of the files below `src` and `tests/operations`, by path with `/` between folders.
    pub(crate) sources: BTreeMap<String, String>,
    /// Cargo.toml.
    pub(crate) manifest: Option<String>,
    /// The lock.
    pub(crate) lock: Option<String>,
    /// README.md.
    pub(crate) readme: Option<String>,
    /// Whether there is a hand-written module.
    pub(crate) custom: bool,
    /// Files that a killed run has left.
    pub(crate) leftovers: Vec<PathBuf>,
}

/// Whether a file is the generator's.
pub(crate) fn is_ours(text: &str) -> bool {
    text.lines().next() == Some(HEADER)
}

impl CrateDir {
    /// Reads the folder; one that is not there is empty.
    pub(crate) fn read(dir: &Path) -> Result<CrateDir, Stop> {
        if dir.exists() && !dir.is_dir() {
            return Err(Stop::Usage(format!("{} is no folder", dir.display())));
        }
        let mut found = CrateDir {
            manifest: read_if_there(&dir.join("Cargo.toml"))?,
            lock: read_if_there(&dir.join(LOCK))?,
            readme: read_if_there(&dir.join("README.md"))?,
            custom: dir.join("src/custom/mod.rs").exists(),
            ..CrateDir::default()
        };
        found.leftovers_in(dir)?;
        found.walk(dir, &dir.join("src"))?;
        found.walk(dir, &dir.join(TESTS))?;
        Ok(found)
    }

    /// Whether a file is the generator's, so that there should be a lock.
    pub(crate) fn has_ours(&self) -> bool {
        self.sources.values().any(|text| is_ours(text))
    }

    /// Whether tests of the operations were asked for: they stay until their files are removed.
    pub(crate) fn has_tests(&self) -> bool {
        self.sources.iter().any(|(path, text)| path.starts_with(TESTS) && is_ours(text))
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
                let text = read_if_there(&entry)?.unwrap_or_default();
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

/// The path below a folder, with `/` on every platform.
fn relative(dir: &Path, path: &Path) -> String {
    let below = path.strip_prefix(dir).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let listed = fs::read_dir(folder).and_then(|entries| entries.map(|entry| entry.map(|of| of.path())).collect());
    let mut paths: Vec<PathBuf> = listed.map_err(|error| Stop::io("read", folder, &error))?;
    paths.sort();
    Ok(paths)
}

/// The text of a file; `None` where there is none.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<String>, Stop> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Stop::io("read", path, &error)),
    }
}
