//! [`Part`]: a file while it comes. Its bytes are in `NAME.part` beside its place, which gets it when it is whole; by what they can be gone
//! on from is in `NAME.part.from`. Must not know servers.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file while it comes. Dropped before it is whole it stays where it can be gone on from, else it is removed.
pub(super) struct Part {
    path: PathBuf,
    part: PathBuf,
    from: PathBuf,
    file: fs::File,
    /// Whether `NAME.part.from` says what the bytes are of.
    marked: bool,
}

/// What the disk refused.
#[derive(Debug)]
pub(super) struct Unwritable {
    /// The file.
    pub(super) path: PathBuf,
    /// Why.
    pub(super) error: io::Error,
}

impl Part {
    /// For a file at this place. What is there of an earlier run stays as it is.
    ///
    /// # Errors
    /// Where there can be no such file.
    pub(super) fn at(path: &Path) -> Result<Part, Unwritable> {
        let fail = |path: &Path, error| Unwritable { path: path.to_owned(), error };
        let Some(name) = path.file_name().filter(|_| !path.is_dir()) else {
            return Err(fail(path, io::Error::new(io::ErrorKind::InvalidInput, "it is no name of a file")));
        };
        let beside = |ending: &str| {
            let mut name = OsString::from(name);
            name.push(ending);
            path.with_file_name(name)
        };
        let (part, from) = (beside(".part"), beside(".part.from"));
        let file = fs::File::options().create(true).truncate(false).write(true).open(&part);
        let file = file.map_err(|error| fail(&part, error))?;
        let marked = from.is_file();
        Ok(Part { path: path.to_owned(), part, from, file, marked })
    }

    /// How many bytes of an earlier run there are, and their validator; only of the same request.
    pub(super) fn earlier(&mut self, request: &str) -> Option<(u64, String)> {
        let text = fs::read_to_string(&self.from).ok()?;
        let (of, validator) = text.trim_end_matches('\n').split_once('\n')?;
        let have = self.file.seek(SeekFrom::End(0)).ok()?;
        (of == request && have > 0).then(|| (have, validator.to_owned()))
    }

    /// What comes is the file from its start; by this validator it can be gone on from, for this request.
    ///
    /// # Errors
    /// What the disk refused.
    pub(super) fn begin(&mut self, request: &str, validator: Option<&str>) -> Result<(), Unwritable> {
        // In this order, so that no validator ever stands beside bytes that it is not of.
        self.unmark()?;
        let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
        emptied.map_err(|error| self.refused(error))?;
        let Some(validator) = validator else { return Ok(()) };
        self.marked = true;
        fs::write(&self.from, format!("{request}\n{validator}\n"))
            .map_err(|error| Unwritable { path: self.from.clone(), error })
    }

    fn unmark(&mut self) -> Result<(), Unwritable> {
        self.marked = false;
        match fs::remove_file(&self.from) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Unwritable { path: self.from.clone(), error }),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// What comes goes behind what is there.
    ///
    /// # Errors
    /// What the disk refused.
    pub(super) fn go_on(&mut self, have: u64) -> Result<(), Unwritable> {
        self.file.seek(SeekFrom::Start(have)).map(|_| ()).map_err(|error| self.refused(error))
    }

    /// Writes what came.
    ///
    /// # Errors
    /// What the disk refused.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Unwritable> {
        self.file.write_all(bytes).map_err(|error| self.refused(error))
    }

    /// It is whole: it goes to its place, over what is there.
    ///
    /// # Errors
    /// What the disk refused.
    pub(super) fn finish(&mut self) -> Result<(), Unwritable> {
        fs::rename(&self.part, &self.path).map_err(|error| Unwritable { path: self.path.clone(), error })?;
        // It says something of a file that is no longer there: without it nothing is gone on from.
        let _ = self.unmark();
        Ok(())
    }

    fn refused(&self, error: io::Error) -> Unwritable {
        Unwritable { path: self.part.clone(), error }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.marked {
            // After `finish` there is none; one that cannot be removed is overwritten the next time.
            let _ = fs::remove_file(&self.part);
        }
    }
}
