//! Unions: each round takes another subschema, until all are covered. Must not know how the values
//! of subschemas are made.

use serde_json::Value;

use super::sampler::{MAX_DEPTH, Sampler};
use crate::source::{FlatSchema, Node, flatten};

impl<'a> Sampler<'a> {
    /// Makes a value of a union: of one of its subschemas, together with the keywords next to the
    /// union.
    pub(super) fn union_value(
        &mut self,
        nodes: &[Node<'a>],
        flat: &FlatSchema<'a>,
        union: &[Node<'a>],
    ) -> Option<Value> {
        if self.prefers_null() && !flat.solid && self.may_be_null(union) {
            return Some(Value::Null);
        }
        let usable: Vec<&Node<'a>> = union.iter().filter(|node| !self.is_null(node)).collect();
        let addresses: Vec<String> = usable.iter().map(|node| node.address()).collect();
        let first = self.coverage.next(&addresses, self.round + self.depth);
        self.coverage.offer(addresses);
        for step in 0..usable.len() {
            let subschema = usable.get((first + step) % usable.len())?;
            self.coverage.try_subschema(subschema.address());
            let value = self.subschema_value(nodes, flat, subschema);
            if let Some(value) = value.filter(|value| value.is_object() || !self.is_whole_form()) {
                self.coverage.take(subschema.address());
                return Some(value);
            }
        }
        None
    }

    fn subschema_value(&mut self, nodes: &[Node<'a>], flat: &FlatSchema<'a>, subschema: &Node<'a>) -> Option<Value> {
        let all: Vec<Node<'a>> = [nodes, std::slice::from_ref(subschema)].concat();
        let mut merged = flatten(self.description, &all);
        // The subschema of this union is chosen now. The unions within it and next to it are chosen
        // later.
        let inner = flatten(self.description, std::slice::from_ref(subschema));
        merged.unions = flat.unions.iter().skip(1).cloned().chain(inner.unions).collect();
        if flat.unions.len() == 1 {
            // The discriminator of this union says nothing about the next one.
            merged.discriminator = inner.discriminator;
            merged.discriminators = inner.discriminators;
        }
        let value = match merged.unions.first().cloned() {
            Some(_) if self.depth > MAX_DEPTH => return None,
            Some(union) => {
                self.depth += 1;
                let value = self.union_value(&all, &merged, &union);
                self.depth -= 1;
                value
            }
            None => self.flat_value(&[], &merged),
        };
        self.with_discriminator(flat, subschema, value?)
    }

    /// Returns `true` if a subschema only allows null. So does a schema that only has `nullable`:
    /// converters to 3.0 write the type null like this.
    pub(super) fn is_null(&self, node: &Node<'a>) -> bool {
        let counts = |name: &str| !["nullable", "title", "description"].contains(&name);
        let only_nullable = || node.get("nullable").is_some() && !node.members().iter().any(|(name, _)| counts(name));
        flatten(self.description, std::slice::from_ref(node)).is_null() || only_nullable()
    }

    /// Returns `true` if a union allows null: a subschema does, in a `oneOf` exactly one.
    pub(super) fn may_be_null(&self, union: &[Node<'a>]) -> bool {
        let allows = |node: &&Node<'a>| {
            self.is_null(node) || flatten(self.description, std::slice::from_ref(*node)).allows_null()
        };
        let is_one_of = union.first().is_some_and(|node| node.pointer.contains("/oneOf/"));
        let count = union.iter().filter(allows).count();
        count == 1 || count > 1 && !is_one_of
    }
}
