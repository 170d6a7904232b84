//! The error of everything that this crate does. Must not know who prints it.

use std::fmt;
use std::path::{Path, PathBuf};

/// The reason why a command failed: one message, with a source location and a suggested fix if
/// there is one.
pub struct Error {
    kind: ErrorKind,
    message: String,
    location: Option<Location>,
    help: Option<String>,
}

/// The kind of an [`Error`]. It decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The command line, the configuration, or a file that they name is wrong.
    Usage,
    /// The work cannot be done in the present state: output is stale, a file is in the way, a server does not respond.
    Refused,
    /// The diagnostics of a description were printed already.
    Reported,
}

/// A line and column of a file, both from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Location {
    file: PathBuf,
    line: usize,
    column: usize,
}

impl Error {
    /// Creates an error about the command line, the configuration, or a file that they name.
    pub fn usage(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Usage, message)
    }

    /// Creates an error about the present state of files or servers.
    pub fn refused(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Refused, message)
    }

    /// Creates an error whose diagnostics were printed already.
    #[must_use]
    pub fn reported() -> Error {
        Error::new(ErrorKind::Reported, String::new())
    }

    /// Creates an error about a file: "cannot read `openapi.yaml`: …".
    #[must_use]
    pub fn io(verb: &str, path: &Path, error: &std::io::Error) -> Error {
        Error::usage(format!("cannot {verb} `{}`: {error}", path.display()))
    }

    fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        Error { kind, message: message.into(), location: None, help: None }
    }

    /// Adds a suggested fix, in the imperative.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Error {
        self.help = Some(help.into());
        self
    }

    /// Adds the source location: line and column, both from 1.
    #[must_use]
    pub fn at_location(mut self, file: &Path, line: usize, column: usize) -> Error {
        self.location = Some(Location { file: file.to_owned(), line, column });
        self
    }

    /// Returns the kind.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the exit code of a command that fails with this error: 2 for usage, otherwise 1.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            ErrorKind::Usage => 2,
            ErrorKind::Refused | ErrorKind::Reported => 1,
        }
    }

    /// Returns the message, without location and help.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the message and the location.
    #[must_use]
    pub fn without_help(&self) -> String {
        match &self.location {
            Some(Location { file, line, column }) => {
                format!("{}\n --> {}:{line}:{column}", self.message, file.display())
            }
            None => self.message.clone(),
        }
    }

    /// Returns the suggested fix.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.without_help())?;
        match &self.help {
            Some(help) => write!(f, "\nhelp: {help}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    /// Formats the error for people, because a `main` that returns it prints it in this way.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
