//! [`OAuth2`]: tokens from a token endpoint, with a client's own credentials (RFC 6749 section 4.4) or a refresh token (section 6).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use serde_json::Value;

use super::answer::Reply;
use super::keeper::{Grant, Origin, TOKEN};
use super::location::resolve;
use super::now::Moment;
use super::plan::{Plan, Target};
use super::secret::Secret;
use super::token::Token;
use crate::call::{Endpoints, Scheme, encode_query};
use crate::value::json;
use crate::{Error, ErrorKind};

/// What is told of a new refresh token.
type Told = Arc<dyn Fn(&Secret) + Send + Sync>;

/// How tokens are had from an authorization server. They are asked for when the first call needs one, kept for all calls of the client, and renewed
/// shortly before they end or when the server refuses one.
#[derive(Clone)]
pub struct OAuth2 {
    client_id: String,
    client_secret: Option<Secret>,
    /// The user's; that of the server's last answer takes its place.
    refresh: Option<Secret>,
    token_url: Option<String>,
    parameters: Vec<(String, String)>,
    in_body: bool,
    told: Option<Told>,
}

impl OAuth2 {
    /// With the credentials of the client itself.
    pub fn client_credentials(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> OAuth2 {
        OAuth2 {
            client_id: client_id.into(),
            client_secret: Some(client_secret.into()),
            refresh: None,
            token_url: None,
            parameters: Vec::new(),
            in_body: false,
            told: None,
        }
    }

    /// With a refresh token that a person has granted.
    pub fn refresh_token(client_id: impl Into<String>, refresh_token: impl Into<Secret>) -> OAuth2 {
        OAuth2 {
            client_secret: None,
            refresh: Some(refresh_token.into()),
            ..OAuth2::client_credentials(client_id, String::new())
        }
    }

    /// The secret of a client that has one, beside a refresh token.
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<Secret>) -> OAuth2 {
        self.client_secret = Some(secret.into());
        self
    }

    /// The token endpoint, in place of the description's.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> OAuth2 {
        self.token_url = Some(url.into());
        self
    }

    /// The scopes to ask for, with spaces between; the server's own choice unless set.
    #[must_use]
    pub fn scope(self, scope: impl Into<String>) -> OAuth2 {
        self.parameter("scope", scope)
    }

    /// A further parameter of the token request, like `audience`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> OAuth2 {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends the client's credentials in the body, for servers that do not take them in HTTP Basic (RFC 6749 section 2.3.1).
    #[must_use]
    pub fn secret_in_body(mut self) -> OAuth2 {
        self.in_body = true;
        self
    }

    /// Is told each new refresh token, to be kept: some servers take each only once.
    #[must_use]
    pub fn on_refresh_token(mut self, told: impl Fn(&Secret) + Send + Sync + 'static) -> OAuth2 {
        self.told = Some(Arc::new(told));
        self
    }

    /// As an origin of tokens, with the endpoint that the description has for this where none was given.
    ///
    /// # Errors
    /// In our words, where there is none.
    pub(crate) fn of(mut self, scheme: &Scheme) -> Result<Origin, String> {
        let of = |endpoints: &Endpoints| if self.refresh.is_some() { endpoints.refresh } else { endpoints.token };
        let declared = scheme.oauth2.map(of).filter(|url| !url.is_empty()).map(str::to_owned);
        self.token_url = self.token_url.or(declared);
        match &self.token_url {
            Some(url) if url.parse::<Uri>().is_ok() => Ok(Origin::Grant(Arc::new(self))),
            Some(url) => Err(format!("the token URL `{url}` is no address")),
            None => Err(format!(
                "`{}` has no token URL for this in the description: give one with `token_url`",
                scheme.name
            )),
        }
    }

    /// Who asks: RFC 6749 section 2.3.1, where both are encoded before they are put into HTTP Basic.
    fn identify(&self, headers: &mut HeaderMap, form: &mut Vec<(String, String)>) {
        let basic = self.client_secret.as_ref().filter(|_| !self.in_body).and_then(|secret| {
            let pair = format!("{}:{}", encode_query(&self.client_id, false), encode_query(secret.expose(), false));
            let mut value = HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(pair))).ok()?;
            value.set_sensitive(true);
            Some(value)
        });
        if let Some(value) = basic {
            headers.insert(header::AUTHORIZATION, value);
            return;
        }
        form.push(("client_id".to_owned(), self.client_id.clone()));
        form.extend(self.client_secret.as_ref().map(|secret| ("client_secret".to_owned(), secret.expose().to_owned())));
    }
}

impl Grant for OAuth2 {
    fn host(&self) -> String {
        let uri = self.token_url.as_deref().and_then(|url| url.parse::<Uri>().ok());
        uri.as_ref().and_then(Uri::host).unwrap_or("the token endpoint").to_owned()
    }

    /// A relative address is seen from the API's.
    fn plan(&self, of: &Plan, latest: Option<Secret>, now: Moment<'_>) -> Result<Box<Plan>, Error> {
        let url = self.token_url.as_deref().unwrap_or_default();
        let uri = resolve(&of.target.uri, url)
            .ok_or_else(|| of.error(ErrorKind::Config, format!("the token URL `{url}` is no address")))?;
        let mut form = self.parameters.clone();
        let refresh = latest.or_else(|| self.refresh.clone());
        let grant = if refresh.is_some() { "refresh_token" } else { "client_credentials" };
        form.insert(0, ("grant_type".to_owned(), grant.to_owned()));
        form.extend(refresh.map(|token| ("refresh_token".to_owned(), token.expose().to_owned())));
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(of.api.user_agent));
        self.identify(&mut headers, &mut form);
        let pair =
            |(name, value): &(String, String)| format!("{}={}", encode_query(name, false), encode_query(value, false));
        let body = form.iter().map(pair).collect::<Vec<_>>().join("&");
        Ok(Box::new(Plan {
            operation: &TOKEN,
            target: Target { method: Method::POST, uri, headers: headers.into(), body: body.into() },
            keepers: Vec::new(),
            streams: false,
            // Some servers take a refresh token only once.
            repeatable: grant == "client_credentials",
            stays: true,
            deadline: of.left(now),
            attempts: 0,
            retried: 0,
            hops: 0,
            ..of.clone()
        }))
    }

    fn granted(&self, answer: &Result<Reply, Error>) -> Result<(Token, Option<Secret>), String> {
        let reply = answer.as_ref().map_err(refusal)?;
        let granted = json::parse(&reply.body).unwrap_or_default();
        // RFC 6749 section 5.1.
        let Some(token) = granted.get("access_token").and_then(Value::as_str) else {
            return Err("its answer is no JSON with an `access_token`".to_owned());
        };
        let mut token = Token::new(token);
        token.lifetime = granted.get("expires_in").and_then(seconds);
        let refresh = granted.get("refresh_token").and_then(Value::as_str).map(Secret::new);
        if let (Some(refresh), Some(told)) = (&refresh, &self.told) {
            told(refresh);
        }
        Ok((token, refresh))
    }
}

/// A number, which some servers send as a text.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// Why the endpoint gave no token (RFC 6749 section 5.2).
fn refusal(error: &Error) -> String {
    let body = error.body().and_then(|body| json::parse(body)).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    match (text("error"), error.status()) {
        (Some(code), _) => text("error_description").map(|words| format!("{code}: {words}")).unwrap_or(code),
        (None, Some(status)) => format!("it answered {status}"),
        (None, None) => error.to_string(),
    }
}

impl fmt::Debug for OAuth2 {
    /// Without secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth2")
            .field("client_id", &self.client_id)
            .field("token_url", &self.token_url)
            .finish_non_exhaustive()
    }
}
