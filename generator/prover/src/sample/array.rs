//! Arrays and tuples. Must not know what their items are.

use serde_json::Value;

use super::mode::Mode;
use super::sampler::Sampler;
use crate::source::{FlatSchema, Node};

/// The maximum number of items, whatever `minItems` requires.
const MAX_ITEMS: usize = 64;

impl<'a> Sampler<'a> {
    /// Makes an array. Returns `None` if it cannot have enough items.
    pub(super) fn array(&mut self, flat: &FlatSchema<'a>) -> Option<Value> {
        let mut items = Vec::new();
        for node in &flat.prefix_items {
            items.push(self.value(std::slice::from_ref(node))?);
        }
        let least = flat.number("minItems").unwrap_or(0.0) as usize;
        let most = flat.number("maxItems").map_or(usize::MAX, |most| most as usize);
        let wanted = self.usual_length().max(least).min(most).min(MAX_ITEMS);
        let unique = flat.keyword("uniqueItems") == Some(&Value::Bool(true));
        while items.len() < wanted {
            let value = match flat.items.as_slice() {
                [] if !flat.prefix_items.is_empty() => None,
                [] => Some(Value::String(format!("item{}", items.len()))),
                nodes if unique => self.unique_item(nodes, &items),
                nodes => self.value(nodes),
            };
            let Some(value) = value else { break };
            items.push(value);
        }
        (items.len() >= least.min(MAX_ITEMS)).then_some(Value::Array(items))
    }

    fn usual_length(&self) -> usize {
        match self.mode {
            // An empty array has no serialization in a parameter.
            _ if self.parameter.is_some() || self.form => 2,
            Mode::Minimal | Mode::Boundary => 0,
            Mode::Full | Mode::Hostile | Mode::Null | Mode::NewerServer if self.has_room() => 2,
            Mode::Full | Mode::Hostile | Mode::Null | Mode::NewerServer => 0,
        }
    }

    /// Makes an item that is not in `items`. It tries further rounds, then another mode, because a
    /// limit or a pattern may allow few values.
    fn unique_item(&mut self, nodes: &[Node<'a>], items: &[Value]) -> Option<Value> {
        let (mode, round) = (self.mode, self.round);
        let mut found = None;
        for step in 0..=32 {
            self.round = round + step;
            self.mode = if step > 8 { Mode::Full } else { mode };
            found = self.value(nodes);
            if found.as_ref().is_none_or(|value| !items.contains(value)) {
                break;
            }
            found = None;
        }
        (self.mode, self.round) = (mode, round);
        found
    }
}
