//! [`ClientBuilder`]: everything about a client that can be set up.

use std::fmt;
use std::sync::Arc;
#[cfg(any(feature = "async", feature = "blocking"))]
use std::sync::OnceLock;
use std::time::Duration;

use base64::Engine;
use http::HeaderMap;

use super::base::Base;
use super::credentials::{Credential, Credentials, Given};
use super::prepared::Memo;
use super::{Client, Inner, environment};
use crate::call::{Api, Scheme, SchemeKind, parse_header};
#[cfg(feature = "oauth2")]
use crate::core::OAuth2;
use crate::core::{Keeper, Origin, Secret, Source, TokenSource};
use crate::error::{Error, ErrorKind};
use crate::transport::Middleware;
#[cfg(feature = "blocking")]
use crate::transport::{BlockingTransport, layered_blocking};
#[cfg(feature = "async")]
use crate::transport::{Transport, layered};

/// The most bytes of an answer, unless set.
const ANSWER_LIMIT: u64 = 128 * 1024 * 1024;

/// So often a call is tried again unless set; not where nothing can wait in between.
const RETRIES: u32 = if cfg!(target_arch = "wasm32") { 0 } else { 2 };

/// Sets up a [`Client`]. What was wrong with a setting is said by [`ClientBuilder::build`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    api: &'static Api,
    base: Option<String>,
    variables: Vec<(String, String)>,
    headers: HeaderMap,
    credentials: Credentials,
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
    /// For an API.
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
            response_limit: ANSWER_LIMIT,
            middleware: Vec::new(),
            roots: Vec::new(),
            fault: None,
            #[cfg(feature = "async")]
            transport: None,
            #[cfg(feature = "blocking")]
            blocking_transport: None,
        }
    }

    /// Another base URL than the description's, for all operations. A slash at its end makes no difference; a
    /// query goes with every request.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base = Some(url.into());
        self
    }

    /// A variable of the description's base URL, in place of its default. Without effect beside
    /// [`ClientBuilder::base_url`].
    pub fn server_variable(mut self, name: &str, value: impl Into<String>) -> Self {
        let known = self.api.server_variables;
        if known.contains(&name) {
            self.variables.push((name.to_owned(), value.into()));
        } else if known.is_empty() {
            self.fail(format!(
                "the base URL has no variable `{name}`, nor any other: give a whole one with `base_url`"
            ));
        } else {
            self.fail(format!("the base URL has no variable `{name}`; it has {}", known.join(", ")));
        }
        self
    }

    /// User name and password, for the description's HTTP Basic scheme.
    pub fn basic(self, name: impl Into<String>, password: impl Into<Secret>) -> Self {
        let credential = Credential::Basic(name.into(), password.into());
        self.give(|kind| kind == SchemeKind::Basic, "HTTP Basic", credential)
    }

    /// A token, for the description's Bearer, OAuth 2 or OpenID Connect scheme.
    pub fn bearer(self, token: impl Into<Secret>) -> Self {
        self.give(|kind| kind == SchemeKind::Bearer, "Bearer", Credential::Token(token.into()))
    }

    /// Tokens from a token endpoint, for the description's OAuth 2 scheme, else its Bearer or OpenID Connect scheme.
    #[cfg(feature = "oauth2")]
    pub fn oauth2(self, oauth2: OAuth2) -> Self {
        let schemes = self.api.schemes;
        let found =
            schemes.iter().find(|of| of.oauth2.is_some()).or(schemes.iter().find(|of| of.kind == SchemeKind::Bearer));
        match found {
            Some(scheme) => self.renewed(scheme.name, |scheme| oauth2.of(scheme)),
            None => self.failed("the description has no security scheme of the kind OAuth 2".to_owned()),
        }
    }

    /// Tokens from a source of your own, for the description's Bearer, OAuth 2 or OpenID Connect scheme: asked for one when there is none yet,
    /// when its life is about to end, and when the server refuses the one that it gave.
    pub fn bearer_from(self, source: impl TokenSource) -> Self {
        match self.api.schemes.iter().find(|of| of.kind == SchemeKind::Bearer) {
            Some(scheme) => self.credential_from(scheme.name, source),
            None => self.failed("the description has no security scheme of the kind Bearer".to_owned()),
        }
    }

    /// As [`ClientBuilder::bearer_from`], for the scheme of this name in the description.
    pub fn credential_from(self, scheme: &str, source: impl TokenSource) -> Self {
        self.renewed(scheme, |_| Ok(Origin::Source(Source::new(source))))
    }

    fn renewed(self, name: &str, origin: impl FnOnce(&Scheme) -> Result<Origin, String>) -> Self {
        let Some((index, scheme)) = self.api.schemes.iter().enumerate().find(|(_, of)| of.name == name) else {
            return self.failed(format!("the description has no security scheme `{name}`"));
        };
        match origin(scheme).and_then(|origin| Keeper::new(scheme, origin)) {
            Ok(keeper) => self.put(index, Credential::Kept(Arc::new(keeper))),
            Err(what) => self.failed(what),
        }
    }

    fn failed(mut self, what: String) -> Self {
        self.fail(what);
        self
    }

    /// A key, for the description's scheme with a key in a header, the query or a cookie; of several the one that the crate's front page lists so.
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        let is_key = |kind| match kind {
            SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_) => true,
            SchemeKind::Basic | SchemeKind::Bearer => false,
        };
        self.give(is_key, "API key", Credential::Token(key.into()))
    }

    /// A token or key for the scheme of this name in the description, where it has several of a kind.
    pub fn credential(self, scheme: &str, secret: impl Into<Secret>) -> Self {
        match self.api.schemes.iter().position(|of| of.name == scheme) {
            Some(index) => self.put(index, Credential::Token(secret.into())),
            None => self.failed(format!("the description has no security scheme `{scheme}`")),
        }
    }

    fn give(self, fits: impl Fn(SchemeKind) -> bool, name: &str, credential: Credential) -> Self {
        match self.api.schemes.iter().position(|of| fits(of.kind)) {
            Some(index) => self.put(index, credential),
            None => self.failed(format!("the description has no security scheme of the kind {name}")),
        }
    }

    fn put(mut self, scheme: usize, credential: Credential) -> Self {
        if let Err(what) = self.credentials.put(self.api, scheme, credential) {
            self.fail(what);
        }
        self
    }

    /// A header for every request.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match parse_header(name, value) {
            Ok((name, value)) => {
                self.headers.insert(name, value);
            }
            Err(what) => self.fail(what),
        }
        self
    }

    /// How long one try may take, from sending to the last byte of the answer. 60 s unless set. A body that is not in memory may take any time
    /// to go out, as long as it goes on (`idle_timeout`): the time begins behind it.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a connection may take to come about. 5 s unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long nothing may come of a body that streams, nor go out of one that is not in memory. 60 s unless set.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// How long a whole call may take, all its tries together. Without end unless set.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How often a call is tried again at most: 2 unless set, 0 for never. In a browser (wasm32) 0 unless set: more needs a transport of your
    /// own that can wait.
    ///
    /// It is where there was no connection, no whole answer, or the status 408, 429 or 5xx. A request that is not idempotent is
    /// tried again only where it cannot have been carried out (no connection, 429, 503 with `Retry-After`), or where it carries an
    /// idempotency key. The waits are those that the server names, up to a minute, else half a second and then twice as
    /// long each time, at most 8 s; none goes beyond the deadline.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// The most bytes that an answer may have, decompressed, so that no server fills the memory: 128 MiB unless set.
    pub fn response_limit(mut self, bytes: u64) -> Self {
        self.response_limit = bytes;
        self
    }

    /// A certificate authority to trust beside the platform's: PEM, of one or several certificates, or DER.
    pub fn root_certificate(mut self, certificate: &[u8]) -> Self {
        match certificates(certificate) {
            Some(roots) => self.roots.extend(roots),
            None => self.fail("the root certificate is neither PEM nor DER".to_owned()),
        }
        self
    }

    /// Something that stands between the calls and their transport: a limit of the rate, spans, signatures, a cache. Of several the first sees a
    /// request first.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// A reqwest client of your own for async requests. Not covered by semver. Its settings hold beside ours: redirects and retries that it follows itself are unseen by
    /// the call, its own limits of time end a try as ours do, and [`ClientBuilder::root_certificate`] and
    /// [`ClientBuilder::connect_timeout`] are without effect. So is the crate's own `User-Agent`: the client's is sent, and none where it has none. `redirect(Policy::none())` leaves all decisions to the call.
    #[cfg(feature = "reqwest-0-13")]
    pub fn reqwest_0_13(self, client: reqwest::Client) -> Self {
        self.transport(crate::transport::ReqwestTransport::from(client))
    }

    /// Another transport for async requests.
    #[cfg(feature = "async")]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Another transport for blocking requests.
    #[cfg(feature = "blocking")]
    pub fn blocking_transport(mut self, transport: impl BlockingTransport) -> Self {
        self.blocking_transport = Some(Arc::new(transport));
        self
    }

    /// Takes from the environment what was not given by hand: credentials and base URL, under the names that
    /// the description gives them; where it gives none, nothing is read. An empty variable counts as one that is not set.
    ///
    /// # Errors
    /// Where a part of a scheme's variables is set; where none of any scheme's is, none was given by hand, and there are operations that
    /// need some; where one holds characters that no header may.
    pub fn from_env(self) -> Result<Self, Error> {
        self.from_lookup(&|name| std::env::var(name).ok())
    }

    /// As [`ClientBuilder::from_env`], with an environment of your own.
    ///
    /// # Errors
    /// The same.
    pub fn from_lookup(mut self, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let by_hand = !self.credentials.by_hand.is_empty();
        let found = environment::credentials(self.api, lookup, by_hand)?;
        let given = found.into_iter().map(|(scheme, credential)| Given::new(self.api, scheme, credential));
        self.credentials.from_env =
            given.collect::<Result<_, _>>().map_err(|what| Error::new(ErrorKind::Config, what))?;
        if self.base.is_none() {
            self.base = self.api.base_url_variable.and_then(lookup).filter(|url| !url.is_empty());
        }
        Ok(self)
    }

    fn fail(&mut self, what: String) {
        self.fault.get_or_insert(what);
    }

    /// The client.
    ///
    /// # Errors
    /// What was wrong with a setting, the first that was. Nothing is sent to find out.
    pub fn build(self) -> Result<Client, Error> {
        if let Some(fault) = self.fault {
            return Err(Error::new(ErrorKind::Config, fault));
        }
        Ok(Client(Arc::new(Inner {
            api: self.api,
            base: self.base.as_deref().map(Base::new).transpose()?,
            variables: self.variables,
            headers: self.headers,
            credentials: self.credentials,
            memo: Memo::default(),
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

/// The certificates of a PEM text (RFC 7468), or one in DER, which begins with a SEQUENCE.
fn certificates(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    if bytes.first() == Some(&0x30) {
        return Some(vec![bytes.to_vec()]);
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let blocks = text.split("-----BEGIN CERTIFICATE-----").skip(1);
    let decoded: Option<Vec<Vec<u8>>> = blocks
        .map(|block| {
            let inner: String = block.split("-----END CERTIFICATE-----").next()?.split_whitespace().collect();
            base64::engine::general_purpose::STANDARD.decode(inner).ok()
        })
        .collect();
    decoded.filter(|roots| !roots.is_empty())
}

impl fmt::Debug for ClientBuilder {
    /// Without secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}
