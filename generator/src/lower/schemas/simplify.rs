//! Simplifies unions: subschemas that mean the same are combined.
//!
//! Interpretations of the specification:
//! - a string or an enum of strings is the enum, as enums allow unknown values; a string or an enum
//!   of a single value is a string, as such enums distinguish variants;
//! - an integer or a number is a number;
//! - a union with any JSON among its subschemas is any JSON;
//! - a union within a union is one union;
//! - a union of itself and others is a union of the others, and one of itself alone is any JSON; so
//!   is a union that leads back to itself through unions only, as it could not be distinguished
//!   from its subschemas.
//!
//! Must not know Rust names or types.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::classify::{Class, Kind};
use super::components::strongly_connected;
use super::form_values::is_bytes_anywhere;
use crate::resolve::{Resolved, SchemaId};
use foldhash::HashSet;

/// The maximum nesting depth of unions.
const MOST_LEVELS: usize = 16;
/// The maximum number of subschemas that are visited to find cycles; beyond that, every union in a
/// cycle is assumed to contain itself.
const MOST_STEPS: usize = 4_000_000;

/// Simplifies all unions. In the unions `apart`, which are parts of forms, strings of bytes are
/// files and remain a variant of their own. Returns the enums that allow any string.
pub(crate) fn simplify(resolved: &Resolved, classes: &mut [Class], apart: &HashSet<SchemaId>) -> HashSet<SchemaId> {
    let mut found = HashSet::default();
    let cycles = strongly_connected((0..classes.len()).map(|index| inside(classes, index)).collect());
    let steps = Cell::new(MOST_STEPS);
    for index in 0..classes.len() {
        let Some(Class { kind: Kind::Union(subschemas), .. }) = classes.get(index) else { continue };
        let own = SchemaId::new(index);
        let schema = resolved.schemas.get(index);
        let family = schema.is_some_and(|schema| schema.parent.is_some());
        let tagged = schema.is_some_and(|schema| schema.discriminator.is_some());
        let open = schema.is_some_and(|schema| schema.open);
        let mut flat = Flat {
            resolved,
            classes,
            cycles: &cycles,
            steps: &steps,
            own,
            family,
            subschemas: Vec::new(),
            seen: BTreeSet::new(),
            nullable: false,
            endless: false,
        };
        flat.add(subschemas, 0);
        let (subschemas, nullable) = (flat.subschemas, flat.nullable);
        let files = if apart.contains(&own) { files(resolved, classes, &subschemas) } else { None };
        let kind = match files {
            _ if flat.endless && subschemas.is_empty() => Kind::Any,
            Some(kind) => kind,
            None if open => simplified_open(classes, subschemas.clone()),
            None => simplified(resolved, classes, &subschemas, tagged && !nullable),
        };
        let more = any_string((resolved, classes), &found, own, &subschemas, &kind);
        found.extend(more);
        if let Some(class) = classes.get_mut(index) {
            class.nullable |= nullable;
            class.kind = kind;
        }
    }
    found
}

/// Returns the enums that allow any string because of a union: the union has a string as a
/// subschema, or an enum of `known`, which allow any string. They are the union itself, and an enum
/// that only this union uses.
fn any_string(
    (resolved, classes): (&Resolved, &[Class]),
    known: &HashSet<SchemaId>,
    own: SchemaId,
    subschemas: &[SchemaId],
    left: &Kind,
) -> Vec<SchemaId> {
    let target_of = |id: &SchemaId| without_aliases(classes, *id).0;
    let kind = |id: &SchemaId| classes.get(target_of(id).index()).map(|class| &class.kind);
    let target = if let Kind::Same(target) = left { Some(target_of(target)) } else { None };
    let is_enum = matches!(target.map_or(Some(left), |target| kind(&target)), Some(Kind::Values(_)));
    let is_any =
        |id: &SchemaId| kind(id) == Some(&Kind::String) || known.contains(id) || known.contains(&target_of(id));
    if !is_enum || !subschemas.iter().any(is_any) {
        return Vec::new();
    }
    let inline = target.filter(|target| resolved.schema(*target).component.is_none());
    inline.into_iter().chain([own]).collect()
}

/// The subschemas of a union, with those of unions within it.
struct Flat<'a> {
    resolved: &'a Resolved,
    classes: &'a [Class],
    /// The cycles of unions before any was simplified. Most unions are in none.
    cycles: &'a [usize],
    /// The number of steps that are left.
    steps: &'a Cell<usize>,
    /// The union itself.
    own: SchemaId,
    /// `true` for a parent and its children: they are different even if a child adds nothing.
    family: bool,
    subschemas: Vec<SchemaId>,
    /// The unions that were visited.
    seen: BTreeSet<SchemaId>,
    nullable: bool,
    /// `true` if the union is one of its own subschemas.
    endless: bool,
}

impl Flat<'_> {
    fn has(&self, target: SchemaId) -> bool {
        self.subschemas.iter().any(|known| without_aliases(self.classes, *known).0 == target)
    }

    fn add(&mut self, subschemas: &[SchemaId], depth: usize) {
        for &subschema in subschemas {
            let (target, nullable) = without_aliases(self.classes, subschema);
            self.nullable |= nullable;
            let component = self.resolved.schema(target).component.is_some();
            match self.classes.get(target.index()).map(|class| &class.kind) {
                Some(_) if target == self.own => self.endless = true,
                Some(Kind::Union(_)) if component && self.seen.contains(&target) => {}
                Some(Kind::Union(inner)) if depth < MOST_LEVELS && (!component || self.leads_back(target)) => {
                    self.seen.insert(target);
                    self.add(inner, depth + 1);
                }
                Some(Kind::Null) => self.nullable = true,
                Some(Kind::Never) => {}
                Some(_) if !self.family && self.has(target) => {}
                Some(_) | None => self.subschemas.push(subschema),
            }
        }
    }
}

impl Flat<'_> {
    /// Returns `true` if a union contains this one, directly or within unions.
    fn leads_back(&self, from: SchemaId) -> bool {
        let cycle = |id: SchemaId| self.cycles.get(id.index()).filter(|cycle| **cycle != usize::MAX);
        if cycle(from).is_none() || cycle(from) != cycle(self.own) {
            return false;
        }
        let (mut seen, mut queue) = (BTreeSet::new(), vec![from]);
        while let Some(id) = queue.pop() {
            let Some(Class { kind: Kind::Union(subschemas), .. }) = self.classes.get(id.index()) else { continue };
            let left = self.steps.get().checked_sub(subschemas.len());
            self.steps.set(left.unwrap_or_default());
            for subschema in subschemas {
                let (target, _) = without_aliases(self.classes, *subschema);
                if target == self.own || left.is_none() {
                    return true;
                }
                if seen.insert(target) {
                    queue.push(target);
                }
            }
        }
        false
    }
}

/// Returns the indices of a union's subschemas.
fn inside(classes: &[Class], index: usize) -> Vec<usize> {
    match classes.get(index).map(|class| &class.kind) {
        Some(Kind::Union(subschemas)) => subschemas.iter().map(|id| without_aliases(classes, *id).0.index()).collect(),
        Some(_) | None => Vec::new(),
    }
}

/// Returns the schema at the end of a chain of aliases, and `true` if it may be null.
fn without_aliases(classes: &[Class], id: SchemaId) -> (SchemaId, bool) {
    let (mut current, mut nullable) = (id, false);
    for _ in 0..classes.len() {
        let Some(class) = classes.get(current.index()) else { break };
        nullable |= class.nullable;
        let Kind::Same(target) = class.kind else { break };
        current = target;
    }
    (current, nullable)
}

/// Returns the kind of an open union of these: other values are valid too.
fn simplified_open(classes: &[Class], subschemas: Vec<SchemaId>) -> Kind {
    let is_any =
        |id: &SchemaId| classes.get(without_aliases(classes, *id).0.index()).is_none_or(|of| of.kind == Kind::Any);
    if subschemas.is_empty() || subschemas.iter().any(is_any) { Kind::Any } else { Kind::Union(subschemas) }
}

/// Returns the kind of a union of these. With a discriminator it remains a union, as there may be
/// more subschemas in the future.
fn simplified(resolved: &Resolved, classes: &[Class], subschemas: &[SchemaId], tagged: bool) -> Kind {
    let kind =
        |id: &SchemaId| classes.get(without_aliases(classes, *id).0.index()).map_or(&Kind::Any, |class| &class.kind);
    let all = |fits: fn(&Kind) -> bool| subschemas.iter().all(|id| fits(kind(id)));
    match subschemas {
        [] => return Kind::Null,
        [one] if !tagged => return Kind::Same(*one),
        [one] if !matches!(kind(one), Kind::Record | Kind::Merge) => return Kind::Same(*one),
        [_, ..] => {}
    }
    if subschemas.iter().any(|id| *kind(id) == Kind::Any) {
        return Kind::Any;
    }
    if all(|kind| matches!(kind, Kind::String | Kind::Values(_))) {
        return strings(subschemas, &kind);
    }
    if all(|kind| matches!(kind, Kind::Integer | Kind::Number)) {
        return numbers(resolved, classes, subschemas);
    }
    if all(|of| *of == Kind::Boolean) {
        return Kind::Boolean;
    }
    Kind::Union(subschemas.to_vec())
}

/// Returns the kind of a union of numbers: the first that can represent the values of all,
/// otherwise any number.
fn numbers(resolved: &Resolved, classes: &[Class], subschemas: &[SchemaId]) -> Kind {
    let target_of = |id: &SchemaId| without_aliases(classes, *id).0;
    let is_number = |id: &SchemaId| classes.get(target_of(id).index()).is_some_and(|class| class.kind == Kind::Number);
    let best = if subschemas.iter().any(is_number) {
        let single = |id: &SchemaId| resolved.schema(target_of(id)).format.as_deref() == Some("float");
        let numbers = || subschemas.iter().filter(|id| is_number(id));
        let plain = |id: &&SchemaId| resolved.schema(target_of(id)).format.is_none();
        // Single-precision floats can only represent themselves.
        let lossless = |id: &&SchemaId| subschemas.len() == 1 || !single(id);
        numbers().find(plain).or_else(|| numbers().find(lossless))
    } else {
        let width = |id: &SchemaId| resolved.schema(target_of(id)).width;
        subschemas.iter().find(|id| subschemas.iter().all(|other| width(id).holds(width(other))))
    };
    best.map_or(Kind::Number, |id| Kind::Same(*id))
}

/// Returns the kind of a union of strings if some of them are bytes.
fn files(resolved: &Resolved, classes: &[Class], subschemas: &[SchemaId]) -> Option<Kind> {
    let mut bytes = 0;
    for id in subschemas {
        let at = without_aliases(classes, *id).0;
        match classes.get(at.index()).map(|class| &class.kind) {
            Some(Kind::String) => bytes += usize::from(is_bytes_anywhere(resolved, classes, *id)),
            Some(Kind::Values(_)) => {}
            Some(_) | None => return None,
        }
    }
    match subschemas {
        [] => None,
        _ if bytes == 0 => None,
        [first, ..] if bytes == subschemas.len() => Some(Kind::Same(*first)),
        [_, ..] => Some(Kind::Union(subschemas.to_vec())),
    }
}

/// Returns the kind of a union of strings and enums.
fn strings<'c>(subschemas: &[SchemaId], kind: &impl Fn(&SchemaId) -> &'c Kind) -> Kind {
    let (mut enums, mut all, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for id in subschemas {
        if let Kind::Values(values) = kind(id) {
            enums.push(*id);
            all.extend(values.iter().filter(|value| seen.insert((*value).clone())).cloned());
        }
    }
    match enums.as_slice() {
        [] => Kind::String,
        [_, ..] if enums.len() < subschemas.len() && all.len() == 1 => Kind::String,
        [one] => Kind::Same(*one),
        [_, ..] => Kind::Values(all),
    }
}
