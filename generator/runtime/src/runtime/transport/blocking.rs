//! Requests over ureq, without an async runtime. Its own redirects and errors by status are off; its types
//! stay in here.

use std::io::Read;
use std::time::Duration;

use bytes::Bytes;

use super::outgoing::{self, Outgoing};
use super::{Attempt, BlockingAnswer, BlockingChunks, BlockingTransport, Fault, FaultKind, Limits};
use crate::runtime::Error;

/// So much is read at once.
const CHUNK: usize = 64 * 1024;
/// So many connections are kept for the next request. ureq's own three are too few where many threads share a client: most
/// of them then open a connection for each call.
const KEPT: usize = 64;

/// Carries requests over ureq.
pub struct UreqTransport {
    secure: ureq::Agent,
    plain: ureq::Agent,
}

impl UreqTransport {
    /// With the platform's roots and these further ones (DER).
    ///
    /// # Errors
    /// Where the platform's roots cannot be read.
    pub fn new(roots: &[Vec<u8>], _: Duration) -> Result<UreqTransport, Error> {
        // An agent has one proxy, and there are two variables.
        Ok(UreqTransport { secure: agent(roots, "HTTPS_PROXY")?, plain: agent(roots, "HTTP_PROXY")? })
    }
}

fn agent(roots: &[Vec<u8>], proxy: &str) -> Result<ureq::Agent, Error> {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .allow_non_standard_methods(true)
        .accept("")
        .accept_encoding(if cfg!(feature = "gzip") { "gzip" } else { "" })
        .user_agent("")
        .max_idle_connections(KEPT)
        .max_idle_connections_per_host(KEPT)
        .proxy(proxy_from_env(proxy));
    #[cfg(feature = "rustls")]
    let config = config.tls_config(super::tls::ureq_config(roots)?);
    #[cfg(not(feature = "rustls"))]
    let _ = roots;
    Ok(ureq::Agent::new_with_config(config.build()))
}

/// The proxy of a scheme, as reqwest reads it: the scheme's own variable, else `ALL_PROXY`; in capitals or not.
fn proxy_from_env(name: &str) -> Option<ureq::Proxy> {
    let read = |name: &str| std::env::var(name).or_else(|_| std::env::var(name.to_lowercase())).ok();
    let address = [name, "ALL_PROXY"].iter().find_map(|name| read(name).filter(|value| !value.is_empty()))?;
    let plain = ureq::Proxy::new(&address).ok()?;
    let mut builder = ureq::Proxy::builder(plain.protocol()).host(plain.host()).port(plain.port());
    if let Some(name) = plain.username() {
        builder = builder.username(name);
    }
    if let Some(password) = plain.password() {
        builder = builder.password(password);
    }
    for entry in read("NO_PROXY").unwrap_or_default().split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
        builder = builder.no_proxy(entry);
    }
    builder.build().ok()
}

impl BlockingTransport for UreqTransport {
    fn send(&self, attempt: Attempt) -> Result<BlockingAnswer, Fault> {
        let Attempt { request, limits, .. } = attempt;
        let secure = request.uri().scheme_str() == Some("https");
        let agent = if secure { &self.secure } else { &self.plain };
        let (mut head, payload) = request.into_parts();
        let near = payload.bytes().filter(|_| !payload.is_watched());
        let response = match near {
            Some(bytes) if bytes.is_empty() && !super::has_body(&head.method) => {
                agent.run(limited(agent, http::Request::from_parts(head, ()), limits))
            }
            Some(bytes) => agent.run(limited(agent, http::Request::from_parts(head, bytes.to_vec()), limits)),
            None => {
                if let Some(length) = payload.length() {
                    head.headers.insert(http::header::CONTENT_LENGTH, length.into());
                }
                let body =
                    ureq::SendBody::from_owned_reader(Sent { outgoing: Outgoing::new(payload), rest: Bytes::new() });
                agent.run(limited(agent, http::Request::from_parts(head, body), limits))
            }
        };
        let (head, body) = response.map_err(|error| fault(error, limits))?.into_parts();
        let reader = Box::new(body.into_reader());
        Ok(http::Response::from_parts(head, Box::new(Body { reader }) as Box<dyn BlockingChunks>))
    }
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
        let count = self.reader.read(&mut buffer).map_err(|error| {
            let inside = error.get_ref().and_then(|inside| inside.downcast_ref::<ureq::Error>());
            let late = error.kind() == std::io::ErrorKind::TimedOut || matches!(inside, Some(ureq::Error::Timeout(_)));
            Fault { kind: if late { FaultKind::Timeout } else { FaultKind::Interrupted }, source: Box::new(error) }
        })?;
        buffer.truncate(count);
        Ok((count > 0).then(|| buffer.into()))
    }
}

fn fault(error: ureq::Error, limits: Limits) -> Fault {
    let error = match error {
        ureq::Error::Io(error) if outgoing::is_unreadable(&error) => {
            return Fault { kind: FaultKind::Unreadable, source: Box::new(error) };
        }
        #[cfg(not(feature = "rustls"))]
        ureq::Error::TlsRequired => return super::without_tls(),
        error => error,
    };
    // Where a connection may take as long as the whole try, it is the try that is late: as reqwest says it.
    let apart = limits.connect < limits.total;
    let kind = match &error {
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) if apart => FaultKind::Connect,
        ureq::Error::Timeout(_) => FaultKind::Timeout,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed | ureq::Error::InvalidProxyUrl => FaultKind::Connect,
        ureq::Error::Tls(_) => FaultKind::Untrusted,
        #[cfg(feature = "rustls")]
        ureq::Error::Rustls(_) => FaultKind::Untrusted,
        ureq::Error::Io(error) if super::is_trust(error) => FaultKind::Untrusted,
        ureq::Error::Io(error) if is_connect(error) => FaultKind::Connect,
        _ => FaultKind::Interrupted,
    };
    // What ureq wraps around it says nothing.
    match error {
        ureq::Error::Io(error) => Fault { kind, source: Box::new(error) },
        error => Fault { kind, source: Box::new(error) },
    }
}

fn is_connect(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkDown, NetworkUnreachable};
    matches!(error.kind(), ConnectionRefused | HostUnreachable | NetworkDown | NetworkUnreachable) || is_lookup(error)
}

/// Whether a name was not found. The standard library has no kind for that: its words on Unix, the numbers of WinSock.
fn is_lookup(error: &std::io::Error) -> bool {
    error.to_string().starts_with("failed to lookup address") || matches!(error.raw_os_error(), Some(11001..=11004))
}
