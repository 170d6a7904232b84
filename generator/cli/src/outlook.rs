//! Tries whether `--lenient` would repair a description that has errors. Must not write or print.

use clientwright::report::{Code, Diagnostic, Level, Part};
use clientwright::{Lock, Options, Report, Sources, generate};

/// The result of generating with `--lenient`, for a description that has errors without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    /// Repairs cannot help: `--lenient` is in use already, or only the selection of operations is wrong.
    Irrelevant,
    /// Some errors have no repair.
    Unrepairable,
    /// All errors are repaired.
    Repairable {
        /// The number of operations that would be generated.
        generated: usize,
        /// The number of operations of the description.
        operations: usize,
        /// The number of repairs.
        repairs: usize,
    },
}

/// Tries in memory what `--lenient` would generate. `report` is the result without it.
#[must_use]
pub fn outlook(sources: &Sources, options: &Options, lock: &Lock, report: &Report) -> Outlook {
    let errors = || report.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
    // `--lenient` cannot add operations that `--only` selects.
    if options.lenient || errors().all(|diagnostic| diagnostic.code == Code::Only) {
        return Outlook::Irrelevant;
    }
    if errors().any(|diagnostic| is_unread(sources, diagnostic)) {
        return Outlook::Unrepairable;
    }
    match generate(sources, &Options { lenient: true, ..options.clone() }, lock) {
        Ok(output) => Outlook::Repairable {
            generated: output.summary.generated,
            operations: output.summary.operations,
            repairs: output.report.count(Level::Repaired),
        },
        Err(_) => Outlook::Unrepairable,
    }
}

/// Returns `true` if the description itself could not be parsed: it is not parsed again.
fn is_unread(sources: &Sources, diagnostic: &Diagnostic) -> bool {
    let span = &diagnostic.span;
    let is_root = span.file == sources.root() || sources.overlays().contains(&span.file);
    is_root && (diagnostic.code == Code::TooLarge || matches!(span.part, Part::Position { .. }))
}
