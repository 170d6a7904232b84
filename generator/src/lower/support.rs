//! What cannot be carried out yet, and which schemas lead to it: an operation that reaches such a
//! schema is left out and named.

use std::collections::{HashMap, VecDeque};

use super::classify::{Class, Kind};
use super::members::Members;
use crate::report::{Level, Problem};
use crate::resolve::{Additional, Resolved, SchemaId};

/// For each schema, the nearest one that it leads to and that cannot be carried out.
#[derive(Debug)]
pub(super) struct Support(Vec<Option<SchemaId>>);

impl Support {
    /// Looks at all schemas once.
    #[must_use]
    pub(super) fn new(members: &HashMap<SchemaId, Members>, classes: &[Class]) -> Support {
        let mut parents: Vec<Vec<SchemaId>> = vec![Vec::new(); classes.len()];
        for (index, class) in classes.iter().enumerate() {
            let parent = SchemaId(u32::try_from(index).unwrap_or(u32::MAX));
            for child in children(members, parent, class) {
                if let Some(of) = parents.get_mut(child.0 as usize) {
                    of.push(parent);
                }
            }
        }
        let endless = endless(classes);
        let mut nearest: Vec<Option<SchemaId>> = vec![None; classes.len()];
        let mut queue = VecDeque::new();
        for (index, class) in classes.iter().enumerate() {
            let id = SchemaId(u32::try_from(index).unwrap_or(u32::MAX));
            if reason(&class.kind).is_some() || endless.get(index).copied().unwrap_or_default() {
                set(&mut nearest, id, id);
                queue.push_back(id);
            }
        }
        while let Some(id) = queue.pop_front() {
            let Some(Some(cause)) = nearest.get(id.0 as usize).copied() else { continue };
            for &parent in parents.get(id.0 as usize).map(Vec::as_slice).unwrap_or_default() {
                if nearest.get(parent.0 as usize).is_some_and(Option::is_none) {
                    set(&mut nearest, parent, cause);
                    queue.push_back(parent);
                }
            }
        }
        Support(nearest)
    }

    /// The problem to tell of an operation that uses `id`; `None` where all of it can be carried out.
    #[must_use]
    pub(super) fn problem(&self, resolved: &Resolved, classes: &[Class], id: SchemaId) -> Option<Problem> {
        let cause = self.0.get(id.0 as usize).copied().flatten()?;
        let kind = classes.get(cause.0 as usize).map(|class| &class.kind)?;
        let (code, what) = reason(kind).unwrap_or((
            "endless-type",
            "an array, map or reference that holds nothing but itself is not supported yet",
        ));
        Some(Problem {
            level: Level::NotSupported,
            code,
            place: resolved.schema(cause).place.clone(),
            also: Vec::new(),
            what: what.to_owned(),
            help: "the operations that need it are left out; all others are generated".to_owned(),
        })
    }
}

fn set(nearest: &mut [Option<SchemaId>], id: SchemaId, cause: SchemaId) {
    if let Some(slot) = nearest.get_mut(id.0 as usize) {
        *slot = Some(cause);
    }
}

/// Why a kind cannot be carried out: code and sentence.
fn reason(kind: &Kind) -> Option<(&'static str, &'static str)> {
    match kind {
        Kind::Union => Some(("union", "a choice between schemas (oneOf, anyOf) is not supported yet")),
        Kind::TypeUnion => {
            Some(("type-union", "a choice between types (type with several entries) is not supported yet"))
        }
        Kind::Merge => Some((
            "merge",
            "schemas that hold at once (allOf, or a $ref with siblings) are not supported yet where one is no object",
        )),
        Kind::Tuple => Some(("tuple", "an array of fixed places (prefixItems) is not supported yet")),
        Kind::Any
        | Kind::Never
        | Kind::Null
        | Kind::Same(_)
        | Kind::Text
        | Kind::Boolean
        | Kind::Integer
        | Kind::Number
        | Kind::Values(_)
        | Kind::List(_)
        | Kind::Record
        | Kind::Map(_) => None,
    }
}

/// The schemas that a value of this one holds.
fn children(members: &HashMap<SchemaId, Members>, id: SchemaId, class: &Class) -> Vec<SchemaId> {
    match &class.kind {
        Kind::Same(target) => vec![*target],
        Kind::List(item) | Kind::Map(item) => item.iter().copied().collect(),
        Kind::Record => members.get(&id).iter().flat_map(|of| &of.properties).map(|(_, property)| *property).collect(),
        Kind::Any
        | Kind::Never
        | Kind::Null
        | Kind::Text
        | Kind::Boolean
        | Kind::Integer
        | Kind::Number
        | Kind::Values(_)
        | Kind::Tuple
        | Kind::Union
        | Kind::TypeUnion
        | Kind::Merge => Vec::new(),
    }
}

/// Schemas that come back to themselves through nothing but aliases, arrays and maps: Rust has no
/// `type A = Vec<A>`.
fn endless(classes: &[Class]) -> Vec<bool> {
    // Each of these kinds has at most one child, so a walk that comes back is a cycle.
    let next = |index: usize| match classes.get(index).map(|class| &class.kind) {
        Some(Kind::Same(target)) => Some(target.0 as usize),
        Some(Kind::List(Some(item)) | Kind::Map(Some(item))) => Some(item.0 as usize),
        Some(_) | None => None,
    };
    let mut state = vec![0_usize; classes.len()];
    let mut endless = vec![false; classes.len()];
    for start in 0..classes.len() {
        let walk = start + 1;
        let mut at = Some(start);
        while let Some(index) = at.filter(|&index| state.get(index) == Some(&0)) {
            if let Some(mark) = state.get_mut(index) {
                *mark = walk;
            }
            at = next(index);
        }
        // Came back to a schema of this very walk: everything from there on is the cycle.
        while let Some(index) = at.filter(|&i| state.get(i) == Some(&walk) && endless.get(i) == Some(&false)) {
            if let Some(mark) = endless.get_mut(index) {
                *mark = true;
            }
            at = next(index);
        }
    }
    endless
}

/// Whether unknown members of an object are said to have a type, which `extra()` does not carry.
#[must_use]
pub(super) fn has_typed_rest(resolved: &Resolved, id: SchemaId) -> bool {
    let schema = resolved.schema(id);
    matches!(schema.additional, Additional::Schema(_)) || !schema.pattern_properties.is_empty()
}
