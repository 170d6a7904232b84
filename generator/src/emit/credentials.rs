//! Credentials in words: how they are given, and which of them an operation takes. Must not know how they go over the wire.

use super::docs::in_one_line;
use super::front_page::code;
use crate::lower::model::{Api, Operation, Scheme, SchemeKind};

/// Each scheme: how it is given, by the environment or by hand.
pub(super) fn lines(api: &Api) -> Vec<String> {
    let any = api.schemes.iter().any(|scheme| !scheme.variables.is_empty());
    let from = if any { "[`Client::from_env`] reads them from the environment; by hand they are" } else { "They are" };
    let mut lines = vec![format!("{from} given to [`Client::builder`]:"), String::new()];
    lines.extend(api.schemes.iter().map(|scheme| {
        let names: Vec<String> = scheme.variables.iter().map(|name| code(name)).collect();
        let names = if names.is_empty() { String::new() } else { format!("{}, or ", names.join(" and ")) };
        let setter = setter(api, scheme);
        // A token endpoint takes more than a token.
        let fetched = scheme.oauth2.iter().any(|(token, refresh)| !token.is_empty() || !refresh.is_empty());
        let fetched = if fetched { "[`oauth2`](ClientBuilder::oauth2), or a token by " } else { "" };
        format!("- {names}{fetched}[`{setter}`](ClientBuilder::{setter}): {}", kind(scheme))
    }));
    lines.extend([String::new(), usual(api)]);
    lines
}

/// What most operations take, once for all of them.
fn usual(api: &Api) -> String {
    let all = listed(api, &api.usual_security);
    match api.usual_security.len() {
        0 => "Most operations take none; one that takes some says so.".to_owned(),
        1 => format!("Operations take {all}; one that takes others says so."),
        _ => format!(
            "Operations take {all}: the first of these for which all was given, and no other beside it. One that takes others says so."
        ),
    }
}

/// What an operation takes, where that is not what most do.
pub(super) fn of_operation(api: &Api, operation: &Operation) -> Option<String> {
    let differs = !api.schemes.is_empty() && operation.security != api.usual_security;
    let taken = differs.then(|| match operation.security.as_slice() {
        // What it asks for is named below.
        [] if !operation.unsupported_security.is_empty() => String::new(),
        [] => "It takes no credentials.".to_owned(),
        alternatives => format!("Credentials: {}.", listed(api, alternatives)),
    });
    let words: Vec<String> =
        taken.into_iter().chain(unsupported(operation)).filter(|words| !words.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The security schemes that it asks for and that the client does not carry out.
fn unsupported(operation: &Operation) -> Option<String> {
    let named =
        operation.unsupported_security.iter().map(|(name, kind)| format!("{} ({})", code(name), in_one_line(kind)));
    let named = named.collect::<Vec<_>>().join(", ");
    let without = if operation.security.is_empty() { "it is sent without credentials" } else { "it is sent without" };
    (!named.is_empty()).then(|| {
        format!("Not supported by this client: {named}; {without}, unless middleware or `with_header` adds them.")
    })
}

/// `` `basic`, or `key` and `cookie`, or none ``
fn listed(api: &Api, alternatives: &[Vec<usize>]) -> String {
    let name = |index: &usize| api.schemes.get(*index).map(|scheme| code(&scheme.wire)).unwrap_or_default();
    let all = |schemes: &Vec<usize>| schemes.iter().map(name).collect::<Vec<_>>().join(" and ");
    let given = alternatives.iter().filter(|schemes| !schemes.is_empty()).map(all);
    let none = alternatives.iter().any(Vec::is_empty).then(|| "none".to_owned());
    given.chain(none).collect::<Vec<_>>().join(", or ")
}

/// The setter of the builder that takes the credentials of a scheme.
pub(super) fn setter(api: &Api, scheme: &Scheme) -> &'static str {
    let rank = |of: &Scheme| match of.kind {
        SchemeKind::Basic => "basic",
        SchemeKind::Bearer => "bearer",
        SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_) => "api_key",
    };
    let first = api.schemes.iter().find(|of| rank(of) == rank(scheme));
    // The others of a kind are told apart by their names.
    if first.is_some_and(|of| of.wire == scheme.wire) { rank(scheme) } else { "credential" }
}

/// What a scheme takes, and its name.
pub(super) fn kind(scheme: &Scheme) -> String {
    let name = code(&scheme.wire);
    match &scheme.kind {
        SchemeKind::Basic => format!("user name and password (HTTP Basic, {name})"),
        SchemeKind::Bearer if scheme.oauth2.is_some() => match scheme.variables.len() {
            0 | 1 => format!("a token (OAuth 2, {name})"),
            2 => format!("the client's id and secret (OAuth 2, {name})"),
            _ => format!("the client's id and secret, and a refresh token (OAuth 2, {name})"),
        },
        SchemeKind::Bearer => format!("a token (Bearer, {name})"),
        SchemeKind::HeaderKey(key) => format!("a key in the header {} ({name})", code(key)),
        SchemeKind::QueryKey(key) => format!("a key in the query, as {} ({name})", code(key)),
        SchemeKind::CookieKey(key) => format!("a key in the cookie {} ({name})", code(key)),
    }
}
