//! Builds the nodes of a converted description. Must not know OpenAPI.

use crate::parse::{Mapping, Node};

/// A builder of mappings.
#[derive(Default)]
pub(super) struct Out(pub(super) Vec<(String, Node)>);

impl Out {
    /// Adds an entry.
    pub(super) fn put(&mut self, key: &str, value: Node) {
        self.0.push((key.to_owned(), value));
    }

    /// Returns the mapping.
    pub(super) fn node(self) -> Node {
        Node::Mapping(Mapping::from_entries(self.0))
    }
}

/// Creates a string.
pub(super) fn text(text: &str) -> Node {
    Node::String(text.to_owned())
}

/// Creates a mapping of one entry.
pub(super) fn entry(key: &str, value: Node) -> Node {
    Node::Mapping(Mapping::from_entries(vec![(key.to_owned(), value)]))
}

/// Returns the strings of an array.
pub(super) fn texts(node: Option<&Node>) -> Vec<String> {
    let items = node.and_then(Node::as_sequence).unwrap_or_default();
    items.iter().filter_map(Node::as_str).map(str::to_owned).collect()
}
