//! JSONPath queries (RFC 9535) of overlays. The library parses and runs them; only the paths of its
//! results are used, because JSON does not keep all that a [`Node`] does. Must not know actions.
//!
//! The library recurses for brackets, needs twice the time for each nested filter, and returns a
//! multiple of the tree for each `..` after the first. Queries are limited in all three.

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use super::diagnostics::overlay_error;
use crate::parse::node::Node;
use crate::report::{Code, Diagnostic, SourceLocation};

/// The maximum number of characters.
const MAX_LENGTH: usize = 2_000;
/// The maximum nesting depth of brackets.
const MAX_DEPTH: usize = 10;
/// The maximum number of `..`.
const MAX_DESCENDANTS: usize = 2;

/// A path into a tree: keys and indices.
pub(super) type Steps = Vec<String>;

/// A query and its source location.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) span: SourceLocation,
    path: JsonPath,
}

impl Query {
    /// Parses a query.
    pub(super) fn read(node: &Node, span: SourceLocation) -> Result<Query, Box<Diagnostic>> {
        let Some(text) = node.as_str() else {
            return Err(overlay_error(
                Code::BrokenQuery,
                span,
                format!("expected a string, found {}", node.kind()),
                HELP,
            ));
        };
        if let Some(message) = exceeded_limit(text) {
            return Err(overlay_error(Code::OverlayBound, span, message, "shorten the query, or split the action"));
        }
        match JsonPath::parse(text) {
            Ok(path) => Ok(Query { text: text.to_owned(), span, path }),
            Err(error) => {
                let rest = text.get(error.position()..).unwrap_or_default();
                let message = match error.message() {
                    "parser error" => String::new(),
                    more => format!(" ({more})"),
                };
                let found = if rest.is_empty() { "the end".to_owned() } else { format!("`{rest}`") };
                Err(overlay_error(
                    Code::BrokenQuery,
                    span,
                    format!("invalid JSONPath `{text}`: syntax error at {found}{message}"),
                    HELP,
                ))
            }
        }
    }

    /// Returns the paths of the selected values, each once, in a fixed order.
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

const HELP: &str = "use JSONPath (RFC 9535): `$.paths['/pets'].get`, `$.paths.*.get.parameters[?@.name == 'q']`";

/// Returns a message for the first limit that a query exceeds.
fn exceeded_limit(text: &str) -> Option<String> {
    if text.chars().count() > MAX_LENGTH {
        return Some(format!("the query is too long (at most {MAX_LENGTH} characters)"));
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
    if deepest > MAX_DEPTH {
        return Some(format!("too many nested brackets (at most {MAX_DEPTH})"));
    }
    (descendants > MAX_DESCENDANTS).then(|| format!("too many `..` (at most {MAX_DESCENDANTS})"))
}
