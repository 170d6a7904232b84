//! Validates values of the description against schemas (JSON Schema Validation). Some keywords
//! (`if`, `contains`, `dependentSchemas`) are not checked. Must not make values.

use std::cell::Cell;

use super::limits::{at_least, at_most, limit};
use super::patterns::Patterns;
use super::{formats, numbers};
use crate::parse::Node;
use crate::resolve::{Additional, JsonType, Resolved, Schema, SchemaId};

/// The maximum number of schemas that are checked for one value; beyond that it counts as invalid.
const STEPS: u32 = 2_000;
/// The maximum depth to which values and references are followed.
const DEEP: usize = 48;

pub(super) struct Valid<'t> {
    resolved: &'t Resolved,
    patterns: &'t Patterns,
    steps: Cell<u32>,
}

impl<'t> Valid<'t> {
    pub(super) fn new(resolved: &'t Resolved, patterns: &'t Patterns) -> Valid<'t> {
        Valid { resolved, patterns, steps: Cell::new(STEPS) }
    }

    /// Returns `true` if a schema allows a value.
    pub(super) fn fits(&self, id: SchemaId, node: &Node) -> bool {
        self.within(id, node, DEEP)
    }

    fn within(&self, id: SchemaId, node: &Node, deep: usize) -> bool {
        let left = self.steps.get();
        if left == 0 || deep == 0 {
            return false;
        }
        self.steps.set(left - 1);
        let schema = self.resolved.schema(id);
        if let Some(all) = schema.boolean {
            return all;
        }
        let inside = |id: &SchemaId| self.within(*id, node, deep - 1);
        let any = |of: &[SchemaId]| of.is_empty() || of.iter().any(inside);
        let null = *node == Node::Null && schema.nullable;
        let typed = schema.types.is_empty() || null || schema.types.iter().any(|of| is_of(node, *of));
        let listed = |all: &Vec<Node>| null || all.iter().any(|of| same(of, node));
        typed
            && schema.enumeration.as_ref().is_none_or(listed)
            && schema.constant.as_ref().is_none_or(|of| same(of, node))
            && schema.reference.iter().chain(&schema.all_of).all(inside)
            && any(&schema.one_of)
            && any(&schema.any_of)
            && !schema.not.is_some_and(|not| self.within(not, node, deep - 1))
            && self.in_bounds(schema, node, deep)
    }

    fn in_bounds(&self, schema: &Schema, node: &Node, deep: usize) -> bool {
        match node {
            Node::Null | Node::Bool(_) => true,
            Node::Number(text) => numbers::fits(&[schema], text),
            Node::String(text) => self.text(schema, text),
            Node::Sequence(items) => self.items(schema, items, deep),
            Node::Mapping(_) => self.members(schema, node, deep),
        }
    }

    fn text(&self, schema: &Schema, text: &str) -> bool {
        let length = text.chars().count();
        let pattern = limit(schema, "pattern").and_then(Node::as_str);
        within(schema, ("minLength", "maxLength"), length)
            && pattern.is_none_or(|pattern| self.patterns.is_match(pattern, text) != Some(false))
            && schema.format.as_deref().is_none_or(|format| formats::is_one(format, text))
    }

    fn items(&self, schema: &Schema, items: &[Node], deep: usize) -> bool {
        let unique = limit(schema, "uniqueItems") == Some(&Node::Bool(true));
        let twice = || items.iter().enumerate().any(|(at, one)| items.iter().skip(at + 1).any(|of| same(one, of)));
        let each = |(at, item): (usize, &Node)| {
            let of = schema.prefix_items.get(at).copied().or(schema.items);
            of.is_none_or(|of| self.within(of, item, deep - 1))
        };
        within(schema, ("minItems", "maxItems"), items.len())
            && !(unique && twice())
            && items.iter().enumerate().all(each)
    }

    fn members(&self, schema: &Schema, node: &Node, deep: usize) -> bool {
        let Some(all) = node.as_mapping() else { return true };
        let property = |key: &str| schema.properties.iter().find(|(name, _)| name == key).map(|(_, id)| *id);
        let each = |(key, value): (&str, &Node)| {
            let matching = || {
                let patterns = schema.pattern_properties.iter();
                patterns.filter(|(of, _)| self.patterns.is_match(of, key) != Some(false)).map(|(_, id)| *id)
            };
            let known: Vec<SchemaId> = property(key).into_iter().chain(matching()).collect();
            let rest = match schema.additional {
                _ if !known.is_empty() => true,
                Additional::Unsaid | Additional::Any => true,
                Additional::Never => false,
                Additional::Schema(id) => self.within(id, value, deep - 1),
            };
            let named = Node::String(key.to_owned());
            let named = schema.property_names.is_none_or(|id| self.within(id, &named, deep - 1));
            rest && named && known.iter().all(|id| self.within(*id, value, deep - 1))
        };
        within(schema, ("minProperties", "maxProperties"), all.len())
            && schema.required.iter().all(|name| all.get(name).is_some())
            && all.iter().all(each)
    }
}

fn within(schema: &Schema, (least, most): (&str, &str), count: usize) -> bool {
    count >= at_least(&[schema], least) && count <= at_most(&[schema], most)
}

/// Compares JSON values (JSON Schema core, section 4.2.2), numbers by value.
fn same(left: &Node, right: &Node) -> bool {
    match (left, right) {
        (Node::Number(left), Node::Number(right)) => left == right || numbers::is_same(left, right),
        (left, right) => left == right,
    }
}

/// Returns `true` if a value is of a type of JSON Schema. An integer may be written with a fraction
/// of zero (JSON Schema core, section 4.2.3).
fn is_of(node: &Node, json_type: JsonType) -> bool {
    match (node, json_type) {
        (Node::Number(text), JsonType::Integer) => numbers::is_integer(text),
        (Node::Bool(_), JsonType::Boolean) | (Node::Number(_), JsonType::Number) => true,
        (Node::String(_), JsonType::String) | (Node::Sequence(_), JsonType::Array) => true,
        (Node::Mapping(_), JsonType::Object) => true,
        (Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) | Node::Sequence(_) | Node::Mapping(_), _) => {
            false
        }
    }
}
