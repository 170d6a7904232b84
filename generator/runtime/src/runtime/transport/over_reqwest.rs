//! Requests over reqwest. Its own redirects are off; its types stay in here.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::Body as _;

use super::sleep::sleep;
use super::{Carried, Chunks, Fault, FaultKind, Limits, Transport};
use crate::runtime::{Error, ErrorKind};

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

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Carried<'static, Result<http::Response<Box<dyn Chunks>>, Fault>> {
        let client = self.client.clone();
        Box::pin(async move {
            let mut request = reqwest::Request::try_from(request).map_err(fault)?;
            let response = match limits.idle {
                None => {
                    *request.timeout_mut() = Some(limits.total);
                    client.execute(request).await.map_err(fault)?
                }
                Some(_) => within(limits.total, Box::pin(client.execute(request))).await?,
            };
            let response = http::Response::from(response);
            Ok(response
                .map(|body| Box::new(Body { body: Box::pin(body), idle: limits.idle, timer: None }) as Box<dyn Chunks>))
        })
    }
}

/// The answer to a request whose body has no limit of its own.
async fn within(
    time: Duration,
    mut work: Carried<'static, Result<reqwest::Response, reqwest::Error>>,
) -> Result<reqwest::Response, Fault> {
    let mut timer = sleep(time);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(done.map_err(fault)),
        Poll::Pending => timer.as_mut().poll(context).map(|()| Err(late())),
    })
    .await
}

/// A time that is over before anything came.
fn late() -> Fault {
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

fn fault(error: reqwest::Error) -> Fault {
    // A connection that takes too long is both; that nothing was sent is what counts.
    let kind = match (error.is_connect(), error.is_timeout()) {
        (true, _) if super::is_trust(&error) => FaultKind::Untrusted,
        (true, _) => FaultKind::Connect,
        (false, true) => FaultKind::Timeout,
        (false, false) => FaultKind::Interrupted,
    };
    // The address may hold a key in its query.
    Fault { kind, source: Box::new(error.without_url()) }
}
