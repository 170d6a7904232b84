//! [`drive`]: runs a call over an async transport. Must not decide which step is next: `machine`
//! does.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use super::body_buffer::BodyBuffer;
use super::{BoxFuture, Chunks, Fault, Transport};
use crate::Error;
use crate::machine::{CallPlan, RareStep, RawResponse, Step};

/// The outcome of a call, with the body if the response is streamed.
pub(crate) type CallOutcome = Result<(RawResponse, Option<Box<dyn Chunks>>), Error>;

/// Does what each step asks for, until the call is done.
pub(crate) async fn drive(transport: Arc<dyn Transport>, plan: Box<CallPlan>) -> CallOutcome {
    let mut step = plan.start(&|| transport.now());
    let mut chunks: Option<Box<dyn Chunks>> = None;
    loop {
        step = match step {
            Step::Send(head) => match transport.send(head.attempt()).await {
                Ok(response) => {
                    let (parts, body) = response.into_parts();
                    chunks = Some(body);
                    head.received(parts, &|| transport.now())
                }
                Err(fault) => head.failed(fault, &|| transport.now()),
            },
            Step::Read(body) => {
                let mut buffer = BodyBuffer::new(body.limit());
                let read = poll_fn(|context| read_chunks(&mut chunks, &mut buffer, context)).await;
                chunks = None;
                match read {
                    Ok(true) => body.received(buffer.into_bytes(), &|| transport.now()),
                    Ok(false) => body.too_large(),
                    Err(fault) => body.failed(fault, &|| transport.now()),
                }
            }
            Step::Rare(step) => run_rare_step(transport.clone(), step).await,
            Step::Stream(response) => return Ok((response, chunks)),
            Step::Done(outcome) => return outcome.map(|response| (response, None)),
        };
    }
}

/// Runs a step that most calls never need. It is boxed, so that the future of a call does not
/// reserve space for it, and because it may be a call itself, to a token endpoint.
fn run_rare_step(transport: Arc<dyn Transport>, step: RareStep) -> BoxFuture<'static, Step> {
    Box::pin(async move {
        match step {
            RareStep::Lock(lock) => {
                let left = lock.time_left(&|| transport.now());
                match within(&transport, left, |context| lock.lock().poll_lock(context)).await {
                    Some(guard) => lock.locked(guard, &|| transport.now()),
                    None => lock.timed_out(),
                }
            }
            RareStep::Grant(plan, grant) => {
                let outcome = drive(transport.clone(), plan).await.map(|(response, _)| response);
                grant.finished(outcome, &|| transport.now())
            }
            RareStep::RequestToken(source, request) => {
                let (left, mut token) = (request.time_left(&|| transport.now()), source.get().token());
                match within(&transport, left, |context| token.as_mut().poll(context)).await {
                    Some(token) => request.finished(token, &|| transport.now()),
                    None => request.timed_out(),
                }
            }
            RareStep::Delay(delay, waiting) => {
                transport.sleep(delay).await;
                waiting.elapsed(&|| transport.now())
            }
        }
    })
}

/// Returns the result of `work`; `None` if it takes longer than the time that is left.
async fn within<T>(
    transport: &Arc<dyn Transport>,
    left: Option<Duration>,
    mut work: impl FnMut(&mut Context<'_>) -> Poll<T>,
) -> Option<T> {
    let mut timer = None;
    poll_fn(|context| match (work(context), left) {
        (Poll::Ready(done), _) => Poll::Ready(Some(done)),
        (Poll::Pending, None) => Poll::Pending,
        (Poll::Pending, Some(left)) => {
            timer.get_or_insert_with(|| transport.sleep(left)).as_mut().poll(context).map(|()| None)
        }
    })
    .await
}

/// Reads the body into a buffer. Returns `false` if it exceeds the limit.
fn read_chunks(
    chunks: &mut Option<Box<dyn Chunks>>,
    buffer: &mut BodyBuffer,
    context: &mut Context<'_>,
) -> Poll<Result<bool, Fault>> {
    let Some(chunks) = chunks else { return Poll::Ready(Ok(true)) };
    loop {
        match chunks.poll_chunk(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Ok(Some(chunk))) => {
                if !buffer.push(chunk) {
                    return Poll::Ready(Ok(false));
                }
            }
            Poll::Ready(Ok(None)) => return Poll::Ready(Ok(true)),
            Poll::Ready(Err(fault)) => return Poll::Ready(Err(fault)),
        }
    }
}
