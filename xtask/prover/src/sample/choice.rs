//! Choices: their branches, each in its turn, the children of a parent, and the member that tells which it is.

use std::collections::BTreeSet;

use serde_json::Value;

use super::value::{DEEPEST, Mode, Sampler};
use crate::source::{Flat, Node};

/// The tag of a value that is none of the variants of its choice.
pub(crate) const NO_VARIANT: &str = "a variant of tomorrow";
/// So many further values at most are made to meet all branches of all choices.
const FURTHER: usize = 64;
/// So many that meet no further branch are made before the rest is given up.
const IN_VAIN: usize = 12;

/// The branches of choices, by their addresses.
#[derive(Debug, Default)]
pub struct Branches {
    offered: BTreeSet<String>,
    taken: BTreeSet<String>,
    /// Those that were tried for the value that is being made: one that cannot be made here is not tried first again further down.
    tried: BTreeSet<String>,
}

impl Branches {
    /// The position of the first that no value had before, from the given one on and around; else the given one.
    fn next(&self, all: &[String], turn: usize) -> usize {
        let mut around = (turn..turn + all.len()).map(|at| at % all.len());
        let fresh = |at: &usize| {
            all.get(*at).is_some_and(|address| !self.taken.contains(address) && !self.tried.contains(address))
        };
        around.find(fresh).unwrap_or(turn)
    }

    /// What is made in further turns, from `first` on, as far as it takes a branch that none before took.
    pub(super) fn further<T>(
        &mut self,
        first: usize,
        mut make: impl FnMut(usize, &mut Branches) -> Option<T>,
    ) -> Vec<T> {
        let (mut all, mut in_vain) = (Vec::new(), 0);
        for turn in first..first + FURTHER {
            if self.taken.len() == self.offered.len() || in_vain == IN_VAIN {
                break;
            }
            let before = self.taken.len();
            self.tried.clear();
            let made = make(turn, self);
            if self.taken.len() == before {
                in_vain += 1;
            } else {
                in_vain = 0;
                all.extend(made);
            }
        }
        all
    }
}

impl<'a> Sampler<'a> {
    /// A tag that no description has. Where each branch has a tag, by its name if nothing else, and none is the default, a value with it is
    /// none of them.
    pub(super) fn strange_tag(&self, flat: &Flat<'a>) -> &'static str {
        let named = flat.choices.iter().flatten().all(|branch| branch.text("$ref").is_some());
        let default = flat.discriminator.as_ref().is_some_and(|of| of.get("defaultMapping").is_some());
        if named && !default { NO_VARIANT } else { "a variant of some day" }
    }

    /// A branch of a choice, each in its turn, together with what stands beside.
    pub(super) fn chosen(&mut self, nodes: &[Node<'a>], flat: &Flat<'a>, choice: &[Node<'a>]) -> Option<Value> {
        // What says nothing but that it may be null is null: so converters write that type in 3.0.
        let said = |name: &str| !["nullable", "title", "description"].contains(&name);
        let only_nullable =
            |node: &Node<'a>| node.get("nullable").is_some() && !node.members().iter().any(|(name, _)| said(name));
        let null = |node: &Node<'a>| node.text("type") == Some("null") || only_nullable(node);
        let nullable = self.mode == Mode::Null && self.depth > 1 && self.parameter.is_none() && !flat.solid;
        if nullable && choice.iter().any(null) {
            return Some(Value::Null);
        }
        let usable: Vec<&Node<'a>> = choice.iter().filter(|node| !null(node)).collect();
        let addresses: Vec<String> = usable.iter().map(|node| node.address()).collect();
        let first = self.branches.next(&addresses, self.turn + self.depth);
        self.branches.offered.extend(addresses);
        for step in 0..usable.len() {
            let branch = usable.get((first + step) % usable.len())?;
            self.branches.tried.insert(branch.address());
            let value = self.branch(nodes, flat, branch);
            if let Some(value) = value.filter(|value| value.is_object() || !self.is_whole_form()) {
                self.branches.taken.insert(branch.address());
                return Some(value);
            }
        }
        None
    }

    fn branch(&mut self, nodes: &[Node<'a>], flat: &Flat<'a>, branch: &Node<'a>) -> Option<Value> {
        let mut together = crate::source::flat(self.of, &[nodes, std::slice::from_ref(branch)].concat());
        // This choice is made; those of the branch and the others beside are not.
        let inner = crate::source::flat(self.of, std::slice::from_ref(branch));
        together.choices = flat.choices.iter().skip(1).cloned().chain(inner.choices).collect();
        if flat.choices.len() == 1 {
            // What tells the branches of this choice tells none of the next.
            together.discriminator = inner.discriminator;
        }
        if let Some(choice) = together.choices.first().cloned() {
            if self.depth > DEEPEST {
                return None;
            }
            self.depth += 1;
            let all: Vec<Node<'a>> = [nodes, std::slice::from_ref(branch)].concat();
            let value = self.chosen(&all, &together, &choice);
            self.depth -= 1;
            return value.map(|value| self.tagged(flat, branch, value));
        }
        let value = self.of_flat(&[], &together)?;
        Some(self.tagged(flat, branch, value))
    }

    /// A child of a parent that tells its children by a mapping (Discriminator Object): a value of the parent alone is none of
    /// its own. Nothing where it is no such parent, or the child itself is made.
    pub(super) fn child(&mut self, flat: &Flat<'a>) -> Option<Option<Value>> {
        let mapping = flat.discriminator.as_ref()?.get("mapping")?;
        let name = flat.discriminator.as_ref()?.text("propertyName")?;
        let target = |to: &Node<'a>| self.of.target(to, to.value.as_str()?);
        let members = mapping.members();
        if members.iter().filter_map(|(_, to)| target(to)).any(|child| flat.pointers.contains(&child.address())) {
            // It is one already, and no sister of its own.
            return None;
        }
        let addresses: Vec<String> = members.iter().map(|(_, to)| to.address()).collect();
        let (tag, to) = members.get(self.branches.next(&addresses, self.turn + self.depth) % members.len().max(1))?;
        let (target, taken) = (target(to)?, to.address());
        // The child holds its parent. A choice with its mapping is held by none of its branches.
        let held = crate::source::flat(self.of, std::slice::from_ref(&target)).pointers;
        let parent = mapping.pointer.trim_end_matches("/mapping").trim_end_matches("/discriminator");
        if !held.contains(&format!("{}#{parent}", mapping.file)) || self.within.contains(&target.address()) {
            return None;
        }
        self.branches.offered.extend(addresses);
        self.branches.tried.insert(taken.clone());
        let mut value = self.value(&[target]);
        if let Some(Value::Object(members)) = &mut value {
            self.branches.taken.insert(taken);
            members.insert(name.to_owned(), Value::String((*tag).to_owned()));
        }
        Some(value)
    }

    /// With the member that tells which branch it is (Discriminator Object).
    fn tagged(&self, flat: &Flat<'a>, branch: &Node<'a>, mut value: Value) -> Value {
        let Some(discriminator) = &flat.discriminator else { return value };
        let Some(name) = discriminator.text("propertyName") else { return value };
        let Some(reference) = branch.text("$ref") else { return value };
        let last = reference.rsplit('/').next().unwrap_or_default();
        let mapping = discriminator.get("mapping").map(|of| of.members()).unwrap_or_default();
        let mapped = mapping
            .iter()
            .find(|(_, to)| to.value.as_str().is_some_and(|to| to == reference || to.rsplit('/').next() == Some(last)));
        let told = mapped.is_none() && self.is_told(branch, name, 0);
        if let (Some(members), false) = (value.as_object_mut(), told) {
            let tag = mapped.map_or(last, |(tag, _)| tag);
            members.insert(name.to_owned(), Value::String(tag.to_owned()));
        }
        value
    }

    /// Whether a branch says itself by which texts it is told: it lists them, or it is a choice that is told by the same member, or of branches that are.
    fn is_told(&self, branch: &Node<'a>, name: &str, depth: usize) -> bool {
        let own = crate::source::flat(self.of, std::slice::from_ref(branch));
        let lists = |nodes: &[Node<'a>]| {
            let flat = crate::source::flat(self.of, nodes);
            let listed = |of: &Node<'a>| crate::source::flat(self.of, std::slice::from_ref(of)).values.is_some();
            flat.values.is_some() || flat.choices.iter().flatten().any(listed)
        };
        let same = own.discriminator.as_ref().and_then(|of| of.text("propertyName")) == Some(name);
        let inner = |choice: &Vec<Node<'a>>| choice.iter().all(|inner| self.is_told(inner, name, depth + 1));
        own.properties.iter().any(|(of, nodes)| *of == name && lists(nodes))
            || !own.choices.is_empty() && same
            || depth < 4 && own.choices.iter().any(inner)
    }
}
