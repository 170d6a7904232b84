//! Renames between two editions of the naming rules: for the maintainers of the rules, who read every rename in a folder of
//! descriptions, and for users before they start a lock over. Must not know where descriptions come from.

use std::collections::BTreeMap;

use crate::generate::Options;
use crate::lower::{Edition, Lock, lower};
use crate::report::Report;
use crate::sources::Sources;
use crate::{parse, resolve};

/// An item with its names by two editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// The kind of the lock's entry: `type`, `operation` …
    pub kind: &'static str,
    /// The item as the lock calls it.
    pub item: String,
    /// The operationId, where the item is an operation that has one.
    pub id: Option<String>,
    /// The name by the earlier edition; `None` where it needed no entry.
    pub before: Option<String>,
    /// The name by the later edition.
    pub after: Option<String>,
}

/// The kinds of entries that an edition can decide.
const KINDS: [&str; 7] = ["resource", "operation", "request", "type", "webhook", "errors", "member"];

/// Returns every item with both names, also those that are the same. `None` if the description is wrong.
#[must_use]
pub fn renames(sources: &Sources, options: &Options) -> Option<Vec<Rename>> {
    let mut report = Report::default();
    let document = parse::parse(sources, options.lenient, &mut report)?;
    let resolved = resolve::resolve(&document, options.lenient, &mut report);
    let ids = resolved.operations.iter().map(|of| (format!("{} {}", of.method, of.path), of.id.clone()));
    let ids: BTreeMap<String, Option<String>> = ids.collect();
    let mut names =
        |edition| lower(&resolved, &options.crate_name, &options.only, &Lock::of_edition(edition), &mut report).1;
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
