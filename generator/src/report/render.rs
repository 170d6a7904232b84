//! Problems as text: one block each, `path:line:column` first, then the line itself and what to do.
//! No colours: whoever writes to a terminal may add them.

use std::collections::HashMap;
use std::fmt::Write;

use super::locate::Locator;
use super::{Diagnostic, FileId, Level, Part, SourceLocation};
use crate::sources::Sources;

/// So many characters of a long line are shown around the column.
const WIDTH: usize = 100;

/// Renders problems; the positions in each file are found once.
#[derive(Debug)]
pub struct Renderer<'a> {
    sources: &'a Sources,
    diagnostics: &'a [Diagnostic],
    /// Looked through where a place asks for it.
    locators: HashMap<FileId, Locator<'a>>,
    /// Where each line begins.
    lines: HashMap<FileId, Vec<usize>>,
    /// Where every [`STEP`]th character of a long line begins, by where the line does: JSON is often one line of megabytes.
    marks: HashMap<(FileId, usize), Vec<usize>>,
}

/// The characters between two marks of a long line.
const STEP: usize = 1024;

/// Where everything stands in the root, if it is YAML: to look through that takes as long as to read it.
#[derive(Debug)]
pub struct Ahead<'a>(Option<Locator<'a>>);

/// With more ends of lines, commas and brackets a text is not looked through ahead: it may be refused without that.
const COMMON: usize = 200_000;

/// Finds it out, which may be done beside something else: for [`Renderer::with`]. JSON is fast enough.
#[must_use]
pub fn look_ahead(sources: &Sources) -> Ahead<'_> {
    let (name, text) = (sources.name(sources.root()), sources.text(sources.root()));
    let common = text.bytes().filter(|byte| b"\n,{[".contains(byte)).count() < COMMON;
    Ahead(common.then(|| Locator::of_yaml(name, text)).flatten())
}

/// So many characters are told of what a description says itself, and of a pointer.
const WORDS: usize = 3_000;

impl<'a> Renderer<'a> {
    /// For these problems of these sources.
    #[must_use]
    pub fn new(sources: &'a Sources, diagnostics: &'a [Diagnostic]) -> Renderer<'a> {
        Renderer { sources, diagnostics, locators: HashMap::new(), lines: HashMap::new(), marks: HashMap::new() }
    }

    /// What was found out before there were problems.
    #[must_use]
    pub fn with(self, Ahead(locator): Ahead<'a>) -> Renderer<'a> {
        Renderer { locators: locator.into_iter().map(|locator| (self.sources.root(), locator)).collect(), ..self }
    }

    /// The text of a problem, several lines, with a line end behind the last.
    pub fn render(&mut self, diagnostic: &Diagnostic) -> String {
        let mut out = String::new();
        self.block(
            &mut out,
            &diagnostic.span,
            &format!("{}[{}]: {}", word(diagnostic.level), diagnostic.code, diagnostic.message),
        );
        for (span, message) in &diagnostic.related {
            self.block(&mut out, span, message);
        }
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  help: {}", harmless(&diagnostic.help));
        out
    }

    /// `path:line:column` of a place.
    pub fn position(&mut self, span: &SourceLocation) -> String {
        let (line, column) = self.locate(span).0;
        format!("{}:{line}:{column}", self.sources.name(span.file))
    }

    /// Line and column, and where that line begins in the text.
    fn locate(&mut self, span: &SourceLocation) -> ((usize, usize), usize) {
        let (name, text) = (self.sources.name(span.file), self.sources.text(span.file));
        let at = match span.part {
            // A text of which its reader could make no tree is not looked through once more.
            Part::Position { line, column } => (line.max(1), column.max(1)),
            Part::Value | Part::Key | Part::Occurrence(_) => {
                let all = self.diagnostics.iter().flat_map(spans).filter(|at| at.file == span.file);
                self.locators.entry(span.file).or_insert_with(|| Locator::new(name, text, all)).find(span)
            }
        };
        let lines = self.lines.entry(span.file).or_insert_with(|| {
            let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
            [0].into_iter().chain(ends).collect()
        });
        (at, lines.get(at.0.saturating_sub(1)).copied().unwrap_or(text.len()))
    }

    fn block(&mut self, out: &mut String, span: &SourceLocation, message: &str) {
        let ((line, column), start) = self.locate(span);
        let _ = writeln!(out, "{}:{line}:{column}: {}", self.sources.name(span.file), harmless(message));
        if !span.pointer.as_str().is_empty() {
            let _ = writeln!(out, "  at #{}", harmless(span.pointer.as_str()));
        }
        let text = self.sources.text(span.file).get(start..).unwrap_or_default();
        let first = first_shown(text, column);
        let shown = self.line_after(span.file, start, text, first);
        let (shown, caret) = clipped(shown, column - first, first > 0);
        let gutter = " ".repeat(line.to_string().len());
        let _ = writeln!(out, "  {gutter} |\n  {line} | {shown}\n  {gutter} | {caret}^");
    }
}

impl<'a> Renderer<'a> {
    /// The text of a line from a character on, by its number from 0.
    fn line_after(&mut self, file: FileId, start: usize, text: &'a str, first: usize) -> &'a str {
        if first < STEP {
            return after(text, first);
        }
        let marks =
            self.marks.entry((file, start)).or_insert_with(|| line(text).map(|(at, _)| at).step_by(STEP).collect());
        match marks.get(first / STEP) {
            Some(mark) => after(text.get(*mark..).unwrap_or_default(), first % STEP),
            None => "",
        }
    }
}

/// The characters of the first line of a text.
fn line(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices().take_while(|(_, c)| !matches!(c, '\n' | '\r'))
}

/// The text after so many characters of its first line.
fn after(text: &str, count: usize) -> &str {
    line(text).nth(count).and_then(|(at, _)| text.get(at..)).unwrap_or_default()
}

/// The first character of a line that is shown for a column (from 1): a long line is shown around it.
fn first_shown(text: &str, column: usize) -> usize {
    let is_long = line(text).nth(WIDTH + 20).is_some();
    if is_long { column.saturating_sub(1).saturating_sub(WIDTH / 2) } else { 0 }
}

/// All places of a problem.
fn spans(of: &Diagnostic) -> impl Iterator<Item = &SourceLocation> {
    [&of.span].into_iter().chain(of.related.iter().map(|(span, _)| span))
}

/// Renders one problem. For several, a [`Renderer`] looks through each file once.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources) -> String {
    Renderer::new(sources, std::slice::from_ref(diagnostic)).render(diagnostic)
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "wrong",
        Level::Repaired => "repaired",
        Level::Skipped => "not supported",
        Level::Widened => "widened",
        Level::Ignored => "no effect",
    }
}

/// What is told goes to terminals, which obey control characters: they are spelled out. What is very long is cut.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(WORDS));
    for (number, c) in text.chars().enumerate() {
        if number == WORDS {
            out.push('…');
            break;
        }
        if unsafe_to_show(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

/// Control characters, and those that turn the direction of what follows around.
fn unsafe_to_show(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The part of a line around a column (from 1, in characters), and what precedes the caret.
fn clipped(text: &str, column: usize, is_cut: bool) -> (String, String) {
    let plain = |c: char| if unsafe_to_show(c) && c != '\t' { ' ' } else { c };
    let is_long = is_cut || line(text).nth(WIDTH + 20).is_some();
    let chars: Vec<char> = line(text).map(|(_, c)| plain(c)).take(if is_long { WIDTH } else { WIDTH + 20 }).collect();
    let at = column.saturating_sub(1).min(chars.len());
    let dots = if is_cut { "…" } else { "" };
    let before = chars.iter().take(at).map(|c| if *c == '\t' { '\t' } else { ' ' });
    let caret = dots.chars().map(|_| ' ').chain(before).collect();
    (format!("{dots}{}", chars.iter().collect::<String>()), caret)
}
