//! Overlays (OpenAPI Overlay 1.0 and 1.1): changes to a description in files of their own. They are
//! applied to the tree of the root as it was written (Swagger 2.0 too), one action after another.
//! Must not know what the description means.
//!
//! Interpretations, where the specification is ambiguous or silent:
//!
//! - Both versions merge by the rules of 1.1, because 1.0 only requires compatible values. Objects
//!   are merged, arrays are concatenated, a primitive value (`null` is one) replaces a primitive
//!   value, and any other pair is an error.
//! - An array as target gets the update as one more item. In 1.1, the items of an array are added;
//!   in 1.0, the array is one item.
//! - A primitive value as target, and `copy`, need 1.1: in an overlay of 1.0 they are errors.
//! - `remove: true` takes precedence. `update` next to `copy` is an error: by the specification,
//!   neither has an effect then.
//! - A target that selects several values must select only objects, only arrays or only primitive
//!   values, unless they are removed. A value that is selected twice is changed once.
//! - A target that selects nothing is reported, as it may be a typo, but it is not an error.
//! - A `$ref` in an update is relative to the description, not to the overlay.
//! - `info` and `extends` are ignored: the caller names the description.
//!
//! Limits: 128 levels of nesting, 64 MiB that overlays add, and those of `query`.

mod action;
mod diagnostics;
mod document;
mod merge;
mod query;

use super::node::Node;
use super::origins::Origins;
use crate::report::Report;
use crate::sources::Sources;

/// Applies all overlays to the tree of the root.
pub(super) fn apply(root: &mut Node, origins: &mut Origins, sources: &Sources, lenient: bool, report: &mut Report) {
    if sources.overlays().is_empty() {
        return;
    }
    let mut tree = action::Tree::new(root, origins);
    for file in sources.overlays() {
        let Some(overlay) = document::read(sources, *file, lenient, report) else { continue };
        for action in &overlay.actions {
            // An error in one action does not hide the diagnostics of the others.
            if let Err(diagnostic) = tree.apply(action, overlay.version) {
                report.add(*diagnostic);
            }
        }
    }
}
