//! [`OAuth2`]: tokens from a token endpoint, by client credentials (RFC 6749, section 4.4) or a
//! refresh token (section 6). Must not store tokens or know when they expire.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use serde_json::Value;

use super::location::resolve;
use super::response::RawResponse;
use super::secret::Secret;
use super::target::Target;
use super::token::Token;
use super::token_origin::{Grant, TokenOrigin, TokenRequest};
use crate::Error;
use crate::call::{Api, Endpoints, Scheme, encode_query};
use crate::value::json;

/// Called with each new refresh token.
type OnRefreshToken = Arc<dyn Fn(&Secret) + Send + Sync>;

/// OAuth 2 access tokens from an authorization server.
///
/// A token is requested when the first call needs one. It is shared by all calls of the client, and
/// refreshed shortly before it expires or when the server rejects it.
#[derive(Clone)]
pub struct OAuth2 {
    client_id: String,
    client_secret: Option<Secret>,
    /// The user's refresh token. The one that the endpoint issued last takes its place.
    refresh_token: Option<Secret>,
    token_url: Option<String>,
    parameters: Vec<(String, String)>,
    secret_location: SecretLocation,
    on_refresh_token: Option<OnRefreshToken>,
}

/// The location of the client's credentials (RFC 6749, section 2.3.1).
#[derive(Debug, Clone, Copy)]
enum SecretLocation {
    BasicAuth,
    Body,
}

impl OAuth2 {
    /// Uses the client credentials grant: the client's own ID and secret.
    pub fn client_credentials(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> OAuth2 {
        OAuth2 {
            client_id: client_id.into(),
            client_secret: Some(client_secret.into()),
            refresh_token: None,
            token_url: None,
            parameters: Vec::new(),
            secret_location: SecretLocation::BasicAuth,
            on_refresh_token: None,
        }
    }

    /// Uses a refresh token that a user has granted.
    pub fn refresh_token(client_id: impl Into<String>, refresh_token: impl Into<Secret>) -> OAuth2 {
        OAuth2 {
            client_secret: None,
            refresh_token: Some(refresh_token.into()),
            ..OAuth2::client_credentials(client_id, String::new())
        }
    }

    /// Sets the client's secret, for clients that have one in addition to a refresh token.
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<Secret>) -> OAuth2 {
        self.client_secret = Some(secret.into());
        self
    }

    /// Sets the URL of the token endpoint. Default: the URL in the description.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> OAuth2 {
        self.token_url = Some(url.into());
        self
    }

    /// Sets the scopes to request, separated by spaces. Default: the server decides.
    #[must_use]
    pub fn scope(self, scope: impl Into<String>) -> OAuth2 {
        self.parameter("scope", scope)
    }

    /// Appends a parameter to the token request, such as `audience`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> OAuth2 {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends the client's credentials in the body, for servers that do not accept them in HTTP
    /// Basic (RFC 6749, section 2.3.1).
    #[must_use]
    pub fn secret_in_body(mut self) -> OAuth2 {
        self.secret_location = SecretLocation::Body;
        self
    }

    /// Calls a function with each new refresh token, so that it can be stored. Some servers accept
    /// each of them only once.
    #[must_use]
    pub fn on_refresh_token(mut self, function: impl Fn(&Secret) + Send + Sync + 'static) -> OAuth2 {
        self.on_refresh_token = Some(Arc::new(function));
        self
    }

    /// Converts into the origin of a scheme's tokens. Without a URL of its own, it uses the one in
    /// the description.
    ///
    /// # Errors
    ///
    /// Fails with a message if there is no URL, or if it is not valid.
    pub(crate) fn into_origin(mut self, scheme: &Scheme) -> Result<TokenOrigin, String> {
        let is_refresh = self.refresh_token.is_some();
        let url = |endpoints: &Endpoints| if is_refresh { endpoints.refresh } else { endpoints.token };
        let declared = scheme.oauth2.map(url).filter(|url| !url.is_empty()).map(str::to_owned);
        self.token_url = self.token_url.or(declared);
        match &self.token_url {
            Some(url) if url.parse::<Uri>().is_ok() => Ok(TokenOrigin::Endpoint(Arc::new(self))),
            Some(url) => Err(format!("the token URL `{url}` is not a valid URL")),
            None => Err(format!(
                "the description has no token URL for this grant of `{}`; set one with `token_url`",
                scheme.name
            )),
        }
    }

    /// Adds the client's credentials. In HTTP Basic, both are form-encoded first (RFC 6749, section
    /// 2.3.1).
    fn authenticate(&self, headers: &mut HeaderMap, form: &mut Vec<(String, String)>) {
        let basic = match (self.secret_location, &self.client_secret) {
            (SecretLocation::BasicAuth, Some(secret)) => basic_auth(&self.client_id, secret),
            (SecretLocation::Body, _) | (_, None) => None,
        };
        if let Some(value) = basic {
            headers.insert(header::AUTHORIZATION, value);
            return;
        }
        form.push(("client_id".to_owned(), self.client_id.clone()));
        form.extend(self.client_secret.as_ref().map(|secret| ("client_secret".to_owned(), secret.expose().to_owned())));
    }
}

fn basic_auth(client_id: &str, secret: &Secret) -> Option<HeaderValue> {
    let pair = format!("{}:{}", encode_query(client_id, false), encode_query(secret.expose(), false));
    let mut value = HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(pair))).ok()?;
    value.set_sensitive(true);
    Some(value)
}

impl Grant for OAuth2 {
    fn host(&self) -> String {
        let uri = self.token_url.as_deref().and_then(|url| url.parse::<Uri>().ok());
        uri.as_ref().and_then(Uri::host).unwrap_or("the token endpoint").to_owned()
    }

    fn request(&self, api: &'static Api, base: &Uri, latest: Option<Secret>) -> Result<TokenRequest, String> {
        let url = self.token_url.as_deref().unwrap_or_default();
        let uri = resolve(base, url).ok_or_else(|| format!("the token URL `{url}` is not a valid URL"))?;
        let mut form = self.parameters.clone();
        let refresh_token = latest.or_else(|| self.refresh_token.clone());
        let grant = if refresh_token.is_some() { "refresh_token" } else { "client_credentials" };
        form.insert(0, ("grant_type".to_owned(), grant.to_owned()));
        form.extend(refresh_token.map(|token| ("refresh_token".to_owned(), token.expose().to_owned())));
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(api.user_agent));
        self.authenticate(&mut headers, &mut form);
        let pair =
            |(name, value): &(String, String)| format!("{}={}", encode_query(name, false), encode_query(value, false));
        let body = form.iter().map(pair).collect::<Vec<_>>().join("&");
        let target = Target { method: Method::POST, uri, headers: headers.into(), body: body.into() };
        Ok(TokenRequest { target, is_repeatable: grant == "client_credentials" })
    }

    fn read(&self, outcome: &Result<RawResponse, Error>) -> Result<(Token, Option<Secret>), String> {
        let response = outcome.as_ref().map_err(describe_refusal)?;
        let granted = json::parse(&response.body).unwrap_or_default();
        // RFC 6749, section 5.1.
        let Some(token) = granted.get("access_token").and_then(Value::as_str) else {
            return Err("its response is not a JSON object with `access_token`".to_owned());
        };
        let mut token = Token::new(token);
        token.lifetime = granted.get("expires_in").and_then(seconds);
        let refresh_token = granted.get("refresh_token").and_then(Value::as_str).map(Secret::new);
        if let (Some(refresh_token), Some(function)) = (&refresh_token, &self.on_refresh_token) {
            function(refresh_token);
        }
        Ok((token, refresh_token))
    }
}

/// Reads a number of seconds. Some servers send it as a string.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// Returns the reason why the endpoint issued no token (RFC 6749, section 5.2).
fn describe_refusal(error: &Error) -> String {
    let body = error.body().and_then(|body| json::parse(body)).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    match (text("error"), error.status()) {
        (Some(code), _) => text("error_description").map(|words| format!("{code}: {words}")).unwrap_or(code),
        (None, Some(status)) => format!("it responded with {status}"),
        (None, None) => error.to_string(),
    }
}

impl fmt::Debug for OAuth2 {
    /// Omits secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth2")
            .field("client_id", &self.client_id)
            .field("token_url", &self.token_url)
            .finish_non_exhaustive()
    }
}
