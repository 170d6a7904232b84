//! Rewrites Markdown links that span several lines as links on a single line: links by a label that
//! is defined elsewhere in the text (CommonMark 0.31, sections 4.7 and 6.3), links with a line
//! break before the URL, and links around an image. Must not know what rustdoc does with them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::emit::docs::scan::{as_it_is, code_span, fence_mark, is_address};

/// The maximum length of a comment, in bytes.
const LONGEST: usize = 4_096;

/// The URLs by label, in lower case.
type Known = BTreeMap<String, String>;

/// Returns the text with each link on a single line, as `[words](address)`.
pub(crate) fn in_one_piece(words: &str) -> Cow<'_, str> {
    if !words.contains('[') && !words.contains("<!--") {
        return Cow::Borrowed(words);
    }
    let (known, text) = defined(words);
    let (mut out, mut rest) = (String::with_capacity(text.len()), text.as_str());
    while let Some(at) = rest.find(['[', '`', '\\', '!', '<']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let taken = code_span(from, &mut out)
            .or_else(|| comment(from))
            .or_else(|| around_image(from, &mut out))
            .or_else(|| image_of_nothing(from, &mut out))
            .or_else(|| broken(from, &mut out))
            .or_else(|| by_label(from, &known, &mut out))
            .unwrap_or_else(|| as_it_is(from, &mut out));
        rest = from.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Returns the URLs that the text defines labels for, and the text without these definitions.
/// Fences stay unchanged.
fn defined(words: &str) -> (Known, String) {
    let (mut known, mut text) = (Known::new(), String::with_capacity(words.len()));
    let mut fenced = false;
    for line in words.split_inclusive('\n') {
        fenced ^= fence_mark(line.trim()).is_some();
        match definition(line.trim()).filter(|_| !fenced) {
            // The first definition of a label applies.
            Some((label, address)) => drop(known.entry(label).or_insert(address)),
            None => text.push_str(line),
        }
    }
    (known, text)
}

/// Parses `[label]: address "title"`.
fn definition(line: &str) -> Option<(String, String)> {
    let (label, after) = line.strip_prefix('[')?.split_once("]:")?;
    let (address, title) = after.trim().split_once(char::is_whitespace).unwrap_or((after.trim(), ""));
    let address = address.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(address);
    let titled = title.trim().is_empty() || title.trim().starts_with(['"', '\'', '(']);
    let fits = titled && is_address(address) && !label.is_empty() && !label.contains(['[', ']']);
    fits.then(|| (label.to_lowercase(), address.to_owned()))
}

/// Returns the text in brackets, which contains no other bracket, and the rest.
fn bracketed(rest: &str) -> Option<(&str, &str)> {
    let inner = rest.strip_prefix('[')?;
    let (words, after) = inner.split_at(inner.find(['[', ']'])?);
    Some((words, after.strip_prefix(']')?))
}

/// Parses `[![words](image)](address)`. Terminals and editors cannot show the image.
fn around_image(rest: &str, out: &mut String) -> Option<usize> {
    let (words, after) = bracketed(rest.strip_prefix("[!")?)?;
    let image = after.strip_prefix('(')?;
    // The search ends at the next bracket, because searching the rest of the text would take
    // quadratic time.
    let after = image.get(image.find(['[', '(', ')'])?..)?.strip_prefix(')')?;
    if !after.starts_with("](") {
        return None;
    }
    let words = if words.trim().is_empty() { "image" } else { words };
    out.extend(["[", words]);
    Some(rest.len() - after.len())
}

/// Parses `<!-- … -->`.
fn comment(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix("<!--")?.as_bytes();
    // The search is limited, because searching the rest of the text would take quadratic time.
    let end = inner.windows(3).take(LONGEST).position(|end| end == b"-->")?;
    Some("<!--".len() + end + "-->".len())
}

/// Parses `![words](image)` with an image that is a file, which the documentation does not have.
fn image_of_nothing(rest: &str, out: &mut String) -> Option<usize> {
    let (words, after) = bracketed(rest.strip_prefix('!')?)?;
    let image = after.strip_prefix('(')?;
    let (image, after) = image.split_at(image.find(['[', '(', ')', '\n'])?);
    let after = after.strip_prefix(')').filter(|_| !is_address(image.trim()))?;
    out.push_str(words);
    Some(rest.len() - after.len())
}

/// Joins `[words](` at the end of a line with the URL on the next line.
fn broken(rest: &str, out: &mut String) -> Option<usize> {
    let (words, after) = bracketed(rest)?;
    let after = after.strip_prefix('(')?;
    let address = after.trim_start();
    let space = after.get(..after.len() - address.len())?;
    if space.matches('\n').count() != 1 || !address.starts_with("http") {
        return None;
    }
    out.extend(["[", words, "]("]);
    Some(rest.len() - address.len())
}

/// Parses `[words][label]`, `[label][]` or `[label]`, if the text defines the label.
fn by_label(rest: &str, known: &Known, out: &mut String) -> Option<usize> {
    let (words, after) = bracketed(rest)?;
    let (label, after) = match bracketed(after) {
        Some(("", after)) => (words, after),
        Some((label, after)) if known.contains_key(&label.to_lowercase()) => (label, after),
        Some(_) | None => (words, after),
    };
    let address = known.get(&label.to_lowercase()).filter(|_| !after.starts_with('('))?;
    out.extend(["[", words, "](", address, ")"]);
    Some(rest.len() - after.len())
}
