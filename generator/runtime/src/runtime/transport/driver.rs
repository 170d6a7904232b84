//! Drives a call through an async transport.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use super::{Chunks, Fault, Transport};
use crate::runtime::Error;
use crate::runtime::core::{Plan, Reply, Step};

/// Does what each step asks for, until the call is over.
pub(crate) async fn drive(transport: Arc<dyn Transport>, plan: Plan) -> Result<Reply, Error> {
    let mut step = plan.start(transport.now());
    let mut chunks: Option<Box<dyn Chunks>> = None;
    loop {
        step = match step {
            Step::Send(attempt, sent) => match transport.send(attempt.request, attempt.limits).await {
                Ok(response) => {
                    let (head, body) = response.into_parts();
                    chunks = Some(body);
                    sent.head(head, transport.now())
                }
                Err(fault) => sent.failed(fault),
            },
            Step::Read(reading) => match collect(chunks.take()).await {
                Ok(body) => reading.body(body),
                Err(fault) => reading.failed(fault),
            },
            Step::Done(result) => return result,
        };
    }
}

async fn collect(chunks: Option<Box<dyn Chunks>>) -> Result<Bytes, Fault> {
    let Some(mut chunks) = chunks else { return Ok(Bytes::new()) };
    let Some(first) = chunks.next().await? else { return Ok(Bytes::new()) };
    // Most bodies come in one chunk, which then needs no copy.
    let Some(second) = chunks.next().await? else { return Ok(first) };
    let mut body = BytesMut::from(first);
    body.extend_from_slice(&second);
    while let Some(chunk) = chunks.next().await? {
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}
