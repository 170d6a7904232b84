//! The parts of the runtime that not every description needs: a feature each, without which they are not compiled. What a description needs
//! comes with `async` and with `blocking`, so that no choice of features leaves a method of it out.

use crate::lower::model::{Api, MediaKind, Operation};

/// A part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// Its feature.
    pub(crate) feature: &'static str,
    /// The sentence on the front page, where the description does not need it.
    pub(crate) words: Option<&'static str>,
    /// Returns `true` if a description needs it.
    needed: fn(&Api) -> bool,
}

/// All of them.
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
