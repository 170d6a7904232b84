//! Texts and numbers: plain, at their bounds, and such that separators, quotes and encodings have a hard time with.

use serde_json::{Number, Value};

use super::pattern;
use super::value::Mode;
use crate::chance::Chance;
use crate::digits;
use crate::source::Flat;

/// Texts that try whoever encodes, decodes, splits or quotes.
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

/// Those of them that a header, a cookie or a list there can hold.
const HEADER: [&str; 4] = ["a b c", "100% <x> [y]", "(a)/b?c&d", "~!@$^*_+-"];

/// Fields that are no lists may hold commas (RFC 9110, section 5.5).
const FIELD: [&str; 3] = ["Sun, 06 Nov 1994 08:49:37 GMT", "a, b;c=\"d,e\"", "1,5"];

/// Such that `allowReserved` makes a difference, the characters that it does not cover among them, and triplets that are encoded already.
const RESERVED: [&str; 4] =
    ["a:b/c?d@e!f$g", "(h)*i,j;k='l' &m#n[o]+100%", "a%2Fb%20c/d %zz 5%", "%E2%82%AC%e2%82%ac:%25%2"];

/// Where a text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// JSON, a form, a query: anything.
    Any,
    /// A query where reserved characters may stay.
    Reserved,
    /// A segment of a path: not empty.
    Segment,
    /// A header or a cookie: printable ASCII.
    Header,
    /// A header that is no list, of an answer.
    Field,
}

/// A text.
pub(super) fn text(flat: &Flat<'_>, mode: Mode, target: Target, chance: &mut Chance, turn: usize) -> Option<String> {
    let least = flat.number("minLength").unwrap_or(0.0) as usize;
    let most = flat.number("maxLength").map_or(usize::MAX, |most| most as usize);
    if let Some(pattern) = flat.text("pattern").filter(|pattern| pattern::is_readable(pattern)) {
        let text = pattern::text(pattern, least, chance);
        return text.filter(|text| (least..=most).contains(&text.chars().count()));
    }
    if let Some(text) = flat.text("format").and_then(|format| formatted(format, chance)) {
        return Some(text);
    }
    let number = chance.below(1000);
    let mut text = match (mode, target) {
        (Mode::Hostile, Target::Any | Target::Segment) => HOSTILE[(turn + number) % HOSTILE.len()].to_owned(),
        (Mode::Hostile, Target::Reserved) => RESERVED[(turn + number) % RESERVED.len()].to_owned(),
        (Mode::Hostile, Target::Field) => FIELD[(turn + number) % FIELD.len()].to_owned(),
        (Mode::Hostile, Target::Header) => HEADER[(turn + number) % HEADER.len()].to_owned(),
        (Mode::Boundary, Target::Any) if least == 0 => String::new(),
        (Mode::Boundary | Mode::Minimal | Mode::Full | Mode::Null | Mode::Foreign, _) => format!("text{number}"),
    };
    while text.chars().count() < least {
        text.push('x');
    }
    if text.chars().count() > most {
        text = text.chars().take(most).collect();
    }
    // Dots alone are no segment; what is to be refused is tried by itself.
    if target == Target::Segment && matches!(text.as_str(), "." | "..") {
        text = text.replace('.', "x");
    }
    // A header has no space at its ends.
    if matches!(target, Target::Header | Target::Field) && text.ends_with(' ') {
        text = text.replace(' ', "_");
    }
    Some(text)
}

fn formatted(format: &str, chance: &mut Chance) -> Option<String> {
    let number = chance.below(28) + 1;
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

/// A number, which may have a fraction.
pub(super) fn number(flat: &Flat<'_>, mode: Mode, chance: &mut Chance, turn: usize) -> Option<Value> {
    let format = flat.text("format").unwrap_or_default();
    let (least, most) = bounds(flat, format);
    let step = flat.number("multipleOf").filter(|step| *step > 0.0);
    if mode == Mode::Hostile && step.is_none() && matches!(format, "" | "decimal") {
        let fits = |text: &&str| text.parse::<f64>().is_ok_and(|of| least < of && of < most);
        let long: Vec<&str> = LONG.into_iter().filter(fits).collect();
        if let Some(digits) = long.get(chance.below(long.len().max(1))) {
            return Some(digits::number(digits));
        }
    }
    let wanted = match (mode, turn % 2) {
        (Mode::Boundary, 0) => most,
        (Mode::Boundary, _) => least,
        // Its digits are others in an `f64`.
        _ if format == "float" => chance.below(1000) as f64 + 0.1,
        _ => chance.below(1000) as f64 + 0.5,
    };
    let mut value = wanted.clamp(least, most);
    if let Some(step) = step {
        value = (value / step).trunc() * step;
        if value < least {
            value += step;
        }
    }
    // A number of any kind may be an integer beyond what a float can tell.
    if mode == Mode::Boundary && format.is_empty() && value == -HUGE && step.is_none() {
        return Some(Value::Number(if most == HUGE { LARGE } else { -LARGE }.into()));
    }
    // A few binary digits: exact as an `f32` too.
    let few = value == wanted && mode != Mode::Boundary;
    let exact = (value * 1024.0).ceil() / 1024.0;
    let value = match format {
        "float" if step.is_none() && few => value,
        "float" if step.is_none() && exact <= most => exact,
        // Multiples of a step that are exact in an `f32` are whole ones, if any.
        "float" if f64::from(value as f32) != value => (value / 2.0).trunc().clamp(least, most),
        _ => value,
    };
    Number::from_f64(value).map(Value::Number)
}

/// Numbers with more digits than an `f64` has, of several sizes.
const LONG: [&str; 6] = [
    "0.1234567890123456789012345",
    "-98765432109876543210.5",
    "3.14159265358979323846264338327950288",
    "36893488147419103233",
    "-0.00000000012345678901234567890123",
    "1234567.89012345678901234567",
];

const HUGE: f64 = 1.5e300;
const LARGE: i64 = 9_007_199_254_740_993;

fn bounds(flat: &Flat<'_>, format: &str) -> (f64, f64) {
    let (low, high) = if format == "float" { (-1.0e10, 1.0e10) } else { (-HUGE, HUGE) };
    let exclusive = |key: &str, plain: &str, sign: f64| match flat.keyword(key) {
        Some(Value::Bool(true)) => flat.number(plain).map(|of| of + sign * 0.5),
        Some(of) => of.as_f64().map(|of| of + sign * 0.5),
        None => None,
    };
    let least = [flat.number("minimum"), exclusive("exclusiveMinimum", "minimum", 1.0)];
    let most = [flat.number("maximum"), exclusive("exclusiveMaximum", "maximum", -1.0)];
    let least = least.into_iter().flatten().fold(low, f64::max);
    let most = most.into_iter().flatten().fold(high, f64::min);
    (least, most.max(least))
}
