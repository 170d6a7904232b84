//! Resolves YAML scalars by the core schema of YAML 1.2 (section 10.3.2), in which `yes`, `on` and
//! dates are strings. Numbers get the spelling of JSON with all their digits. One rule differs:
//! digits after a leading zero (`007`) are a string, because JSON has no such number and
//! descriptions mean a code by it. Must not know the context of a scalar.

use saphyr_parser::Tag;

use super::node::Node;

/// Returns the value of a scalar. A tag decides; otherwise plain scalars follow the core schema,
/// and all others are strings.
///
/// # Errors
/// Fails with a message if the text does not match its tag.
pub(super) fn resolved(text: &str, plain: bool, tag: Option<&Tag>) -> Result<Node, String> {
    let core = tag.filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str());
    let found = match (core, tag) {
        (None, None) if plain => Some(untagged(text)),
        // Tags of applications are ignored. `!` means a string.
        (None, _) => Some(Node::String(text.to_owned())),
        (Some("null"), _) => Some(Node::Null).filter(|_| is_null(text)),
        (Some("bool"), _) => boolean(text).map(Node::Bool),
        (Some("int"), _) => integer(text),
        (Some("float"), _) => integer(text).or_else(|| float(text)),
        // `str`, and `binary` and `timestamp` of YAML 1.1, whose values are strings in JSON.
        (Some(_), _) => Some(Node::String(text.to_owned())),
    };
    let tag = core.unwrap_or_default();
    found.ok_or_else(|| format!("`{text}` does not match its tag `!!{tag}`"))
}

fn untagged(text: &str) -> Node {
    // Nearly all scalars are words, so the first byte is checked first.
    let number = text.as_bytes().first().is_some_and(|first| first.is_ascii_digit() || b"+-.".contains(first));
    if number {
        return integer(text).or_else(|| float(text)).unwrap_or_else(|| Node::String(text.to_owned()));
    }
    match boolean(text) {
        Some(value) => Node::Bool(value),
        None if is_null(text) => Node::Null,
        None => Node::String(text.to_owned()),
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

fn number(text: String) -> Option<Node> {
    Some(Node::Number(text.into()))
}

/// `[-+]?[0-9]+` without leading zeros, `0o[0-7]+` or `0x[0-9a-fA-F]+`.
fn integer(text: &str) -> Option<Node> {
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            let valid = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
            // Hexadecimal and octal numbers of more than 128 bits remain strings.
            return number(u128::from_str_radix(digits, radix).ok().filter(|_| valid)?.to_string());
        }
    }
    let (sign, digits) = signed(text);
    if !is_digits(digits) || digits.is_empty() || digits != without_zeros(digits) {
        return None;
    }
    number(if digits == "0" { digits.to_owned() } else { format!("{sign}{digits}") })
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, infinity, or not a number.
fn float(text: &str) -> Option<Node> {
    let (sign, rest) = signed(text);
    match rest {
        ".inf" | ".Inf" | ".INF" => return number(format!("{sign}inf")),
        ".nan" | ".NaN" | ".NAN" if rest == text => return number("NaN".to_owned()),
        _ => {}
    }
    // A code such as `007`: see the module documentation.
    if is_digits(rest) {
        return None;
    }
    let (mantissa, exponent) = rest.split_once(['e', 'E']).map_or((rest, None), |(front, power)| (front, Some(power)));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let power = exponent.map(|power| signed(power).1);
    let some = !whole.is_empty() || !fraction.is_empty();
    if !some || ![whole, fraction].into_iter().all(is_digits) || !power.is_none_or(|it| !it.is_empty() && is_digits(it))
    {
        return None;
    }
    let power = exponent.unwrap_or("0");
    Some(Node::Number(decimal(sign, whole, fraction, power).into()))
}

/// Whole numbers of at most this many digits are written without an exponent.
const WRITTEN_OUT: usize = 40;

/// Returns a float in the spelling of JSON. Whole numbers become integers: `openapi: 3.0`,
/// `maximum: 1e3`.
fn decimal(sign: &str, whole: &str, fraction: &str, power: &str) -> String {
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return "0".to_owned();
    }
    let moved = power.parse::<i32>().ok().and_then(|power| whole.len().checked_add_signed(power as isize));
    if let Some(point) = moved.filter(|point| (significant.len()..=WRITTEN_OUT).contains(point)) {
        return format!("{sign}{}", without_zeros(&format!("{significant:0<point$}")));
    }
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    let exponent = if power == "0" { String::new() } else { format!("e{power}") };
    format!("{sign}{}.{fraction}{exponent}", without_zeros(whole))
}

/// Returns the sign of a number in the spelling of JSON, and the rest.
fn signed(text: &str) -> (&'static str, &str) {
    match (text.strip_prefix('-'), text.strip_prefix('+')) {
        (Some(rest), _) => ("-", rest),
        (None, Some(rest)) => ("", rest),
        (None, None) => ("", text),
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn without_zeros(digits: &str) -> &str {
    let rest = digits.trim_start_matches('0');
    if rest.is_empty() { "0" } else { rest }
}
