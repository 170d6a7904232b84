//! [`next_link`]: the header `Link` (RFC 8288 section 3), as far as it says where the next page is.

use http::HeaderMap;
use http::header::LINK;

use crate::call::quoted_length;

/// The target of the first link with `rel="next"`.
pub fn next_link(headers: &HeaderMap) -> Option<String> {
    headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok()).find_map(next_of)
}

/// Of one header line: links with commas between them, each a target in angle brackets and its parameters. What is inside of
/// quotes is no punctuation.
fn next_of(line: &str) -> Option<String> {
    let (mut rest, mut quotes) = (line, true);
    loop {
        let (_, link) = rest.split_once('<')?;
        let (target, parameters) = link.split_once('>')?;
        let end = outside_of_quotes(parameters, ',', &mut quotes).unwrap_or(parameters.len());
        let (own, behind) = parameters.split_at(end);
        if is_next(own, quotes) {
            return Some(target.trim().to_owned());
        }
        rest = behind;
    }
}

/// Whether the first `rel` among parameters holds `next`: further ones do not count.
fn is_next(parameters: &str, mut quotes: bool) -> bool {
    let mut rest = parameters;
    while !rest.is_empty() {
        let end = outside_of_quotes(rest, ';', &mut quotes).unwrap_or(rest.len());
        let (parameter, behind) = rest.split_at(end);
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if name.trim().eq_ignore_ascii_case("rel") {
            let types = value.trim().trim_matches('"');
            return types.split_ascii_whitespace().any(|of| of.eq_ignore_ascii_case("next"));
        }
        rest = behind.get(1..).unwrap_or_default();
    }
    false
}

/// Where a character stands that is in no quoted string (RFC 9110 section 5.6.4). Quotes that do not end are none: what servers
/// send is not always right. Behind one that does not end none does, as each further one is escaped: `quotes` says that there is
/// nothing to look for, or a long line would be looked through once a quote.
fn outside_of_quotes(text: &str, wanted: char, quotes: &mut bool) -> Option<usize> {
    let mut at = 0;
    while *quotes {
        at += text.get(at..)?.find([wanted, '"'])?;
        if text.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        at += 1;
        let quoted = quoted_length(text.get(at..)?);
        *quotes = quoted.is_some();
        at += quoted.unwrap_or_default();
    }
    text.get(at..)?.find(wanted).map(|found| at + found)
}
