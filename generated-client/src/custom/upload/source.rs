//! [`Source`]: the file on disk: its size, name and parts, and whether it has changed. Must not know where it is sent.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::File;

/// A file, with its size and time when the upload was created.
#[derive(Debug, Clone)]
pub(super) struct Source {
    path: PathBuf,
    /// The size in bytes.
    pub(super) size: u64,
    /// The time of the last change, if the file system records it.
    pub(super) modified: Option<SystemTime>,
}

/// The reason why a part cannot be read.
#[derive(Debug)]
pub(super) enum SourceError {
    /// The file has changed.
    Changed,
    /// The file cannot be read.
    Unreadable(io::Error),
}

impl Source {
    /// Reads the size and time of a file.
    pub(super) fn open(path: &Path) -> io::Result<Source> {
        let metadata = std::fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
        }
        Ok(Source { path: path.to_owned(), size: metadata.len(), modified: metadata.modified().ok() })
    }

    /// Creates the source of a resumed upload, with the size and time that the file had before.
    pub(super) fn resumed(path: &Path, size: u64, modified: Option<SystemTime>) -> Source {
        Source { path: path.to_owned(), size, modified }
    }

    /// Checks that the file has not changed: its size, and the time of its last change if both
    /// times are known.
    pub(super) fn check(&self) -> Result<(), SourceError> {
        let now = Source::open(&self.path).map_err(SourceError::Unreadable)?;
        let is_touched = self.modified.zip(now.modified).is_some_and(|(before, now)| before != now);
        if is_touched || now.size != self.size { Err(SourceError::Changed) } else { Ok(()) }
    }

    /// Returns a range of the file. It is read from disk each time it is sent.
    pub(super) fn part(&self, range: Range<u64>) -> Result<File, SourceError> {
        self.check()?;
        File::open_range(&self.path, range).map_err(SourceError::Unreadable)
    }

    /// Returns the file name.
    pub(super) fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Returns the media type for the extension of the file name.
    pub(super) fn content_type(&self) -> String {
        let known = File::open(&self.path).ok().and_then(|file| file.content_type().map(str::to_owned));
        known.unwrap_or_else(|| by_extension(&self.path).to_owned())
    }
}

/// The media types of common uploads.
fn by_extension(path: &Path) -> &'static str {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match extension.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        "mp4" => "video/mp4",
        "mov" => "video/quicktime",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        "ogg" => "audio/ogg",
        "flac" => "audio/flac",
        "glb" => "model/gltf-binary",
        "gltf" => "model/gltf+json",
        "obj" => "model/obj",
        "stl" => "model/stl",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}
