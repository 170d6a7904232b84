//! An error as one line: operation, what went wrong, what the server said, the id to ask the vendor with.

use std::fmt;

use super::{Error, ErrorKind};

/// So much of a body without a known message is shown.
const MOST: usize = 200;

pub(super) fn display(error: &Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(operation) = error.operation() {
        write!(f, "{operation}: ")?;
    }
    f.write_str(&error.0.what)?;
    if error.kind() == ErrorKind::Status {
        match (error.message(), error.body()) {
            (Some(message), _) => write!(f, ": {}", line(&message))?,
            (None, Some(body)) if !body.is_empty() => write!(f, ": {}", line(&String::from_utf8_lossy(body)))?,
            (None, _) => {}
        }
    }
    if error.attempts() > 1 {
        write!(f, " (tried {} times)", error.attempts())?;
    }
    match error.request_id() {
        Some(id) => write!(f, " (request id {})", line(id)),
        None => Ok(()),
    }
}

/// On one line, and not too long.
fn line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: String = words.chars().filter(|c| !c.is_control()).collect();
    match words.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}…", words.get(..cut).unwrap_or_default()),
        None => words,
    }
}
