//! Renders diagnostics as text, in the layout of rustc: a title, the source lines with labels,
//! notes and help, without colors. Only this module knows the layout; nothing reads the text again.
//! Must not know phases or OpenAPI.

use std::collections::HashMap;
use std::fmt::Write;

use annotate_snippets::renderer::Renderer as Layout;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level as Title, Snippet};

use super::excerpt::{Excerpt, Lines, is_harmful};
use super::locate::{Locator, Position};
use super::{Diagnostic, FileId, Level, Part, Related, SourceLocation};
use crate::sources::Sources;

/// The number of characters shown of a message or a pointer, which may hold text of the
/// description.
const MAX_TEXT: usize = 3_000;

/// Two spans of one file at most this many lines apart are shown in one snippet.
const MAX_DISTANCE: usize = 1_000;

/// Between spans at most this many lines apart, the lines between them have their text.
const MAX_CONTEXT: usize = 8;

/// Lines are cut before they get here.
const LAYOUT: Layout = Layout::plain().term_width(400);

/// Renders diagnostics. The positions in each file are found once.
#[derive(Debug)]
pub struct Renderer<'a> {
    sources: &'a Sources,
    diagnostics: &'a [Diagnostic],
    /// Created when a source location of the file is rendered.
    locators: HashMap<FileId, Locator<'a>>,
    lines: Lines<'a>,
}

/// The positions in the root file, if it is YAML. Finding them takes as long as reading the file.
#[derive(Debug)]
pub struct Ahead<'a>(Option<Locator<'a>>);

/// Files with more line ends, commas and brackets are not searched ahead: they may be refused
/// before their positions are needed.
const MAX_AHEAD: usize = 200_000;

/// Finds the positions in the root file, for [`Renderer::with`]. This can run next to other work.
/// JSON is fast enough without.
#[must_use]
pub fn look_ahead(sources: &Sources) -> Ahead<'_> {
    let (name, text) = (sources.name(sources.root()), sources.text(sources.root()));
    let is_small = text.bytes().filter(|byte| b"\n,{[".contains(byte)).count() < MAX_AHEAD;
    Ahead(is_small.then(|| Locator::of_yaml(name, text)).flatten())
}

/// Renders one diagnostic. For several, a [`Renderer`] searches each file once.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources) -> String {
    Renderer::new(sources, std::slice::from_ref(diagnostic)).render(diagnostic)
}

impl<'a> Renderer<'a> {
    /// Creates a renderer for diagnostics of these sources.
    #[must_use]
    pub fn new(sources: &'a Sources, diagnostics: &'a [Diagnostic]) -> Renderer<'a> {
        Renderer { sources, diagnostics, locators: HashMap::new(), lines: Lines::new(sources) }
    }

    /// Uses positions that were found before there were diagnostics.
    #[must_use]
    pub fn with(self, Ahead(locator): Ahead<'a>) -> Renderer<'a> {
        Renderer { locators: locator.into_iter().map(|locator| (self.sources.root(), locator)).collect(), ..self }
    }

    /// Returns the text of a diagnostic: several lines, the last one ended.
    pub fn render(&mut self, diagnostic: &Diagnostic) -> String {
        let sections = self.sections(diagnostic);
        let mut text = String::new();
        for (number, section) in sections.iter().enumerate() {
            let Some(first) = section.labels.first() else { continue };
            let mut group = match number {
                0 => {
                    let title = title(diagnostic.level).primary_title(harmless(&diagnostic.message));
                    Group::with_title(title.id(diagnostic.code.as_str()))
                }
                _ => Group::with_title(Title::NOTE.primary_title(first.text.as_deref().unwrap_or_default())),
            };
            group = group.element(self.snippet(section, number == 0));
            if number == 0 {
                let notes = notes(diagnostic).into_iter().map(|note| Title::NOTE.message(harmless(&note)));
                group = group.elements(notes).element(Title::HELP.message(harmless(&diagnostic.help)));
            }
            self.push_section(&mut text, section, &LAYOUT.render(&[group]));
        }
        text
    }

    /// Appends a rendered section, with its header below the title. The library would count columns
    /// in the excerpt.
    fn push_section(&self, text: &mut String, section: &Section, rendered: &str) {
        let Some(first) = section.labels.first() else { return };
        let (title, rest) = rendered.split_once('\n').unwrap_or((rendered, ""));
        let (line, column) = first.position;
        let gutter = section.lines().1.to_string().len();
        let name = harmless(self.sources.name(section.file));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{title}\n{:gutter$}--> {name}:{line}:{column}\n{rest}", "");
    }

    /// Returns `path:line:column` of a source location.
    pub fn position(&mut self, span: &SourceLocation) -> String {
        let (line, column) = self.locate(span);
        format!("{}:{line}:{column}", self.sources.name(span.file))
    }

    fn locate(&mut self, span: &SourceLocation) -> Position {
        let (name, text) = (self.sources.name(span.file), self.sources.text(span.file));
        match span.part {
            // There is no tree of this text to search.
            Part::Position { line, column } => (line.max(1), column.max(1)),
            Part::Value | Part::Key | Part::Occurrence(_) => {
                let all = self.diagnostics.iter().flat_map(spans).filter(|other| other.file == span.file);
                self.locators.entry(span.file).or_insert_with(|| Locator::new(name, text, all)).find(span)
            }
        }
    }

    /// Returns the labelled spans of a diagnostic, grouped by what one snippet can show.
    fn sections(&mut self, diagnostic: &Diagnostic) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        let labels = diagnostic.related.iter().filter_map(Related::label);
        for (span, label) in [(&diagnostic.span, None)].into_iter().chain(labels.map(|(span, text)| (span, Some(text))))
        {
            let position = self.locate(span);
            let label = Label { position, excerpt: self.lines.excerpt(span.file, position), text: label.map(harmless) };
            match sections.iter_mut().find(|section| section.takes(span.file, &label)) {
                Some(section) => section.labels.push(label),
                None => sections.push(Section { file: span.file, labels: vec![label] }),
            }
        }
        sections
    }

    /// Returns the lines of a section with their labels. The first label of a later section is its
    /// title.
    fn snippet<'s>(&mut self, section: &'s Section, is_main: bool) -> Snippet<'s, Annotation<'s>> {
        let (start, end) = section.lines();
        let mut source = String::new();
        let mut annotations = Vec::new();
        for line in start..=end {
            let mut labels = section.labels.iter().enumerate().filter(|(_, label)| label.position.0 == line).peekable();
            match labels.peek() {
                Some((_, label)) => {
                    let offset = source.len();
                    source.push_str(&label.excerpt.text);
                    annotations.extend(
                        labels.map(|(index, label)| label.annotation(offset, index == 0, index > 0 || is_main)),
                    );
                }
                None if end - start <= MAX_CONTEXT => {
                    source.push_str(&self.lines.excerpt(section.file, (line, 1)).text);
                }
                None => {}
            }
            source.push('\n');
        }
        Snippet::source(source).line_start(start).annotations(annotations)
    }
}

/// Labels in lines of one file.
struct Section {
    file: FileId,
    labels: Vec<Label>,
}

/// A span with its text.
struct Label {
    position: Position,
    excerpt: Excerpt,
    text: Option<String>,
}

impl Section {
    /// Returns `true` if the label can be shown in the same snippet: an excerpt of a long line
    /// stands alone.
    fn takes(&self, file: FileId, label: &Label) -> bool {
        let is_near = |other: &Label| {
            let distance = other.position.0.abs_diff(label.position.0);
            !other.excerpt.is_cut && distance <= MAX_DISTANCE
        };
        self.file == file && !label.excerpt.is_cut && self.labels.iter().all(is_near)
    }

    /// Returns the first and the last line.
    fn lines(&self) -> (usize, usize) {
        let lines = || self.labels.iter().map(|label| label.position.0);
        (lines().min().unwrap_or(1), lines().max().unwrap_or(1))
    }
}

impl Label {
    /// Returns the annotation for a line that begins at `offset` of the snippet.
    fn annotation(&self, offset: usize, is_primary: bool, has_label: bool) -> Annotation<'_> {
        let kind = if is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let range = offset + self.excerpt.range.start..offset + self.excerpt.range.end;
        kind.span(range).label(self.text.as_deref().filter(|_| has_label))
    }
}

/// Returns all spans of a diagnostic.
fn spans(diagnostic: &Diagnostic) -> impl Iterator<Item = &SourceLocation> {
    let labels = diagnostic.related.iter().filter_map(Related::label);
    [&diagnostic.span].into_iter().chain(labels.map(|(span, _)| span))
}

fn title(level: Level) -> Title<'static> {
    match level {
        Level::Error => Title::ERROR,
        Level::Repaired | Level::Skipped => Title::WARNING,
        Level::Widened | Level::Ignored => Title::NOTE,
    }
}

/// Returns what happened to a part of the description, and its pointer.
fn notes(diagnostic: &Diagnostic) -> Vec<String> {
    let outcome = match diagnostic.level {
        Level::Repaired => Some("repaired, because `--lenient` is set"),
        Level::Skipped => Some("skipped: the operation is not generated"),
        Level::Widened => Some("widened: the type is less precise than the description"),
        Level::Error | Level::Ignored => None,
    };
    let pointer = diagnostic.span.pointer.as_str();
    let pointer = (!pointer.is_empty()).then(|| format!("at `#{pointer}`"));
    outcome.map(str::to_owned).into_iter().chain(pointer).collect()
}

/// Escapes harmful characters, and cuts very long text.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(MAX_TEXT));
    for (number, c) in text.chars().enumerate() {
        if number == MAX_TEXT {
            out.push('…');
            break;
        }
        if is_harmful(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}
