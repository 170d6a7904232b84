//! Dependencies between parts of a description. A mistake in another file, or in a reference to
//! one, is an error only for generated parts. Which operations are selected is not known here, so
//! references are recorded while reading, and evaluated later ([`Needs::reached`]). Must not know
//! what is generated.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use foldhash::HashMap;

use super::{SchemaId, Schemas};
use crate::report::{FileId, Pointer, SourceLocation};

/// The end of messages about parts of other files that nothing generated refers to.
pub(crate) const NOT_NEEDED: &str = "the generated client does not need it";

/// A part of the description that depends on others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// The description itself: every client needs it.
    Description,
    /// A path item, by its position in [`Needs::paths`].
    Path(usize),
    /// An operation, by its position in [`Needs::operations`].
    Operation(usize),
    /// Webhooks and callbacks.
    Webhooks,
    /// A schema.
    Schema(SchemaId),
}

/// A diagnostic that counts only if one of its owners is generated.
#[derive(Debug, Clone)]
pub struct Unsettled {
    /// The index in the report.
    pub diagnostic: usize,
    /// The owners that need the broken part.
    pub owners: BTreeSet<Owner>,
    /// Further owners, by their targets in another file: indices into [`Needs::targets`].
    pub targets: Vec<usize>,
}

/// The dependencies between parts of the description that can matter for diagnostics.
#[derive(Debug, Clone, Default)]
pub struct Needs {
    /// The diagnostics whose level is not decided yet.
    pub unsettled: Vec<Unsettled>,
    /// The templates of the path items that were read.
    pub paths: Vec<String>,
    /// The locations of operations.
    pub operations: Vec<SourceLocation>,
    /// The schemas that an owner refers to.
    schemas: Vec<(Owner, SchemaId)>,
    /// The targets in other files with mistakes, and the owners that refer to them.
    pub targets: Vec<BTreeSet<Owner>>,
    /// The files of references. The check of the whole description may have read more.
    pub(crate) files: BTreeSet<FileId>,
    /// The index of each target in `targets`.
    indices: BTreeMap<(FileId, Pointer), usize>,
    /// The diagnostic of each file without a tree, as an index into `unsettled`.
    pub(crate) broken: HashMap<FileId, usize>,
}

impl Needs {
    /// Records that an owner refers to a schema. A component is not used by the description alone.
    pub(crate) fn schema(&mut self, owner: Owner, id: SchemaId) {
        if owner != Owner::Description {
            self.schemas.push((owner, id));
        }
    }

    /// Records that an owner refers to a location in another file with mistakes.
    pub(crate) fn target(&mut self, owner: Owner, span: &SourceLocation) {
        let free = self.targets.len();
        let index = *self.indices.entry((span.file, span.pointer.clone())).or_insert(free);
        if index == free {
            self.targets.push(BTreeSet::new());
        }
        self.targets.get_mut(index).map(|owners| owners.insert(owner));
    }

    /// Returns the targets that contain a location, and those inside it.
    pub(crate) fn targets_around(&self, span: &SourceLocation) -> Vec<usize> {
        let known = |pointer: Pointer| self.indices.get(&(span.file, pointer)).copied();
        let mut around = vec![Pointer::default()];
        for segment in span.pointer.segments() {
            around.extend(around.last().map(|at| at.child(&segment)));
        }
        let from = (span.file, span.pointer.clone());
        let within = self
            .indices
            .range(from..)
            .take_while(|((file, at), _)| *file == span.file && at.as_str().starts_with(span.pointer.as_str()));
        let within = within.filter(|((_, at), _)| at.is_within(&span.pointer)).map(|(_, index)| *index);
        around.into_iter().filter_map(known).chain(within).collect()
    }

    /// Adds the children of each parent with a discriminator, which is a union of them. Without
    /// unsettled diagnostics, everything is dropped.
    pub(crate) fn finish(&mut self, schemas: &Schemas) {
        if self.unsettled.is_empty() {
            *self = Needs::default();
            return;
        }
        for (index, schema) in schemas.iter().enumerate() {
            let child = SchemaId::new(index);
            let parents = schema.all_of.iter().filter_map(|part| dereferenced(schemas, *part));
            let parents = parents.filter(|parent| schemas[*parent].discriminator.is_some());
            self.schemas.extend(parents.map(|parent| (Owner::Schema(parent), child)));
        }
    }

    /// Returns everything that `asked` needs, each with the first of `asked` that needs it.
    #[must_use]
    pub fn reached(&self, asked: &[Owner]) -> HashMap<Owner, Owner> {
        let mut children: HashMap<Owner, Vec<SchemaId>> = HashMap::default();
        for (owner, id) in &self.schemas {
            children.entry(*owner).or_default().push(*id);
        }
        let mut reached: HashMap<Owner, Owner> = HashMap::default();
        let mut queue: VecDeque<(Owner, Owner)> = asked.iter().map(|owner| (*owner, *owner)).collect();
        while let Some((owner, first)) = queue.pop_front() {
            if reached.contains_key(&owner) {
                continue;
            }
            reached.insert(owner, first);
            let inner = children.get(&owner).into_iter().flatten();
            queue.extend(inner.map(|id| (Owner::Schema(*id), first)));
        }
        reached
    }
}

/// Resolves the references of a schema, if they are not circular.
fn dereferenced(schemas: &Schemas, mut id: SchemaId) -> Option<SchemaId> {
    for _ in 0..64 {
        match schemas.get(id.index())?.reference {
            Some(next) => id = next,
            None => return Some(id),
        }
    }
    None
}
