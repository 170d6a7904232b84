//! The headers of a request (Parameter Object; RFC 9110, section 12.5.1). Must not know cookies,
//! and of credentials only which headers contain them.

use serde_json::Value;

use super::equal::short;
use super::outcome::RecordedRequest;
use super::query::value_of;
use super::serialized::{is_json_of, joined, represents, represents_list, separator, unchanged};
use crate::case::{Case, has_serialization};
use crate::fault::{Cause, Fault};
use crate::media_type::{essence, includes};
use crate::setup::Setup;
use crate::source::{Operation, Parameter};

/// Headers that belong to HTTP and not to parameters.
const USUAL: [&str; 8] =
    ["accept", "accept-encoding", "authorization", "content-length", "content-type", "cookie", "host", "user-agent"];

/// Checks that the request has the header parameters and credentials, and no other header.
pub(super) fn check(
    operation: &Operation<'_>,
    setup: &Setup,
    case: &Case,
    request: &RecordedRequest,
    faults: &mut Vec<Fault>,
) {
    check_accept(operation, request, faults);
    let mut left: Vec<&(String, String)> = request.headers.iter().collect();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.location == "header") {
        let Some(value) = value_of(case, parameter) else { continue };
        let is_named = |name: &str| name.eq_ignore_ascii_case(&parameter.name);
        if parameter.style != "json" && !has_serialization(value, &parameter.style) {
            // Null, empty and nested values have no serialization: any is accepted.
            left.retain(|(name, _)| !is_named(name));
            continue;
        }
        match left.iter().position(|(name, text)| is_named(name) && represents_header(text, parameter, value)) {
            Some(index) => drop(left.remove(index)),
            None => {
                let detail = format!("no header has {} = {}", parameter.name, short(value));
                faults.push(Fault::new(Cause::Header, detail));
            }
        }
    }
    for secret in setup.credentials.iter().filter(|secret| secret.location == "header") {
        left.retain(|(name, text)| !name.eq_ignore_ascii_case(&secret.name) || *text != secret.value);
    }
    let unexpected = left.iter().find(|(name, _)| !USUAL.contains(&name.as_str()));
    // Clients may send an idempotency key of their own.
    if let Some((name, text)) = unexpected.filter(|(name, _)| !name.contains("idempotency")) {
        faults.push(Fault::new(Cause::Header, format!("unexpected {name}: {text}")));
    }
}

/// Checks that `Accept` names a declared media type, if there is one.
fn check_accept(operation: &Operation<'_>, request: &RecordedRequest, faults: &mut Vec<Fault>) {
    let successes = operation.responses.iter().filter(|of| of.status.starts_with('2') || of.status == "default");
    // These statuses have no body (RFC 9110, sections 15.3.5 and 15.3.6).
    let with_body = successes.filter(|response| !matches!(response.status.as_str(), "204" | "205"));
    let declared: Vec<&str> =
        with_body.map(|response| response.media_type.as_str()).filter(|name| !name.is_empty()).collect();
    let sent = request.header("accept").unwrap_or_default();
    let overlap = |range: &str, name: &str| includes(&essence(name), range) || includes(range, &essence(name));
    let is_known = |range: String| range == "*/*" || declared.iter().any(|name| overlap(&range, name));
    if !declared.is_empty() && !sent.split(',').map(essence).any(is_known) {
        faults.push(Fault::new(Cause::Header, format!("accept: {sent:?} is none of {declared:?}")));
    }
}

fn represents_header(text: &str, parameter: &Parameter<'_>, value: &Value) -> bool {
    match (parameter.style.as_str(), value) {
        ("json", value) => is_json_of(text, value),
        (style, Value::Array(_) | Value::Object(_)) => match separator(style) {
            "," => represents_list(text, ",", value, parameter.explode, unchanged),
            other => joined(value, other).is_none_or(|all| all == text),
        },
        (_, value) => represents(text, value),
    }
}
