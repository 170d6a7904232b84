//! The server and the path of a request (Server Object, Paths Object). Must not know parameters
//! outside the path.

use serde_json::Value;

use super::outcome::{CallOutcome, RecordedRequest};
use super::serialized::{
    is_json_of, is_nested_or_empty, joined, percent_decode, primitives, represents, represents_list, separator,
};
use crate::case::{Case, ParameterValue};
use crate::fault::{Cause, Fault};
use crate::setup::{FALLBACK_SERVER, Setup, is_absolute};
use crate::source::{Operation, Parameter};

/// Checks server and path. Returns the query.
pub(super) fn check<'r>(
    operation: &Operation<'_>,
    setup: &Setup,
    case: &Case,
    request: &'r RecordedRequest,
    faults: &mut Vec<Fault>,
) -> &'r str {
    let (address, query) = request.uri.split_once('?').unwrap_or((&request.uri, ""));
    let base = base(operation, setup);
    let address = normalized(address);
    let Some(path) = address.strip_prefix(base.as_str()) else {
        faults.push(Fault::new(Cause::Server, format!("{address} is not under {base}")));
        return query;
    };
    // A fragment is never sent. It only tells operations with the same path apart.
    let template = operation.path.split(['#', '?']).next().unwrap_or_default();
    if !matches_template(template, path, operation, case) {
        let parameters = case.parameters.iter().filter(|parameter| parameter.location == "path");
        let values: Vec<String> = parameters.map(|of| format!("{} = {}", of.name, of.value)).collect();
        let detail = format!("{path} is not {} with {}", operation.path, values.join(", "));
        faults.push(Fault::new(Cause::Path, detail));
    }
    query
}

/// Returns the operation's base URL without a slash at its end: the description's server if it is
/// absolute, else the configured one.
fn base(operation: &Operation<'_>, setup: &Setup) -> String {
    let configured = setup.base_url.as_deref().unwrap_or(FALLBACK_SERVER);
    let base = if is_absolute(&operation.server) { &operation.server } else { configured };
    normalized(base.trim_end_matches('/'))
}

/// Returns a URI with scheme and authority in lower case (RFC 3986, section 6.2.2.1).
fn normalized(address: &str) -> String {
    match address.split_once("://") {
        Some((scheme, rest)) => {
            let (authority, path) = rest.split_once('/').map_or((rest, String::new()), |(a, p)| (a, format!("/{p}")));
            format!("{}://{}{path}", scheme.to_lowercase(), authority.to_lowercase())
        }
        None => address.to_owned(),
    }
}

/// Checks that a redirect to a relative reference of one segment replaces the last segment of the
/// path (RFC 3986, section 5.2). With `readable`, the call must succeed as well.
pub(super) fn redirect_faults(reference: &str, outcome: &CallOutcome, readable: bool) -> Vec<Fault> {
    let fault = |detail: String| vec![Fault::new(Cause::Redirect, detail)];
    if let Some(error) = outcome.error.as_ref().filter(|_| readable) {
        return fault(format!("Location: {reference} fails: {error}"));
    }
    let [first, second] = outcome.requests.as_slice() else {
        return fault(format!("{} requests instead of two", outcome.requests.len()));
    };
    let path = first.uri.split(['?', '#']).next().unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let wanted = normalized(&format!("{folder}/{reference}"));
    let found = normalized(&second.uri);
    // Credentials in the query may be appended again.
    if found != wanted && !found.starts_with(&format!("{wanted}&")) {
        return fault(format!("Location: {reference} leads to {}, not {folder}/{reference}", second.uri));
    }
    Vec::new()
}

/// Returns `true` if a path is the template with the values of the case. Every position where a
/// value could end is tried.
fn matches_template(template: &str, path: &str, operation: &Operation<'_>, case: &Case) -> bool {
    let literal_matches = || percent_decode(path) == percent_decode(template);
    let Some((literal, rest)) = template.split_once('{') else { return literal_matches() };
    let Some((name, rest)) = rest.split_once('}') else { return literal_matches() };
    let Some(path) = strip_literal(path, literal) else { return false };
    let of_path = |value: &&ParameterValue| value.location == "path" && value.name == name;
    let value = case.parameters.iter().find(of_path).map(|parameter| &parameter.value);
    let parameter =
        operation.parameters.iter().find(|parameter| parameter.location == "path" && parameter.name == name);
    let (Some(value), Some(parameter)) = (value, parameter) else { return false };
    splits(path).any(|(text, after)| {
        represents_parameter(text, parameter, value) && matches_template(rest, after, operation, case)
    })
}

/// Splits a text at every position.
fn splits(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let ends = text.char_indices().map(|(end, _)| end).chain([text.len()]);
    ends.filter_map(|end| text.split_at_checked(end))
}

/// Returns the pairs of a query that is part of the path template.
pub(super) fn template_query<'p>(operation: &'p Operation<'_>) -> impl Iterator<Item = &'p str> {
    let sent = operation.path.split('#').next().unwrap_or_default();
    let query = sent.split_once('?').map_or("", |(_, query)| query);
    query.split('&').filter(|pair| !pair.is_empty())
}

/// Returns `true` if a pair of the query is one of the template's. Its values are those of path
/// parameters: `/`, `?` and `#` are encoded (Parameter Object, "Path Parameters"), and so is a
/// plus, which would be read as a space.
pub(super) fn matches_pair(template: &str, pair: &str, operation: &Operation<'_>, case: &Case) -> bool {
    if pair.contains('+') && !template.contains('+') {
        return false;
    }
    let (name, value) = template.split_once('=').unwrap_or((template, ""));
    let (sent_name, sent_value) = pair.split_once('=').unwrap_or((pair, ""));
    matches_template(name, sent_name, operation, case) && matches_template(value, sent_value, operation, case)
}

/// Returns the rest of a path after a literal, which may be percent-encoded.
fn strip_literal<'p>(path: &'p str, literal: &str) -> Option<&'p str> {
    if let Some(rest) = path.strip_prefix(literal) {
        return Some(rest);
    }
    splits(path).find(|(text, _)| percent_decode(text) == literal).map(|(_, rest)| rest)
}

/// Returns `true` if a part of a path is a value in the parameter's style. Delimiters of the path
/// must be encoded.
fn represents_parameter(text: &str, parameter: &Parameter<'_>, value: &Value) -> bool {
    if text.contains(['/', '?', '#', ' ']) {
        return false;
    }
    if parameter.style != "json" && (is_ambiguous_label(parameter, value) || is_nested_or_empty(value)) {
        return true;
    }
    match (parameter.style.as_str(), value) {
        ("json", value) => is_json_of(&percent_decode(text), value),
        ("label", value) => text.strip_prefix('.').is_some_and(|text| {
            let separator = if parameter.explode { "." } else { "," };
            represents_list(text, separator, value, parameter.explode, percent_decode)
        }),
        ("matrix", value) => text.strip_prefix(';').is_some_and(|text| represents_matrix(text, parameter, value)),
        (style, value @ (Value::Array(_) | Value::Object(_))) => match separator(style) {
            "," => represents_list(text, ",", value, parameter.explode, percent_decode),
            // The separator is percent-encoded, as an item may contain it too (RFC 3986, section
            // 3.3).
            other => joined(value, other) == Some(percent_decode(text)),
        },
        (_, value) => represents(&percent_decode(text), value),
    }
}

/// Returns `true` if a value contains the dot that separates the values of an exploded label.
fn is_ambiguous_label(parameter: &Parameter<'_>, value: &Value) -> bool {
    let has_dot = |value: &Value| value.as_str().is_some_and(|text| text.contains('.'));
    let dotted = primitives(value).is_some_and(|all| all.iter().any(has_dot));
    parameter.style == "label" && parameter.explode && dotted
}

/// Returns `true` if a text, after its semicolon, represents a value in the style `matrix`.
fn represents_matrix(text: &str, parameter: &Parameter<'_>, value: &Value) -> bool {
    let name = &parameter.name;
    match value {
        Value::Object(_) if parameter.explode => represents_list(text, ";", value, true, percent_decode),
        Value::Array(items) if parameter.explode => {
            let mut parts = text.split(';');
            items.iter().all(|item| parts.next().is_some_and(|part| is_pair(part, name, item)))
                && parts.next().is_none()
        }
        Value::Array(_) | Value::Object(_) => text.split_once('=').is_some_and(|(key, text)| {
            percent_decode(key) == *name && represents_list(text, ",", value, false, percent_decode)
        }),
        value => is_pair(text, name, value),
    }
}

fn is_pair(text: &str, name: &str, value: &Value) -> bool {
    match text.split_once('=') {
        Some((key, text)) => percent_decode(key) == name && represents(&percent_decode(text), value),
        // `;name` is an empty string.
        None => percent_decode(text) == name && represents("", value),
    }
}
