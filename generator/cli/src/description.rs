//! Reads descriptions: a file with all files that it refers to, from disk or over HTTP. Must not
//! know clients.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use clientwright::{Sources, decoded};
#[cfg(feature = "fetch")]
use iri_string::types::{UriAbsoluteStr, UriReferenceStr};
use sha2::{Digest, Sha256};

use crate::content::content;
use crate::error::Error;
#[cfg(feature = "fetch")]
use crate::fetch::Fetcher;

/// The maximum number of files of a description. Links between folders can give a file an
/// unlimited number of names.
const MOST_FILES: usize = 5_000;
/// The largest size of the files that a description refers to, in bytes.
const MOST_BYTES: usize = 256 * 1024 * 1024;

/// Reads a description with its overlays, and all files below `root` that it refers to. `root`
/// defaults to its folder.
///
/// # Errors
///
/// Fails with [`ErrorKind::Usage`](crate::ErrorKind::Usage) if the file or an overlay cannot be
/// read or is not text.
pub fn read(path: &Path, root: Option<&Path>, overlays: &[PathBuf]) -> Result<Sources, Error> {
    let mut sources = Sources::new(&path.display().to_string(), text(path)?);
    for overlay in overlays {
        sources.overlay(&overlay.display().to_string(), text(overlay)?);
    }
    let folder = root.or(path.parent()).filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let root = folder.canonicalize().map_err(|error| Error::io("read", folder, &error))?;
    add_referenced(&mut sources, &mut |name| {
        let path = Path::new(name);
        // Files that do not exist or are outside of the root are reported where they are referred
        // to.
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
        match path.to_str().and_then(|name| name.split_once("://")) {
            _ if path.is_dir() => error.with_help("name the description in this folder"),
            Some(("file", rest)) => error.with_help(format!("name the file by its path: `{rest}`")),
            Some(_) => error.with_help("use a URL with the scheme `https` or `http`, or the path of a file"),
            None => error,
        }
    })?;
    as_text(bytes, &path.display().to_string())
}

fn as_text(bytes: Vec<u8>, name: &str) -> Result<String, Error> {
    if let Some((what, help)) = content(&bytes).problem() {
        return Err(Error::usage(format!("`{name}` is {what}")).with_help(help));
    }
    decoded(bytes).map_err(|line| {
        Error::usage(format!("`{name}` is not UTF-8, UTF-16 or UTF-32: line {line}"))
            .with_help("save it as UTF-8, or name the OpenAPI description, which is a text in YAML or JSON")
    })
}

/// The files of a description, to be copied into a crate.
#[derive(Debug, Clone)]
pub struct Files {
    /// The path of the root, with `/` between folders.
    pub root: String,
    /// The texts by path.
    pub texts: BTreeMap<String, String>,
    /// The SHA-256 hash of all files, in hexadecimal.
    pub sha256: String,
}

impl Files {
    /// Returns the files of a description that was read, to be copied.
    ///
    /// A root that is the only file keeps its name if it has the extension of a description.
    /// Otherwise it goes into the folder `openapi`, because their names are chosen by the
    /// description: next to Cargo.toml they could be a build script or the configuration of cargo.
    #[must_use]
    pub fn of_sources(sources: &Sources) -> Files {
        // Files whose text is missing are reported again when the copy is read.
        let copied = sources.files().filter(|(id, _, _)| !sources.is_unreadable(*id));
        let copied: Vec<(String, &str)> = copied.map(|(id, _, text)| (sources.relative_name(id), text)).collect();
        let up = copied.iter().map(|(name, _)| name.split('/').take_while(|part| *part == "..").count()).max();
        // The root moves down by as many folders as references lead up.
        let mut folders = if copied.len() > 1 || !has_extension(sources.name(sources.root())) {
            vec![FOLDER.to_owned()]
        } else {
            Vec::new()
        };
        folders.extend((1..=up.unwrap_or_default()).map(|depth| format!("folder-{depth}")));
        let texts = copied.into_iter().map(|(name, text)| (below(&folders, &name), text.to_owned())).collect();
        let root = below(&folders, &sources.relative_name(sources.root()));
        let sha256 = hash(&texts);
        Files { root, texts, sha256 }
    }

    /// Returns the files with the root at `description`, for a copy that is in another folder:
    /// `openapi/api/root.yaml`. If the description is not called like the root, nothing is moved.
    pub(crate) fn moved_to(self, description: &Path) -> Files {
        let below = format!("{FOLDER}/");
        let bare = |path: &str| path.strip_prefix(&below).unwrap_or(path).to_owned();
        let description = description.to_string_lossy().replace('\\', "/");
        if description.trim_start_matches("./") == self.root {
            return self;
        }
        match description.strip_suffix(&bare(&self.root)) {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => {
                let texts =
                    self.texts.into_iter().map(|(path, text)| (format!("{folder}{}", bare(&path)), text)).collect();
                Files { root: description, texts, sha256: self.sha256 }
            }
            Some(_) | None => self,
        }
    }

    /// Returns the files in a folder below the folder of descriptions.
    pub(crate) fn in_folder(self, name: &str) -> Files {
        let root = self.root.strip_prefix(&format!("{FOLDER}/")).unwrap_or(&self.root).to_owned();
        self.moved_to(&Path::new(FOLDER).join(name).join(root))
    }

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

/// The folder of descriptions of several files.
const FOLDER: &str = "openapi";

/// Fetches a description, and the files of the same server that it refers to by relative
/// references.
///
/// # Errors
///
/// Fails if the description cannot be fetched or is not text. Other files are reported where they
/// are needed.
#[cfg(feature = "fetch")]
pub fn fetch(url: &str, fetcher: &Fetcher) -> Result<Files, Error> {
    let base = url.split(['#', '?']).next().unwrap_or(url);
    let base = UriAbsoluteStr::new(base)
        .ok()
        .filter(|base| base.authority_components().is_some_and(|part| !part.host().is_empty()));
    let base = base.ok_or_else(|| {
        Error::usage(format!("`{url}` is not a URL")).with_help("write it as `https://api.example.com/openapi.yaml`")
    })?;
    let text = as_text(fetcher.fetch(url)?, url)?;
    let name = file_name(base.path_str(), &text);
    let mut sources = Sources::new(&name, text);
    add_referenced(&mut sources, &mut |name| {
        let reference = UriReferenceStr::new(name).ok()?;
        let target = reference.resolve_against(base).to_string();
        Some(fetcher.fetch(&target).and_then(|bytes| as_text(bytes, &target)))
    })?;
    Ok(Files::of_sources(&sources))
}

/// Returns the path of a file below the folders of the root.
fn below(folders: &[String], name: &str) -> String {
    let mut parts: Vec<&str> = folders.iter().map(String::as_str).collect();
    for part in name.split('/') {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Returns the SHA-256 hash of all files, in hexadecimal.
fn hash(texts: &BTreeMap<String, String>) -> String {
    let mut hash = Sha256::new();
    for (path, text) in texts {
        for part in [path, text] {
            hash.update(part.len().to_le_bytes());
            hash.update(part.as_bytes());
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns a file name for the root: the last segment of the URL, with the extension that fits the
/// text.
#[cfg(feature = "fetch")]
fn file_name(path: &str, text: &str) -> String {
    let last = path.rsplit('/').find(|segment| !segment.is_empty()).unwrap_or("openapi");
    let safe: String =
        last.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' }).collect();
    match (has_extension(&safe), text.trim_start().starts_with('{')) {
        (true, _) => safe,
        (false, true) => format!("{safe}.json"),
        (false, false) => format!("{safe}.yaml"),
    }
}

/// Returns `true` if a name has the extension of a description.
fn has_extension(name: &str) -> bool {
    [".yaml", ".yml", ".json"].iter().any(|end| name.to_ascii_lowercase().ends_with(end))
}

#[cfg(test)]
mod tests {
    use clientwright::Sources;

    use super::{Files, file_name};

    #[test]
    fn names_of_copies_fit_their_content() {
        assert_eq!(file_name("/v1/openapi.yaml", "{"), "openapi.yaml");
        assert_eq!(file_name("/api/docs", " {\"openapi\""), "docs.json");
        assert_eq!(file_name("/", "openapi: 3.1.0"), "openapi.yaml");
        assert_eq!(file_name("/a/b%20c", ""), "b-20c.yaml");
    }

    fn files(root: &str, others: &[&str]) -> Vec<String> {
        let mut sources = Sources::new(root, String::new());
        others.iter().for_each(|name| sources.insert(name, String::new()));
        let files = Files::of_sources(&sources);
        assert!(files.texts.contains_key(&files.root));
        files.texts.into_keys().collect()
    }

    #[test]
    fn a_single_file_keeps_its_name_and_others_get_a_folder() {
        assert_eq!(files("/a/b/spec.yaml", &[]), ["spec.yaml"]);
        assert_eq!(files("./b/spec.yaml", &["b/schemas/x.yaml"]), ["openapi/schemas/x.yaml", "openapi/spec.yaml"]);
        let up = files("v1/spec.yaml", &["common/x.yaml", "v1/y.yaml"]);
        assert_eq!(up, ["openapi/common/x.yaml", "openapi/folder-1/spec.yaml", "openapi/folder-1/y.yaml"]);
        let far = files("spec.yaml", &["../../x.yaml"]);
        assert_eq!(far, ["openapi/folder-1/folder-2/spec.yaml", "openapi/x.yaml"]);
    }

    #[test]
    fn no_file_of_a_description_is_next_to_the_manifest() {
        let names = ["build.rs", ".cargo/config.toml", "src/lib.rs", "../build.rs", "../../../Cargo.toml"];
        let copied = files("spec.yaml", &names);
        assert!(copied.iter().all(|path| path.starts_with("openapi/") && !path.contains("..")), "{copied:?}");
        assert_eq!(files("a/Cargo.toml", &[]), ["openapi/Cargo.toml"]);
    }
}
