//! The regular expressions of `pattern` and `patternProperties` (ECMA-262). Must not know where a
//! pattern is used.

use std::borrow::Cow;

/// Returns `true` if a pattern is a regular expression. Other patterns are ignored. So is a literal
/// of JavaScript (`/^a+$/i`), which would require a slash before the start.
pub(crate) fn is_readable(pattern: &str) -> bool {
    let literal = pattern.starts_with("/^");
    !literal && is_regular(&escape_braces(pattern))
}

fn is_regular(pattern: &str) -> bool {
    regex_syntax::parse(pattern).is_ok() || fancy_regex::Regex::new(pattern).is_ok()
}

/// Returns `true` if the pattern matches anywhere in a string. An unreadable pattern matches
/// nothing.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let regex = || fancy_regex::Regex::new(&escape_braces(pattern));
    is_readable(pattern) && regex().is_ok_and(|regex| regex.is_match(text).unwrap_or_default())
}

/// Escapes braces that stand for themselves. Without the flag `u`, a brace outside a quantifier is
/// an ordinary character (ECMA-262, Annex B.1.2), but the regex crates refuse it.
pub(crate) fn escape_braces(pattern: &str) -> Cow<'_, str> {
    if !pattern.contains(['{', '}']) {
        return Cow::Borrowed(pattern);
    }
    let (mut out, mut in_class, mut rest) = (String::new(), false, pattern);
    while let Some(first) = rest.chars().next() {
        let skipped = match first {
            '\\' => escape_length(rest),
            '{' if !in_class => quantifier_length(rest),
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

/// Returns the length of an escape in bytes, with the braces of `\p{Letter}` and `\u{1F600}`.
fn escape_length(text: &str) -> Option<usize> {
    let second = text.chars().nth(1)?;
    let braces = matches!(second, 'p' | 'P' | 'u' | 'x') && text.get(2..3) == Some("{");
    let end = text.find('}').filter(|_| braces).map(|end| end + 1);
    Some(end.unwrap_or(1 + second.len_utf8()))
}

/// Returns the length of a quantifier in bytes: `{2}`, `{2,}` or `{2,3}`.
fn quantifier_length(text: &str) -> Option<usize> {
    let end = text.find('}')?;
    let inner = text.get(1..end)?;
    let (least, most) = inner.split_once(',').unwrap_or((inner, ""));
    let digits = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit());
    (!least.is_empty() && digits(least) && digits(most)).then_some(end + 1)
}
