//! Requests over reqwest. Its own redirects are off; its types stay in here.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::Body as _;
use reqwest::Response;

use super::outgoing;
use super::sleep::sleep;
use super::uploading::{Meter, body, going_out};
use super::{Answer, Attempt, Carried, Chunks, Fault, FaultKind, Transport};
use crate::runtime::{Error, ErrorKind};

/// A request under way.
pub(super) type Executing = Carried<'static, Result<Response, reqwest::Error>>;

/// Carries requests over reqwest.
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// With the platform's roots and these further ones (DER), and this limit for a connection.
    ///
    /// # Errors
    /// Where the platform's roots cannot be read.
    pub fn new(roots: &[Vec<u8>], connect: Duration) -> Result<ReqwestTransport, Error> {
        let builder =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).retry(reqwest::retry::never());
        // Another crate of the build may have turned these on in reqwest: what goes over the wire is for our own features to say.
        #[cfg(not(target_arch = "wasm32"))]
        let builder = builder.no_brotli().no_deflate().no_zstd().connect_timeout(connect);
        #[cfg(all(not(feature = "gzip"), not(target_arch = "wasm32")))]
        let builder = builder.no_gzip();
        #[cfg(feature = "rustls")]
        let builder = builder.tls_backend_preconfigured(super::tls::client_config(roots)?);
        #[cfg(not(feature = "rustls"))]
        let _ = roots;
        let client = builder
            .build()
            .map_err(|error| Error::new(ErrorKind::Config, "the HTTP client cannot be set up").with_source(error))?;
        Ok(ReqwestTransport { client })
    }
}

#[cfg(feature = "reqwest-0-13")]
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> ReqwestTransport {
        ReqwestTransport { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, attempt: Attempt) -> Carried<'static, Result<Answer, Fault>> {
        let client = self.client.clone();
        let Attempt { request, limits, .. } = attempt;
        Box::pin(async move {
            let meter = Arc::new(Meter::default());
            let watched = limits.upload.map(|_| meter.clone());
            let mut request =
                reqwest::Request::try_from(request.map(|payload| body(payload, watched))).map_err(fault)?;
            let response = match (limits.idle, limits.upload) {
                (None, None) => {
                    *request.timeout_mut() = Some(limits.total);
                    client.execute(request).await.map_err(fault)?
                }
                (Some(_), None) => within(limits.total, Box::pin(client.execute(request))).await?,
                (_, Some(upload)) => {
                    let work = Box::pin(going_out(meter, upload, limits.total, Box::pin(client.execute(request))));
                    within_fault(upload.whole, work).await?
                }
            };
            let idle = limits.idle.or(limits.upload.map(|upload| upload.idle));
            let response = http::Response::from(response);
            Ok(response.map(|body| Box::new(Body { body: Box::pin(body), idle, timer: None }) as Box<dyn Chunks>))
        })
    }
}

/// The answer to a request whose body has no limit of its own.
async fn within(time: Duration, work: Executing) -> Result<Response, Fault> {
    within_fault(Some(time), Box::pin(async { work.await.map_err(fault) })).await
}

/// What comes of it, where that is in time.
async fn within_fault(
    time: Option<Duration>,
    mut work: Carried<'static, Result<Response, Fault>>,
) -> Result<Response, Fault> {
    let Some(time) = time else { return work.await };
    let mut timer = sleep(time);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(done),
        Poll::Pending => timer.as_mut().poll(context).map(|()| Err(late())),
    })
    .await
}

/// A time that is over before anything came.
pub(super) fn late() -> Fault {
    Fault { kind: FaultKind::Timeout, source: "nothing came in time".into() }
}

struct Body {
    body: Pin<Box<reqwest::Body>>,
    idle: Option<Duration>,
    /// Runs while a chunk is waited for.
    timer: Option<Carried<'static, ()>>,
}

impl Chunks for Body {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        loop {
            match self.body.as_mut().poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => {
                    self.timer = None;
                    // Trailers are passed over.
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Ok(Some(data)));
                    }
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(fault(error))),
                Poll::Ready(None) => return Poll::Ready(Ok(None)),
                Poll::Pending => {
                    let Some(idle) = self.idle else { return Poll::Pending };
                    let timer = self.timer.get_or_insert_with(|| sleep(idle));
                    return timer.as_mut().poll(context).map(|()| Err(late()));
                }
            }
        }
    }
}

pub(super) fn fault(error: reqwest::Error) -> Fault {
    // A connection that takes too long is both; that nothing was sent is what counts.
    let kind = match (error.is_connect(), error.is_timeout()) {
        _ if outgoing::is_unreadable(&error) => FaultKind::Unreadable,
        (true, _) if super::is_trust(&error) => FaultKind::Untrusted,
        (true, _) => FaultKind::Connect,
        (false, true) => FaultKind::Timeout,
        (false, false) => FaultKind::Interrupted,
    };
    // The address may hold a key in its query.
    Fault { kind, source: Box::new(error.without_url()) }
}
