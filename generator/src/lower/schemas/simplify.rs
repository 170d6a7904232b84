//! Choices that are less than they look: what is left of a `oneOf` or `anyOf` once what says the same is taken together.
//!
//! Readings that are decided here:
//! - a text or one of some texts is an enum, as ours are open; a text or one certain text is a text, as an enum of one value is what tells variants apart;
//! - an integer or a number is a number;
//! - a choice with any JSON among its branches is any JSON;
//! - a choice inside of a choice is one choice;
//! - a choice of itself and others is one of the others, of itself alone any JSON; so is one that leads back to itself
//!   through nothing but choices, which could not be told from its branches.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::classify::{Class, Kind};
use super::components::strongly_connected;
use super::form_values::is_bytes_anywhere;
use crate::resolve::{Resolved, SchemaId};
use foldhash::HashSet;

/// So many choices inside of each other are looked into.
const DEEP: usize = 16;
/// So many branches are looked at to find out what leads back, in all; beyond that whatever was in a circle does.
const STEPS: usize = 4_000_000;

/// Takes together what says the same in every choice. In the unions `apart`, which are parts of forms, strings of bytes are
/// files and remain a variant of their own. Returns the enums that allow any string.
pub(crate) fn simplify(resolved: &Resolved, classes: &mut [Class], apart: &HashSet<SchemaId>) -> HashSet<SchemaId> {
    let mut found = HashSet::default();
    let circles = strongly_connected((0..classes.len()).map(|index| inside(classes, index)).collect());
    let steps = Cell::new(STEPS);
    for index in 0..classes.len() {
        let Some(Class { kind: Kind::Union(branches), .. }) = classes.get(index) else { continue };
        let own = SchemaId::new(index);
        let schema = resolved.schemas.get(index);
        let family = schema.is_some_and(|schema| schema.parent.is_some());
        let tagged = schema.is_some_and(|schema| schema.discriminator.is_some());
        let open = schema.is_some_and(|schema| schema.open);
        let mut flat = Flat {
            resolved,
            classes,
            circles: &circles,
            steps: &steps,
            own,
            family,
            branches: Vec::new(),
            seen: BTreeSet::new(),
            nullable: false,
            endless: false,
        };
        flat.add(branches, 0);
        let (branches, nullable) = (flat.branches, flat.nullable);
        let files = if apart.contains(&own) { files(resolved, classes, &branches) } else { None };
        let kind = match files {
            _ if flat.endless && branches.is_empty() => Kind::Any,
            Some(kind) => kind,
            None if open => left_open(classes, branches.clone()),
            None => left(resolved, classes, &branches, tagged && !nullable),
        };
        let more = any_string((resolved, classes), &found, own, &branches, &kind);
        found.extend(more);
        if let Some(class) = classes.get_mut(index) {
            class.nullable |= nullable;
            class.kind = kind;
        }
    }
    found
}

/// The enums that allow any string because a union has a string next to them, or an enum of `known`, which allow any: the union
/// itself, and an enum that only it uses.
fn any_string(
    (resolved, classes): (&Resolved, &[Class]),
    known: &HashSet<SchemaId>,
    own: SchemaId,
    branches: &[SchemaId],
    left: &Kind,
) -> Vec<SchemaId> {
    let at = |id: &SchemaId| behind(classes, *id).0;
    let kind = |id: &SchemaId| classes.get(at(id).index()).map(|class| &class.kind);
    let target = if let Kind::Same(target) = left { Some(at(target)) } else { None };
    let is_enum = matches!(target.map_or(Some(left), |target| kind(&target)), Some(Kind::Values(_)));
    let is_any = |id: &SchemaId| kind(id) == Some(&Kind::Text) || known.contains(id) || known.contains(&at(id));
    if !is_enum || !branches.iter().any(is_any) {
        return Vec::new();
    }
    let inline = target.filter(|target| resolved.schema(*target).component.is_none());
    inline.into_iter().chain([own]).collect()
}

struct Flat<'a> {
    resolved: &'a Resolved,
    classes: &'a [Class],
    /// The circles of choices, as they were before any was taken together: most choices are in none.
    circles: &'a [usize],
    /// The steps that may still be made.
    steps: &'a Cell<usize>,
    own: SchemaId,
    /// A parent and its children, which count apart even where a child adds nothing.
    family: bool,
    branches: Vec<SchemaId>,
    /// The choices that were looked into.
    seen: BTreeSet<SchemaId>,
    nullable: bool,
    /// Whether it is one of its own branches.
    endless: bool,
}

impl Flat<'_> {
    fn has(&self, at: SchemaId) -> bool {
        self.branches.iter().any(|known| behind(self.classes, *known).0 == at)
    }

    fn add(&mut self, branches: &[SchemaId], depth: usize) {
        for &branch in branches {
            let (at, nullable) = behind(self.classes, branch);
            self.nullable |= nullable;
            let component = self.resolved.schema(at).component.is_some();
            match self.classes.get(at.index()).map(|class| &class.kind) {
                Some(_) if at == self.own => self.endless = true,
                Some(Kind::Union(_)) if component && self.seen.contains(&at) => {}
                Some(Kind::Union(inner)) if depth < DEEP && (!component || self.leads_back(at)) => {
                    self.seen.insert(at);
                    self.add(inner, depth + 1);
                }
                Some(Kind::Null) => self.nullable = true,
                Some(Kind::Never) => {}
                Some(_) if !self.family && self.has(at) => {}
                Some(_) | None => self.branches.push(branch),
            }
        }
    }
}

impl Flat<'_> {
    /// Whether a choice has this one among its branches, or among the branches of these.
    fn leads_back(&self, from: SchemaId) -> bool {
        let circle = |id: SchemaId| self.circles.get(id.index()).filter(|circle| **circle != usize::MAX);
        if circle(from).is_none() || circle(from) != circle(self.own) {
            return false;
        }
        let (mut seen, mut queue) = (BTreeSet::new(), vec![from]);
        while let Some(id) = queue.pop() {
            let Some(Class { kind: Kind::Union(branches), .. }) = self.classes.get(id.index()) else { continue };
            let left = self.steps.get().checked_sub(branches.len());
            self.steps.set(left.unwrap_or_default());
            for branch in branches {
                let (at, _) = behind(self.classes, *branch);
                if at == self.own || left.is_none() {
                    return true;
                }
                if seen.insert(at) {
                    queue.push(at);
                }
            }
        }
        false
    }
}

/// The schemas that a choice chooses from.
fn inside(classes: &[Class], index: usize) -> Vec<usize> {
    match classes.get(index).map(|class| &class.kind) {
        Some(Kind::Union(branches)) => branches.iter().map(|id| behind(classes, *id).0.index()).collect(),
        Some(_) | None => Vec::new(),
    }
}

/// The schema behind aliases, and whether it may be null.
fn behind(classes: &[Class], id: SchemaId) -> (SchemaId, bool) {
    let (mut at, mut nullable) = (id, false);
    for _ in 0..classes.len() {
        let Some(class) = classes.get(at.index()) else { break };
        nullable |= class.nullable;
        let Kind::Same(target) = class.kind else { break };
        at = target;
    }
    (at, nullable)
}

/// Returns the kind of an open union of these: other values are valid too.
fn left_open(classes: &[Class], branches: Vec<SchemaId>) -> Kind {
    let is_any = |id: &SchemaId| classes.get(behind(classes, *id).0.index()).is_none_or(|of| of.kind == Kind::Any);
    if branches.is_empty() || branches.iter().any(is_any) { Kind::Any } else { Kind::Union(branches) }
}

/// What a choice between these is. A discriminator says that there may be others in future, so that a tagged one stays a choice.
fn left(resolved: &Resolved, classes: &[Class], branches: &[SchemaId], tagged: bool) -> Kind {
    let kind = |id: &SchemaId| classes.get(behind(classes, *id).0.index()).map_or(&Kind::Any, |class| &class.kind);
    let all = |fits: fn(&Kind) -> bool| branches.iter().all(|id| fits(kind(id)));
    match branches {
        [] => return Kind::Null,
        [one] if !tagged => return Kind::Same(*one),
        [one] if !matches!(kind(one), Kind::Record | Kind::Merge) => return Kind::Same(*one),
        [_, ..] => {}
    }
    if branches.iter().any(|id| *kind(id) == Kind::Any) {
        return Kind::Any;
    }
    if all(|kind| matches!(kind, Kind::Text | Kind::Values(_))) {
        return texts(branches, &kind);
    }
    if all(|kind| matches!(kind, Kind::Integer | Kind::Number)) {
        return numbers(resolved, classes, branches);
    }
    if all(|of| *of == Kind::Boolean) {
        return Kind::Boolean;
    }
    Kind::Union(branches.to_vec())
}

/// One of several numbers: the first that holds what all of them hold, else a number of any kind.
fn numbers(resolved: &Resolved, classes: &[Class], branches: &[SchemaId]) -> Kind {
    let at = |id: &SchemaId| behind(classes, *id).0;
    let is_number = |id: &SchemaId| classes.get(at(id).index()).is_some_and(|class| class.kind == Kind::Number);
    let best = if branches.iter().any(is_number) {
        let single = |id: &SchemaId| resolved.schema(at(id)).format.as_deref() == Some("float");
        let numbers = || branches.iter().filter(|id| is_number(id));
        let plain = |id: &&SchemaId| resolved.schema(at(id)).format.is_none();
        // Single-precision floats hold nothing but themselves.
        let lossless = |id: &&SchemaId| branches.len() == 1 || !single(id);
        numbers().find(plain).or_else(|| numbers().find(lossless))
    } else {
        let width = |id: &SchemaId| resolved.schema(at(id)).width;
        branches.iter().find(|id| branches.iter().all(|other| width(id).holds(width(other))))
    };
    best.map_or(Kind::Number, |id| Kind::Same(*id))
}

/// Returns the kind of a union of strings if some of them are bytes.
fn files(resolved: &Resolved, classes: &[Class], branches: &[SchemaId]) -> Option<Kind> {
    let mut bytes = 0;
    for id in branches {
        let at = behind(classes, *id).0;
        match classes.get(at.index()).map(|class| &class.kind) {
            Some(Kind::Text) => bytes += usize::from(is_bytes_anywhere(resolved, classes, *id)),
            Some(Kind::Values(_)) => {}
            Some(_) | None => return None,
        }
    }
    match branches {
        [] => None,
        _ if bytes == 0 => None,
        [first, ..] if bytes == branches.len() => Some(Kind::Same(*first)),
        [_, ..] => Some(Kind::Union(branches.to_vec())),
    }
}

fn texts<'c>(branches: &[SchemaId], kind: &impl Fn(&SchemaId) -> &'c Kind) -> Kind {
    let (mut enums, mut all, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for id in branches {
        if let Kind::Values(values) = kind(id) {
            enums.push(*id);
            all.extend(values.iter().filter(|value| seen.insert((*value).clone())).cloned());
        }
    }
    match enums.as_slice() {
        [] => Kind::Text,
        [_, ..] if enums.len() < branches.len() && all.len() == 1 => Kind::Text,
        [one] => Kind::Same(*one),
        [_, ..] => Kind::Values(all),
    }
}
