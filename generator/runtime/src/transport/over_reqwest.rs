//! Requests over reqwest. Its own redirects are off; its types stay in here.

use std::future::ready;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use super::limit::{Limit, Meter};
use super::outgoing::{self, Outgoing};
use super::{Attempt, BoxFuture, Chunks, Fault, FaultKind, Payload, Transport, TransportResponse, head};
use crate::{Error, ErrorKind};
use bytes::Bytes;
use http::header::USER_AGENT;

/// Carries requests over reqwest.
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// `true` for a client that was handed in. It keeps the time for a whole answer then, as it may have a limit of its own, which ours takes the
    /// place of.
    handed_in: bool,
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
        let builder = builder.no_brotli().no_deflate().no_gzip().no_zstd().connect_timeout(connect);
        let builder = builder.http1_max_headers(head::MOST_FIELDS);
        // Its own limit for HTTP/2 is lower than ours, and breaks the connection.
        #[cfg(feature = "http2")]
        let builder = builder.http2_max_header_list_size(1 << 19);
        #[cfg(feature = "rustls")]
        let builder = builder.tls_backend_preconfigured(super::tls::client_config(roots)?);
        #[cfg(not(feature = "rustls"))]
        let _ = roots;
        let client = builder
            .build()
            .map_err(|error| Error::new(ErrorKind::Config, "the HTTP client cannot be set up").with_source(error))?;
        Ok(ReqwestTransport { client, handed_in: false })
    }
}

#[cfg(feature = "reqwest-0-13")]
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> ReqwestTransport {
        ReqwestTransport { client, handed_in: true }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, mut attempt: Attempt) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Box::pin(ready(Err(outside())));
        }
        if self.handed_in {
            without_agent(&mut attempt);
        }
        // Not taken apart: each part would be moved.
        let limits = &attempt.limits;
        let meter = limits.upload.map(|_| Arc::new(Meter::default()));
        let url = match address(attempt.request.uri()) {
            Ok(url) => url,
            Err(fault) => return Box::pin(ready(Err(fault))),
        };
        let mut request = reqwest::Request::new(attempt.request.method().clone(), url);
        fill(&mut request, &mut attempt.request, meter.clone());
        let limit = match (limits.upload, meter) {
            (Some(upload), Some(meter)) => Limit::going_out(meter, upload, limits.total),
            (_, _) if self.handed_in && limits.idle.is_none() => {
                *request.timeout_mut() = Some(limits.total);
                Limit::Elsewhere
            }
            (_, _) => Limit::whole(limits.total),
        };
        let idle = limits.idle.or(limits.upload.map(|upload| upload.idle));
        let is_head = request.method() == http::Method::HEAD;
        Box::pin(UnderWay { response: self.client.execute(request), limit, idle, is_head })
    }
}

/// The `User-Agent` of a client that was handed in stays: the library takes it only where a request has none. One that was set by hand goes before.
#[cold]
fn without_agent(attempt: &mut Attempt) {
    let ours = attempt.api.user_agent;
    let headers = attempt.request.headers_mut();
    if headers.get(USER_AGENT).is_some_and(|agent| agent == ours) {
        headers.remove(USER_AGENT);
    }
}

/// The library would panic, in words that name no way out.
#[cold]
fn outside() -> Fault {
    let what = "there is no runtime of tokio here, which reqwest needs; call it inside of one (`#[tokio::main]`), or turn on the feature `blocking` and use `send_blocking`";
    Fault { kind: FaultKind::Refused, source: what.into() }
}

/// A request that was handed to the library. It has a name, as an `async` block has a place for each value that it was made of: the less memory a call touches,
/// the sooner it is done.
struct UnderWay<F> {
    response: F,
    limit: Limit,
    /// Between two parts of the answer, where that is what counts.
    idle: Option<Duration>,
    is_head: bool,
}

impl<F: Future<Output = Result<reqwest::Response, reqwest::Error>> + Unpin> Future for UnderWay<F> {
    type Output = Result<TransportResponse, Fault>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = match Pin::new(&mut self.response).poll(context) {
            Poll::Pending => return self.limit.poll_over(context).map(Err),
            Poll::Ready(Err(error)) => return Poll::Ready(Err(fault(error))),
            Poll::Ready(Ok(response)) => response,
        };
        let limit = match self.idle {
            Some(idle) => Limit::between(idle),
            None => std::mem::replace(&mut self.limit, Limit::Elsewhere),
        };
        Poll::Ready(answer(response, limit, self.is_head))
    }
}

/// The same in the library's words.
fn fill(made: &mut reqwest::Request, request: &mut http::Request<Payload>, meter: Option<Arc<Meter>>) {
    *made.version_mut() = request.version();
    *made.headers_mut() = std::mem::take(request.headers_mut());
    #[cfg(feature = "gzip")]
    super::gzip::ask(made.headers_mut());
    if request.body().length() == Some(0) && super::has_body(request.method()) {
        made.headers_mut().insert(http::header::CONTENT_LENGTH, 0.into());
    }
    *made.body_mut() = Some(body(std::mem::take(request.body_mut()), meter));
}

/// Written at once: the library's own conversion goes piece by piece.
fn address(uri: &http::Uri) -> Result<reqwest::Url, Fault> {
    let scheme = uri.scheme_str().unwrap_or_default();
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let mut text = String::with_capacity(scheme.len() + 3 + authority.len() + path.len());
    text.extend([scheme, "://", authority, path]);
    reqwest::Url::parse(&text).map_err(|error| Fault { kind: FaultKind::Interrupted, source: Box::new(error) })
}

/// What is in memory goes as it is, so that a connection that broke may be taken again by the library.
fn body(payload: Payload, meter: Option<Arc<Meter>>) -> reqwest::Body {
    match payload.bytes().filter(|_| !payload.has_progress()) {
        Some(bytes) => bytes.into(),
        None => reqwest::Body::wrap(Sent(Mutex::new(Outgoing::new(payload)), meter)),
    }
}

/// A body that is sent in chunks; nobody waits for the lock, which only says that it may be shared.
struct Sent(Mutex<Outgoing>, Option<Arc<Meter>>);

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
            meter.went(outgoing.is_out() || matches!(chunk, Ok(None)));
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

/// The head moves, the rest of the library's answer stays in one piece.
#[inline]
fn answer(mut response: reqwest::Response, limit: Limit, is_head: bool) -> Result<TransportResponse, Fault> {
    let (status, version) = (response.status(), response.version());
    #[allow(unused_mut)]
    let mut headers = std::mem::take(response.headers_mut());
    head::within_limits(&headers)?;
    let body = Body { response, limit };
    #[cfg(feature = "gzip")]
    let body: Box<dyn Chunks> = match !is_head && super::gzip::is_packed(&mut headers) {
        true => Box::new(super::gzip::Unpacked::new(body)),
        false => Box::new(body),
    };
    #[cfg(not(feature = "gzip"))]
    let (body, _): (Box<dyn Chunks>, bool) = (Box::new(body), is_head);
    let mut answer = http::Response::new(body);
    *answer.status_mut() = status;
    *answer.version_mut() = version;
    *answer.headers_mut() = headers;
    Ok(answer)
}

struct Body {
    response: reqwest::Response,
    limit: Limit,
}

impl Chunks for Body {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        // It keeps nothing but the way to the body; trailers are passed over.
        match pin!(self.response.chunk()).poll(context) {
            Poll::Ready(Ok(chunk)) => {
                self.limit.heard();
                Poll::Ready(Ok(chunk))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(fault(error))),
            Poll::Pending => self.limit.poll_over(context).map(Err),
        }
    }
}

fn fault(error: reqwest::Error) -> Fault {
    #[cfg(not(feature = "rustls"))]
    if is_about_scheme(&error) {
        return super::without_tls();
    }
    // A connection that takes too long is both; that nothing was sent is what counts.
    let kind = match (error.is_connect(), error.is_timeout()) {
        _ if outgoing::is_unreadable(&error) => FaultKind::Unreadable,
        (true, _) if super::is_trust(&error) => FaultKind::Untrusted,
        (true, _) => FaultKind::Connect,
        (false, true) => FaultKind::Timeout,
        (false, false) if is_malformed(&error) => FaultKind::Malformed,
        (false, false) => FaultKind::Interrupted,
    };
    // The address may hold a key in its query.
    Fault { kind, source: Box::new(error.without_url()) }
}

/// Returns `true` if what came is not HTTP: a head that cannot be parsed or is too large, or chunks that are none. hyper has no name for the latter; it
/// reports them as invalid, and a body that ends early as an unexpected end.
fn is_malformed(error: &(dyn std::error::Error + 'static)) -> bool {
    if error.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse) {
        return true;
    }
    if let Some(io) = error.downcast_ref::<std::io::Error>() {
        use std::io::ErrorKind::{InvalidData, InvalidInput};
        // With a cause of its own it is of TLS.
        return matches!(io.kind(), InvalidData | InvalidInput) && !super::is_tls(io);
    }
    error.source().is_some_and(is_malformed)
}

/// Whether the connector knows `http` alone; another crate of the build may have given reqwest a TLS of its own. There is no kind for it.
#[cfg(not(feature = "rustls"))]
fn is_about_scheme(error: &(dyn std::error::Error + 'static)) -> bool {
    error.source().map_or_else(|| error.to_string().ends_with("scheme is not http"), is_about_scheme)
}
