//! Strings within `minLength`, `maxLength`, `pattern` and `format` (JSON Schema Validation,
//! sections 6.3 and 7). Must not know examples of the description.

use super::formats;
use super::limits::{at_least, at_most, limit};
use super::patterns::Patterns;
use crate::lower::model::Sample;
use crate::parse::Node;
use crate::resolve::Schema;

/// The maximum length of a sample.
const MOST: usize = 4_000;

/// Returns the `number`th sample of a string.
pub(super) fn text(chain: &[&Schema], patterns: &Patterns, number: usize) -> Sample {
    let length = (at_least(chain, "minLength").min(MOST), at_most(chain, "maxLength"));
    let pattern = chain.iter().find_map(|schema| limit(schema, "pattern").and_then(Node::as_str));
    let format = chain.iter().find_map(|schema| schema.format.as_deref());
    if let Some(pattern) = pattern
        && let Some(text) = patterns.text(pattern, length, number)
    {
        return Sample::Text(text);
    }
    match format {
        Some("byte" | "base64" | "base64url") if length.0 > 0 || length.1 < 8 || number > 0 => {
            Sample::Text(base64(length, number))
        }
        Some("date") if number > 0 => Sample::Text(format!("2026-01-{:02}", number % 28 + 1)),
        Some("date-time" | "datetime") if number > 0 => {
            Sample::Text(format!("2026-01-{:02}T12:00:00Z", number % 28 + 1))
        }
        Some("time") if number > 0 => Sample::Text(format!("12:{:02}:00Z", number % 60)),
        Some("duration") if number > 0 => Sample::Text(format!("PT{}H", number + 1)),
        Some("decimal") if number > 0 => Sample::Text(format!("{number}.50")),
        Some("uuid") if number > 0 => Sample::Text(format!("67e55044-10b1-426f-9247-bb680e5fe{number:03x}")),
        Some("uri" | "url" | "uri-reference" | "iri" | "iri-reference") if number > 0 || length.1 < 20 => {
            Sample::Text(uri(length.1, number))
        }
        Some(format) if has_type(format) => Sample::Usual,
        Some(format) if formats::sample(format).is_some_and(|text| text.len() <= length.1 && number == 0) => {
            let text = formats::sample(format).unwrap_or_default().to_owned();
            Sample::Text(padded(text, length.0))
        }
        Some(_) | None => plain(length, number),
    }
}

/// Returns `true` if the type of a format has a sample.
fn has_type(format: &str) -> bool {
    ["date-time", "datetime", "date", "time", "duration", "uuid", "uri", "url", "decimal"].contains(&format)
        || ["uri-reference", "iri", "iri-reference", "byte", "base64", "base64url"].contains(&format)
}

/// Returns a string without a format.
fn plain((least, most): (usize, usize), number: usize) -> Sample {
    if least <= 1 && most == usize::MAX && number == 0 {
        return Sample::Usual;
    }
    let mark = if number == 0 { String::new() } else { number.to_string() };
    let words: String = "text".chars().take(most.saturating_sub(mark.len())).collect();
    Sample::Text(padded(format!("{words}{mark}"), least).chars().take(most).collect())
}

fn padded(mut text: String, least: usize) -> String {
    let missing = least.saturating_sub(text.chars().count());
    text.extend(std::iter::repeat_n('x', missing));
    text
}

/// Returns base64 in complete groups of four digits.
fn base64((least, most): (usize, usize), number: usize) -> String {
    let groups = least.div_ceil(4).max(1).min(most / 4);
    let last = ["AAAA", "AAAB", "AAAC", "AAAD"].get(number % 4).copied().unwrap_or("AAAA");
    (0..groups).map(|at| if at + 1 == groups { last } else { "AAAA" }).collect()
}

fn uri(most: usize, number: usize) -> String {
    let long = format!("https://example.com/{number}");
    if long.len() <= most { long } else { "a:b".chars().take(most).collect() }
}
