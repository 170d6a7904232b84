//! Requests in a browser (wasm32): over its `fetch`, by reqwest's side for it, whose types stay in here.
//!
//! What the browser decides is not the core's: it follows redirects, sets `User-Agent`, unpacks, keeps cookies, trusts certificates, and
//! says of a failure no more than that there was one. A body comes whole, in either direction. There is no timer: see [`super::sleep`].

use std::time::Duration;

use super::closure::One;
use super::outgoing::gather;
use super::{Attempt, BoxFuture, Chunks, Fault, FaultKind, Transport, TransportResponse};
use crate::Error;

/// Carries requests over `fetch`.
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// Roots and the time for a connection are the browser's.
    ///
    /// # Errors
    /// None.
    pub fn new(_: &[Vec<u8>], _: Duration) -> Result<ReqwestTransport, Error> {
        Ok(ReqwestTransport { client: reqwest::Client::new() })
    }
}

#[cfg(feature = "reqwest-0-13")]
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> ReqwestTransport {
        ReqwestTransport { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, attempt: Attempt) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        let client = self.client.clone();
        let Attempt { request, limits, .. } = attempt;
        Box::pin(async move {
            let (head, payload) = request.into_parts();
            let body = gather(payload).await?;
            let url = reqwest::Url::parse(&head.uri.to_string())
                .map_err(|error| Fault { kind: FaultKind::Refused, source: Box::new(error) })?;
            let mut request = reqwest::Request::new(head.method, url);
            *request.headers_mut() = head.headers;
            *request.timeout_mut() = Some(limits.total);
            if !body.is_empty() {
                *request.body_mut() = Some(body.into());
            }
            let response = client.execute(request).await.map_err(fault)?;
            let (status, headers) = (response.status(), response.headers().clone());
            let body = response.bytes().await.map_err(fault)?;
            let mut answer = http::Response::new(Box::new(One(Some(body))) as Box<dyn Chunks>);
            (*answer.status_mut(), *answer.headers_mut()) = (status, headers);
            Ok(answer)
        })
    }
}

/// `fetch` does not say whether anything was sent.
fn fault(error: reqwest::Error) -> Fault {
    let kind = if error.is_timeout() { FaultKind::Timeout } else { FaultKind::Interrupted };
    // The address may hold a key in its query.
    Fault { kind, source: Box::new(error.without_url()) }
}
