//! Requests over ureq, without an async runtime. Its own redirects and errors by status are off; its types
//! stay in here.

use std::io::Read;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, StatusCode, Uri};

use super::forward::{Connect, Forward, Lookup, NotConnected, is_http};
use super::outgoing::{self, Outgoing};
use super::proxies::Proxies;
use super::{
    Attempt, BlockingChunks, BlockingTransport, BlockingTransportResponse, Fault, FaultKind, Limits, Payload, head,
};
use crate::Error;

/// So much is read at once.
const CHUNK: usize = 64 * 1024;
/// So many connections are kept for the next request. ureq's own three are too few where many threads share a client: most
/// of them then open a connection for each call.
const KEPT: usize = 64;
/// The most bytes of a response's head, status and white space included. It is read into 128 KiB, which have to suffice.
const LARGEST_HEAD: usize = 96 * 1024;

/// Carries requests over ureq.
pub struct UreqTransport {
    proxies: Proxies,
    direct: ureq::Agent,
    /// Through the proxy for its scheme; as `direct` where there is none.
    secure: ureq::Agent,
    plain: ureq::Agent,
    /// The proxy that `plain` sends its requests to, where it takes them without a tunnel.
    forward: Option<Forward>,
}

impl UreqTransport {
    /// With the platform's roots and these further ones (DER).
    ///
    /// # Errors
    /// Where the platform's roots cannot be read.
    pub fn new(roots: &[Vec<u8>], _: Duration) -> Result<UreqTransport, Error> {
        let proxies = Proxies::from_environment();
        let direct = agent(roots, None, String::new())?;
        let secure = match proxies.https.as_ref().filter(|proxy| is_http(proxy)) {
            Some(proxy) => agent(roots, Some(proxy), String::new())?,
            None => direct.clone(),
        };
        let forward = proxies.http.as_ref().and_then(Forward::new);
        let plain = match &forward {
            Some(forward) => agent(roots, None, forward.mark.clone())?,
            None => direct.clone(),
        };
        Ok(UreqTransport { proxies, direct, secure, plain, forward })
    }

    /// Who sends a request to this URL, and the proxy that it is written for.
    ///
    /// # Errors
    /// For a proxy that speaks another protocol.
    fn route(&self, uri: &Uri) -> Result<(&ureq::Agent, Option<&Forward>), Fault> {
        if self.proxies.excepts(uri) {
            return Ok((&self.direct, None));
        }
        let secure = uri.scheme_str() == Some("https");
        let proxy = if secure { &self.proxies.https } else { &self.proxies.http };
        match proxy.as_ref().filter(|proxy| !is_http(proxy)) {
            Some(proxy) => {
                let what = format!("a proxy of the protocol {} is not supported", proxy.protocol());
                Err(Fault { kind: FaultKind::Connect, source: what.into() })
            }
            None if secure => Ok((&self.secure, None)),
            None => Ok((&self.plain, self.forward.as_ref())),
        }
    }
}

fn agent(roots: &[Vec<u8>], proxy: Option<&ureq::Proxy>, mark: String) -> Result<ureq::Agent, Error> {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .allow_non_standard_methods(true)
        .accept("")
        .accept_encoding("")
        .user_agent("")
        // Of the whole head; that of the fields is ours.
        .max_response_header_size(LARGEST_HEAD)
        .max_idle_connections(KEPT)
        .max_idle_connections_per_host(KEPT)
        .proxy(proxy.cloned());
    #[cfg(feature = "rustls")]
    let config = config.tls_config(super::tls::ureq_config(roots)?);
    #[cfg(not(feature = "rustls"))]
    let _ = roots;
    Ok(ureq::Agent::with_parts(config.build(), Connect::new(mark), Lookup::default()))
}

impl BlockingTransport for UreqTransport {
    fn send(&self, attempt: Attempt) -> Result<BlockingTransportResponse, Fault> {
        let Attempt { mut request, limits, .. } = attempt;
        let (agent, forward) = self.route(request.uri())?;
        if let Some((forward, uri)) = forward.and_then(|forward| Some((forward, forward.uri(request.uri())?))) {
            let to = std::mem::replace(request.uri_mut(), uri);
            forward.headers(&to, request.headers_mut());
        }
        #[cfg(feature = "gzip")]
        super::gzip::ask(request.headers_mut());
        let is_head = request.method() == Method::HEAD;
        let response = run(agent, request, limits).map_err(|error| fault(error, limits))?;
        answer(response, is_head)
    }
}

fn run(
    agent: &ureq::Agent,
    request: http::Request<Payload>,
    limits: Limits,
) -> Result<http::Response<ureq::Body>, ureq::Error> {
    let (mut head, payload) = request.into_parts();
    match payload.bytes().filter(|_| !payload.has_progress()) {
        Some(bytes) if bytes.is_empty() && !super::has_body(&head.method) => {
            agent.run(limited(agent, http::Request::from_parts(head, ()), limits))
        }
        Some(bytes) => agent.run(limited(agent, http::Request::from_parts(head, bytes.to_vec()), limits)),
        None => {
            if let Some(length) = payload.length() {
                head.headers.insert(http::header::CONTENT_LENGTH, length.into());
            }
            let body = ureq::SendBody::from_owned_reader(Sent { outgoing: Outgoing::new(payload), rest: Bytes::new() });
            agent.run(limited(agent, http::Request::from_parts(head, body), limits))
        }
    }
}

fn answer(response: http::Response<ureq::Body>, is_head: bool) -> Result<BlockingTransportResponse, Fault> {
    #[allow(unused_mut)]
    let (mut head, body) = response.into_parts();
    head::within_limits(&head.headers)?;
    // Another crate of the build may have turned on decompression in ureq, which fails on a body that there cannot be.
    let is_empty = is_head || matches!(head.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let body = Body { reader: if is_empty { Box::new(std::io::empty()) } else { Box::new(body.into_reader()) } };
    #[cfg(feature = "gzip")]
    let body: Box<dyn BlockingChunks> = match !is_head && super::gzip::is_packed(&mut head.headers) {
        true => Box::new(super::gzip::Unpacked::new(body)),
        false => Box::new(body),
    };
    #[cfg(not(feature = "gzip"))]
    let body: Box<dyn BlockingChunks> = Box::new(body);
    Ok(http::Response::from_parts(head, body))
}

/// A body that is sent in chunks.
struct Sent {
    outgoing: Outgoing,
    /// What did not fit the last time.
    rest: Bytes,
}

impl Read for Sent {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.rest.is_empty() {
            let next = BlockingChunks::next(&mut self.outgoing);
            self.rest = next.map_err(|fault| std::io::Error::other(fault.source))?.unwrap_or_default();
        }
        let count = self.rest.len().min(buffer.len());
        let (to, _) = buffer.split_at_mut(count);
        to.copy_from_slice(&self.rest.split_to(count));
        Ok(count)
    }
}

fn limited<B: ureq::AsSendBody>(agent: &ureq::Agent, request: http::Request<B>, limits: Limits) -> http::Request<B> {
    let configured = agent.configure_request(request);
    let configured = configured.timeout_resolve(Some(limits.connect)).timeout_connect(Some(limits.connect));
    match (limits.idle, limits.upload) {
        (idle, Some(upload)) => configured
            .timeout_global(upload.whole)
            .timeout_send_request(Some(limits.total))
            .timeout_per_write(Some(upload.idle))
            .timeout_recv_response(Some(limits.total))
            .timeout_per_read(Some(idle.unwrap_or(upload.idle).max(limits.total)))
            .build(),
        (None, None) => configured.timeout_global(Some(limits.total)).build(),
        (Some(idle), None) => configured
            .timeout_send_request(Some(limits.total))
            .timeout_send_body(Some(limits.total))
            .timeout_recv_response(Some(limits.total))
            // The wait for the headers is a read as well.
            .timeout_per_read(Some(idle.max(limits.total)))
            .build(),
    }
}

struct Body {
    reader: Box<dyn Read + Send>,
}

impl BlockingChunks for Body {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        let mut buffer = vec![0; CHUNK];
        let count =
            self.reader.read(&mut buffer).map_err(|error| Fault { kind: kind_of(&error), source: Box::new(error) })?;
        buffer.truncate(count);
        Ok((count > 0).then(|| buffer.into()))
    }
}

/// Returns the kind of the fault that ended a body.
fn kind_of(error: &std::io::Error) -> FaultKind {
    match error.get_ref().and_then(|inside| inside.downcast_ref::<ureq::Error>()) {
        Some(ureq::Error::Timeout(_)) => FaultKind::Timeout,
        None if error.kind() == std::io::ErrorKind::TimedOut => FaultKind::Timeout,
        None | Some(ureq::Error::Io(_)) => FaultKind::Interrupted,
        // Chunks that are none, or a decompression that is not ours.
        Some(_) => FaultKind::Malformed,
    }
}

fn fault(error: ureq::Error, limits: Limits) -> Fault {
    let (error, connected) = match error {
        ureq::Error::Io(error) if outgoing::is_unreadable(&error) => {
            return Fault { kind: FaultKind::Unreadable, source: Box::new(error) };
        }
        ureq::Error::Other(other) => match other.downcast::<NotConnected>() {
            Ok(inner) => (innermost(*inner), false),
            Err(other) => (ureq::Error::Other(other), true),
        },
        error => (error, true),
    };
    #[cfg(not(feature = "rustls"))]
    if matches!(error, ureq::Error::TlsRequired) {
        return super::without_tls();
    }
    let kind = if connected { after_connecting(&error, limits) } else { before_connecting(&error, limits) };
    // What ureq wraps around it says nothing.
    match error {
        ureq::Error::Io(error) => Fault { kind, source: Box::new(error) },
        error => Fault { kind, source: Box::new(error) },
    }
}

/// The connection to a proxy is one in a connection.
fn innermost(NotConnected(error): NotConnected) -> ureq::Error {
    match error {
        ureq::Error::Other(other) => match other.downcast::<NotConnected>() {
            Ok(inner) => innermost(*inner),
            Err(other) => ureq::Error::Other(other),
        },
        error => error,
    }
}

/// Where a connection may take as long as the whole try, it is the try that is late: as reqwest says it.
fn late(limits: Limits) -> FaultKind {
    if limits.connect < limits.total { FaultKind::Connect } else { FaultKind::Timeout }
}

/// No connection, to the server or to a proxy: whatever it is, nothing of the request was sent.
fn before_connecting(error: &ureq::Error, limits: Limits) -> FaultKind {
    match error {
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => late(limits),
        ureq::Error::Timeout(_) => FaultKind::Timeout,
        ureq::Error::Tls(_) => FaultKind::Untrusted,
        #[cfg(feature = "rustls")]
        ureq::Error::Rustls(_) => FaultKind::Untrusted,
        ureq::Error::Io(error) if super::is_trust(error) => FaultKind::Untrusted,
        _ => FaultKind::Connect,
    }
}

/// There was a connection.
fn after_connecting(error: &ureq::Error, limits: Limits) -> FaultKind {
    match error {
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => late(limits),
        ureq::Error::Timeout(_) => FaultKind::Timeout,
        ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(..) => FaultKind::Malformed,
        _ => FaultKind::Interrupted,
    }
}
