//! Reads one text into a tree, and explains invalid YAML and JSON. Must not know what the text
//! means.

use super::limits::{MAX_ENTRIES, SHORTEN};
use super::node::Node;
use super::yaml::{self, Fault, MAX_DEPTH};
use super::yaml_error::{self, Mistake};
use crate::report::Code;
use crate::sources::is_json;

/// The reason why a text has no tree.
#[derive(Debug)]
pub(super) struct ReadError {
    /// The code of the diagnostic.
    pub code: Code,
    /// The line, from 1. 0 if it is unknown.
    pub line: usize,
    /// The column, from 1. 0 if it is unknown.
    pub column: usize,
    /// The message.
    pub message: String,
    /// The help.
    pub help: &'static str,
}

/// Reads a text as JSON or YAML, as [`is_json`] decides.
pub(super) fn tree(name: &str, text: &str) -> Result<Node, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if is_json(name, text) {
        return json(text);
    }
    // The file is called YAML, but looks like JSON: the JSON reader explains its errors better.
    let begins = text.trim_start().strip_prefix('{').is_some_and(|inner| inner.trim_start().starts_with('"'));
    match (yaml(text), begins) {
        (Err(broken), true) if broken.code == Code::BrokenYaml => json(text),
        (read, _) => read,
    }
}

fn json(text: &str) -> Result<Node, ReadError> {
    serde_json::from_str(text).map_err(|error| {
        let message = without_position(&error.to_string());
        let deep = error.is_syntax() && depth(text, error.line(), error.column()) >= MAX_DEPTH;
        ReadError {
            code: if deep { Code::TooDeep } else { Code::BrokenJson },
            line: error.line(),
            column: in_characters(text, error.line(), error.column()),
            message: if deep { too_deep() } else { format!("invalid JSON: {message}") },
            help: if deep { FLATTEN } else { "check this line and the line before it for a comma, quote or brace" },
        }
    })
}

/// Returns the nesting depth of a JSON text at a position.
fn depth(text: &str, line: usize, column: usize) -> usize {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in text.bytes().take(start + column) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth
}

/// Removes the position at the end of a message of serde_json.
fn without_position(message: &str) -> String {
    let cut = message.find(" at line ").unwrap_or(message.len());
    message.get(..cut).unwrap_or(message).to_owned()
}

/// Converts a column in bytes to characters.
fn in_characters(text: &str, line: usize, bytes: usize) -> usize {
    let line = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default().as_bytes();
    line.iter().take(bytes).filter(|byte| **byte & 0xc0 != 0x80).count()
}

fn yaml(text: &str) -> Result<Node, ReadError> {
    if text.trim().is_empty() {
        return Ok(Node::Null);
    }
    // `<<` is a merge key.
    if text.trim_start().starts_with('<') && !text.trim_start().starts_with("<<") {
        let help = "save the description itself instead of the page that shows it";
        let message = "expected YAML or JSON, found HTML or XML".to_owned();
        return Err(ReadError { code: Code::NotADescription, line: 1, column: 1, message, help });
    }
    if let Some(position) = control_character(text) {
        let message = "invalid YAML: control character".to_owned();
        let help = "remove it, or write it as an escape sequence in double quotes: `\\u0007`";
        return Err(ReadError { code: Code::BrokenYaml, line: position.0, column: position.1, message, help });
    }
    yaml::tree(text).map_err(|fault| broken(fault, text))
}

/// Returns the position of the first character that YAML does not allow (YAML 1.2, section 5.1).
fn control_character(text: &str) -> Option<(usize, usize)> {
    let at = text.bytes().position(|byte| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r'))?;
    let before = text.get(..at)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    Some((before.matches('\n').count() + 1, line.chars().count() + 1))
}

fn broken(fault: Fault, text: &str) -> ReadError {
    let (code, (line, column), message, help) = match fault {
        // The parser refuses deep brackets before it emits their events.
        Fault::Syntax(at, ..) if yaml_error::nested(text, at) > MAX_DEPTH => (Code::TooDeep, at, too_deep(), FLATTEN),
        Fault::Syntax(noticed, words, open) => {
            let Mistake { position, message, help } = yaml_error::mistake(noticed, &words, text, &open);
            (Code::BrokenYaml, position, format!("invalid YAML: {message}"), help)
        }
        Fault::Depth(at) => (Code::TooDeep, at, too_deep(), FLATTEN),
        Fault::Entries(at) => (Code::TooLarge, at, format!("too many entries (at most {MAX_ENTRIES})"), SHORTEN),
        Fault::Aliases(at) => {
            let message = "aliases expand to too much data".to_owned();
            (Code::AliasBomb, at, message, "replace the aliases by `$ref`, or by what they stand for")
        }
        Fault::Endless(at) => {
            let message = "recursive alias".to_owned();
            (Code::AliasBomb, at, message, "write a recursive schema with `$ref`")
        }
        Fault::ComplexKey(at) => {
            let message = "expected a scalar key, found a collection".to_owned();
            (Code::BrokenYaml, at, message, "put a key that begins with a bracket in quotes")
        }
        Fault::SecondDocument(at) => {
            let message = "more than one YAML document".to_owned();
            (Code::BrokenYaml, at, message, "keep one document per file, or remove this `---`")
        }
        Fault::Tag(at, message) => (Code::BrokenYaml, at, message, "correct the value or remove the tag"),
    };
    ReadError { code, line, column, message, help }
}

const FLATTEN: &str = "move inner schemas to `components/schemas`, and refer to them with `$ref`";

fn too_deep() -> String {
    format!("too many levels of nesting (at most {MAX_DEPTH})")
}
