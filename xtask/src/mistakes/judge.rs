//! Whether what is told points at a mistake. Only what is told because of it counts, and of that only the first message, as
//! that is where somebody goes. Which places are good is said where the mistake is drawn.

use clientwright::report::{Level, Report};

use super::draw::Mistake;

/// A message, as far as it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) code: &'static str,
    pub(super) pointer: String,
    pub(super) what: String,
}

/// What comes of a mistake.
#[derive(Debug)]
pub(super) enum Verdict<'a> {
    Pointed(&'a Told),
    Elsewhere(&'a Told),
    Silent,
}

/// The messages that a user is shown.
pub(super) fn told(report: &Report) -> Vec<Told> {
    let shown = report.diagnostics.iter().filter(|of| of.level != Level::Ignored || of.code.is_mistake());
    let told = shown.map(|of| Told {
        code: of.code.as_str(),
        pointer: of.span.pointer.as_str().to_owned(),
        what: of.message.clone(),
    });
    told.collect()
}

/// Looks at the first message that was not there before.
pub(super) fn judge<'a>(mistake: &Mistake, before: &[Told], told: &'a [Told]) -> Verdict<'a> {
    let moved = |of: &Told| Told { pointer: mistake.edit.moved(&of.pointer), ..of.clone() };
    let before: Vec<Told> = before.iter().map(moved).collect();
    match told.iter().find(|of| !before.contains(of)) {
        Some(first) if mistake.good.contains(&first.pointer) => Verdict::Pointed(first),
        Some(first) => Verdict::Elsewhere(first),
        None => Verdict::Silent,
    }
}
