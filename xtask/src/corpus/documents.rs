//! Finds the descriptions of a folder: each file in it, and each file in `multi/NAME/` whose top
//! level has `paths` and `openapi` or `swagger`, with that folder as root. Must not know what
//! happens to them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::stop::Stop;

/// A description to generate from.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// The name of its scratch crate.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    /// The folder that contains all files of a description of several files.
    pub(crate) root: Option<PathBuf>,
}

/// Returns the descriptions of a folder whose names contain one of `filter`.
pub(crate) fn list(dir: &Path, filter: &[String]) -> Result<Vec<Document>, Stop> {
    let mut documents = Vec::new();
    for path in entries(dir)?.into_iter().filter(|path| path.is_file() && is_text(path)) {
        documents.push(Document { name: name(&stem(&path)), path, root: None });
    }
    let multi = dir.join("multi");
    if multi.is_dir() {
        for root in entries(&multi)?.into_iter().filter(|path| path.is_dir()) {
            let mut files = Vec::new();
            walk(&root, &mut files)?;
            for path in files.into_iter().filter(|path| is_text(path) && is_description(path)) {
                let name = name(&format!("{}-{}", stem(&root), stem(&path)));
                documents.push(Document { name, path, root: Some(root.clone()) });
            }
        }
    }
    documents.retain(|document| filter.is_empty() || filter.iter().any(|text| document.name.contains(text)));
    Ok(documents)
}

/// Returns a single description.
pub(crate) fn file(path: &Path, root: Option<PathBuf>) -> Document {
    Document { name: name(&stem(path)), path: path.to_owned(), root }
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, Stop> {
    let listed = fs::read_dir(dir).and_then(|all| all.map(|entry| entry.map(|entry| entry.path())).collect());
    let mut paths: Vec<PathBuf> = listed.map_err(|error| Stop::io("read", dir, &error))?;
    paths.sort();
    Ok(paths)
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), Stop> {
    for path in entries(dir)? {
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["json", "yaml", "yml"].iter().any(|known| extension == *known))
}

/// Returns `true` if a file looks like a description. It is not parsed, because it may be anything.
fn is_description(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    let has = |key: &str| {
        text.lines().any(|line| {
            let line = line.trim_start_matches([' ', '{', '"', '\'']);
            line.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'']).starts_with(':'))
        })
    };
    (has("openapi") || has("swagger")) && has("paths")
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Returns a package name. The prefix makes it start with a letter.
fn name(stem: &str) -> String {
    let plain: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    format!("c-{plain}")
}
