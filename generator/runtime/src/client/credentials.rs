//! Credentials: which were set for which scheme, and which of them a call uses. Must not know how
//! they were configured or how tokens are obtained.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, header};

use crate::call::{Api, Operation, SchemeKind, encode_query, put_header, secret_value};
use crate::machine::{AttemptToken, Secret, TokenCache};

/// The credential of one scheme.
#[derive(Debug, Clone)]
pub(super) enum Credential {
    /// A user name and a password.
    Basic(String, Secret),
    /// A token or key.
    Token(Secret),
    /// A token that is renewed.
    Renewed(Arc<TokenCache>),
}

/// A credential, with its part of each request.
#[derive(Clone)]
pub(super) struct SchemeCredential {
    /// The index of its scheme.
    scheme: usize,
    credential: Credential,
    parts: CredentialParts,
}

/// The credentials of a client.
#[derive(Debug, Clone, Default)]
pub(super) struct Credentials {
    /// Set by calls of the builder. They take precedence.
    pub(super) explicit: Vec<SchemeCredential>,
    /// Read from the environment.
    pub(super) from_env: Vec<SchemeCredential>,
}

/// Selects the credentials of a call.
#[derive(Debug, Clone, Copy)]
pub(super) enum CredentialSelection<'a> {
    /// None, because the call goes to another server.
    Nothing,
    /// The first one, because the description does not define the call.
    First,
    /// Those that the operation requires.
    Operation(&'a Operation),
}

/// The parts of a request that come from credentials.
#[derive(Clone, Default)]
pub(super) struct CredentialParts {
    /// Headers, marked as sensitive.
    pub(super) headers: HeaderMap,
    /// Query parameters, encoded.
    pub(super) query: Vec<String>,
    /// Cookies.
    pub(super) cookies: Vec<String>,
    /// The tokens that are renewed. They are inserted before each attempt.
    pub(super) tokens: Vec<AttemptToken>,
}

impl SchemeCredential {
    /// Creates the credential of the scheme with this index.
    ///
    /// # Errors
    ///
    /// Fails with a message if the credential cannot be sent.
    pub(super) fn new(api: &Api, scheme: usize, credential: Credential) -> Result<SchemeCredential, String> {
        let mut parts = CredentialParts::default();
        if let Some(declared) = api.schemes.get(scheme) {
            add_parts(declared.kind, &credential, &mut parts).map_err(|what| format!("{}: {what}", declared.name))?;
        }
        Ok(SchemeCredential { scheme, credential, parts })
    }
}

impl std::fmt::Debug for SchemeCredential {
    /// Omits the parts, which contain secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SchemeCredential").field(&self.scheme).field(&self.credential).finish()
    }
}

impl Credentials {
    /// Sets the credential of a scheme. It replaces an earlier one.
    ///
    /// # Errors
    ///
    /// Fails with a message if the credential cannot be sent.
    pub(super) fn set(&mut self, api: &Api, scheme: usize, credential: Credential) -> Result<(), String> {
        self.explicit.retain(|set| set.scheme != scheme);
        self.explicit.push(SchemeCredential::new(api, scheme, credential)?);
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.explicit.is_empty() && self.from_env.is_empty()
    }

    fn get(&self, scheme: usize, explicit_only: bool) -> Option<&SchemeCredential> {
        let rest = self.from_env.iter().filter(|_| !explicit_only);
        self.explicit.iter().chain(rest).find(|set| set.scheme == scheme)
    }

    /// Returns the credentials of a call.
    ///
    /// # Errors
    ///
    /// Fails with a message that names the missing ones.
    pub(super) fn select(
        &self,
        api: &Api,
        selection: CredentialSelection<'_>,
    ) -> Result<Vec<&CredentialParts>, String> {
        match selection {
            CredentialSelection::Nothing => Ok(Vec::new()),
            CredentialSelection::First => {
                Ok(self.explicit.iter().chain(&self.from_env).take(1).map(|set| &set.parts).collect())
            }
            CredentialSelection::Operation(operation) => {
                let (schemes, explicit_only) = self.first_complete(api, operation)?;
                let set = schemes.iter().filter_map(|&scheme| self.get(scheme, explicit_only));
                Ok(set.map(|set| &set.parts).collect())
            }
        }
    }

    /// Returns the schemes of the first alternative that is complete, and `true` if only explicit
    /// credentials count. Explicit credentials take precedence over those of the environment.
    fn first_complete(&self, api: &Api, operation: &Operation) -> Result<(&'static [usize], bool), String> {
        for explicit_only in [true, false] {
            let mut all = operation.security.iter().filter(|schemes| !schemes.is_empty());
            if let Some(schemes) = all.find(|all| all.iter().all(|&scheme| self.get(scheme, explicit_only).is_some())) {
                return Ok((schemes, explicit_only));
            }
        }
        if operation.security.is_empty() || operation.security.iter().any(|schemes| schemes.is_empty()) {
            return Ok((&[], false));
        }
        Err(self.describe_missing(api, operation))
    }

    /// Describes the missing credentials: the rest of an alternative that is set in part, or all
    /// alternatives.
    fn describe_missing(&self, api: &Api, operation: &Operation) -> String {
        let named = |scheme: &usize| api.schemes.get(*scheme).map_or("", |scheme| scheme.name).to_owned();
        let listed = |show: &dyn Fn(&usize) -> String| {
            let ways = operation.security.iter().map(|all| all.iter().map(show).collect::<Vec<_>>().join(" and "));
            ways.collect::<Vec<_>>().join(", or ")
        };
        let names = listed(&named);
        let partial = operation.security.iter().find(|all| all.iter().any(|scheme| self.get(*scheme, false).is_some()));
        let Some(partial) = partial else {
            let calls = listed(&|scheme| setter_call(api, *scheme));
            return format!("missing credentials ({names}); set them on `Client::builder()` with {calls}");
        };
        let rest: Vec<&usize> = partial.iter().filter(|scheme| self.get(**scheme, false).is_none()).collect();
        let missing: Vec<String> = rest.iter().map(|scheme| format!("`{}`", named(scheme))).collect();
        let calls: Vec<String> = rest.iter().map(|scheme| setter_call(api, **scheme)).collect();
        format!(
            "missing credentials ({names}): {} is not set; set it on `Client::builder()` with {}",
            missing.join(" and "),
            calls.join(" and ")
        )
    }
}

/// Returns the call of the builder that sets the credentials of a scheme.
fn setter_call(api: &Api, scheme: usize) -> String {
    let call = |kind| match kind {
        SchemeKind::Basic => "basic",
        SchemeKind::Bearer => "bearer",
        SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_) => "api_key",
    };
    let Some(declared) = api.schemes.get(scheme) else { return String::new() };
    // Only the first scheme of a kind has a method of its own.
    match api.schemes.iter().position(|first| call(first.kind) == call(declared.kind)) == Some(scheme) {
        true => format!("`.{}(…)`", call(declared.kind)),
        false => format!("`.credential({:?}, …)`", declared.name),
    }
}

/// Adds the parts of a request that come from a credential.
fn add_parts(kind: SchemeKind, credential: &Credential, parts: &mut CredentialParts) -> Result<(), String> {
    match (kind, credential) {
        (_, Credential::Renewed(cache)) => {
            parts.tokens.push(AttemptToken { cache: cache.clone(), token: None });
            put_header(&mut parts.headers, cache.header().clone(), cache.value(None)?);
            Ok(())
        }
        (SchemeKind::Basic, Credential::Basic(name, password)) => {
            // RFC 7617, section 2.
            let text = STANDARD.encode(format!("{name}:{}", password.expose()));
            insert(parts, header::AUTHORIZATION, &format!("Basic {text}"))
        }
        (SchemeKind::Bearer, Credential::Token(token)) => {
            insert(parts, header::AUTHORIZATION, &format!("Bearer {}", token.expose()))
        }
        (SchemeKind::HeaderKey(name), Credential::Token(key)) => {
            let name =
                HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("`{name}` is not a valid header name"))?;
            insert(parts, name, key.expose())
        }
        (SchemeKind::QueryKey(name), Credential::Token(key)) => {
            parts.query.push(format!("{}={}", encode_query(name, false), encode_query(key.expose(), false)));
            Ok(())
        }
        (SchemeKind::CookieKey(name), Credential::Token(key)) => {
            // The server compares octets, so that the key cannot be encoded (RFC 6265, section
            // 4.1.1).
            let key = key.expose();
            if key.contains(|c: char| !c.is_ascii_graphic() || c == ';') {
                return Err(format!(
                    "the value for the cookie `{name}` contains characters that are not allowed in a cookie"
                ));
            }
            parts.cookies.push(format!("{name}={key}"));
            Ok(())
        }
        (SchemeKind::Basic, Credential::Token(_)) => {
            Err("expected a user name and a password, but a token was set".to_owned())
        }
        (
            SchemeKind::Bearer | SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_),
            Credential::Basic(..),
        ) => Err("expected a token or key, but a user name and a password were set".to_owned()),
    }
}

fn insert(parts: &mut CredentialParts, name: HeaderName, text: &str) -> Result<(), String> {
    let value = secret_value(&name, text);
    let mut value =
        value.ok_or_else(|| format!("the value for `{name}` contains characters that are not allowed in a header"))?;
    value.set_sensitive(true);
    put_header(&mut parts.headers, name, value);
    Ok(())
}
