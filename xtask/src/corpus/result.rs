//! [`CorpusResult`]: the result of a description and its crate. Plain data. Must not know how a
//! description is checked.

use std::collections::BTreeMap;

/// The result of a description.
#[derive(Debug, Clone, Default)]
pub(super) struct CorpusResult {
    pub(super) name: String,
    /// The error that prevented generation or compilation.
    pub(super) refused: Option<String>,
    pub(super) operations: u64,
    pub(super) generated: u64,
    pub(super) types: u64,
    pub(super) fields: u64,
    pub(super) lines: u64,
    pub(super) repaired: u64,
    pub(super) seconds: f64,
    pub(super) megabytes: f64,
    /// The skipped operations with the codes of their diagnostics.
    pub(super) skipped: Vec<(String, String)>,
    /// The number of ignored keywords and widened types by code.
    pub(super) lost: BTreeMap<String, u64>,
    pub(super) errors: u64,
    pub(super) warnings: u64,
    pub(super) check_seconds: f64,
    /// Warnings and errors of rustdoc.
    pub(super) doc_warnings: u64,
    pub(super) doc_seconds: f64,
    /// The number of examples in the documentation.
    pub(super) examples: u64,
    pub(super) example_errors: u64,
    pub(super) example_seconds: f64,
}

impl CorpusResult {
    /// Returns `true` if there is an error or a warning.
    pub(super) fn is_bad(&self) -> bool {
        self.refused.is_some() || self.errors + self.warnings + self.doc_warnings + self.example_errors > 0
    }
}
