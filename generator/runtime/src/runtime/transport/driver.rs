//! Drives a call through an async transport.

use std::future::poll_fn;
use std::sync::Arc;

use bytes::Bytes;

use super::gathered::Gathered;
use super::{Chunks, Fault, Transport};
use crate::runtime::Error;
use crate::runtime::core::{Plan, Reply, Step};

/// Does what each step asks for, until the call is over.
pub(crate) async fn drive(transport: Arc<dyn Transport>, plan: Plan) -> Result<Reply, Error> {
    open(transport, plan).await.map(|(reply, _)| reply)
}

/// As [`drive`], for a plan whose answer may stream: with the live body then.
pub(crate) async fn open(transport: Arc<dyn Transport>, plan: Plan) -> Result<(Reply, Option<Box<dyn Chunks>>), Error> {
    let mut step = plan.start(&transport.now());
    let mut chunks: Option<Box<dyn Chunks>> = None;
    loop {
        step = match step {
            Step::Send(attempt, sent) => match transport.send(attempt.request, attempt.limits).await {
                Ok(response) => {
                    let (head, body) = response.into_parts();
                    chunks = Some(body);
                    sent.head(head, &transport.now())
                }
                Err(fault) => sent.failed(fault, &transport.now()),
            },
            Step::Read(reading) => match collect(chunks.take(), reading.limit()).await {
                Ok(Some(body)) => reading.body(body, &transport.now()),
                Ok(None) => reading.too_large(),
                Err(fault) => reading.failed(fault, &transport.now()),
            },
            Step::Wait(time, waiting) => {
                transport.sleep(time).await;
                waiting.woken(&transport.now())
            }
            Step::Stream(reply) => return Ok((reply, chunks)),
            Step::Done(result) => return result.map(|reply| (reply, None)),
        };
    }
}

/// The whole body; `None` where it has more than `limit` bytes.
async fn collect(chunks: Option<Box<dyn Chunks>>, limit: u64) -> Result<Option<Bytes>, Fault> {
    let Some(mut chunks) = chunks else { return Ok(Some(Bytes::new())) };
    let mut body = Gathered::new(limit);
    while let Some(chunk) = poll_fn(|context| chunks.poll_chunk(context)).await? {
        if !body.take(chunk) {
            return Ok(None);
        }
    }
    Ok(Some(body.whole()))
}
