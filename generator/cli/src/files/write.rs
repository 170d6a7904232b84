//! Applies changes to files, or none of them. Must not know what the files contain.
//!
//! Every new text is first written to a temporary file, then each is renamed to its place; if a step fails, the files that
//! were replaced are restored. A kill does no harm: the lock is written first, so that the next run makes the same decisions;
//! each file has its old or its new text at any moment; temporary files are removed by the next run.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::disk::{Disk, RealDisk};
use crate::error::Error;

/// The suffix of files that are being written.
pub(crate) const TEMPORARY: &str = ".clientwright-new";
/// The suffix of files that are being replaced.
pub(crate) const BACKUP: &str = ".clientwright-old";

/// Changes of files.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes<'a> {
    /// The files to write, in order, with their texts.
    pub write: Vec<(PathBuf, Cow<'a, str>)>,
    /// The files to remove afterwards.
    pub remove: Vec<PathBuf>,
}

impl<'a> Changes<'a> {
    /// Adds a file, unless it has this text already.
    pub fn want(&mut self, path: PathBuf, old: Option<&String>, text: Cow<'a, str>) {
        if old.map(String::as_str) != Some(&*text) {
            self.write.push((path, text));
        }
    }

    /// Returns `true` if there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }

    /// Writes and removes all files, or none of them.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Refused`](crate::ErrorKind::Refused) if a step fails. Everything is as it was then.
    pub fn apply(&self) -> Result<(), Error> {
        Ok(apply(self, &mut RealDisk)?)
    }
}

/// A step that failed.
#[derive(Debug)]
struct Failed {
    path: PathBuf,
    error: io::Error,
}

impl From<Failed> for Error {
    fn from(failed: Failed) -> Error {
        if failed.error.kind() == io::ErrorKind::Interrupted {
            return Error::refused("interrupted; nothing was changed");
        }
        Error::refused(format!("cannot write `{}`: {}", failed.path.display(), failed.error))
            .with_help("nothing was changed; free space or fix the permissions, then run the command again")
    }
}

/// `true` once the user wants the process to end.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Asks a running write to undo what it did. Call it when the user presses Ctrl-C.
///
/// Returns `true` if a write is running. It then ends the process with an error itself.
pub fn interrupt() -> bool {
    INTERRUPTED.store(true, Ordering::SeqCst);
    WRITING.load(Ordering::SeqCst)
}

/// Returns `true` if [`interrupt`] was called.
#[must_use]
pub fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// `true` while a write is running.
static WRITING: AtomicBool = AtomicBool::new(false);

fn check_interrupt() -> io::Result<()> {
    match INTERRUPTED.load(Ordering::SeqCst) {
        true => Err(io::Error::new(io::ErrorKind::Interrupted, "interrupted")),
        false => Ok(()),
    }
}

/// Applies all changes, or none of them.
fn apply(changes: &Changes<'_>, disk: &mut dyn Disk) -> Result<(), Failed> {
    WRITING.store(true, Ordering::SeqCst);
    let applied = apply_steps(changes, disk);
    WRITING.store(false, Ordering::SeqCst);
    applied
}

fn apply_steps(changes: &Changes<'_>, disk: &mut dyn Disk) -> Result<(), Failed> {
    let mut created = Vec::new();
    write_and_remove(changes, disk, &mut created).inspect_err(|_| {
        // A folder that is not empty stays: something else has put a file there.
        for folder in created.iter().rev() {
            let _ = disk.remove_dir(folder);
        }
    })
}

/// Applies all changes, or none of them. Adds the folders that were created, parents first.
fn write_and_remove(changes: &Changes<'_>, disk: &mut dyn Disk, created: &mut Vec<PathBuf>) -> Result<(), Failed> {
    let written = write_temporary(changes, disk, created)?;
    let mut done = Vec::new();
    let mut steps =
        changes.write.iter().map(|(path, _)| (path, true)).chain(changes.remove.iter().map(|path| (path, false)));
    let failed = steps.find_map(|(path, is_new)| {
        let step = check_interrupt()
            .and_then(|()| if is_new { replace(path, disk, &mut done) } else { set_aside(path, disk, &mut done) });
        step.err().map(|error| Failed { path: path.clone(), error })
    });
    if let Some(failed) = failed {
        undo(&done, disk);
        clean(&written, disk);
        return Err(failed);
    }
    let backups: Vec<PathBuf> =
        done.iter().filter(|step| step.existed).map(|step| sibling(&step.path, BACKUP)).collect();
    clean(&backups, disk);
    for path in &changes.remove {
        // Removing stops at the first folder that is not empty.
        let mut folders = path.ancestors().skip(1);
        while folders.next().is_some_and(|folder| disk.remove_dir(folder).is_ok()) {}
    }
    Ok(())
}

/// Writes all new texts to temporary files, and returns their paths.
fn write_temporary(
    changes: &Changes<'_>,
    disk: &mut dyn Disk,
    created: &mut Vec<PathBuf>,
) -> Result<Vec<PathBuf>, Failed> {
    let mut written = Vec::new();
    for (path, text) in &changes.write {
        let temporary = sibling(path, TEMPORARY);
        let folder = path.parent().unwrap_or(Path::new("."));
        let missing = folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        created.extend(missing.into_iter().rev());
        // Added first, because a file that was written in part has to be removed too.
        written.push(temporary.clone());
        let step = check_interrupt().and_then(|()| disk.create_dir(folder));
        if let Err(error) = step.and_then(|()| disk.write(&temporary, text)) {
            clean(&written, disk);
            return Err(Failed { path: path.clone(), error });
        }
    }
    Ok(written)
}

/// A file that was replaced or removed.
struct Done {
    path: PathBuf,
    existed: bool,
}

fn replace(path: &Path, disk: &mut dyn Disk, done: &mut Vec<Done>) -> io::Result<()> {
    let existed = path.exists();
    if existed {
        disk.link(path, &sibling(path, BACKUP))?;
    }
    done.push(Done { path: path.to_owned(), existed });
    disk.rename(&sibling(path, TEMPORARY), path)
}

fn set_aside(path: &Path, disk: &mut dyn Disk, done: &mut Vec<Done>) -> io::Result<()> {
    disk.rename(path, &sibling(path, BACKUP))?;
    done.push(Done { path: path.to_owned(), existed: true });
    Ok(())
}

/// Restores all files. A file that cannot be restored has its new text, and `--check` reports it.
fn undo(done: &[Done], disk: &mut dyn Disk) {
    for step in done.iter().rev() {
        if step.existed {
            let backup = sibling(&step.path, BACKUP);
            let _ = disk.rename(&backup, &step.path);
            // POSIX: renaming a file to another of its own names has no effect, and both names stay.
            if backup.exists() && step.path.exists() {
                let _ = disk.remove(&backup);
            }
        } else {
            let _ = disk.remove(&step.path);
        }
    }
}

/// Removes temporary files. Those that cannot be removed are removed by the next run.
fn clean(paths: &[PathBuf], disk: &mut dyn Disk) {
    for path in paths {
        let _ = disk.remove(path);
    }
}

/// Returns the name of a hidden file in the same folder.
fn sibling(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}{ending}"))
}

#[cfg(test)]
mod tests;
