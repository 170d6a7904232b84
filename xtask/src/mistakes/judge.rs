//! Decides whether the diagnostics point at a mistake. Only the first diagnostic that the mistake
//! causes counts, because users look there first. Must not know which locations are good: each
//! mistake lists them.

use clientwright::report::{Level, Report};

use super::draw::Mistake;

/// A diagnostic that users see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) code: &'static str,
    pub(super) pointer: String,
    pub(super) message: String,
}

/// The effect of a mistake on the diagnostics.
#[derive(Debug)]
pub(super) enum Verdict<'a> {
    /// The first one points at it.
    Pointed(&'a Shown),
    /// The first one points elsewhere.
    Elsewhere(&'a Shown),
    /// There is none.
    Silent,
}

/// Returns the diagnostics that users see.
pub(super) fn visible(report: &Report) -> Vec<Shown> {
    let shown = report.diagnostics.iter().filter(|of| of.level != Level::Ignored || of.code.is_mistake());
    let shown = shown.map(|diagnostic| Shown {
        code: diagnostic.code.as_str(),
        pointer: diagnostic.span.pointer.as_str().to_owned(),
        message: diagnostic.message.clone(),
    });
    shown.collect()
}

/// Compares the first new diagnostic with the mistake.
pub(super) fn judge<'a>(mistake: &Mistake, before: &[Shown], after: &'a [Shown]) -> Verdict<'a> {
    let moved = |of: &Shown| Shown { pointer: mistake.edit.moved(&of.pointer), ..of.clone() };
    let before: Vec<Shown> = before.iter().map(moved).collect();
    match after.iter().find(|shown| !before.contains(shown)) {
        Some(first) if mistake.good.contains(&first.pointer) => Verdict::Pointed(first),
        Some(first) => Verdict::Elsewhere(first),
        None => Verdict::Silent,
    }
}
