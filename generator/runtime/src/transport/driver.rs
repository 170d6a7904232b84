//! Drives a call through an async transport.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use super::gathered::Gathered;
use super::{BoxFuture, Chunks, Fault, Transport};
use crate::Error;
use crate::core::{Beside, Plan, Reply, Step};

/// What comes of a call, and, where the answer streams, its live body.
pub(crate) type Driven = Result<(Reply, Option<Box<dyn Chunks>>), Error>;

/// Does what each step asks for, until the call is over.
pub(crate) async fn drive(transport: Arc<dyn Transport>, plan: Box<Plan>) -> Driven {
    let mut step = plan.start(&|| transport.now());
    let mut chunks: Option<Box<dyn Chunks>> = None;
    loop {
        step = match step {
            Step::Send(sent) => match transport.send(sent.attempt()).await {
                Ok(response) => {
                    let (head, body) = response.into_parts();
                    chunks = Some(body);
                    sent.head(head, &|| transport.now())
                }
                Err(fault) => sent.failed(fault, &|| transport.now()),
            },
            Step::Read(reading) => {
                let mut body = Gathered::new(reading.limit());
                let read = poll_fn(|context| gather(&mut chunks, &mut body, context)).await;
                chunks = None;
                match read {
                    Ok(true) => reading.body(body.whole(), &|| transport.now()),
                    Ok(false) => reading.too_large(),
                    Err(fault) => reading.failed(fault, &|| transport.now()),
                }
            }
            Step::Beside(beside) => do_beside(transport.clone(), beside).await,
            Step::Stream(reply) => return Ok((reply, chunks)),
            Step::Done(result) => return result.map(|reply| (reply, None)),
        };
    }
}

/// In a box: what most calls never come to needs no room in the future of each; and it may be a call in turn, for a token.
fn do_beside(transport: Arc<dyn Transport>, beside: Beside) -> BoxFuture<'static, Step> {
    Box::pin(async move {
        match beside {
            Beside::Enter(entering) => {
                let left = entering.left(&|| transport.now());
                match in_time(&transport, left, |context| entering.gate().poll_enter(context)).await {
                    Some(inside) => entering.entered(inside, &|| transport.now()),
                    None => entering.late(),
                }
            }
            Beside::Grant(plan, granting) => {
                let answer = drive(transport.clone(), plan).await.map(|(reply, _)| reply);
                granting.granted(answer, &|| transport.now())
            }
            Beside::Ask(source, sourcing) => {
                let (left, mut token) = (sourcing.left(&|| transport.now()), source.get().token());
                match in_time(&transport, left, |context| token.as_mut().poll(context)).await {
                    Some(token) => sourcing.token(token, &|| transport.now()),
                    None => sourcing.late(),
                }
            }
            Beside::Wait(time, waiting) => {
                transport.sleep(time).await;
                waiting.woken(&|| transport.now())
            }
        }
    })
}

/// What comes of it; `None` where that takes longer than is left.
async fn in_time<T>(
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

/// Takes all that there is of a body; `false` where that is too much.
fn gather(
    chunks: &mut Option<Box<dyn Chunks>>,
    body: &mut Gathered,
    context: &mut Context<'_>,
) -> Poll<Result<bool, Fault>> {
    let Some(chunks) = chunks else { return Poll::Ready(Ok(true)) };
    loop {
        match chunks.poll_chunk(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Ok(Some(chunk))) => {
                if !body.take(chunk) {
                    return Poll::Ready(Ok(false));
                }
            }
            Poll::Ready(Ok(None)) => return Poll::Ready(Ok(true)),
            Poll::Ready(Err(fault)) => return Poll::Ready(Err(fault)),
        }
    }
}
