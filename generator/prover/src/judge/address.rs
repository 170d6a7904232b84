//! The address of a request: the server, and the path with what stands in place of its templates (Paths Object, Server Object).

use serde_json::Value;

use super::spelling::{plain, says, says_row};
use super::{Fault, Recorded, Setup, Told};
use crate::sample::Case;
use crate::source::{Operation, Parameter};

/// Checks server and path; gives the query behind.
pub(super) fn check<'r>(
    operation: &Operation<'_>,
    setup: &Setup,
    case: &Case,
    request: &'r Recorded,
    faults: &mut Vec<Fault>,
) -> &'r str {
    let (address, query) = request.uri.split_once('?').unwrap_or((&request.uri, ""));
    let base = base(operation, setup);
    let address = lower(address);
    let Some(path) = address.strip_prefix(base.as_str()) else {
        faults.push(Fault::new("server", format!("{address} is not beneath {base}")));
        return query;
    };
    // What is behind `#` is never sent: it only tells operations of one path apart.
    let template = operation.path.split(['#', '?']).next().unwrap_or_default();
    if !follows(template, path, operation, case) {
        let given: Vec<String> =
            case.given.iter().filter(|of| of.place == "path").map(|of| format!("{} = {}", of.name, of.value)).collect();
        faults.push(Fault::new("path", format!("{path} is not {} with {}", operation.path, given.join(", "))));
    }
    query
}

/// Where the operation is served: the description's server where it is whole, else the one that was given. No slash at its end.
fn base(operation: &Operation<'_>, setup: &Setup) -> String {
    let given = setup.base_url.as_deref().unwrap_or(crate::proof::BASE);
    let base = if crate::proof::is_whole(&operation.server) { &operation.server } else { given };
    lower(base.trim_end_matches('/'))
}

/// With its scheme and its authority in small letters: they have no case (RFC 3986, section 6.2.2.1). A path may be empty.
fn lower(address: &str) -> String {
    match address.split_once("://") {
        Some((scheme, rest)) => {
            let (authority, path) = rest.split_once('/').map_or((rest, String::new()), |(a, p)| (a, format!("/{p}")));
            format!("{}://{}{path}", scheme.to_lowercase(), authority.to_lowercase())
        }
        None => address.to_owned(),
    }
}

/// Checks that a redirect to a relative reference of one segment is followed to the sister of the path (RFC 3986, section 5.2).
pub(super) fn redirected(location: &str, told: &Told, readable: bool) -> Vec<Fault> {
    let cause = "redirect";
    if let Some(error) = told.error.as_ref().filter(|_| readable) {
        return vec![Fault::new(cause, format!("Location: {location} is refused: {error}"))];
    }
    let [first, second] = told.requests.as_slice() else {
        return vec![Fault::new(cause, format!("{} requests in place of two", told.requests.len()))];
    };
    let path = first.uri.split(['?', '#']).next().unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let wanted = format!("{folder}/{location}");
    // Credentials that stand in the query may be added again.
    if lower(&second.uri) != lower(&wanted) && !lower(&second.uri).starts_with(&format!("{}&", lower(&wanted))) {
        return vec![Fault::new(cause, format!("Location: {location} leads to {}, not {wanted}", second.uri))];
    }
    Vec::new()
}

/// Whether a path is the template with the values in it: wherever a value could end is tried.
fn follows(template: &str, path: &str, operation: &Operation<'_>, case: &Case) -> bool {
    let Some((literal, rest)) = template.split_once('{') else { return plain(path) == plain(template) };
    let Some((name, rest)) = rest.split_once('}') else { return plain(path) == plain(template) };
    let Some(path) = begins(path, literal) else { return false };
    let value = case.given.iter().find(|of| of.place == "path" && of.name == name).map(|of| &of.value);
    let parameter = operation.parameters.iter().find(|of| of.place == "path" && of.name == name);
    let (Some(value), Some(parameter)) = (value, parameter) else { return false };
    let ends = path.char_indices().map(|(end, _)| end).chain([path.len()]);
    ends.filter_map(|end| path.split_at_checked(end))
        .any(|(text, behind)| spells(text, parameter, value) && follows(rest, behind, operation, case))
}

/// The pairs of a query that stands in the path itself; what is behind `#` is never sent.
pub(super) fn fixed<'p>(operation: &'p Operation<'_>) -> impl Iterator<Item = &'p str> {
    let sent = operation.path.split('#').next().unwrap_or_default();
    let query = sent.split_once('?').map_or("", |(_, query)| query);
    query.split('&').filter(|pair| !pair.is_empty())
}

/// Whether a pair of a query is one of the path's, with the values in place of its templates. They are those of path parameters there
/// too: none of `/`, `?` and `#` stands bare (Parameter Object, "Path Parameters"), and a plus would be read as a space.
pub(super) fn stands(template: &str, pair: &str, operation: &Operation<'_>, case: &Case) -> bool {
    if pair.contains('+') && !template.contains('+') {
        return false;
    }
    let (name, value) = template.split_once('=').unwrap_or((template, ""));
    let (sent_name, sent_value) = pair.split_once('=').unwrap_or((pair, ""));
    follows(name, sent_name, operation, case) && follows(value, sent_value, operation, case)
}

/// What is behind a literal, which may be percent-encoded in the path.
fn begins<'p>(path: &'p str, literal: &str) -> Option<&'p str> {
    if let Some(rest) = path.strip_prefix(literal) {
        return Some(rest);
    }
    let ends = path.char_indices().map(|(end, _)| end).chain([path.len()]);
    ends.filter_map(|end| path.split_at_checked(end)).find(|(text, _)| plain(text) == literal).map(|(_, rest)| rest)
}

/// Whether a text in a path says a value in the parameter's style. Nothing in it may be taken for what parts a path.
fn spells(text: &str, parameter: &Parameter<'_>, value: &Value) -> bool {
    if text.contains(['/', '?', '#', ' ']) {
        return false;
    }
    let name = &parameter.name;
    let row = super::spelling::row(value);
    // What is nested or empty has no spelling in the specification, and a dot in a value no other than the dot between two.
    let dotted = |row: &Vec<Value>| row.iter().any(|of| of.as_str().is_some_and(|text| text.contains('.')));
    let open = parameter.style == "label" && parameter.explode && row.as_ref().is_some_and(dotted);
    if parameter.style != "json" && (open || row.is_none_or(|row| row.is_empty())) {
        return true;
    }
    match (parameter.style.as_str(), value) {
        ("json", value) => crate::digits::read(&plain(text)).is_ok_and(|of| super::equal(value, &of).is_ok()),
        ("label", value) => text.strip_prefix('.').is_some_and(|text| {
            let separator = if parameter.explode { "." } else { "," };
            says_row(text, separator, value, parameter.explode, plain)
        }),
        ("matrix", Value::Object(_)) if parameter.explode => {
            text.strip_prefix(';').is_some_and(|text| says_row(text, ";", value, true, plain))
        }
        ("matrix", Value::Array(items)) if parameter.explode => {
            let mut parts = text.strip_prefix(';').unwrap_or_default().split(';');
            items.iter().all(|item| parts.next().is_some_and(|part| pair(part, name, item))) && parts.next().is_none()
        }
        ("matrix", value @ (Value::Array(_) | Value::Object(_))) => {
            let text = text.strip_prefix(';').and_then(|of| of.split_once('='));
            text.is_some_and(|(of, text)| plain(of) == *name && says_row(text, ",", value, false, plain))
        }
        ("matrix", value) => text.strip_prefix(';').is_some_and(|text| pair(text, name, value)),
        (style, value @ (Value::Array(_) | Value::Object(_))) => match super::fields::separator(style) {
            "," => says_row(text, ",", value, parameter.explode, plain),
            // Percent-encoded, as an item may hold it too (RFC 3986, section 3.3).
            other => super::spelling::joined(value, other) == Some(plain(text)),
        },
        (_, value) => says(&plain(text), value),
    }
}

fn pair(text: &str, name: &str, value: &Value) -> bool {
    match text.split_once('=') {
        Some((of, text)) => plain(of) == name && says(&plain(text), value),
        // `;name` is an empty text.
        None => plain(text) == name && says("", value),
    }
}
