//! The parts of the runtime that not every description needs. Each has a feature and is only
//! compiled with it. `async` and `blocking` enable the parts that a description needs, so that
//! every method exists with every set of features. Must not know which crates a feature needs
//! (`manifest`).

use crate::lower::model::{Api, MediaKind, Operation};

/// A part of the runtime.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// Its feature.
    pub(crate) feature: &'static str,
    /// The sentence on the front page, for a description that does not need it.
    pub(crate) words: Option<&'static str>,
    /// Returns `true` if a description needs it.
    needed: fn(&Api) -> bool,
}

/// All parts.
pub(crate) const ALL: [Part; 4] = [
    Part {
        feature: "download",
        words: Some("`download_to`, which downloads to a file and resumes interrupted transfers."),
        needed: |api| api.operations().any(has_bytes),
    },
    Part { feature: "oauth2", words: None, needed: |api| api.schemes.iter().any(|scheme| scheme.oauth2.is_some()) },
    Part { feature: "pages", words: None, needed: |api| api.operations().any(|operation| operation.pages.is_some()) },
    Part { feature: "stream", words: None, needed: |api| api.operations().any(|operation| operation.events.is_some()) },
];

impl Part {
    /// Returns `true` if a description needs it.
    pub(crate) fn is_needed(&self, api: &Api) -> bool {
        (self.needed)(api)
    }
}

/// Returns `true` if an operation returns bytes.
fn has_bytes(operation: &Operation) -> bool {
    operation
        .successes()
        .any(|response| response.content.as_ref().is_some_and(|content| content.kind == MediaKind::Raw))
}
