//! Waits for changes of files. Must not know what the files are for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use notify::{RecursiveMode, Watcher};

use crate::error::Error;

/// The time for which files must be unchanged. Editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// Returns when one of the files has changed and no further change followed for 100 milliseconds.
///
/// # Errors
///
/// Fails with [`ErrorKind::Refused`](crate::ErrorKind::Refused) if the system cannot watch a folder.
pub fn wait(paths: &[PathBuf]) -> Result<(), Error> {
    let paths: BTreeSet<PathBuf> =
        paths.iter().map(|path| path.canonicalize().unwrap_or_else(|_| path.clone())).collect();
    let (sender, receiver) = mpsc::channel();
    let watcher = notify::recommended_watcher(sender);
    let mut watcher = watcher.map_err(|error| Error::refused(format!("cannot watch files: {error}")))?;
    // Folders are watched, as editors replace files.
    let folders: BTreeSet<&Path> = paths.iter().filter_map(|path| path.parent()).collect();
    for folder in folders {
        let watched = watcher.watch(folder, RecursiveMode::NonRecursive);
        watched.map_err(|error| Error::refused(format!("cannot watch `{}`: {error}", folder.display())))?;
    }
    let concerns = |event: &notify::Result<notify::Event>| {
        event.as_ref().is_ok_and(|event| !event.kind.is_access() && event.paths.iter().any(|path| paths.contains(path)))
    };
    let gone = || Error::refused("cannot watch files any more");
    while !concerns(&receiver.recv().map_err(|_| gone())?) {}
    loop {
        match receiver.recv_timeout(QUIET) {
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return Ok(()),
            Err(RecvTimeoutError::Disconnected) => return Err(gone()),
        }
    }
}
