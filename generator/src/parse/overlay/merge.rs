//! Merges one value into another, and records where it was written. Must not know actions.

use std::mem::size_of;

use crate::parse::node::{Mapping, Node};
use crate::parse::origins::Trail;
use crate::report::SourceLocation;

/// Two values that cannot be merged.
#[derive(Debug)]
pub(super) struct Mismatch {
    /// The source location of the value to merge.
    pub(super) span: SourceLocation,
    /// The types of the value and of the target.
    pub(super) kinds: (&'static str, &'static str),
}

/// Merges a value into another of its type. The recursion is as deep as the value.
pub(super) fn merge(into: &mut Node, trail: &mut Trail, from: &Node, written: &Trail) -> Result<(), Mismatch> {
    if let (Node::Mapping(into), Node::Mapping(from)) = (&mut *into, from) {
        return members(into, trail, from, written);
    }
    if let (Node::Sequence(into), Node::Sequence(from)) = (&mut *into, from) {
        for (index, item) in from.iter().enumerate() {
            append(into, trail, item, written.step(&index.to_string()));
        }
        return Ok(());
    }
    if into.is_container() || from.is_container() {
        return Err(Mismatch { span: written.span(), kinds: (from.kind(), into.kind()) });
    }
    *into = from.clone();
    *trail = written.clone();
    Ok(())
}

/// Appends an item.
pub(super) fn append(into: &mut Vec<Node>, trail: &mut Trail, item: &Node, written: Trail) {
    trail.put(&into.len().to_string(), written);
    into.push(item.clone());
}

fn members(into: &mut Mapping, trail: &mut Trail, from: &Mapping, written: &Trail) -> Result<(), Mismatch> {
    let mut new = Vec::new();
    for (key, value) in from.iter() {
        let written = written.step(key);
        match into.get_mut(key) {
            Some(existing) => merge(existing, trail.below(key), value, &written)?,
            None => {
                trail.put(key, written);
                new.push((key.to_owned(), value.clone()));
            }
        }
    }
    into.add(new);
    Ok(())
}

/// Returns the approximate bytes of memory of a value, and its levels of nesting, 0 for a scalar.
pub(super) fn size(node: &Node) -> (usize, usize) {
    let own = size_of::<Node>();
    let below = |sizes: &mut dyn Iterator<Item = (usize, usize)>| {
        let (sum, deepest) = sizes.fold((own, 0), |(sum, deepest), (size, depth)| (sum + size, deepest.max(depth)));
        (sum, deepest + 1)
    };
    match node {
        Node::Null | Node::Bool(_) => (own, 0),
        Node::Number(text) => (own + text.len(), 0),
        Node::String(text) => (own + text.len(), 0),
        Node::Sequence(items) => below(&mut items.iter().map(size)),
        Node::Mapping(map) => below(&mut map.iter().map(|(key, value)| {
            let (sum, depth) = size(value);
            (sum + size_of::<String>() + key.len(), depth)
        })),
    }
}
