//! Credentials from environment variables, by the names that the description gives them. Must not
//! decide which of them a call uses (`credentials`).
//!
//! | variables set | result |
//! |---|---|
//! | all of a scheme | its credential is used |
//! | all of several schemes | each operation uses the first that it accepts, in the order of the description |
//! | two of an OAuth 2 scheme | the client's ID and secret; with a third, a refresh token |
//! | a part of a scheme | an error that names the missing ones |
//! | none, and no explicit credentials | an error that lists all alternatives, if an operation needs credentials and the description names variables |
//! | an empty variable | the same as a variable that is not set |

#[cfg(feature = "oauth2")]
use std::sync::Arc;

use super::credentials::Credential;
use crate::call::{Api, Scheme, SchemeKind};
use crate::error::{Error, ErrorKind};
use crate::machine::Secret;
#[cfg(feature = "oauth2")]
use crate::machine::{OAuth2, TokenCache};

/// Looks up a variable. Tests have an environment of their own.
pub(super) type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Returns the credentials of all schemes that are complete.
///
/// # Errors
///
/// Fails as the table above says.
pub(super) fn credentials(
    api: &Api,
    lookup: Lookup<'_>,
    has_explicit: bool,
) -> Result<Vec<(usize, Credential)>, Error> {
    let mut found = Vec::new();
    for (index, scheme) in api.schemes.iter().enumerate().filter(|(_, scheme)| !scheme.variables.is_empty()) {
        let values: Vec<Option<String>> =
            scheme.variables.iter().map(|name| lookup(name).filter(|value| !value.is_empty())).collect();
        let missing: Vec<&str> =
            scheme.variables.iter().zip(&values).filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
        if missing.len() == values.len() {
            continue;
        }
        if !missing.is_empty() {
            let set: Vec<&str> = scheme.variables.iter().copied().filter(|name| !missing.contains(name)).collect();
            let what =
                format!("{} is set, but {} is not; set both or neither", set.join(" and "), missing.join(" and "));
            return Err(Error::new(ErrorKind::Config, what));
        }
        let values = values.into_iter().flatten().collect();
        let credential = credential(scheme, values).map_err(|what| Error::new(ErrorKind::Config, what))?;
        found.extend(credential.map(|credential| (index, credential)));
    }
    if found.is_empty() && !has_explicit && api.needs_credentials {
        require_variables(api)?;
    }
    Ok(found)
}

fn credential(scheme: &'static Scheme, values: Vec<String>) -> Result<Option<Credential>, String> {
    let mut values = values.into_iter();
    let Some(first) = values.next() else { return Ok(None) };
    let second = values.next();
    if let (Some(_), Some(second)) = (scheme.oauth2, &second) {
        return oauth2_credential(scheme, first, second, values.next()).map(Some);
    }
    Ok(match (scheme.kind, second) {
        (SchemeKind::Basic, Some(password)) => Some(Credential::Basic(first, Secret::new(password))),
        // A single variable for HTTP Basic contains both, as curl's `-u` takes them.
        (SchemeKind::Basic, None) => {
            let (name, password) = first.split_once(':').unwrap_or((&first, ""));
            Some(Credential::Basic(name.to_owned(), Secret::new(password)))
        }
        (SchemeKind::Bearer | SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_), _) => {
            Some(Credential::Token(Secret::new(first)))
        }
    })
}

/// Creates OAuth 2 credentials from a client's ID and secret, and an optional refresh token.
#[cfg(feature = "oauth2")]
fn oauth2_credential(
    scheme: &'static Scheme,
    id: String,
    secret: &str,
    refresh: Option<String>,
) -> Result<Credential, String> {
    let oauth2 = match refresh {
        None => OAuth2::client_credentials(id, secret),
        Some(refresh) => OAuth2::refresh_token(id, refresh).client_secret(secret),
    };
    let cache = TokenCache::new(scheme, oauth2.into_origin(scheme)?)?;
    Ok(Credential::Renewed(Arc::new(cache)))
}

#[cfg(not(feature = "oauth2"))]
fn oauth2_credential(scheme: &'static Scheme, _: String, _: &str, _: Option<String>) -> Result<Credential, String> {
    Err(format!("tokens of `{}` need the feature `oauth2`; enable it", scheme.name))
}

fn require_variables(api: &Api) -> Result<(), Error> {
    let named = api.schemes.iter().filter(|scheme| !scheme.variables.is_empty());
    let ways: Vec<String> = named.map(|scheme| scheme.variables.join(" and ")).collect();
    if ways.is_empty() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Config, format!("no credentials in the environment; set {}", ways.join(", or "))))
}
