//! The source files of this crate, for programs that copy it, such as the generator, which vendors
//! it into clients. Must not know what is done with them.

use include_dir::{Dir, DirEntry, include_dir};

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

static SOURCES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src");

/// Returns the path below `src` and the text of each file, sorted by path.
#[must_use]
pub fn files() -> Vec<(&'static str, &'static str)> {
    let mut files = Vec::new();
    collect(&SOURCES, &mut files);
    files.sort_unstable();
    files
}

fn collect(dir: &Dir<'static>, files: &mut Vec<(&'static str, &'static str)>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, files),
            DirEntry::File(file) => files.extend(file.path().to_str().zip(file.contents_utf8())),
        }
    }
}
