//! What writing needs of a disk, so that tests can let any step of it fail.

use std::fs;
use std::io;
use std::path::Path;

/// The few things that are done to a disk.
pub(crate) trait Disk {
    /// Makes a folder and those above it.
    fn make_dir(&mut self, path: &Path) -> io::Result<()>;
    /// Writes a new file.
    fn write(&mut self, path: &Path, text: &str) -> io::Result<()>;
    /// Gives a file a second name.
    fn link(&mut self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file another name, in place of the file that has it, in one step.
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&mut self, path: &Path) -> io::Result<()>;
    /// Removes a folder that has nothing in it.
    fn remove_dir(&mut self, path: &Path) -> io::Result<()>;
}

/// The real one. Nothing is flushed to the platter: the promise is about kills and full disks, and what a
/// power cut spoils, the next run makes again.
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
