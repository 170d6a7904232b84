//! Words of a description as documentation: rustdoc must find no broken link, no HTML and nothing to compile,
//! and no word may become code. Must not know what the words are about.

use crate::emit::docs::html;
use crate::emit::docs::links::in_one_piece;
use crate::emit::docs::scan::{code_span, fence_mark, flat, is_address};

/// Returns the lines of a text as `///` takes them. Empty for a text without words.
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
                // Whatever language it names: nothing of it is a doctest.
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

/// Returns the lines of a text that describes something with these names. Where the text has no words of its own, `fallback` comes
/// first: titles that only repeat a name, as pydantic writes `Id` for `id`, are dropped. Limits and defaults follow an empty line.
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

/// The same as one line.
pub(crate) fn in_one_line(words: &str) -> String {
    let lines = cleaned(words);
    lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The words up to the first empty line, as one line; of a list or a fence only what stands before it.
pub(crate) fn first_paragraph(words: &str) -> String {
    let lines = cleaned(words);
    let goes_on = |line: &&String| !line.trim().is_empty() && !begins_a_block(line.trim());
    let (first, rest) = lines.split_first().map_or(("", &lines[..]), |(first, rest)| (first.trim(), rest));
    let rest = rest.iter().take_while(goes_on).map(|line| line.trim());
    [first].into_iter().chain(rest.take_while(|_| !begins_a_block(first))).collect::<Vec<_>>().join(" ")
}

/// Returns `true` if a line ends the paragraph before it: a heading, list item, table row, quotation or fence.
fn begins_a_block(line: &str) -> bool {
    let item = matches!(line.split_whitespace().next(), Some("-" | "*" | "+"));
    item || line.starts_with(['#', '|', '>']) || fence_mark(line).is_some()
}

/// A line of words. What came of HTML begins no fence, as nothing would end it.
fn paragraph(line: &str) -> String {
    let bare = line.trim();
    match fence_mark(bare) {
        Some(_) => indented(line, &inline(&format!("\\{bare}"))),
        None => indented(line, &inline(bare)),
    }
}

/// The same with no line end in the words of a link: what follows goes line by line.
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

/// Returns the text of a link, which contains no other bracket, from the text after its opening bracket.
fn words_of_link(inner: &str) -> Option<&str> {
    let close = inner.find(['[', ']'])?;
    inner.get(close..)?.starts_with("](").then(|| inner.get(..close))?
}

/// Keeps the indentation of lists, but never so much that it means code.
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

/// Makes one line safe: code spans stay; brackets without a link, HTML and bare URLs are escaped.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let taken = code_span(rest, &mut out)
            .or_else(|| link(rest, &mut out))
            .or_else(|| address(rest, &mut out))
            .unwrap_or_else(|| plain(rest, c, &mut out));
        // A backslash takes the next character along, so that what it escapes stays escaped.
        let taken = if c == '\\' { taken + escaped(rest, &mut out) } else { taken };
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// A character that begins nothing. A run of ticks is one mark: none of them begins another.
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

/// `[words](https://…)`; a link to anything else keeps its words only.
fn link(rest: &str, out: &mut String) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    // An address inside would be a link in a link, half a code span none.
    let words = words_of_link(inner).filter(|words| !words.contains("http"))?;
    let close = words.len();
    let words = Some(inline(words)).filter(|_| words.matches('`').count().is_multiple_of(2))?;
    let target = inner.get(close + 2..)?;
    // No address is longer: looking on from each bracket of a long line would take for ever.
    let end = target.bytes().take(LONGEST).position(|byte| byte == b')')?;
    let address = target.get(..end)?.split_whitespace().next().unwrap_or_default();
    if is_address(address) {
        out.push_str(&format!("[{words}](<{address}>)"));
    } else {
        out.push_str(&words);
    }
    Some(1 + close + 2 + end + 1)
}

/// A bare address, or one in angle brackets: in brackets.
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
