//! Rust's spelling of wire names: words, case, digits and symbols. Must not know which names are
//! taken ([`super::claims`]) or reserved ([`super::reserved`]).

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Returns a name in snake case: `file_name`. It is always an identifier or a keyword.
#[must_use]
pub(crate) fn snake(wire: &str) -> String {
    if is_snake(wire) {
        return wire.to_owned();
    }
    let name = unbroken(&spoken(wire)).to_snake_case();
    checked(name, || format!("x{}", hex(wire)))
}

/// Returns a name in camel case: `FileName`. It is always an identifier.
#[must_use]
pub(crate) fn camel(wire: &str) -> String {
    if is_snake(wire) {
        return wire.split('_').flat_map(capitalised).collect();
    }
    let mut parts = versions(wire).into_iter();
    let first = spoken(parts.next().unwrap_or_default()).to_upper_camel_case();
    let name = parts.fold(first, |name, part| format!("{name}_{}", part.to_upper_camel_case()));
    checked(name, || format!("X{}", hex(wire)))
}

/// Splits a name at each point between digits, as `2.10` is a different version from `21.0`.
fn versions(wire: &str) -> Vec<&str> {
    let bytes = wire.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let points = wire.match_indices('.').map(|(at, _)| at);
    let cuts = points.filter(|at| is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)));
    let mut rest = (0, Vec::new());
    for cut in cuts {
        rest.1.push(wire.get(rest.0..cut).unwrap_or_default());
        rest.0 = cut + 1;
    }
    rest.1.push(wire.get(rest.0..).unwrap_or_default());
    rest.1
}

/// Returns the names of an object and of its property together, with shared words only once:
/// `AddressType` for `address_type` of `Address`. Returns `None` if they share no words, or if
/// nothing else is left.
#[must_use]
pub(crate) fn overlapping(owner: &str, member: &str) -> Option<String> {
    // The owner's name rarely contains the beginning of the property's. This check needs no words.
    let letters = member.bytes().take(3).take_while(u8::is_ascii_alphabetic).count();
    let begin = member.as_bytes().get(..letters.max(1)).filter(|_| member.is_ascii())?;
    if !owner.as_bytes().windows(begin.len()).any(|part| part.eq_ignore_ascii_case(begin)) {
        return None;
    }
    let (owner, member) = (words(owner), words(member));
    let most = owner.len().min(member.len().saturating_sub(1));
    let shared = (1..=most).rev().find(|count| owner.ends_with(member.get(..*count).unwrap_or_default()))?;
    Some([owner.as_slice(), member.get(shared..).unwrap_or_default()].concat().join(" "))
}

/// Returns the words of a name in lower case.
#[must_use]
pub(crate) fn words(wire: &str) -> Vec<String> {
    if is_snake(wire) {
        return wire.split('_').map(str::to_owned).collect();
    }
    unbroken(&spoken(wire)).to_snake_case().split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Returns `true` for a name that is already in snake case, as most are.
fn is_snake(wire: &str) -> bool {
    let plain = wire.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    plain && wire.starts_with(|c: char| c.is_ascii_lowercase()) && !wire.ends_with('_') && !wire.contains("__")
}

fn capitalised(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().enumerate().map(|(index, c)| if index == 0 { c.to_ascii_uppercase() } else { c })
}

/// Returns a name that can be split into words: signs and digits at the start, and names of symbols
/// only, are spelled out.
fn spoken(wire: &str) -> String {
    if !wire.contains(char::is_alphanumeric) {
        return symbols(wire);
    }
    // `user's` is one word.
    let wire = plurals(&wire.replace(['\'', '’'], ""));
    let (sign, rest) = match wire.strip_prefix('+') {
        Some(rest) => ("plus ", rest),
        None => wire.strip_prefix('-').map_or(("", wire.as_str()), |rest| ("minus ", rest)),
    };
    if sign.is_empty() { digits_first(rest) } else { format!("{sign}{}", rest) }
}

/// Spells abbreviations in the plural as one word, which a change of case would split: `URLs` →
/// `Urls`.
fn plurals(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let char_at = |index: usize| chars.get(index).copied();
    let mut out = String::with_capacity(text.len());
    let mut start = 0;
    while let Some(c) = char_at(start) {
        let capitals = chars.iter().skip(start).take_while(|c| c.is_uppercase()).count();
        let end = start + capitals;
        let plural = capitals > 1
            && char_at(end) == Some('s')
            && !char_at(end + 1).is_some_and(|c| c.is_lowercase() || c.is_numeric());
        let run = chars.iter().skip(start + 1).take(capitals.saturating_sub(1));
        out.push(c);
        if plural {
            out.extend(run.flat_map(|c| c.to_lowercase()));
        } else {
            out.extend(run);
        }
        start = end.max(start + 1);
    }
    out
}

/// Spells names with a capital inside as one word: `OAuth` → `Oauth`.
fn unbroken(text: &str) -> String {
    const INSIDE: [(&str, &str); 5] =
        [("OAuth", "Oauth"), ("GraphQL", "Graphql"), ("IPv4", "Ipv4"), ("IPv6", "Ipv6"), ("ETag", "Etag")];
    const IN_FRONT: [(&str, &str); 5] =
        [("iOS", "ios"), ("oAuth", "oauth"), ("eTag", "etag"), ("gRPC", "grpc"), ("mTLS", "mtls")];
    let front = IN_FRONT.iter().find_map(|(name, word)| Some(format!("{word}{}", text.strip_prefix(name)?)));
    let text = front.unwrap_or_else(|| text.to_owned());
    INSIDE.iter().fold(text, |text, (name, word)| text.replace(name, word))
}

/// Spells a digit at the start, which no identifier has: `3d` → `three d`, `404` → `n404`.
fn digits_first(text: &str) -> String {
    const DIGITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut chars = text.chars();
    let Some(digit) = chars.next().and_then(|c| c.to_digit(10)) else { return text.to_owned() };
    let rest = chars.as_str();
    if rest.starts_with(char::is_alphabetic) {
        return format!("{} {rest}", DIGITS.get(digit as usize).unwrap_or(&"n"));
    }
    format!("n{text}")
}

/// Returns the names of symbols, for names without a letter or digit.
fn symbols(text: &str) -> String {
    if text.is_empty() {
        return "empty".to_owned();
    }
    let name = |c: char| match c {
        ' ' => "space",
        '!' => "not",
        '"' | '\'' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '(' | ')' => "parenthesis",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '[' | ']' => "bracket",
        '\\' => "backslash",
        '^' => "caret",
        '_' => "underscore",
        '{' | '}' => "brace",
        '|' => "or",
        '~' => "tilde",
        _ => "symbol",
    };
    text.chars().map(name).collect::<Vec<_>>().join(" ")
}

/// Returns the name if it is an identifier or keyword, otherwise the result of `fallback`.
fn checked(name: String, fallback: impl Fn() -> String) -> String {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let starts = name.starts_with(|c: char| c.is_alphabetic());
    if starts && (plain || syn::parse_str::<syn::Ident>(&name).is_ok()) { name } else { fallback() }
}

fn hex(text: &str) -> String {
    text.chars().map(|c| format!("{:x}", u32::from(c))).collect::<Vec<_>>().join("_")
}

/// Returns the singular of an English plural, or `None` if the word is not a plural.
#[must_use]
pub(crate) fn singular(word: &str) -> Option<String> {
    const ODD: [(&str, &str); 12] = [
        ("children", "child"),
        ("people", "person"),
        ("men", "man"),
        ("women", "woman"),
        ("indices", "index"),
        ("matrices", "matrix"),
        ("vertices", "vertex"),
        ("criteria", "criterion"),
        ("aliases", "alias"),
        ("statuses", "status"),
        ("movies", "movie"),
        ("series", "series"),
    ];
    if let Some((_, one)) = ODD.iter().find(|(many, _)| *many == word) {
        return Some((*one).to_owned());
    }
    let cut = |ending: &str, instead: &str| word.strip_suffix(ending).map(|stem| format!("{stem}{instead}"));
    if word.len() < 4 || ["ss", "us", "is", "news", "ics"].iter().any(|end| word.ends_with(end)) {
        return (word.len() == 3 && word.ends_with('s')).then(|| word.trim_end_matches('s').to_owned());
    }
    cut("ies", "y")
        .or_else(|| cut("ches", "ch"))
        .or_else(|| cut("shes", "sh"))
        .or_else(|| cut("sses", "ss"))
        .or_else(|| cut("xes", "x"))
        .or_else(|| cut("s", ""))
}

/// Returns the words for the items of an array called `wire`: its singular, else with `item`
/// appended.
#[must_use]
pub(crate) fn item_name(wire: &str) -> String {
    let mut words = words(wire);
    let one = words.last().and_then(|last| singular(last));
    match one {
        Some(one) => {
            words.pop();
            words.push(one);
            words.join(" ")
        }
        None => format!("{} item", words.join(" ")),
    }
}

/// Returns the words for an item of a tuple: `first`, `second`, … `item 11`.
#[must_use]
pub(crate) fn ordinal(index: usize) -> String {
    const FIRST: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    FIRST.get(index).map_or_else(|| format!("item {}", index + 1), |name| (*name).to_owned())
}
