//! Follows references and `allOf` from schema to schema. Must not know what schemas say.

use foldhash::HashSet;

use crate::resolve::resolved::{Schema, SchemaId, Schemas};

/// The maximum length of a chain of references. Longer ones are assumed to be circular.
const MAX_CHAIN: usize = 64;

/// Returns the schema of an ID.
pub(super) fn get(schemas: &Schemas, id: SchemaId) -> Option<&Schema> {
    schemas.get(id.index())
}

/// Returns the target of a chain of bare references, or the schema itself.
pub(super) fn dereferenced(schemas: &Schemas, id: SchemaId) -> SchemaId {
    let mut current = id;
    for _ in 0..MAX_CHAIN {
        match get(schemas, current).and_then(|schema| schema.reference) {
            Some(target) => current = target,
            None => return current,
        }
    }
    current
}

/// Returns the parts of a schema by references and `allOf`, each once, the schema itself last.
pub(super) fn parts(schemas: &Schemas, own: SchemaId) -> Vec<SchemaId> {
    let (mut all, mut seen) = (Vec::new(), HashSet::from_iter([own]));
    // The stack is on the heap, because descriptions may be nested deeper than the thread's stack
    // allows.
    let mut open = vec![(own, false)];
    while let Some((current, done)) = open.pop() {
        let Some(schema) = get(schemas, current) else { continue };
        if done {
            all.push(current);
            continue;
        }
        open.push((current, true));
        let members: Vec<SchemaId> = schema.reference.iter().chain(&schema.all_of).copied().collect();
        open.extend(members.into_iter().rev().filter(|member| seen.insert(*member)).map(|member| (member, false)));
    }
    all
}

/// Returns `true` if a schema has another as a part, by references and `allOf`.
pub(super) fn has_member(schemas: &Schemas, id: SchemaId, wanted: SchemaId) -> bool {
    let (mut seen, mut queue) = (HashSet::from_iter([id]), vec![id]);
    while let Some(current) = queue.pop() {
        if current == wanted {
            return true;
        }
        let Some(schema) = get(schemas, current) else { continue };
        queue.extend(schema.reference.iter().chain(&schema.all_of).filter(|member| seen.insert(**member)));
    }
    false
}
