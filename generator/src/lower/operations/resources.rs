//! Resources, and the names of their operations, by the rules of guide/decisions/names.md. Must not
//! know what operations take or return.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::model::Resource;
use crate::lower::names::claims::{Scope, Wanted};
use crate::lower::names::first_edition::{by_first_edition, is_version};
use crate::lower::names::full_name::whole_name;
use crate::lower::names::lock::{Edition, Lock};
use crate::lower::names::methods::{self, Ids};
use crate::lower::names::reserved::{Use, aside};
use crate::lower::names::words;
use crate::lower::names::{forms, shorten};
use crate::resolve::{Operation, Resolved};

/// The resource and the names of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The index into the resources.
    pub resource: usize,
    /// The Rust method.
    pub name: String,
    /// The type of its request. Nothing else in the resource's module has this name, or this name
    /// with `Error` appended.
    pub type_name: String,
    /// The words that its inline types are named by.
    pub whole: String,
}

/// Groups all operations of the description, including those that will be skipped, so that skipping
/// one never renames another. Returns the resources, still without operations, and an entry for
/// each operation.
#[must_use]
pub(crate) fn resources(resolved: &Resolved, earlier: &Lock, new: &mut Lock) -> (Vec<Resource>, Vec<Named>) {
    let shared = shared_segments(resolved);
    let wires: Vec<String> = resolved.operations.iter().map(|operation| resource_wire(operation, shared)).collect();
    let mut order: Vec<&str> = resolved.tags.iter().map(|tag| tag.name.as_str()).collect();
    let used: BTreeSet<&str> = wires.iter().map(String::as_str).collect();
    let mut seen = BTreeSet::new();
    // A tag may be declared twice; it is one resource.
    order.retain(|tag| used.contains(tag) && seen.insert(*tag));
    order.extend(wires.iter().map(String::as_str).filter(|wire| seen.insert(*wire)));
    let mut scope = Scope::new("resource", earlier, |name| Some(name.to_owned()));
    let short = short_tags(&order, earlier.edition());
    let list: Vec<Resource> = order
        .iter()
        .map(|wire| resource(resolved, (wire, short.get(wire)), &mut scope, (earlier, &mut *new)))
        .collect();
    let mut named: Vec<Option<Named>> = vec![None; wires.len()];
    let ids = Ids::new(resolved);
    for (index, resource) in list.iter().enumerate() {
        let indices: Vec<usize> = (0..wires.len()).filter(|&i| wires.get(i) == Some(&resource.wire)).collect();
        let methods = method_names(&ids, resolved, resource, &indices, earlier, new);
        let types = request_types(resolved, resource, &methods, earlier, new);
        for ((operation, name, whole), type_name) in methods.into_iter().zip(types) {
            if let Some(slot) = named.get_mut(operation) {
                *slot = Some(Named { resource: index, name, type_name, whole });
            }
        }
    }
    (list, with_distinct_words(resolved, named.into_iter().flatten().collect(), earlier.edition()))
}

/// Makes the words of operations distinct where possible, as inline types of all resources are
/// claimed in one scope.
fn with_distinct_words(resolved: &Resolved, mut named: Vec<Named>, edition: Edition) -> Vec<Named> {
    if edition == Edition::First {
        return named;
    }
    let wanted = named.iter().map(|of| of.whole.clone()).collect();
    let otherwise = |at: usize| resolved.operations.get(at).map(whole_name).unwrap_or_default();
    for (of, whole) in named.iter_mut().zip(methods::distinct(wanted, otherwise)) {
        of.whole = whole;
    }
    named
}

/// Returns the shorter names of tags without the class that a framework added, unless two would be
/// the same.
fn short_tags<'t>(tags: &[&'t str], edition: Edition) -> BTreeMap<&'t str, String> {
    if edition == Edition::First {
        return BTreeMap::new();
    }
    let short = |tag: &str| forms::without_class(tag);
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for tag in tags {
        *count.entry(short(tag).unwrap_or_else(|| words::snake(tag))).or_default() += 1;
    }
    let all = tags.iter().filter_map(|tag| Some((*tag, short(tag)?)));
    all.filter(|(_, short)| count.get(short) == Some(&1)).collect()
}

/// Returns the types of requests. Methods are unique, and so are their types except for a few
/// reserved names. The lock keeps these, and operations of an earlier run come first.
fn request_types(
    resolved: &Resolved,
    resource: &Resource,
    methods: &[(usize, String, String)],
    earlier: &Lock,
    new: &mut Lock,
) -> Vec<String> {
    let longest = earlier.edition().longest().saturating_sub("Request".len());
    let wanted: Vec<String> =
        methods.iter().map(|(_, name, _)| aside(shorten::camel(name, longest), Use::Type)).collect();
    let items: Vec<String> =
        methods.iter().map(|(index, ..)| resolved.operations.get(*index).map(item).unwrap_or_default()).collect();
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    let is_new = |index: &usize| items.get(*index).is_none_or(|item| earlier.get("operation", item).is_none());
    let locked = |index: &usize| items.get(*index).and_then(|item| earlier.get("request", item));
    order.sort_by_key(|index| (locked(index).is_none(), is_new(index), *index));
    let mut used = BTreeSet::from([resource.type_name.clone()]);
    let mut types = vec![String::new(); wanted.len()];
    for index in order {
        let (Some(wanted), Some(slot)) = (wanted.get(index), types.get_mut(index)) else { continue };
        *slot = free_type(&mut used, locked(&index).unwrap_or(wanted));
    }
    let mut rivals: BTreeMap<&str, usize> = BTreeMap::new();
    wanted.iter().for_each(|name| *rivals.entry(name).or_default() += 1);
    for ((name, item), claimed) in wanted.iter().zip(&items).zip(&types) {
        if claimed != name || rivals.get(name.as_str()).is_some_and(|count| *count > 1) {
            new.set("request", item, claimed);
        }
    }
    types
}

/// Returns a type's name that is free, as is the name of its enum of errors.
fn free_type(used: &mut BTreeSet<String>, wanted: &str) -> String {
    let candidates = std::iter::once(wanted.to_owned()).chain((1..).map(|n| match n {
        1 => format!("{wanted}Request"),
        n => format!("{wanted}Request{n}"),
    }));
    let mut open = candidates.filter(|name| !used.contains(name) && !used.contains(&format!("{name}Error")));
    let name = open.next().unwrap_or_default();
    used.insert(name.clone());
    used.insert(format!("{name}Error"));
    name
}

/// The maximum length of a resource's name in characters.
const LONGEST: usize = 60;

fn resource(
    resolved: &Resolved,
    (wire, short): (&str, Option<&String>),
    scope: &mut Scope,
    (earlier, new): (&Lock, &mut Lock),
) -> Resource {
    let tag = resolved.tags.iter().find(|tag| tag.name == wire);
    let rust_name = tag.and_then(|tag| tag.rust_name.as_deref()).or(short.map(String::as_str));
    let wanted = Wanted::new(wire, rust_name, Use::Resource);
    // A module is a file, so the length of its name is limited.
    let short: String = wanted.name.chars().take(LONGEST).collect();
    // The first edition split words.
    let cut = match earlier.edition() {
        Edition::Second if !wanted.name.starts_with(&format!("{short}_")) => {
            short.rsplit_once('_').map(|(words, _)| words)
        }
        Edition::First | Edition::Second => None,
    };
    let short = if short == wanted.name { short } else { cut.unwrap_or(&short).trim_end_matches('_').to_owned() };
    let name = scope.claim(wire, short);
    new.set(scope.kind(), wire, &name);
    Resource {
        wire: wire.to_owned(),
        type_name: aside(words::camel(&name), Use::Type),
        name,
        feature: None,
        docs: tag.and_then(|tag| tag.description.clone()).unwrap_or_default(),
        operations: Vec::new(),
    }
}

/// Returns the first tag, else the first fixed segment of the path after those that all paths
/// share, versions last; else `root`.
fn resource_wire(operation: &Operation, shared: usize) -> String {
    if let Some(tag) = operation.tags.first() {
        return tag.clone();
    }
    let fixed = |segment: &&str| !segment.is_empty() && !segment.contains('{');
    let segments = segments(&operation.path);
    let fixed_segments = || segments.iter().copied().skip(shared).filter(fixed);
    let first = fixed_segments().find(|segment| !is_version(segment)).or_else(|| fixed_segments().next());
    first.or_else(|| segments.iter().copied().rfind(|s| fixed(s))).unwrap_or("root").to_owned()
}

/// Returns the segments of a path, without the query or fragment that some descriptions have in it.
fn segments(path: &str) -> Vec<&str> {
    path.split(['?', '#']).next().unwrap_or_default().split('/').skip(1).collect()
}

/// Counts the fixed segments at the start that all paths share, including a version.
fn shared_segments(resolved: &Resolved) -> usize {
    let paths: BTreeSet<&str> = resolved.operations.iter().map(|operation| operation.path.as_str()).collect();
    let mut paths = paths.into_iter().map(segments);
    let Some(first) = paths.next() else { return 0 };
    let same = |other: &Vec<&str>| first.iter().zip(other).take_while(|(a, b)| a == b && !a.contains('{')).count();
    let all = paths.map(|path| same(&path)).min();
    // A single path only shares a version at the start.
    all.unwrap_or_else(|| usize::from(first.first().is_some_and(|segment| is_version(segment))))
}

/// Returns the name of an operation in messages and in the lock.
#[must_use]
pub(crate) fn item(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// Returns the methods of a resource: index of the operation, name, and the words for its inline
/// types.
fn method_names(
    ids: &Ids<'_>,
    resolved: &Resolved,
    resource: &Resource,
    indices: &[usize],
    earlier: &Lock,
    new: &mut Lock,
) -> Vec<(usize, String, String)> {
    let operations = indices.iter().filter_map(|&index| Some((index, resolved.operations.get(index)?)));
    let operations: Vec<(usize, &Operation)> = operations.collect();
    let plain: Vec<&Operation> = operations.iter().map(|(_, operation)| *operation).collect();
    let wanted = match earlier.edition() {
        Edition::First => by_first_edition(&plain, &resource.wire),
        Edition::Second => {
            let wanted = methods::choose(ids, resolved, (&resource.wire, &plain), Edition::Second.longest());
            wanted.into_iter().map(|of| (of.methods, of.whole)).collect()
        }
    };
    let prefix = format!("{}.", resource.name);
    let mut scope = Scope::new("operation", earlier, |value| value.strip_prefix(&prefix).map(str::to_owned));
    // A name that a person chose is not free for others.
    let chosen = |operation: &Operation| operation.rust_name.as_deref().map(|of| aside(words::snake(of), Use::Method));
    plain.iter().copied().filter_map(chosen).for_each(|name| scope.reserve(name));
    let mut names = Vec::new();
    for ((index, operation), (plain, whole)) in operations.into_iter().zip(wanted) {
        let name = match chosen(operation) {
            Some(name) => name,
            None => {
                let plain: Vec<String> = plain.into_iter().map(|name| aside(name, Use::Method)).collect();
                scope.claim_first(&item(operation), &plain)
            }
        };
        new.set("operation", &item(operation), &format!("{prefix}{name}"));
        names.push((index, name, whole));
    }
    names
}
