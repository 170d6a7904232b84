//! Scans Markdown for code spans, fences and URLs. Must not know what its callers do with them.

/// Characters that look like a line end or turn the direction of text around.
pub(crate) fn flat(c: char) -> char {
    match c {
        '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
        c => c,
    }
}

pub(crate) fn fence_mark(line: &str) -> Option<String> {
    let run = |c: char| line.chars().take_while(|found| *found == c).count();
    match (run('`'), run('~')) {
        (ticks @ 3.., _) if !line.trim_start_matches('`').contains('`') => Some("`".repeat(ticks)),
        (_, tildes @ 3..) => Some("~".repeat(tildes)),
        (_, _) => None,
    }
}

/// Copies a code span.
pub(crate) fn code_span(rest: &str, out: &mut String) -> Option<usize> {
    let ticks = rest.chars().take_while(|c| *c == '`').count();
    let mark = rest.get(..ticks).filter(|mark| !mark.is_empty())?;
    let end = rest.get(ticks..)?.find(mark)? + 2 * ticks;
    // A longer run of backticks does not end it.
    if rest.get(end..).is_some_and(|after| after.starts_with('`')) {
        return None;
    }
    out.push_str(rest.get(..end)?);
    Some(end)
}

/// Copies text that starts no mark: a character, a run of backticks, or an escaped character.
pub(crate) fn as_it_is(from: &str, out: &mut String) -> usize {
    let ticks = from.bytes().take_while(|byte| *byte == b'`').count();
    let escaped = from.strip_prefix('\\').and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let taken = ticks.max(1 + escaped);
    out.push_str(from.get(..taken).unwrap_or_default());
    taken
}

pub(crate) fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !text.contains(['<', '>', '"', '`', '{', '}', '\\', ' ']))
}
