//! Excerpts of source files: the line of a source location, cut to a readable width, and the bytes
//! to underline in it. Must not know diagnostics.

use std::collections::HashMap;
use std::ops::Range;

use super::FileId;
use super::locate::Position;
use crate::sources::Sources;

/// The number of characters shown of a long line.
const WIDTH: usize = 100;

/// Lines that exceed [`WIDTH`] by no more than this are shown whole.
const TOLERANCE: usize = 20;

/// The number of characters between two marks of a long line.
const STEP: usize = 1024;

/// Shown in place of the part of a line that is cut off.
const ELLIPSIS: char = '…';

/// One line of a source file.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The text of the line, or the part of it around the column.
    pub text: String,
    /// The bytes of `text` to underline.
    pub range: Range<usize>,
    /// `true` if `text` is only a part of the line.
    pub is_cut: bool,
}

/// Finds lines in source files. Each file is indexed once.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    sources: &'a Sources,
    /// The offset at which each line begins.
    starts: HashMap<FileId, Vec<usize>>,
    /// The offset of every [`STEP`]th character of a long line, by the offset of the line: JSON is
    /// often a single line of megabytes.
    marks: HashMap<(FileId, usize), Vec<usize>>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(sources: &'a Sources) -> Lines<'a> {
        Lines { sources, starts: HashMap::new(), marks: HashMap::new() }
    }

    /// Returns the text around a position, and the token that begins there.
    pub(super) fn excerpt(&mut self, file: FileId, (line, column): Position) -> Excerpt {
        let start = self.start(file, line);
        let text = self.sources.text(file).get(start..).unwrap_or_default();
        let first = first_shown(text, column);
        let rest = self.skip(file, start, text, first);
        cut(rest, column.saturating_sub(1).saturating_sub(first), first > 0)
    }

    /// Returns the offset at which a line begins, counted from 1.
    fn start(&mut self, file: FileId, line: usize) -> usize {
        let text = self.sources.text(file);
        let starts = self.starts.entry(file).or_insert_with(|| {
            let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
            [0].into_iter().chain(ends).collect()
        });
        starts.get(line.saturating_sub(1)).copied().unwrap_or(text.len())
    }

    /// Returns a line without its first `count` characters.
    fn skip(&mut self, file: FileId, start: usize, text: &'a str, count: usize) -> &'a str {
        if count < STEP {
            return after(text, count);
        }
        let all = || first_line(text).map(|(at, _)| at).step_by(STEP).collect();
        match self.marks.entry((file, start)).or_insert_with(all).get(count / STEP) {
            Some(mark) => after(text.get(*mark..).unwrap_or_default(), count % STEP),
            None => "",
        }
    }
}

/// Returns the characters of the first line of a text.
fn first_line(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices().take_while(|(_, c)| !matches!(c, '\n' | '\r'))
}

/// Returns a text without the first `count` characters of its first line.
fn after(text: &str, count: usize) -> &str {
    first_line(text).nth(count).and_then(|(at, _)| text.get(at..)).unwrap_or_default()
}

fn is_long(text: &str) -> bool {
    first_line(text).nth(WIDTH + TOLERANCE).is_some()
}

/// Returns the index of the first character to show, so that a column (from 1) of a long line is in
/// the middle.
fn first_shown(text: &str, column: usize) -> usize {
    if is_long(text) { column.saturating_sub(1).saturating_sub(WIDTH / 2) } else { 0 }
}

/// Cuts the end off a long line. `index` is the character at which the token to underline begins.
fn cut(rest: &str, index: usize, is_cut: bool) -> Excerpt {
    let is_long = is_cut || is_long(rest);
    let width = if is_long { WIDTH } else { WIDTH + TOLERANCE };
    let mut text: String = if is_cut { ELLIPSIS.into() } else { String::new() };
    let mut range = None;
    for (number, (_, c)) in first_line(rest).take(width).enumerate() {
        if number == index {
            range = Some(text.len());
        }
        text.push(if is_harmful(c) && c != '\t' { ' ' } else { c });
    }
    let start = range.unwrap_or(text.len());
    let end = start + token(text.get(start..).unwrap_or_default());
    Excerpt { text, range: start..end, is_cut: is_long }
}

/// Returns the length of the token at the start of a text: a quoted string, a bracket, or a plain
/// scalar.
fn token(text: &str) -> usize {
    match text.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => {
            let end = text.bytes().skip(1).position(|byte| byte == *quote);
            end.map_or(text.len(), |end| end + 2)
        }
        Some(b'{' | b'[' | b'|' | b'>' | b'&' | b'*') => 1,
        Some(_) => {
            let ends = [": ", ":\t", ", ", "]", "}", " #"].iter().filter_map(|end| text.find(end));
            let end = ends.min().unwrap_or(text.len());
            text.get(..end).map_or(end, |plain| plain.trim_end().trim_end_matches([':', ',']).len()).max(1)
        }
        None => 0,
    }
}

/// Returns `true` for control characters, which terminals obey, and for characters that change the
/// direction of the text after them.
pub(super) fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
