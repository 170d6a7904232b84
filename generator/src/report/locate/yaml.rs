//! Finds positions in a YAML text, from the events of the parser. Aliases point at their anchors.
//! Must not know diagnostics.

use std::collections::HashMap;

use saphyr_parser::{Event, Span};

use super::tree::{Holds, Position, Spot, Tree};

/// An open collection, and the key before the next value of a mapping.
struct Open {
    node: usize,
    mapping: bool,
    key: Option<(String, Position)>,
}

/// Returns the tree of a text, up to the first error.
pub(super) fn tree(text: &str) -> Option<Tree<'static>> {
    let mut builder = Builder { tree: Tree::default(), open: Vec::new(), anchors: HashMap::new(), done: false };
    for event in crate::yaml::events(text) {
        let Ok((event, span)) = event else { break };
        builder.event(event, span);
        if builder.done {
            break;
        }
    }
    (!builder.tree.nodes.is_empty()).then_some(builder.tree)
}

struct Builder {
    tree: Tree<'static>,
    open: Vec<Open>,
    anchors: HashMap<usize, usize>,
    done: bool,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) {
        let position = (span.start.line(), span.start.col() + 1);
        match event {
            Event::Scalar(text, _, anchor, _) => self.scalar(&text, position, anchor),
            Event::SequenceStart(anchor, _) => self.collection(position, anchor, false),
            Event::MappingStart(anchor, _) => self.collection(position, anchor, true),
            Event::Alias(anchor) => {
                if let Some(node) = self.anchors.get(&anchor).copied() {
                    self.put(node, "", position);
                }
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
                self.done = self.open.is_empty();
            }
            Event::DocumentEnd => self.done = true,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }

    fn scalar(&mut self, text: &str, position: Position, anchor: usize) {
        let waits_for_key = self.open.last().is_some_and(|open| open.mapping && open.key.is_none());
        if waits_for_key {
            self.put(usize::MAX, text, position);
            return;
        }
        let node = self.tree.push(Spot { position, holds: Holds::Nothing });
        self.anchor(anchor, node);
        self.put(node, text, position);
    }

    fn collection(&mut self, position: Position, anchor: usize, mapping: bool) {
        let holds = if mapping { Holds::Members(Vec::new()) } else { Holds::Items(Vec::new()) };
        let node = self.tree.push(Spot { position, holds });
        self.anchor(anchor, node);
        self.put(node, "", position);
        self.open.push(Open { node, mapping, key: None });
    }

    fn anchor(&mut self, anchor: usize, node: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, node);
        }
    }

    /// Adds a value, or the key of a mapping, to the innermost open collection.
    fn put(&mut self, node: usize, text: &str, position: Position) {
        let Some(open) = self.open.last_mut() else { return };
        let holder = self.tree.nodes.get_mut(open.node).map(|spot| &mut spot.holds);
        match (holder, open.key.take()) {
            (Some(Holds::Members(members)), Some((key, key_at))) => members.push((key.into(), key_at, node)),
            (Some(Holds::Members(_)), None) => open.key = Some((text.to_owned(), position)),
            (Some(Holds::Items(items)), _) => items.push(node),
            (Some(Holds::Nothing) | None, _) => {}
        }
    }
}
