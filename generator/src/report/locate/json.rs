//! Positions in a JSON text that was read without fault already: a small scanner, without recursion.

use super::{Holds, Position, Spot, Tree};

/// The tree of a text, as far as it goes.
pub(super) fn tree(text: &str) -> Option<Tree> {
    let mut scanner = Scanner {
        chars: text.chars().peekable(),
        at: (1, 1),
        tree: Tree::default(),
        open: Vec::new(),
        key: Vec::new(),
    };
    scanner.run();
    (!scanner.tree.nodes.is_empty()).then_some(scanner.tree)
}

struct Scanner<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
    at: Position,
    tree: Tree,
    open: Vec<usize>,
    /// For each open object the key that waits for its value.
    key: Vec<Option<(String, Position)>>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(&c) = self.chars.peek() {
            let at = self.at;
            match c {
                '{' => self.enter(at, Holds::Members(Vec::new())),
                '[' => self.enter(at, Holds::Items(Vec::new())),
                '}' | ']' => {
                    self.open.pop();
                    self.key.pop();
                    self.bump();
                }
                '"' => {
                    let text = self.string();
                    if self.waits_for_key() {
                        if let Some(slot) = self.key.last_mut() {
                            *slot = Some((text, at));
                        }
                    } else {
                        self.leaf(at);
                    }
                }
                ',' | ':' => self.bump(),
                c if c.is_whitespace() => self.bump(),
                _ => {
                    self.leaf(at);
                    while self.chars.peek().is_some_and(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '.')) {
                        self.bump();
                    }
                    // What no JSON begins with is passed over, so that this ends on any text.
                    if self.at == at {
                        self.bump();
                    }
                }
            }
        }
    }

    fn waits_for_key(&self) -> bool {
        let object = self.open.last().and_then(|&node| self.tree.nodes.get(node)).map(|spot| &spot.holds);
        matches!(object, Some(Holds::Members(_))) && self.key.last().is_some_and(Option::is_none)
    }

    fn bump(&mut self) {
        match self.chars.next() {
            Some('\n') => self.at = (self.at.0 + 1, 1),
            Some(_) => self.at.1 += 1,
            None => {}
        }
    }

    fn enter(&mut self, at: Position, holds: Holds) {
        let node = self.put(Spot { at, holds });
        self.open.push(node);
        self.key.push(None);
        self.bump();
    }

    fn leaf(&mut self, at: Position) {
        self.put(Spot { at, holds: Holds::Nothing });
    }

    fn put(&mut self, spot: Spot) -> usize {
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

    /// A string, its escapes undone by the reader that knows them.
    fn string(&mut self) -> String {
        let mut raw = String::from('"');
        self.bump();
        while let Some(&c) = self.chars.peek() {
            raw.push(c);
            self.bump();
            if c == '"' {
                break;
            }
            if c == '\\'
                && let Some(&escaped) = self.chars.peek()
            {
                raw.push(escaped);
                self.bump();
            }
        }
        serde_json::from_str(&raw).unwrap_or_default()
    }
}
