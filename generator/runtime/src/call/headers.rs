//! Headers: made, put in and looked up. The library's own methods are large, and would stand wherever they are called.

use bytes::Bytes;
use http::header::{AUTHORIZATION, HOST, PROXY_AUTHORIZATION};
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

/// A text of the description as a value, which needs no copy.
///
/// # Errors
/// In our words, where no header may say that.
pub(crate) fn constant_value(name: &str, text: &'static str) -> Result<HeaderValue, String> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())).map_err(|_| unsendable(name))
}

/// A text as a value.
///
/// # Errors
/// As [`constant_value`].
pub(crate) fn text_value(name: &str, text: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_bytes(text.as_bytes()).map_err(|_| unsendable(name))
}

/// A header that a caller gives by name.
///
/// # Errors
/// A message, if the name or value is not allowed in a header.
pub(crate) fn given_header(name: &str, text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let made = HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("`{name}` is no name of a header"))?;
    let value = secret_value(&made, text)
        .ok_or_else(|| format!("the value of the header `{name}` holds characters that no header may"))?;
    Ok((made, value))
}

/// A value that may hold credentials; `None` for one that no server would understand. Those of `Authorization` are ASCII (RFC 9110, section
/// 11.4; RFC 6750, section 2.1; RFC 7617, section 2), and so are hosts. Other fields may hold UTF-8, as servers read it.
pub(crate) fn secret_value(name: &HeaderName, text: &str) -> Option<HeaderValue> {
    let ascii = matches!(*name, AUTHORIZATION | PROXY_AUTHORIZATION | HOST);
    HeaderValue::from_str(text).ok().filter(|_| !ascii || text.is_ascii())
}

/// What is said of a header that may not be.
#[cold]
pub(crate) fn unsendable(name: &str) -> String {
    format!("the header `{name}` cannot be sent: it holds characters that no header may")
}

/// The length of what follows a quote, up to and with the one that ends it (RFC 9110 section 5.6.4).
pub(crate) fn quoted(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return Some(at + 1),
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
    None
}
