//! Names of methods by the first edition of the rules, which the locks of earlier runs may require:
//! operationIds without the resource's name. Must not know the entries of the lock
//! ([`super::claims`]).

use std::collections::BTreeMap;

use super::full_name::{before, whole_name};
use super::words;
use crate::resolve::Operation;

/// Returns the names of the operations of a resource, and the words for their inline types.
pub(crate) fn by_first_edition(operations: &[&Operation], resource: &str) -> Vec<(Vec<String>, String)> {
    let candidates: Vec<Vec<String>> = operations.iter().map(|operation| candidates(operation, resource)).collect();
    // A name that several operations could have is ambiguous: it may be the whole id of one of
    // them.
    let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
    for name in candidates.iter().flatten() {
        *wanted.entry(name).or_default() += 1;
    }
    let plain = |candidates: &Vec<String>| {
        let unique = candidates.iter().find(|name| wanted.get(name.as_str()) == Some(&1));
        unique.or(candidates.last()).cloned().unwrap_or_default()
    };
    operations.iter().zip(&candidates).map(|(operation, list)| (vec![plain(list)], whole_name(operation))).collect()
}

/// Returns the names that an operation could have, shortest first; the last one is the whole name.
fn candidates(operation: &Operation, resource: &str) -> Vec<String> {
    let mut names = without_resource(operation, resource);
    let whole = words::snake(&whole_name(operation));
    if names.last() != Some(&whole) {
        names.push(whole);
    }
    names
}

/// Returns the operation's name without the resource's at its start and end, singular or plural,
/// unless what is left would have another meaning. The shorter name comes first.
fn without_resource(operation: &Operation, resource: &str) -> Vec<String> {
    let all = words::words(&whole_name(operation));
    // `v1.application.get` of `Application`: a version before the resource belongs to it.
    let versioned = all.first().is_some_and(|first| is_version(first));
    let forms = forms(resource);
    let named = |words: &[String]| forms.iter().any(|form| words.starts_with(form));
    let whole = match all.as_slice() {
        [_, rest @ ..] if versioned && named(rest) => rest,
        all => all,
    };
    if operation.id.is_none() {
        return Vec::new();
    }
    let front = forms.iter().find_map(|form| whole.strip_prefix(form.as_slice()).filter(|left| !left.is_empty()));
    let both = forms.iter().find_map(|form| before(front.unwrap_or(whole), form, front.is_some()));
    [both, front].into_iter().flatten().map(|left| words::snake(&left.join(" "))).collect()
}

/// Returns the words of a resource's name as they are, in the singular and in the plural.
fn forms(resource: &str) -> Vec<Vec<String>> {
    let words = words::words(resource);
    let mut forms = vec![words.clone()];
    let Some(last) = words.last() else { return Vec::new() };
    let mut with_last = |last: String| {
        let mut form = words.clone();
        form.pop();
        form.push(last);
        forms.push(form);
    };
    if let Some(one) = words::singular(last) {
        with_last(one);
    }
    with_last(format!("{last}s"));
    with_last(format!("{last}es"));
    if let Some(stem) = last.strip_suffix('y') {
        with_last(format!("{stem}ies"));
    }
    forms
}

/// Returns `true` for the segment of a version: `v1`, `v1.2`.
pub(crate) fn is_version(segment: &str) -> bool {
    segment
        .strip_prefix('v')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
}
