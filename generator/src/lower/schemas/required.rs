//! `required` next to a reference or in a part of an `allOf`: if it requires more than the target,
//! the schema has a shape of its own. Must not know Rust names or types.

use std::collections::BTreeSet;

use crate::resolve::{Resolved, SchemaId};

/// The maximum number of schemas that are visited. Properties that only further schemas require are
/// not found.
const MOST: usize = 256;

/// Returns `true` if one of these names is a property that the target does not require, or requires
/// in one direction only: if another part requires that property, it goes the other way too (see
/// [`super::directions`]).
pub(crate) fn requires_more<'s>(
    resolved: &Resolved,
    names: impl Iterator<Item = &'s String>,
    target: SchemaId,
) -> bool {
    let mut names = names.peekable();
    if names.peek().is_none() {
        return false;
    }
    let (mut properties, mut required, mut one_way) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![target]);
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

/// Returns `true` if a property is `readOnly` or `writeOnly`, by itself or by the target of a bare
/// reference.
fn goes_one_way(resolved: &Resolved, property: SchemaId) -> bool {
    let mut current = property;
    for _ in 0..MOST {
        let schema = resolved.schema(current);
        match schema.reference {
            _ if schema.annotations.read_only || schema.annotations.write_only => return true,
            Some(target) => current = target,
            None => return false,
        }
    }
    false
}
