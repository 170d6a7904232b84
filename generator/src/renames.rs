//! Renames between two editions of the naming rules: for maintainers of the rules, who read every rename in a folder of
//! descriptions, and for users before they discard a lock. Must not know where descriptions come from.

use std::collections::BTreeMap;

use crate::lower::{Edition, Lock, lower};
use crate::options::Options;
use crate::report::Report;
use crate::sources::Sources;
use crate::{parse, resolve};

/// An item with its names by two editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// The kind of the lock's entry: `type`, `operation` …
    pub kind: &'static str,
    /// The key of the item in the lock.
    pub item: String,
    /// The operationId, if the item is an operation that has one.
    pub id: Option<String>,
    /// The name by the earlier edition; `None` if it needs no entry.
    pub before: Option<String>,
    /// The name by the later edition; `None` if it needs no entry.
    pub after: Option<String>,
}

/// The kinds of entries that an edition can decide.
const KINDS: [&str; 7] = ["resource", "operation", "request", "type", "webhook", "errors", "member"];

/// Returns every item with both names, even if they are the same, or `None` if the description cannot be parsed.
#[must_use]
pub fn renames(sources: &Sources, options: &Options) -> Option<Vec<Rename>> {
    let mut report = Report::default();
    let document = parse::parse(sources, options.lenient, &mut report)?;
    let resolved = resolve::resolve(&document, options.lenient, &mut report);
    let operations = resolved.operations.iter();
    let ids: BTreeMap<String, Option<String>> = operations
        .map(|operation| (format!("{} {}", operation.method, operation.path), operation.id.clone()))
        .collect();
    let mut names = |edition| lower(&resolved, options, &Lock::of_edition(edition), &mut report).1;
    let (before, after) = (names(Edition::First), names(Edition::Second));
    let mut all = Vec::new();
    for kind in KINDS {
        let mut items: Vec<&str> = before.entries(kind).chain(after.entries(kind)).map(|(item, _)| item).collect();
        items.sort_unstable();
        items.dedup();
        all.extend(items.into_iter().map(|item| Rename {
            kind,
            item: item.to_owned(),
            id: ids.get(item).filter(|_| kind == "operation").cloned().flatten(),
            before: before.get(kind, item).map(str::to_owned),
            after: after.get(kind, item).map(str::to_owned),
        }));
    }
    Some(all)
}
