//! Creates, inserts and looks up headers. The methods of the `http` crate are large and would be
//! inlined at each call. Must not know operations.

use bytes::Bytes;
use http::header::{AUTHORIZATION, HOST, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Inserts a header. It replaces all headers of its name.
#[inline(never)]
pub(crate) fn put_header(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    headers.insert(name, value);
}

/// Returns the value of the first header of a name, if it is text.
#[inline(never)]
pub(crate) fn header_text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// Converts a text of the description into a header value, without a copy.
///
/// # Errors
/// Fails with a message if a header cannot have the value.
pub(crate) fn constant_value(name: &str, text: &'static str) -> Result<HeaderValue, String> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())).map_err(|_| invalid_header(name))
}

/// Converts a text into a header value.
///
/// # Errors
/// Fails like [`constant_value`].
pub(crate) fn text_value(name: &str, text: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_bytes(text.as_bytes()).map_err(|_| invalid_header(name))
}

/// Parses the name and value of a header that a user sets.
///
/// # Errors
/// Fails with a message if the name or value is not allowed in a header.
pub(crate) fn parse_header(name: &str, text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("`{name}` is not a header name"))?;
    let value = secret_value(&header, text).ok_or_else(|| {
        format!("the value of the header `{name}` contains characters that are not allowed in a header")
    })?;
    Ok((header, value))
}

/// Converts a text that may contain credentials into a header value. Returns `None` if no server
/// would understand it. The values of `Authorization` are ASCII (RFC 9110, section 11.4; RFC 6750,
/// section 2.1; RFC 7617, section 2), and so are hosts. Other headers may contain UTF-8, as servers
/// read it.
pub(crate) fn secret_value(name: &HeaderName, text: &str) -> Option<HeaderValue> {
    let ascii = matches!(*name, AUTHORIZATION | PROXY_AUTHORIZATION | HOST);
    HeaderValue::from_str(text).ok().filter(|_| !ascii || text.is_ascii())
}

/// Returns the message for a header that is not allowed.
#[cold]
pub(crate) fn invalid_header(name: &str) -> String {
    format!("the header `{name}` cannot be sent: it contains characters that are not allowed in a header")
}

/// Returns the length of a quoted string after its opening quote, closing quote included (RFC 9110,
/// section 5.6.4).
pub(crate) fn quoted_length(text: &str) -> Option<usize> {
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
