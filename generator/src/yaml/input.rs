//! An input for the YAML parser that corrects two deviations. Must not know events.
//!
//! - A tab separates a key and its value like a space. YAML 1.2 allows both (section 6.2,
//!   "Separation Spaces"), but the parser refuses a tab before a letter.
//! - A closing bracket or quote at the start of a line may be indented less than YAML 1.2 requires
//!   (section 7.4: more than the key of the collection). Nearly all readers accept it, and
//!   descriptions in use have it. The line is read as if it were indented enough, which changes no
//!   value, because the spaces are only separation.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use saphyr_parser::{Input as _, Marker, ScanError, Span};

/// The maximum number of spaces that are added to a line.
const MAX_ADDED: usize = 260;

/// A text by characters, and the lines to indent further.
pub(super) struct Text {
    characters: Vec<char>,
    /// The start of each line.
    lines: Vec<usize>,
    /// The number of spaces to add, by the index of the first character of the line.
    added: RefCell<HashMap<usize, usize>>,
}

impl Text {
    pub(super) fn new(text: &str) -> Text {
        let characters: Vec<char> = text.chars().collect();
        let breaks = |at: &usize| match characters.get(*at) {
            Some('\n') => true,
            Some('\r') => characters.get(at + 1) != Some(&'\n'),
            Some(_) | None => false,
        };
        let lines = [0].into_iter().chain((0..characters.len()).filter(breaks).map(|at| at + 1)).collect();
        Text { lines, added: RefCell::default(), characters }
    }

    /// Returns a line, counted from 1, without its line break.
    fn line(&self, number: usize) -> &[char] {
        let Some(begins) = number.checked_sub(1).and_then(|index| self.lines.get(index)) else { return &[] };
        let ends = self.lines.get(number).copied().unwrap_or(self.characters.len());
        let line = self.characters.get(*begins..ends).unwrap_or_default();
        let length = line.iter().rposition(|c| !matches!(c, '\n' | '\r')).map_or(0, |last| last + 1);
        line.get(..length).unwrap_or_default()
    }

    fn added(&self, line: usize) -> usize {
        let begins = line.checked_sub(1).and_then(|index| self.lines.get(index));
        begins.and_then(|at| self.added.borrow().get(at).copied()).unwrap_or_default()
    }

    /// Indents the line of the closing bracket or quote of an error. Returns `false` for other
    /// errors.
    pub(super) fn correct(&self, error: &ScanError) -> bool {
        let marker = self.marker(*error.marker());
        let line = self.line(marker.line());
        match line.get(marker.col()) {
            Some(']' | '}') if is_blank(line.get(..marker.col())) => {
                self.indent(marker.line(), self.length_before(marker.line()))
            }
            Some(quote @ ('"' | '\'')) => match self.closing_line(marker, *quote) {
                Some(closing) => self.indent(closing, marker.col() + 1),
                None => false,
            },
            Some(_) | None => false,
        }
    }

    /// Adds spaces to a line. Returns `false` if it has some already.
    fn indent(&self, line: usize, to: usize) -> bool {
        let Some(begins) = line.checked_sub(1).and_then(|index| self.lines.get(index)) else { return false };
        self.added.borrow_mut().insert(*begins, to.min(MAX_ADDED)).is_none()
    }

    /// Returns the length of the nearest line with content before a line, including added spaces.
    fn length_before(&self, line: usize) -> usize {
        let mut before = (1..line).rev().filter(|number| !is_blank(Some(self.line(*number))));
        before.next().map_or(0, |number| self.line(number).len() + self.added(number))
    }

    /// Returns the line in which a quoted scalar ends, if it is another line, and only spaces
    /// precede the quote.
    fn closing_line(&self, opened: Marker, quote: char) -> Option<usize> {
        let mut index = self.lines.get(opened.line().checked_sub(1)?)? + opened.col() + 1;
        loop {
            match (self.characters.get(index)?, self.characters.get(index + 1)) {
                ('\\', _) if quote == '"' => index += 2,
                ('\'', Some('\'')) if quote == '\'' => index += 2,
                (c, _) if *c == quote => break,
                (_, _) => index += 1,
            }
        }
        let closing = self.lines.partition_point(|begins| *begins <= index);
        let before = self.characters.get(*self.lines.get(closing.checked_sub(1)?)?..index);
        (closing > opened.line() && is_blank(before)).then_some(closing)
    }

    /// Converts a marker of the parser to the original text.
    fn marker(&self, marker: Marker) -> Marker {
        Marker::new(marker.index(), marker.line(), marker.col().saturating_sub(self.added(marker.line())))
    }

    pub(super) fn span(&self, span: Span) -> Span {
        Span::new(self.marker(span.start), self.marker(span.end))
    }

    pub(super) fn error(&self, error: &ScanError) -> ScanError {
        ScanError::new(self.marker(*error.marker()), error.info().to_owned())
    }
}

fn is_blank(characters: Option<&[char]>) -> bool {
    characters.is_some_and(|all| all.iter().all(|c| matches!(c, ' ' | '\t')))
}

/// The position of the parser in a text.
#[derive(Clone)]
pub(super) struct Input {
    text: Rc<Text>,
    index: usize,
    /// The number of added spaces before the next character.
    spaces: usize,
    lookahead: usize,
}

impl Input {
    pub(super) fn new(text: &Rc<Text>) -> Input {
        Input { text: Rc::clone(text), index: 0, spaces: 0, lookahead: 0 }
    }

    /// Returns `true` if the character here is a tab after the colon of a key in the same line.
    fn is_separation(&self) -> bool {
        if self.peek() != '\t' {
            return false;
        }
        let before = self.text.characters.get(..self.index).unwrap_or_default();
        let Some((':', key)) = before.split_last().map(|(last, rest)| (*last, rest)) else { return false };
        let mut line = key.iter().rev().take_while(|c| !matches!(c, '\n' | '\r'));
        line.any(|c| !matches!(c, ' ' | '\t'))
    }
}

impl saphyr_parser::Input for Input {
    fn lookahead(&mut self, count: usize) {
        self.lookahead = self.lookahead.max(count);
    }

    fn buflen(&self) -> usize {
        self.lookahead
    }

    fn bufmaxlen(&self) -> usize {
        128
    }

    fn raw_read_ch(&mut self) -> char {
        let c = self.peek();
        self.skip();
        c
    }

    fn raw_read_non_breakz_ch(&mut self) -> Option<char> {
        let c = self.peek_opt().filter(|c| !matches!(c, '\n' | '\r' | '\0' | '\u{feff}'))?;
        self.skip();
        Some(c)
    }

    fn skip(&mut self) {
        if self.spaces > 0 {
            self.spaces -= 1;
            return;
        }
        let skipped = self.peek_opt();
        self.index = (self.index + 1).min(self.text.characters.len());
        if let Some('\n' | '\r') = skipped {
            self.spaces = self.text.added.borrow().get(&self.index).copied().unwrap_or_default();
        }
    }

    fn skip_n(&mut self, count: usize) {
        (0..count).for_each(|_| self.skip());
    }

    fn peek(&self) -> char {
        self.peek_nth(0)
    }

    fn peek_nth(&self, n: usize) -> char {
        match n.checked_sub(self.spaces) {
            Some(n) => self.text.characters.get(self.index + n).copied().unwrap_or('\0'),
            None => ' ',
        }
    }

    fn peek_opt(&self) -> Option<char> {
        if self.spaces > 0 { Some(' ') } else { self.text.characters.get(self.index).copied() }
    }

    fn look_ch(&mut self) -> char {
        self.lookahead(1);
        if self.is_separation() { ' ' } else { self.peek() }
    }
}
