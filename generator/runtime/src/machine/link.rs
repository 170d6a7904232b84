//! [`next_link`]: the URL of the next page in the header `Link` (RFC 8288, section 3). Must not
//! resolve or request it.

use http::HeaderMap;
use http::header::LINK;

use crate::call::quoted_length;

/// Returns the target of the first link with `rel="next"`.
pub fn next_link(headers: &HeaderMap) -> Option<String> {
    headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok()).find_map(next_in_line)
}

/// Searches a header line: links separated by commas, each a target in angle brackets with
/// parameters. Punctuation inside quotes does not count.
fn next_in_line(line: &str) -> Option<String> {
    let (mut rest, mut quotes) = (line, true);
    loop {
        let (_, link) = rest.split_once('<')?;
        let (target, parameters) = link.split_once('>')?;
        let end = find_unquoted(parameters, ',', &mut quotes).unwrap_or(parameters.len());
        let (own, remaining) = parameters.split_at(end);
        if is_next(own, quotes) {
            return Some(target.trim().to_owned());
        }
        rest = remaining;
    }
}

/// Returns `true` if the first `rel` among the parameters contains `next`. Further ones do not
/// count.
fn is_next(parameters: &str, mut quotes: bool) -> bool {
    let mut rest = parameters;
    while !rest.is_empty() {
        let end = find_unquoted(rest, ';', &mut quotes).unwrap_or(rest.len());
        let (parameter, remaining) = rest.split_at(end);
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if name.trim().eq_ignore_ascii_case("rel") {
            let types = value.trim().trim_matches('"');
            return types.split_ascii_whitespace().any(|name| name.eq_ignore_ascii_case("next"));
        }
        rest = remaining.get(1..).unwrap_or_default();
    }
    false
}

/// Finds a character outside of quoted strings (RFC 9110, section 5.6.4). A quote without a closing
/// one is a plain character. No later quote is closed then, as each of them would be escaped:
/// `quotes` becomes `false`, so that a long line is not searched once for each quote.
fn find_unquoted(text: &str, wanted: char, quotes: &mut bool) -> Option<usize> {
    let mut index = 0;
    while *quotes {
        index += text.get(index..)?.find([wanted, '"'])?;
        if text.get(index..)?.starts_with(wanted) {
            return Some(index);
        }
        index += 1;
        let quoted = quoted_length(text.get(index..)?);
        *quotes = quoted.is_some();
        index += quoted.unwrap_or_default();
    }
    text.get(index..)?.find(wanted).map(|found| index + found)
}
