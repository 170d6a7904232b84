//! Connections of ureq, with three things that it lacks:
//!
//! - Requests for `http` URLs are sent to a proxy in absolute-form (RFC 9112, section 3.2.2). ureq
//!   knows only CONNECT, which proxies mostly allow for port 443 alone.
//! - Errors before a connection is established are recognizable ([`NotConnected`]).
//! - A lost connection is not the end of a body. ureq takes it for one if nothing else marks the
//!   end, so that an attacker who cuts TLS could remove the rest (RFC 9112, section 9.8).
//!
//! ureq writes the path of a URL as the request target, and a path begins with a slash. Therefore
//! the target is written after a slash and a random mark, and both are removed from the request
//! line when it is sent. A body cannot be mistaken for it, because the mark cannot be guessed.
//!
//! Must not choose the proxy (`proxies`).

use std::fmt;
use std::io::ErrorKind::{ConnectionAborted, ConnectionReset, UnexpectedEof};

use http::header::{HOST, PROXY_AUTHORIZATION};
use http::uri::{Authority, Parts, PathAndQuery, Scheme};
use http::{HeaderMap, HeaderValue, Uri};
use ureq::config::Config;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport};

use crate::call::random;

/// Connects like ureq.
#[derive(Debug)]
pub(super) struct Connect {
    inner: DefaultConnector,
    /// The prefix to remove from request targets; empty without a proxy.
    mark: String,
}

impl Connect {
    pub(super) fn new(mark: String) -> Connect {
        Connect { inner: DefaultConnector::new(), mark }
    }
}

impl Connector for Connect {
    type Out = Box<dyn Transport>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<()>) -> Result<Option<Self::Out>, ureq::Error> {
        let connected = self.inner.connect(details, chained);
        let connected = connected.map_err(|error| ureq::Error::Other(Box::new(NotConnected(error))))?;
        Ok(connected.map(|inner| Box::new(Connection { inner, mark: self.mark.clone() }) as Self::Out))
    }
}

/// Resolves names like ureq.
#[derive(Debug, Default)]
pub(super) struct Lookup(DefaultResolver);

impl Resolver for Lookup {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        self.0.resolve(uri, config, timeout).map_err(|error| ureq::Error::Other(Box::new(NotConnected(error))))
    }
}

/// The error if there is no connection. Nothing of the request was sent.
#[derive(Debug)]
pub(super) struct NotConnected(pub(super) ureq::Error);

impl fmt::Display for NotConnected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl std::error::Error for NotConnected {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// A connection to a server or a proxy.
#[derive(Debug)]
struct Connection {
    inner: Box<dyn Transport>,
    mark: String,
}

impl Transport for Connection {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        let mark = self.mark.as_bytes();
        let left = if mark.is_empty() { amount } else { cut(self.inner.buffers().output(), amount, mark) };
        self.inner.transmit_output(left, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.inner.await_input(timeout).map_err(|error| match error {
            ureq::Error::Io(error) if matches!(error.kind(), UnexpectedEof | ConnectionAborted | ConnectionReset) => {
                ureq::Error::Io(std::io::Error::other(error))
            }
            error => error,
        })
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

/// Removes the mark from a request line, and returns the number of bytes that are left.
fn cut(output: &mut [u8], amount: usize, mark: &[u8]) -> usize {
    let sent = output.get(..amount).unwrap_or_default();
    // After the method.
    let Some(target_start) = sent.iter().position(|byte| *byte == b' ').map(|space| space + 1) else { return amount };
    if !sent.get(target_start..).is_some_and(|target| target.starts_with(mark)) {
        return amount;
    }
    output.copy_within(target_start + mark.len()..amount, target_start);
    amount - mark.len()
}

/// The proxy for `http` URLs.
#[derive(Debug)]
pub(super) struct Forward {
    scheme: Scheme,
    authority: Authority,
    credentials: Option<HeaderValue>,
    pub(super) mark: String,
}

impl Forward {
    /// Creates the proxy; `None` if it is not an HTTP proxy.
    pub(super) fn new(proxy: &ureq::Proxy) -> Option<Forward> {
        let scheme = scheme(proxy)?;
        let authority = format!("{}:{}", proxy.host(), proxy.port()).parse().ok()?;
        let mark = format!("/{:016x}{:016x}:", random(), random());
        Some(Forward { scheme, authority, credentials: credentials(proxy), mark })
    }

    /// Returns the URL that makes ureq send a request to the proxy.
    pub(super) fn uri(&self, to: &Uri) -> Option<Uri> {
        let path = to.path_and_query().map_or("/", PathAndQuery::as_str);
        let target = format!("{}http://{}{path}", self.mark, host(to)?);
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(target.parse().ok()?);
        Uri::from_parts(parts).ok()
    }

    /// Inserts the headers for the proxy, and `Host`, which ureq would take from the URL.
    pub(super) fn headers(&self, to: &Uri, headers: &mut HeaderMap) {
        if let Some(host) = host(to).filter(|_| !headers.contains_key(HOST)).and_then(|host| host.parse().ok()) {
            headers.insert(HOST, host);
        }
        if let Some(credentials) = self.credentials.as_ref().filter(|_| !headers.contains_key(PROXY_AUTHORIZATION)) {
            headers.insert(PROXY_AUTHORIZATION, credentials.clone());
        }
    }
}

/// Returns the scheme of an HTTP proxy. For other protocols, ureq panics if it was compiled without
/// them.
fn scheme(proxy: &ureq::Proxy) -> Option<Scheme> {
    match proxy.protocol() {
        ureq::ProxyProtocol::Http => Some(Scheme::HTTP),
        ureq::ProxyProtocol::Https => Some(Scheme::HTTPS),
        _ => None,
    }
}

/// Returns `true` for an HTTP proxy, reached with or without TLS.
pub(super) fn is_http(proxy: &ureq::Proxy) -> bool {
    scheme(proxy).is_some()
}

/// Returns host and port, without user name and password.
fn host(uri: &Uri) -> Option<&str> {
    let authority = uri.authority()?.as_str();
    Some(authority.rsplit_once('@').map_or(authority, |(_, host)| host))
}

/// Returns the credentials for HTTP Basic (RFC 7617).
fn credentials(proxy: &ureq::Proxy) -> Option<HeaderValue> {
    use base64::Engine;
    let (user, password) = (proxy.username(), proxy.password());
    if user.is_none() && password.is_none() {
        return None;
    }
    let pair = format!("{}:{}", user.unwrap_or_default(), password.unwrap_or_default());
    let pair = base64::engine::general_purpose::STANDARD.encode(pair);
    let mut value = HeaderValue::try_from(format!("Basic {pair}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}
