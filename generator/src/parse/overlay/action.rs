//! One action, done to all that its target selects. Must not know how overlays are written.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::document::{Action, Change, LATER};
use super::merge::{Mismatch, append, merge, size};
use super::query::Query;
use super::{Diagnostic, Level, Steps, Version, diagnostic, overlay_error};
use crate::parse::node::Node;
use crate::parse::origins::{Origins, Trail};
use crate::report::{Code, SourceLocation};

/// What overlays may add, in bytes of memory: an update of a thousand operations fits many times over, and a copy of all
/// into itself, again and again, comes to an end.
const ROOM: usize = 64 << 20;
/// So many levels of nesting, as the readers of texts have it.
const DEEPEST: usize = 128;

/// The tree that actions change.
pub(super) struct Tree<'a> {
    root: &'a mut Node,
    origins: &'a mut Origins,
    /// The same as JSON, to be asked: brought up to date where an action changed something.
    json: Value,
    room: usize,
}

/// What is merged in, and where it was written.
struct Source {
    node: Node,
    written: Trail,
}

impl<'a> Tree<'a> {
    pub(super) fn new(root: &'a mut Node, origins: &'a mut Origins) -> Tree<'a> {
        let json = root.to_json();
        Tree { root, origins, json, room: ROOM }
    }

    /// Does what an action says.
    pub(super) fn apply(&mut self, action: &Action, version: Version) -> Result<(), Box<Diagnostic>> {
        let selected = action.target.select(&self.json);
        if selected.is_empty() {
            let message = format!("`{}` selects nothing, so this action changes nothing", action.target.text);
            let help = "look for a typo; a target is looked for in the description as it is after the actions before";
            return Err(diagnostic(Level::Ignored, Code::SelectsNothing, action.target.span.clone(), message, help));
        }
        let kinds = self.kinds(&selected);
        let primitive = kinds.contains(&Kind::Primitive);
        if primitive && version == Version::V10 {
            let message = format!("`{}` selects a value that is no mapping and no list", action.target.text);
            return Err(overlay_error(Code::LaterOverlay, action.target.span.clone(), message, LATER));
        }
        let source = match &action.change {
            Change::Remove => return self.remove(&selected, action),
            Change::Update(node) => Source { node: node.clone(), written: Trail::written(action.span.clone()) },
            Change::Copy(query) => self.copied(query, &action.span)?,
        };
        if kinds.len() > 1 {
            let message = format!("`{}` selects values of several kinds", action.target.text);
            let help = "let it select only mappings, only lists or only values that are neither";
            return Err(overlay_error(Code::WrongSelection, action.target.span.clone(), message, help));
        }
        self.bounds(&selected, &source, action)?;
        for steps in &selected {
            self.merge(steps, &source, action, version)?;
        }
        Ok(())
    }

    /// What a `copy` selects: exactly one value.
    fn copied(&self, query: &Query, by: &SourceLocation) -> Result<Source, Box<Diagnostic>> {
        let selected = query.select(&self.json);
        let found = match selected.as_slice() {
            [steps] => self.root.at(steps).map(|node| (node, steps)),
            _ => None,
        };
        let Some((node, steps)) = found else {
            let message = format!("`{}` selects {} values, and one is to be copied", query.text, selected.len());
            return Err(overlay_error(Code::WrongSelection, query.span.clone(), message, "let it select exactly one"));
        };
        Ok(Source { node: node.clone(), written: self.origins.trail(steps).copied(by) })
    }

    fn kinds(&self, selected: &[Steps]) -> BTreeSet<Kind> {
        selected.iter().filter_map(|steps| self.root.at(steps)).map(Kind::of).collect()
    }

    /// Neither deeper nor larger than what is read from a text.
    fn bounds(&mut self, selected: &[Steps], source: &Source, action: &Action) -> Result<(), Box<Diagnostic>> {
        let (bytes, levels) = size(&source.node);
        let deepest = selected.iter().map(Vec::len).max().unwrap_or(0);
        // An item is one level below its array.
        if deepest + levels + 1 > DEEPEST {
            let message = format!("the nesting would be deeper than {DEEPEST} levels");
            return Err(overlay_error(Code::OverlayBound, action.span.clone(), message, "put less into each other"));
        }
        match self.room.checked_sub(bytes.saturating_mul(selected.len())) {
            Some(room) => self.room = room,
            None => {
                let message = format!("overlays would add more than {} MiB to the description", ROOM >> 20);
                return Err(overlay_error(
                    Code::OverlayBound,
                    action.span.clone(),
                    message,
                    "let the target select less, or copy less",
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

    /// Takes values out: of several in one array all at once, as their numbers change, and those that lie deeper first.
    fn remove(&mut self, selected: &[Steps], action: &Action) -> Result<(), Box<Diagnostic>> {
        let mut by_parent: BTreeMap<&[String], BTreeSet<String>> = BTreeMap::new();
        for steps in selected {
            let Some((last, parent)) = steps.split_last() else {
                let message = "the whole description cannot be removed".to_owned();
                return Err(overlay_error(
                    Code::WrongSelection,
                    action.target.span.clone(),
                    message,
                    "select what is in it",
                ));
            };
            by_parent.entry(parent).or_default().insert(last.clone());
        }
        for (parent, keys) in by_parent.iter().rev() {
            self.without(parent, keys, &action.span);
            refresh(&mut self.json, self.root, parent);
        }
        Ok(())
    }

    fn without(&mut self, parent: &[String], keys: &BTreeSet<String>, span: &SourceLocation) {
        match self.root.at_mut(parent) {
            Some(Node::Mapping(map)) => {
                map.remove(keys);
                let trail = self.origins.trail_mut(parent);
                // Who misses it later is told who took it away.
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

/// What may stand beside each other as the targets of one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Object,
    Array,
    Primitive,
}

impl Kind {
    fn of(node: &Node) -> Kind {
        match node {
            Node::Mapping(_) => Kind::Object,
            Node::Sequence(_) => Kind::Array,
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => Kind::Primitive,
        }
    }
}

/// Brings the JSON up to date at a place.
fn refresh(json: &mut Value, root: &Node, steps: &[String]) {
    let there = steps.iter().try_fold(json, |value, step| match value {
        Value::Object(map) => map.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    });
    if let (Some(there), Some(node)) = (there, root.at(steps)) {
        *there = node.to_json();
    }
}

fn incompatible(mismatch: Mismatch, action: &Action, target: SourceLocation) -> Box<Diagnostic> {
    let (from, into) = mismatch.kinds;
    let message = format!("{from} cannot be merged into {into}");
    let help = "a mapping goes into a mapping, a list into a list, any other value into any other value; \
                what is of another kind has to be removed first";
    let mut diagnostic = overlay_error(Code::NoMerge, mismatch.span, message, help);
    diagnostic.related.push((target, format!("this is what `{}` selects", action.target.text)));
    diagnostic
}
