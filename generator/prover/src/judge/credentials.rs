//! The credentials of a request (Security Requirement Object). Must not know other parameters.

use super::outcome::RecordedRequest;
use super::serialized::percent_decode;
use crate::case::{Case, ParameterValue};
use crate::fault::{Cause, Fault};
use crate::setup::{Credential, Setup};
use crate::source::Operation;

/// Checks that the request meets one alternative of the security requirements. Without
/// requirements, it must not have credentials.
pub(super) fn check(
    operation: &Operation<'_>,
    setup: &Setup,
    case: &Case,
    request: &RecordedRequest,
    faults: &mut Vec<Fault>,
) {
    let secrets = Secrets { setup, case, request };
    let required = &operation.security;
    let is_met = |schemes: &Vec<String>| schemes.iter().all(|scheme| secrets.is_met(schemes, scheme));
    if !required.is_empty() && !required.iter().any(is_met) {
        faults.push(Fault::new(Cause::Security, format!("none of {required:?} is in the request")));
    }
    let allowed = |scheme: &str| required.iter().flatten().any(|known| known == scheme);
    let is_parameter = |name: &str| {
        operation.parameters.iter().any(|of| of.location == "header" && of.name.eq_ignore_ascii_case(name))
    };
    for secret in setup.credentials.iter().filter(|secret| secret.location == "header" && !allowed(&secret.scheme)) {
        let shared = setup.credentials.iter().any(|known| allowed(&known.scheme) && known.value == secret.value);
        let sent = |(name, text): &(String, String)| name.eq_ignore_ascii_case(&secret.name) && *text == secret.value;
        if request.headers.iter().any(sent) && !shared && !is_parameter(&secret.name) {
            let detail = format!("unexpected secret of {}", secret.scheme);
            faults.push(Fault::new(Cause::Security, detail));
        }
    }
}

struct Secrets<'c> {
    setup: &'c Setup,
    case: &'c Case,
    request: &'c RecordedRequest,
}

impl Secrets<'_> {
    fn of_scheme(&self, scheme: &str) -> Option<&Credential> {
        self.setup.credentials.iter().find(|secret| secret.scheme == scheme)
    }

    /// Returns `true` if the request has the secret of a scheme. If several of the schemes use the
    /// same location and name, a request can only have one of them.
    fn is_met(&self, schemes: &[String], scheme: &str) -> bool {
        let location = |scheme: &str| {
            self.of_scheme(scheme).map(|secret| (secret.location.clone(), secret.name.to_ascii_lowercase()))
        };
        let own = location(scheme);
        let other = |known: &String| location(known) == own && self.has(known);
        self.has(scheme) || own.is_some() && schemes.iter().any(other)
    }

    /// Returns `true` if the request has the secret of a scheme, or if the client does not support
    /// it.
    fn has(&self, scheme: &str) -> bool {
        self.of_scheme(scheme).is_none_or(|secret| self.is_sent(secret) || self.is_argument(secret))
    }

    fn is_sent(&self, secret: &Credential) -> bool {
        let is_secret = |pair: &str, decode: &dyn Fn(&str) -> String| {
            let pair = pair.split_once('=');
            pair.is_some_and(|(name, text)| decode(name) == secret.name && percent_decode(text) == secret.value)
        };
        let mut headers = self.request.headers.iter();
        match secret.location.as_str() {
            "query" => self.request.uri.split(['?', '&']).skip(1).any(|pair| is_secret(pair, &percent_decode)),
            "cookie" => headers
                .filter(|(name, _)| name == "cookie")
                .any(|(_, text)| text.split("; ").any(|pair| is_secret(pair, &str::to_owned))),
            _ => headers.any(|(name, text)| name.eq_ignore_ascii_case(&secret.name) && *text == secret.value),
        }
    }

    /// Returns `true` if the case sets a header parameter with the name of the secret's header: the
    /// argument counts as the credential.
    fn is_argument(&self, secret: &Credential) -> bool {
        let named = |parameter: &ParameterValue| {
            parameter.location == "header" && parameter.name.eq_ignore_ascii_case(&secret.name)
        };
        secret.location == "header" && self.case.parameters.iter().any(named)
    }
}
