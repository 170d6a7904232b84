//! [`BaseUrl`]: the base URL, checked once and joined with paths and queries. Must not know
//! operations or credentials.

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};

use crate::call::{Server, has_dot_segment};
use crate::error::{Error, ErrorKind};

/// The longest request target that the `http` crate accepts, in bytes.
const LONGEST_TARGET: usize = u16::MAX as usize - 1;

/// An absolute http or https URL without a slash at the end of its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BaseUrl {
    /// `https://host:port/path`.
    whole: String,
    scheme: Scheme,
    authority: Authority,
    /// The length of the path, at the end of `whole`.
    path: usize,
    /// The query, which is added to every request.
    query: Option<String>,
}

impl BaseUrl {
    /// Checks a URL.
    pub(super) fn new(text: &str) -> Result<BaseUrl, Error> {
        let wrong = |why: &str| {
            Err(Error::new(ErrorKind::Config, format!("the base URL {why}; use a URL like https://api.example.com/v1")))
        };
        if text.contains('#') {
            return wrong("has a fragment (`#`), which is never sent");
        }
        let Ok(uri) = text.trim().parse::<Uri>() else { return wrong("is not a valid URL") };
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return wrong("is not absolute");
        };
        if !matches!(scheme.as_str(), "http" | "https") {
            return wrong("is neither http nor https");
        }
        // A password in a URL ends up in logs (RFC 9110, section 4.2.4).
        if authority.as_str().contains('@') {
            return wrong("contains a user name or password; pass credentials to the builder");
        }
        let path = uri.path().trim_end_matches('/');
        if has_dot_segment(path) {
            return wrong("has `.` or `..` in its path, which URI parsers remove (RFC 3986, section 5.2.4)");
        }
        Ok(BaseUrl {
            whole: format!("{scheme}://{authority}{path}"),
            scheme: scheme.clone(),
            authority: authority.clone(),
            path: path.len(),
            query: uri.query().map(str::to_owned),
        })
    }

    /// Returns the URL without its query.
    pub(super) fn as_str(&self) -> &str {
        &self.whole
    }

    /// Returns the path, without a slash at the end.
    pub(super) fn path(&self) -> &str {
        self.whole.get(self.whole.len() - self.path..).unwrap_or_default()
    }

    /// Returns the URL of a path that starts with that of the base, with the parts of a query;
    /// `None` if it is not valid.
    #[inline]
    pub(super) fn join(&self, path: String, query: &mut dyn Iterator<Item = &str>) -> Option<Uri> {
        let mut text = path;
        let mut mark = if text.contains('?') { '&' } else { '?' };
        let mut append = |part: &str| {
            if !part.is_empty() {
                text.push(mark);
                text.push_str(part);
                mark = '&';
            }
        };
        self.query.iter().for_each(|part| append(part));
        query.for_each(append);
        if self.whole.len() - self.path + text.len() > LONGEST_TARGET {
            return None;
        }
        // Scheme and authority are parsed already.
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(text)).ok()?);
        Uri::from_parts(parts).ok()
    }
}

/// Returns the URL of a server. Each variable is replaced by the value that the client sets, or by
/// its default.
pub(super) fn server_url(server: &Server, values: &[(String, String)]) -> String {
    let (mut url, mut rest) = (String::new(), server.url);
    while let Some((before, remaining)) = rest.split_once('{') {
        let Some((name, remaining)) = remaining.split_once('}') else { break };
        let value = values.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let default = || server.variables.iter().find(|(known, _)| *known == name).map(|(_, default)| *default);
        url.push_str(before);
        match value.or_else(default) {
            Some(value) => url.push_str(value),
            // It stays in place, and makes the URL invalid.
            None => url.extend(["{", name, "}"]),
        }
        rest = remaining;
    }
    url + rest
}

/// Returns `true` if the values of variables leave a path segment empty, so that the path differs
/// from the description's.
pub(super) fn has_lost_segment(server: &Server, url: &str) -> bool {
    let doubled = |url: &str| {
        let path = url.split_once("://").map_or(url, |(_, rest)| rest);
        path.trim_end_matches('/').contains("//")
    };
    doubled(url) && !doubled(server.url)
}
