//! Drives a blocking upload: each part that is sent at once has a thread of its own. Must not know
//! which step follows.

use super::UploadFile;
use super::error::UploadError;
use super::parts::Parts;
use super::steps::{Step, Steps};
use crate::types::Upload;

/// Carries out the steps of an upload.
pub(super) fn drive(request: UploadFile) -> Result<Upload, UploadError> {
    let (mut steps, mut step) = Steps::start(request)?;
    loop {
        step = match step {
            Step::Create(request) => steps.created(request.send_blocking()),
            Step::SendParts(parts) => {
                send_parts(&parts, parts.concurrency(steps.concurrency()));
                steps.parts_sent()
            }
            Step::Complete(request) => steps.completed(request.send_blocking()),
            Step::Sleep(time) => steps.slept(steps.client().sleep_blocking(time)),
            Step::CheckStatus(request) => steps.checked(request.send_blocking()),
            Step::Done(result) => return *result,
        };
    }
}

/// Sends parts, `concurrency` at once, until none is left or one has failed.
fn send_parts(parts: &Parts, concurrency: usize) {
    let send = || {
        while let Some((number, request)) = parts.next() {
            parts.sent(number, request.send_blocking());
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..concurrency {
            scope.spawn(send);
        }
    });
}
