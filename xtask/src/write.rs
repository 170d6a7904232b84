//! Writes all or nothing: every file beside its place first, then each renamed into it; where a step fails,
//! what was renamed is put back.
//!
//! The order makes a kill harmless: the lock comes first, so that the next run decides alike; a file is at its
//! place at every moment, old or new; and what lies beside is cleaned up by the next run.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use crate::crate_dir::{BACKUP, TEMPORARY};
use crate::disk::Disk;

/// What is to be done to a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes<'a> {
    /// The files to write, in order, with their texts.
    pub(crate) write: Vec<(PathBuf, Cow<'a, str>)>,
    /// The files to remove, after that.
    pub(crate) remove: Vec<PathBuf>,
}

impl<'a> Changes<'a> {
    /// Writes a file, unless its text is there already.
    pub(crate) fn want(&mut self, path: PathBuf, old: Option<&String>, text: Cow<'a, str>) {
        if old.map(String::as_str) != Some(&*text) {
            self.write.push((path, text));
        }
    }

    /// Whether there is nothing to do.
    pub(crate) fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }
}

/// Which file a step failed at.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) path: PathBuf,
    pub(crate) error: io::Error,
}

/// Makes the changes, or none of them.
pub(crate) fn apply(changes: &Changes<'_>, disk: &mut dyn Disk) -> Result<(), Failed> {
    let mut written: Vec<PathBuf> = Vec::new();
    for (path, text) in &changes.write {
        let temporary = beside(path, TEMPORARY);
        let folder = path.parent().unwrap_or(Path::new("."));
        // Named first: a file of which half was written is to be cleaned up too.
        written.push(temporary.clone());
        let made = disk.make_dir(folder).and_then(|()| disk.write(&temporary, text));
        if let Err(error) = made {
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
        if let Err(error) = take_away(path, disk, &mut done) {
            undo(&done, disk);
            return Err(Failed { path: path.clone(), error });
        }
    }
    let backups: Vec<PathBuf> = done.iter().filter(|step| step.had).map(|step| beside(&step.path, BACKUP)).collect();
    clean(&backups, disk);
    for path in &changes.remove {
        // A folder that still has something in it stays, and so do those above it.
        let mut folders = path.ancestors().skip(1);
        while folders.next().is_some_and(|folder| disk.remove_dir(folder).is_ok()) {}
    }
    Ok(())
}

/// A file that was replaced or removed; `had` says whether there was one before.
struct Done {
    path: PathBuf,
    had: bool,
}

fn replace(path: &Path, disk: &mut dyn Disk, done: &mut Vec<Done>) -> io::Result<()> {
    let had = path.exists();
    if had {
        disk.link(path, &beside(path, BACKUP))?;
    }
    done.push(Done { path: path.to_owned(), had });
    disk.rename(&beside(path, TEMPORARY), path)
}

fn take_away(path: &Path, disk: &mut dyn Disk, done: &mut Vec<Done>) -> io::Result<()> {
    disk.rename(path, &beside(path, BACKUP))?;
    done.push(Done { path: path.to_owned(), had: true });
    Ok(())
}

/// Puts everything back. What cannot be put back is as the new run has it, and `--check` will say so.
fn undo(done: &[Done], disk: &mut dyn Disk) {
    for step in done.iter().rev() {
        if step.had {
            let backup = beside(&step.path, BACKUP);
            let _ = disk.rename(&backup, &step.path);
            // POSIX: renaming one name of a file to another of its names does nothing, and both stay.
            if backup.exists() && step.path.exists() {
                let _ = disk.remove(&backup);
            }
        } else {
            let _ = disk.remove(&step.path);
        }
    }
}

/// Removes what lies beside. What cannot be removed is a leftover, which the next run removes.
fn clean(paths: &[PathBuf], disk: &mut dyn Disk) {
    for path in paths {
        let _ = disk.remove(path);
    }
}

/// The name of a file beside another.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}{ending}"))
}

#[cfg(test)]
mod tests;
