//! JSONPath (RFC 9535): which values of a tree an action is about. The library reads and responses queries; its responses are
//! taken as places only, as JSON does not keep all that a [`Node`] does. Must not know what is done there.
//!
//! The library's reader calls itself for what is in brackets, and takes twice the time for each filter in a filter; its
//! responses are a multiple of the tree for each `..` behind a `..`. So a query has bounds in all three.

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use super::{Diagnostic, Steps, overlay_error};
use crate::parse::node::Node;
use crate::report::{Code, SourceLocation};

/// So many characters at most.
const LONG: usize = 2_000;
/// So many brackets within each other at most.
const NESTED: usize = 10;
/// So many `..` at most.
const DESCENDANTS: usize = 2;

/// A query, and where it is written.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) span: SourceLocation,
    path: JsonPath,
}

impl Query {
    /// Reads one.
    pub(super) fn read(node: &Node, span: SourceLocation) -> Result<Query, Box<Diagnostic>> {
        let Some(text) = node.as_str() else {
            return Err(overlay_error(
                Code::BrokenQuery,
                span,
                format!("a query is text, here is {}", node.kind()),
                HELP,
            ));
        };
        if let Some(message) = beyond(text) {
            return Err(overlay_error(Code::OverlayBound, span, message, "write it shorter, or as several actions"));
        }
        match JsonPath::parse(text) {
            Ok(path) => Ok(Query { text: text.to_owned(), span, path }),
            Err(error) => {
                let rest = text.get(error.position()..).unwrap_or_default();
                let message = match error.message() {
                    "parser error" => String::new(),
                    more => format!(" ({more})"),
                };
                let at = if rest.is_empty() { "its end".to_owned() } else { format!("`{rest}`") };
                Err(overlay_error(
                    Code::BrokenQuery,
                    span,
                    format!("`{text}` is no JSONPath: it cannot be read at {at}{message}"),
                    HELP,
                ))
            }
        }
    }

    /// The places of all that it selects, each once, in a fixed order.
    pub(super) fn select(&self, tree: &Value) -> Vec<Steps> {
        let found = self.path.query_located(tree);
        let mut all: Vec<Steps> = found.locations().map(|path| path.iter().map(step).collect()).collect();
        all.sort();
        all.dedup();
        all
    }
}

fn step(element: &PathElement<'_>) -> String {
    match element {
        PathElement::Name(name) => (*name).to_owned(),
        PathElement::Index(index) => index.to_string(),
    }
}

const HELP: &str = "JSONPath is as RFC 9535 has it: `$.paths['/pets'].get`, `$.paths.*.get.parameters[?@.name == 'q']`";

/// Which bound a query is beyond.
fn beyond(text: &str) -> Option<String> {
    if text.chars().count() > LONG {
        return Some(format!("a query has at most {LONG} characters"));
    }
    let (mut depth, mut deepest, mut descendants) = (0_usize, 0, 0);
    let (mut quote, mut escaped, mut before) = (None, false, ' ');
    for c in text.chars() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None => match c {
                '"' | '\'' => quote = Some(c),
                '[' | '(' => depth += 1,
                ']' | ')' => depth = depth.saturating_sub(1),
                '.' if before == '.' => descendants += 1,
                _ => {}
            },
        }
        deepest = deepest.max(depth);
        before = c;
    }
    if deepest > NESTED {
        return Some(format!("a query has at most {NESTED} brackets within each other"));
    }
    (descendants > DESCENDANTS).then(|| format!("a query has at most {DESCENDANTS} times `..`"))
}
