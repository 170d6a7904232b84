//! One text to one tree, and what to say where it is no YAML or no JSON.

use super::bounds::{MOST, SHORTEN};
use super::node::Node;
use super::yaml::{self, DEEPEST, Fault};
use super::yaml_error::{self, Mistake};
use crate::report::Code;
use crate::sources::is_json;

/// Why a text gives no tree, and where: line and column from 1, 0 where the reader does not say.
#[derive(Debug)]
pub(super) struct Broken {
    /// The code of the message.
    pub code: Code,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

/// Reads a text, as what [`is_json`] takes it for.
pub(super) fn tree(name: &str, text: &str) -> Result<Node, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if is_json(name, text) {
        return json(text);
    }
    // Under a name that says YAML: what is wrong with JSON its own reader knows better.
    let begins = text.trim_start().strip_prefix('{').is_some_and(|inner| inner.trim_start().starts_with('"'));
    match (yaml(text), begins) {
        (Err(broken), true) if broken.code == Code::BrokenYaml => json(text),
        (read, _) => read,
    }
}

fn json(text: &str) -> Result<Node, Broken> {
    serde_json::from_str(text).map_err(|error| {
        let message = without_places(&error.to_string());
        let deep = message.contains("recursion limit");
        Broken {
            code: if deep { Code::TooDeep } else { Code::BrokenJson },
            line: error.line(),
            column: in_characters(text, error.line(), error.column()),
            message: if deep { too_deep() } else { format!("this is not JSON: {message}") },
            help: if deep { FLATTEN } else { "look at this line and the one before it for a comma, quote or brace" },
        }
    })
}

/// The reader's messages end in places, which are said apart.
fn without_places(message: &str) -> String {
    let cut = message.find(" at line ").unwrap_or(message.len());
    message.get(..cut).unwrap_or(message).to_owned()
}

/// JSON's reader counts the bytes of a line, messages count characters.
fn in_characters(text: &str, line: usize, bytes: usize) -> usize {
    let line = text.split('\n').nth(line.saturating_sub(1)).unwrap_or_default().as_bytes();
    line.iter().take(bytes).filter(|byte| **byte & 0xc0 != 0x80).count()
}

fn yaml(text: &str) -> Result<Node, Broken> {
    if text.trim().is_empty() {
        return Ok(Node::Null);
    }
    // `<<` is a merge key.
    if text.trim_start().starts_with('<') && !text.trim_start().starts_with("<<") {
        let help = "save the description itself, and not the page that shows it";
        let message = "this is a page of HTML, or other XML".to_owned();
        return Err(Broken { code: Code::NotADescription, line: 1, column: 1, message, help });
    }
    if let Some(at) = control_character(text) {
        let message = "this is not YAML: a control character".to_owned();
        let help = "remove it, or write it as an escape sequence in double quotes: `\\u0007`";
        return Err(Broken { code: Code::BrokenYaml, line: at.0, column: at.1, message, help });
    }
    yaml::tree(text).map_err(|fault| broken(fault, text))
}

/// The first character that no YAML text may have (YAML 1.2, section 5.1).
fn control_character(text: &str) -> Option<(usize, usize)> {
    let at = text.bytes().position(|byte| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r'))?;
    let before = text.get(..at)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    Some((before.matches('\n').count() + 1, line.chars().count() + 1))
}

fn broken(fault: Fault, text: &str) -> Broken {
    let (code, (line, column), message, help) = match fault {
        // Brackets are refused by the parser before their events are met here.
        Fault::Syntax(at, ..) if yaml_error::nested(text, at) > DEEPEST => (Code::TooDeep, at, too_deep(), FLATTEN),
        Fault::Syntax(noticed, words, open) => {
            let Mistake { at, message, help } = yaml_error::mistake(noticed, &words, text, &open);
            (Code::BrokenYaml, at, format!("this is not YAML: {message}"), help)
        }
        Fault::Depth(at) => (Code::TooDeep, at, too_deep(), FLATTEN),
        Fault::Entries(at) => {
            (Code::TooLarge, at, format!("more than {MOST} entries stand here, and no more are read"), SHORTEN)
        }
        Fault::Aliases(at) => {
            let message = "aliases repeat too much: the text would grow without bound".to_owned();
            (Code::AliasBomb, at, message, "write out what the aliases stand for, or use `$ref`")
        }
        Fault::Endless(at) => {
            let message = "this alias is part of the node that it stands for".to_owned();
            (Code::AliasBomb, at, message, "write a recursive schema with `$ref`")
        }
        Fault::ComplexKey(at) => {
            let message = "this is not YAML that JSON can hold: a key is a list or a mapping".to_owned();
            (
                Code::BrokenYaml,
                at,
                message,
                "write a scalar as the key; put a text that begins with a bracket in quotes",
            )
        }
        Fault::SecondDocument(at) => {
            let message = "a second document begins here, and a description is one document".to_owned();
            (
                Code::BrokenYaml,
                at,
                message,
                "keep one document per file; remove this `---` if all of it is one document",
            )
        }
        Fault::Tag(at, message) => (Code::BrokenYaml, at, message, "correct the value, or remove the tag"),
    };
    Broken { code, line, column, message, help }
}

const FLATTEN: &str = "move inner schemas to components/schemas and refer to them with `$ref`";

fn too_deep() -> String {
    format!("the nesting is deeper than {DEEPEST} levels")
}
