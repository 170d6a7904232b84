//! Names of the enums of error bodies that several operations share: by the common meaning of the
//! statuses, else by the resource, else by the first operation. Must not know the types of the
//! bodies.

use std::collections::BTreeMap;

use super::shorten;
use crate::lower::model::Status;

/// An enum of error bodies and the operations that declare it.
#[derive(Debug, Clone)]
pub(crate) struct ErrorUse {
    /// The statuses with the names of their variants.
    pub statuses: Vec<(Status, String)>,
    /// The distinct type names of the resources, in order.
    pub resources: Vec<String>,
    /// The number of operations that declare it.
    pub users: usize,
    /// The request type of the first operation.
    pub first: String,
}

/// Returns the names that each enum could have; it gets the first free one. The order of the enums
/// does not matter.
pub(crate) fn wanted(sets: &[ErrorUse], longest: usize) -> Vec<Vec<String>> {
    let all: Vec<Vec<String>> = sets.iter().map(|set| candidates(set, longest)).collect();
    let mut rivals: BTreeMap<&str, Vec<&ErrorUse>> = BTreeMap::new();
    for (set, name) in sets.iter().zip(&all).flat_map(|(set, list)| list.iter().map(move |name| (set, name))) {
        rivals.entry(name).or_default().push(set);
    }
    let has_right = |set: &ErrorUse, name: &String| {
        let rivals = rivals.get(name.as_str()).map(Vec::as_slice).unwrap_or_default();
        let least = rivals.iter().filter(|other| other.users >= set.users).count() == 1;
        rivals.len() == 1 || least && set.statuses.len() == 1
    };
    let chosen = |(set, list): (&ErrorUse, &Vec<String>)| {
        let last = list.len().saturating_sub(1);
        let first = list.iter().position(|name| has_right(set, name)).unwrap_or(last);
        list.iter().skip(first).cloned().collect()
    };
    sets.iter().zip(&all).map(chosen).collect()
}

fn candidates(set: &ErrorUse, longest: usize) -> Vec<String> {
    let meaning = meaning(set);
    let mut names = vec![format!("{}Error", meaning.strip_suffix("Error").unwrap_or(meaning))];
    if let [one] = set.resources.as_slice() {
        names.push(format!("{one}Error"));
    }
    let resource = set.resources.first().map(String::as_str).unwrap_or_default();
    names.push(format!("{resource}{}Error", set.first));
    names.iter().map(|name| shorten::camel(name, longest)).collect()
}

/// Returns the meaning that all statuses share.
fn meaning(set: &ErrorUse) -> &str {
    let all = |codes: &[u16]| {
        set.statuses.iter().all(|(status, _)| matches!(status, Status::Code(code) if codes.contains(code)))
    };
    let hundred = |class: u16| {
        set.statuses.iter().all(|(status, _)| match status {
            Status::Code(code) => code / 100 == class,
            Status::Range(hundred) => *hundred == class,
            Status::Default => false,
        })
    };
    match set.statuses.as_slice() {
        [(Status::Default, _)] => "Api",
        [(Status::Code(_) | Status::Range(_), name)] => name,
        _ if all(&[401, 403]) => "Authorization",
        _ if all(&[400, 422]) => "InvalidRequest",
        _ if all(&[429, 503]) => "Overload",
        _ if hundred(4) => "Client",
        _ if hundred(5) => "Server",
        [] | [_, ..] => "Api",
    }
}
