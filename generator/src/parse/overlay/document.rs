//! The text of an overlay as actions. Must not know the description.

use super::query::Query;
use super::{Diagnostic, Level, Report, Sources, Version, diagnostic, overlay_error};
use crate::parse::node::{Mapping, Node};
use crate::parse::{broken_text, duplicate, duplicates, read};
use crate::report::{Code, FileId, Pointer, SourceLocation};

/// An overlay.
#[derive(Debug)]
pub(super) struct Overlay {
    pub(super) version: Version,
    pub(super) actions: Vec<Action>,
}

/// One change, wherever its target is found.
#[derive(Debug)]
pub(super) struct Action {
    pub(super) target: Query,
    pub(super) change: Change,
    /// Where the change is said.
    pub(super) span: SourceLocation,
}

/// What is done with a target.
#[derive(Debug)]
pub(super) enum Change {
    /// This is merged into it.
    Update(Node),
    /// What this selects is merged into it.
    Copy(Query),
    /// It is taken out.
    Remove,
}

/// Reads one. The report says what is wrong with it.
pub(super) fn read(sources: &Sources, file: FileId, lenient: bool, report: &mut Report) -> Option<Overlay> {
    let top = SourceLocation::value(file, Pointer::default());
    let root = match read::tree(sources.name(file), sources.text(file)) {
        Ok(root) => root,
        Err(broken) => {
            report.add(broken_text(file, broken));
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

/// The version and the actions.
fn head<'a>(root: &'a Node, top: &SourceLocation) -> Result<(Version, &'a [Node]), Box<Diagnostic>> {
    let begin = "an overlay has `overlay: 1.1.0`, `info` and a list of `actions`";
    let named = root.as_mapping().and_then(|map| Some((map, map.get("overlay")?)));
    let Some((map, version)) = named else {
        return Err(overlay_error(Code::BrokenOverlay, top.clone(), "this is no overlay".to_owned(), begin));
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
            let message = format!("the version `{text}` of overlays is not known");
            return Err(overlay_error(
                Code::BrokenOverlay,
                top.child("overlay"),
                message,
                "Overlay 1.0 and 1.1 are read: `overlay: 1.1.0`",
            ));
        }
    };
    known(map, &["overlay", "info", "extends", "actions"], top)?;
    match map.get("actions") {
        Some(Node::Sequence(items)) if !items.is_empty() => Ok((version, items)),
        Some(_) => Err(overlay_error(
            Code::BrokenOverlay,
            top.child("actions"),
            "`actions` is a list of at least one action".to_owned(),
            begin,
        )),
        None => Err(overlay_error(
            Code::BrokenOverlay,
            top.child("overlay").at_key(),
            "the keyword `actions` is missing".to_owned(),
            begin,
        )),
    }
}

fn action(node: &Node, span: &SourceLocation, version: Version) -> Result<Action, Box<Diagnostic>> {
    let Some(map) = node.as_mapping() else {
        return Err(overlay_error(
            Code::BrokenOverlay,
            span.clone(),
            format!("an action is a mapping, here is {}", node.kind()),
            EXAMPLE,
        ));
    };
    known(map, &["target", "description", "update", "copy", "remove"], span)?;
    let Some(target) = map.get("target") else {
        return Err(overlay_error(
            Code::BrokenOverlay,
            span.clone(),
            "the keyword `target` is missing".to_owned(),
            EXAMPLE,
        ));
    };
    let target = Query::read(target, span.child("target"))?;
    let (key, change) = change(map, span, version)?;
    Ok(Action { target, change, span: span.child(key) })
}

/// What is to be done, and the keyword that says so.
fn change(map: &Mapping, span: &SourceLocation, version: Version) -> Result<(&'static str, Change), Box<Diagnostic>> {
    match map.get("remove") {
        Some(Node::Bool(true)) => return Ok(("remove", Change::Remove)),
        Some(Node::Bool(false)) | None => {}
        Some(other) => {
            let message = format!("`remove` is true or false, here is {}", other.kind());
            return Err(overlay_error(Code::BrokenOverlay, span.child("remove"), message, EXAMPLE));
        }
    }
    match (map.get("update"), map.get("copy")) {
        (Some(_), Some(_)) => {
            let message = "an action has `update` or `copy`, and not both".to_owned();
            Err(overlay_error(Code::BrokenOverlay, span.child("copy").at_key(), message, "make two actions of it"))
        }
        (Some(update), None) => Ok(("update", Change::Update(update.clone()))),
        (None, Some(_)) if version == Version::V10 => {
            let message = "`copy` is not in Overlay 1.0".to_owned();
            Err(overlay_error(Code::LaterOverlay, span.child("copy").at_key(), message, LATER))
        }
        (None, Some(copy)) => Ok(("copy", Change::Copy(Query::read(copy, span.child("copy"))?))),
        (None, None) => {
            let message = "this action says nothing that is to be done".to_owned();
            Err(diagnostic(
                Level::Error,
                Code::BrokenOverlay,
                span.clone(),
                message,
                "it takes `update`, `copy` or `remove: true`",
            ))
        }
    }
}

/// A keyword that is none would be read over, and with it what somebody wanted.
fn known(map: &Mapping, keys: &[&str], span: &SourceLocation) -> Result<(), Box<Diagnostic>> {
    match map.keys().find(|key| !keys.contains(key) && !key.starts_with("x-")) {
        Some(key) => {
            let message = format!("`{key}` is no keyword of an overlay here");
            Err(overlay_error(
                Code::BrokenOverlay,
                span.child(key).at_key(),
                message,
                &format!("here are: {}, and `x-…`", keys.join(", ")),
            ))
        }
        None => Ok(()),
    }
}

/// What helps where 1.0 does not go far enough.
pub(super) const LATER: &str = "say `overlay: 1.1.0`";
const EXAMPLE: &str = "an action looks like `target: $.info` with `update: { title: Pets }`";
