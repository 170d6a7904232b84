//! What a description may have at most: how long a name may be, how much may stand in one list or mapping. Said once,
//! of the tree, so that nothing behind it has to bear more; what is below is for the machine's memory to decide.
//! Words, examples and defaults may be of any length. Must not know what the names are for.

use super::node::{Mapping, Node};
use crate::report::{Code, Diagnostic, FileId, Level, Pointer, SourceLocation};

/// Bytes of a name, or of another text that is no words. Those of public descriptions have some hundred.
const NAME: usize = 16 * 1024;

/// Entries that any list or mapping may have.
pub(super) const MOST: usize = 20_000;

/// Entries of the list or mapping below a key.
fn most(key: &str) -> usize {
    match key {
        // The largest public descriptions have some ten thousand.
        "paths" | "schemas" | "definitions" => MOST,
        // Each is held against each other.
        "oneOf" | "anyOf" | "allOf" | "mapping" => 2_000,
        _ => 10_000,
    }
}

/// Keys whose text is words, or no more than copied.
const WORDS: [&str; 7] = ["description", "summary", "pattern", "termsOfService", "const", "externalValue", "text"];
/// Keys below which everything is a value.
const VALUES: [&str; 5] = ["default", "example", "examples", "value", "dataValue"];
/// Extensions that are read: they are texts like others.
const READ: [&str; 6] = ["x-rust-name", "x-rust-names", "x-enum-varnames", "x-env", "x-pagination", "x-error-message"];

/// What to do about it.
pub(super) const SHORTEN: &str =
    "shorten it; what is no part of the API's form can stand in a description or an example";

/// What is found, and where: the path from its end.
struct Found {
    message: String,
    path: Vec<String>,
}

/// What is larger in a tree than it may be.
pub(super) fn exceeded(root: &Node, file: FileId) -> Option<Diagnostic> {
    let Found { message, path } = beyond(root, "")?;
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

fn beyond(node: &Node, key: &str) -> Option<Found> {
    match node {
        Node::String(text) => {
            let long = text.len() > NAME && !WORDS.contains(&key);
            long.then(|| Found { message: too_long(text, "text"), path: Vec::new() })
        }
        Node::Sequence(items) => {
            let inside = |(index, item)| below(item, key, || usize::to_string(&index));
            too_many(items.len(), most(key)).or_else(|| items.iter().enumerate().find_map(inside))
        }
        Node::Mapping(mapping) => {
            let count = mapping.len() + mapping.duplicates().len();
            too_many(count, most(key)).or_else(|| members(mapping))
        }
        Node::Null | Node::Bool(_) | Node::Number(_) => None,
    }
}

fn members(mapping: &Mapping) -> Option<Found> {
    mapping.iter().find_map(|(key, node)| {
        if key.len() > NAME {
            return Some(Found { message: too_long(key, "name"), path: Vec::new() });
        }
        if is_free(key) { None } else { below(node, key, || key.to_owned()) }
    })
}

/// What stands below this key may be of any size: it is a value, or not read.
pub(super) fn is_free(key: &str) -> bool {
    VALUES.contains(&key) || key.starts_with("x-") && !READ.contains(&key)
}

/// The path is only put together where there is something to say.
fn below(node: &Node, key: &str, step: impl Fn() -> String) -> Option<Found> {
    let mut found = beyond(node, key)?;
    found.path.push(step());
    Some(found)
}

fn too_many(count: usize, most: usize) -> Option<Found> {
    let message = || format!("{count} entries stand here, and at most {most} are read");
    (count > most).then(|| Found { message: message(), path: Vec::new() })
}

fn too_long(text: &str, called: &str) -> String {
    let begin: String = text.chars().take(20).collect();
    format!("the {called} `{begin}…` has {} bytes, and at most {NAME} are read", text.len())
}
