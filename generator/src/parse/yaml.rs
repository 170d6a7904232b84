//! YAML 1.2 texts to trees: from the events of a parser that keeps nothing, so that each limit is met where it is passed.
//! Scalars are resolved by the core schema (`scalar`), aliases are replaced by copies of what they stand for, and a plain `<<`
//! merges, as in YAML 1.1, because descriptions in use rely on it. Must not know what the text means.

use std::collections::HashMap;

use saphyr_parser::{Event, ScalarStyle, Span, Tag};

use super::bounds::{MOST, is_free};
use super::node::{Mapping, Node};
use super::scalar;
use super::yaml_error::At;

/// Levels of nesting that are read, in YAML as in JSON.
pub(super) const DEEPEST: usize = 128;

/// Bytes that aliases may add to any text. A longer text may grow by eight times its length.
const GROWN: usize = 8 * 1024 * 1024;

/// The reason why a text has no tree.
#[derive(Debug)]
pub(super) enum Fault {
    /// It is not YAML: where the parser noticed, its words, and where the collections begin that are open there.
    Syntax(At, String, Vec<At>),
    /// More than [`DEEPEST`] levels.
    Depth(At),
    /// The collection that begins here has more than [`MOST`] entries.
    Entries(At),
    /// Aliases add too much.
    Aliases(At),
    /// An alias within the node that it stands for.
    Endless(At),
    /// A key that is a collection.
    ComplexKey(At),
    /// A further document.
    SecondDocument(At),
    /// A scalar does not fit its tag.
    Tag(At, String),
}

/// Reads the one document of a text.
pub(super) fn tree(text: &str) -> Result<Node, Fault> {
    let left = GROWN + text.len().saturating_mul(8);
    let (open, anchors) = (Vec::new(), HashMap::new());
    let mut builder = Builder { root: None, open, anchors, left, second: None, tabs: tabs(text) };
    for event in crate::yaml::events(text) {
        match event {
            Ok((event, span)) => builder.event(event, span)?,
            Err(error) => {
                let at = (error.marker().line(), error.marker().col() + 1);
                let open = builder.open.iter().map(|of| of.at).collect();
                return Err(Fault::Syntax(at, error.info().to_owned(), open));
            }
        }
    }
    Ok(builder.root.unwrap_or(Node::Null))
}

struct Builder {
    root: Option<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    /// Bytes that aliases may still add.
    left: usize,
    /// The start of a second document. An empty one is ignored.
    second: Option<At>,
    /// The lines with tabs before their content: where that begins, and the first tab.
    tabs: HashMap<At, At>,
}

/// Tabs before the content of a line are allowed, but not as indentation (section 6.1). Few texts have any.
fn tabs(text: &str) -> HashMap<At, At> {
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
    at: At,
    anchor: usize,
    holds: Holds,
    /// It is written in brackets.
    flow: bool,
    /// It may have any number of entries: it is not part of the API's form.
    free: bool,
    /// The value of the last key is also optional.
    free_key: bool,
}

enum Holds {
    Items(Vec<Node>),
    Entries {
        entries: Vec<(String, Node)>,
        /// The mappings that `<<` merges.
        merged: Vec<Node>,
        /// The key that waits for its value, and whether it is a plain `<<`.
        key: Option<(String, bool)>,
    },
}

/// A node with an anchor. `key` is what an alias to it means as a key.
struct Anchored {
    node: Node,
    key: Option<String>,
    depth: usize,
    bytes: usize,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Fault> {
        let at = (span.start.line(), span.start.col() + 1);
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), at),
            Event::SequenceStart(anchor, _) => self.begin(at, anchor, Holds::Items(Vec::new()), !span.is_empty()),
            Event::MappingStart(anchor, _) => {
                let holds = Holds::Entries { entries: Vec::new(), merged: Vec::new(), key: None };
                self.begin(at, anchor, holds, !span.is_empty())
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::DocumentStart(_) => {
                self.second = self.root.is_some().then_some(at);
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
        at: At,
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
        let node = scalar::resolved(text, plain, tag).map_err(|message| Fault::Tag(at, message))?;
        if anchor != 0 {
            self.anchors.insert(anchor, Anchored::new(node.clone(), Some(text.to_owned())));
        }
        self.put(node)
    }

    fn begin(&mut self, at: At, anchor: usize, holds: Holds, brackets: bool) -> Result<(), Fault> {
        if let Some(second) = self.second {
            return Err(Fault::SecondDocument(second));
        }
        if self.waits_for_key() {
            return Err(Fault::ComplexKey(at));
        }
        let (free, flow) = self.open.last().map_or((false, false), |of| (of.free || of.free_key, of.flow));
        if let Some(tab) = self.tabs.get(&at).filter(|_| !brackets && !flow) {
            return Err(Fault::Syntax(*tab, String::new(), Vec::new()));
        }
        self.open.push(Open { at, anchor, holds, flow: flow || brackets, free, free_key: false });
        if self.open.len() > DEEPEST { Err(Fault::Depth(at)) } else { Ok(()) }
    }

    fn end(&mut self) -> Result<(), Fault> {
        let Some(Open { at, anchor, holds, .. }) = self.open.pop() else { return Ok(()) };
        let node = match holds {
            Holds::Items(items) => Node::Sequence(items),
            Holds::Entries { entries, merged, .. } => Node::Mapping(Mapping::merged(entries, merged)),
        };
        if anchor != 0 {
            let kept = Anchored::new(node.clone(), None);
            self.spend(kept.bytes, at)?;
            self.anchors.insert(anchor, kept);
        }
        self.put(node)
    }

    fn alias(&mut self, anchor: usize, at: At) -> Result<(), Fault> {
        // The parser refuses aliases to anchors that it does not know: this one has not ended.
        let Some(of) = self.anchors.get(&anchor) else { return Err(Fault::Endless(at)) };
        if self.open.len() + of.depth > DEEPEST {
            return Err(Fault::Depth(at));
        }
        let bytes = of.bytes;
        if self.waits_for_key() {
            let key = of.key.clone().ok_or(Fault::ComplexKey(at))?;
            self.spend(bytes, at)?;
            return self.key(key, false);
        }
        self.spend(bytes, at)?;
        match self.anchors.get(&anchor).map(|of| of.node.clone()) {
            Some(node) => self.put(node),
            None => Ok(()),
        }
    }

    fn spend(&mut self, bytes: usize, at: At) -> Result<(), Fault> {
        self.left = self.left.checked_sub(bytes).ok_or(Fault::Aliases(at))?;
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

    /// A value, for the collection that is open.
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
        if count > MOST && !open.free { Err(Fault::Entries(open.at)) } else { Ok(()) }
    }
}

/// The value of a merge key is a mapping or a list of mappings (YAML 1.1, "Merge Key Language-Independent Type").
/// Anything else below `<<` is an ordinary value.
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

/// The levels of a tree, and about how many bytes it takes.
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
