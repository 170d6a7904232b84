//! Texts that a `pattern` allows, for patterns that the regex library can read (ECMA-262 has more).

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use crate::chance::Chance;

/// A text; `None` where the pattern cannot be read.
pub(super) fn text(pattern: &str, least: usize, chance: &mut Chance) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut out = String::new();
    put(&hir, chance, &mut out, least)?;
    Some(out)
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
