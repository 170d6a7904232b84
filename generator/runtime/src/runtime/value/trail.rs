//! Where in a JSON text reading failed: the path is built from the inside out, only when it failed.

use std::fmt;

/// The way from where reading failed up to the root.
#[derive(Debug, Default)]
pub(super) struct Trail(Vec<Step>);

#[derive(Debug)]
enum Step {
    Member(String),
    Item(usize),
}

impl Trail {
    /// The value was the member `name`; `name` may be escaped as JSON.
    #[cold]
    pub(super) fn member(&mut self, name: &str) {
        self.0.push(Step::Member(name.to_owned()));
    }

    /// The value was item `index`.
    #[cold]
    pub(super) fn item(&mut self, index: usize) {
        self.0.push(Step::Item(index));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Trail {
    /// `upload.parts[2].url`; a member that is no plain word as `["a b"]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, step) in self.0.iter().rev().enumerate() {
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

/// Why a JSON text could not be read as a type.
#[derive(Debug)]
pub struct DecodeError {
    path: String,
    message: String,
    source: serde_json::Error,
}

impl DecodeError {
    pub(super) fn new(trail: &Trail, source: serde_json::Error) -> DecodeError {
        let text = source.to_string();
        let place = format!(" at line {} column {}", source.line(), source.column());
        let message = text.strip_suffix(&place).unwrap_or(&text).to_owned();
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
