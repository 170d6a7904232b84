//! Drives a call through a blocking transport.

use bytes::Bytes;

use super::gathered::Gathered;
use super::{BlockingChunks, BlockingTransport, Fault};
use crate::Error;
use crate::core::{Beside, Plan, Reply, Step};

/// What comes of a call, and, where the answer streams, its live body.
pub(crate) type DrivenBlocking = Result<(Reply, Option<Box<dyn BlockingChunks>>), Error>;

/// Does what each step asks for, until the call is over.
pub(crate) fn drive_blocking(transport: &dyn BlockingTransport, plan: Box<Plan>) -> DrivenBlocking {
    let mut step = plan.start(&|| transport.now());
    let mut chunks: Option<Box<dyn BlockingChunks>> = None;
    loop {
        step = match step {
            Step::Send(sent) => match transport.send(sent.attempt()) {
                Ok(response) => {
                    let (head, body) = response.into_parts();
                    chunks = Some(body);
                    sent.head(head, &|| transport.now())
                }
                Err(fault) => sent.failed(fault, &|| transport.now()),
            },
            Step::Read(reading) => match collect(chunks.take(), reading.limit()) {
                Ok(Some(body)) => reading.body(body, &|| transport.now()),
                Ok(None) => reading.too_large(),
                Err(fault) => reading.failed(fault, &|| transport.now()),
            },
            Step::Beside(beside) => do_beside(transport, beside),
            Step::Stream(reply) => return Ok((reply, chunks)),
            Step::Done(result) => return result.map(|reply| (reply, None)),
        };
    }
}

/// As the async one.
fn do_beside(transport: &dyn BlockingTransport, beside: Beside) -> Step {
    match beside {
        Beside::Enter(entering) => match entering.gate().enter(entering.left(&|| transport.now())) {
            Some(inside) => entering.entered(inside, &|| transport.now()),
            None => entering.late(),
        },
        Beside::Grant(plan, granting) => {
            let answer = drive_blocking(transport, plan).map(|(reply, _)| reply);
            granting.granted(answer, &|| transport.now())
        }
        Beside::Ask(source, sourcing) => sourcing.token(source.get().token_blocking(), &|| transport.now()),
        Beside::Wait(time, waiting) => {
            transport.sleep(time);
            waiting.woken(&|| transport.now())
        }
    }
}

/// The whole body; `None` where it has more than `limit` bytes.
fn collect(chunks: Option<Box<dyn BlockingChunks>>, limit: u64) -> Result<Option<Bytes>, Fault> {
    let Some(mut chunks) = chunks else { return Ok(Some(Bytes::new())) };
    let mut body = Gathered::new(limit);
    while let Some(chunk) = chunks.next()? {
        if !body.take(chunk) {
            return Ok(None);
        }
    }
    Ok(Some(body.whole()))
}
