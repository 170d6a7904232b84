//! The credentials of a [`ClientBuilder`]. Must not decide which of them a call uses
//! (`credentials`).

use std::sync::Arc;

use super::ClientBuilder;
use super::credentials::Credential;
use crate::call::{Scheme, SchemeKind};
#[cfg(feature = "oauth2")]
use crate::machine::OAuth2;
use crate::machine::{Secret, SharedTokenSource, TokenCache, TokenOrigin, TokenSource};

/// Credentials. Those that the description does not declare are errors of
/// [`build`](ClientBuilder::build).
impl ClientBuilder {
    /// Sets user name and password for HTTP Basic authentication (RFC 7617).
    pub fn basic(self, name: impl Into<String>, password: impl Into<Secret>) -> Self {
        let credential = Credential::Basic(name.into(), password.into());
        self.set_first(|kind| kind == SchemeKind::Basic, "HTTP Basic", credential)
    }

    /// Sets the token for a Bearer, OAuth 2 or OpenID Connect scheme (RFC 6750).
    pub fn bearer(self, token: impl Into<Secret>) -> Self {
        self.set_first(|kind| kind == SchemeKind::Bearer, "Bearer", Credential::Token(token.into()))
    }

    /// Requests tokens from a token endpoint, for an OAuth 2 scheme. If there is none, they are
    /// used for a Bearer or OpenID Connect scheme.
    ///
    /// Available with feature `oauth2`.
    #[cfg(feature = "oauth2")]
    pub fn oauth2(self, oauth2: OAuth2) -> Self {
        let schemes = self.api.schemes;
        let declared = schemes.iter().find(|scheme| scheme.oauth2.is_some());
        match declared.or_else(|| schemes.iter().find(|scheme| scheme.kind == SchemeKind::Bearer)) {
            Some(scheme) => self.set_origin(scheme.name, |scheme| oauth2.into_origin(scheme)),
            None => self.with_fault("the description has no security scheme of the kind OAuth 2".to_owned()),
        }
    }

    /// Requests tokens from a source, for a Bearer, OAuth 2 or OpenID Connect scheme.
    ///
    /// The source is called when there is no token yet, when the token is about to expire, and when
    /// the server rejects it.
    pub fn bearer_from(self, source: impl TokenSource) -> Self {
        match self.api.schemes.iter().find(|scheme| scheme.kind == SchemeKind::Bearer) {
            Some(scheme) => self.credential_from(scheme.name, source),
            None => self.with_fault("the description has no security scheme of the kind Bearer".to_owned()),
        }
    }

    /// Requests tokens from a source, for the security scheme with this name in the description.
    /// See
    /// [`ClientBuilder::bearer_from`].
    pub fn credential_from(self, scheme: &str, source: impl TokenSource) -> Self {
        self.set_origin(scheme, |_| Ok(TokenOrigin::Source(SharedTokenSource::new(source))))
    }

    /// Sets the key of a scheme with a key in a header, the query or a cookie.
    ///
    /// If there are several, it is the one that the crate's front page lists with this method. Use
    /// [`ClientBuilder::credential`] for the others.
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        let is_key = |kind| match kind {
            SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_) => true,
            SchemeKind::Basic | SchemeKind::Bearer => false,
        };
        self.set_first(is_key, "API key", Credential::Token(key.into()))
    }

    /// Sets the token or key of the security scheme with this name in the description.
    pub fn credential(self, scheme: &str, secret: impl Into<Secret>) -> Self {
        match self.api.schemes.iter().position(|declared| declared.name == scheme) {
            Some(index) => self.set(index, Credential::Token(secret.into())),
            None => self.with_fault(format!("the description has no security scheme `{scheme}`")),
        }
    }

    fn set_origin(self, name: &str, origin: impl FnOnce(&Scheme) -> Result<TokenOrigin, String>) -> Self {
        let Some((index, scheme)) = self.api.schemes.iter().enumerate().find(|(_, scheme)| scheme.name == name) else {
            return self.with_fault(format!("the description has no security scheme `{name}`"));
        };
        match origin(scheme).and_then(|origin| TokenCache::new(scheme, origin)) {
            Ok(cache) => self.set(index, Credential::Renewed(Arc::new(cache))),
            Err(what) => self.with_fault(what),
        }
    }

    /// Sets the credential of the first scheme of a kind.
    fn set_first(self, matches: impl Fn(SchemeKind) -> bool, kind: &str, credential: Credential) -> Self {
        match self.api.schemes.iter().position(|scheme| matches(scheme.kind)) {
            Some(index) => self.set(index, credential),
            None => self.with_fault(format!("the description has no security scheme of the kind {kind}")),
        }
    }

    fn set(mut self, scheme: usize, credential: Credential) -> Self {
        match self.credentials.set(self.api, scheme, credential) {
            Ok(()) => self,
            Err(what) => self.with_fault(what),
        }
    }
}
