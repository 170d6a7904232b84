//! Strings that match a `pattern`. They are made from a regular expression, or found among common
//! strings if it has lookaround. Must not know schemas.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Look};

use crate::pattern::{escape_braces, matches};
use crate::rng::Rng;

/// Makes a string of at least `least` characters. Returns `None` if none is found.
pub(super) fn text(pattern: &str, least: usize, rng: &mut Rng) -> Option<String> {
    let readable = escape_braces(pattern);
    let Ok(hir) = regex_syntax::parse(&readable) else { return common(&readable, least, rng) };
    let mut out = String::new();
    put(&hir, rng, &mut out, least)?;
    // A pattern without an end anchor allows more characters.
    let long = format!("{out:x<least$}");
    Some(if long != out && matches(pattern, &long) { long } else { out })
}

/// Strings that are common in descriptions.
const COMMON: [&str; 12] = [
    "text",
    "Text1",
    "a",
    "A1",
    "1",
    "1.5",
    "2026-02-01",
    "192.0.2.1",
    "user@example.com",
    "https://example.com/a",
    "/a/b",
    "+15550100",
];

fn common(pattern: &str, least: usize, rng: &mut Rng) -> Option<String> {
    let regex = fancy_regex::Regex::new(pattern).ok()?;
    let first = rng.below(COMMON.len());
    let mut all = COMMON.iter().cycle().skip(first).take(COMMON.len()).map(|text| format!("{text:x<least$}"));
    all.find(|text| regex.is_match(text).unwrap_or_default())
}

/// Appends a string that matches. Returns `None` if the start anchor is not at the start, or if the
/// expression is about bytes.
fn put(hir: &Hir, rng: &mut Rng, out: &mut String, least: usize) -> Option<()> {
    match hir.kind() {
        HirKind::Empty => Some(()),
        HirKind::Look(Look::Start) => out.is_empty().then_some(()),
        HirKind::Look(_) => Some(()),
        HirKind::Literal(literal) => {
            out.push_str(std::str::from_utf8(&literal.0).ok()?);
            Some(())
        }
        HirKind::Class(Class::Unicode(class)) => {
            out.push(character(class, rng)?);
            Some(())
        }
        HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            let wanted = repetition.min.max(u32::try_from(least).ok()?.min(most)).min(4096);
            let count = if wanted == 0 && most > 0 { 1 } else { wanted };
            (0..count).try_for_each(|_| put(&repetition.sub, rng, out, 0))
        }
        HirKind::Capture(capture) => put(&capture.sub, rng, out, least),
        HirKind::Concat(all) => all.iter().try_for_each(|hir| put(hir, rng, out, least)),
        HirKind::Alternation(all) => put(all.get(rng.below(all.len()))?, rng, out, least),
    }
}

/// Chooses a character of a class: a letter or digit if possible, because reports show it.
/// Characters vary, because items may have to be unique.
fn character(class: &ClassUnicode, rng: &mut Rng) -> Option<char> {
    let ranges: Vec<_> = class.ranges().iter().collect();
    let letters = ranges.iter().find(|range| range.start() <= 'a' && range.end() >= 'z');
    let plain = letters.or_else(|| ranges.iter().find(|range| range.start().is_ascii_alphanumeric()));
    let range = plain.copied().or_else(|| ranges.iter().find(|range| range.end() >= ' ').copied())?;
    let start = if letters.is_some() { 'a' } else { range.start().max(' ') };
    let width = u32::from(range.end()).saturating_sub(u32::from(start)).min(25) as usize;
    let step = u32::try_from(rng.below(width + 1)).unwrap_or_default();
    Some(char::from_u32(u32::from(start) + step).unwrap_or(start))
}
