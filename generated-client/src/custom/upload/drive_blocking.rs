//! Drives an upload while threads wait: this one, and one for each part at once.

use super::UploadFile;
use super::error::UploadError;
use super::parts::Parts;
use super::run::{Run, Step};
use crate::types::Upload;

/// Does what each step asks for, until the upload is over.
pub(super) fn drive(of: UploadFile) -> Result<Upload, UploadError> {
    let (mut run, mut step) = Run::start(of)?;
    loop {
        step = match step {
            Step::Create(request) => run.created(request.send_blocking()),
            Step::Put(parts) => {
                put_all(&parts, parts.at_once(run.concurrency()));
                run.put()
            }
            Step::Complete(request) => run.completed(request.send_blocking()),
            Step::Pause(time) => run.paused(run.client().sleep_blocking(time)),
            Step::Look(request) => run.looked(request.send_blocking()),
            Step::Done(result) => return *result,
        };
    }
}

/// Puts parts, so many at once, until none is left or nothing more is to be begun.
fn put_all(parts: &Parts, at_once: usize) {
    let work = || {
        while let Some((number, request)) = parts.next() {
            parts.came(number, request.send_blocking());
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(work);
        }
    });
}
