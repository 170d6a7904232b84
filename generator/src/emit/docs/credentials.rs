//! Documents credentials: how they are set, and which of them an operation uses. Must not know how
//! they are sent.

use crate::emit::docs::markdown::in_one_line;
use crate::emit::docs::words::code;
use crate::lower::model::{Api, Operation, Scheme, SchemeKind};

/// Returns a line for each scheme: its environment variables and its setter.
pub(crate) fn lines(api: &Api) -> Vec<String> {
    let any = api.schemes.iter().any(|scheme| !scheme.variables.is_empty());
    let from = match any {
        true => {
            "[`Client::from_env`] reads credentials from environment variables. [`Client::builder`] has a setter for each:"
        }
        false => "[`Client::builder`] has a setter for each kind of credentials:",
    };
    let mut lines = vec![from.to_owned(), String::new()];
    lines.extend(api.schemes.iter().map(|scheme| {
        let names: Vec<String> = scheme.variables.iter().map(|name| code(name)).collect();
        let names = if names.is_empty() { String::new() } else { format!("{}, or ", names.join(" and ")) };
        let setter = setter(api, scheme);
        // OAuth 2 also accepts the credentials of a client.
        let fetched = scheme.oauth2.iter().any(|(token, refresh)| !token.is_empty() || !refresh.is_empty());
        let fetched =
            if fetched && api.may_have("oauth2") { "[`oauth2`](ClientBuilder::oauth2), or a token by " } else { "" };
        format!("- {names}{fetched}[`{setter}`](ClientBuilder::{setter}): {}", kind(scheme))
    }));
    lines.extend([String::new(), usual(api)]);
    lines
}

/// Returns the sentence about the credentials of most operations.
fn usual(api: &Api) -> String {
    let all = listed(api, &api.usual_security);
    match api.usual_security.len() {
        0 => "Operations use no credentials unless their documentation says otherwise.".to_owned(),
        1 => format!("Operations use {all} unless their documentation says otherwise."),
        _ => format!(
            "Operations use the first of these that is set completely: {all}. Exceptions are part of their documentation."
        ),
    }
}

/// Returns the credentials of an operation, if they differ from those of most operations.
pub(crate) fn of_operation(api: &Api, operation: &Operation) -> Option<String> {
    let differs = !api.schemes.is_empty() && operation.security != api.usual_security;
    let taken = differs.then(|| match operation.security.as_slice() {
        // The sentence about unsupported schemes names them.
        [] if !operation.unsupported_security.is_empty() => String::new(),
        [] => "Sent without credentials.".to_owned(),
        alternatives => format!("Credentials: {}.", listed(api, alternatives)),
    });
    let words: Vec<String> =
        taken.into_iter().chain(unsupported(operation)).filter(|words| !words.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Returns the sentence about security schemes that the client does not support.
fn unsupported(operation: &Operation) -> Option<String> {
    let named =
        operation.unsupported_security.iter().map(|(name, kind)| format!("{} ({})", code(name), in_one_line(kind)));
    let named = named.collect::<Vec<_>>().join(", ");
    (!named.is_empty()).then(|| {
        format!("This client does not support {named}. Add such credentials with middleware or `with_header`.")
    })
}

/// `` `basic`, or `key` and `cookie`, or none ``
fn listed(api: &Api, alternatives: &[Vec<usize>]) -> String {
    let name = |index: &usize| api.schemes.get(*index).map(|scheme| code(&scheme.wire)).unwrap_or_default();
    let all = |schemes: &Vec<usize>| schemes.iter().map(name).collect::<Vec<_>>().join(" and ");
    let named = alternatives.iter().filter(|schemes| !schemes.is_empty()).map(all);
    let none = alternatives.iter().any(Vec::is_empty).then(|| "none".to_owned());
    named.chain(none).collect::<Vec<_>>().join(", or ")
}

/// Returns the setter of the builder for the credentials of a scheme.
pub(crate) fn setter(api: &Api, scheme: &Scheme) -> &'static str {
    let rank = |of: &Scheme| match of.kind {
        SchemeKind::Basic => "basic",
        SchemeKind::Bearer => "bearer",
        SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_) => "api_key",
    };
    let first = api.schemes.iter().find(|of| rank(of) == rank(scheme));
    // Further schemes of a kind are set by their names.
    if first.is_some_and(|of| of.wire == scheme.wire) { rank(scheme) } else { "credential" }
}

/// Returns the kind of credentials of a scheme, with its name.
pub(crate) fn kind(scheme: &Scheme) -> String {
    let name = code(&scheme.wire);
    match &scheme.kind {
        SchemeKind::Basic => format!("user name and password (HTTP Basic, {name})"),
        SchemeKind::Bearer if scheme.oauth2.is_some() => match scheme.variables.len() {
            0 | 1 => format!("a token (OAuth 2, {name})"),
            2 => format!("the client's ID and secret (OAuth 2, {name})"),
            _ => format!("the client's ID and secret, and a refresh token (OAuth 2, {name})"),
        },
        SchemeKind::Bearer => format!("a token (Bearer, {name})"),
        SchemeKind::HeaderKey(key) => format!("a key in the header {} ({name})", code(key)),
        SchemeKind::QueryKey(key) => format!("a key in the query, as {} ({name})", code(key)),
        SchemeKind::CookieKey(key) => format!("a key in the cookie {} ({name})", code(key)),
    }
}
