//! Whether `required` beside a schema, or in a part of an `allOf`, says more than the schema itself: then it is a shape of its own.

use std::collections::BTreeSet;

use crate::resolve::{Resolved, SchemaId};

/// So many schemas are looked at of one whole; beyond them nothing is said to be new.
const MOST: usize = 256;

/// Returns `true` if one of these names is a property of the schema that it does not require, or that it requires one way only: where
/// somebody else requires that, it goes the other way too (see [`super::directions`]).
pub(crate) fn requires_more<'s>(resolved: &Resolved, names: impl Iterator<Item = &'s String>, of: SchemaId) -> bool {
    let mut names = names.peekable();
    if names.peek().is_none() {
        return false;
    }
    let (mut properties, mut required, mut one_way) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![of]);
    while let Some(id) = waiting.pop().filter(|_| seen.len() < MOST) {
        if seen.insert(id) {
            let schema = resolved.schema(id);
            properties.extend(schema.properties.iter().map(|(name, _)| name));
            one_way
                .extend(schema.properties.iter().filter(|(_, id)| goes_one_way(resolved, *id)).map(|(name, _)| name));
            required.extend(&schema.required);
            waiting.extend(schema.reference.iter().chain(&schema.all_of));
        }
    }
    names.any(|name| properties.contains(name) && (!required.contains(name) || one_way.contains(name)))
}

/// Returns `true` if a property is `readOnly` or `writeOnly`, or a bare reference to what is.
fn goes_one_way(resolved: &Resolved, property: SchemaId) -> bool {
    let mut at = property;
    for _ in 0..MOST {
        let schema = resolved.schema(at);
        match schema.reference {
            _ if schema.read_only || schema.write_only => return true,
            Some(target) => at = target,
            None => return false,
        }
    }
    false
}
