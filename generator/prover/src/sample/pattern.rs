//! Texts that a `pattern` allows: made of it where it is a plain regular expression; found among usual texts where it has
//! lookaround; any where it cannot be read, which is told.

use std::borrow::Cow;

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use crate::chance::Chance;

/// Whether a pattern is a regular expression that can be read. One that cannot is no rule, nor is a literal of JavaScript (`/^a+$/i`), which would
/// ask for a slash in front of the start.
pub(crate) fn is_readable(pattern: &str) -> bool {
    let literal = pattern.starts_with("/^");
    !literal && is_regular(&bare_braces(pattern))
}

/// The pattern with a backslash before each brace that stands for itself: without the flag `u` a brace outside a quantifier is an
/// ordinary character (ECMA-262, Annex B.1.2). The readers of patterns here refuse it.
pub(crate) fn bare_braces(pattern: &str) -> Cow<'_, str> {
    if !pattern.contains(['{', '}']) {
        return Cow::Borrowed(pattern);
    }
    let (mut out, mut in_class, mut rest) = (String::new(), false, pattern);
    while let Some(first) = rest.chars().next() {
        let skipped = match first {
            '\\' => escaped(rest),
            '{' if !in_class => quantifier(rest),
            _ => None,
        };
        if matches!(first, '{' | '}') && skipped.is_none() && !in_class {
            out.push('\\');
        }
        in_class = if in_class { first != ']' || skipped.is_some() } else { first == '[' };
        let (done, left) = rest.split_at(skipped.unwrap_or(first.len_utf8()));
        out.push_str(done);
        rest = left;
    }
    Cow::Owned(out)
}

/// The length of an escape in bytes: `\p{Letter}` and `\u{1F600}` with their braces.
fn escaped(text: &str) -> Option<usize> {
    let second = text.chars().nth(1)?;
    let braces = matches!(second, 'p' | 'P' | 'u' | 'x') && text.get(2..3) == Some("{");
    let end = text.find('}').filter(|_| braces).map(|end| end + 1);
    Some(end.unwrap_or(1 + second.len_utf8()))
}

/// The length of a quantifier in bytes: `{2}`, `{2,}` or `{2,3}`.
fn quantifier(text: &str) -> Option<usize> {
    let end = text.find('}')?;
    let inner = text.get(1..end)?;
    let (least, most) = inner.split_once(',').unwrap_or((inner, ""));
    let digits = |of: &str| of.bytes().all(|byte| byte.is_ascii_digit());
    (!least.is_empty() && digits(least) && digits(most)).then_some(end + 1)
}

/// Whether a text fits a pattern, anywhere in it (ECMA-262); none fits what cannot be read.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let rule = || fancy_regex::Regex::new(&bare_braces(pattern));
    is_readable(pattern) && rule().is_ok_and(|rule| rule.is_match(text).unwrap_or_default())
}

fn is_regular(pattern: &str) -> bool {
    regex_syntax::parse(pattern).is_ok() || fancy_regex::Regex::new(pattern).is_ok()
}

/// A text of at least so many characters; `None` where none is found.
pub(super) fn text(pattern: &str, least: usize, chance: &mut Chance) -> Option<String> {
    let readable = bare_braces(pattern);
    let Ok(hir) = regex_syntax::parse(&readable) else { return usual(&readable, least, chance) };
    let mut out = String::new();
    put(&hir, chance, &mut out, least)?;
    // A pattern without an end allows more behind it.
    let long = format!("{out:x<least$}");
    Some(if long != out && fits(pattern, &long) { long } else { out })
}

/// Texts as they are usual in descriptions.
const USUAL: [&str; 12] = [
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

fn usual(pattern: &str, least: usize, chance: &mut Chance) -> Option<String> {
    let rule = fancy_regex::Regex::new(pattern).ok()?;
    let first = chance.below(USUAL.len());
    let mut all = USUAL.iter().cycle().skip(first).take(USUAL.len()).map(|text| format!("{text:x<least$}"));
    all.find(|text| rule.is_match(text).unwrap_or_default())
}

fn put(hir: &Hir, chance: &mut Chance, out: &mut String, least: usize) -> Option<()> {
    match hir.kind() {
        HirKind::Empty => Some(()),
        // What must be at the start and is not can be nowhere.
        HirKind::Look(Look::Start) => out.is_empty().then_some(()),
        HirKind::Look(_) => Some(()),
        HirKind::Literal(of) => {
            out.push_str(std::str::from_utf8(&of.0).ok()?);
            Some(())
        }
        HirKind::Class(Class::Unicode(class)) => {
            let ranges: Vec<_> = class.ranges().iter().collect();
            // Letters and digits where they are allowed: what is easy to see is easy to compare.
            let letters = ranges.iter().find(|of| of.start() <= 'a' && of.end() >= 'z');
            let plain = letters.or_else(|| ranges.iter().find(|of| of.start().is_ascii_alphanumeric()));
            let range = plain.copied().or_else(|| ranges.iter().find(|of| of.end() >= ' ').copied())?;
            let start = if letters.is_some() { 'a' } else { range.start().max(' ') };
            // Not always the same one: items may have to differ.
            let width = u32::from(range.end()).saturating_sub(u32::from(start)).min(25) as usize;
            let step = u32::try_from(chance.below(width + 1)).unwrap_or_default();
            out.push(char::from_u32(u32::from(start) + step).unwrap_or(start));
            Some(())
        }
        HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Repetition(of) => {
            let most = of.max.unwrap_or(u32::MAX);
            let wanted = of.min.max(u32::try_from(least).ok()?.min(most)).min(4096);
            let count = if wanted == 0 && most > 0 { 1 } else { wanted };
            (0..count).try_for_each(|_| put(&of.sub, chance, out, 0))
        }
        HirKind::Capture(of) => put(&of.sub, chance, out, least),
        HirKind::Concat(all) => all.iter().try_for_each(|hir| put(hir, chance, out, least)),
        HirKind::Alternation(all) => put(all.get(chance.below(all.len()))?, chance, out, least),
    }
}
