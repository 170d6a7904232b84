//! Where a text stopped being YAML: the reader names the place where it noticed, people look for the one that they
//! have to change. Must not know what the text means.

/// A place in a text: line and column from 1.
pub(super) type At = (usize, usize);

/// The place to change, and what to say of it, from the reader's message, the place that it names, and the text.
pub(super) fn culprit(message: &str, noticed: At, text: &str) -> (At, String) {
    let what = without_places(message);
    if let Some(opened) = opened(message).filter(|(line, _)| *line < noticed.0) {
        return (opened, format!("what begins here has no end, as was noticed in line {}: {what}", noticed.0));
    }
    match odd_line_before(text, noticed.0).filter(|_| message.starts_with("mapping values are not allowed")) {
        Some(line) => (line, format!("this line and the next do not have the same indentation: {what}")),
        None => (noticed, what),
    }
}

/// Where the bracket, brace or quote stands that the reader was inside of.
fn opened(message: &str) -> Option<At> {
    let inside = ["while parsing a flow ", "while scanning a quoted scalar"];
    let context = inside.iter().find_map(|words| message.split_once(words)).map(|(_, rest)| rest)?;
    let (_, place) = context.split_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    let digits: String = column.chars().take_while(char::is_ascii_digit).collect();
    Some((line.parse().ok()?, digits.parse().ok()?))
}

/// A line with a value, less indented than the ones behind it, which agree: it is the odd one.
fn odd_line_before(text: &str, line: usize) -> Option<At> {
    let full = |text: &str| !text.trim().is_empty() && !text.trim_start().starts_with('#');
    let indent = |text: &str| text.len() - text.trim_start_matches(' ').len();
    let lines: Vec<&str> = text.lines().collect();
    let noticed = *lines.get(line.checked_sub(1)?)?;
    let (number, before) = lines.iter().enumerate().take(line - 1).rev().find(|(_, text)| full(text))?;
    let behind = lines.iter().skip(line).find(|text| full(text))?;
    let odd = indent(before) < indent(noticed) && indent(behind) == indent(noticed);
    odd.then(|| (number + 1, indent(before) + 1))
}

/// The readers' messages end in places, which are said apart.
pub(super) fn without_places(message: &str) -> String {
    let cut = message.find(" at line ").unwrap_or(message.len());
    message.get(..cut).unwrap_or(message).to_owned()
}
