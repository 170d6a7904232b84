//! Percent-encoding (RFC 3986 section 2): what stays as it is in a path or a query, and what does not.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986 section 2.3.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `allowReserved`: the reserved characters of RFC 3986 section 2.2 stay too.
const RESERVED: &AsciiSet = &STRICT
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// A text as a part of a path.
#[must_use]
pub fn encode_segment(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, STRICT).into()
}

/// A text as a name or value of a query; `reserved` leaves the reserved characters as they are, apart from
/// `&`, `#`, `[` and `]`, which would end the value or the query.
#[must_use]
pub fn encode_query(text: &str, reserved: bool) -> Cow<'_, str> {
    utf8_percent_encode(text, if reserved { RESERVED } else { STRICT }).into()
}
