//! Diagnostics: errors, warnings and notes with source locations, as plain data, and their text.
//!
//! Every phase adds to a [`Report`] and continues. Errors only stop the pipeline between phases.
//! Decisions depend on levels, codes and [`Related`], never on the text of a message. Lines and
//! columns are found by `locate` when a diagnostic is rendered. Must not know OpenAPI beyond
//! pointers.

mod code;
mod excerpt;
mod locate;
mod render;
mod source_location;
mod swagger_pointer;

pub use code::Code;
pub use render::{Ahead, Renderer, look_ahead, render};
pub use source_location::{FileId, Part, Pointer, SourceLocation};
pub(crate) use swagger_pointer::as_swagger;

/// The severity of a diagnostic, and what happened to the part of the description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// An error: the description breaks OpenAPI in a way that leaves no single reading. Nothing is
    /// written.
    Error,
    /// A warning: an error with one obvious repair, which was made.
    Repaired,
    /// A warning: valid, but not supported. The operation is skipped.
    Skipped,
    /// A note: a type is less precise than the description, such as any JSON.
    Widened,
    /// A note: a keyword has no effect.
    Ignored,
}

impl Level {
    /// Returns the severity as printed: `error`, `warning` or `note`.
    #[must_use]
    pub fn severity(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Repaired | Level::Skipped => "warning",
            Level::Widened | Level::Ignored => "note",
        }
    }

    /// Returns what happened to the part of the description, as a word. For an error it is `None`,
    /// because nothing is generated.
    #[must_use]
    pub fn effect(self) -> Option<&'static str> {
        match self {
            Level::Error => None,
            Level::Repaired => Some("repaired"),
            Level::Skipped => Some("skipped"),
            Level::Widened => Some("widened"),
            Level::Ignored => Some("ignored"),
        }
    }
}

/// One error, warning or note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The severity.
    pub level: Level,
    /// The kind of mistake.
    pub code: Code,
    /// The source location.
    pub span: SourceLocation,
    /// Further spans, and facts that decisions depend on.
    pub related: Vec<Related>,
    /// The message: one sentence without a full stop.
    pub message: String,
    /// The help: one sentence in the imperative, without a full stop.
    pub help: String,
}

/// A further span or a fact of a [`Diagnostic`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Related {
    /// Another source location, such as the other of two operations with the same ID.
    Span {
        /// The source location.
        span: SourceLocation,
        /// The text next to it.
        label: String,
    },
    /// The name that was probably meant.
    Suggestion(String),
    /// The keyword that is missing.
    Missing(String),
}

impl Related {
    /// Creates a further span.
    pub(crate) fn span(span: SourceLocation, label: &str) -> Related {
        Related::Span { span, label: label.to_owned() }
    }

    /// Returns the span, to move it to where it was written.
    pub(crate) fn span_mut(&mut self) -> Option<&mut SourceLocation> {
        match self {
            Related::Span { span, .. } => Some(span),
            Related::Suggestion(_) | Related::Missing(_) => None,
        }
    }

    /// Returns the span and its label.
    fn label(&self) -> Option<(&SourceLocation, &str)> {
        match self {
            Related::Span { span, label } => Some((span, label)),
            Related::Suggestion(_) | Related::Missing(_) => None,
        }
    }
}

impl Diagnostic {
    /// Returns `true` for an unknown keyword that is probably a misspelled known one. Further
    /// diagnostics may follow from it.
    #[must_use]
    pub fn is_misspelling(&self) -> bool {
        let is_unknown = matches!(self.code, Code::UnknownKeyword | Code::UnknownSchemaKeyword);
        is_unknown && self.related.iter().any(|related| matches!(related, Related::Suggestion(_)))
    }
}

/// An operation that is not in the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedOperation {
    /// The method, path and ID: `POST /uploads (createUpload)`.
    pub operation: String,
    /// The reason, as an index into [`Report::diagnostics`].
    pub diagnostic: usize,
}

/// The diagnostics of one run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The diagnostics in the order found.
    pub diagnostics: Vec<Diagnostic>,
    /// The operations that are not in the output.
    pub skipped_operations: Vec<SkippedOperation>,
}

impl Report {
    /// Adds a diagnostic and returns its index.
    pub fn add(&mut self, diagnostic: Diagnostic) -> usize {
        self.diagnostics.push(diagnostic);
        self.diagnostics.len() - 1
    }

    /// Returns `true` if nothing may be written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// Returns the number of diagnostics of a level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count()
    }
}
