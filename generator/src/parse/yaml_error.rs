//! Explains invalid YAML: the parser reports the position where it noticed an error, and people
//! need the position to change. Decisions depend on the text around that position, never on the
//! message of the parser. Must not know what the text means.

/// A line and a column, both from 1.
pub(super) type Position = (usize, usize);

/// A mistake, its location, and the help.
pub(super) struct Mistake {
    pub(super) position: Position,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// The context of an error: the lines of the text, the position of the error, and the collections
/// that are open there.
struct Seen<'t> {
    lines: Vec<&'t str>,
    noticed: Position,
    /// The positions of open `[` and `{`, the innermost last.
    brackets: Vec<Position>,
}

/// Explains an error that was noticed at a position, inside the collections that begin at `open`.
pub(super) fn mistake(noticed: Position, message: &str, text: &str, open: &[Position]) -> Mistake {
    let mut seen = Seen { lines: lines(text), noticed, brackets: Vec::new() };
    seen.brackets = open.iter().copied().filter(|at| matches!(seen.character(*at), Some('[' | '{'))).collect();
    let rules: [fn(&Seen<'_>) -> Option<Mistake>; 12] = [
        conflict_marker,
        tab,
        unknown_alias,
        quote,
        after_quote,
        reserved,
        tab_after,
        closing_bracket,
        open_bracket,
        second_colon,
        indentation,
        line_without_colon,
    ];
    rules.iter().find_map(|rule| rule(&seen)).unwrap_or_else(|| {
        let help = "check the indentation, colons and quotes of this line and the line before it";
        Mistake { position: noticed, message: message.to_owned(), help }
    })
}

/// Returns the nesting depth of brackets before a position, also in quotes and comments.
pub(super) fn nested(text: &str, (line, _): Position) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.lines().take(line).flat_map(str::bytes) {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Splits a text into lines, ended by a line feed, a carriage return, or both (YAML 1.2, section
/// 5.4).
fn lines(text: &str) -> Vec<&str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r')).collect()
}

fn found(position: Position, message: impl Into<String>, help: &'static str) -> Option<Mistake> {
    Some(Mistake { position, message: message.into(), help })
}

impl<'t> Seen<'t> {
    /// Returns a line by its number.
    fn line(&self, number: usize) -> &'t str {
        number.checked_sub(1).and_then(|index| self.lines.get(index)).copied().unwrap_or_default()
    }

    /// Returns the line where the error was noticed.
    fn here(&self) -> &'t str {
        self.line(self.noticed.0)
    }

    fn character(&self, (line, column): Position) -> Option<char> {
        self.line(line).chars().nth(column.checked_sub(1)?)
    }

    /// Returns the nearest line with content before a line, with its number.
    fn before(&self, number: usize) -> Option<(usize, &'t str)> {
        (1..number).rev().map(|number| (number, self.line(number))).find(|(_, line)| has_content(line))
    }

    /// Returns the next line after a line that is indented by at most `indent`.
    fn next_outside(&self, number: usize, indent: usize) -> Option<&'t str> {
        self.lines.iter().skip(number).copied().find(|line| has_content(line) && indent_of(line) <= indent)
    }

    /// Returns the column where the value of the key in a line begins.
    fn value(&self, line: usize) -> Option<usize> {
        let text = self.line(line);
        let key = colon(text)?;
        let rest = text.get(key + 1..)?;
        let begins = key + 1 + (rest.len() - rest.trim_start().len());
        (!rest.trim().is_empty()).then(|| column(text, begins))
    }
}

fn has_content(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with('#')
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Returns the column of a byte.
fn column(line: &str, byte: usize) -> usize {
    line.get(..byte).map_or(0, |before| before.chars().count()) + 1
}

/// Returns the offset of the colon after the key at the start of a line.
fn colon(line: &str) -> Option<usize> {
    let begins = line.len() - line.trim_start_matches([' ', '-']).len();
    let rest = line.get(begins..)?;
    let quoted = rest.chars().next().filter(|first| matches!(first, '"' | '\''));
    let from = quoted.and_then(|quote| rest.get(1..)?.find(quote)).map_or(0, |end| end + 2);
    let mut colons = rest.match_indices(':').filter(|(at, _)| *at >= from);
    let ends = |at: usize| rest.get(at + 1..).is_none_or(|after| after.is_empty() || after.starts_with([' ', '\t']));
    colons.find(|(at, _)| ends(*at)).map(|(at, _)| begins + at)
}

fn conflict_marker(seen: &Seen<'_>) -> Option<Mistake> {
    let marks = |line: &str| ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark));
    let (line, _) = seen.noticed;
    let number = (line.saturating_sub(3).max(1)..=line).find(|number| marks(seen.line(*number)))?;
    found((number, 1), "conflict marker of version control", "resolve the conflict and remove its markers")
}

/// Tabs cannot indent (YAML 1.2, section 6.1).
fn tab(seen: &Seen<'_>) -> Option<Mistake> {
    tab_in(seen, seen.noticed.0)
}

/// An error in the later lines of a scalar is noticed at its first line.
fn tab_after(seen: &Seen<'_>) -> Option<Mistake> {
    let next = seen.lines.iter().skip(seen.noticed.0).position(|line| has_content(line))?;
    tab_in(seen, seen.noticed.0 + next + 1)
}

fn tab_in(seen: &Seen<'_>, number: usize) -> Option<Mistake> {
    let line = seen.line(number);
    let indent = line.len() - line.trim_start().len();
    let at = line.get(..indent)?.find('\t')?;
    found((number, at + 1), "tab in the indentation", "indent with spaces")
}

fn unknown_alias(seen: &Seen<'_>) -> Option<Mistake> {
    let name: String = seen.here().chars().skip(seen.noticed.1).take_while(|c| !c.is_whitespace()).collect();
    let is = seen.character(seen.noticed) == Some('*');
    let help = "put the value in quotes, or use an anchor that is defined before it";
    if is { found(seen.noticed, format!("alias `*{name}` of an unknown anchor"), help) } else { None }
}

/// Finds an unclosed quote or an unknown escape sequence: both are noticed at the opening quote.
fn quote(seen: &Seen<'_>) -> Option<Mistake> {
    let quote = seen.character(seen.noticed).filter(|c| matches!(c, '"' | '\''))?;
    if let Some((at, 'u')) = unknown_escape(seen, quote) {
        let help = "write the character itself, or `\\U` with eight digits";
        return found(at, "escape sequence of half a character", help);
    }
    if let Some((at, escape)) = unknown_escape(seen, quote) {
        let help = "write a backslash as `\\\\`, or put the value in single quotes";
        return found(at, format!("unknown escape sequence `\\{escape}`"), help);
    }
    let help =
        "close the quote, and write a quote within the value as `\\\"` in double quotes or `''` in single quotes";
    found(seen.noticed, "unclosed quote", help)
}

/// Returns the first unknown escape sequence of a double-quoted scalar (YAML 1.2, section 5.7).
fn unknown_escape(seen: &Seen<'_>, quote: char) -> Option<(Position, char)> {
    let (line, begins) = seen.noticed;
    let mut characters = seen.here().chars().enumerate().skip(begins).filter(|_| quote == '"');
    while let Some((index, c)) = characters.next() {
        match c {
            '"' => return None,
            '\\' => {
                let (_, escape) = characters.next()?;
                let known = "0abt\tnvfre \"/\\N_LPxuU".contains(escape);
                let half = escape == 'u'
                    && matches!(
                        characters.clone().take(2).map(|(_, c)| c).collect::<Vec<_>>()[..],
                        ['d' | 'D', '8' | '9' | 'a'..='f' | 'A'..='F']
                    );
                if !known || half {
                    return Some(((line, index + 1), escape));
                }
            }
            _ => {}
        }
    }
    None
}

/// Finds text after the end of a value: `"a" b`, `'it's'`, `[a] b`.
fn after_quote(seen: &Seen<'_>) -> Option<Mistake> {
    let (line, at) = seen.noticed;
    let value = seen.value(line).filter(|begins| *begins < at)?;
    let (first, before) = (seen.character((line, value))?, at.checked_sub(2)?);
    let ended = seen.here().chars().take(before + 1).collect::<String>().trim_end().chars().last();
    let message = match (first, ended) {
        ('"' | '\'', Some(end)) if end == first => "unexpected text after the closing quote",
        ('[', Some(']')) | ('{', Some('}')) => "unexpected text after the closing bracket",
        (_, _) => return None,
    };
    let closes = seen.character(seen.noticed).is_some_and(|c| matches!(c, ']' | '}' | ','));
    let help = "put the whole value in quotes, and write a quote within it as `''` in single quotes or `\\\"` in double quotes";
    if closes { None } else { found(seen.noticed, message, help) }
}

/// Finds characters with which no plain scalar begins (YAML 1.2, sections 5.3 and 7.3.3).
fn reserved(seen: &Seen<'_>) -> Option<Mistake> {
    let first = seen.character(seen.noticed)?;
    let next = seen.character((seen.noticed.0, seen.noticed.1 + 1));
    let is_value = seen.value(seen.noticed.0) == Some(seen.noticed.1);
    match first {
        '@' | '`' | '%' => {
            found(seen.noticed, format!("unexpected `{first}` at the start of a value"), "put the value in quotes")
        }
        '|' | '>' if is_value => found(
            seen.noticed,
            format!("unexpected text after `{first}`, which begins a block scalar"),
            "put the value in quotes, or begin its text in the next line",
        ),
        '-' | '?' if is_value && next.is_none_or(char::is_whitespace) => found(
            seen.noticed,
            format!("unexpected `{first} ` in the line of a key"),
            "put the value in quotes, or begin the array in the next line",
        ),
        _ => None,
    }
}

/// Finds a closing bracket without an opening one, or of the other kind.
fn closing_bracket(seen: &Seen<'_>) -> Option<Mistake> {
    let closes = seen.character(seen.noticed).filter(|c| matches!(c, ']' | '}'))?;
    match seen.brackets.last().and_then(|at| seen.character(*at)) {
        Some(open) if (open == '[') != (closes == ']') => {
            let message = format!("mismatched brackets `{open}` and `{closes}`");
            found(seen.noticed, message, "close each bracket with one of the same kind")
        }
        Some(_) => None,
        None => found(seen.noticed, format!("unexpected `{closes}`"), "remove it, or add the opening bracket"),
    }
}

/// Finds an unclosed bracket of an earlier line, or a missing comma in it.
fn open_bracket(seen: &Seen<'_>) -> Option<Mistake> {
    let opened = *seen.brackets.last()?;
    let (line, column) = seen.noticed;
    let bracket = seen.character(opened)?;
    let outside = line > opened.0 && indent_of(seen.here()) <= indent_of(seen.line(opened.0));
    let at_end = !has_content(seen.here()) && line >= seen.lines.len();
    if outside || at_end {
        let message = format!("unclosed bracket `{bracket}`");
        return found(
            opened,
            message,
            "close it and indent its content more than its key, or put the value in quotes if it is a string",
        );
    }
    if seen.character(seen.noticed) == Some(':') && line == opened.0 {
        let message = "second colon in a value in brackets";
        return found(
            (line, column),
            message,
            "put the value in quotes: a colon before a space separates key and value",
        );
    }
    found(seen.noticed, "missing comma or closing bracket", "add a comma or a closing bracket before this")
}

/// Finds a second colon: `description: Note: all of them`.
fn second_colon(seen: &Seen<'_>) -> Option<Mistake> {
    let (line, noticed) = seen.noticed;
    let first = column(seen.here(), colon(seen.here())?);
    if seen.character(seen.noticed) != Some(':') || first >= noticed {
        return None;
    }
    let help = "put the value in quotes: a colon before a space separates key and value";
    found((line, noticed), "second colon in an unquoted value", help)
}

/// Finds a line whose indentation matches no other line: where the error was noticed, or the one
/// before.
fn indentation(seen: &Seen<'_>) -> Option<Mistake> {
    let (line, noticed) = seen.noticed;
    let (number, before) = seen.before(line)?;
    let (own, above) = (indent_of(seen.here()), indent_of(before));
    let key = colon(seen.here());
    let noticed_there = noticed == own + 1 || key.is_some_and(|key| column(seen.here(), key) == noticed);
    if own == above || colon(before).is_none() || !noticed_there {
        return None;
    }
    let agrees = seen.next_outside(line, own.max(above)).is_some_and(|next| indent_of(next) == own);
    let (noticed, odd) = if agrees { (number, above) } else { (line, own) };
    let help = "indent the keys of one object equally, and their values more than the key";
    found((noticed, odd + 1), "the indentation of this line matches no other line", help)
}

/// Finds a line that is neither a key nor part of a value, before the line with the error.
fn line_without_colon(seen: &Seen<'_>) -> Option<Mistake> {
    let (line, _) = seen.noticed;
    let (number, before) = seen.before(line).filter(|(_, before)| colon(before).is_none())?;
    if let Some(tabs) = (number + 1..line).find(|number| seen.line(*number).contains('\t')) {
        return found((tabs, 1), "line of tabs in a string", "remove the tabs, or indent the line with spaces");
    }
    let position = (number, indent_of(before) + 1);
    if before.trim_start().starts_with("- ") {
        return None;
    }
    if before.contains(':') {
        return found(position, "missing space after the colon", "add a space after the colon");
    }
    let help = "add a colon if this is a key, or indent it more than its key if it is part of a value";
    found(position, "missing colon", help)
}
