//! Formats of strings (JSON Schema Validation, section 7.3; OpenAPI's format registry): an example
//! of each, and a check. Must not know schemas.

use core::net::{Ipv4Addr, Ipv6Addr};

/// Returns a string of a format for which the runtime has no type.
pub(super) fn sample(format: &str) -> Option<&'static str> {
    Some(match format {
        "email" | "idn-email" => "user@example.com",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" | "ip" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri-template" => "https://example.com/{id}",
        "json-pointer" => "/a",
        "relative-json-pointer" => "0/a",
        "regex" => "^a$",
        "char" => "a",
        "time-local" => "12:00:00",
        "date-time-local" => "2026-01-31T12:00:00",
        _ => return None,
    })
}

/// Returns `true` if a string seems to match a format. Any string matches an unknown format.
pub(super) fn is_one(format: &str, text: &str) -> bool {
    match format {
        "date-time" | "datetime" => {
            text.split_once(['T', 't', ' ']).is_some_and(|(day, time)| date(day) && time_of(time))
        }
        "date" => date(text),
        "time" => time_of(text),
        "duration" => {
            text.starts_with('P') && text.len() > 2 && text.bytes().all(|b| b"PYMWDTHS.,0123456789".contains(&b))
        }
        "uuid" => uuid(text),
        "uri" | "url" | "iri" => scheme(text) && !text.contains([' ', '<', '>', '"']),
        "uri-reference" | "iri-reference" => !text.contains([' ', '<', '>', '"']),
        "decimal" => text.parse::<f64>().is_ok_and(f64::is_finite),
        "byte" | "base64" | "base64url" => base64(text),
        "email" | "idn-email" => {
            text.split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
                && !text.contains(' ')
        }
        "hostname" => text
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "json-pointer" => text.is_empty() || text.starts_with('/'),
        _ => true,
    }
}

/// Compares a string with a pattern of digits: `dddd-dd-dd`.
fn shaped(text: &str, shape: &str) -> bool {
    let fits = |(of, shape): (u8, u8)| if shape == b'd' { of.is_ascii_digit() } else { of == shape };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

/// Checks a `full-date` (RFC 3339, section 5.6).
fn date(text: &str) -> bool {
    let number = |from: usize, to: usize| text.get(from..to).and_then(|of| of.parse::<u8>().ok()).unwrap_or(0);
    shaped(text, "dddd-dd-dd")
        && (1..=12).contains(&number(5, 7))
        && (1..=28).contains(&number(8, 10).min(28))
        && number(8, 10) <= 31
}

/// Checks a `full-time` (RFC 3339, section 5.6).
fn time_of(text: &str) -> bool {
    let Some((time, rest)) = text.split_at_checked(8) else { return false };
    let offset = rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let hour = time.get(..2).and_then(|of| of.parse::<u8>().ok()).unwrap_or(99);
    let zone = matches!(offset, "Z" | "z") || shaped(offset, "+dd:dd") || shaped(offset, "-dd:dd");
    shaped(time, "dd:dd:dd") && hour < 24 && zone && (rest == offset || rest.starts_with('.'))
}

/// Checks a UUID (RFC 9562, section 4).
fn uuid(text: &str) -> bool {
    let parts: Vec<usize> = text.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// Checks the scheme of a URI (RFC 3986, section 3.1).
fn scheme(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// Checks base64 (RFC 4648, sections 4 and 5). Padding may be missing.
fn base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let known = digits.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/-_".contains(&b));
    known && digits.len() % 4 != 1 && (digits.len() == text.len() || text.len().is_multiple_of(4))
}
