//! The targets of redirects and links: references are resolved by `iri-string` (RFC 3986 section 5), and compared with the own server.

use std::borrow::Cow;

use http::Uri;
use iri_string::format::ToDedicatedString;
use iri_string::types::{UriAbsoluteString, UriReferenceStr, UriString};
use percent_encoding::{AsciiSet, CONTROLS};

use crate::call::encode_but_triples;

/// Characters that a URI does not allow (RFC 3986 section 2), and servers send.
const NEVER: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// The same for paths and queries: brackets are for IPv6 hosts alone.
const NEVER_IN_PATHS: &AsciiSet = &NEVER.add(b'[').add(b']');

/// Resolves a reference against a base. A fragment is dropped, as it is never sent. `None` for what is not an address of a server: only http and https are
/// carried, and a name before the host would be a secret in an address.
#[must_use]
pub(crate) fn resolve(base: &Uri, reference: &str) -> Option<Uri> {
    let reference = encoded(reference.trim().split('#').next().unwrap_or_default());
    let reference = UriReferenceStr::new(&reference).ok()?;
    let base = UriAbsoluteString::try_from(encoded(&base.to_string()).into_owned()).ok()?;
    let whole: UriString = reference.resolve_against(&base).to_dedicated_string();
    let uri: Uri = whole.as_str().parse().ok()?;
    let carried = matches!(uri.scheme_str(), Some("http" | "https"));
    (carried && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))).then_some(uri)
}

/// A reference with what no URI may hold percent-encoded: servers send spaces, brackets and letters of all scripts.
fn encoded(text: &str) -> Cow<'_, str> {
    if UriReferenceStr::new(text).is_ok() {
        return text.into();
    }
    let path = path_begin(text);
    let (front, rest) = text.split_at_checked(path).unwrap_or(("", text));
    (encode_but_triples(front, NEVER).into_owned() + &encode_but_triples(rest, NEVER_IN_PATHS)).into()
}

/// Returns the start of a reference's path: after scheme and authority, if it has them.
fn path_begin(text: &str) -> usize {
    let authority = match text.split_once("//") {
        Some(("", _)) => 2,
        Some((scheme, _)) if scheme.ends_with(':') && !scheme.contains(['/', '?']) => scheme.len() + 2,
        Some(_) | None => return 0,
    };
    text.get(authority..).and_then(|rest| rest.find(['/', '?'])).map_or(text.len(), |end| authority + end)
}

/// Whether two addresses have one scheme, host and port (RFC 6454 section 5).
#[must_use]
pub(crate) fn same_origin(one: &Uri, other: &Uri) -> bool {
    let port = |uri: &Uri| {
        uri.port_u16().or(match uri.scheme_str() {
            Some("https") => Some(443),
            Some(_) | None => Some(80),
        })
    };
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    one.scheme_str() == other.scheme_str() && host(one) == host(other) && port(one) == port(other)
}

/// Whether following would leave https.
#[must_use]
pub(super) fn is_secure_change(from: &Uri, to: &Uri) -> bool {
    from.scheme_str() == Some("https") && to.scheme_str() != Some("https")
}
