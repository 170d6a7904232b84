//! Whether the types of a client say what the schemas say: any JSON, or any text, is not right where the description says more, and what has
//! one value is not asked for. A client may say less where it told so. Must not know what is sent.

mod rust;
mod says;

use std::collections::{BTreeMap, BTreeSet};

use crate::judge::Fault;
use crate::names::{MemberNames, Names, OperationNames, Presence, ShapeNames, TypeNames};
use crate::sample::{is_json, own_tag};
use crate::source::{Description, Flat, Node, Operation, flat};
use rust::Rust;

/// The types of a client, as far as they were met.
pub(crate) struct Types<'a, 'n> {
    of: &'a Description,
    named: BTreeMap<&'n str, &'n TypeNames>,
    aliases: BTreeMap<&'n str, &'n str>,
    /// What is wrong in itself, and which others it holds.
    met: Vec<Met>,
    /// By path and schemas.
    known: BTreeMap<(&'n str, String), usize>,
    waiting: Vec<(usize, &'n TypeNames, Vec<Node<'a>>)>,
}

/// How the causes of faults begin that only concern what is sent.
const ASKED: &str = "asked for";

#[derive(Default)]
struct Met {
    faults: Vec<Fault>,
    inner: BTreeSet<usize>,
}

impl<'a, 'n> Types<'a, 'n> {
    /// Without any.
    pub(crate) fn new(of: &'a Description, names: &'n Names) -> Types<'a, 'n> {
        let named = names.types.iter().map(|of| (of.path.as_str(), of)).collect();
        let aliases = names.aliases.iter().map(|(path, ty)| (path.as_str(), ty.as_str())).collect();
        Types { of, named, aliases, met: Vec::new(), known: BTreeMap::new(), waiting: Vec::new() }
    }

    /// What is wrong with the types of an operation, and all that they hold.
    pub(crate) fn faults(&mut self, operation: &Operation<'a>, names: &'n OperationNames) -> Vec<Fault> {
        let (mut own, mut received) = (Met::default(), Met::default());
        for given in names.arguments.iter().chain(&names.setters) {
            if let Some(nodes) = self.given(operation, names, &given.place, &given.wire) {
                self.walk(&nodes, &given.ty, &mut own);
            }
        }
        let success = |status: &str| status.starts_with('2');
        if let Some(schema) = self.answer(operation, &success) {
            self.walk(&[schema], &names.output, &mut received);
        }
        for error in names.errors.iter().flat_map(|(_, all)| all) {
            if let Some(schema) = self.answer(operation, &|status| status == error.status) {
                self.walk(&[schema], &error.ty, &mut received);
            }
        }
        self.finish();
        // Nobody is asked for what comes.
        let received = self.all(received).into_iter().filter(|fault| !fault.cause.starts_with(ASKED));
        let received: Vec<Fault> = received.collect();
        self.all(own).into_iter().chain(received).collect()
    }

    /// The schemas of an argument.
    fn given(
        &self,
        operation: &Operation<'a>,
        names: &OperationNames,
        place: &str,
        wire: &str,
    ) -> Option<Vec<Node<'a>>> {
        if !matches!(place, "body" | "member") {
            let found = operation.parameters.iter().find(|of| of.place == place && of.name == wire)?;
            return found.schema.clone().map(|schema| vec![schema]);
        }
        let media_type = names.body.as_deref().unwrap_or_default();
        let body = operation.bodies.iter().find(|of| of.media_type == media_type)?;
        let schema = body.schema.clone().filter(|_| is_json(media_type) || media_type.contains("form"))?;
        if place == "body" {
            return Some(vec![schema]);
        }
        let whole = flat(self.of, &[schema]);
        whole.properties.into_iter().find(|(name, _)| *name == wire).map(|(_, nodes)| nodes)
    }

    /// The one schema of the answers in JSON with such a status.
    fn answer(&self, operation: &Operation<'a>, is: &dyn Fn(&str) -> bool) -> Option<Node<'a>> {
        let all = operation.answers.iter().filter(|of| is(&of.status) && operation.method != "HEAD");
        let mut typed = all.clone().filter(|of| !of.media_type.is_empty());
        let one = typed.next().filter(|of| is_json(&of.media_type))?;
        (typed.next().is_none() && all.count() == 1).then(|| one.schema.clone()).flatten()
    }

    fn finish(&mut self) {
        while let Some((index, named, nodes)) = self.waiting.pop() {
            let mut met = Met::default();
            self.inside(named, &nodes, &mut met);
            if let Some(place) = self.met.get_mut(index) {
                *place = met;
            }
        }
    }

    /// All that is wrong in what is held, on any level.
    fn all(&self, own: Met) -> Vec<Fault> {
        let (mut faults, mut seen) = (own.faults, BTreeSet::new());
        let mut next: Vec<usize> = own.inner.into_iter().collect();
        while let Some(index) = next.pop() {
            let Some(met) = self.met.get(index).filter(|_| seen.insert(index)) else { continue };
            faults.extend(met.faults.iter().cloned());
            next.extend(&met.inner);
        }
        faults
    }

    /// A type against the schemas of its place.
    fn walk(&mut self, nodes: &[Node<'a>], ty: &'n str, met: &mut Met) {
        let own = flat(self.of, nodes);
        match Rust::of(ty) {
            Rust::Any => {
                if let Some(what) = says::more(self.of, nodes, 0) {
                    self.less(&own, "any JSON, though more is said", &what, met);
                }
            }
            Rust::Text => {
                if let Some(what) = says::of_text(&own) {
                    self.less(&own, "any text, though more is said", &what, met);
                }
            }
            Rust::Optional(inner) => self.walk(nodes, inner, met),
            Rust::List(inner) if own.choices.is_empty() && !own.items.is_empty() => self.walk(&own.items, inner, met),
            Rust::Map(inner) if own.choices.is_empty() => self.others(&own, Some(inner), met),
            Rust::Own(path) => {
                if let Some(ty) = self.aliases.get(path).copied() {
                    return self.walk(nodes, ty, met);
                }
                let Some(named) = self.named.get(path).copied() else { return };
                let index = self.entry(named, nodes);
                met.inner.insert(index);
            }
            Rust::List(_) | Rust::Map(_) | Rust::Other => {}
        }
    }

    fn entry(&mut self, named: &'n TypeNames, nodes: &[Node<'a>]) -> usize {
        let target = |node: &Node<'a>| match node.value.as_object().is_some_and(|all| all.len() == 1) {
            true => self.of.follow(node).map_or_else(|| node.address(), |of| of.address()),
            false => node.address(),
        };
        let places = nodes.iter().map(target).collect::<Vec<_>>().join(" ");
        if let Some(index) = self.known.get(&(named.path.as_str(), places.clone())) {
            return *index;
        }
        let index = self.met.len();
        self.met.push(Met::default());
        self.known.insert((named.path.as_str(), places), index);
        self.waiting.push((index, named, nodes.to_vec()));
        index
    }

    fn inside(&mut self, named: &'n TypeNames, nodes: &[Node<'a>], met: &mut Met) {
        let own = flat(self.of, nodes);
        match &named.shape {
            ShapeNames::Record { members, rest, array: false, .. } => {
                for member in members {
                    self.member(&own, member, met);
                }
                self.others(&own, rest.as_deref(), met);
            }
            ShapeNames::Record { members, .. } => {
                for (member, place) in members.iter().zip(&own.places) {
                    self.walk(std::slice::from_ref(place), &member.ty, met);
                }
            }
            ShapeNames::Union(variants) => {
                let branches: Vec<Node<'a>> = own.choices.iter().flatten().cloned().collect();
                for variant in variants {
                    self.variant(&own, &branches, &variant.ty, met);
                }
            }
            ShapeNames::Values(_) | ShapeNames::Numbers(..) => {}
        }
    }

    fn member(&mut self, own: &Flat<'a>, member: &'n MemberNames, met: &mut Met) {
        let Some((name, nodes)) = own.properties.iter().find(|(name, _)| *name == member.wire) else { return };
        let inner = flat(self.of, nodes);
        let hidden = ["readOnly", "writeOnly"].iter().any(|key| inner.keyword(key).is_some());
        let required = own.required.contains(name) && !hidden;
        let asked = !member.constant && !member.tag && matches!(member.presence, Presence::Required);
        if required && asked && says::is_single(&inner) {
            self.less(&inner, "asked for, though it has one value", name, met);
        }
        if required && matches!(member.presence, Presence::Optional) {
            self.less(&inner, "optional, though it is required", name, met);
        }
        if asked {
            let tags = own.discriminators.iter().filter(|of| of.text("propertyName") == Some(name));
            if let Some(tag) = tags.filter_map(|of| own_tag(self.of, own, of)).next() {
                let allowed = inner.values.as_ref().is_none_or(|all| all.iter().any(|of| of.as_str() == Some(&tag)));
                if allowed {
                    self.less(&inner, "asked for, though it tells the type", &format!("{name}: {tag}"), met);
                }
            }
        }
        self.walk(nodes, &member.ty, met);
    }

    /// Members that have no field.
    fn others(&mut self, own: &Flat<'a>, ty: Option<&'n str>, met: &mut Met) {
        let all: Vec<Node<'a>> =
            own.additional.iter().chain(own.patterns.iter().map(|(_, node)| node)).cloned().collect();
        for node in all {
            let nodes = std::slice::from_ref(&node);
            match ty {
                Some(ty) => self.walk(nodes, ty, met),
                None => self.walk(nodes, "serde_json::Value", met),
            }
        }
    }

    fn variant(&mut self, own: &Flat<'a>, branches: &[Node<'a>], ty: &'n str, met: &mut Met) {
        match Rust::of(ty) {
            Rust::Any => {
                let said = |branch: &Node<'a>| says::more(self.of, std::slice::from_ref(branch), 0).is_some();
                if !branches.is_empty() && branches.iter().all(said) {
                    self.less(own, "any JSON, though more is said", "a variant", met);
                }
            }
            Rust::Own(path) => {
                let Some(named) = self.named.get(path).copied() else { return };
                let same = |branch: &&Node<'a>| {
                    branch.pointer == named.pointer
                        || self.of.follow(branch).is_some_and(|target| target.pointer == named.pointer)
                };
                if let Some(branch) = branches.iter().find(same) {
                    let index = self.entry(named, std::slice::from_ref(branch));
                    met.inner.insert(index);
                }
            }
            Rust::List(_) | Rust::Map(_) | Rust::Optional(_) | Rust::Text | Rust::Other => {}
        }
    }

    /// A fault, where the client did not tell of it.
    fn less(&self, own: &Flat<'a>, cause: &'static str, what: &str, met: &mut Met) {
        let within = |place: &String, told: &String| {
            told.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let told = own.pointers.iter().any(|place| self.of.reported.iter().any(|told| within(place, told)));
        if !told {
            let place = own.pointers.first().map_or("", String::as_str);
            met.faults.push(Fault { cause, what: format!("{place}: {what}") });
        }
    }
}
