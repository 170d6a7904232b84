//! Drives a call through a blocking transport.

use bytes::{Bytes, BytesMut};

use super::{BlockingChunks, BlockingTransport, Fault};
use crate::runtime::Error;
use crate::runtime::core::{Plan, Reply, Step};

/// Does what each step asks for, until the call is over.
pub(crate) fn drive_blocking(transport: &dyn BlockingTransport, plan: Plan) -> Result<Reply, Error> {
    let mut step = plan.start(transport.now());
    let mut chunks: Option<Box<dyn BlockingChunks>> = None;
    loop {
        step = match step {
            Step::Send(attempt, sent) => match transport.send(attempt.request, attempt.limits) {
                Ok(response) => {
                    let (head, body) = response.into_parts();
                    chunks = Some(body);
                    sent.head(head, transport.now())
                }
                Err(fault) => sent.failed(fault),
            },
            Step::Read(reading) => match collect(chunks.take()) {
                Ok(body) => reading.body(body),
                Err(fault) => reading.failed(fault),
            },
            Step::Done(result) => return result,
        };
    }
}

fn collect(chunks: Option<Box<dyn BlockingChunks>>) -> Result<Bytes, Fault> {
    let Some(mut chunks) = chunks else { return Ok(Bytes::new()) };
    let mut body = BytesMut::new();
    while let Some(chunk) = chunks.next()? {
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}
