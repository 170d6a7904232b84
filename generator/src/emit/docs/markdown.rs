//! Converts text of a description to documentation without broken links, HTML or doctests, and so
//! that text cannot become code. Must not know what the text is about.

use crate::emit::docs::html;
use crate::emit::docs::links::in_one_piece;
use crate::emit::docs::scan::{code_span, fence_mark, flat, is_address};

/// Returns a text as lines for `///`. Empty for a text without words.
#[must_use]
pub fn cleaned(words: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut fence: Option<String> = None;
    for line in on_one_line(&in_one_piece(&words.replace("\r\n", "\n").replace('\r', "\n"))).split('\n') {
        let line: String = line.chars().filter(|c| !c.is_control() || *c == '\t').map(flat).collect();
        let line = line.replace('\t', "    ");
        let bare = line.trim();
        match (&fence, fence_mark(bare)) {
            (Some(open), Some(mark))
                if mark.starts_with(open.as_str()) && bare.trim_start_matches(['`', '~']).is_empty() =>
            {
                lines.push(open.clone());
                fence = None;
            }
            (Some(_), _) => lines.push(line.trim_end().to_owned()),
            (None, Some(mark)) => {
                // Fences of any language are marked as text, so that none is a doctest.
                lines.push(format!("{mark}text"));
                fence = Some(mark);
            }
            // Four spaces would make a code block, which rustdoc would compile.
            (None, None) => lines.extend(html::as_markdown(&line).split('\n').map(paragraph)),
        }
    }
    lines.extend(fence);
    trimmed(lines)
}

/// Returns the lines of a text that describes something with these names. `fallback` comes first if
/// the text only repeats a name, as pydantic writes `Id` for `id`. Limits and defaults follow an
/// empty line.
pub(crate) fn described(text: &str, names: &[&str], fallback: &str) -> Vec<String> {
    let (first, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    if !first.trim().is_empty() && !names.iter().any(|name| repeats(first, name)) {
        return cleaned(text);
    }
    let (mut lines, rest) = (cleaned(fallback), cleaned(rest));
    if !lines.is_empty() && !rest.is_empty() {
        lines.push(String::new());
    }
    lines.extend(rest);
    lines
}

/// Returns `true` if two texts have the same letters and digits: `Item Id` and `item_id`.
fn repeats(text: &str, name: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let text = letters(text);
    !text.is_empty() && text == letters(name)
}

/// Returns the whole text as one line.
pub(crate) fn in_one_line(words: &str) -> String {
    let lines = cleaned(words);
    lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns the first paragraph as one line, up to a list or a fence.
pub(crate) fn first_paragraph(words: &str) -> String {
    let lines = cleaned(words);
    let goes_on = |line: &&String| !line.trim().is_empty() && !begins_a_block(line.trim());
    let (first, rest) = lines.split_first().map_or(("", &lines[..]), |(first, rest)| (first.trim(), rest));
    let rest = rest.iter().take_while(goes_on).map(|line| line.trim());
    [first].into_iter().chain(rest.take_while(|_| !begins_a_block(first))).collect::<Vec<_>>().join(" ")
}

/// Returns `true` if a line ends the paragraph before it: a heading, list item, table row,
/// quotation or fence.
fn begins_a_block(line: &str) -> bool {
    let item = matches!(line.split_whitespace().next(), Some("-" | "*" | "+"));
    item || line.starts_with(['#', '|', '>']) || fence_mark(line).is_some()
}

/// Converts a line of text. A fence that results from HTML is escaped, because nothing would end
/// it.
fn paragraph(line: &str) -> String {
    let bare = line.trim();
    match fence_mark(bare) {
        Some(_) => indented(line, &inline(&format!("\\{bare}"))),
        None => indented(line, &inline(bare)),
    }
}

/// Joins the lines of a link's text, so that the text can be processed line by line.
fn on_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inner)) = rest.split_once('[') {
        out.push_str(before);
        out.push('[');
        rest = inner;
        let Some(words) = words_of_link(inner) else { continue };
        if words.contains('\n') && !words.contains("\n\n") {
            out.push_str(&words.split('\n').map(str::trim).collect::<Vec<_>>().join(" "));
            rest = inner.get(words.len()..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// Returns the text of a link, which contains no other bracket, from the text after its opening
/// bracket.
fn words_of_link(inner: &str) -> Option<&str> {
    let close = inner.find(['[', ']'])?;
    inner.get(close..)?.starts_with("](").then(|| inner.get(..close))?
}

/// Returns a line with the indentation of lists, but never with as much as a code block has.
fn indented(line: &str, cleaned: &str) -> String {
    if cleaned.is_empty() {
        return String::new();
    }
    let spaces = line.chars().take_while(|c| *c == ' ').count().min(3);
    format!("{}{cleaned}", " ".repeat(spaces))
}

fn trimmed(mut lines: Vec<String>) -> Vec<String> {
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let start = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let mut lines = lines.split_off(start);
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    lines
}

/// Escapes brackets without a link, HTML and bare URLs in one line. Code spans stay unchanged.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let taken = code_span(rest, &mut out)
            .or_else(|| link(rest, &mut out))
            .or_else(|| address(rest, &mut out))
            .unwrap_or_else(|| plain(rest, c, &mut out));
        // An escaped character stays escaped.
        let taken = if c == '\\' { taken + escaped(rest, &mut out) } else { taken };
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// Escapes a character of Markdown. A run of backticks is one mark and is escaped as a whole.
fn plain(rest: &str, c: char, out: &mut String) -> usize {
    match c {
        '`' => {
            let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
            out.extend(std::iter::repeat_n("\\`", ticks));
            ticks
        }
        '[' | ']' | '<' | '>' => {
            out.extend(['\\', c]);
            1
        }
        c => {
            out.push(c);
            c.len_utf8()
        }
    }
}

fn escaped(rest: &str, out: &mut String) -> usize {
    match rest.chars().nth(1).filter(char::is_ascii_punctuation) {
        Some(next) => {
            out.push(next);
            next.len_utf8()
        }
        None => 0,
    }
}

/// The maximum length of a URL, in bytes.
const LONGEST: usize = 2_048;

/// Parses `[words](https://…)`. Other links are replaced by their words.
fn link(rest: &str, out: &mut String) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    // Links cannot be nested, and a code span must not end outside of the words.
    let words = words_of_link(inner).filter(|words| !words.contains("http"))?;
    let close = words.len();
    let words = Some(inline(words)).filter(|_| words.matches('`').count().is_multiple_of(2))?;
    let target = inner.get(close + 2..)?;
    // The search is limited, because searching the rest of a long line would take quadratic time.
    let end = target.bytes().take(LONGEST).position(|byte| byte == b')')?;
    let address = target.get(..end)?.split_whitespace().next().unwrap_or_default();
    if is_address(address) {
        out.push_str(&format!("[{words}](<{address}>)"));
    } else {
        out.push_str(&words);
    }
    Some(1 + close + 2 + end + 1)
}

/// Puts a bare URL, or one in angle brackets, into angle brackets.
fn address(rest: &str, out: &mut String) -> Option<usize> {
    let (bracket, text) = rest.strip_prefix('<').map_or((0, rest), |inner| (1, inner));
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || "<>\"'`)]}{|\\^".contains(c);
    let end = text.find(ends).unwrap_or(text.len());
    let address = text.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    if !is_address(address) {
        return None;
    }
    let closed = bracket == 1 && text.get(address.len()..).is_some_and(|after| after.starts_with('>'));
    out.push_str(&format!("<{address}>"));
    Some(bracket + address.len() + usize::from(closed))
}
