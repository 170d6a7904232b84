//! [`Source`]: the file on the disk: its size, its name, its parts, and whether it is still the same. Must not know what is sent where.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::File;

/// A file as it was when its upload began.
#[derive(Debug, Clone)]
pub(super) struct Source {
    path: PathBuf,
    /// In bytes.
    pub(super) size: u64,
    /// When it last changed, where the file system says so.
    pub(super) modified: Option<SystemTime>,
}

/// Why a part cannot be had.
#[derive(Debug)]
pub(super) enum Flaw {
    /// The file is not what it was.
    Changed,
    /// The file cannot be read.
    Unreadable(io::Error),
}

impl Source {
    /// A file as it is now.
    pub(super) fn open(path: &Path) -> io::Result<Source> {
        let of = std::fs::metadata(path)?;
        if !of.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
        }
        Ok(Source { path: path.to_owned(), size: of.len(), modified: of.modified().ok() })
    }

    /// A file as it was.
    pub(super) fn then(path: &Path, size: u64, modified: Option<SystemTime>) -> Source {
        Source { path: path.to_owned(), size, modified }
    }

    /// Whether the file is as it was: by its size, and by the time of its last change where both are known.
    pub(super) fn check(&self) -> Result<(), Flaw> {
        let now = Source::open(&self.path).map_err(Flaw::Unreadable)?;
        let touched = self.modified.zip(now.modified).is_some_and(|(then, now)| then != now);
        if touched || now.size != self.size { Err(Flaw::Changed) } else { Ok(()) }
    }

    /// Some bytes of it, which are read while they are sent, as often as they are.
    pub(super) fn part(&self, range: Range<u64>) -> Result<File, Flaw> {
        self.check()?;
        File::open_range(&self.path, range).map_err(Flaw::Unreadable)
    }

    /// How it is called.
    pub(super) fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Its MIME type, by the ending of its name.
    pub(super) fn content_type(&self) -> String {
        let known = File::open(&self.path).ok().and_then(|file| file.content_type().map(str::to_owned));
        known.unwrap_or_else(|| by_ending(&self.path).to_owned())
    }
}

/// The MIME types of what is uploaded most.
fn by_ending(path: &Path) -> &'static str {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match ending.as_str() {
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
