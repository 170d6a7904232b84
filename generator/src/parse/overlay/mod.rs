//! Overlays (OpenAPI Overlay 1.0 and 1.1): changes to a description that are written beside it. They are applied to the
//! tree of the root, as it was written (Swagger 2.0 too), one action after the other, each to what those before it made.
//! Must not know what the description means.
//!
//! Readings that are decided here, where the specification has two or leaves one out:
//!
//! - The rules of merging are those of 1.1 for both versions, as 1.0 only says that values must be compatible: what is in
//!   one of the two stays or is added; of both, objects are merged, arrays are concatenated, a primitive value replaces a
//!   primitive value (`null` is one), and any other pair is an error.
//! - A target that is an array gets an update as one more item. In 1.1 the items of an update that is an array are
//!   added, in 1.0 it is one item itself.
//! - A target that is a primitive value, and `copy`, are of 1.1 only: in an overlay of 1.0 they are errors.
//! - `remove: true` counts before all else. `update` beside `copy` is an error: by the text neither has an effect then.
//! - A target that selects several values must select objects only, arrays only or primitive values only, unless they
//!   are removed. A value that is selected twice is changed once.
//! - A target that selects nothing is no error, but it is told: else nobody finds a typo there.
//! - `$ref`s in an update are relative to the description that they become a part of.
//! - `info` and `extends` are read over: whoever calls says which description is meant.
//!
//! Bounds, so that no overlay undoes what the readers hold: 128 levels of nesting, 64 MiB that overlays add, and what is
//! said in `query`.

mod action;
mod document;
mod merge;
mod query;

use super::node::Node;
use super::origins::Origins;
use crate::report::{Code, Diagnostic, Level, Report, SourceLocation};
use crate::sources::Sources;

/// A version whose rules differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    /// 1.0.x
    V10,
    /// 1.1.x
    V11,
}

/// A path into a tree: keys, and numbers of items in digits.
type Steps = Vec<String>;

/// Applies all overlays to the tree of the root.
pub(super) fn apply(root: &mut Node, origins: &mut Origins, sources: &Sources, lenient: bool, report: &mut Report) {
    if sources.overlays().is_empty() {
        return;
    }
    let mut tree = action::Tree::new(root, origins);
    for file in sources.overlays() {
        let Some(overlay) = document::read(sources, *file, lenient, report) else { continue };
        for action in &overlay.actions {
            // What one action has wrong does not keep the others from being told.
            if let Err(diagnostic) = tree.apply(action, overlay.version) {
                report.add(*diagnostic);
            }
        }
    }
}

fn diagnostic(level: Level, code: Code, span: SourceLocation, message: String, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic { level, code, span, related: Vec::new(), message, help: help.to_owned() })
}

fn overlay_error(code: Code, span: SourceLocation, message: String, help: &str) -> Box<Diagnostic> {
    diagnostic(Level::Error, code, span, message, help)
}
