//! Shows an item as it is after a phase, for people who look for the code of the generator that
//! they have to change. Wire names and pointers are next to Rust names. Must not know how the
//! phases work.

mod emitted;
mod lowered;
mod resolved;

use crate::emit;
use crate::lower::{Lock, lower, settle};
use crate::options::Options;
use crate::parse::{Document, Node, parse};
use crate::print;
use crate::report::{Pointer, Report};
use crate::resolve::{nearest, resolve};
use crate::sources::Sources;

/// A phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The tree of the files.
    Parse,
    /// References followed.
    Resolve,
    /// Types and names decided.
    Lower,
    /// Tokens.
    Emit,
    /// Rust code.
    Print,
}

impl Stage {
    /// Returns the phase of a name on the command line.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Stage> {
        match name {
            "parse" => Some(Stage::Parse),
            "resolve" => Some(Stage::Resolve),
            "lower" => Some(Stage::Lower),
            "emit" => Some(Stage::Emit),
            "print" => Some(Stage::Print),
            _ => None,
        }
    }
}

/// The reason why nothing can be shown.
#[derive(Debug)]
pub enum ShowError {
    /// The description has errors.
    Wrong(Report),
    /// No item has this name; the message suggests a similar one.
    NotFound(String),
}

/// Shows an item, or lists the names of all items.
///
/// # Errors
///
/// Fails if the description has errors, or if no item has this name.
pub fn show(
    stage: Stage,
    item: Option<&str>,
    sources: &Sources,
    options: &Options,
    lock: &Lock,
) -> Result<String, ShowError> {
    let mut report = Report::default();
    let document = parse(sources, options.lenient, &mut report).filter(|_| !report.has_errors());
    let Some(document) = document else { return Err(ShowError::Wrong(report)) };
    if stage == Stage::Parse {
        return parsed(&document, item);
    }
    let parsed = report.diagnostics.len();
    let resolved = resolve(&document, options.lenient, &mut report);
    settle(&resolved, &options.only, &mut report);
    if report.has_errors() {
        document.origins.correct(&mut report, parsed);
        return Err(ShowError::Wrong(report));
    }
    if stage == Stage::Resolve {
        return find(item, resolved::items(&resolved));
    }
    let (api, _) = lower(&resolved, options, lock, &mut report);
    let api = emit::formed(api, &options.form);
    match stage {
        Stage::Lower => find(item, lowered::items(&api)),
        Stage::Emit => find(item, emitted::items(&api, options.into(), |tokens| format!("{tokens}\n"))),
        Stage::Print => find(item, emitted::items(&api, options.into(), print::print_tokens)),
        Stage::Parse | Stage::Resolve => Ok(String::new()),
    }
}

/// Returns the texts of all items with a name, or the list of names.
fn find(item: Option<&str>, items: Vec<(String, String)>) -> Result<String, ShowError> {
    let Some(wanted) = item else {
        let mut names: Vec<String> = items.into_iter().map(|(name, _)| name).collect();
        names.dedup();
        return Ok(names.join("\n") + "\n");
    };
    let found: String = items.iter().filter(|(name, _)| name == wanted).map(|(_, text)| text.as_str()).collect();
    if found.is_empty() { Err(not_found(wanted, items.iter().map(|(name, _)| name.as_str()))) } else { Ok(found) }
}

fn not_found<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> ShowError {
    ShowError::NotFound(match nearest(wanted, names) {
        Some(near) => format!("nothing is called `{wanted}`; did you mean `{near}`?"),
        None => format!("nothing is called `{wanted}`; without a name all names are listed"),
    })
}

/// Shows a schema of the tree as JSON, by its name or by its pointer.
fn parsed(document: &Document<'_>, item: Option<&str>) -> Result<String, ShowError> {
    let components = document.root.as_mapping().and_then(|root| root.get("components")?.as_mapping()?.get("schemas"));
    let schemas = components.and_then(Node::as_mapping);
    let names = || schemas.into_iter().flat_map(|map| map.keys());
    let Some(wanted) = item else { return Ok(names().collect::<Vec<_>>().join("\n") + "\n") };
    let pointer = wanted.trim_start_matches('#');
    let by_pointer = || {
        let steps: Vec<String> = Pointer::from_text(pointer).segments().collect();
        document.root.at_path(&steps).filter(|_| pointer.starts_with('/'))
    };
    match schemas.and_then(|map| map.get(wanted)).or_else(by_pointer) {
        Some(node) => Ok(serde_json::to_string_pretty(&node.to_json()).unwrap_or_default() + "\n"),
        None => Err(not_found(wanted, names())),
    }
}
