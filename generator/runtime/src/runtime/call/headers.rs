//! Headers, put in and looked up. The library's own methods are large, and would stand wherever they are called.

use http::{HeaderMap, HeaderName, HeaderValue};

/// Puts a header in the place of those of its name.
#[inline(never)]
pub(crate) fn put_header(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    headers.insert(name, value);
}

/// What a header says, the first of its name, where that is text.
#[inline(never)]
pub(crate) fn header_text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}
