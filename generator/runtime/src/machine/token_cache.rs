//! [`TokenCache`]: the current token of one security scheme, shared by all calls of a client. Must
//! not request tokens: `authorize` does.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::now::Moment;
use super::refresh_lock::RefreshLock;
use super::secret::Secret;
use super::token::Token;
use super::token_origin::TokenOrigin;
use crate::call::{ResponsePattern, Scheme, SchemeKind, secret_value};

/// A token is refreshed at most this long before it expires.
const LONGEST_MARGIN: Duration = Duration::from_secs(30);

/// Caches the token of one scheme.
pub(crate) struct TokenCache {
    scheme: &'static Scheme,
    header: HeaderName,
    prefix: &'static str,
    pub(super) origin: TokenOrigin,
    pub(super) lock: Arc<RefreshLock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Secret>,
    /// When the token is refreshed, on the transport's clock.
    expires: Option<Duration>,
    /// The refresh token that the endpoint issued last, in place of the user's.
    refresh_token: Option<Secret>,
    /// The number of refreshes that have ended.
    refreshes: u64,
    /// The reason why the last refresh failed, if it holds for waiting calls too.
    failure: Option<String>,
}

/// A token cache, and the token that the current attempt carries.
#[derive(Debug, Clone)]
pub(crate) struct AttemptToken {
    pub(crate) cache: Arc<TokenCache>,
    pub(crate) token: Option<Secret>,
}

impl TokenCache {
    /// Creates a cache for a scheme whose tokens are sent in a header.
    ///
    /// # Errors
    ///
    /// Fails with a message for any other scheme.
    pub(crate) fn new(scheme: &'static Scheme, origin: TokenOrigin) -> Result<TokenCache, String> {
        let (header, prefix) = match scheme.kind {
            SchemeKind::Bearer => (Some(AUTHORIZATION), "Bearer "),
            SchemeKind::HeaderKey(name) => (HeaderName::from_bytes(name.as_bytes()).ok(), ""),
            SchemeKind::Basic | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_) => (None, ""),
        };
        let header = header.ok_or_else(|| {
            format!("tokens of `{}` cannot be renewed, because they are not sent in a header of their own", scheme.name)
        })?;
        Ok(TokenCache { scheme, header, prefix, origin, lock: Arc::default(), state: Mutex::default() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the scheme's name in the description.
    pub(crate) fn name(&self) -> &'static str {
        self.scheme.name
    }

    /// Returns the header that carries the token.
    pub(crate) fn header(&self) -> &HeaderName {
        &self.header
    }

    /// Returns the value of the header with a token, or without one as a placeholder.
    ///
    /// # Errors
    ///
    /// Fails with a message if the token has characters that headers do not allow.
    pub(crate) fn value(&self, token: Option<&Secret>) -> Result<HeaderValue, String> {
        let text = format!("{}{}", self.prefix, token.map_or("", Secret::expose));
        let value = secret_value(&self.header, &text);
        let mut value = value.ok_or_else(|| {
            format!("the token for `{}` contains characters that are not allowed in a header", self.name())
        })?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// Returns the token, unless it is about to expire.
    pub(super) fn current(&self, now: Moment<'_>) -> Option<Secret> {
        let state = self.state();
        state.token.clone().filter(|_| state.expires.is_none_or(|expires| now().clock < expires))
    }

    /// Returns the number of refreshes, and the reason why the last one failed.
    pub(super) fn refreshes(&self) -> (u64, Option<String>) {
        let state = self.state();
        (state.refreshes, state.failure.clone())
    }

    /// Returns the refresh token that the endpoint issued last.
    pub(super) fn refresh_token(&self) -> Option<Secret> {
        self.state().refresh_token.clone()
    }

    /// Stores a new token. It is refreshed when 10 % of its lifetime is left, at most 30 seconds
    /// early.
    pub(super) fn store(&self, token: &Token, refresh_token: Option<Secret>, now: Moment<'_>) {
        let early = |lifetime: Duration| lifetime.saturating_sub((lifetime / 10).min(LONGEST_MARGIN));
        let mut state = self.state();
        state.token = Some(token.secret.clone());
        state.expires = token.lifetime.map(|lifetime| now().clock.saturating_add(early(lifetime)));
        state.refresh_token = refresh_token.or_else(|| state.refresh_token.take());
        state.refreshes += 1;
        state.failure = None;
    }

    /// Records that a refresh failed. Waiting calls fail with the same reason.
    pub(super) fn fail(&self, what: &str) {
        self.end_without_token(Some(what.to_owned()));
    }

    /// Records that a refresh ended because its own call had no time left. Waiting calls request a
    /// token themselves.
    pub(super) fn give_up(&self) {
        self.end_without_token(None);
    }

    fn end_without_token(&self, failure: Option<String>) {
        let mut state = self.state();
        state.refreshes += 1;
        state.failure = failure;
    }

    /// Drops the token if it is still this one, because the server rejected it.
    pub(super) fn reject(&self, token: &Secret) {
        let mut state = self.state();
        if state.token.as_ref() == Some(token) {
            state.token = None;
        }
    }

    /// Returns `true` if a response says that the token is no longer valid: 401 (RFC 6750, section
    /// 3.1), or what the description declares.
    pub(super) fn is_rejection(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        let matches = |sign: &ResponsePattern| {
            status.as_u16() == sign.status
                && sign.header.is_none_or(|(name, value)| headers.get(name).is_some_and(|sent| sent == value))
        };
        status == StatusCode::UNAUTHORIZED || self.scheme.expired.iter().any(matches)
    }
}

impl std::fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenCache").field("scheme", &self.name()).finish_non_exhaustive()
    }
}
