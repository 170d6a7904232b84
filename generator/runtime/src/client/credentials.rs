//! Credentials: what was given for which scheme, and which of them an operation takes.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, header};

use crate::call::{Api, Operation, SchemeKind, encode_query, put_header, secret_value};
use crate::core::{Keeper, Kept, Secret};

/// What one scheme needs.
#[derive(Debug, Clone)]
pub(super) enum Credential {
    /// User name and password.
    Basic(String, Secret),
    /// A token or key.
    Token(Secret),
    /// A token that is renewed.
    Kept(Arc<Keeper>),
}

/// A credential, and what it adds to each request.
#[derive(Clone)]
pub(super) struct Given {
    /// The index of its scheme.
    scheme: usize,
    credential: Credential,
    applied: Applied,
}

/// What was given, and whether by hand or by the environment.
#[derive(Debug, Clone, Default)]
pub(super) struct Credentials {
    pub(super) by_hand: Vec<Given>,
    pub(super) from_env: Vec<Given>,
}

/// Which credentials a call takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted<'a> {
    /// None: it goes to another server.
    Nothing,
    /// The first that there are: it is none of the description's.
    First,
    /// Those that the operation asks for.
    Of(&'a Operation),
}

/// What credentials add to a request.
#[derive(Clone, Default)]
pub(super) struct Applied {
    /// Headers, marked as sensitive.
    pub(super) headers: HeaderMap,
    /// Parts of the query.
    pub(super) query: Vec<String>,
    /// Cookies.
    pub(super) cookies: Vec<String>,
    /// What is renewed, and is put in before each try.
    pub(super) keepers: Vec<Kept>,
}

impl Given {
    /// For the scheme of this index.
    ///
    /// # Errors
    /// In our words, where it cannot be sent.
    pub(super) fn new(api: &Api, scheme: usize, credential: Credential) -> Result<Given, String> {
        let mut applied = Applied::default();
        if let Some(of) = api.schemes.get(scheme) {
            apply(of.kind, &credential, &mut applied).map_err(|what| format!("{}: {what}", of.name))?;
        }
        Ok(Given { scheme, credential, applied })
    }
}

impl std::fmt::Debug for Given {
    /// Without what it is on the wire.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Given").field(&self.scheme).field(&self.credential).finish()
    }
}

impl Credentials {
    /// What was given by hand, in place of what was given before.
    ///
    /// # Errors
    /// As [`Given::new`].
    pub(super) fn put(&mut self, api: &Api, scheme: usize, credential: Credential) -> Result<(), String> {
        self.by_hand.retain(|given| given.scheme != scheme);
        self.by_hand.push(Given::new(api, scheme, credential)?);
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_hand.is_empty() && self.from_env.is_empty()
    }

    fn get(&self, scheme: usize, by_hand_only: bool) -> Option<&Given> {
        let rest = self.from_env.iter().filter(|_| !by_hand_only);
        self.by_hand.iter().chain(rest).find(|given| given.scheme == scheme)
    }

    /// What a call takes.
    ///
    /// # Errors
    /// What is missing, in our words.
    pub(super) fn choose(&self, api: &Api, wanted: Wanted<'_>) -> Result<Vec<&Applied>, String> {
        let first = self.by_hand.iter().chain(&self.from_env).next();
        let (one, (schemes, by_hand_only)) = match wanted {
            Wanted::Nothing => (None, (&[][..], false)),
            Wanted::First => (first, (&[][..], false)),
            Wanted::Of(operation) => (None, self.complete(api, operation)?),
        };
        let all = schemes.iter().filter_map(move |&scheme| self.get(scheme, by_hand_only));
        Ok(one.into_iter().chain(all).map(|given| &given.applied).collect())
    }

    /// The schemes of the first alternative that is complete, with what was given by hand before what the environment has; and whether only what was
    /// given by hand counts.
    fn complete(&self, api: &Api, operation: &Operation) -> Result<(&'static [usize], bool), String> {
        for by_hand_only in [true, false] {
            let mut all = operation.security.iter().filter(|schemes| !schemes.is_empty());
            if let Some(schemes) = all.find(|all| all.iter().all(|&scheme| self.get(scheme, by_hand_only).is_some())) {
                return Ok((schemes, by_hand_only));
            }
        }
        if operation.security.is_empty() || operation.security.iter().any(|schemes| schemes.is_empty()) {
            return Ok((&[], false));
        }
        Err(self.missing(api, operation))
    }

    /// What is missing: of an alternative of which a part was given the rest, else all.
    fn missing(&self, api: &Api, operation: &Operation) -> String {
        let named = |of: &usize| api.schemes.get(*of).map_or("", |scheme| scheme.name).to_owned();
        let listed = |show: &dyn Fn(&usize) -> String| {
            let ways = operation.security.iter().map(|all| all.iter().map(show).collect::<Vec<_>>().join(" and "));
            ways.collect::<Vec<_>>().join(", or ")
        };
        let names = listed(&named);
        let begun = operation.security.iter().find(|all| all.iter().any(|of| self.get(*of, false).is_some()));
        let Some(begun) = begun else {
            let calls = listed(&|of| setter(api, *of));
            return format!(
                "credentials are needed ({names}), and none of them were given: `Client::builder()` takes them by {calls}"
            );
        };
        let rest: Vec<&usize> = begun.iter().filter(|of| self.get(**of, false).is_none()).collect();
        let [rest, calls] = [
            rest.iter().map(|of| format!("`{}`", named(of))).collect::<Vec<_>>(),
            rest.iter().map(|of| setter(api, **of)).collect(),
        ];
        format!(
            "credentials are needed ({names}), and {} was not given: `Client::builder()` takes it by {}",
            rest.join(" and "),
            calls.join(" and ")
        )
    }
}

/// The call of the builder that takes the credentials of a scheme.
fn setter(api: &Api, scheme: usize) -> String {
    let call = |kind| match kind {
        SchemeKind::Basic => "basic",
        SchemeKind::Bearer => "bearer",
        SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_) => "api_key",
    };
    let Some(of) = api.schemes.get(scheme) else { return String::new() };
    // The others of a kind are told apart by their names.
    match api.schemes.iter().position(|first| call(first.kind) == call(of.kind)) == Some(scheme) {
        true => format!("`.{}(…)`", call(of.kind)),
        false => format!("`.credential({:?}, …)`", of.name),
    }
}

/// What a credential adds to a request.
fn apply(kind: SchemeKind, credential: &Credential, to: &mut Applied) -> Result<(), String> {
    match (kind, credential) {
        (_, Credential::Kept(keeper)) => {
            to.keepers.push(Kept { keeper: keeper.clone(), token: None });
            put_header(&mut to.headers, keeper.header().clone(), keeper.value(None)?);
            Ok(())
        }
        (SchemeKind::Basic, Credential::Basic(name, password)) => {
            // RFC 7617 section 2.
            let text = STANDARD.encode(format!("{name}:{}", password.expose()));
            insert(to, header::AUTHORIZATION, &format!("Basic {text}"))
        }
        (SchemeKind::Bearer, Credential::Token(token)) => {
            insert(to, header::AUTHORIZATION, &format!("Bearer {}", token.expose()))
        }
        (SchemeKind::HeaderKey(name), Credential::Token(key)) => {
            let name =
                HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("`{name}` is no name of a header"))?;
            insert(to, name, key.expose())
        }
        (SchemeKind::QueryKey(name), Credential::Token(key)) => {
            to.query.push(format!("{}={}", encode_query(name, false), encode_query(key.expose(), false)));
            Ok(())
        }
        (SchemeKind::CookieKey(name), Credential::Token(key)) => {
            // A server knows it again by its octets: it goes as it is, or not at all (RFC 6265, section 4.1.1).
            let key = key.expose();
            if key.contains(|c: char| !c.is_ascii_graphic() || c == ';') {
                return Err(format!("what was given for the cookie `{name}` holds characters that no cookie may"));
            }
            to.cookies.push(format!("{name}={key}"));
            Ok(())
        }
        (SchemeKind::Basic, Credential::Token(_)) => {
            Err("a user name and password are needed, a token was given".to_owned())
        }
        (
            SchemeKind::Bearer | SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_),
            Credential::Basic(..),
        ) => Err("a token or key is needed, a user name and password were given".to_owned()),
    }
}

fn insert(to: &mut Applied, name: HeaderName, text: &str) -> Result<(), String> {
    let value = secret_value(&name, text);
    let mut value = value.ok_or_else(|| format!("what was given for `{name}` holds characters that no header may"))?;
    value.set_sensitive(true);
    put_header(&mut to.headers, name, value);
    Ok(())
}
