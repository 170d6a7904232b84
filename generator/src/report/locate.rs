//! Finds the positions of source locations, in a second pass over a text that is only made for
//! diagnostics. Must not know diagnostics.
//!
//! Both readers return a tree of positions. A pointer is looked up as far as possible, so that a
//! missing value has the position of its nearest ancestor.

mod json;
mod tree;
mod yaml;

use super::{Part, SourceLocation};
pub(super) use tree::Position;
use tree::Tree;

/// The positions of one file.
#[derive(Debug)]
pub(super) struct Locator<'a> {
    tree: Option<Tree<'a>>,
}

impl<'a> Locator<'a> {
    /// Searches a text for some locations, as YAML or JSON like its reader. The result may lack
    /// other locations.
    #[must_use]
    pub(super) fn new<'p>(name: &str, text: &'a str, spans: impl Iterator<Item = &'p SourceLocation>) -> Locator<'a> {
        match Locator::of_yaml(name, text) {
            Some(whole) => whole,
            None => Locator { tree: json::tree(without_mark(text), &json::Wanted::new(spans)) },
        }
    }

    /// Searches a text for all locations, if it is YAML.
    #[must_use]
    pub(super) fn of_yaml(name: &str, text: &str) -> Option<Locator<'a>> {
        let text = without_mark(text);
        (!crate::sources::is_json(name, text)).then(|| Locator { tree: yaml::tree(text) })
    }

    /// Returns the position of a location, or of its nearest ancestor.
    #[must_use]
    pub(super) fn find(&self, span: &SourceLocation) -> Position {
        if let Part::Position { line, column } = span.part {
            return (line.max(1), column.max(1));
        }
        self.tree.as_ref().map_or((1, 1), |tree| tree.find(span))
    }
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
