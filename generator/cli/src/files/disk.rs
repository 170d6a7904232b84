//! The operations of a disk that are needed to write files. Tests can make any of them fail. Must
//! not know in which order they are used.

use std::fs;
use std::io;
use std::path::Path;

/// A disk.
pub(crate) trait Disk {
    /// Creates a folder and its parents.
    fn create_dir(&mut self, path: &Path) -> io::Result<()>;
    /// Writes a new file.
    fn write(&mut self, path: &Path, text: &str) -> io::Result<()>;
    /// Gives a file a second name.
    fn link(&mut self, from: &Path, to: &Path) -> io::Result<()>;
    /// Renames a file in one step, replacing the file that has the name.
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&mut self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_dir(&mut self, path: &Path) -> io::Result<()>;
}

/// The real disk. Files are not synced: they survive killed processes and full disks, and the next
/// run repairs damage from power failures.
#[derive(Debug)]
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn create_dir(&mut self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }
    fn write(&mut self, path: &Path, text: &str) -> io::Result<()> {
        fs::write(path, text)
    }
    fn link(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        // Not every file system has hard links.
        fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
    }
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }
    fn remove(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
    fn remove_dir(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}
