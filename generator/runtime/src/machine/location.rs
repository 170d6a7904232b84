//! Targets of redirects and links. References are resolved by `iri-string` (RFC 3986, section 5).
//! Must not decide whether a redirect is followed.

use std::borrow::Cow;

use http::Uri;
use iri_string::format::ToDedicatedString;
use iri_string::types::{UriAbsoluteString, UriReferenceStr, UriString};
use percent_encoding::{AsciiSet, CONTROLS};

use crate::call::encode_but_triples;

/// Characters that a URI does not allow (RFC 3986, section 2), but servers send.
const NEVER: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// The same for paths and queries, where brackets are not allowed either.
const NEVER_IN_PATHS: &AsciiSet = &NEVER.add(b'[').add(b']');

/// Resolves a reference against a base. The fragment is dropped, as it is never sent. Returns
/// `None` if the result is not a URL of a server: its scheme must be http or https, and it must not
/// contain a user name or password.
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

/// Percent-encodes all characters that a URI does not allow. Servers send spaces, brackets and
/// letters of all scripts.
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

/// Returns `true` if two URLs have the same scheme, host and port (RFC 6454, section 5).
#[must_use]
pub(crate) fn same_origin(left: &Uri, right: &Uri) -> bool {
    let port = |uri: &Uri| {
        uri.port_u16().or(match uri.scheme_str() {
            Some("https") => Some(443),
            Some(_) | None => Some(80),
        })
    };
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    left.scheme_str() == right.scheme_str() && host(left) == host(right) && port(left) == port(right)
}

/// Returns `true` if a redirect leads from https to another scheme.
#[must_use]
pub(super) fn is_downgrade(from: &Uri, to: &Uri) -> bool {
    from.scheme_str() == Some("https") && to.scheme_str() != Some("https")
}
