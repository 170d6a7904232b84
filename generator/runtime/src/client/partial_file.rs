//! [`PartialFile`]: a file that is being downloaded. Its bytes are in `NAME.part`, which is renamed
//! to `NAME` when it is complete. `NAME.part.from` has the validator with which the download
//! resumes. Must not know servers.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file that is being downloaded. Dropped before it is complete, it stays if it can be resumed,
/// and is removed otherwise.
pub(super) struct PartialFile {
    path: PathBuf,
    part: PathBuf,
    marker: PathBuf,
    file: fs::File,
    /// `true` if `NAME.part.from` describes the bytes.
    is_marked: bool,
}

/// The error of a file.
#[derive(Debug)]
pub(super) struct WriteError {
    /// The file.
    pub(super) path: PathBuf,
    /// The cause.
    pub(super) error: io::Error,
}

impl PartialFile {
    /// Opens the partial file for a path. Bytes of an earlier run are kept.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be created.
    pub(super) fn open(path: &Path) -> Result<PartialFile, WriteError> {
        let fail = |path: &Path, error| WriteError { path: path.to_owned(), error };
        let Some(name) = path.file_name().filter(|_| !path.is_dir()) else {
            return Err(fail(path, io::Error::new(io::ErrorKind::InvalidInput, "the path does not name a file")));
        };
        let with_suffix = |suffix: &str| {
            let mut name = OsString::from(name);
            name.push(suffix);
            path.with_file_name(name)
        };
        let (part, marker) = (with_suffix(".part"), with_suffix(".part.from"));
        let file = fs::File::options().create(true).truncate(false).write(true).open(&part);
        let file = file.map_err(|error| fail(&part, error))?;
        let is_marked = marker.is_file();
        Ok(PartialFile { path: path.to_owned(), part, marker, file, is_marked })
    }

    /// Returns the number of bytes of an earlier run of the same request, and their validator.
    pub(super) fn resume_point(&mut self, request: &str) -> Option<(u64, String)> {
        let text = fs::read_to_string(&self.marker).ok()?;
        let (recorded, validator) = text.trim_end_matches('\n').split_once('\n')?;
        let length = self.file.seek(SeekFrom::End(0)).ok()?;
        (recorded == request && length > 0).then(|| (length, validator.to_owned()))
    }

    /// Starts over with an empty file. With a validator, the request can be resumed later.
    ///
    /// # Errors
    ///
    /// Fails if the disk does.
    pub(super) fn restart(&mut self, request: &str, validator: Option<&str>) -> Result<(), WriteError> {
        // In this order, so that a validator never describes other bytes.
        self.unmark()?;
        let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
        emptied.map_err(|error| self.part_error(error))?;
        let Some(validator) = validator else { return Ok(()) };
        self.is_marked = true;
        fs::write(&self.marker, format!("{request}\n{validator}\n"))
            .map_err(|error| WriteError { path: self.marker.clone(), error })
    }

    fn unmark(&mut self) -> Result<(), WriteError> {
        self.is_marked = false;
        match fs::remove_file(&self.marker) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(WriteError { path: self.marker.clone(), error })
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Appends to the bytes already in the file.
    ///
    /// # Errors
    ///
    /// Fails if the disk does.
    pub(super) fn append_at(&mut self, length: u64) -> Result<(), WriteError> {
        self.file.seek(SeekFrom::Start(length)).map(|_| ()).map_err(|error| self.part_error(error))
    }

    /// Writes received bytes.
    ///
    /// # Errors
    ///
    /// Fails if the disk does.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        self.file.write_all(bytes).map_err(|error| self.part_error(error))
    }

    /// Renames the complete file to its path. It replaces an existing file.
    ///
    /// # Errors
    ///
    /// Fails if the disk does.
    pub(super) fn finish(&mut self) -> Result<(), WriteError> {
        fs::rename(&self.part, &self.path).map_err(|error| WriteError { path: self.path.clone(), error })?;
        // A marker that cannot be removed is harmless: without the partial file, nothing is
        // resumed.
        let _ = self.unmark();
        Ok(())
    }

    fn part_error(&self, error: io::Error) -> WriteError {
        WriteError { path: self.part.clone(), error }
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if !self.is_marked {
            // After `finish` there is none. A file that cannot be removed is overwritten the next
            // time.
            let _ = fs::remove_file(&self.part);
        }
    }
}
