//! Parameters on the wire: every style of the Parameter Object ("Style Values", "Style Examples"; RFC 6570).
//!
//! An empty array or object is not sent, as RFC 6570 has it for undefined values.

use super::encode::{encode_query, encode_reserved_cookie, encode_reserved_segment, encode_segment};
use super::flat::Flat;
use super::operation::{Parameter, Place, Style};

/// The text of a parameter: what takes the place of the template expression, `name=value` pairs of a query or
/// cookie, or a header's value. `None` where nothing is sent.
///
/// # Errors
/// Where the value would change what the path or header means.
#[inline]
pub(super) fn spelled(parameter: &Parameter, value: &Flat<'_>) -> Result<Option<String>, &'static str> {
    match parameter.place {
        Place::Path if *value == Flat::Absent => Err("it is missing"),
        // Its segment is checked once the path is whole: see `segments`.
        Place::Path => Ok(Some(path_text(parameter, value))),
        Place::Query if matches!(parameter.style, Style::WholeJson | Style::WholeText) => whole(parameter, value),
        Place::Cookie if parameter.style == Style::Cookie && ends_a_cookie(value) => {
            Err("it holds a semicolon or a control character, which would end the cookie")
        }
        Place::Query | Place::Cookie => {
            let Parameter { name, style, explode, reserved, place, .. } = *parameter;
            Ok(pairs(&Spelling { name, style, explode, reserved, cookie: place == Place::Cookie }, value))
        }
        Place::Header => header(parameter, value),
    }
}

fn path_text(parameter: &Parameter, value: &Flat<'_>) -> String {
    let plain = |text: &str| match parameter.reserved {
        true => encode_reserved_segment(text).into_owned(),
        false => encode_segment(text).into_owned(),
    };
    let encode = |text: &String| plain(text);
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
        Flat::Absent => String::new(),
        // Undefined values expand to nothing (RFC 6570 section 2.3), and so does their prefix.
        Flat::List(items) if items.is_empty() => String::new(),
        Flat::Members(members) if members.is_empty() => String::new(),
        Flat::One(text) if matrix => format!(";{}", named(plain(text))),
        Flat::One(text) if first.is_empty() => plain(text),
        Flat::One(text) => format!("{first}{}", plain(text)),
        Flat::List(items) if matrix && parameter.explode => {
            items.iter().map(|item| format!(";{}", named(encode(item)))).collect()
        }
        Flat::List(items) if matrix => format!(";{}", named(joined(&mut items.iter().map(encode), between))),
        Flat::List(items) => format!("{first}{}", joined(&mut items.iter().map(encode), between)),
        Flat::Members(members) if parameter.explode => {
            let mut pairs = members.iter().map(|(key, text)| format!("{}={}", encode(key), encode(text)));
            format!("{first}{}", joined(&mut pairs, between))
        }
        Flat::Members(members) => {
            let parts = joined(&mut members.iter().flat_map(|(key, text)| [encode(key), encode(text)]), ",");
            if matrix { format!(";{}", named(parts)) } else { format!("{first}{parts}") }
        }
    }
}

/// Any iterator, as each kind of its own would be a copy of this function in every program.
fn joined(parts: &mut dyn Iterator<Item = String>, between: &str) -> String {
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        all.push_str(between);
        all.push_str(&part);
    }
    all
}

/// Returns the separator of the items of an array (Style Values; `collectionFormat` of Swagger 2.0).
pub(super) fn separator(style: Style) -> &'static str {
    match style {
        Style::SpaceDelimited => " ",
        Style::PipeDelimited => "|",
        Style::TabDelimited => "\t",
        Style::Simple | Style::Form | Style::DeepObject | Style::Label | Style::Matrix | Style::Cookie => ",",
        Style::Json | Style::WholeJson | Style::WholeText => ",",
    }
}

/// The same, percent-encoded for a path or a query.
fn encoded_separator(style: Style) -> &'static str {
    match separator(style) {
        " " => "%20",
        "|" => "%7C",
        "\t" => "%09",
        other => other,
    }
}

/// How a value is spelled in a query, a cookie or a form.
pub(super) struct Spelling<'a> {
    pub(super) name: &'a str,
    pub(super) style: Style,
    pub(super) explode: bool,
    pub(super) reserved: bool,
    pub(super) cookie: bool,
}

/// `name=value` pairs; `None` where there is nothing to send.
pub(super) fn pairs(parameter: &Spelling<'_>, value: &Flat<'_>) -> Option<String> {
    // `style: cookie` encodes nothing (3.2, Style Values).
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
    // A deepObject of an array is not defined; each item on its own is what servers read.
    let explode = parameter.explode || parameter.style == Style::DeepObject;
    // Several cookies of one name are what an exploded array is (RFC 6265 section 5.4 for the separator).
    let and = if parameter.cookie { "; " } else { "&" };
    match value {
        Flat::Absent => None,
        Flat::One(text) => Some(format!("{name}={}", encode(text))),
        Flat::List(items) if items.is_empty() => None,
        Flat::List(items) if explode => {
            Some(joined(&mut items.iter().map(|item| format!("{name}={}", encode(item))), and))
        }
        Flat::List(items) => Some(format!("{name}={}", joined(&mut items.iter().map(|item| encode(item)), between))),
        Flat::Members(members) if members.is_empty() => None,
        Flat::Members(members) if parameter.style == Style::DeepObject => {
            let pair = |(key, text): &(String, String)| format!("{name}%5B{}%5D={}", encode(key), encode(text));
            Some(joined(&mut members.iter().map(pair), and))
        }
        Flat::Members(members) if explode => {
            Some(joined(&mut members.iter().map(|(key, text)| format!("{}={}", encode(key), encode(text))), and))
        }
        Flat::Members(members) => {
            let mut parts = members.iter().flat_map(|(key, text)| [encode(key), encode(text)]);
            Some(format!("{name}={}", joined(&mut parts, between)))
        }
    }
}

/// What takes the place of a whole query.
fn whole(parameter: &Parameter, value: &Flat<'_>) -> Result<Option<String>, &'static str> {
    match value {
        Flat::Absent => Ok(None),
        Flat::One(text) => Ok(Some(encode_query(text, parameter.reserved).into_owned())),
        Flat::List(_) | Flat::Members(_) => Err("it is no text, which takes the place of a whole query"),
    }
}

/// Whether something in it would end a cookie that is sent as it is.
fn ends_a_cookie(value: &Flat<'_>) -> bool {
    let ends = |text: &str| text.chars().any(|c| c == ';' || c.is_control());
    match value {
        Flat::Absent => false,
        Flat::One(text) => ends(text),
        Flat::List(items) => items.iter().any(|item| ends(item)),
        Flat::Members(members) => members.iter().any(|(key, text)| ends(key) || ends(text)),
    }
}

fn header(parameter: &Parameter, value: &Flat<'_>) -> Result<Option<String>, &'static str> {
    let text = match value {
        Flat::Absent => return Ok(None),
        Flat::List(items) if items.is_empty() => return Ok(None),
        Flat::Members(members) if members.is_empty() => return Ok(None),
        Flat::One(text) => text.clone().into_owned(),
        Flat::List(items) => items.join(separator(parameter.style)),
        Flat::Members(members) if parameter.explode => {
            joined(&mut members.iter().map(|(key, text)| format!("{key}={text}")), ",")
        }
        Flat::Members(members) => joined(&mut members.iter().flat_map(|(key, text)| [key.clone(), text.clone()]), ","),
    };
    // RFC 9110 section 5.5: a line end would begin another header.
    if text.chars().any(|c| c.is_control() && c != '\t') {
        return Err("it holds a control character, which no header may");
    }
    Ok(Some(text))
}
