//! [`UreqTransport`]: blocking requests over ureq. Its own redirects and errors by status are off.
//! Its types stay inside of this module and `forward`. Must not know retries.

use std::io::Read;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, StatusCode, Uri};

use super::forward::{Connect, Forward, Lookup, NotConnected, is_http};
use super::payload_reader::{self, PayloadReader};
use super::proxies::Proxies;
use super::{
    Attempt, BlockingChunks, BlockingTransport, BlockingTransportResponse, Fault, FaultKind, Payload, Timeouts, head,
};
use crate::Error;

/// The largest number of bytes read at once.
const CHUNK: usize = 64 * 1024;
/// The number of idle connections that are kept. ureq keeps three by default, so that most of many
/// threads that share a client would open a connection for each call.
const IDLE_CONNECTIONS: usize = 64;
/// The largest head of a response, including its status and white space, in bytes. It is read into
/// a buffer of 128 KiB.
const LARGEST_HEAD: usize = 96 * 1024;

/// Sends requests over ureq.
///
/// Available with feature `blocking`.
pub struct UreqTransport {
    proxies: Proxies,
    direct: ureq::Agent,
    /// Sends `https` requests, through a proxy if there is one.
    secure: ureq::Agent,
    /// Sends `http` requests, through a proxy if there is one.
    plain: ureq::Agent,
    /// The proxy of `plain`, if it accepts requests without a tunnel.
    forward: Option<Forward>,
}

impl UreqTransport {
    /// Creates a transport that trusts the platform's root certificates and additional ones, in
    /// DER.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config) if HTTPS cannot be set up.
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

    /// Returns the agent for a URL, and the proxy that the request is written for.
    ///
    /// # Errors
    ///
    /// Fails if the proxy uses an unsupported protocol.
    fn route(&self, uri: &Uri) -> Result<(&ureq::Agent, Option<&Forward>), Fault> {
        if self.proxies.excepts(uri) {
            return Ok((&self.direct, None));
        }
        let secure = uri.scheme_str() == Some("https");
        let proxy = if secure { &self.proxies.https } else { &self.proxies.http };
        match proxy.as_ref().filter(|proxy| !is_http(proxy)) {
            Some(proxy) => {
                let what = format!("proxies with the protocol {} are not supported", proxy.protocol());
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
        // The limit of the whole head. That of the header fields is checked separately.
        .max_response_header_size(LARGEST_HEAD)
        .max_idle_connections(IDLE_CONNECTIONS)
        .max_idle_connections_per_host(IDLE_CONNECTIONS)
        .proxy(proxy.cloned());
    #[cfg(feature = "rustls")]
    let config = config.tls_config(super::tls::ureq_config(roots)?);
    #[cfg(not(feature = "rustls"))]
    let _ = roots;
    Ok(ureq::Agent::with_parts(config.build(), Connect::new(mark), Lookup::default()))
}

impl BlockingTransport for UreqTransport {
    fn send(&self, attempt: Attempt) -> Result<BlockingTransportResponse, Fault> {
        let Attempt { mut request, timeouts, .. } = attempt;
        let (agent, forward) = self.route(request.uri())?;
        if let Some((forward, uri)) = forward.and_then(|forward| Some((forward, forward.uri(request.uri())?))) {
            let to = std::mem::replace(request.uri_mut(), uri);
            forward.headers(&to, request.headers_mut());
        }
        #[cfg(feature = "gzip")]
        super::gzip::request_gzip(request.headers_mut());
        let is_head = request.method() == Method::HEAD;
        let response = run(agent, request, timeouts).map_err(|error| fault(error, timeouts))?;
        into_response(response, is_head)
    }
}

fn run(
    agent: &ureq::Agent,
    request: http::Request<Payload>,
    timeouts: Timeouts,
) -> Result<http::Response<ureq::Body>, ureq::Error> {
    let (mut head, payload) = request.into_parts();
    match payload.bytes().filter(|_| !payload.has_progress()) {
        Some(bytes) if bytes.is_empty() && !super::has_body(&head.method) => {
            agent.run(with_timeouts(agent, http::Request::from_parts(head, ()), timeouts))
        }
        Some(bytes) => agent.run(with_timeouts(agent, http::Request::from_parts(head, bytes.to_vec()), timeouts)),
        None => {
            if let Some(length) = payload.length() {
                head.headers.insert(http::header::CONTENT_LENGTH, length.into());
            }
            let reader = BlockingReader { payload: PayloadReader::new(payload), rest: Bytes::new() };
            let body = ureq::SendBody::from_owned_reader(reader);
            agent.run(with_timeouts(agent, http::Request::from_parts(head, body), timeouts))
        }
    }
}

fn into_response(response: http::Response<ureq::Body>, is_head: bool) -> Result<BlockingTransportResponse, Fault> {
    #[allow(unused_mut)]
    let (mut head, body) = response.into_parts();
    head::check(&head.headers)?;
    // Another crate of the build may have enabled decompression in ureq, which fails on an empty
    // body.
    let is_empty = is_head || matches!(head.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let body = Body { reader: if is_empty { Box::new(std::io::empty()) } else { Box::new(body.into_reader()) } };
    #[cfg(feature = "gzip")]
    let body: Box<dyn BlockingChunks> = match !is_head && super::gzip::take_gzip(&mut head.headers) {
        true => Box::new(super::gzip::GzipBody::new(body)),
        false => Box::new(body),
    };
    #[cfg(not(feature = "gzip"))]
    let body: Box<dyn BlockingChunks> = Box::new(body);
    Ok(http::Response::from_parts(head, body))
}

/// Reads a payload for ureq.
struct BlockingReader {
    payload: PayloadReader,
    /// The rest of a chunk that did not fit into the buffer.
    rest: Bytes,
}

impl Read for BlockingReader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.rest.is_empty() {
            let next = BlockingChunks::next(&mut self.payload);
            self.rest = next.map_err(|fault| std::io::Error::other(fault.source))?.unwrap_or_default();
        }
        let count = self.rest.len().min(buffer.len());
        let (to, _) = buffer.split_at_mut(count);
        to.copy_from_slice(&self.rest.split_to(count));
        Ok(count)
    }
}

fn with_timeouts<B: ureq::AsSendBody>(
    agent: &ureq::Agent,
    request: http::Request<B>,
    timeouts: Timeouts,
) -> http::Request<B> {
    let configured = agent.configure_request(request);
    let configured = configured.timeout_resolve(Some(timeouts.connect)).timeout_connect(Some(timeouts.connect));
    match (timeouts.idle, timeouts.upload) {
        (idle, Some(upload)) => configured
            .timeout_global(upload.whole)
            .timeout_send_request(Some(timeouts.total))
            .timeout_per_write(Some(upload.idle))
            .timeout_recv_response(Some(timeouts.total))
            .timeout_per_read(Some(idle.unwrap_or(upload.idle).max(timeouts.total)))
            .build(),
        (None, None) => configured.timeout_global(Some(timeouts.total)).build(),
        (Some(idle), None) => configured
            .timeout_send_request(Some(timeouts.total))
            .timeout_send_body(Some(timeouts.total))
            .timeout_recv_response(Some(timeouts.total))
            // Waiting for the headers is a read as well.
            .timeout_per_read(Some(idle.max(timeouts.total)))
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

/// Returns the kind of the fault for an error of a body.
fn kind_of(error: &std::io::Error) -> FaultKind {
    match error.get_ref().and_then(|inside| inside.downcast_ref::<ureq::Error>()) {
        Some(ureq::Error::Timeout(_)) => FaultKind::Timeout,
        None if error.kind() == std::io::ErrorKind::TimedOut => FaultKind::Timeout,
        None | Some(ureq::Error::Io(_)) => FaultKind::Interrupted,
        // Invalid chunks, or a decompression that another crate enabled.
        Some(_) => FaultKind::Malformed,
    }
}

fn fault(error: ureq::Error, timeouts: Timeouts) -> Fault {
    let (error, connected) = match error {
        ureq::Error::Io(error) if payload_reader::is_unreadable(&error) => {
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
    let kind = if connected { after_connecting(&error, timeouts) } else { before_connecting(&error, timeouts) };
    // The error that ureq wraps around it adds nothing.
    match error {
        ureq::Error::Io(error) => Fault { kind, source: Box::new(error) },
        error => Fault { kind, source: Box::new(error) },
    }
}

/// Unwraps an error. The connection to a proxy is nested in a connection.
fn innermost(NotConnected(error): NotConnected) -> ureq::Error {
    match error {
        ureq::Error::Other(other) => match other.downcast::<NotConnected>() {
            Ok(inner) => innermost(*inner),
            Err(other) => ureq::Error::Other(other),
        },
        error => error,
    }
}

/// Returns the kind for a connection that took too long. If its timeout is that of the whole
/// attempt, the attempt timed out. reqwest reports the same.
fn late(timeouts: Timeouts) -> FaultKind {
    if timeouts.connect < timeouts.total { FaultKind::Connect } else { FaultKind::Timeout }
}

/// Returns the kind for an error before there was a connection, to a server or a proxy. Nothing was
/// sent.
fn before_connecting(error: &ureq::Error, timeouts: Timeouts) -> FaultKind {
    match error {
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => late(timeouts),
        ureq::Error::Timeout(_) => FaultKind::Timeout,
        ureq::Error::Tls(_) => FaultKind::Untrusted,
        #[cfg(feature = "rustls")]
        ureq::Error::Rustls(_) => FaultKind::Untrusted,
        ureq::Error::Io(error) if super::is_trust(error) => FaultKind::Untrusted,
        _ => FaultKind::Connect,
    }
}

/// Returns the kind for an error after there was a connection.
fn after_connecting(error: &ureq::Error, timeouts: Timeouts) -> FaultKind {
    match error {
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => late(timeouts),
        ureq::Error::Timeout(_) => FaultKind::Timeout,
        ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(..) => FaultKind::Malformed,
        _ => FaultKind::Interrupted,
    }
}
