//! Percent-encoding (RFC 3986, section 2): the characters that need no encoding in a path, a query
//! or a cookie. Must not know parameters.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986, section 2.3.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The characters without the reserved ones of RFC 3986, section 2.2, that have no meaning in a
/// path segment, a query or a cookie.
const RESERVED: &AsciiSet =
    &STRICT.remove(b':').remove(b'@').remove(b'!').remove(b'$').remove(b'\'').remove(b'(').remove(b')').remove(b'*');

/// `allowReserved` in a query. OpenAPI (3.0.4 and 3.1.1, Parameter Object) leaves `[`, `]`, `#`,
/// `&` and `+` to the application: the first three are not allowed there, `&` ends the value, and
/// servers read `+` as a space.
const RESERVED_QUERY: &AsciiSet = &RESERVED.remove(b'/').remove(b'?').remove(b',').remove(b';').remove(b'=');

/// `allowReserved` in a path (OpenAPI 3.2): without `/`, `?` and `#`, which a value of a path must
/// not contain ("Path Templating").
const RESERVED_PATH: &AsciiSet = &RESERVED.remove(b'&').remove(b'+').remove(b',').remove(b';').remove(b'=');

/// `allowReserved` in a cookie (OpenAPI 3.2): without `;` and `,`, which end it (RFC 6265, section
/// 4.1.1).
const RESERVED_COOKIE: &AsciiSet = &RESERVED.remove(b'/').remove(b'?').remove(b'=').remove(b'&').remove(b'+');

/// Encodes a part of a path.
#[must_use]
pub fn encode_segment(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, STRICT).into()
}

/// Encodes a name or a value of a query. With `reserved` (`allowReserved`), reserved characters and
/// percent-encoded triples are unchanged, apart from `&`, `+`, `#`, `[` and `]`.
#[must_use]
pub fn encode_query(text: &str, reserved: bool) -> Cow<'_, str> {
    if reserved { encode_but_triples(text, RESERVED_QUERY) } else { encode_segment(text) }
}

/// Encodes a part of a path with `allowReserved`.
pub(super) fn encode_reserved_segment(text: &str) -> Cow<'_, str> {
    encode_but_triples(text, RESERVED_PATH)
}

/// Encodes a value of a cookie with `allowReserved`.
pub(super) fn encode_reserved_cookie(text: &str) -> Cow<'_, str> {
    encode_but_triples(text, RESERVED_COOKIE)
}

/// Encodes a set of characters as reserved expansion does (RFC 6570, section 3.2.3):
/// percent-encoded triples are unchanged, any other `%` is encoded.
pub(crate) fn encode_but_triples<'t>(text: &'t str, encoded: &'static AsciiSet) -> Cow<'t, str> {
    let Some((before, mut rest)) = text.split_once('%') else { return utf8_percent_encode(text, encoded).into() };
    let mut out: String = utf8_percent_encode(before, encoded).collect();
    loop {
        let is_triple = rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if is_triple { "%" } else { "%25" });
        let (before, next) = rest.split_once('%').map_or((rest, None), |(before, next)| (before, Some(next)));
        out.extend(utf8_percent_encode(before, encoded));
        match next {
            Some(next) => rest = next,
            None => return out.into(),
        }
    }
}
