//! Reads descriptions: a file with all files that it refers to, from disk or over HTTP. Must not know clients.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use clientwright::{Sources, decoded};
use iri_string::types::{UriAbsoluteStr, UriReferenceStr};
use sha2::{Digest, Sha256};

use crate::content::content;
use crate::error::Error;
use crate::fetch::Fetcher;

/// The maximum number of files of a description. Links between folders can give a file an
/// unlimited number of names.
const MOST_FILES: usize = 5_000;
/// The largest size of the files that a description refers to, in bytes.
const MOST_BYTES: usize = 256 * 1024 * 1024;

/// Reads a description with its overlays, and all files below `root` that it refers to. `root` defaults to its folder.
///
/// # Errors
///
/// Fails with [`ErrorKind::Usage`](crate::ErrorKind::Usage) if the file or an overlay cannot be read or is not text.
pub fn read(path: &Path, root: Option<&Path>, overlays: &[PathBuf]) -> Result<Sources, Error> {
    let mut sources = Sources::new(&path.display().to_string(), text(path)?);
    for overlay in overlays {
        sources.overlay(&overlay.display().to_string(), text(overlay)?);
    }
    let folder = root.or(path.parent()).filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let root = folder.canonicalize().map_err(|error| Error::io("read", folder, &error))?;
    add_referenced(&mut sources, &mut |name| {
        let path = Path::new(name);
        // Files that do not exist or are outside of the root are reported where they are referred to.
        let is_inside = path.canonicalize().is_ok_and(|path| path.starts_with(&root) && path.is_file());
        is_inside.then(|| text(path))
    })?;
    Ok(sources)
}

/// Adds files as long as some are wanted. `load` returns `None` for a file that is not available.
fn add_referenced(
    sources: &mut Sources,
    load: &mut dyn FnMut(&str) -> Option<Result<String, Error>>,
) -> Result<(), Error> {
    let (mut asked, mut bytes) = (HashSet::new(), 0);
    loop {
        let wanted: Vec<String> = sources.wanted().into_iter().filter(|name| asked.insert(name.clone())).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        for name in wanted {
            match load(&name) {
                None => {}
                Some(Ok(text)) => {
                    bytes += text.len();
                    sources.insert(&name, text);
                }
                // It is an error only if something that is generated needs the file.
                Some(Err(error)) => sources.insert_unreadable(&name, error.to_string()),
            }
            if sources.files().count() > MOST_FILES || bytes > MOST_BYTES {
                let root = sources.name(sources.root());
                let message = format!("`{root}` refers to more than {MOST_FILES} files or {MOST_BYTES} bytes");
                return Err(Error::refused(message));
            }
        }
    }
}

fn text(path: &Path) -> Result<String, Error> {
    let bytes = std::fs::read(path).map_err(|error| {
        let error = Error::io("read", path, &error);
        if path.is_dir() { error.with_help("name the description in this folder") } else { error }
    })?;
    as_text(bytes, &path.display().to_string())
}

fn as_text(bytes: Vec<u8>, name: &str) -> Result<String, Error> {
    if let Some((what, help)) = content(&bytes).problem() {
        return Err(Error::usage(format!("`{name}` is {what}")).with_help(help));
    }
    decoded(bytes).map_err(|line| Error::usage(format!("`{name}` is not UTF-8, UTF-16 or UTF-32: line {line}")))
}

/// The files of a description, to be copied into a crate.
#[derive(Debug)]
pub struct Files {
    /// The path of the root, with `/` between folders.
    pub root: String,
    /// The texts by path.
    pub texts: BTreeMap<String, String>,
    /// The SHA-256 hash of all files, in hexadecimal.
    pub sha256: String,
}

impl Files {
    /// Returns the sources for generation.
    #[must_use]
    pub fn sources(&self) -> Sources {
        let mut sources = Sources::new(&self.root, self.texts.get(&self.root).cloned().unwrap_or_default());
        for (path, text) in self.texts.iter().filter(|(path, _)| **path != self.root) {
            sources.insert(path, text.clone());
        }
        sources
    }
}

/// Reads the files of a description on disk.
///
/// # Errors
///
/// As [`read`].
pub fn copy(path: &Path) -> Result<Files, Error> {
    let sources = read(path, None, &[])?;
    let parent = path.parent().unwrap_or(Path::new(""));
    Ok(files(&sources, &|name| {
        Path::new(name).strip_prefix(parent).unwrap_or(Path::new(name)).to_string_lossy().replace('\\', "/")
    }))
}

/// Fetches a description, and the files of the same server that it refers to by relative references.
///
/// # Errors
///
/// Fails if the description cannot be fetched or is not text. Other files are reported where they are needed.
pub fn fetch(url: &str, fetcher: &Fetcher) -> Result<Files, Error> {
    let base = url.split(['#', '?']).next().unwrap_or(url);
    let base = UriAbsoluteStr::new(base).map_err(|_| Error::usage(format!("`{url}` is not a URL")))?;
    let text = as_text(fetcher.fetch(url)?, url)?;
    let name = file_name(base.path_str(), &text);
    let mut sources = Sources::new(&name, text);
    add_referenced(&mut sources, &mut |name| {
        let reference = UriReferenceStr::new(name).ok()?;
        let target = reference.resolve_against(base).to_string();
        Some(fetcher.fetch(&target).and_then(|bytes| as_text(bytes, &target)))
    })?;
    // The root moves down by as many folders as references lead up.
    let up = sources.files().map(|(_, name, _)| name.split('/').take_while(|part| *part == "..").count()).max();
    let folders: Vec<&str> = base.path_str().split('/').filter(|part| !part.is_empty()).collect();
    let folders = &folders[..folders.len().saturating_sub(1)];
    let folders = &folders[folders.len().saturating_sub(up.unwrap_or_default())..];
    Ok(files(&sources, &|name| below(folders, name)))
}

/// Returns the path of a file below the folders of the root.
fn below(folders: &[&str], name: &str) -> String {
    let mut parts = folders.to_vec();
    for part in name.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn files(sources: &Sources, path: &dyn Fn(&str) -> String) -> Files {
    let root = path(sources.name(sources.root()));
    let texts: BTreeMap<String, String> =
        sources.files().map(|(_, name, text)| (path(name), text.to_owned())).collect();
    let mut hash = Sha256::new();
    for (path, text) in &texts {
        for part in [path, text] {
            hash.update(part.len().to_le_bytes());
            hash.update(part.as_bytes());
        }
    }
    let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Files { root, texts, sha256 }
}

/// Returns a file name for the root: the last segment of the URL, with the extension that fits the text.
fn file_name(path: &str, text: &str) -> String {
    let last = path.rsplit('/').find(|segment| !segment.is_empty()).unwrap_or("openapi");
    let safe: String =
        last.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' }).collect();
    let has_extension = [".yaml", ".yml", ".json"].iter().any(|end| safe.to_ascii_lowercase().ends_with(end));
    match (has_extension, text.trim_start().starts_with('{')) {
        (true, _) => safe,
        (false, true) => format!("{safe}.json"),
        (false, false) => format!("{safe}.yaml"),
    }
}

#[cfg(test)]
mod tests {
    use super::{below, file_name};

    #[test]
    fn names_of_copies_fit_their_content() {
        assert_eq!(file_name("/v1/openapi.yaml", "{"), "openapi.yaml");
        assert_eq!(file_name("/api/docs", " {\"openapi\""), "docs.json");
        assert_eq!(file_name("/", "openapi: 3.1.0"), "openapi.yaml");
        assert_eq!(file_name("/a/b%20c", ""), "b-20c.yaml");
    }

    #[test]
    fn references_that_lead_up_keep_their_relative_position() {
        assert_eq!(below(&["v1"], "openapi.yaml"), "v1/openapi.yaml");
        assert_eq!(below(&["v1"], "../common/x.yaml"), "common/x.yaml");
        assert_eq!(below(&[], "schemas/./x.yaml"), "schemas/x.yaml");
        assert_eq!(below(&[], "../../x.yaml"), "x.yaml");
    }
}
