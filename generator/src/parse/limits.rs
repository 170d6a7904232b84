//! The limits of a description: the length of a name, and the number of entries of an array or
//! object. They are checked once, on the tree, so that later phases need no limits of their own.
//! Below them, only memory limits a description. Prose, examples and defaults may have any length.
//! Must not know what names are for.

use super::node::{Mapping, Node};
use crate::report::{Code, Diagnostic, FileId, Level, Pointer, SourceLocation};

/// The maximum number of bytes of a name, or of another string that is not prose. The longest names
/// in public descriptions have a few hundred.
const MAX_NAME: usize = 16 * 1024;

/// The maximum number of entries of any array or object.
pub(super) const MAX_ENTRIES: usize = 20_000;

/// Returns the maximum number of entries of the array or object at a key.
fn max_entries(key: &str) -> usize {
    match key {
        // The largest public descriptions have about ten thousand.
        "paths" | "schemas" | "definitions" => MAX_ENTRIES,
        // Entries are compared pairwise.
        "oneOf" | "anyOf" | "allOf" | "mapping" => 2_000,
        _ => 10_000,
    }
}

/// Keys whose strings are prose, or only copied.
const PROSE: [&str; 7] = ["description", "summary", "pattern", "termsOfService", "const", "externalValue", "text"];
/// Keys of JSON values.
const VALUES: [&str; 5] = ["default", "example", "examples", "value", "dataValue"];
/// Supported extensions, which are limited like other keywords.
const SUPPORTED: [&str; 6] =
    ["x-rust-name", "x-rust-names", "x-enum-varnames", "x-env", "x-pagination", "x-error-message"];

/// The help for all limits.
pub(super) const SHORTEN: &str = "shorten it, or move it to a description or an example";

/// A limit that is exceeded, and its path from the end.
struct Excess {
    message: String,
    path: Vec<String>,
}

/// Returns a diagnostic for the first part of a tree that exceeds a limit.
pub(super) fn exceeded(root: &Node, file: FileId) -> Option<Diagnostic> {
    let Excess { message, path } = beyond(root, "")?;
    let pointer = path.iter().rev().fold(Pointer::default(), |at, step| at.child(step));
    Some(Diagnostic {
        level: Level::Error,
        code: Code::TooLarge,
        span: SourceLocation::value(file, pointer),
        related: Vec::new(),
        message,
        help: SHORTEN.to_owned(),
    })
}

fn beyond(node: &Node, key: &str) -> Option<Excess> {
    match node {
        Node::String(text) => {
            let long = text.len() > MAX_NAME && !PROSE.contains(&key);
            long.then(|| Excess { message: too_long(text, "string"), path: Vec::new() })
        }
        Node::Sequence(items) => {
            let inside = |(index, item)| below(item, key, || usize::to_string(&index));
            too_many(items.len(), max_entries(key)).or_else(|| items.iter().enumerate().find_map(inside))
        }
        Node::Mapping(mapping) => {
            let count = mapping.len() + mapping.duplicates().len();
            too_many(count, max_entries(key)).or_else(|| members(mapping))
        }
        Node::Null | Node::Bool(_) | Node::Number(_) => None,
    }
}

fn members(mapping: &Mapping) -> Option<Excess> {
    mapping.iter().find_map(|(key, node)| {
        if key.len() > MAX_NAME {
            return Some(Excess { message: too_long(key, "name"), path: Vec::new() });
        }
        if is_free(key) { None } else { below(node, key, || key.to_owned()) }
    })
}

/// Returns `true` if the value of a key may have any size: it is a JSON value, or not read.
pub(super) fn is_free(key: &str) -> bool {
    VALUES.contains(&key) || key.starts_with("x-") && !SUPPORTED.contains(&key)
}

// The path is only built when a limit is exceeded.
fn below(node: &Node, key: &str, step: impl Fn() -> String) -> Option<Excess> {
    let mut found = beyond(node, key)?;
    found.path.push(step());
    Some(found)
}

fn too_many(count: usize, max: usize) -> Option<Excess> {
    let message = || format!("too many entries: {count} (at most {max})");
    (count > max).then(|| Excess { message: message(), path: Vec::new() })
}

fn too_long(text: &str, kind: &str) -> String {
    let begin: String = text.chars().take(20).collect();
    format!("the {kind} `{begin}…` is too long: {} bytes (at most {MAX_NAME})", text.len())
}
