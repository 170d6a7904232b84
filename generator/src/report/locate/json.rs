//! Finds positions in a valid JSON text, with a small scanner without recursion that skips values
//! in which nothing is wanted. Must not know diagnostics.

use std::borrow::Cow;
use std::collections::HashMap;

use super::tree::{Holds, Position, Spot, Tree};
use crate::report::SourceLocation;
use crate::report::swagger_pointer::as_swagger;

/// The wanted values, by their keys and indices.
#[derive(Debug, Default)]
pub(super) struct Wanted(HashMap<String, Wanted>);

impl Wanted {
    /// Collects locations, and the key that [`Tree::find`] needs in every text.
    pub(super) fn new<'p>(spans: impl Iterator<Item = &'p SourceLocation>) -> Wanted {
        let mut wanted = Wanted::default();
        wanted.add(vec!["swagger".to_owned()]);
        for span in spans {
            let segments: Vec<String> = span.pointer.segments().collect();
            wanted.add(as_swagger(segments.clone()));
            wanted.add(segments);
        }
        wanted
    }

    fn add(&mut self, segments: Vec<String>) {
        segments.into_iter().fold(self, |node, segment| node.0.entry(segment).or_default());
    }
}

/// Returns the tree of a text with the wanted values only.
pub(super) fn tree<'a>(text: &'a str, wanted: &Wanted) -> Option<Tree<'a>> {
    let ruler = Ruler { text, counted: 0, position: (1, 1) };
    let mut scanner = Scanner { text, offset: 0, ruler, tree: Tree::default(), open: Vec::new() };
    scanner.run(wanted);
    (!scanner.tree.nodes.is_empty()).then_some(scanner.tree)
}

struct Scanner<'a, 'w> {
    text: &'a str,
    /// The offset of the current byte.
    offset: usize,
    ruler: Ruler<'a>,
    tree: Tree<'a>,
    open: Vec<Open<'a, 'w>>,
}

/// An open object or array.
struct Open<'a, 'w> {
    node: usize,
    wanted: &'w Wanted,
    object: bool,
    /// The number of items so far.
    items: usize,
    /// The key before the next value of an object.
    key: Option<(Cow<'a, str>, Position)>,
}

impl<'a, 'w> Scanner<'a, 'w> {
    fn run(&mut self, wanted: &'w Wanted) {
        while let Some(&first) = self.text.as_bytes().get(self.offset) {
            match first {
                b'}' | b']' => {
                    self.open.pop();
                    self.offset += 1;
                }
                b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => self.offset += 1,
                b'"' if self.open.last().is_some_and(|open| open.object && open.key.is_none()) => self.key(),
                _ => self.value(wanted),
            }
        }
    }

    fn key(&mut self) {
        let begins = self.offset;
        self.offset = end_of_value(self.text.as_bytes(), begins);
        let key = unescaped(self.text.get(begins..self.offset).unwrap_or_default());
        let position = self.ruler.position(begins);
        if let Some(open) = self.open.last_mut() {
            open.key = Some((key, position));
        }
    }

    /// Reads a value. Its content is skipped unless a part of it is wanted.
    fn value(&mut self, root: &'w Wanted) {
        let wanted = match self.open.last() {
            None => Some(root),
            Some(Open { key: Some((key, _)), wanted, .. }) => wanted.0.get(&**key),
            Some(open) => open.wanted.0.get(&open.items.to_string()),
        };
        let node = wanted.map(|_| {
            let holds = match self.text.as_bytes().get(self.offset) {
                Some(b'{') => Holds::Members(Vec::new()),
                Some(b'[') => Holds::Items(Vec::new()),
                Some(_) | None => Holds::Nothing,
            };
            let object = matches!(holds, Holds::Members(_));
            (self.tree.push(Spot { position: self.ruler.position(self.offset), holds }), object)
        });
        self.put(node.map(|(node, _)| node));
        match (wanted, node, self.text.as_bytes().get(self.offset)) {
            (Some(wanted), Some((node, object)), Some(b'{' | b'[')) if !wanted.0.is_empty() => {
                self.open.push(Open { node, wanted, object, items: 0, key: None });
                self.offset += 1;
            }
            _ => self.offset = end_of_value(self.text.as_bytes(), self.offset),
        }
    }

    /// Adds a node to the innermost open value. An unwanted item is counted too.
    fn put(&mut self, node: Option<usize>) {
        let Some(open) = self.open.last_mut() else { return };
        let holder = self.tree.nodes.get_mut(open.node).map(|spot| &mut spot.holds);
        open.items += 1;
        match (holder, open.key.take(), node) {
            (Some(Holds::Items(items)), _, node) => items.push(node.unwrap_or(usize::MAX)),
            (Some(Holds::Members(members)), Some((key, position)), Some(node)) => members.push((key, position, node)),
            (Some(Holds::Members(_) | Holds::Nothing) | None, _, _) => {}
        }
    }
}

/// Lines and columns of ascending offsets. Each byte is counted once, however long a line is.
struct Ruler<'a> {
    text: &'a str,
    counted: usize,
    position: Position,
}

impl Ruler<'_> {
    fn position(&mut self, offset: usize) -> Position {
        let passed = self.text.as_bytes().get(self.counted..offset).unwrap_or_default();
        let (line, column) = &mut self.position;
        let last = match passed.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => {
                *line += passed.iter().filter(|byte| **byte == b'\n').count();
                *column = 1;
                passed.get(end + 1..).unwrap_or_default()
            }
            None => passed,
        };
        // Columns are characters: continuation bytes do not count.
        *column += last.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        self.counted = self.counted.max(offset);
        self.position
    }
}

/// Returns the end of the value at `offset`, which is at least one byte long, so that every text
/// ends.
fn end_of_value(text: &[u8], offset: usize) -> usize {
    let (mut offset, mut depth) = (offset, 0_usize);
    while let Some(byte) = text.get(offset) {
        match byte {
            b'"' => offset = end_of_string(text, offset),
            b'{' | b'[' => {
                depth += 1;
                offset += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                offset += 1;
            }
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => {
                offset += 1;
                continue;
            }
            _ => offset += text.iter().skip(offset).take_while(|byte| is_word(**byte)).count().max(1),
        }
        if depth == 0 {
            break;
        }
    }
    offset
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

/// Returns the end of the quoted string at `offset`.
fn end_of_string(text: &[u8], offset: usize) -> usize {
    let mut offset = offset + 1;
    while let Some(found) = text.get(offset..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        offset += found;
        match text.get(offset) {
            Some(b'\\') => offset += 2,
            Some(_) | None => return offset + 1,
        }
    }
    text.len()
}

/// Returns the value of a quoted string.
fn unescaped(quoted: &str) -> Cow<'_, str> {
    match quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|plain| !plain.contains('\\')) {
        Some(plain) => Cow::Borrowed(plain),
        None => Cow::Owned(serde_json::from_str(quoted).unwrap_or_default()),
    }
}
