//! Query, headers and cookies of a request, and the credentials in them (Parameter Object, Security Requirement Object).

use serde_json::Value;

use super::equal::short;
use super::spelling::{plain, primitive, raw, says, says_reserved, says_row};
use super::{Credential, Fault, Recorded, Setup, address};
use crate::sample::Case;
use crate::source::{Operation, Parameter};

/// Headers that say nothing of the parameters.
const USUAL: [&str; 8] =
    ["accept", "accept-encoding", "authorization", "content-length", "content-type", "cookie", "host", "user-agent"];

fn given<'c>(case: &'c Case, parameter: &Parameter<'_>) -> Option<&'c Value> {
    case.given.iter().find(|of| of.place == parameter.place && of.name == parameter.name).map(|of| &of.value)
}

/// The pairs of a query; nothing may be left over.
pub(super) fn query(operation: &Operation<'_>, setup: &Setup, case: &Case, text: &str, faults: &mut Vec<Fault>) {
    let mut pairs = beside_the_path(operation, case, text, faults);
    if let Some(bad) = text.chars().find(|of| !of.is_ascii() || of.is_ascii_control() || " \"<>".contains(*of)) {
        faults.push(Fault::new("query", format!("{bad:?} stands bare in ?{text}")));
    }
    for parameter in operation.parameters.iter().filter(|of| of.place == "query") {
        let Some(value) = given(case, parameter) else { continue };
        if !parameter.reserved && pairs.iter().any(|(name, text)| *name == parameter.name && text.contains('+')) {
            faults.push(Fault::new("query", format!("a bare + stands for {}: ?{text}", parameter.name)));
        }
        if let (true, Some(bad)) = (parameter.reserved, encoded_in_vain(&pairs, parameter, value)) {
            let what = format!("{bad} stands encoded for {}, which allows what is reserved: ?{text}", parameter.name);
            faults.push(Fault::new("query", what));
        }
        if !take(&mut pairs, parameter, value) {
            let what = format!("?{text} does not say {} = {} ({})", parameter.name, short(value), parameter.style);
            faults.push(Fault::new("query", what));
        }
    }
    // A secret that no alternative has is one that nobody asked for.
    for secret in setup.credentials.iter().filter(|of| of.place == "query" && asked(operation, of)) {
        if pairs.iter().any(|(name, text)| *name == secret.name && text.contains('+')) {
            faults.push(Fault::new("query", format!("a bare + stands in the secret of {}: ?{text}", secret.scheme)));
        }
        pairs.retain(|(name, text)| *name != secret.name || plain(text) != secret.value);
    }
    for parameter in operation.parameters.iter().filter(|of| of.place == "querystring") {
        let Some(value) = given(case, parameter) else { continue };
        if !whole(&mut pairs, text, parameter, value) {
            faults.push(Fault::new("query", format!("?{text} does not say {} = {}", parameter.name, short(value))));
        }
    }
    if let Some((name, text)) = pairs.first() {
        faults.push(Fault::new("query", format!("nobody asked for {name}={text}")));
    }
}

/// The pairs of a query but for those that the path template has.
fn beside_the_path<'r>(
    operation: &Operation<'_>,
    case: &Case,
    text: &'r str,
    faults: &mut Vec<Fault>,
) -> Vec<(String, &'r str)> {
    let mut sent: Vec<&str> = text.split('&').filter(|pair| !pair.is_empty()).collect();
    for template in address::fixed(operation) {
        match sent.iter().position(|pair| address::stands(template, pair, operation, case)) {
            Some(index) => drop(sent.remove(index)),
            None => faults.push(Fault::new("query", format!("?{text} lacks {template} of the path"))),
        }
    }
    let pair = |pair: &'r str| pair.split_once('=').map_or((plain(pair), ""), |(name, value)| (plain(name), value));
    sent.into_iter().map(pair).collect()
}

/// Whether an alternative of the operation has this scheme.
fn asked(operation: &Operation<'_>, secret: &Credential) -> bool {
    operation.security.iter().flatten().any(|scheme| *scheme == secret.scheme)
}

/// A reserved character that may stand bare, and is encoded all the same (`allowReserved`; RFC 3986, section 2.2). Those are left out that
/// end a value or the query, or part its pairs.
fn encoded_in_vain(pairs: &[(String, &str)], parameter: &Parameter<'_>, value: &Value) -> Option<char> {
    let wanted = primitive(value)?;
    let sent = pairs.iter().find(|(name, text)| *name == parameter.name && says_reserved(text, value))?.1;
    wanted.chars().find(|of| ":/?@!$'()*,;".contains(*of) && !sent.contains(*of))
}

/// Takes what stands for a whole query (3.2, Parameter Object); whether it says the value.
fn whole(pairs: &mut Vec<(String, &str)>, text: &str, parameter: &Parameter<'_>, value: &Value) -> bool {
    match (parameter.style.as_str(), value) {
        ("urlencoded", Value::Object(members)) => {
            let simple = |(key, value): (&String, &Value)| {
                primitive(value).is_none() || one(pairs, key, |text| says(&plain(text), value))
            };
            members.iter().all(simple)
        }
        ("json", value) => {
            pairs.clear();
            crate::digits::read(&plain(text)).is_ok_and(|of| super::equal(value, &of).is_ok())
        }
        (_, value) => {
            pairs.clear();
            primitive(value).is_none() || says(&plain(text), value)
        }
    }
}

/// Takes the pairs of a parameter out of those of a query; whether they were there.
fn take(pairs: &mut Vec<(String, &str)>, parameter: &Parameter<'_>, value: &Value) -> bool {
    let name = parameter.name.as_str();
    let says = |text: &str, value: &Value| match parameter.reserved {
        true => says_reserved(text, value),
        false => says(&plain(text), value),
    };
    // An exploded list is the same in every style of a query.
    let exploded = parameter.explode && parameter.style != "deepObject";
    match (parameter.style.as_str(), value) {
        ("deepObject", Value::Object(members)) => members.iter().all(|(key, value)| match primitive(value) {
            Some(_) => one(pairs, &format!("{name}[{key}]"), |text| says(text, value)),
            // Nested values have no spelling in the specification: whatever stands beneath the name.
            None => {
                let before = pairs.len();
                pairs.retain(|(of, _)| !of.starts_with(&format!("{name}[{key}]")));
                pairs.len() < before || super::spelling::row(value).is_none_or(|row| row.is_empty())
            }
        }),
        // A list has no spelling in this style: whatever stands beneath the name.
        ("deepObject", Value::Array(_)) => {
            let before = pairs.len();
            pairs.retain(|(of, _)| of != name && !of.starts_with(&format!("{name}[")));
            pairs.len() < before
        }
        ("json", value) => {
            one(pairs, name, |text| crate::digits::read(&plain(text)).is_ok_and(|of| super::equal(value, &of).is_ok()))
        }
        (_, Value::Array(items)) if exploded => {
            items.iter().all(|item| one(pairs, name, |text| primitive(item).is_none() || says(text, item)))
        }
        (_, Value::Object(members)) if exploded => members.iter().all(|(key, value)| match value {
            Value::Array(items) => items.iter().all(|item| one(pairs, key, |text| says(text, item))),
            value => one(pairs, key, |text| primitive(value).is_none() || says(text, value)),
        }),
        (style, Value::Array(_) | Value::Object(_)) => {
            one(pairs, name, |text| delimited(style, text, value) || parameter.reserved && joined(style, text, value))
        }
        (_, value) => one(pairs, name, |text| says(text, value)),
    }
}

/// The delimiters of the last two have to be percent-encoded themselves (Parameter Object, "Style Examples").
fn delimited(style: &str, text: &str, value: &Value) -> bool {
    let separators: &[&str] = match style {
        "spaceDelimited" => &["%20"],
        "pipeDelimited" => &["%7C", "|"],
        "tabDelimited" => &["%09"],
        _ => &[","],
    };
    let own = plain(separators.first().copied().unwrap_or(","));
    // An item with the separator in it cannot be told from two.
    let mixed = super::spelling::row(value)
        .is_none_or(|row| row.iter().filter_map(primitive).any(|text| own != "," && text.contains(&own)));
    mixed || separators.iter().any(|separator| says_row(text, separator, value, false, plain))
}

/// The same where what is reserved stands bare, the separator in an item too.
fn joined(style: &str, text: &str, value: &Value) -> bool {
    let row = super::spelling::row(value).unwrap_or_default();
    let between = match style {
        "spaceDelimited" => "%20",
        "pipeDelimited" => "%7C",
        "tabDelimited" => "%09",
        _ => ",",
    };
    let whole = row.iter().filter_map(primitive).collect::<Vec<_>>().join(between);
    says_reserved(text, &Value::String(whole))
}

fn one(pairs: &mut Vec<(String, &str)>, name: &str, fits: impl Fn(&str) -> bool) -> bool {
    let found = pairs.iter().position(|(of, text)| of == name && fits(text));
    found.map(|index| pairs.remove(index)).is_some()
}

/// Declared headers with their values, and no other.
pub(super) fn headers(
    operation: &Operation<'_>,
    setup: &Setup,
    case: &Case,
    request: &Recorded,
    faults: &mut Vec<Fault>,
) {
    accept(operation, request, faults);
    let mut left: Vec<&(String, String)> = request.headers.iter().collect();
    for parameter in operation.parameters.iter().filter(|of| of.place == "header") {
        let Some(value) = given(case, parameter) else { continue };
        if parameter.style != "json" && !crate::sample::has_spelling(value, &parameter.style) {
            // Whatever stands there, or nothing: null, what is empty and what is nested has no spelling.
            left.retain(|(name, _)| !name.eq_ignore_ascii_case(&parameter.name));
            continue;
        }
        let found = left
            .iter()
            .position(|(name, text)| name.eq_ignore_ascii_case(&parameter.name) && header(text, parameter, value));
        match found {
            Some(index) => drop(left.remove(index)),
            None => faults.push(Fault::new("header", format!("no header says {} = {}", parameter.name, short(value)))),
        }
    }
    for secret in setup.credentials.iter().filter(|of| of.place == "header") {
        left.retain(|(name, text)| !name.eq_ignore_ascii_case(&secret.name) || *text != secret.value);
    }
    if let Some((name, text)) = left.iter().find(|(name, _)| !USUAL.contains(&name.as_str())) {
        // A key that makes a repetition harmless may be the client's own.
        if !name.contains("idempotency") {
            faults.push(Fault::new("header", format!("nobody asked for {name}: {text}")));
        }
    }
}

/// What the request accepts is declared, and something is where there is something to accept.
fn accept(operation: &Operation<'_>, request: &Recorded, faults: &mut Vec<Fault>) {
    let declared: Vec<&str> = operation
        .answers
        .iter()
        .filter(|of| of.status.starts_with('2') || of.status == "default")
        // No body comes with these (RFC 9110, sections 15.3.5 and 15.3.6).
        .filter(|of| !matches!(of.status.as_str(), "204" | "205"))
        .map(|of| of.media_type.as_str())
        .filter(|of| !of.is_empty())
        .collect();
    let sent = request.headers.iter().find(|(name, _)| name == "accept").map_or("", |(_, text)| text);
    let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let known = |range: &str| {
        range == "*/*"
            || declared
                .iter()
                .any(|of| super::body::fits(&essence(of), range) || super::body::fits(range, &essence(of)))
    };
    if !declared.is_empty() && !sent.split(',').map(essence).any(|range| known(&range)) {
        faults.push(Fault::new("header", format!("accept: {sent:?} is none of {declared:?}")));
    }
}

fn header(text: &str, parameter: &Parameter<'_>, value: &Value) -> bool {
    match (parameter.style.as_str(), value) {
        ("json", value) => crate::digits::read(text).is_ok_and(|of| super::equal(value, &of).is_ok()),
        (style, Value::Array(_) | Value::Object(_)) => match separator(style) {
            "," => says_row(text, ",", value, parameter.explode, raw),
            other => super::spelling::joined(value, other).is_none_or(|all| all == text),
        },
        (_, value) => says(text, value),
    }
}

/// The character between the items of an array (`collectionFormat` of Swagger 2.0; OpenAPI 3 has commas in paths and headers).
pub(super) fn separator(style: &str) -> &'static str {
    match style {
        "spaceDelimited" => " ",
        "pipeDelimited" => "|",
        "tabDelimited" => "\t",
        _ => ",",
    }
}

/// Declared cookies with their values, and no other.
pub(super) fn cookies(
    operation: &Operation<'_>,
    setup: &Setup,
    case: &Case,
    request: &Recorded,
    faults: &mut Vec<Fault>,
) {
    let lines = request.headers.iter().filter(|(name, _)| name == "cookie");
    let mut pairs: Vec<(String, &str)> = lines
        .flat_map(|(_, text)| text.split("; "))
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (cookie_name(operation, name), value))
        .collect();
    for parameter in operation.parameters.iter().filter(|of| of.place == "cookie") {
        let Some(value) = given(case, parameter) else { continue };
        let exact = pairs.iter().position(|(name, text)| *name == parameter.name && says(text, value));
        match exact {
            Some(index) => drop(pairs.remove(index)),
            None if take(&mut pairs, parameter, value) => {}
            None => faults.push(Fault::new("cookie", format!("no cookie says {} = {}", parameter.name, short(value)))),
        }
    }
    for secret in setup.credentials.iter().filter(|of| of.place == "cookie" && asked(operation, of)) {
        pairs.retain(|(name, text)| *name != secret.name || *text != secret.value && plain(text) != secret.value);
    }
    if let Some((name, text)) = pairs.first() {
        faults.push(Fault::new("cookie", format!("nobody asked for {name}={text}")));
    }
}

/// The name of a cookie: percent-decoded where a parameter has that name, as in a query (`style: form`).
fn cookie_name(operation: &Operation<'_>, name: &str) -> String {
    let decoded = plain(name);
    let declared = operation.parameters.iter().any(|of| of.place == "cookie" && of.name == decoded);
    if declared { decoded } else { name.to_owned() }
}

fn is_sent(secret: &Credential, request: &Recorded) -> bool {
    let is = |pair: &str, name: &dyn Fn(&str) -> String| {
        pair.split_once('=').is_some_and(|(of, text)| name(of) == secret.name && plain(text) == secret.value)
    };
    let headers = || request.headers.iter();
    match secret.place.as_str() {
        "query" => request.uri.split(['?', '&']).skip(1).any(|pair| is(pair, &plain)),
        "cookie" => headers()
            .filter(|(name, _)| name == "cookie")
            .any(|(_, text)| text.split("; ").any(|pair| is(pair, &str::to_owned))),
        _ => headers().any(|(name, text)| name.eq_ignore_ascii_case(&secret.name) && *text == secret.value),
    }
}

/// Whether a header parameter with the name of the key's header was given: the argument counts as the credential.
fn is_given(secret: &Credential, case: &Case) -> bool {
    let named = |given: &crate::sample::Given| given.place == "header" && given.name.eq_ignore_ascii_case(&secret.name);
    secret.place == "header" && case.given.iter().any(named)
}

/// One alternative is fulfilled; where none is asked for, no secret is sent.
pub(super) fn security(
    operation: &Operation<'_>,
    setup: &Setup,
    case: &Case,
    request: &Recorded,
    faults: &mut Vec<Fault>,
) {
    let of = |scheme: &str| setup.credentials.iter().find(|of| of.scheme == scheme);
    // A scheme that the client does not know is not the client's to fulfil.
    let sent = |scheme: &str| of(scheme).is_none_or(|secret| is_sent(secret, request) || is_given(secret, case));
    let asked = &operation.security;
    // Of several that stand in one place a request holds one.
    let place = |scheme: &str| of(scheme).map(|secret| (&secret.place, secret.name.to_ascii_lowercase()));
    let met = |all: &[String], scheme: &str| {
        sent(scheme) || place(scheme).is_some() && all.iter().any(|of| place(of) == place(scheme) && sent(of))
    };
    if !asked.is_empty() && !asked.iter().any(|all| all.iter().all(|scheme| met(all, scheme))) {
        faults.push(Fault::new("security", format!("none of {asked:?} is in the request")));
    }
    let allowed = |scheme: &str| asked.iter().flatten().any(|of| of == scheme);
    let declared = |name: &str| {
        let own = |of: &&Parameter<'_>| of.place == "header" && of.name.eq_ignore_ascii_case(name);
        operation.parameters.iter().any(|of| own(&of))
    };
    for secret in setup.credentials.iter().filter(|of| of.place == "header" && !allowed(&of.scheme)) {
        let known = setup.credentials.iter().any(|of| allowed(&of.scheme) && of.value == secret.value);
        let there =
            request.headers.iter().any(|(name, text)| name.eq_ignore_ascii_case(&secret.name) && *text == secret.value);
        if there && !known && !declared(&secret.name) {
            faults.push(Fault::new(
                "security",
                format!("the secret of {} is sent, which is not asked for", secret.scheme),
            ));
        }
    }
}
