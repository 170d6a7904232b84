//! Decides what a response means for the upload. Plain functions; must not know how requests are
//! sent or in which order.

use crate::types::{Upload, UploadStatus};
use crate::{Error, ErrorKind};

/// The number of times that a part is sent before the upload fails. Each time includes all attempts
/// of a request.
const MAX_SENDS: u32 = 3;

/// The decision about a failed part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartFailure {
    /// The part is sent again, after the other parts.
    SendAgain,
    /// The URL of the part has expired.
    Expired,
    /// The upload fails.
    Fatal,
}

/// Decides about a failed part. `sends` is how many times it has been sent.
pub(super) fn on_part_failure(error: &Error, sends: u32) -> PartFailure {
    let is_temporary = match error.kind() {
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Interrupted | ErrorKind::Body => true,
        ErrorKind::Status => match error.status().map_or(0, |status| status.as_u16()) {
            403 => return PartFailure::Expired,
            status => matches!(status, 408 | 429 | 500..),
        },
        // Kinds that a later runtime adds are not known to be temporary.
        _ => false,
    };
    if is_temporary && sends < MAX_SENDS { PartFailure::SendAgain } else { PartFailure::Fatal }
}

/// The stage of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// The upload has not been completed.
    Open,
    /// The server imports the file.
    Importing,
    /// The file is imported.
    Imported,
    /// The import has failed.
    Failed,
}

/// Returns the stage of an upload. `completed` is `true` if the server has confirmed that all parts
/// have arrived: the status is still `pending` until the import begins.
pub(super) fn stage_of(upload: &Upload, completed: bool) -> Stage {
    if upload.entity_id.as_deref().is_some_and(|id| !id.is_empty()) {
        return Stage::Imported;
    }
    match &upload.status {
        UploadStatus::Imported => Stage::Imported,
        UploadStatus::Failed => Stage::Failed,
        UploadStatus::Pending if !completed => Stage::Open,
        // A status that a newer server adds is treated like an import in progress.
        UploadStatus::Pending
        | UploadStatus::Complete
        | UploadStatus::Validated
        | UploadStatus::Validating
        | UploadStatus::__Unknown(_) => Stage::Importing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_sent_again_after_temporary_errors_up_to_the_limit() {
        let error = |kind| Error::new(kind, "x");
        for kind in [ErrorKind::Connect, ErrorKind::Timeout, ErrorKind::Interrupted, ErrorKind::Body] {
            assert_eq!(on_part_failure(&error(kind), 1), PartFailure::SendAgain);
            assert_eq!(on_part_failure(&error(kind), MAX_SENDS), PartFailure::Fatal);
        }
        for kind in [ErrorKind::Config, ErrorKind::Refused, ErrorKind::Unreadable, ErrorKind::Redirect] {
            assert_eq!(on_part_failure(&error(kind), 1), PartFailure::Fatal);
        }
    }
}
