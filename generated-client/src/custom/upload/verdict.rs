//! What an answer means for the upload. Plain functions; must not know how requests are sent or in which order.

use crate::types::{Upload, UploadStatus};
use crate::{Error, ErrorKind};

/// So often a part takes its turn before the upload is given up; each turn has all the tries of a request.
const TURNS: u32 = 3;

/// What follows from a part that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It takes another turn, behind the other parts.
    Again,
    /// Its address is no longer good.
    Expired,
    /// Nothing more is begun.
    Over,
}

/// What follows from a part that failed in its turn of this number, from 1.
pub(super) fn on_part(error: &Error, turn: u32) -> Verdict {
    let passing = match error.kind() {
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Interrupted | ErrorKind::Body => true,
        ErrorKind::Status => match error.status().map_or(0, |status| status.as_u16()) {
            403 => return Verdict::Expired,
            status => matches!(status, 408 | 429 | 500..),
        },
        // Kinds that a later runtime adds are not known to pass.
        _ => false,
    };
    if passing && turn < TURNS { Verdict::Again } else { Verdict::Over }
}

/// How far an upload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// Nobody has said yet that all parts are there.
    Open,
    /// The server works on it.
    Working,
    /// It is imported.
    Done,
    /// It has failed.
    Failed,
}

/// How far an upload is by its answer; `completed`: the server was told that all parts are there. Between that and its first status of
/// work it is still `pending`.
pub(super) fn on_upload(upload: &Upload, completed: bool) -> Stand {
    if upload.entity_id.as_deref().is_some_and(|id| !id.is_empty()) {
        return Stand::Done;
    }
    match &upload.status {
        UploadStatus::Imported => Stand::Done,
        UploadStatus::Failed => Stand::Failed,
        UploadStatus::Pending if !completed => Stand::Open,
        // What a newer server says is on its way too.
        UploadStatus::Pending
        | UploadStatus::Complete
        | UploadStatus::Validated
        | UploadStatus::Validating
        | UploadStatus::__Unknown(_) => Stand::Working,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_pass_takes_another_turn_and_only_so_often() {
        let error = |kind| Error::new(kind, "x");
        for kind in [ErrorKind::Connect, ErrorKind::Timeout, ErrorKind::Interrupted, ErrorKind::Body] {
            assert_eq!(on_part(&error(kind), 1), Verdict::Again);
            assert_eq!(on_part(&error(kind), TURNS), Verdict::Over);
        }
        for kind in [ErrorKind::Config, ErrorKind::Refused, ErrorKind::Unreadable, ErrorKind::Redirect] {
            assert_eq!(on_part(&error(kind), 1), Verdict::Over);
        }
    }
}
