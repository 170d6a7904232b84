//! [`ClientBuilder`]: the settings of a client. Its credentials are in `builder_credentials`. Must
//! not know how a call uses the settings.

use std::fmt;
use std::sync::Arc;
#[cfg(any(feature = "async", feature = "blocking"))]
use std::sync::OnceLock;
use std::time::Duration;

use http::HeaderMap;

use super::base_url::BaseUrl;
use super::credentials::{Credentials, SchemeCredential};
use super::prepared::PreparedOperations;
use super::{Client, Inner, environment};
use crate::call::{Api, parse_header};
use crate::error::{Error, ErrorKind};
use crate::transport::Middleware;
#[cfg(feature = "blocking")]
use crate::transport::{BlockingTransport, layered_blocking};
#[cfg(feature = "async")]
use crate::transport::{Transport, layered};

/// The default limit of a response body, in bytes.
const RESPONSE_LIMIT: u64 = 128 * 1024 * 1024;

/// The default number of retries. There are none on wasm32, where nothing can wait in between.
const RETRIES: u32 = if cfg!(target_arch = "wasm32") { 0 } else { 2 };

/// Sets up a [`Client`].
///
/// Invalid settings are reported by [`build`](ClientBuilder::build).
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    pub(super) api: &'static Api,
    base: Option<String>,
    variables: Vec<(String, String)>,
    headers: HeaderMap,
    pub(super) credentials: Credentials,
    timeout: Duration,
    connect_timeout: Duration,
    idle_timeout: Duration,
    deadline: Option<Duration>,
    retries: u32,
    response_limit: u64,
    middleware: Vec<Arc<dyn Middleware>>,
    roots: Vec<Vec<u8>>,
    fault: Option<String>,
    #[cfg(feature = "async")]
    transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "blocking")]
    blocking_transport: Option<Arc<dyn BlockingTransport>>,
}

impl ClientBuilder {
    /// Creates a builder for an API, with default settings.
    #[doc(hidden)]
    pub fn new(api: &'static Api) -> ClientBuilder {
        ClientBuilder {
            api,
            base: None,
            variables: Vec::new(),
            headers: HeaderMap::new(),
            credentials: Credentials::default(),
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(5),
            idle_timeout: Duration::from_secs(60),
            deadline: None,
            retries: RETRIES,
            response_limit: RESPONSE_LIMIT,
            middleware: Vec::new(),
            roots: Vec::new(),
            fault: None,
            #[cfg(feature = "async")]
            transport: None,
            #[cfg(feature = "blocking")]
            blocking_transport: None,
        }
    }

    /// Sets the base URL of all operations, such as `https://api.example.com/v1`. Default: the
    /// servers in the description.
    ///
    /// A slash at its end makes no difference. Its query, if any, is added to every request.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base = Some(url.into());
        self
    }

    /// Sets a variable of the description's base URL. Default: the one in the description.
    ///
    /// It has no effect together with [`ClientBuilder::base_url`]. An unknown variable is an error
    /// of [`ClientBuilder::build`].
    pub fn server_variable(mut self, name: &str, value: impl Into<String>) -> Self {
        let known = self.api.server_variables;
        if known.contains(&name) {
            self.variables.push((name.to_owned(), value.into()));
            return self;
        }
        self.with_fault(match known {
            [] => format!("the base URL has no variables, and no `{name}`; set a complete one with `base_url`"),
            known => format!("the base URL has no variable `{name}`; it has {}", known.join(", ")),
        })
    }

    /// Sets a header for every request. It replaces a header of the same name.
    ///
    /// An invalid name or value is an error of [`ClientBuilder::build`].
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match parse_header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
                self
            }
            Err(what) => self.with_fault(what),
        }
    }

    /// Sets the timeout of each attempt, from connecting to the last byte of the response. Default:
    /// 60 seconds.
    ///
    /// A request body that is not in memory may take longer, as long as it makes progress
    /// ([`idle_timeout`](ClientBuilder::idle_timeout)): the timeout starts after the body was sent.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the timeout for establishing a connection. Default: 5 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the longest time between two chunks of a streamed response, or of a request body that
    /// is not in memory. Default: 60 seconds.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// Sets the deadline of a call: all its attempts and the delays between them. Default: none.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets how many times a failed attempt is retried; `0` disables retries. Default: 2.
    ///
    /// An attempt is retried if there is no connection or no complete response, or if the status is
    /// 408, 429 or 5xx. A request that is not idempotent (RFC 9110, section 9.2.2) is retried only
    /// if it cannot have been carried out (no connection, 429, or 503 with `Retry-After`), or if it
    /// carries an idempotency key.
    ///
    /// The delay is the one that the server asks for, up to 60 seconds. Otherwise it is half a
    /// second, doubled with each retry up to 8 seconds, minus a random part. No delay exceeds the
    /// deadline.
    ///
    /// In a browser (wasm32) the default is 0, and retries need a transport that can wait.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Limits the size of the decompressed response body, in bytes. Default: 128 MiB.
    pub fn response_limit(mut self, bytes: u64) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Adds a root certificate to those of the platform: PEM with one or more certificates, or DER.
    ///
    /// Anything else is an error of [`ClientBuilder::build`]. The method has no effect without
    /// feature `rustls`.
    pub fn root_certificate(mut self, certificate: &[u8]) -> Self {
        match certificates(certificate) {
            Some(roots) => {
                self.roots.extend(roots);
                self
            }
            None => self.with_fault("the root certificate is neither PEM nor DER".to_owned()),
        }
    }

    /// Adds a middleware: a rate limit, tracing, signatures, a cache. The one that is added first
    /// receives a request first.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// Sets the reqwest client for async requests.
    ///
    /// Its settings apply. Redirects and retries that it performs are invisible to the call, and
    /// its timeouts end an attempt like the client's own.
    /// [`root_certificate`](ClientBuilder::root_certificate) and
    /// [`connect_timeout`](ClientBuilder::connect_timeout) have no effect. Its `User-Agent` is
    /// sent, or none. Set `redirect(Policy::none())` to leave all decisions to the call.
    ///
    /// This method is not covered by semantic versioning.
    ///
    /// Available with feature `reqwest-0-13`.
    #[cfg(feature = "reqwest-0-13")]
    pub fn reqwest_0_13(self, client: reqwest::Client) -> Self {
        self.transport(crate::transport::ReqwestTransport::from(client))
    }

    /// Sets the transport for async requests. Default: reqwest.
    ///
    /// Available with feature `async`.
    #[cfg(feature = "async")]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the transport for blocking requests. Default: ureq.
    ///
    /// Available with feature `blocking`.
    #[cfg(feature = "blocking")]
    pub fn blocking_transport(mut self, transport: impl BlockingTransport) -> Self {
        self.blocking_transport = Some(Arc::new(transport));
        self
    }

    /// Reads credentials and base URL from environment variables, unless they are set already.
    ///
    /// The description names the variables (`x-env`); without names, nothing is read. An empty
    /// variable counts as not set.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Config`] if only a part of a scheme's variables is set, if no
    /// credentials are set at all although operations need some, or if a variable contains
    /// characters that are not allowed in a header.
    pub fn from_env(self) -> Result<Self, Error> {
        self.from_lookup(&|name| std::env::var(name).ok())
    }

    /// Reads credentials and base URL from variables that `lookup` returns, like
    /// [`ClientBuilder::from_env`].
    ///
    /// # Errors
    ///
    /// Fails like [`ClientBuilder::from_env`].
    pub fn from_lookup(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let has_explicit = !self.credentials.explicit.is_empty();
        let found = environment::credentials(self.api, lookup, has_explicit)?.into_iter();
        let credentials = found.map(|(scheme, credential)| SchemeCredential::new(self.api, scheme, credential));
        self.credentials.from_env =
            credentials.collect::<Result<_, _>>().map_err(|what| Error::new(ErrorKind::Config, what))?;
        if self.base.is_none() {
            self.base = self.api.base_url_variable.and_then(lookup).filter(|url| !url.is_empty());
        }
        Ok(self)
    }

    /// Records an invalid setting. The first one is reported.
    pub(super) fn with_fault(mut self, what: String) -> Self {
        self.fault.get_or_insert(what);
        self
    }

    /// Creates the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Config`] for the first invalid setting.
    pub fn build(self) -> Result<Client, Error> {
        if let Some(fault) = self.fault {
            return Err(Error::new(ErrorKind::Config, fault));
        }
        Ok(Client(Arc::new(Inner {
            api: self.api,
            base: self.base.as_deref().map(BaseUrl::new).transpose()?,
            variables: self.variables,
            headers: self.headers,
            credentials: self.credentials,
            prepared: PreparedOperations::default(),
            timeout: self.timeout,
            connect_timeout: self.connect_timeout,
            idle_timeout: self.idle_timeout,
            deadline: self.deadline,
            retries: self.retries,
            response_limit: self.response_limit,
            roots: self.roots,
            #[cfg(feature = "async")]
            transport: self
                .transport
                .map_or_else(OnceLock::new, |transport| OnceLock::from(layered(&self.middleware, transport))),
            #[cfg(feature = "blocking")]
            blocking_transport: self
                .blocking_transport
                .map_or_else(OnceLock::new, |transport| OnceLock::from(layered_blocking(&self.middleware, transport))),
            middleware: self.middleware,
        })))
    }
}

/// Returns the certificates of a PEM file, or one in DER, which starts with a SEQUENCE.
#[cfg(feature = "rustls")]
fn certificates(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject;
    if bytes.first() == Some(&0x30) {
        return Some(vec![bytes.to_vec()]);
    }
    let decoded: Result<Vec<_>, _> =
        CertificateDer::pem_slice_iter(bytes).map(|certificate| certificate.map(|der| der.to_vec())).collect();
    decoded.ok().filter(|roots| !roots.is_empty())
}

/// Returns nothing: without TLS, no certificate is checked.
#[cfg(not(feature = "rustls"))]
fn certificates(_: &[u8]) -> Option<Vec<Vec<u8>>> {
    Some(Vec::new())
}

impl fmt::Debug for ClientBuilder {
    /// Omits secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}
