//! Drives an async upload. One future polls all parts, so dropping it stops the upload. Must not
//! know which step follows.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use super::UploadFile;
use super::error::UploadError;
use super::parts::Parts;
use super::steps::{Step, Steps};
use crate::ResponseFuture;
use crate::types::Upload;

/// Carries out the steps of an upload.
pub(super) async fn drive(request: UploadFile) -> Result<Upload, UploadError> {
    let (mut steps, mut step) = Steps::start(request)?;
    loop {
        step = match step {
            Step::Create(request) => steps.created(request.send().await),
            Step::SendParts(parts) => {
                send_parts(&parts, parts.concurrency(steps.concurrency())).await;
                steps.parts_sent()
            }
            Step::Complete(request) => steps.completed(request.send().await),
            Step::Sleep(time) => {
                let result = steps.client().sleep(time).await;
                steps.slept(result)
            }
            Step::CheckStatus(request) => steps.checked(request.send().await),
            Step::Done(result) => return *result,
        };
    }
}

/// Sends parts, `concurrency` at once, until none is left or one has failed.
async fn send_parts(parts: &Parts, concurrency: usize) {
    let mut in_flight = Vec::new();
    poll_fn(|context| poll_parts(parts, concurrency, &mut in_flight, context)).await;
}

fn poll_parts(
    parts: &Parts,
    concurrency: usize,
    in_flight: &mut Vec<(u64, ResponseFuture<()>)>,
    context: &mut Context<'_>,
) -> Poll<()> {
    loop {
        while in_flight.len() < concurrency {
            let Some((number, request)) = parts.next() else { break };
            in_flight.push((number, request.send()));
        }
        let before = in_flight.len();
        in_flight.retain_mut(|(number, sending)| match Pin::new(sending).poll(context) {
            Poll::Ready(result) => {
                parts.sent(*number, result);
                false
            }
            Poll::Pending => true,
        });
        match (before, in_flight.len()) {
            (0, _) => return Poll::Ready(()),
            (before, after) if before == after => return Poll::Pending,
            // A part has finished: there is room for another one.
            (_, _) => {}
        }
    }
}
