//! Mistakes in other files, or in references to them: they are errors if something that is
//! generated needs that part, and ignored otherwise. Must not know what the mistakes are.

use std::collections::BTreeSet;

use super::selection;
use crate::report::{Level, Related, Report, SourceLocation};
use crate::resolve::{NOT_NEEDED, Needs, Owner, Resolved};

/// Decides the level of each diagnostic that depends on what is generated. `only` selects
/// operations.
pub fn settle(resolved: &Resolved, only: &[String], report: &mut Report) {
    let needs = &resolved.needs;
    if needs.unsettled.is_empty() {
        return;
    }
    let reached = needs.reached(&asked(resolved, only));
    let first = |owners: &BTreeSet<Owner>| owners.iter().find_map(|owner| reached.get(owner)).copied();
    let targets: Vec<Option<Owner>> = needs.targets.iter().map(first).collect();
    for unsettled in &needs.unsettled {
        let Some(diagnostic) = report.diagnostics.get_mut(unsettled.diagnostic) else { continue };
        let of_targets = || unsettled.targets.iter().find_map(|index| targets.get(*index).copied().flatten());
        match first(&unsettled.owners).or_else(of_targets) {
            Some(first) => diagnostic.related.extend(needed_by(resolved, needs, first, &diagnostic.span)),
            None => {
                diagnostic.level = Level::Ignored;
                diagnostic.message.push_str("; ");
                diagnostic.message.push_str(NOT_NEEDED);
            }
        }
    }
}

/// Returns the generated parts, in order, without the targets of their references.
fn asked(resolved: &Resolved, only: &[String]) -> Vec<Owner> {
    let needs = &resolved.needs;
    let mut asked = vec![Owner::Description];
    let wanted = selection::wanted(resolved, only);
    let wanted: Vec<_> = resolved.operations.iter().zip(wanted).filter(|(_, is)| *is).map(|(of, _)| of).collect();
    let is_wanted = |span: &SourceLocation| wanted.iter().any(|operation| operation.span == *span);
    let operations = needs.operations.iter().enumerate();
    asked.extend(operations.filter(|(_, span)| is_wanted(span)).map(|(index, _)| Owner::Operation(index)));
    let is_known = |path: &str| resolved.operations.iter().any(|of| of.path == path);
    for (index, path) in needs.paths.iter().enumerate() {
        // The operations and tags of an unreadable path are not known.
        let unknown = !is_known(path) && selection::may_ask_for_path(only, path);
        if unknown || wanted.iter().any(|of| of.path == *path) {
            asked.push(Owner::Path(index));
        }
    }
    if selection::webhooks(only) {
        asked.push(Owner::Webhooks);
    }
    asked
}

/// Returns the first operation that needs a part, unless the part is within it.
fn needed_by(resolved: &Resolved, needs: &Needs, first: Owner, part: &SourceLocation) -> Option<Related> {
    let span = match first {
        Owner::Operation(index) => needs.operations.get(index)?,
        Owner::Description | Owner::Path(_) | Owner::Webhooks | Owner::Schema(_) => return None,
    };
    let operation = resolved.operations.iter().find(|of| of.span == *span)?;
    let within = span.file == part.file && part.pointer.is_within(&span.pointer);
    let label = format!("needed by `{} {}`", operation.method, operation.path);
    (!within).then(|| Related::Span { span: span.at_key(), label })
}
