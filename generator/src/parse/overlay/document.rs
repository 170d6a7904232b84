//! Reads the text of an overlay into actions. Must not know the description.

use super::diagnostics::{diagnostic, overlay_error};
use super::query::Query;
use crate::parse::node::{Mapping, Node};
use crate::parse::read;
use crate::parse::tree::{duplicate, duplicates, syntax_error};
use crate::report::{Code, Diagnostic, FileId, Level, Pointer, Report, SourceLocation};
use crate::sources::Sources;

/// A version of Overlay with its own rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// 1.0.x
    V10,
    /// 1.1.x
    V11,
}

/// An overlay file.
#[derive(Debug)]
pub(super) struct Overlay {
    pub(super) version: Version,
    pub(super) actions: Vec<Action>,
}

/// One change, for each value that its target selects.
#[derive(Debug)]
pub(super) struct Action {
    pub(super) target: Query,
    pub(super) change: Change,
    /// The source location of the change.
    pub(super) span: SourceLocation,
}

/// The change of a target.
#[derive(Debug)]
pub(super) enum Change {
    /// Merges a value into it.
    Update(Node),
    /// Merges a selected value into it.
    Copy(Query),
    /// Removes it.
    Remove,
}

/// Reads an overlay. Errors are reported.
pub(super) fn read(sources: &Sources, file: FileId, lenient: bool, report: &mut Report) -> Option<Overlay> {
    let top = SourceLocation::value(file, Pointer::default());
    let root = match read::tree(sources.name(file), sources.text(file)) {
        Ok(root) => root,
        Err(error) => {
            report.add(syntax_error(file, error));
            return None;
        }
    };
    duplicates(&root, &top, &mut |span, key| {
        report.add(duplicate(&span, key, lenient));
    });
    let (version, items) = match head(&root, &top) {
        Ok(head) => head,
        Err(diagnostic) => {
            report.add(*diagnostic);
            return None;
        }
    };
    let mut actions = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match action(item, &top.child("actions").child(&index.to_string()), version) {
            Ok(action) => actions.push(action),
            Err(diagnostic) => {
                report.add(*diagnostic);
            }
        }
    }
    Some(Overlay { version, actions })
}

/// Returns the version and the actions.
fn head<'a>(root: &'a Node, top: &SourceLocation) -> Result<(Version, &'a [Node]), Box<Diagnostic>> {
    let begin = "write `overlay: 1.1.0`, `info` and an array of `actions`";
    let named = root.as_mapping().and_then(|map| Some((map, map.get("overlay")?)));
    let Some((map, version)) = named else {
        return Err(overlay_error(Code::BrokenOverlay, top.clone(), "expected an OpenAPI Overlay".to_owned(), begin));
    };
    let text = match version {
        Node::String(text) => text.as_str(),
        Node::Number(text) => text,
        Node::Null | Node::Bool(_) | Node::Sequence(_) | Node::Mapping(_) => "",
    };
    let is = |known: &str| text == known || text.strip_prefix(known).is_some_and(|rest| rest.starts_with('.'));
    let version = match (is("1.0"), is("1.1")) {
        (true, _) => Version::V10,
        (_, true) => Version::V11,
        (false, false) => {
            let message = format!("unsupported version `{text}` of Overlay");
            return Err(overlay_error(
                Code::BrokenOverlay,
                top.child("overlay"),
                message,
                "use Overlay 1.0 or 1.1, such as `overlay: 1.1.0`",
            ));
        }
    };
    known(map, ["overlay", "info", "extends", "actions"], top)?;
    match map.get("actions") {
        Some(Node::Sequence(items)) if !items.is_empty() => Ok((version, items)),
        Some(_) => Err(overlay_error(
            Code::BrokenOverlay,
            top.child("actions"),
            "expected an array of at least one action".to_owned(),
            begin,
        )),
        None => Err(overlay_error(
            Code::BrokenOverlay,
            top.child("overlay").at_key(),
            "missing keyword `actions`".to_owned(),
            begin,
        )),
    }
}

fn action(node: &Node, span: &SourceLocation, version: Version) -> Result<Action, Box<Diagnostic>> {
    let Some(map) = node.as_mapping() else {
        return Err(overlay_error(
            Code::BrokenOverlay,
            span.clone(),
            format!("expected an object, found {}", node.kind()),
            EXAMPLE,
        ));
    };
    known(map, ["target", "description", "update", "copy", "remove"], span)?;
    let Some(target) = map.get("target") else {
        return Err(overlay_error(Code::BrokenOverlay, span.clone(), "missing keyword `target`".to_owned(), EXAMPLE));
    };
    let target = Query::read(target, span.child("target"))?;
    let (key, change) = change(map, span, version)?;
    Ok(Action { target, change, span: span.child(key) })
}

/// Returns the change and its keyword.
fn change(map: &Mapping, span: &SourceLocation, version: Version) -> Result<(&'static str, Change), Box<Diagnostic>> {
    match map.get("remove") {
        Some(Node::Bool(true)) => return Ok(("remove", Change::Remove)),
        Some(Node::Bool(false)) | None => {}
        Some(other) => {
            let message = format!("expected a boolean, found {}", other.kind());
            return Err(overlay_error(Code::BrokenOverlay, span.child("remove"), message, EXAMPLE));
        }
    }
    match (map.get("update"), map.get("copy")) {
        (Some(_), Some(_)) => {
            let message = "an action cannot have both `update` and `copy`".to_owned();
            Err(overlay_error(Code::BrokenOverlay, span.child("copy").at_key(), message, "write two actions"))
        }
        (Some(update), None) => Ok(("update", Change::Update(update.clone()))),
        (None, Some(_)) if version == Version::V10 => {
            let message = "`copy` is not supported in Overlay 1.0".to_owned();
            Err(overlay_error(Code::LaterOverlay, span.child("copy").at_key(), message, LATER))
        }
        (None, Some(copy)) => Ok(("copy", Change::Copy(Query::read(copy, span.child("copy"))?))),
        (None, None) => {
            let message = "the action has no change".to_owned();
            Err(diagnostic(
                Level::Error,
                Code::BrokenOverlay,
                span.clone(),
                message,
                "add `update`, `copy` or `remove: true`",
            ))
        }
    }
}

/// Refuses unknown keywords, which would have no effect.
fn known<const N: usize>(map: &Mapping, keys: [&str; N], span: &SourceLocation) -> Result<(), Box<Diagnostic>> {
    match map.keys().find(|key| !keys.contains(key) && !key.starts_with("x-")) {
        Some(key) => {
            let message = format!("unknown keyword `{key}`");
            Err(overlay_error(
                Code::BrokenOverlay,
                span.child(key).at_key(),
                message,
                &format!("use one of {}, or an extension `x-…`", keys.map(|key| format!("`{key}`")).join(", ")),
            ))
        }
        None => Ok(()),
    }
}

/// The help for features that 1.0 does not have.
pub(super) const LATER: &str = "write `overlay: 1.1.0`";
const EXAMPLE: &str = "write an action such as `target: $.info` with `update: { title: Pets }`";
