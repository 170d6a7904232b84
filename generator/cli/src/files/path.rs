//! Paths of files that may not exist yet. Must not create them.

use std::path::{Path, PathBuf};

use crate::error::Error;

/// Returns the absolute path without links and `..`. The last folders need not exist.
///
/// # Errors
///
/// Fails with [`ErrorKind::Usage`](crate::ErrorKind::Usage) if the current folder cannot be read.
pub(crate) fn resolved(path: &Path) -> Result<PathBuf, Error> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let absolute = std::path::absolute(path).map_err(|error| Error::io("find", path, &error))?;
    let existing = absolute.ancestors().find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    Ok(match existing {
        Some((folder, canonical)) => canonical.join(absolute.strip_prefix(folder).unwrap_or(Path::new(""))),
        None => absolute,
    })
}

/// Returns the path from one folder to another, with `/` between folders.
///
/// # Errors
///
/// Fails like [`resolved`].
pub fn relative(from: &Path, to: &Path) -> Result<String, Error> {
    let (from, to) = (resolved(from)?, resolved(to)?);
    let shared = from.components().zip(to.components()).take_while(|(left, right)| left == right).count();
    let up = from.components().skip(shared).map(|_| "..".to_owned());
    let down = to.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    Ok(up.chain(down).collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::{relative, resolved};

    #[test]
    fn paths_of_new_folders_have_no_parent_segments() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().canonicalize().unwrap();
        std::fs::create_dir(dir.join("a")).unwrap();
        assert_eq!(resolved(&dir.join("a/../new/deep")).unwrap(), dir.join("new/deep"));
        assert_eq!(relative(&dir.join("a/../new"), &dir.join("a")).unwrap(), "../a");
    }
}
