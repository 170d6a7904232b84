//! [`ReqwestTransport`]: async requests over reqwest. Its own redirects are off. Its types stay
//! inside of this module. Must not know retries.

use std::future::ready;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use super::payload_reader::{self, PayloadReader};
use super::response_timeout::{ResponseTimeout, UploadMeter};
use super::{Attempt, BoxFuture, Chunks, Fault, FaultKind, Payload, Transport, TransportResponse, head};
use crate::{Error, ErrorKind};
use bytes::Bytes;
use http::header::USER_AGENT;

/// Sends requests over reqwest.
///
/// Available with feature `async`.
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// `true` for a client that the user passed. It enforces the timeout of the whole response
    /// itself, because it may have a timeout of its own, which ours replaces.
    is_external: bool,
}

impl ReqwestTransport {
    /// Creates a transport that trusts the platform's root certificates and additional ones, in
    /// DER, with a timeout for connecting.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Config`] if HTTPS or the client cannot be set up.
    pub fn new(roots: &[Vec<u8>], connect: Duration) -> Result<ReqwestTransport, Error> {
        let builder =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).retry(reqwest::retry::never());
        // Another crate of the build may have enabled these in reqwest. The features of this crate
        // decide.
        let builder = builder.no_brotli().no_deflate().no_gzip().no_zstd().connect_timeout(connect);
        let builder = builder.http1_max_headers(head::MOST_FIELDS);
        // Its default for HTTP/2 is lower than our limit, and closes the connection.
        #[cfg(feature = "http2")]
        let builder = builder.http2_max_header_list_size(1 << 19);
        #[cfg(feature = "rustls")]
        let builder = builder.tls_backend_preconfigured(super::tls::client_config(roots)?);
        #[cfg(not(feature = "rustls"))]
        let _ = roots;
        let client = builder
            .build()
            .map_err(|error| Error::new(ErrorKind::Config, "the HTTP client cannot be set up").with_source(error))?;
        Ok(ReqwestTransport { client, is_external: false })
    }
}

#[cfg(feature = "reqwest-0-13")]
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> ReqwestTransport {
        ReqwestTransport { client, is_external: true }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, mut attempt: Attempt) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Box::pin(ready(Err(no_runtime())));
        }
        if self.is_external {
            remove_own_agent(&mut attempt);
        }
        // Not destructured, because each part would be moved.
        let timeouts = &attempt.timeouts;
        let meter = timeouts.upload.map(|_| Arc::new(UploadMeter::default()));
        let url = match address(attempt.request.uri()) {
            Ok(url) => url,
            Err(fault) => return Box::pin(ready(Err(fault))),
        };
        let mut request = reqwest::Request::new(attempt.request.method().clone(), url);
        fill(&mut request, &mut attempt.request, meter.clone());
        let timeout = match (timeouts.upload, meter) {
            (Some(upload), Some(meter)) => ResponseTimeout::upload(meter, upload, timeouts.total),
            (_, _) if self.is_external && timeouts.idle.is_none() => {
                *request.timeout_mut() = Some(timeouts.total);
                ResponseTimeout::ByLibrary
            }
            (_, _) => ResponseTimeout::total(timeouts.total),
        };
        let idle = timeouts.idle.or(timeouts.upload.map(|upload| upload.idle));
        let is_head = request.method() == http::Method::HEAD;
        Box::pin(PendingResponse { response: self.client.execute(request), timeout, idle, is_head })
    }
}

/// Removes our `User-Agent`, so that the one of the user's client is sent. One that was set
/// explicitly stays.
#[cold]
fn remove_own_agent(attempt: &mut Attempt) {
    let ours = attempt.api.user_agent;
    let headers = attempt.request.headers_mut();
    if headers.get(USER_AGENT).is_some_and(|agent| agent == ours) {
        headers.remove(USER_AGENT);
    }
}

/// Creates the fault for a call outside of a tokio runtime, where reqwest would panic.
#[cold]
fn no_runtime() -> Fault {
    let what = "there is no tokio runtime, which reqwest needs; call it inside of one (`#[tokio::main]`), or enable the feature `blocking` and use `send_blocking`";
    Fault { kind: FaultKind::Refused, source: what.into() }
}

/// A request that was passed to reqwest. It is a type of its own, because an `async` block would
/// reserve space for each value that it was created from, and calls are faster the less memory they
/// touch.
struct PendingResponse<F> {
    response: F,
    timeout: ResponseTimeout,
    /// The timeout between two chunks of the response, if it applies.
    idle: Option<Duration>,
    is_head: bool,
}

impl<F: Future<Output = Result<reqwest::Response, reqwest::Error>> + Unpin> Future for PendingResponse<F> {
    type Output = Result<TransportResponse, Fault>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = match Pin::new(&mut self.response).poll(context) {
            Poll::Pending => return self.timeout.poll_expired(context).map(Err),
            Poll::Ready(Err(error)) => return Poll::Ready(Err(fault(error))),
            Poll::Ready(Ok(response)) => response,
        };
        let timeout = match self.idle {
            Some(idle) => ResponseTimeout::idle(idle),
            None => std::mem::replace(&mut self.timeout, ResponseTimeout::ByLibrary),
        };
        Poll::Ready(into_response(response, timeout, self.is_head))
    }
}

/// Fills a request of reqwest.
fn fill(made: &mut reqwest::Request, request: &mut http::Request<Payload>, meter: Option<Arc<UploadMeter>>) {
    *made.version_mut() = request.version();
    *made.headers_mut() = std::mem::take(request.headers_mut());
    #[cfg(feature = "gzip")]
    super::gzip::request_gzip(made.headers_mut());
    if request.body().length() == Some(0) && super::has_body(request.method()) {
        made.headers_mut().insert(http::header::CONTENT_LENGTH, 0.into());
    }
    *made.body_mut() = Some(body(std::mem::take(request.body_mut()), meter));
}

/// Converts a URL at once. The library's own conversion writes it piece by piece.
fn address(uri: &http::Uri) -> Result<reqwest::Url, Fault> {
    let scheme = uri.scheme_str().unwrap_or_default();
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let mut text = String::with_capacity(scheme.len() + 3 + authority.len() + path.len());
    text.extend([scheme, "://", authority, path]);
    reqwest::Url::parse(&text).map_err(|error| Fault { kind: FaultKind::Interrupted, source: Box::new(error) })
}

/// Creates a body. Bytes in memory are passed as they are, so that the library can repeat the
/// request on another connection.
fn body(payload: Payload, meter: Option<Arc<UploadMeter>>) -> reqwest::Body {
    match payload.bytes().filter(|_| !payload.has_progress()) {
        Some(bytes) => bytes.into(),
        None => reqwest::Body::wrap(PayloadBody(Mutex::new(PayloadReader::new(payload)), meter)),
    }
}

/// A body that is sent in chunks. The lock is never contended; it only makes the type `Sync`.
struct PayloadBody(Mutex<PayloadReader>, Option<Arc<UploadMeter>>);

impl http_body::Body for PayloadBody {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        let PayloadBody(reader, meter) = &mut *self;
        let reader = reader.get_mut().unwrap_or_else(PoisonError::into_inner);
        let polled = reader.poll_chunk(context);
        if let (Some(meter), Poll::Ready(chunk)) = (meter, &polled) {
            meter.count(reader.is_complete() || matches!(chunk, Ok(None)));
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

/// Converts a response. Its head is moved, and the rest stays as it is.
#[inline]
fn into_response(
    mut response: reqwest::Response,
    timeout: ResponseTimeout,
    is_head: bool,
) -> Result<TransportResponse, Fault> {
    let (status, version) = (response.status(), response.version());
    #[allow(unused_mut)]
    let mut headers = std::mem::take(response.headers_mut());
    head::check(&headers)?;
    let body = Body { response, timeout };
    #[cfg(feature = "gzip")]
    let body: Box<dyn Chunks> = match !is_head && super::gzip::take_gzip(&mut headers) {
        true => Box::new(super::gzip::GzipBody::new(body)),
        false => Box::new(body),
    };
    #[cfg(not(feature = "gzip"))]
    let (body, _): (Box<dyn Chunks>, bool) = (Box::new(body), is_head);
    let mut converted = http::Response::new(body);
    *converted.status_mut() = status;
    *converted.version_mut() = version;
    *converted.headers_mut() = headers;
    Ok(converted)
}

struct Body {
    response: reqwest::Response,
    timeout: ResponseTimeout,
}

impl Chunks for Body {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        // The future holds only a reference to the body, so that it can be created anew. Trailers
        // are skipped.
        match pin!(self.response.chunk()).poll(context) {
            Poll::Ready(Ok(chunk)) => {
                self.timeout.restart();
                Poll::Ready(Ok(chunk))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(fault(error))),
            Poll::Pending => self.timeout.poll_expired(context).map(Err),
        }
    }
}

fn fault(error: reqwest::Error) -> Fault {
    #[cfg(not(feature = "rustls"))]
    if is_about_scheme(&error) {
        return super::without_tls();
    }
    // A connection that takes too long is both a connection error and a timeout. The former counts,
    // because nothing was sent.
    let kind = match (error.is_connect(), error.is_timeout()) {
        _ if payload_reader::is_unreadable(&error) => FaultKind::Unreadable,
        (true, _) if super::is_trust(&error) => FaultKind::Untrusted,
        (true, _) => FaultKind::Connect,
        (false, true) => FaultKind::Timeout,
        (false, false) if is_malformed(&error) => FaultKind::Malformed,
        (false, false) => FaultKind::Interrupted,
    };
    // The URL may contain a key in its query.
    Fault { kind, source: Box::new(error.without_url()) }
}

/// Returns `true` if the response is not valid HTTP: its head cannot be parsed or is too large, or
/// its chunks are invalid. hyper has no name for the latter: it reports them as invalid data, and a
/// body that ends early as an unexpected end.
fn is_malformed(error: &(dyn std::error::Error + 'static)) -> bool {
    if error.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse) {
        return true;
    }
    if let Some(io) = error.downcast_ref::<std::io::Error>() {
        use std::io::ErrorKind::{InvalidData, InvalidInput};
        // An error with a TLS cause is a lost connection.
        return matches!(io.kind(), InvalidData | InvalidInput) && !super::is_tls(io);
    }
    error.source().is_some_and(is_malformed)
}

/// Returns `true` if the connector supports only `http`. There is no error kind for it, and another
/// crate of the build may have enabled TLS in reqwest.
#[cfg(not(feature = "rustls"))]
fn is_about_scheme(error: &(dyn std::error::Error + 'static)) -> bool {
    error.source().map_or_else(|| error.to_string().ends_with("scheme is not http"), is_about_scheme)
}
