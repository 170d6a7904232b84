//! Finds nodes in one tree, by JSON pointer (RFC 6901) or `$anchor`. Must not know files.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::parse::Node;
use crate::report::Pointer;

/// Returns the node at a pointer.
pub(crate) fn find<'n>(root: &'n Node, pointer: &Pointer) -> Option<&'n Node> {
    let mut node = root;
    for segment in pointer.segments() {
        node = match node {
            Node::Mapping(map) => map.get(&segment)?,
            Node::Sequence(items) => items.get(segment.parse::<usize>().ok()?)?,
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => return None,
        };
    }
    (pointer.as_str().is_empty() || pointer.as_str().starts_with('/')).then_some(node)
}

/// Returns the pointer of the first schema with an `$anchor`.
pub(crate) fn anchor(node: &Node, name: &str, pointer: &Pointer) -> Option<Pointer> {
    let mut found = None;
    anchors(node, pointer, 0, &mut |anchor, pointer| {
        if anchor == name && found.is_none() {
            found = Some(pointer);
        }
    });
    found
}

/// Returns the location of each `$anchor` of a file. Of duplicates, the first is used.
pub(crate) fn all_anchors(root: &Node) -> HashMap<String, Pointer> {
    let mut all = HashMap::new();
    anchors(root, &Pointer::default(), 0, &mut |name, at| {
        all.entry(name.to_owned()).or_insert(at);
    });
    all
}

/// Calls `visit` with every `$anchor` and its location.
fn anchors(node: &Node, pointer: &Pointer, depth: usize, visit: &mut dyn FnMut(&str, Pointer)) {
    // The maximum depth is that of the readers.
    if depth > 128 {
        return;
    }
    match node {
        Node::Mapping(map) => {
            if let Some(name) = map.get("$anchor").and_then(Node::as_str) {
                visit(name, pointer.clone());
            }
            let inside = map.iter().filter(|(_, node)| node.is_container());
            inside.for_each(|(key, node)| anchors(node, &pointer.child(key), depth + 1, visit));
        }
        Node::Sequence(items) => {
            let inside = items.iter().enumerate().filter(|(_, node)| node.is_container());
            inside.for_each(|(index, node)| anchors(node, &pointer.item(index), depth + 1, visit));
        }
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => {}
    }
}

/// Decodes the percent-encoding of a fragment (RFC 3986, section 2.1). Invalid encodings are kept.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}
