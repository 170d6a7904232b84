//! The body of a request as reqwest takes it, and the limits of time of one that may be of any size.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use reqwest::Response;

use super::outgoing::Outgoing;
use super::over_reqwest::{Executing, fault, late};
use super::sleep::sleep;
use super::{Chunks, Fault, Payload, Upload};

/// What is in memory goes as it is, so that a connection that broke may be taken again by the library.
pub(super) fn body(payload: Payload, meter: Option<Arc<Meter>>) -> reqwest::Body {
    match payload.bytes().filter(|_| !payload.is_watched()) {
        Some(bytes) => bytes.into(),
        None => reqwest::Body::wrap(Sent(Mutex::new(Outgoing::new(payload)), meter)),
    }
}

/// A body that is sent in chunks; nobody waits for the lock, which only says that it may be shared.
struct Sent(Mutex<Outgoing>, Option<Arc<Meter>>);

/// How far a body is: its chunks, and whether it is out.
#[derive(Default)]
pub(super) struct Meter {
    chunks: AtomicU64,
    out: AtomicBool,
}

/// The answer to a request whose body may take any time, as long as it goes on.
pub(super) async fn going_out(
    meter: Arc<Meter>,
    upload: Upload,
    total: Duration,
    mut work: Executing,
) -> Result<Response, Fault> {
    let (mut timer, mut seen, mut out) = (sleep(upload.idle), 0, false);
    poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(done.map_err(fault));
        }
        if meter.out.load(Ordering::Relaxed) && !out {
            (timer, out) = (sleep(total), true);
        }
        while timer.as_mut().poll(context).is_ready() {
            let chunks = meter.chunks.load(Ordering::Relaxed);
            if out || chunks == seen {
                return Poll::Ready(Err(late()));
            }
            (timer, seen) = (sleep(upload.idle), chunks);
        }
        Poll::Pending
    })
    .await
}

impl http_body::Body for Sent {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        let Sent(outgoing, meter) = &mut *self;
        let outgoing = outgoing.get_mut().unwrap_or_else(PoisonError::into_inner);
        let polled = outgoing.poll_chunk(context);
        if let (Some(meter), Poll::Ready(chunk)) = (meter, &polled) {
            meter.chunks.fetch_add(1, Ordering::Relaxed);
            meter.out.store(outgoing.is_out() || matches!(chunk, Ok(None)), Ordering::Relaxed);
        }
        polled.map(|chunk| match chunk {
            Ok(chunk) => chunk.map(|chunk| Ok(http_body::Frame::data(chunk))),
            Err(fault) => Some(Err(fault.source)),
        })
    }

    fn size_hint(&self) -> http_body::SizeHint {
        let length = self.0.lock().unwrap_or_else(PoisonError::into_inner).length();
        length.map_or_else(http_body::SizeHint::new, http_body::SizeHint::with_exact)
    }
}
