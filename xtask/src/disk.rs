//! [`Disk`]: the operations that writing needs, so that tests can let each of them fail. Must not know what is
//! written.

use std::fs;
use std::io;
use std::path::Path;

/// The operations of a disk.
pub(crate) trait Disk {
    /// Creates a folder and its parents.
    fn make_dir(&mut self, path: &Path) -> io::Result<()>;
    /// Writes a new file.
    fn write(&mut self, path: &Path, text: &str) -> io::Result<()>;
    /// Creates a second name for a file.
    fn link(&mut self, from: &Path, to: &Path) -> io::Result<()>;
    /// Renames a file atomically. An existing file with the new name is replaced.
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&mut self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_dir(&mut self, path: &Path) -> io::Result<()>;
}

/// The real disk. Nothing is synced: writing is safe against kills and full disks, and the next run repairs the
/// effects of a power failure.
#[derive(Debug)]
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn make_dir(&mut self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }
    fn write(&mut self, path: &Path, text: &str) -> io::Result<()> {
        fs::write(path, text)
    }
    fn link(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        // Some file systems have no hard links.
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
