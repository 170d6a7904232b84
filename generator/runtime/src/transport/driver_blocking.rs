//! [`drive_blocking`]: runs a call over a blocking transport. Must not decide which step is next:
//! `machine` does.

use bytes::Bytes;

use super::body_buffer::BodyBuffer;
use super::{BlockingChunks, BlockingTransport, Fault};
use crate::Error;
use crate::machine::{CallPlan, RareStep, RawResponse, Step};

/// The outcome of a call, with the body if the response is streamed.
pub(crate) type BlockingCallOutcome = Result<(RawResponse, Option<Box<dyn BlockingChunks>>), Error>;

/// Does what each step asks for, until the call is done.
pub(crate) fn drive_blocking(transport: &dyn BlockingTransport, plan: Box<CallPlan>) -> BlockingCallOutcome {
    let mut step = plan.start(&|| transport.now());
    let mut chunks: Option<Box<dyn BlockingChunks>> = None;
    loop {
        step = match step {
            Step::Send(head) => match transport.send(head.attempt()) {
                Ok(response) => {
                    let (parts, body) = response.into_parts();
                    chunks = Some(body);
                    head.received(parts, &|| transport.now())
                }
                Err(fault) => head.failed(fault, &|| transport.now()),
            },
            Step::Read(body) => match read_chunks(chunks.take(), body.limit()) {
                Ok(Some(bytes)) => body.received(bytes, &|| transport.now()),
                Ok(None) => body.too_large(),
                Err(fault) => body.failed(fault, &|| transport.now()),
            },
            Step::Rare(step) => run_rare_step(transport, step),
            Step::Stream(response) => return Ok((response, chunks)),
            Step::Done(outcome) => return outcome.map(|response| (response, None)),
        };
    }
}

/// Runs a step that most calls never need.
fn run_rare_step(transport: &dyn BlockingTransport, step: RareStep) -> Step {
    match step {
        RareStep::Lock(lock) => match lock.lock().lock(lock.time_left(&|| transport.now())) {
            Some(guard) => lock.locked(guard, &|| transport.now()),
            None => lock.timed_out(),
        },
        RareStep::Grant(plan, grant) => {
            let outcome = drive_blocking(transport, plan).map(|(response, _)| response);
            grant.finished(outcome, &|| transport.now())
        }
        RareStep::RequestToken(source, request) => request.finished(source.get().token_blocking(), &|| transport.now()),
        RareStep::Delay(delay, waiting) => {
            transport.sleep(delay);
            waiting.elapsed(&|| transport.now())
        }
    }
}

/// Returns the body; `None` if it exceeds the limit.
fn read_chunks(chunks: Option<Box<dyn BlockingChunks>>, limit: u64) -> Result<Option<Bytes>, Fault> {
    let Some(mut chunks) = chunks else { return Ok(Some(Bytes::new())) };
    let mut buffer = BodyBuffer::new(limit);
    while let Some(chunk) = chunks.next()? {
        if !buffer.push(chunk) {
            return Ok(None);
        }
    }
    Ok(Some(buffer.into_bytes()))
}
