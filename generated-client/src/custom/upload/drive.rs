//! Drives an upload without blocking: all its parts are polled by the one future that the caller holds, so that dropping it ends them.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use super::UploadFile;
use super::error::UploadError;
use super::parts::Parts;
use super::run::{Run, Step};
use crate::ResponseFuture;
use crate::types::Upload;

/// Does what each step asks for, until the upload is over.
pub(super) async fn drive(of: UploadFile) -> Result<Upload, UploadError> {
    let (mut run, mut step) = Run::start(of)?;
    loop {
        step = match step {
            Step::Create(request) => run.created(request.send().await),
            Step::Put(parts) => {
                put_all(&parts, parts.at_once(run.concurrency())).await;
                run.put()
            }
            Step::Complete(request) => run.completed(request.send().await),
            Step::Pause(time) => {
                let paused = run.client().sleep(time).await;
                run.paused(paused)
            }
            Step::Look(request) => run.looked(request.send().await),
            Step::Done(result) => return *result,
        };
    }
}

/// Puts parts, so many at once, until none is left or nothing more is to be begun.
async fn put_all(parts: &Parts, at_once: usize) {
    let mut under_way = Vec::new();
    poll_fn(|context| poll(parts, at_once, &mut under_way, context)).await;
}

fn poll(
    parts: &Parts,
    at_once: usize,
    under_way: &mut Vec<(u64, ResponseFuture<()>)>,
    context: &mut Context<'_>,
) -> Poll<()> {
    loop {
        while under_way.len() < at_once {
            let Some((number, request)) = parts.next() else { break };
            under_way.push((number, request.send()));
        }
        let before = under_way.len();
        under_way.retain_mut(|(number, sending)| match Pin::new(sending).poll(context) {
            Poll::Ready(answer) => {
                parts.came(*number, answer);
                false
            }
            Poll::Pending => true,
        });
        match (before, under_way.len()) {
            (0, _) => return Poll::Ready(()),
            (before, after) if before == after => return Poll::Pending,
            // There is room for others, or nothing is left.
            (_, _) => {}
        }
    }
}
