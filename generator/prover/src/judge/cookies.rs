//! The cookies of a request (Parameter Object; RFC 6265, section 4.2). Must not know other headers.

use super::equal::short;
use super::outcome::RecordedRequest;
use super::query::{Pairs, value_of};
use super::serialized::{percent_decode, represents};
use crate::case::Case;
use crate::fault::{Cause, Fault};
use crate::setup::Setup;
use crate::source::Operation;

/// Checks that the request has the cookie parameters and credentials, and no other cookie.
pub(super) fn check(
    operation: &Operation<'_>,
    setup: &Setup,
    case: &Case,
    request: &RecordedRequest,
    faults: &mut Vec<Fault>,
) {
    let lines = request.headers.iter().filter(|(name, _)| name == "cookie");
    let pairs = lines.flat_map(|(_, text)| text.split("; ")).filter_map(|pair| pair.split_once('='));
    let mut pairs = Pairs(pairs.map(|(name, value)| (cookie_name(operation, name), value)).collect());
    for parameter in operation.parameters.iter().filter(|parameter| parameter.location == "cookie") {
        let Some(value) = value_of(case, parameter) else { continue };
        let exact = pairs.0.iter().position(|(name, text)| *name == parameter.name && represents(text, value));
        match exact {
            Some(index) => drop(pairs.0.remove(index)),
            None if pairs.take(parameter, value) => {}
            None => {
                let detail = format!("no cookie has {} = {}", parameter.name, short(value));
                faults.push(Fault::new(Cause::Cookie, detail));
            }
        }
    }
    let in_cookie = setup.credentials.iter().filter(|secret| secret.location == "cookie");
    for secret in in_cookie.filter(|secret| operation.security.iter().flatten().any(|scheme| *scheme == secret.scheme))
    {
        let is_secret = |text: &str| text == secret.value || percent_decode(text) == secret.value;
        pairs.0.retain(|(name, text)| *name != secret.name || !is_secret(text));
    }
    if let Some((name, text)) = pairs.0.first() {
        faults.push(Fault::new(Cause::Cookie, format!("unexpected {name}={text}")));
    }
}

/// Returns the name of a cookie. It is percent-decoded if a parameter has that name, as in a query
/// (`style: form`).
fn cookie_name(operation: &Operation<'_>, name: &str) -> String {
    let decoded = percent_decode(name);
    let declared = operation.parameters.iter().any(|of| of.location == "cookie" && of.name == decoded);
    if declared { decoded } else { name.to_owned() }
}
