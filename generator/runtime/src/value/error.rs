//! The errors of reading and writing values. Must not know how values are read.

use std::fmt;

/// A JSON text that could not be read as the expected type.
#[derive(Debug)]
pub struct DecodeError {
    path: String,
    message: String,
    source: serde_json::Error,
}

impl DecodeError {
    pub(super) fn new(path: String, source: serde_json::Error) -> DecodeError {
        DecodeError { path, message: message(&source), source }
    }

    /// Creates the error for a value that is not in the text.
    #[cold]
    pub(crate) fn missing() -> DecodeError {
        DecodeError::custom("required, but missing".to_owned())
    }

    /// Creates an error with a message and without a path.
    #[cold]
    pub(crate) fn custom(message: String) -> DecodeError {
        let source = serde::de::Error::custom(&message);
        DecodeError { path: String::new(), message, source }
    }

    /// Returns the path of the value that could not be read: `upload.parts[2].url`, or an empty string for the whole text.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns what is wrong with the value, without its path, line and column.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the line in the text, counted from 1, or 0 if it is not known.
    #[must_use]
    pub fn line(&self) -> usize {
        self.source.line()
    }

    /// Returns the column in the text, counted from 1 in bytes, or 0 if it is not known.
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

/// Returns the message of an error of serde_json without its line and column, which refer to a part of the text if the
/// value is read from one.
#[cold]
pub(super) fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    plain(text.strip_suffix(&position).unwrap_or(&text))
}

/// Rewrites `invalid type: integer `5`, expected a string` as `expected a string, found the integer `5``. Other messages
/// are unchanged.
fn plain(text: &str) -> String {
    let found = text.strip_prefix("invalid type: ").or_else(|| text.strip_prefix("invalid value: "));
    match found.and_then(|found| found.rsplit_once(", expected ")) {
        Some((found, expected)) => format!("expected {expected}, found {}", found_in_json(found)),
        None => text.to_owned(),
    }
}

/// Returns what serde calls an unexpected value in the terms of JSON.
fn found_in_json(found: &str) -> String {
    let (kind, value) = found.split_once(' ').unwrap_or((found, ""));
    match (kind, value) {
        ("map", "") => "an object".to_owned(),
        ("sequence", "") => "an array".to_owned(),
        ("integer" | "string", _) => format!("the {found}"),
        ("boolean", _) => value.to_owned(),
        ("floating", _) => format!("the number {}", value.trim_start_matches("point ")),
        (_, _) => found.to_owned(),
    }
}

/// A value that JSON cannot represent: a number that is infinite or not a number, or a file that is not in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncodeError(pub(super) &'static str);

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for EncodeError {}

/// A string that is not a JSON number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseNumberError;

impl fmt::Display for ParseNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the string is not a JSON number")
    }
}

impl std::error::Error for ParseNumberError {}

/// A string that does not match its format, returned by the conversions of [`formats`](super::formats).
#[derive(Debug)]
pub struct FormatError {
    format: &'static str,
    value: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl FormatError {
    pub(super) fn new(
        format: &'static str,
        value: &str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        // A server may send anything, and messages should stay readable.
        FormatError { format, value: value.chars().take(80).collect(), source: Some(source.into()) }
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected a {}, found {:?}", self.format, self.value)
    }
}

impl std::error::Error for FormatError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}
