//! What the user is told: problems with a place, three words that are never mixed, and their text.
//!
//! Every phase collects into a [`Report`] and goes on; only between phases is it asked whether
//! something was wrong. The model stays free of lines and columns: `locate` finds them when a
//! message is rendered. Must not know OpenAPI beyond pointers.

mod code;
mod locate;
mod render;
mod source_location;

pub use code::Code;
pub(crate) use locate::as_swagger;
pub use render::{Ahead, Renderer, look_ahead, render};
pub use source_location::{FileId, Part, Pointer, SourceLocation};

/// How a problem ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The document breaks OpenAPI in a way that leaves no one reading: nothing is written.
    Error,
    /// As [`Level::Error`], but read leniently: one repair was obvious and made.
    Repaired,
    /// Right, but it can't be carried out yet: the operation is left out and named.
    Skipped,
    /// BoxFuture out with less precision than said: a type widened to any JSON or to text.
    Widened,
    /// A keyword that had no effect.
    Ignored,
}

/// One thing to tell, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How it ends.
    pub level: Level,
    /// What sort of mistake it is.
    pub code: Code,
    /// Where.
    pub span: SourceLocation,
    /// Further places of the same problem (the other of two operations with one id), each with a word on it.
    pub related: Vec<(SourceLocation, String)>,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What to do, one sentence without a full stop.
    pub help: String,
}

impl Diagnostic {
    /// Whether a keyword is not known that is probably another one: much that is wrong may come of that.
    #[must_use]
    pub fn is_misspelling(&self) -> bool {
        let unknown = matches!(self.code, Code::UnknownKeyword | Code::UnknownSchemaKeyword);
        unknown && self.help.starts_with("did you mean")
    }
}

/// An operation that is not in the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedOperation {
    /// `POST /uploads (createUpload)`.
    pub operation: String,
    /// Why, as an index into [`Report::problems`].
    pub diagnostic: usize,
}

/// All there is to tell of one run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// In the order found.
    pub diagnostics: Vec<Diagnostic>,
    /// The operations that are not in the output.
    pub skipped_operations: Vec<SkippedOperation>,
}

impl Report {
    /// Adds a problem and gives its index.
    pub fn add(&mut self, diagnostic: Diagnostic) -> usize {
        self.diagnostics.push(diagnostic);
        self.diagnostics.len() - 1
    }

    /// Whether something was wrong and not repaired: nothing may be written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// How many problems end as `level`.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count()
    }
}
