//! Requests over reqwest. Its own redirects are off; its types stay in here.

use std::time::Duration;

use bytes::Bytes;

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
        #[cfg(not(target_arch = "wasm32"))]
        let builder = builder.connect_timeout(connect);
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
            *request.timeout_mut() = Some(limits.total);
            let response = client.execute(request).await.map_err(fault)?;
            let mut head = http::Response::new(());
            *head.status_mut() = response.status();
            *head.headers_mut() = response.headers().clone();
            Ok(head.map(|()| Box::new(Body(response)) as Box<dyn Chunks>))
        })
    }
}

struct Body(reqwest::Response);

impl Chunks for Body {
    fn next(&mut self) -> Carried<'_, Result<Option<Bytes>, Fault>> {
        Box::pin(async move { self.0.chunk().await.map_err(fault) })
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
