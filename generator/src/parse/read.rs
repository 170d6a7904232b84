//! One text to one tree, and what to say where it is no YAML or no JSON.

use std::cell::Cell;

use serde::de::DeserializeSeed;

use super::ahead::{self, Beyond};
use super::bounds::{MOST, SHORTEN};
use super::node::{Node, OUTGROWN, Within};
use super::yaml_error::{culprit, without_places};
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
    pub what: String,
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
        let what = without_places(&error.to_string());
        let deep = what.contains("recursion limit");
        Broken {
            code: if deep { Code::TooDeep } else { Code::BrokenJson },
            line: error.line(),
            column: in_characters(text, error.line(), error.column()),
            what: if deep { too_deep() } else { format!("this is no JSON: {what}") },
            help: if deep { FLATTEN } else { "look at this line and the one before it for a comma, quote or brace" },
        }
    })
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
        let what = "this is a page of HTML, or other XML".to_owned();
        return Err(Broken { code: Code::NotADescription, line: 1, column: 1, what, help });
    }
    if let Some(((line, column), beyond)) = ahead::beyond(text) {
        let (code, what, help) = match beyond {
            Beyond::Depth => (Code::TooDeep, too_deep(), FLATTEN),
            Beyond::Entries => {
                (Code::TooLarge, format!("more than {MOST} entries stand here, and no more are read"), SHORTEN)
            }
        };
        return Err(Broken { code, line, column, what, help });
    }
    // Without aliases no tree has so many bytes.
    let bytes = Cell::new(GROWN + text.len().saturating_mul(8));
    Within(&bytes).deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let noticed = error.location().map_or((0, 0), |at| (at.line(), at.column()));
        let ((line, column), what) = culprit(&error.to_string(), noticed, text);
        let deep = what.contains("recursion limit");
        let repeats = what.contains("repetition limit") || what.contains(OUTGROWN);
        Broken {
            code: if deep {
                Code::TooDeep
            } else if repeats {
                Code::AliasBomb
            } else {
                Code::BrokenYaml
            },
            line,
            column,
            what: match (deep, repeats) {
                (true, _) => too_deep(),
                (false, true) => "aliases repeat too much: the text would grow without bound".to_owned(),
                (false, false) => format!("this is no YAML: {what}"),
            },
            help: match (deep, repeats) {
                (true, _) => FLATTEN,
                (false, true) => "write out what the aliases stand for, or use `$ref`",
                (false, false) => {
                    "look at the indentation, the colons and the quotes of this line and the one before it"
                }
            },
        }
    })
}

/// So much may be made of any text by its aliases.
const GROWN: usize = 8 * 1024 * 1024;

const FLATTEN: &str = "move inner schemas to components/schemas and refer to them with `$ref`";

fn too_deep() -> String {
    "the nesting is deeper than 128 levels".to_owned()
}
