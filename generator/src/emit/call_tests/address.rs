//! The expected method, path and query of an example, in the styles of OpenAPI. This repeats the
//! runtime's rules on purpose: the tests compare the runtime's requests with it. Must not use the
//! runtime.

use crate::emit::call_tests::sent::{OnTheWire, Sent};
use crate::emit::examples::samples::number;
use crate::emit::operations::facts::is_json;
use crate::emit::operations::statics::sendable;
use crate::lower::model::{
    Api, Argument, Operation, Parameter, ParameterLocation, Preset, SchemeKind, Streams, Style, Type,
};

/// The mask that the mock transport shows in place of a key.
const MASK: &str = "REDACTED";

/// Returns, for example, `GET /uploads/upload_id?page=1`, or `None` if an argument of the example
/// cannot be serialized, so that the call fails.
pub(crate) fn line(on_the_wire: &OnTheWire<'_>, operation: &Operation) -> Option<String> {
    let (mut path, mut query) = (sendable(&operation.path), Vec::new());
    for (number, parameter) in operation.parameters.iter().enumerate() {
        let flag = operation.streams == Some(Streams::Parameter(number));
        let sent = match &parameter.preset {
            Some(tag) => preset(tag),
            None if flag => Sent::Plain("true".to_owned()),
            None if !operation.arguments.contains(&Argument::Parameter(number)) => continue,
            None => {
                let least = usize::from(!is_json(parameter.style));
                on_the_wire.top(&parameter.ty, &parameter.sample, &parameter.name, least)
            }
        };
        let value = if parameter.style == Style::Json { Some(Flat::One(sent.json())) } else { flat(&sent) };
        match parameter.location {
            ParameterLocation::Path => {
                path = path.replace(&format!("{{{}}}", parameter.wire), &in_path(parameter, &value?)?);
            }
            ParameterLocation::Query => query.push((number, in_query(parameter, &sent)?)),
            ParameterLocation::Header | ParameterLocation::Cookie => {
                value?;
            }
        }
    }
    query.sort_unstable();
    let secrets = secrets(on_the_wire.api, operation);
    let parts: Vec<String> = query.into_iter().map(|(_, text)| masked(on_the_wire.api, &text)).chain(secrets).collect();
    let mark = match (parts.is_empty(), path.contains('?')) {
        (true, _) => "",
        (false, false) => "?",
        (false, true) => "&",
    };
    Some(format!("{} {path}{mark}{}", operation.method, parts.join("&")))
}

/// Returns the value that is sent automatically.
pub(crate) fn preset(tag: &Preset) -> Sent {
    match tag {
        Preset::Text(text) => Sent::Text(text.clone()),
        Preset::Boolean(value) => Sent::Plain(value.to_string()),
        Preset::Integer(digits) | Preset::Number(digits) => {
            Sent::Plain(number(&Type::Number, digits).unwrap_or_else(|| digits.clone()))
        }
    }
}

/// Returns the keys in the query: those of the first alternative, because the client has all
/// credentials.
fn secrets(api: &Api, operation: &Operation) -> Vec<String> {
    let schemes = operation.security.iter().find(|schemes| !schemes.is_empty()).into_iter().flatten();
    let keys = schemes.filter_map(|number| match &api.schemes.get(*number)?.kind {
        SchemeKind::QueryKey(name) => Some(format!("{}={MASK}", encoded(name, ""))),
        SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::HeaderKey(_) | SchemeKind::CookieKey(_) => None,
    });
    keys.collect()
}

/// Masks the query parameters that have the name of a key.
fn masked(api: &Api, text: &str) -> String {
    let is_key = |name: &str| {
        api.schemes.iter().any(|scheme| matches!(&scheme.kind, SchemeKind::QueryKey(key) if encoded(key, "") == name))
    };
    let part = |part: &str| match part.split_once('=') {
        Some((name, _)) if is_key(name) => format!("{name}={MASK}"),
        Some(_) | None => part.to_owned(),
    };
    text.split('&').map(part).collect::<Vec<_>>().join("&")
}

/// A value without nested arrays or objects.
#[derive(Debug)]
pub(crate) enum Flat {
    One(String),
    List(Vec<String>),
    Members(Vec<(String, String)>),
}

/// Flattens a value. Returns `None` for null and for nested arrays and objects.
pub(crate) fn flat(value: &Sent) -> Option<Flat> {
    let scalar = |value: &Sent| match value {
        Sent::Plain(text) | Sent::Text(text) | Sent::File(text) => Some(text.clone()),
        Sent::Null | Sent::List(_) | Sent::Members(_) => None,
    };
    match value {
        Sent::Null => None,
        Sent::Plain(..) | Sent::Text(_) | Sent::File(_) => scalar(value).map(Flat::One),
        // Null items are omitted.
        Sent::List(items) => {
            items.iter().filter(|item| **item != Sent::Null).map(scalar).collect::<Option<_>>().map(Flat::List)
        }
        Sent::Members(members) => {
            let there = members.iter().filter(|(_, value)| *value != Sent::Null);
            there.map(|(key, value)| Some((key.clone(), scalar(value)?))).collect::<Option<_>>().map(Flat::Members)
        }
    }
}

fn in_path(parameter: &Parameter, value: &Flat) -> Option<String> {
    let more = if parameter.reserved { RESERVED_PATH } else { "" };
    let strict = |text: &String| encoded(text, more);
    let name = encoded(&parameter.wire, "");
    let (first, between) = match (parameter.style, parameter.explode) {
        (Style::Label, true) => (".", "."),
        (Style::Label, false) => (".", ","),
        (Style::Matrix, true) => (";", ";"),
        (Style::Matrix, false) => (";", ","),
        (Style::Simple | Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited, _) => {
            ("", between(parameter.style))
        }
        (Style::DeepObject | Style::Cookie | Style::Json | Style::WholeJson | Style::WholeText, _) => ("", ","),
    };
    let named = |text: String| match (parameter.style, text.as_str()) {
        (Style::Matrix, "") => name.clone(),
        (Style::Matrix, _) => format!("{name}={text}"),
        (Style::Simple | Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited, _) => text,
        (Style::Label | Style::Cookie | Style::Json | Style::WholeJson | Style::WholeText, _) => text,
        (Style::DeepObject, _) => text,
    };
    let text = match value {
        Flat::List(items) if items.is_empty() => return None,
        // The call would fail, because every segment of a path is required.
        Flat::Members(members) if members.is_empty() => return None,
        Flat::One(text) => named(strict(text)),
        Flat::List(items) if parameter.explode => {
            items.iter().map(|item| named(strict(item))).collect::<Vec<_>>().join(between)
        }
        Flat::List(items) => named(items.iter().map(strict).collect::<Vec<_>>().join(between)),
        Flat::Members(members) if parameter.explode => {
            let pairs = members.iter().map(|(key, text)| format!("{}={}", strict(key), strict(text)));
            pairs.collect::<Vec<_>>().join(between)
        }
        Flat::Members(members) => {
            named(members.iter().flat_map(|(key, text)| [strict(key), strict(text)]).collect::<Vec<_>>().join(","))
        }
    };
    // The call may fail, because the value would change the path.
    Some(format!("{first}{text}"))
        .filter(|text| !text.bytes().all(|byte| matches!(byte, b'.' | b'%' | b'2' | b'e' | b'E')))
}

fn in_query(parameter: &Parameter, sent: &Sent) -> Option<String> {
    let reserved = if parameter.reserved { RESERVED } else { "" };
    let name = encoded(&parameter.wire, "");
    match parameter.style {
        Style::Json => return Some(format!("{name}={}", encoded(&sent.json(), reserved))),
        Style::WholeJson => return Some(encoded(&sent.json(), reserved)),
        Style::WholeText => {
            return match flat(sent)? {
                Flat::One(text) => Some(encoded(&text, reserved)),
                Flat::List(_) | Flat::Members(_) => None,
            };
        }
        Style::DeepObject => {
            let mut parts = Vec::new();
            deep(&parameter.wire, sent, reserved, &mut parts);
            return (!parts.is_empty()).then(|| parts.join("&"));
        }
        Style::Simple | Style::Form | Style::SpaceDelimited | Style::PipeDelimited => {}
        Style::TabDelimited | Style::Label | Style::Matrix | Style::Cookie => {}
    }
    pairs(&name, parameter.explode, between(parameter.style), reserved, &flat(sent)?)
}

/// Returns the separator of items, percent-encoded.
pub(crate) fn between(style: Style) -> &'static str {
    match style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        Style::TabDelimited => "%09",
        Style::Simple | Style::Form | Style::DeepObject | Style::Label | Style::Matrix | Style::Cookie => ",",
        Style::Json | Style::WholeJson | Style::WholeText => ",",
    }
}

/// Returns `name=value` pairs, or `None` if there are none.
pub(crate) fn pairs(name: &str, explode: bool, between: &str, reserved: &str, value: &Flat) -> Option<String> {
    let encode = |text: &String| encoded(text, reserved);
    let joined = |parts: Vec<String>, between: &str| (!parts.is_empty()).then(|| parts.join(between));
    match value {
        Flat::One(text) => Some(format!("{name}={}", encode(text))),
        Flat::List(items) if explode => joined(items.iter().map(|of| format!("{name}={}", encode(of))).collect(), "&"),
        Flat::List(items) => Some(format!("{name}={}", joined(items.iter().map(encode).collect(), between)?)),
        Flat::Members(members) if explode => {
            joined(members.iter().map(|(key, text)| format!("{}={}", encode(key), encode(text))).collect(), "&")
        }
        Flat::Members(members) => {
            let parts = members.iter().flat_map(|(key, text)| [encode(key), encode(text)]).collect();
            Some(format!("{name}={}", joined(parts, between)?))
        }
    }
}

/// Returns `name[key]=text` pairs for a nested value. A nested array adds no key.
pub(crate) fn deep(name: &str, value: &Sent, more: &str, parts: &mut Vec<String>) {
    match (value, flat(value)) {
        (Sent::List(_), Some(Flat::List(items))) => {
            parts.extend(items.iter().map(|item| format!("{}={}", encoded(name, ""), encoded(item, more))));
        }
        (value, _) => inside(name, value, more, parts),
    }
}

/// Returns the same pairs, with the positions in arrays as keys.
pub(crate) fn inside(name: &str, value: &Sent, more: &str, parts: &mut Vec<String>) {
    match value {
        Sent::Null => {}
        Sent::Plain(text) | Sent::Text(text) | Sent::File(text) => {
            parts.push(format!("{}={}", encoded(name, ""), encoded(text, more)));
        }
        Sent::List(items) => {
            items.iter().enumerate().for_each(|(index, item)| inside(&format!("{name}[{index}]"), item, more, parts));
        }
        Sent::Members(members) => {
            members.iter().for_each(|(key, value)| inside(&format!("{name}[{key}]"), value, more, parts));
        }
    }
}

/// The reserved characters that `allowReserved` does not encode in a query (RFC 3986 section 2.2;
/// OpenAPI 3.0.4 and 3.1.1, Parameter Object).
pub(crate) const RESERVED: &str = ":/?@!$'()*,;=";
/// The reserved characters that `allowReserved` does not encode in a path (OpenAPI 3.2, "Path
/// Templating").
const RESERVED_PATH: &str = ":@!$&'()*+,;=";

/// Percent-encodes a string. Unreserved characters (RFC 3986 section 2.3) and those of `more` are
/// not encoded; if `more` is not empty, neither are percent-encoded triples (RFC 6570 section
/// 3.2.3).
pub(crate) fn encoded(text: &str, more: &str) -> String {
    let bytes = text.as_bytes();
    let is_triple = |at: usize| {
        !more.is_empty() && bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let byte = |(index, byte): (usize, &u8)| {
        let c = char::from(*byte);
        let stays = c.is_ascii_alphanumeric() || "-._~".contains(c) || c.is_ascii() && more.contains(c);
        if stays || c == '%' && is_triple(index) { c.to_string() } else { format!("%{byte:02X}") }
    };
    bytes.iter().enumerate().map(byte).collect()
}
