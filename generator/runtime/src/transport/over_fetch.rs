//! [`ReqwestTransport`] in a browser (wasm32): requests over `fetch`, by reqwest's implementation
//! for it. Must not know retries.
//!
//! The browser follows redirects, sets `User-Agent`, decompresses, keeps cookies, and checks
//! certificates. It does not say why a request failed. Bodies are sent and received as a whole.
//! There is no timer: see [`super::sleep`].

use std::time::Duration;

use super::fn_transport::SingleChunk;
use super::payload_reader::read_payload;
use super::{Attempt, BoxFuture, Chunks, Fault, FaultKind, Transport, TransportResponse};
use crate::Error;

/// Sends requests over `fetch`.
///
/// Available with feature `async`.
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// Creates a transport. Root certificates and the connect timeout are the browser's.
    ///
    /// # Errors
    ///
    /// Never fails; the type is that of all targets.
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
        let Attempt { request, timeouts, .. } = attempt;
        Box::pin(async move {
            let (head, payload) = request.into_parts();
            let body = read_payload(payload).await?;
            let url = reqwest::Url::parse(&head.uri.to_string())
                .map_err(|error| Fault { kind: FaultKind::Refused, source: Box::new(error) })?;
            let mut request = reqwest::Request::new(head.method, url);
            *request.headers_mut() = head.headers;
            *request.timeout_mut() = Some(timeouts.total);
            if !body.is_empty() {
                *request.body_mut() = Some(body.into());
            }
            let response = client.execute(request).await.map_err(fault)?;
            let (status, headers) = (response.status(), response.headers().clone());
            let body = response.bytes().await.map_err(fault)?;
            let mut made = http::Response::new(Box::new(SingleChunk(Some(body))) as Box<dyn Chunks>);
            (*made.status_mut(), *made.headers_mut()) = (status, headers);
            Ok(made)
        })
    }
}

/// Converts an error. `fetch` does not say whether anything was sent.
fn fault(error: reqwest::Error) -> Fault {
    let kind = if error.is_timeout() { FaultKind::Timeout } else { FaultKind::Interrupted };
    // The URL may contain a key in its query.
    Fault { kind, source: Box::new(error.without_url()) }
}
