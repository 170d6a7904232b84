//! Applies one action to everything that its target selects. Must not know how overlays are
//! written.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::diagnostics::{diagnostic, overlay_error};
use super::document::{Action, Change, LATER, Version};
use super::merge::{Mismatch, append, merge, size};
use super::query::{Query, Steps};
use crate::parse::node::Node;
use crate::parse::origins::{Origins, Trail};
use crate::report::{Code, Diagnostic, Level, Related, SourceLocation};

/// The bytes of memory that overlays may add. They suffice for many updates of a thousand
/// operations, and stop overlays that copy the description into itself repeatedly.
const MAX_ADDED: usize = 64 << 20;
/// The maximum nesting depth, as in the readers.
const MAX_DEPTH: usize = 128;

/// The tree that actions change.
pub(super) struct Tree<'a> {
    root: &'a mut Node,
    origins: &'a mut Origins,
    /// The tree as JSON, for queries. Updated after each change.
    json: Value,
    room: usize,
}

/// A value to merge, and where it was written.
struct Source {
    node: Node,
    written: Trail,
}

impl<'a> Tree<'a> {
    pub(super) fn new(root: &'a mut Node, origins: &'a mut Origins) -> Tree<'a> {
        let json = root.to_json();
        Tree { root, origins, json, room: MAX_ADDED }
    }

    /// Applies an action.
    pub(super) fn apply(&mut self, action: &Action, version: Version) -> Result<(), Box<Diagnostic>> {
        let selected = action.target.select(&self.json);
        if selected.is_empty() {
            let message = format!("`{}` selects nothing, and the action is ignored", action.target.text);
            let help = "check the target for typos; it is applied to the result of the actions before it";
            return Err(diagnostic(Level::Ignored, Code::SelectsNothing, action.target.span.clone(), message, help));
        }
        let kinds = self.kinds(&selected);
        let primitive = kinds.contains(&Kind::Primitive);
        if primitive && version == Version::V10 {
            let message = format!("`{}` selects a value that is neither an object nor an array", action.target.text);
            return Err(overlay_error(Code::LaterOverlay, action.target.span.clone(), message, LATER));
        }
        let source = match &action.change {
            Change::Remove => return self.remove(&selected, action),
            Change::Update(node) => Source { node: node.clone(), written: Trail::written(action.span.clone()) },
            Change::Copy(query) => self.source_of_copy(query, &action.span)?,
        };
        if kinds.len() > 1 {
            let message = format!("`{}` selects values of different types", action.target.text);
            let help = "select only objects, only arrays, or only other values";
            return Err(overlay_error(Code::WrongSelection, action.target.span.clone(), message, help));
        }
        self.check_limits(&selected, &source, action)?;
        for steps in &selected {
            self.merge(steps, &source, action, version)?;
        }
        Ok(())
    }

    /// Returns the only value that a `copy` selects.
    fn source_of_copy(&self, query: &Query, by: &SourceLocation) -> Result<Source, Box<Diagnostic>> {
        let selected = query.select(&self.json);
        let found = match selected.as_slice() {
            [steps] => self.root.at_path(steps).map(|node| (node, steps)),
            _ => None,
        };
        let Some((node, steps)) = found else {
            let message = format!("`{}` selects {} values, expected one", query.text, selected.len());
            return Err(overlay_error(
                Code::WrongSelection,
                query.span.clone(),
                message,
                "select exactly one value to copy",
            ));
        };
        Ok(Source { node: node.clone(), written: self.origins.trail(steps).copied(by) })
    }

    fn kinds(&self, selected: &[Steps]) -> BTreeSet<Kind> {
        selected.iter().filter_map(|steps| self.root.at_path(steps)).map(Kind::of_node).collect()
    }

    /// Checks that the result is neither deeper nor larger than what a reader accepts.
    fn check_limits(&mut self, selected: &[Steps], source: &Source, action: &Action) -> Result<(), Box<Diagnostic>> {
        let (bytes, levels) = size(&source.node);
        let deepest = selected.iter().map(Vec::len).max().unwrap_or(0);
        // An item is one level below its array.
        if deepest + levels + 1 > MAX_DEPTH {
            let message = format!("too many levels of nesting (at most {MAX_DEPTH})");
            return Err(overlay_error(
                Code::OverlayBound,
                action.span.clone(),
                message,
                "reduce the nesting of the update",
            ));
        }
        match self.room.checked_sub(bytes.saturating_mul(selected.len())) {
            Some(room) => self.room = room,
            None => {
                let message = format!("overlays add too much data (at most {} MiB)", MAX_ADDED >> 20);
                return Err(overlay_error(
                    Code::OverlayBound,
                    action.span.clone(),
                    message,
                    "select fewer targets, or copy less",
                ));
            }
        }
        Ok(())
    }

    fn merge(
        &mut self,
        steps: &Steps,
        source: &Source,
        action: &Action,
        version: Version,
    ) -> Result<(), Box<Diagnostic>> {
        let target = self.origins.span(steps);
        let trail = self.origins.trail_mut(steps);
        let Some(node) = self.root.at_mut(steps) else { return Ok(()) };
        let merged = match node {
            Node::Sequence(items) if version == Version::V10 || !matches!(source.node, Node::Sequence(_)) => {
                append(items, trail, &source.node, source.written.clone());
                Ok(())
            }
            node => merge(node, trail, &source.node, &source.written),
        };
        refresh(&mut self.json, self.root, steps);
        merged.map_err(|mismatch| incompatible(mismatch, action, target))
    }

    /// Removes values: several of one array together, because indices change, and deeper ones
    /// first.
    fn remove(&mut self, selected: &[Steps], action: &Action) -> Result<(), Box<Diagnostic>> {
        let mut by_parent: BTreeMap<&[String], BTreeSet<String>> = BTreeMap::new();
        for steps in selected {
            let Some((last, parent)) = steps.split_last() else {
                let message = "cannot remove the whole description".to_owned();
                return Err(overlay_error(
                    Code::WrongSelection,
                    action.target.span.clone(),
                    message,
                    "select a part of the description",
                ));
            };
            by_parent.entry(parent).or_default().insert(last.clone());
        }
        for (parent, keys) in by_parent.iter().rev() {
            self.remove_from(parent, keys, &action.span);
            refresh(&mut self.json, self.root, parent);
        }
        Ok(())
    }

    fn remove_from(&mut self, parent: &[String], keys: &BTreeSet<String>, span: &SourceLocation) {
        match self.root.at_mut(parent) {
            Some(Node::Mapping(map)) => {
                map.remove(keys);
                let trail = self.origins.trail_mut(parent);
                // A diagnostic about the missing value then names this action.
                keys.iter().for_each(|key| trail.put(key, Trail::written(span.clone())));
            }
            Some(Node::Sequence(items)) => {
                let numbers: BTreeSet<usize> = keys.iter().filter_map(|key| key.parse().ok()).collect();
                self.origins.removed_items(parent, &numbers, items.len());
                let mut index = 0;
                items.retain(|_| {
                    index += 1;
                    !numbers.contains(&(index - 1))
                });
            }
            Some(Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_)) | None => {}
        }
    }
}

/// The types of values that one action cannot mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Object,
    Array,
    Primitive,
}

impl Kind {
    fn of_node(node: &Node) -> Kind {
        match node {
            Node::Mapping(_) => Kind::Object,
            Node::Sequence(_) => Kind::Array,
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => Kind::Primitive,
        }
    }
}

/// Updates the JSON at a path.
fn refresh(json: &mut Value, root: &Node, steps: &[String]) {
    let target = steps.iter().try_fold(json, |value, step| match value {
        Value::Object(map) => map.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    });
    if let (Some(target), Some(node)) = (target, root.at_path(steps)) {
        *target = node.to_json();
    }
}

fn incompatible(mismatch: Mismatch, action: &Action, target: SourceLocation) -> Box<Diagnostic> {
    let (from, into) = mismatch.kinds;
    let message = format!("cannot merge {from} into {into}");
    let help = "merge an object into an object, an array into an array, or a primitive value into another; \
                remove a target of another type first";
    let mut diagnostic = overlay_error(Code::NoMerge, mismatch.span, message, help);
    diagnostic.related.push(Related::span(target, &format!("selected by `{}`", action.target.text)));
    diagnostic
}
