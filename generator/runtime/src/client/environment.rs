//! What the environment says, by the names of the description.
//!
//! | what is set | what happens |
//! |---|---|
//! | all variables of a scheme | its credential is taken |
//! | of several schemes all | each operation takes the first that it accepts, in the description's order |
//! | of an OAuth 2 scheme two | the client's id and secret; three: a refresh token behind them |
//! | a part of a scheme's | an error that names what is missing |
//! | none, and nothing by hand | an error that names all ways, where an operation needs credentials and the description names variables |
//! | an empty variable | as if it were not set |

#[cfg(feature = "oauth2")]
use std::sync::Arc;

use super::credentials::Credential;
use crate::call::{Api, Scheme, SchemeKind};
use crate::core::Secret;
#[cfg(feature = "oauth2")]
use crate::core::{Keeper, OAuth2};
use crate::error::{Error, ErrorKind};

/// How a variable is looked up; tests have an environment of their own.
pub(super) type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The credentials of all schemes that are complete.
///
/// # Errors
/// As the table says.
pub(super) fn credentials(api: &Api, lookup: Lookup<'_>, by_hand: bool) -> Result<Vec<(usize, Credential)>, Error> {
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
            let what = format!("{} is set, {} is not: set both or neither", set.join(" and "), missing.join(" and "));
            return Err(Error::new(ErrorKind::Config, what));
        }
        let values = values.into_iter().flatten().collect();
        let credential = credential(scheme, values).map_err(|what| Error::new(ErrorKind::Config, what))?;
        found.extend(credential.map(|credential| (index, credential)));
    }
    if found.is_empty() && !by_hand && api.needs_credentials {
        nothing(api)?;
    }
    Ok(found)
}

fn credential(scheme: &'static Scheme, values: Vec<String>) -> Result<Option<Credential>, String> {
    let mut values = values.into_iter();
    let Some(first) = values.next() else { return Ok(None) };
    let second = values.next();
    if let (Some(_), Some(second)) = (scheme.oauth2, &second) {
        return grant(scheme, first, second, values.next()).map(Some);
    }
    Ok(match (scheme.kind, second) {
        (SchemeKind::Basic, Some(password)) => Some(Credential::Basic(first, Secret::new(password))),
        // One variable for Basic holds both, as curl's -u takes them.
        (SchemeKind::Basic, None) => {
            let (name, password) = first.split_once(':').unwrap_or((&first, ""));
            Some(Credential::Basic(name.to_owned(), Secret::new(password)))
        }
        (SchemeKind::Bearer | SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_), _) => {
            Some(Credential::Token(Secret::new(first)))
        }
    })
}

/// OAuth 2 with a client's id and secret, and perhaps a refresh token.
#[cfg(feature = "oauth2")]
fn grant(scheme: &'static Scheme, id: String, secret: &str, refresh: Option<String>) -> Result<Credential, String> {
    let oauth2 = match refresh {
        None => OAuth2::client_credentials(id, secret),
        Some(refresh) => OAuth2::refresh_token(id, refresh).client_secret(secret),
    };
    let keeper = Keeper::new(scheme, oauth2.of(scheme)?)?;
    Ok(Credential::Kept(Arc::new(keeper)))
}

#[cfg(not(feature = "oauth2"))]
fn grant(scheme: &'static Scheme, _: String, _: &str, _: Option<String>) -> Result<Credential, String> {
    Err(format!("the tokens of `{}` are asked for with the feature `oauth2`: turn it on", scheme.name))
}

fn nothing(api: &Api) -> Result<(), Error> {
    let named = api.schemes.iter().filter(|scheme| !scheme.variables.is_empty());
    let ways: Vec<String> = named.map(|scheme| scheme.variables.join(" and ")).collect();
    if ways.is_empty() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Config, format!("no credentials in the environment: set {}", ways.join(", or "))))
}
