//! Writes all files or none: each is written next to its destination and then renamed. If a step fails, all
//! renamed files are restored. Must not know what the files are.
//!
//! The order makes a kill harmless: the lock comes first, so that the next run makes the same decisions; every file
//! exists at every moment, old or new; and the next run removes temporary files.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use crate::crate_dir::{BACKUP, TEMPORARY};
use crate::disk::Disk;

/// The changes of a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes<'a> {
    /// The files to write, in order, with their texts.
    pub(crate) write: Vec<(PathBuf, Cow<'a, str>)>,
    /// The files to remove afterwards.
    pub(crate) remove: Vec<PathBuf>,
}

impl<'a> Changes<'a> {
    /// Adds a file to write, unless its text is the same.
    pub(crate) fn want(&mut self, path: PathBuf, old: Option<&String>, text: Cow<'a, str>) {
        if old.map(String::as_str) != Some(&*text) {
            self.write.push((path, text));
        }
    }

    /// Returns `true` if there is nothing to do.
    pub(crate) fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }
}

/// The file and error of a failed step.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) path: PathBuf,
    pub(crate) error: io::Error,
}

/// Makes all changes, or none of them.
pub(crate) fn apply(changes: &Changes<'_>, disk: &mut dyn Disk) -> Result<(), Failed> {
    let mut written: Vec<PathBuf> = Vec::new();
    for (path, text) in &changes.write {
        let temporary = temporary_path(path, TEMPORARY);
        let folder = path.parent().unwrap_or(Path::new("."));
        // Added first, so that a partly written file is removed too.
        written.push(temporary.clone());
        let result = disk.make_dir(folder).and_then(|()| disk.write(&temporary, text));
        if let Err(error) = result {
            clean(&written, disk);
            return Err(Failed { path: path.clone(), error });
        }
    }
    let mut done = Vec::new();
    for (path, _) in &changes.write {
        if let Err(error) = replace(path, disk, &mut done) {
            undo(&done, disk);
            clean(&written, disk);
            return Err(Failed { path: path.clone(), error });
        }
    }
    for path in &changes.remove {
        if let Err(error) = remove(path, disk, &mut done) {
            undo(&done, disk);
            return Err(Failed { path: path.clone(), error });
        }
    }
    let backups: Vec<PathBuf> =
        done.iter().filter(|step| step.existed).map(|step| temporary_path(&step.path, BACKUP)).collect();
    clean(&backups, disk);
    for path in &changes.remove {
        // Folders that are not empty remain.
        let mut folders = path.ancestors().skip(1);
        while folders.next().is_some_and(|folder| disk.remove_dir(folder).is_ok()) {}
    }
    Ok(())
}

/// A file that was replaced or removed.
struct Done {
    path: PathBuf,
    /// The file existed before.
    existed: bool,
}

fn replace(path: &Path, disk: &mut dyn Disk, done: &mut Vec<Done>) -> io::Result<()> {
    let existed = path.exists();
    if existed {
        disk.link(path, &temporary_path(path, BACKUP))?;
    }
    done.push(Done { path: path.to_owned(), existed });
    disk.rename(&temporary_path(path, TEMPORARY), path)
}

fn remove(path: &Path, disk: &mut dyn Disk, done: &mut Vec<Done>) -> io::Result<()> {
    disk.rename(path, &temporary_path(path, BACKUP))?;
    done.push(Done { path: path.to_owned(), existed: true });
    Ok(())
}

/// Restores all files. A file that cannot be restored has its new text, and `--check` reports it.
fn undo(done: &[Done], disk: &mut dyn Disk) {
    for step in done.iter().rev() {
        if step.existed {
            let backup = temporary_path(&step.path, BACKUP);
            let _ = disk.rename(&backup, &step.path);
            // POSIX: renaming a file to another of its own names does nothing, and both remain.
            if backup.exists() && step.path.exists() {
                let _ = disk.remove(&backup);
            }
        } else {
            let _ = disk.remove(&step.path);
        }
    }
}

/// Removes temporary files. The next run removes those that cannot be removed now.
fn clean(paths: &[PathBuf], disk: &mut dyn Disk) {
    for path in paths {
        let _ = disk.remove(path);
    }
}

/// Returns the path of a temporary file next to another file.
pub(crate) fn temporary_path(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}{ending}"))
}

#[cfg(test)]
mod tests;
