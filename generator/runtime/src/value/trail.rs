//! Where in a JSON text reading failed: the path is built from the inside out, only when it failed.

use std::fmt;

/// The limit of serde_json: what is described and nested deeper is an error.
const DEEPEST: u32 = 128;

/// The way from where reading failed up to the root, and what is known of the text that is read.
#[derive(Debug, Default)]
pub(super) struct Trail {
    steps: Vec<Step>,
    /// The input is JSON text: any part of it can be taken unchanged.
    pub(super) is_text: bool,
    /// The number of nested objects and arrays that are being read.
    depth: u32,
}

#[derive(Debug)]
enum Step {
    Member(String),
    Item(usize),
}

impl Trail {
    /// Creates a trail for JSON text.
    pub(super) fn of_text() -> Trail {
        Trail { is_text: true, ..Trail::default() }
    }

    /// The value was the member `name`; `name` may be escaped as JSON.
    #[cold]
    pub(super) fn member(&mut self, name: &str) {
        self.steps.push(Step::Member(name.to_owned()));
    }

    /// The value was item `index`.
    #[cold]
    pub(super) fn item(&mut self, index: usize) {
        self.steps.push(Step::Item(index));
    }

    /// Goes into an object or array; `false` where that is too deep. serde_json counts as well, but anew for each part of a text.
    #[inline]
    pub(super) fn enter(&mut self) -> bool {
        self.depth += 1;
        self.depth <= DEEPEST
    }

    /// Comes out of it.
    #[inline]
    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

impl fmt::Display for Trail {
    /// `upload.parts[2].url`; a member that is no plain word as `["a b"]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, step) in self.steps.iter().rev().enumerate() {
            match step {
                Step::Item(index) => write!(f, "[{index}]")?,
                Step::Member(name) if is_word(name) && depth > 0 => write!(f, ".{name}")?,
                Step::Member(name) if is_word(name) => f.write_str(name)?,
                Step::Member(name) => write!(f, "[{name:?}]")?,
            }
        }
        Ok(())
    }
}

fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'))
}

/// Returns the message without the position, as the text may be part of another.
#[cold]
pub(super) fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).unwrap_or(&text).to_owned()
}

/// Why a JSON text could not be read as a type.
#[derive(Debug)]
pub struct DecodeError {
    path: String,
    message: String,
    source: serde_json::Error,
}

impl DecodeError {
    pub(super) fn new(trail: &Trail, source: serde_json::Error) -> DecodeError {
        let message = without_place(&source);
        DecodeError { path: trail.to_string(), message, source }
    }

    /// The path of the value that could not be read: `upload.parts[2].url`; empty for the whole text.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong with it, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The line in the text, counted from 1; 0 where it is not known.
    #[must_use]
    pub fn line(&self) -> usize {
        self.source.line()
    }

    /// The column in the text, counted from 1 in bytes; 0 where it is not known.
    #[must_use]
    pub fn column(&self) -> usize {
        self.source.column()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.message),
            path => write!(f, "{path}: {}", self.message),
        }
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
