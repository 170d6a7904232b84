//! Reads one text into a tree within the limits, and finds duplicate keys. Must not know which file
//! of the description it is.

use super::node::Node;
use super::{limits, read};
use crate::report::{Code, Diagnostic, FileId, Level, Part, Pointer, Related, SourceLocation};

/// Reads one text: as JSON if it begins with a brace, otherwise as YAML. Duplicate keys are
/// recorded in the tree.
///
/// # Errors
/// Fails if the text is invalid or too large. `file` is the file of the diagnostic.
pub fn tree(file: FileId, name: &str, text: &str) -> Result<Node, Box<Diagnostic>> {
    let root = read::tree(name, text).map_err(|error| syntax_error(file, error))?;
    match limits::exceeded(&root, file) {
        Some(diagnostic) => Err(Box::new(diagnostic)),
        None => Ok(root),
    }
}

/// Returns the diagnostic of a text that has no tree.
pub(super) fn syntax_error(file: FileId, error: read::ReadError) -> Diagnostic {
    let part = Part::Position { line: error.line, column: error.column };
    Diagnostic {
        level: Level::Error,
        code: error.code,
        span: SourceLocation { file, pointer: Pointer::default(), part },
        related: Vec::new(),
        message: error.message,
        help: error.help.to_owned(),
    }
}

/// Visits every duplicate key.
pub(super) fn duplicates(node: &Node, span: &SourceLocation, visit: &mut dyn FnMut(SourceLocation, &str)) {
    match node {
        Node::Mapping(mapping) => {
            for key in mapping.duplicates() {
                visit(span.child(key), key);
            }
            for (key, value) in mapping.iter().filter(|(_, value)| value.is_container()) {
                duplicates(value, &span.child(key), visit);
            }
        }
        Node::Sequence(items) => {
            for (index, item) in items.iter().enumerate().filter(|(_, item)| item.is_container()) {
                let span = SourceLocation::value(span.file, span.pointer.item(index));
                duplicates(item, &span, visit);
            }
        }
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => {}
    }
}

/// Returns the diagnostic of a duplicate key.
pub(super) fn duplicate(span: &SourceLocation, key: &str, lenient: bool) -> Diagnostic {
    let occurrence = |number| SourceLocation { part: Part::Occurrence(number), ..span.clone() };
    Diagnostic {
        level: if lenient { Level::Repaired } else { Level::Error },
        code: Code::DuplicateKey,
        span: occurrence(1),
        related: vec![Related::span(occurrence(0), "first defined here")],
        message: format!("duplicate key `{key}`"),
        help: "remove or rename one of them".to_owned(),
    }
}
