//! Serializes parameters in every style of the Parameter Object ("Style Values", "Style Examples";
//! RFC 6570). An empty array or object is not sent, as RFC 6570 defines for undefined values. Must
//! not know which values are parameters.

use super::encode::{encode_query, encode_reserved_cookie, encode_reserved_segment, encode_segment};
use super::operation::{Location, Parameter, Style};
use super::parameter_value::ParameterValue;

/// Serializes a parameter: the replacement of a template expression, `name=value` pairs of a query
/// or cookie, or the value of a header. Returns `None` if nothing is sent.
///
/// # Errors
/// Fails if the value would change the meaning of the path or header.
#[inline]
pub(super) fn serialize(parameter: &Parameter, value: &ParameterValue<'_>) -> Result<Option<String>, &'static str> {
    match parameter.location {
        Location::Path if *value == ParameterValue::Absent => Err("it is missing"),
        // Its segment is checked once the path is complete: see `segments`.
        Location::Path => Ok(Some(path(parameter, value))),
        Location::Query if matches!(parameter.style, Style::WholeJson | Style::WholeText) => {
            whole_query(parameter, value)
        }
        Location::Cookie if parameter.style == Style::Cookie && ends_cookie(value) => {
            Err("it contains a semicolon or a control character, which would end the cookie")
        }
        Location::Query | Location::Cookie => {
            let Parameter { name, style, explode, reserved, location, .. } = *parameter;
            Ok(pairs(&PairStyle { name, style, explode, reserved, cookie: location == Location::Cookie }, value))
        }
        Location::Header => header(parameter, value),
    }
}

fn path(parameter: &Parameter, value: &ParameterValue<'_>) -> String {
    let encode_str = |text: &str| match parameter.reserved {
        true => encode_reserved_segment(text).into_owned(),
        false => encode_segment(text).into_owned(),
    };
    let encode = |text: &String| encode_str(text);
    let (first, between) = match parameter.style {
        Style::Label => (".", if parameter.explode { "." } else { "," }),
        Style::Matrix => (";", if parameter.explode { ";" } else { "," }),
        style => ("", encoded_separator(style)),
    };
    let matrix = parameter.style == Style::Matrix;
    let named = |text: String| {
        let name = encode_segment(parameter.name);
        if text.is_empty() { name.into_owned() } else { format!("{name}={text}") }
    };
    match value {
        ParameterValue::Absent => String::new(),
        // Undefined values expand to nothing (RFC 6570, section 2.3), and so does their prefix.
        ParameterValue::Array(items) if items.is_empty() => String::new(),
        ParameterValue::Object(properties) if properties.is_empty() => String::new(),
        ParameterValue::Primitive(text) if matrix => format!(";{}", named(encode_str(text))),
        ParameterValue::Primitive(text) if first.is_empty() => encode_str(text),
        ParameterValue::Primitive(text) => format!("{first}{}", encode_str(text)),
        ParameterValue::Array(items) if matrix && parameter.explode => {
            items.iter().map(|item| format!(";{}", named(encode(item)))).collect()
        }
        ParameterValue::Array(items) if matrix => format!(";{}", named(joined(&mut items.iter().map(encode), between))),
        ParameterValue::Array(items) => format!("{first}{}", joined(&mut items.iter().map(encode), between)),
        ParameterValue::Object(properties) if parameter.explode => {
            let mut pairs = properties.iter().map(|(key, text)| format!("{}={}", encode(key), encode(text)));
            format!("{first}{}", joined(&mut pairs, between))
        }
        ParameterValue::Object(properties) => {
            let parts = joined(&mut properties.iter().flat_map(|(key, text)| [encode(key), encode(text)]), ",");
            if matrix { format!(";{}", named(parts)) } else { format!("{first}{parts}") }
        }
    }
}

/// Joins texts. The iterator is dynamic because each type of iterator would be a copy of this
/// function in every program.
fn joined(parts: &mut dyn Iterator<Item = String>, between: &str) -> String {
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        all.push_str(between);
        all.push_str(&part);
    }
    all
}

/// Returns the separator of the items of an array (Style Values; `collectionFormat` of Swagger
/// 2.0).
pub(super) fn separator(style: Style) -> &'static str {
    match style {
        Style::SpaceDelimited => " ",
        Style::PipeDelimited => "|",
        Style::TabDelimited => "\t",
        Style::Simple | Style::Form | Style::DeepObject | Style::Label | Style::Matrix | Style::Cookie => ",",
        Style::Json | Style::WholeJson | Style::WholeText => ",",
    }
}

/// Returns the separator, percent-encoded for a path or a query.
fn encoded_separator(style: Style) -> &'static str {
    match separator(style) {
        " " => "%20",
        "|" => "%7C",
        "\t" => "%09",
        plain => plain,
    }
}

/// The serialization of a value in a query, a cookie or a form.
pub(super) struct PairStyle<'a> {
    pub(super) name: &'a str,
    pub(super) style: Style,
    pub(super) explode: bool,
    pub(super) reserved: bool,
    pub(super) cookie: bool,
}

/// Serializes a value as `name=value` pairs. Returns `None` if nothing is sent.
pub(super) fn pairs(parameter: &PairStyle<'_>, value: &ParameterValue<'_>) -> Option<String> {
    // `style: cookie` encodes nothing (OpenAPI 3.2, Style Values).
    let plain = parameter.style == Style::Cookie;
    let encode = |text: &str| -> String {
        match (plain, parameter.cookie && parameter.reserved) {
            (true, _) => text.to_owned(),
            (false, true) => encode_reserved_cookie(text).into_owned(),
            (false, false) => encode_query(text, parameter.reserved).into_owned(),
        }
    };
    let name = if plain { parameter.name.into() } else { encode_query(parameter.name, false) };
    let between = encoded_separator(parameter.style);
    // `deepObject` is not defined for arrays: servers read one pair for each item.
    let explode = parameter.explode || parameter.style == Style::DeepObject;
    // An exploded array is several cookies of one name (RFC 6265, section 5.4, for the separator).
    let separator = if parameter.cookie { "; " } else { "&" };
    match value {
        ParameterValue::Absent => None,
        ParameterValue::Primitive(text) => Some(format!("{name}={}", encode(text))),
        ParameterValue::Array(items) if items.is_empty() => None,
        ParameterValue::Array(items) if explode => {
            Some(joined(&mut items.iter().map(|item| format!("{name}={}", encode(item))), separator))
        }
        ParameterValue::Array(items) => {
            Some(format!("{name}={}", joined(&mut items.iter().map(|item| encode(item)), between)))
        }
        ParameterValue::Object(properties) if properties.is_empty() => None,
        ParameterValue::Object(properties) if parameter.style == Style::DeepObject => {
            let pair = |(key, text): &(String, String)| format!("{name}%5B{}%5D={}", encode(key), encode(text));
            Some(joined(&mut properties.iter().map(pair), separator))
        }
        ParameterValue::Object(properties) if explode => Some(joined(
            &mut properties.iter().map(|(key, text)| format!("{}={}", encode(key), encode(text))),
            separator,
        )),
        ParameterValue::Object(properties) => {
            let mut parts = properties.iter().flat_map(|(key, text)| [encode(key), encode(text)]);
            Some(format!("{name}={}", joined(&mut parts, between)))
        }
    }
}

/// Serializes a value that replaces the whole query.
fn whole_query(parameter: &Parameter, value: &ParameterValue<'_>) -> Result<Option<String>, &'static str> {
    match value {
        ParameterValue::Absent => Ok(None),
        ParameterValue::Primitive(text) => Ok(Some(encode_query(text, parameter.reserved).into_owned())),
        ParameterValue::Array(_) | ParameterValue::Object(_) => {
            Err("it is not a string, which replaces the whole query")
        }
    }
}

/// Returns `true` if a part of the value would end a cookie that is not encoded.
fn ends_cookie(value: &ParameterValue<'_>) -> bool {
    let ends = |text: &str| text.chars().any(|c| c == ';' || c.is_control());
    match value {
        ParameterValue::Absent => false,
        ParameterValue::Primitive(text) => ends(text),
        ParameterValue::Array(items) => items.iter().any(|item| ends(item)),
        ParameterValue::Object(properties) => properties.iter().any(|(key, text)| ends(key) || ends(text)),
    }
}

fn header(parameter: &Parameter, value: &ParameterValue<'_>) -> Result<Option<String>, &'static str> {
    let text = match value {
        ParameterValue::Absent => return Ok(None),
        ParameterValue::Array(items) if items.is_empty() => return Ok(None),
        ParameterValue::Object(properties) if properties.is_empty() => return Ok(None),
        ParameterValue::Primitive(text) => text.clone().into_owned(),
        ParameterValue::Array(items) => items.join(separator(parameter.style)),
        ParameterValue::Object(properties) if parameter.explode => {
            joined(&mut properties.iter().map(|(key, text)| format!("{key}={text}")), ",")
        }
        ParameterValue::Object(properties) => {
            joined(&mut properties.iter().flat_map(|(key, text)| [key.clone(), text.clone()]), ",")
        }
    };
    // A line end would begin another header (RFC 9110, section 5.5).
    if text.chars().any(|c| c.is_control() && c != '\t') {
        return Err("it contains a control character, which is not allowed in a header");
    }
    Ok(Some(text))
}
