//! The text of an error, in one line: operation, cause, the server's message, attempts and request
//! ID. Must not choose the server's message (`message`).

use std::fmt;

use super::{Error, ErrorKind};

/// The number of characters shown of a server's text.
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
        write!(f, " (after {} attempts)", error.attempts())?;
    }
    match error.request_id() {
        Some(id) => write!(f, " (request ID {})", line(id)),
        None => Ok(()),
    }
}

/// Joins a text to one line of limited length.
fn line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: String = words.chars().filter(|c| !c.is_control()).collect();
    match words.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}…", words.get(..cut).unwrap_or_default()),
        None => words,
    }
}
