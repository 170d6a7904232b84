//! Strings: ordinary ones, those at their limits, and those that are difficult to split, quote or
//! encode. Must not know other types.

use super::mode::Mode;
use super::pattern_text;
use crate::pattern;
use crate::rng::Rng;
use crate::source::FlatSchema;

/// Strings that are difficult to encode, split or quote.
const HOSTILE: [&str; 10] = [
    "a b&c=d?e/f#g",
    "100% \u{e4}\u{f6}\u{fc} \u{20ac} \u{1f600}",
    "a,b;c|d e",
    "\"quoted\" 'single' \\back\\",
    "line\nfeed\ttab\r",
    "../..//%2F%00+%20",
    "{brace} [bracket] <angle> ^~`$@!*()",
    "\u{7f}\u{1}\u{202e}\u{feff}x",
    "null",
    "+1 -2 1e5 true",
];

/// Difficult strings for headers, cookies, and lists in them.
const HEADER: [&str; 4] = ["a b c", "100% <x> [y]", "(a)/b?c&d", "~!@$^*_+-"];

/// Difficult strings for headers that are not lists: they may contain commas (RFC 9110, section
/// 5.5).
const FIELD: [&str; 3] = ["Sun, 06 Nov 1994 08:49:37 GMT", "a, b;c=\"d,e\"", "1,5"];

/// Difficult strings for `allowReserved`: with characters that it allows, others that it does not,
/// and triplets that are encoded already.
const RESERVED: [&str; 4] =
    ["a:b/c?d@e!f$g", "(h)*i,j;k='l' &m#n[o]+100%", "a%2Fb%20c/d %zz 5%", "%E2%82%AC%e2%82%ac:%25%2"];

/// The destination of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// JSON, a form or a query: every string.
    Any,
    /// A query parameter with `allowReserved`.
    Reserved,
    /// A path segment: not empty.
    Segment,
    /// A header or a cookie: printable ASCII.
    Header,
    /// A response header that is not a list.
    Field,
}

/// Makes a string. Returns `None` if none matches the pattern.
pub(super) fn text(flat: &FlatSchema<'_>, mode: Mode, target: Target, rng: &mut Rng, round: usize) -> Option<String> {
    let least = flat.number("minLength").unwrap_or(0.0) as usize;
    let most = flat.number("maxLength").map_or(usize::MAX, |most| most as usize);
    if let Some(pattern) = flat.text("pattern").filter(|pattern| pattern::is_readable(pattern)) {
        let text = pattern_text::text(pattern, least, rng);
        return text.filter(|text| (least..=most).contains(&text.chars().count()));
    }
    if let Some(text) = flat.text("format").and_then(|format| formatted(format, rng)) {
        return Some(text);
    }
    let text = plain(mode, target, least == 0, rng, round);
    let padding = "x".repeat(least.saturating_sub(text.chars().count()));
    Some(escaped(target, (text + &padding).chars().take(most).collect()))
}

fn plain(mode: Mode, target: Target, may_be_empty: bool, rng: &mut Rng, round: usize) -> String {
    let number = rng.below(1000);
    let pick = |all: &[&str]| all.get((round + number) % all.len()).map(|text| (*text).to_owned());
    let hostile = match (mode, target) {
        (Mode::Hostile, Target::Any | Target::Segment) => pick(&HOSTILE),
        (Mode::Hostile, Target::Reserved) => pick(&RESERVED),
        (Mode::Hostile, Target::Field) => pick(&FIELD),
        (Mode::Hostile, Target::Header) => pick(&HEADER),
        (Mode::Boundary, Target::Any) if may_be_empty => Some(String::new()),
        (Mode::Boundary | Mode::Minimal | Mode::Full | Mode::Null | Mode::NewerServer, _) => None,
    };
    hostile.unwrap_or_else(|| format!("text{number}"))
}

/// Replaces what the target cannot contain. Dots alone are not a valid segment: cases that must be
/// rejected are made separately. Spaces at the end of a header are not part of its value.
fn escaped(target: Target, text: String) -> String {
    if target == Target::Segment && matches!(text.as_str(), "." | "..") {
        return text.replace('.', "x");
    }
    if matches!(target, Target::Header | Target::Field) && text.ends_with(' ') {
        return text.replace(' ', "_");
    }
    text
}

fn formatted(format: &str, rng: &mut Rng) -> Option<String> {
    let number = rng.below(28) + 1;
    Some(match format {
        "date-time" => format!("2026-02-{number:02}T12:34:56Z"),
        "date" => format!("2026-02-{number:02}"),
        "time" => format!("12:34:{number:02}Z"),
        "duration" => format!("PT{number}H"),
        "uuid" => format!("67e55044-10b1-426f-9247-bb680e5fe0{number:02}"),
        "uri" | "url" | "uri-reference" | "iri" => format!("https://example.com/{number}?a=b&c=d%20e"),
        "email" => format!("user{number}@example.com"),
        "hostname" => format!("host{number}.example.com"),
        "ipv4" | "ip" => format!("192.0.2.{number}"),
        "ipv6" => format!("2001:db8::{number}"),
        "byte" => "Ynl0ZXM=".to_owned(),
        "decimal" => format!("{number}.50"),
        _ => return None,
    })
}
