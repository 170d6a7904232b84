//! Where a redirect leads: reference resolution (RFC 3986 section 5.2), and whether that is the same server.

use http::Uri;

/// `location` as an absolute address, seen from `base`. A fragment is dropped: it is never sent.
#[must_use]
pub(crate) fn resolve(base: &Uri, location: &str) -> Option<Uri> {
    let location = location.split('#').next().unwrap_or_default();
    let scheme = base.scheme_str()?;
    let authority = base.authority()?.as_str();
    let whole = if location.contains("://") && !location.starts_with(['/', '?']) {
        location.to_owned()
    } else if let Some(rest) = location.strip_prefix("//") {
        format!("{scheme}://{rest}")
    } else if location.starts_with('/') {
        format!("{scheme}://{authority}{}", without_dots(location))
    } else if location.starts_with('?') || location.is_empty() {
        format!("{scheme}://{authority}{}{location}", base.path())
    } else {
        let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{scheme}://{authority}{}", without_dots(&format!("{folder}/{location}")))
    };
    let uri: Uri = whole.parse().ok()?;
    // Only these two are carried, and a name before the host would be a secret in an address.
    let carried = matches!(uri.scheme_str(), Some("http" | "https"));
    (carried && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))).then_some(uri)
}

/// RFC 3986 section 5.2.4.
fn without_dots(path: &str) -> String {
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let mut out: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            ".." => {
                out.pop();
            }
            "." => {}
            segment => out.push(segment),
        }
    }
    let tail = if path.ends_with("/.") || path.ends_with("/..") { "/" } else { "" };
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("/{}{tail}{query}", out.join("/"))
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
