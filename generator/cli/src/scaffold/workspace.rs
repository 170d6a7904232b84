//! Adds a new crate to the workspace around it, as `cargo new` does. Must not know clients.

use std::path::{Path, PathBuf};

use toml_edit::{Array, DocumentMut, Item, Value};

use crate::config::wrong;
use crate::error::Error;
use crate::files::{resolved, with_line_ends_of};

/// The workspace around a folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Workspace {
    /// There is none, or it excludes the folder.
    None,
    /// The members include the folder already.
    Member,
    /// The path and new text of the Cargo.toml that lists the folder.
    Joined(PathBuf, String),
}

/// Finds the workspace around a new crate, and adds the crate to its members.
pub(super) fn joined(dir: &Path) -> Result<Workspace, Error> {
    let dir = resolved(dir)?;
    for folder in dir.ancestors().skip(1) {
        let path = folder.join("Cargo.toml");
        let Some(text) = crate::client::read_existing(&path)? else { continue };
        let parsed: Result<DocumentMut, toml_edit::TomlError> = text.parse();
        let mut document = parsed.map_err(|error| wrong(&path, &text, error.span(), error.message()))?;
        let Some(workspace) = document.get_mut("workspace") else { continue };
        let below = dir.strip_prefix(folder).unwrap_or(&dir).to_string_lossy().replace('\\', "/");
        if listed(workspace, "exclude").iter().any(|excluded| is_below(&below, excluded)) {
            return Ok(Workspace::None);
        }
        if listed(workspace, "members").iter().any(|pattern| matches(pattern, &below)) {
            return Ok(Workspace::Member);
        }
        if !add(workspace, &below) {
            let key = if workspace.is_table_like() { "workspace.members" } else { "workspace" };
            let expected = if workspace.is_table_like() { "an array" } else { "a table" };
            let error =
                Error::usage(format!("cannot add `{below}` to `{}`: `{key}` is not {expected}", path.display()));
            return Err(error.with_help("correct it, or name a folder outside of this workspace"));
        }
        return Ok(Workspace::Joined(path, with_line_ends_of(&text, document.to_string())));
    }
    Ok(Workspace::None)
}

/// Returns the folder of the workspace that a crate is in.
pub(crate) fn root(dir: &Path) -> Result<Option<PathBuf>, Error> {
    let dir = resolved(dir)?;
    for folder in dir.ancestors() {
        let Some(text) = crate::client::read_existing(&folder.join("Cargo.toml"))? else { continue };
        // A manifest of another folder that does not parse is reported by cargo.
        let Ok(document) = text.parse::<DocumentMut>() else { continue };
        let Some(workspace) = document.get("workspace") else { continue };
        let below = dir.strip_prefix(folder).unwrap_or(&dir).to_string_lossy().replace('\\', "/");
        let is_excluded = listed(workspace, "exclude").iter().any(|excluded| is_below(&below, excluded));
        return Ok((!is_excluded).then(|| folder.to_owned()));
    }
    Ok(None)
}

fn listed(workspace: &Item, key: &str) -> Vec<String> {
    let array = workspace.get(key).and_then(Item::as_array);
    array.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder.trim_end_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns `true` if a pattern of `members` matches a path. `*` matches any part of one segment.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) =
        (pattern.trim_start_matches("./").trim_end_matches('/').split('/').collect(), path.split('/').collect());
    pattern.len() == path.len() && pattern.iter().zip(path).all(|(pattern, segment)| segment_matches(pattern, segment))
}

fn segment_matches(pattern: &str, segment: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == segment };
    let Some(rest) = segment.strip_prefix(before) else { return false };
    (0..=rest.len()).filter(|at| rest.is_char_boundary(*at)).any(|at| segment_matches(after, &rest[at..]))
}

/// Appends to `members`, in the notation of the array. Returns `false` if there can be no such array.
fn add(workspace: &mut Item, member: &str) -> bool {
    let Some(table) = workspace.as_table_like_mut() else { return false };
    let item = table.entry("members").or_insert_with(|| Item::Value(Value::Array(Array::new())));
    let Some(array) = item.as_array_mut() else { return false };
    let mut value = Value::from(member);
    // Entries on separate lines stay on separate lines.
    if let Some(last) = array.iter().last() {
        let prefix = last.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or(" ").to_owned();
        *value.decor_mut() = toml_edit::Decor::new(if prefix.contains('\n') { prefix } else { " ".to_owned() }, "");
        array.push_formatted(value);
    } else {
        array.push(value);
    }
    true
}
