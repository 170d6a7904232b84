//! Names of methods by the second edition of the rules: the additions of a framework to an
//! operationId are dropped, and so is the resource's name. If nothing is left, method and path
//! decide. guide/decisions/names.md has the rules in their order. Must not know the entries of the
//! lock ([`super::claims`]).

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::{Candidate, candidates, for_types};
use super::forms::Forms;
use super::ids::{Context, Own, own};
use super::paths::{Segment, base, common, last_fixed, segments, shared};
use super::responses::response_form;
use super::routes::Route;
use super::words;
use crate::resolve::{Operation, Resolved};

/// The names that an operation could have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The method, then the names for the case that an earlier run gave it to another operation.
    pub methods: Vec<String>,
    /// The words that its inline types are named by.
    pub whole: String,
}

/// Returns names for the operations of one resource, in their order.
pub(crate) fn choose(
    ids: &Ids<'_>,
    resolved: &Resolved,
    (wire, operations): (&str, &[&Operation]),
    longest: usize,
) -> Vec<Chosen> {
    let forms = Forms::new(wire);
    let paths: Vec<Vec<Segment>> = operations.iter().map(|operation| segments(&operation.path)).collect();
    let distinct: BTreeSet<&str> = operations.iter().map(|operation| operation.path.as_str()).collect();
    // The last fixed segment of a single path is the most specific one.
    let last = || paths.first().and_then(|path| path.iter().rposition(|segment| segment.fixed().is_some()));
    let shared = if distinct.len() == 1 { last().unwrap_or(0) } else { shared(&paths) };
    let route = |(operation, path): (&&Operation, Vec<Segment>)| {
        let named = base(&path, &forms);
        Route {
            method: operation.method.clone(),
            common: common(&path),
            base: named.unwrap_or_else(|| last_fixed(&path, shared)),
            is_named: named.is_some(),
            path,
            methods: ids.methods(&operation.path),
            response: response_form(resolved, operation),
        }
    };
    let routes = operations.iter().zip(paths).map(route);
    let read: Vec<(Own, Route)> =
        operations.iter().zip(routes).map(|(operation, route)| (ids.own(operation, &route), route)).collect();
    let wanted: Vec<Vec<Candidate>> = operations
        .iter()
        .zip(&read)
        .map(|(operation, (own, route))| match &operation.rust_name {
            Some(rust_name) => vec![Candidate { name: words::snake(rust_name), weight: 0 }],
            None => candidates(operation, own, route, &forms, longest),
        })
        .collect();
    let methods = settle(&wanted);
    let both = methods.into_iter().zip(&read);
    both.map(|(methods, (own, route))| Chosen { whole: for_types(own, route, &forms), methods }).collect()
}

/// Returns for each operation its first candidate that no other operation wants with the same or
/// less weight, then its further candidates. So the order of operations does not matter. If there
/// is none, the last candidate is used.
fn settle(wanted: &[Vec<Candidate>]) -> Vec<Vec<String>> {
    let mut best: BTreeMap<&str, (u8, usize)> = BTreeMap::new();
    for list in wanted {
        let mut own: BTreeMap<&str, u8> = BTreeMap::new();
        for of in list {
            let weight = own.entry(&of.name).or_insert(of.weight);
            *weight = of.weight.min(*weight);
        }
        for (name, weight) in own {
            let (least, count) = best.entry(name).or_insert((weight, 0));
            match weight.cmp(least) {
                std::cmp::Ordering::Less => (*least, *count) = (weight, 1),
                std::cmp::Ordering::Equal => *count += 1,
                std::cmp::Ordering::Greater => {}
            }
        }
    }
    let chosen = wanted.iter().map(|list| {
        let weight = |name: &str| list.iter().filter(|of| of.name == name).map(|of| of.weight).min();
        let has_right = |of: &&Candidate| {
            best.get(of.name.as_str()).is_some_and(|(least, count)| *count == 1 && weight(&of.name) == Some(*least))
        };
        let last = list.len().saturating_sub(1);
        let first = list.iter().position(|of| has_right(&of)).unwrap_or(last);
        list.iter().skip(first).map(|of| of.name.clone()).collect()
    });
    chosen.collect()
}

/// Facts about all operations of a description: their ids, and the methods of each path.
#[derive(Debug)]
pub(crate) struct Ids<'r> {
    /// The number of operations for each id, apart from a number at its end.
    stems: BTreeMap<&'r str, usize>,
    /// `true` if most ids are method and path.
    routes: bool,
    methods: BTreeMap<&'r str, Vec<&'r str>>,
}

impl<'r> Ids<'r> {
    /// Collects the facts.
    pub(crate) fn new(resolved: &'r Resolved) -> Ids<'r> {
        let (mut stems, mut methods) = (BTreeMap::new(), BTreeMap::<&str, Vec<&str>>::new());
        let (mut routes, mut count, mut sure) = (0, 0, false);
        for operation in &resolved.operations {
            methods.entry(operation.path.as_str()).or_default().push(&operation.method);
            let Some(id) = operation.id.as_deref() else { continue };
            *stems.entry(super::ids::stem(id)).or_default() += 1;
            count += 1;
            let path = segments(&operation.path);
            if super::ids::is_strict_route(id, &operation.method, &path) {
                routes += 1;
                // A person may write `getInvoices` too.
                sure |= operation.method != "GET" || path.iter().any(|segment| segment.fixed().is_none());
            }
        }
        Ids { stems, routes: sure && routes * 2 > count, methods }
    }

    fn methods(&self, path: &str) -> Vec<String> {
        self.methods.get(path).into_iter().flatten().map(|method| (*method).to_owned()).collect()
    }

    fn own(&self, operation: &Operation, route: &Route) -> Own {
        let Some(id) = operation.id.as_deref().filter(|id| id.contains(char::is_alphanumeric)) else {
            return Own::default();
        };
        let repeated = self.stems.get(super::ids::stem(id)).is_some_and(|count| *count > 1);
        own(id, &operation.method, &route.path, Context { repeated, routes: self.routes })
    }
}

/// Returns the words for the inline types of all operations. Operations that want the same words
/// have those of their ids.
pub(crate) fn distinct(wanted: Vec<String>, otherwise: impl Fn(usize) -> String) -> Vec<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for name in &wanted {
        *count.entry(words::camel(name)).or_default() += 1;
    }
    let alone = |name: &String| count.get(&words::camel(name)) == Some(&1);
    wanted.into_iter().enumerate().map(|(at, name)| if alone(&name) { name } else { otherwise(at) }).collect()
}
