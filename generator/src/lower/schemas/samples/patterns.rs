//! Strings that match a `pattern` (JSON Schema Validation, section 6.3.3). Patterns are parsed by
//! the library that the `regex` crate uses. Patterns of ECMA-262 that it does not support
//! (look-around, back-references) have no sample. Must not know schemas.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::HashMap;
use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

/// The maximum length of a pattern that is parsed.
const LONG: usize = 1_000;
/// The maximum length of a sample.
const MOST: usize = 4_000;
/// The maximum size of a compiled pattern, in bytes.
const MEMORY: usize = 1 << 20;

/// Parsed patterns. Descriptions often repeat the same pattern.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    read: RefCell<HashMap<String, Option<Rc<Pattern>>>>,
}

#[derive(Debug)]
struct Pattern {
    regex: Regex,
    hir: Hir,
}

impl Patterns {
    fn read(&self, pattern: &str) -> Option<Rc<Pattern>> {
        if let Some(known) = self.read.borrow().get(pattern) {
            return known.clone();
        }
        let read = || {
            let regex = regex::RegexBuilder::new(pattern).size_limit(MEMORY).dfa_size_limit(MEMORY).build().ok()?;
            Some(Rc::new(Pattern { regex, hir: regex_syntax::parse(pattern).ok()? }))
        };
        let read = if pattern.len() <= LONG { read() } else { None };
        self.read.borrow_mut().insert(pattern.to_owned(), read.clone());
        read
    }

    /// Returns `true` if a string matches, or `None` if the pattern cannot be read.
    pub(super) fn is_match(&self, pattern: &str, text: &str) -> Option<bool> {
        self.read(pattern).map(|of| of.regex.is_match(text))
    }

    /// Returns the `number`th matching string within the limits of length, if one is found.
    pub(super) fn text(&self, pattern: &str, (least, most): (usize, usize), number: usize) -> Option<String> {
        let parsed = self.read(pattern)?;
        let grown = [0, 1, 2, least / 2, least].into_iter().chain(3..16);
        let candidates =
            grown.flat_map(|grow| (0..4).map(move |branch| Written { grow, branch, number, text: String::new() }));
        let mut found = candidates.filter_map(|mut written| {
            written.put(&parsed.hir)?;
            let length = written.text.chars().count();
            ((least..=most).contains(&length) && parsed.regex.is_match(&written.text)).then_some(written.text)
        });
        found.next()
    }
}

/// A string that is being written.
struct Written {
    /// The number of repetitions of a part beyond its minimum.
    grow: usize,
    /// The index of the selected alternative.
    branch: usize,
    /// The index of the selected character of a class.
    number: usize,
    text: String,
}

impl Written {
    /// Appends a part. Returns `None` if the string becomes too long, or a class is empty.
    fn put(&mut self, hir: &Hir) -> Option<()> {
        if self.text.len() > MOST {
            return None;
        }
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.text.push_str(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(class) => self.text.push(character(class, self.number)?),
            HirKind::Capture(inner) => self.put(&inner.sub)?,
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.put(part))?,
            HirKind::Alternation(parts) => {
                let part = parts.get(self.branch % parts.len().max(1))?;
                self.put(part)?;
            }
            HirKind::Repetition(repetition) => {
                let most = repetition.max.map_or(usize::MAX, |max| max as usize);
                let count = (repetition.min as usize).saturating_add(self.grow).min(most);
                for _ in 0..count {
                    self.put(&repetition.sub)?;
                }
            }
        }
        Some(())
    }
}

/// Returns a character of a class, preferably a letter or digit.
fn character(class: &Class, number: usize) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.ranges().iter().map(|of| (of.start(), of.end())).collect(),
        Class::Bytes(class) => {
            let ascii = class.ranges().iter().filter(|of| of.end().is_ascii());
            ascii.map(|of| (char::from(of.start()), char::from(of.end()))).collect()
        }
    };
    let holds = |c: &char| ranges.iter().any(|(start, end)| (*start..=*end).contains(c));
    let liked: Vec<char> = ('a'..='z').chain('A'..='Z').chain('0'..='9').filter(holds).collect();
    let printed = || (' '..='~').find(holds);
    let any = || ranges.first().map(|(start, _)| *start);
    liked.get(number % liked.len().max(1)).copied().or_else(printed).or_else(any)
}

#[cfg(test)]
mod tests {
    use super::Patterns;

    #[test]
    fn strings_match_their_patterns() {
        let patterns = Patterns::default();
        let text = |pattern: &str, of: (usize, usize), number| patterns.text(pattern, of, number);
        let any = (0, usize::MAX);
        assert_eq!(text("^[a-z]{2}-\\d{4}$", any, 0).as_deref(), Some("aa-0000"));
        assert_eq!(text("^[a-z]{2}-\\d{4}$", any, 1).as_deref(), Some("bb-1111"));
        assert_eq!(text("^(a|bc)+$", (3, 4), 0).as_deref(), Some("bcbc"));
        assert_eq!(text("^[A-Z][A-Z0-9_]*$", (5, 5), 0).as_deref(), Some("AAAAA"));
        assert_eq!(text("^x?$", (1, 1), 0).as_deref(), Some("x"));
        assert_eq!(text("a{3,}", (0, 2), 0), None);
        assert_eq!(text("^(?!a)b$", any, 0), None);
        assert_eq!(text("(a{900}){900}", any, 0), None);
        assert_eq!(patterns.is_match("^\\d+$", "12"), Some(true));
        assert_eq!(patterns.is_match("(?=x)", "12"), None);
    }
}
