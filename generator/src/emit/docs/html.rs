//! HTML of descriptions as Markdown: the few elements that descriptions use. Other text in angle
//! brackets stays unchanged, because `<your-token>` is a placeholder. Works line by line; must not
//! know the lines around it.

use crate::emit::docs::scan::{as_it_is, code_span, is_address};

/// The maximum length of an element with its content, in bytes. It bounds the search from each
/// bracket of a long line.
const LONGEST: usize = 2_048;

/// Converts a line, possibly into several. Code spans and escaped characters stay unchanged.
pub(crate) fn as_markdown(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let is_row = line.trim_start().starts_with('|');
    let mut rest = line;
    while let Some(at) = rest.find(['<', '`', '\\']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let taken = if from.starts_with('<') { element(from, is_row, &mut out) } else { code_span(from, &mut out) };
        rest = from.get(taken.unwrap_or_else(|| as_it_is(from, &mut out))..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Writes an element as Markdown and returns its length in bytes, or `None` for other text.
fn element(from: &str, is_row: bool, out: &mut String) -> Option<usize> {
    let (tag, length) = tag(from)?;
    match tag.name.as_str() {
        "p" | "div" | "br" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "tr" | "hr" => {
            // A row of a table has to stay one line.
            out.push_str(if is_row { " " } else { "\n\n" });
        }
        "li" if !tag.closes => out.push_str(if is_row { " " } else { "\n- " }),
        "td" | "th" if !tag.closes => out.push(' '),
        "a" | "code" if !tag.closes => {
            if let Some((words, whole)) = inner(from, length, &format!("</{}>", tag.name)) {
                out.push_str(&if tag.name == "a" { link(words, tag.attributes) } else { code(words) });
                return Some(whole);
            }
        }
        // The content of other elements stays.
        "li" | "td" | "th" | "a" | "code" | "b" | "strong" | "i" | "em" | "u" | "span" | "small" | "font" | "tbody"
        | "thead" | "center" => {}
        _ => return None,
    }
    Some(length)
}

/// `<name attributes>` or `</name>`.
struct Tag<'a> {
    name: String,
    closes: bool,
    attributes: &'a str,
}

/// Returns the tag at the start of a text, and its length.
fn tag(from: &str) -> Option<(Tag<'_>, usize)> {
    let length = from.bytes().take(LONGEST).position(|byte| byte == b'>')? + 1;
    let inner = from.get(1..length - 1)?;
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let split = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(split);
    let whole = attributes.is_empty() || attributes.starts_with([' ', '/']);
    let tag = Tag { name: name.to_ascii_lowercase(), closes, attributes };
    (whole && !attributes.contains('<')).then_some((tag, length))
}

/// Returns the content of an element whose start tag has this length, and the length of the whole
/// element.
fn inner<'a>(from: &'a str, length: usize, end: &str) -> Option<(&'a str, usize)> {
    let after = from.as_bytes().get(length..)?;
    let near = after.get(..LONGEST).unwrap_or(after);
    let at = near.windows(end.len()).position(|bytes| bytes.eq_ignore_ascii_case(end.as_bytes()))?;
    Some((from.get(length..length + at)?, length + at + end.len()))
}

/// Returns a link, or only its words if its target is not a URL.
fn link(words: &str, attributes: &str) -> String {
    let words = as_markdown(words).split_whitespace().collect::<Vec<_>>().join(" ");
    let value = attributes.split_once("href=").map(|(_, value)| value.trim_start_matches(['"', '\'']));
    let address = value.and_then(|value| value.split(['"', '\'', ' ']).next()).unwrap_or_default();
    if is_address(address) && !words.is_empty() && !words.contains(['[', ']']) {
        format!("[{words}]({address})")
    } else {
        words
    }
}

/// Returns a code span if possible. Character references have no meaning in it.
fn code(words: &str) -> String {
    let plain = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    if plain.trim().is_empty() || plain.contains('`') { words.to_owned() } else { format!("`{plain}`") }
}

#[cfg(test)]
mod tests {
    use super::as_markdown;

    #[test]
    fn elements_become_markdown_and_words_in_brackets_stay() {
        let cases = [
            ("<p>One.</p><p>Two<br/>lines.</p>", "\n\nOne.\n\n\n\nTwo\n\nlines.\n\n"),
            ("<ul><li>a</li><LI class=x>b</LI></ul>", "\n\n\n- a\n- b\n\n"),
            ("the <a href=\"https://a.b/c\" target=_blank><b>Docs</b></a>.", "the [Docs](https://a.b/c)."),
            ("the <a href='/docs'>docs</a>", "the docs"),
            ("<code>List&lt;T&gt;</code> and `<p>`", "`List<T>` and `<p>`"),
            ("| a<br>b |", "| a b |"),
            ("send <your-token>, if a < b and <a href=x", "send <your-token>, if a < b and <a href=x"),
            ("<a href=\"https://a.b\">no end", "no end"),
            ("<script>x</script> <p", "<script>x</script> <p"),
            ("a `tick and <em>words</em>", "a `tick and words"),
            ("<a href=\"https://a.b\">Köln</a> and <code>ü</code>", "[Köln](https://a.b) and `ü`"),
            ("\\<br> is \\`<br>", "\\<br> is \\`\n\n"),
        ];
        for (html, markdown) in cases {
            assert_eq!(as_markdown(html), markdown, "{html}");
        }
    }
}
