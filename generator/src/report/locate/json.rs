//! Positions in a JSON text that was read without fault already: a small scanner, without recursion. Of strings only the
//! keys are read.

use std::borrow::Cow;

use super::{Holds, Position, Spot, Tree};

/// The tree of a text, as far as it goes.
pub(super) fn tree(text: &str) -> Option<Tree<'_>> {
    let mut scanner = Scanner { rest: text, at: (1, 1), tree: Tree::default(), open: Vec::new(), key: Vec::new() };
    scanner.run();
    (!scanner.tree.nodes.is_empty()).then_some(scanner.tree)
}

struct Scanner<'a> {
    /// What is still to be looked at, and where that begins.
    rest: &'a str,
    at: Position,
    tree: Tree<'a>,
    open: Vec<usize>,
    /// For each open object the key that waits for its value.
    key: Vec<Option<(Cow<'a, str>, Position)>>,
}

impl<'a> Scanner<'a> {
    fn run(&mut self) {
        while let Some(&first) = self.rest.as_bytes().first() {
            let at = self.at;
            match first {
                b'{' => self.enter(at, Holds::Members(Vec::new())),
                b'[' => self.enter(at, Holds::Items(Vec::new())),
                b'}' | b']' => {
                    self.open.pop();
                    self.key.pop();
                    self.pass(1);
                }
                b'"' => self.string(at),
                b'\n' => {
                    self.pass(1);
                    self.at = (self.at.0 + 1, 1);
                }
                b',' | b':' | b' ' | b'\t' | b'\r' => self.pass(1),
                _ => {
                    self.leaf(at);
                    let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
                    // What no JSON begins with is passed over, so that this ends on any text.
                    let first = self.rest.chars().next().map_or(1, char::len_utf8);
                    self.pass(self.rest.bytes().take_while(of_word).count().max(first));
                }
            }
        }
    }

    fn waits_for_key(&self) -> bool {
        let object = self.open.last().and_then(|&node| self.tree.nodes.get(node)).map(|spot| &spot.holds);
        matches!(object, Some(Holds::Members(_))) && self.key.last().is_some_and(Option::is_none)
    }

    /// Goes on by so many bytes of one line, and gives what they were.
    fn text(&mut self, bytes: usize) -> &'a str {
        let (passed, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        // Columns are characters: a byte that goes on with one begins none.
        self.at.1 += passed.bytes().filter(|byte| byte & 0xc0 != 0x80).count();
        passed
    }

    fn pass(&mut self, bytes: usize) {
        self.text(bytes);
    }

    fn enter(&mut self, at: Position, holds: Holds<'a>) {
        let node = self.put(Spot { at, holds });
        self.open.push(node);
        self.key.push(None);
        self.pass(1);
    }

    fn leaf(&mut self, at: Position) {
        self.put(Spot { at, holds: Holds::Nothing });
    }

    fn put(&mut self, spot: Spot<'a>) -> usize {
        let node = self.tree.push(spot);
        let holder = self.open.last().copied().and_then(|open| self.tree.nodes.get_mut(open));
        match holder.map(|spot| &mut spot.holds) {
            Some(Holds::Items(items)) => items.push(node),
            Some(Holds::Members(members)) => {
                if let Some((key, at)) = self.key.last_mut().and_then(Option::take) {
                    members.push((key, at, node));
                }
            }
            Some(Holds::Nothing) | None => {}
        }
        node
    }

    /// A key or a value.
    fn string(&mut self, at: Position) {
        let text = self.text(end(self.rest.as_bytes()));
        if !self.waits_for_key() {
            self.leaf(at);
        } else if let Some(slot) = self.key.last_mut() {
            *slot = Some((unescaped(text), at));
        }
    }
}

/// So many bytes are those of the string that a text begins with, quotes included.
fn end(text: &[u8]) -> usize {
    let mut at = 1;
    while let Some(found) = text.get(at..).and_then(|rest| rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))) {
        at += found;
        match text.get(at) {
            Some(b'\\') => at += 2,
            Some(_) | None => return at + 1,
        }
    }
    text.len()
}

/// A string in its quotes, its escapes undone by the reader that knows them.
fn unescaped(quoted: &str) -> Cow<'_, str> {
    match quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|plain| !plain.contains('\\')) {
        Some(plain) => Cow::Borrowed(plain),
        None => Cow::Owned(serde_json::from_str(quoted).unwrap_or_default()),
    }
}
