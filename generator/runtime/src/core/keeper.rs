//! [`Keeper`]: the token of one security scheme, for all calls of a client: which is held, until when, and where the next comes from.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::answer::Reply;
use super::gate::Gate;
use super::now::Moment;
use super::plan::Plan;
use super::secret::Secret;
use super::token::{Source, Token};
use crate::Error;
use crate::call::{Operation, Scheme, SchemeKind, secret_value};

/// The token endpoint, as if it were an operation.
pub(super) static TOKEN: Operation = Operation {
    name: "the token endpoint",
    method: "POST",
    path: "",
    servers: &[],
    parameters: &[],
    body: None,
    responses: &[],
    errors: None,
    idempotency_key: None,
    security: &[],
};

/// Whether it is a request for a token, on the way of a call.
#[cfg(feature = "testing")]
pub(crate) fn is_token_request(operation: &'static Operation) -> bool {
    std::ptr::eq(operation, &TOKEN)
}

/// Where the tokens of a keeper come from.
#[derive(Clone)]
pub(crate) enum Origin {
    /// A token endpoint.
    Grant(Arc<dyn Grant>),
    /// The user's own.
    Source(Source),
}

/// How a token endpoint is asked. There is one way, OAuth 2; a trait stands in between so that it is only linked where somebody gives it.
pub(crate) trait Grant: Send + Sync {
    /// The host of the token endpoint.
    fn host(&self) -> String;

    /// The request for a token, on the way of a call, with what is left of its time; `latest` is the refresh token that came last.
    ///
    /// # Errors
    /// Where the endpoint has no address.
    fn plan(&self, of: &Plan, latest: Option<Secret>, now: Moment<'_>) -> Result<Box<Plan>, Error>;

    /// What the token endpoint answered: a token, and the refresh token to use from then on.
    ///
    /// # Errors
    /// What it said, in one line.
    fn granted(&self, answer: &Result<Reply, Error>) -> Result<(Token, Option<Secret>), String>;
}

/// Keeps the token of one scheme.
pub(crate) struct Keeper {
    scheme: &'static Scheme,
    header: HeaderName,
    prefix: &'static str,
    pub(super) origin: Origin,
    pub(super) gate: Arc<Gate>,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    token: Option<Secret>,
    /// On the transport's clock.
    until: Option<Duration>,
    /// What the token endpoint wants to see next time, where it gave another than the user's.
    refresh: Option<Secret>,
    /// How often it was asked for a token.
    rounds: u64,
    /// Why the last round brought none, where that holds for everybody.
    failed: Option<String>,
}

impl Keeper {
    /// For a scheme whose tokens go into a header.
    ///
    /// # Errors
    /// In our words, where they do not.
    pub(crate) fn new(scheme: &'static Scheme, origin: Origin) -> Result<Keeper, String> {
        let (header, prefix) = match scheme.kind {
            SchemeKind::Bearer => (Some(AUTHORIZATION), "Bearer "),
            SchemeKind::HeaderKey(name) => (HeaderName::from_bytes(name.as_bytes()).ok(), ""),
            SchemeKind::Basic | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_) => (None, ""),
        };
        let header = header.ok_or_else(|| {
            format!("`{}` goes into no header of its own: a token that is renewed has to", scheme.name)
        })?;
        Ok(Keeper { scheme, header, prefix, origin, gate: Arc::default(), held: Mutex::default() })
    }

    fn state(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The scheme's name in the description.
    pub(crate) fn name(&self) -> &'static str {
        self.scheme.name
    }

    /// Where the token goes.
    pub(crate) fn header(&self) -> &HeaderName {
        &self.header
    }

    /// What the header says with a token, or without one where there is none yet.
    ///
    /// # Errors
    /// In our words, where the token holds what no header may.
    pub(crate) fn value(&self, token: Option<&Secret>) -> Result<HeaderValue, String> {
        let text = format!("{}{}", self.prefix, token.map_or("", Secret::expose));
        let value = secret_value(&self.header, &text);
        let mut value =
            value.ok_or_else(|| format!("the token for `{}` holds characters that no header may", self.name()))?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// The token that is good now.
    pub(super) fn held(&self, now: Moment<'_>) -> Option<Secret> {
        let held = self.state();
        held.token.clone().filter(|_| held.until.is_none_or(|until| now().clock < until))
    }

    /// How often it was asked for, and why there was none the last time.
    pub(super) fn rounds(&self) -> (u64, Option<String>) {
        let held = self.state();
        (held.rounds, held.failed.clone())
    }

    /// What the token endpoint wants to see, where that is not the user's any more.
    pub(super) fn refresh(&self) -> Option<Secret> {
        self.state().refresh.clone()
    }

    /// A round brought a token: it counts as over a tenth of its life, at most half a minute, before it is.
    pub(super) fn keep(&self, token: &Token, refresh: Option<Secret>, now: Moment<'_>) {
        let early = |life: Duration| life.saturating_sub((life / 10).min(Duration::from_secs(30)));
        let mut held = self.state();
        held.token = Some(token.secret.clone());
        held.until = token.lifetime.map(|life| now().clock.saturating_add(early(life)));
        held.refresh = refresh.or_else(|| held.refresh.take());
        held.rounds += 1;
        held.failed = None;
    }

    /// A round brought none; `shared` where those who waited for it need not try.
    pub(super) fn fail(&self, what: &str, shared: bool) {
        let mut held = self.state();
        held.rounds += 1;
        held.failed = shared.then(|| what.to_owned());
    }

    /// The server did not take this token; by now there may be another.
    pub(super) fn refuse(&self, token: &Secret) {
        let mut held = self.state();
        if held.token.as_ref() == Some(token) {
            held.token = None;
        }
    }

    /// Whether an answer says that the token is no longer good: 401 (RFC 6750 section 3.1), or what the description says.
    pub(super) fn is_refusal(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        let fits = |sign: &crate::call::ResponsePattern| {
            status.as_u16() == sign.status
                && sign.header.is_none_or(|(name, value)| headers.get(name).is_some_and(|sent| sent == value))
        };
        status == StatusCode::UNAUTHORIZED || self.scheme.expired.iter().any(fits)
    }
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper").field("scheme", &self.name()).finish_non_exhaustive()
    }
}
