//! Choices: their branches, each in its turn, the children of a parent, and the member that tells which it is.

use std::collections::BTreeSet;

use serde_json::Value;

use super::value::{DEEPEST, Mode, Sampler};
use crate::source::{Description, Flat, Node};

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
        let wanted = self.mode == Mode::Null && self.depth > 1 && self.parameter.is_none() && !flat.solid;
        if wanted && self.may_be_null(choice) {
            return Some(Value::Null);
        }
        let usable: Vec<&Node<'a>> = choice.iter().filter(|node| !self.is_null(node)).collect();
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

    /// Whether null is all that a branch allows. What says nothing but that it may be null is null too: so converters write that type
    /// in 3.0.
    pub(super) fn is_null(&self, node: &Node<'a>) -> bool {
        let said = |name: &str| !["nullable", "title", "description"].contains(&name);
        let only_nullable = || node.get("nullable").is_some() && !node.members().iter().any(|(name, _)| said(name));
        crate::source::flat(self.of, std::slice::from_ref(node)).is_null() || only_nullable()
    }

    /// Whether a branch allows null; of a `oneOf` exactly one.
    pub(super) fn may_be_null(&self, choice: &[Node<'a>]) -> bool {
        let allows = |node: &&Node<'a>| {
            self.is_null(node) || crate::source::flat(self.of, std::slice::from_ref(*node)).allows_null()
        };
        let one = choice.first().is_some_and(|node| node.pointer.contains("/oneOf/"));
        let count = choice.iter().filter(allows).count();
        count == 1 || count > 1 && !one
    }

    fn branch(&mut self, nodes: &[Node<'a>], flat: &Flat<'a>, branch: &Node<'a>) -> Option<Value> {
        let mut together = crate::source::flat(self.of, &[nodes, std::slice::from_ref(branch)].concat());
        // This choice is made; those of the branch and the others beside are not.
        let inner = crate::source::flat(self.of, std::slice::from_ref(branch));
        together.choices = flat.choices.iter().skip(1).cloned().chain(inner.choices).collect();
        if flat.choices.len() == 1 {
            // What tells the branches of this choice tells none of the next.
            together.discriminator = inner.discriminator;
            together.discriminators = inner.discriminators;
        }
        if let Some(choice) = together.choices.first().cloned() {
            if self.depth > DEEPEST {
                return None;
            }
            self.depth += 1;
            let all: Vec<Node<'a>> = [nodes, std::slice::from_ref(branch)].concat();
            let value = self.chosen(&all, &together, &choice);
            self.depth -= 1;
            return value.and_then(|value| self.tagged(flat, branch, value));
        }
        let value = self.of_flat(&[], &together)?;
        self.tagged(flat, branch, value)
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
        if !self.allows_tag(&target, name, tag) {
            return Some(None);
        }
        let mut value = self.value(&[target]);
        if let Some(Value::Object(members)) = &mut value {
            self.branches.taken.insert(taken);
            // A child of the child says itself which it is.
            let deeper = members.get(name).and_then(Value::as_str).filter(|told| {
                let to = mapping.get(told).and_then(|to| self.of.target(&to, to.value.as_str()?));
                to.is_none_or(|to| !held.contains(&to.address()))
            });
            if deeper.is_none() {
                members.insert(name.to_owned(), Value::String((*tag).to_owned()));
            }
        }
        Some(value)
    }

    /// With the member that tells which branch it is (Discriminator Object), whether the branch declares it or not; nothing where its
    /// schema excludes all values that lead to the branch.
    fn tagged(&mut self, flat: &Flat<'a>, branch: &Node<'a>, mut value: Value) -> Option<Value> {
        let Some(discriminator) = flat.discriminator.clone() else { return Some(value) };
        let Some(name) = discriminator.text("propertyName") else { return Some(value) };
        let Some(reference) = branch.text("$ref") else { return Some(value) };
        let last = reference.rsplit('/').next().unwrap_or_default();
        let mapping = discriminator.get("mapping").map(|of| of.members()).unwrap_or_default();
        let leads =
            |to: &Node<'a>| to.value.as_str().is_some_and(|to| to == reference || to.rsplit('/').next() == Some(last));
        let mapped: Vec<&str> = mapping.iter().filter(|(_, to)| leads(to)).map(|(tag, _)| *tag).collect();
        let told = mapped.is_empty() && self.is_told(branch, name, 0);
        let (Some(members), false) = (value.as_object_mut(), told) else { return Some(value) };
        let tags = if mapped.is_empty() { vec![last] } else { mapped };
        let tag = tags.into_iter().find(|tag| self.allows_tag(branch, name, tag))?;
        let beside = flat.properties.iter().any(|(of, _)| *of == name);
        if !beside && !self.declares(branch, name, 0) {
            self.tags.insert(name.to_owned());
        }
        members.insert(name.to_owned(), Value::String(tag.to_owned()));
        Some(value)
    }

    /// The discriminator of a value that is a child of a parent, on whatever level of inheritance (Discriminator Object): the value that leads
    /// to the child itself, by the mapping of any of its parents, or by its name.
    pub(super) fn tag(&mut self, flat: &Flat<'a>, members: &mut serde_json::Map<String, Value>) {
        for discriminator in &flat.discriminators {
            let Some(name) = discriminator.text("propertyName") else { continue };
            let Some(tag) = own_tag(self.of, flat, discriminator) else { continue };
            let property = flat.properties.iter().find(|(of, _)| *of == name);
            let values = property.and_then(|(_, nodes)| crate::source::flat(self.of, nodes).values);
            let text = Value::String(tag);
            if members.contains_key(name) && values.is_none_or(|values| values.contains(&&text)) {
                members.insert(name.to_owned(), text);
                return;
            }
        }
    }

    /// Whether a property of a branch, as far as it is declared, allows a value of the discriminator.
    fn allows_tag(&self, branch: &Node<'a>, name: &str, tag: &str) -> bool {
        let own = crate::source::flat(self.of, std::slice::from_ref(branch));
        let Some((_, nodes)) = own.properties.iter().find(|(of, _)| *of == name) else { return true };
        let values = crate::source::flat(self.of, nodes).values;
        values.is_none_or(|values| values.iter().any(|of| of.as_str() == Some(tag)))
    }

    /// Whether a branch, or all of its own branches, declares a property.
    fn declares(&self, branch: &Node<'a>, name: &str, depth: usize) -> bool {
        let own = crate::source::flat(self.of, std::slice::from_ref(branch));
        let inner = |choice: &Vec<Node<'a>>| choice.iter().all(|inner| self.declares(inner, name, depth + 1));
        own.properties.iter().any(|(of, _)| *of == name) || depth < 4 && own.choices.iter().any(inner)
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

/// The value of a parent's discriminator that leads to the schema itself, which is the nearest of those that are mapped.
pub(crate) fn own_tag<'f>(of: &Description, flat: &'f Flat<'_>, discriminator: &Node<'_>) -> Option<String> {
    let parent = discriminator.address();
    let parent = parent.strip_suffix("/discriminator")?;
    let at = |address: &str| flat.pointers.iter().position(|of| of == address);
    let own = at(parent)?;
    if let (Some(tag), true) = (flat.text("x-ms-discriminator-value"), own > 0) {
        return Some(tag.to_owned());
    }
    let mapping = discriminator.get("mapping").map(|of| of.members()).unwrap_or_default();
    let target = |to: &Node<'_>| Some(of.target(to, to.value.as_str()?)?.address());
    let mapped = mapping.iter().filter_map(|(tag, to)| Some((at(&target(to)?)?, *tag)));
    if let Some((_, tag)) = mapped.filter(|(place, _)| *place < own).min() {
        return Some(tag.to_owned());
    }
    let component = |of: &'f String| of.split_once("#/components/schemas/").or_else(|| of.split_once("#/definitions/"));
    let names = flat.pointers.iter().take(own).filter_map(component);
    names.map(|(_, name)| name).find(|name| !name.contains('/')).map(str::to_owned)
}
