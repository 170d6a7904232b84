//! Reads YAML 1.2 into trees, from the events of a parser that builds nothing itself, so that
//! limits apply while reading. Scalars follow the core schema (`scalar`), aliases are replaced by
//! copies, and a plain `<<` merges, as in YAML 1.1, because descriptions in use rely on it. Must
//! not know what the text means.

use std::collections::HashMap;

use saphyr_parser::{Event, ScalarStyle, Span, Tag};

use super::limits::{MAX_ENTRIES, is_free};
use super::node::{Mapping, Node};
use super::scalar;
use super::yaml_error::Position;

/// The maximum nesting depth, in YAML and JSON.
pub(super) const MAX_DEPTH: usize = 128;

/// The bytes that aliases may add to any text. A text may also grow by eight times its length.
const MAX_GROWTH: usize = 8 * 1024 * 1024;

/// The reason why a text has no tree.
#[derive(Debug)]
pub(super) enum Fault {
    /// Invalid YAML: the position and message of the parser, and the starts of the open
    /// collections.
    Syntax(Position, String, Vec<Position>),
    /// More than [`MAX_DEPTH`] levels.
    Depth(Position),
    /// The collection at this position has more than [`MAX_ENTRIES`] entries.
    Entries(Position),
    /// Aliases expand to too much data.
    Aliases(Position),
    /// An alias inside the node that it stands for.
    Endless(Position),
    /// A key that is a collection.
    ComplexKey(Position),
    /// A second document.
    SecondDocument(Position),
    /// A scalar does not match its tag.
    Tag(Position, String),
}

/// Reads the only document of a text.
pub(super) fn tree(text: &str) -> Result<Node, Fault> {
    let left = MAX_GROWTH + text.len().saturating_mul(8);
    let (open, anchors) = (Vec::new(), HashMap::new());
    let mut builder = Builder { root: None, open, anchors, left, second: None, tabs: tabs(text) };
    for event in crate::yaml::events(text) {
        match event {
            Ok((event, span)) => builder.event(event, span)?,
            Err(error) => {
                let position = (error.marker().line(), error.marker().col() + 1);
                let open = builder.open.iter().map(|open| open.position).collect();
                return Err(Fault::Syntax(position, error.info().to_owned(), open));
            }
        }
    }
    Ok(builder.root.unwrap_or(Node::Null))
}

struct Builder {
    root: Option<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    /// The bytes that aliases may still add.
    left: usize,
    /// The start of a second document. An empty one is ignored.
    second: Option<Position>,
    /// The lines with tabs before their content: the position of the content, and of the first tab.
    tabs: HashMap<Position, Position>,
}

/// Finds tabs before the content of a line. They are allowed, but not as indentation (section 6.1).
fn tabs(text: &str) -> HashMap<Position, Position> {
    let mut found = HashMap::new();
    if memchr::memchr(b'\t', text.as_bytes()).is_none() {
        return found;
    }
    for (index, line) in text.lines().enumerate() {
        let before = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line.get(..before).and_then(|before| before.find('\t')) {
            found.insert((index + 1, before + 1), (index + 1, tab + 1));
        }
    }
    found
}

/// A collection that has not ended.
struct Open {
    position: Position,
    anchor: usize,
    holds: Holds,
    /// `true` if it is written in brackets.
    flow: bool,
    /// `true` if it may have any number of entries, because it is a JSON value or not read.
    free: bool,
    /// `true` if the value of the last key may have any number of entries.
    free_key: bool,
}

enum Holds {
    Items(Vec<Node>),
    Entries {
        entries: Vec<(String, Node)>,
        /// The mappings that `<<` merges.
        merged: Vec<Node>,
        /// The key before the next value, and whether it is a plain `<<`.
        key: Option<(String, bool)>,
    },
}

/// A node with an anchor. `key` is its text as a key.
struct Anchored {
    node: Node,
    key: Option<String>,
    depth: usize,
    bytes: usize,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Fault> {
        let position = (span.start.line(), span.start.col() + 1);
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), position),
            Event::SequenceStart(anchor, _) => self.begin(position, anchor, Holds::Items(Vec::new()), !span.is_empty()),
            Event::MappingStart(anchor, _) => {
                let holds = Holds::Entries { entries: Vec::new(), merged: Vec::new(), key: None };
                self.begin(position, anchor, holds, !span.is_empty())
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => self.alias(anchor, position),
            Event::DocumentStart(_) => {
                self.second = self.root.is_some().then_some(position);
                Ok(())
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        position: Position,
    ) -> Result<(), Fault> {
        let plain = style == ScalarStyle::Plain;
        if let Some(second) = self.second {
            let empty = plain && text.is_empty() && anchor == 0 && tag.is_none();
            return if empty { Ok(()) } else { Err(Fault::SecondDocument(second)) };
        }
        if self.waits_for_key() {
            if anchor != 0 {
                let node = Node::String(text.to_owned());
                self.anchors.insert(anchor, Anchored::new(node, Some(text.to_owned())));
            }
            return self.key(text.to_owned(), plain && text == "<<" && tag.is_none());
        }
        let node = scalar::resolved(text, plain, tag).map_err(|message| Fault::Tag(position, message))?;
        if anchor != 0 {
            self.anchors.insert(anchor, Anchored::new(node.clone(), Some(text.to_owned())));
        }
        self.put(node)
    }

    fn begin(&mut self, position: Position, anchor: usize, holds: Holds, brackets: bool) -> Result<(), Fault> {
        if let Some(second) = self.second {
            return Err(Fault::SecondDocument(second));
        }
        if self.waits_for_key() {
            return Err(Fault::ComplexKey(position));
        }
        let (free, flow) = self.open.last().map_or((false, false), |open| (open.free || open.free_key, open.flow));
        if let Some(tab) = self.tabs.get(&position).filter(|_| !brackets && !flow) {
            return Err(Fault::Syntax(*tab, String::new(), Vec::new()));
        }
        self.open.push(Open { position, anchor, holds, flow: flow || brackets, free, free_key: false });
        if self.open.len() > MAX_DEPTH { Err(Fault::Depth(position)) } else { Ok(()) }
    }

    fn end(&mut self) -> Result<(), Fault> {
        let Some(Open { position, anchor, holds, .. }) = self.open.pop() else { return Ok(()) };
        let node = match holds {
            Holds::Items(items) => Node::Sequence(items),
            Holds::Entries { entries, merged, .. } => Node::Mapping(Mapping::merged(entries, merged)),
        };
        if anchor != 0 {
            let kept = Anchored::new(node.clone(), None);
            self.spend(kept.bytes, position)?;
            self.anchors.insert(anchor, kept);
        }
        self.put(node)
    }

    fn alias(&mut self, anchor: usize, position: Position) -> Result<(), Fault> {
        // The parser refuses unknown anchors, so this one has not ended.
        let Some(anchored) = self.anchors.get(&anchor) else { return Err(Fault::Endless(position)) };
        if self.open.len() + anchored.depth > MAX_DEPTH {
            return Err(Fault::Depth(position));
        }
        let bytes = anchored.bytes;
        if self.waits_for_key() {
            let key = anchored.key.clone().ok_or(Fault::ComplexKey(position))?;
            self.spend(bytes, position)?;
            return self.key(key, false);
        }
        self.spend(bytes, position)?;
        match self.anchors.get(&anchor).map(|anchored| anchored.node.clone()) {
            Some(node) => self.put(node),
            None => Ok(()),
        }
    }

    fn spend(&mut self, bytes: usize, position: Position) -> Result<(), Fault> {
        self.left = self.left.checked_sub(bytes).ok_or(Fault::Aliases(position))?;
        Ok(())
    }

    fn waits_for_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { holds: Holds::Entries { key: None, .. }, .. }))
    }

    fn key(&mut self, text: String, merges: bool) -> Result<(), Fault> {
        if let Some(Open { holds: Holds::Entries { key, .. }, free_key, .. }) = self.open.last_mut() {
            *free_key = is_free(&text);
            *key = Some((text, merges));
        }
        Ok(())
    }

    /// Adds a value to the innermost open collection.
    fn put(&mut self, node: Node) -> Result<(), Fault> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        let count = match &mut open.holds {
            Holds::Items(items) => {
                items.push(node);
                items.len()
            }
            Holds::Entries { entries, merged, key } => {
                match key.take() {
                    Some((_, true)) if is_mergeable(&node) => merged.push(node),
                    Some((key, _)) => entries.push((key, node)),
                    None => {}
                }
                entries.len()
            }
        };
        if count > MAX_ENTRIES && !open.free { Err(Fault::Entries(open.position)) } else { Ok(()) }
    }
}

/// Returns `true` for a mapping or a sequence of mappings, the values of a merge key (YAML 1.1,
/// "Merge Key Language-Independent Type"). Any other value of `<<` is an ordinary one.
fn is_mergeable(node: &Node) -> bool {
    match node {
        Node::Mapping(_) => true,
        Node::Sequence(items) => items.iter().all(|item| matches!(item, Node::Mapping(_))),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => false,
    }
}

impl Anchored {
    fn new(node: Node, key: Option<String>) -> Anchored {
        let (depth, bytes) = measure(&node);
        Anchored { node, key, depth, bytes }
    }
}

/// Returns the depth of a tree and its approximate size in bytes.
fn measure(node: &Node) -> (usize, usize) {
    let within = |(depth, bytes): (usize, usize), (key, node): (usize, &Node)| {
        let (inner, more) = measure(node);
        (depth.max(inner + 1), bytes + key + more)
    };
    match node {
        Node::Null | Node::Bool(_) => (0, 8),
        Node::Number(text) => (0, 8 + text.len()),
        Node::String(text) => (0, 8 + text.len()),
        Node::Sequence(items) => items.iter().map(|item| (0, item)).fold((1, 8), within),
        Node::Mapping(map) => map.iter().map(|(key, node)| (key.len(), node)).fold((1, 8), within),
    }
}
