//! Takes source files apart: comments, string literals, identifiers and prose, each with its line.
//! Must not know which words are wrong.

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The first line of a doc comment.
    DocStart,
    /// A comment, or a further line of a doc comment.
    Comment,
    /// The content of a string literal.
    String,
    Identifier,
    /// A line of a page.
    Prose,
}

/// A piece of text of a file.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) kind: Kind,
    pub(crate) line: usize,
    /// The byte at which it starts in the file.
    pub(crate) start: usize,
    pub(crate) text: String,
}

/// Takes a Rust file apart. Snapshots of emitted files are Rust files with a header.
pub(crate) fn rust(source: &str) -> Vec<Piece> {
    let mut lexer = Lexer { length: source.len(), rest: source, line: 1, pieces: Vec::new(), in_doc: 0 };
    while lexer.step() {}
    lexer.pieces
}

/// Returns the lines of a page that are not in a fenced code block.
pub(crate) fn markdown(source: &str) -> Vec<Piece> {
    let mut fenced = false;
    let mut pieces = Vec::new();
    for (index, (start, line)) in lines(source).enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            pieces.push(Piece { kind: Kind::Prose, line: index + 1, start, text: line.to_owned() });
        }
    }
    pieces
}

/// Returns the comments of a file whose comments start with `#`.
pub(crate) fn hash_comments(source: &str) -> Vec<Piece> {
    let comment = |line: &str| {
        let hash = line.find('#')?;
        let before = &line[..hash];
        (before.trim().is_empty() || before.ends_with(' ')).then_some(hash + 1)
    };
    let numbered = lines(source).enumerate();
    numbered
        .filter_map(|(index, (start, line))| {
            let offset = comment(line)?;
            let text = line[offset..].to_owned();
            Some(Piece { kind: Kind::Comment, line: index + 1, start: start + offset, text })
        })
        .collect()
}

/// Returns the lines of a file, each with the byte at which it starts.
fn lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    source.split_inclusive('\n').map(move |line| {
        let start = next;
        next += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

struct Lexer<'a> {
    /// The length of the file.
    length: usize,
    rest: &'a str,
    line: usize,
    pieces: Vec<Piece>,
    /// The number of the line that follows the last line of a doc comment.
    in_doc: usize,
}

impl Lexer<'_> {
    /// Reads one token. Returns `false` at the end.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if self.rest.starts_with("//") {
            self.line_comment();
        } else if self.rest.starts_with("/*") {
            let end = self.rest.find("*/").map_or(self.rest.len(), |end| end + 2);
            self.take(end, Some(Kind::Comment));
        } else if first == '"' {
            self.string();
        } else if let Some(marks) = raw_string(self.rest) {
            self.raw_string(marks);
        } else if first == '\'' {
            let length = char_literal(self.rest);
            self.take(length, None);
        } else if first.is_alphabetic() || first == '_' {
            let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
            self.take(end, Some(Kind::Identifier));
        } else {
            self.take(first.len_utf8(), None);
        }
        true
    }

    fn line_comment(&mut self) {
        let end = self.rest.find('\n').unwrap_or(self.rest.len());
        let is_doc = self.rest.starts_with("//!") || self.rest.starts_with("///") && !self.rest.starts_with("////");
        let kind = if is_doc && self.in_doc != self.line { Kind::DocStart } else { Kind::Comment };
        self.in_doc = if is_doc { self.line + 1 } else { self.in_doc };
        self.take(end, Some(kind));
    }

    fn string(&mut self) {
        let mut escaped = false;
        let end = self.rest[1..].find(|c| {
            let is_end = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            is_end
        });
        self.take(end.map_or(self.rest.len(), |end| end + 2), Some(Kind::String));
    }

    fn raw_string(&mut self, marks: usize) {
        let start = self.rest.find('"').unwrap_or_default() + 1;
        let close = format!("\"{}", "#".repeat(marks));
        let end = self.rest[start..].find(&close).map_or(self.rest.len(), |end| start + end + close.len());
        self.take(end, Some(Kind::String));
    }

    fn take(&mut self, length: usize, kind: Option<Kind>) {
        let (text, rest) = self.rest.split_at(length);
        if let Some(kind) = kind {
            let start = self.length - self.rest.len();
            self.pieces.push(Piece { kind, line: self.line, start, text: text.to_owned() });
        }
        self.line += text.matches('\n').count();
        self.rest = rest;
    }
}

/// Returns the number of `#` of a raw string literal, if `text` starts with one.
fn raw_string(text: &str) -> Option<usize> {
    let text = text.strip_prefix('b').unwrap_or(text).strip_prefix('r')?;
    let marks = text.bytes().take_while(|byte| *byte == b'#').count();
    text[marks..].starts_with('"').then_some(marks)
}

/// Returns the length of a character literal, or 1 for the mark of a lifetime.
fn char_literal(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, _))) => text[at + 1..].find('\'').map_or(1, |end| at + end + 2),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}
