//! Problems as text: one block each, `path:line:column` first, then the line itself and what to do.
//! No colours: whoever writes to a terminal may add them.

use std::collections::HashMap;
use std::fmt::Write;

use super::locate::Locator;
use super::{FileId, Level, Place, Problem};
use crate::sources::Sources;

/// So many characters of a long line are shown around the column.
const WIDTH: usize = 100;

/// Renders problems; the positions in each file are found once.
#[derive(Debug)]
pub struct Renderer<'a> {
    sources: &'a Sources,
    locators: HashMap<FileId, Locator>,
}

impl<'a> Renderer<'a> {
    /// For problems of these sources.
    #[must_use]
    pub fn new(sources: &'a Sources) -> Renderer<'a> {
        Renderer { sources, locators: HashMap::new() }
    }

    /// The text of a problem, several lines, with a line end behind the last.
    pub fn render(&mut self, problem: &Problem) -> String {
        let mut out = String::new();
        self.block(&mut out, &problem.place, &format!("{}[{}]: {}", word(problem.level), problem.code, problem.what));
        for (place, what) in &problem.also {
            self.block(&mut out, place, what);
        }
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  help: {}", problem.help);
        out
    }

    /// `path:line:column` of a place.
    pub fn position(&mut self, place: &Place) -> String {
        let (line, column) = self.locate(place);
        format!("{}:{line}:{column}", self.sources.name(place.file))
    }

    fn locate(&mut self, place: &Place) -> (usize, usize) {
        let (name, text) = (self.sources.name(place.file), self.sources.text(place.file));
        self.locators.entry(place.file).or_insert_with(|| Locator::new(name, text)).find(place)
    }

    fn block(&mut self, out: &mut String, place: &Place, what: &str) {
        let (line, column) = self.locate(place);
        let _ = writeln!(out, "{}:{line}:{column}: {what}", self.sources.name(place.file));
        if !place.pointer.as_str().is_empty() {
            let _ = writeln!(out, "  at #{}", place.pointer.as_str());
        }
        let text = self.sources.text(place.file).lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let (shown, caret) = clipped(text.trim_end_matches('\r'), column);
        let gutter = " ".repeat(line.to_string().len());
        let _ = writeln!(out, "  {gutter} |\n  {line} | {shown}\n  {gutter} | {caret}^");
    }
}

/// Renders one problem. For several, a [`Renderer`] looks through each file once.
#[must_use]
pub fn render(problem: &Problem, sources: &Sources) -> String {
    Renderer::new(sources).render(problem)
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Wrong => "wrong",
        Level::Repaired => "repaired",
        Level::NotSupported => "not supported",
        Level::Widened => "widened",
        Level::NoEffect => "no effect",
    }
}

/// The part of a line around a column (from 1, in characters), and what stands in front of the caret.
fn clipped(line: &str, column: usize) -> (String, String) {
    let chars: Vec<char> = line.chars().map(|c| if c.is_control() && c != '\t' { ' ' } else { c }).collect();
    let at = column.saturating_sub(1).min(chars.len());
    let start = if chars.len() > WIDTH + 20 { at.saturating_sub(WIDTH / 2) } else { 0 };
    let end = if chars.len() > WIDTH + 20 { (start + WIDTH).min(chars.len()) } else { chars.len() };
    let shown: String = chars.get(start..end).unwrap_or_default().iter().collect();
    let dots = if start > 0 { "…" } else { "" };
    let before = chars.get(start..at).unwrap_or_default().iter().map(|c| if *c == '\t' { '\t' } else { ' ' });
    (format!("{dots}{shown}"), dots.chars().map(|_| ' ').chain(before).collect())
}
