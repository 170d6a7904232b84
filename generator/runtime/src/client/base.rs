//! The base URL: checked once, joined with paths and queries without surprise.

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};

use crate::call::{Server, has_dot_segment};
use crate::error::{Error, ErrorKind};

/// What the library takes for an address at most.
const LONGEST: usize = u16::MAX as usize - 1;

/// An absolute http(s) URL without a slash at the end of its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base {
    /// `https://host:port/path`
    whole: String,
    scheme: Scheme,
    authority: Authority,
    /// How long the path is, at the end of the whole.
    path: usize,
    /// What stood behind a question mark; it goes with every request.
    query: Option<String>,
}

impl Base {
    /// Checks a URL.
    pub(super) fn new(text: &str) -> Result<Base, Error> {
        let wrong = |why: &str| {
            Err(Error::new(ErrorKind::Config, format!("the base URL {why}; give one like https://api.example.com/v1")))
        };
        if text.contains('#') {
            return wrong("has a fragment (`#`), which is never sent");
        }
        let Ok(uri) = text.trim().parse::<Uri>() else { return wrong("is no URL") };
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return wrong("is not absolute");
        };
        if !matches!(scheme.as_str(), "http" | "https") {
            return wrong("is neither http nor https");
        }
        // A password in a URL ends up in logs (RFC 9110 section 4.2.4).
        if authority.as_str().contains('@') {
            return wrong("holds a user name or password; give credentials to the builder");
        }
        let path = uri.path().trim_end_matches('/');
        if has_dot_segment(path) {
            return wrong("has `.` or `..` in its path, which URI parsers remove (RFC 3986, section 5.2.4)");
        }
        Ok(Base {
            whole: format!("{scheme}://{authority}{path}"),
            scheme: scheme.clone(),
            authority: authority.clone(),
            path: path.len(),
            query: uri.query().map(str::to_owned),
        })
    }

    /// Without its query.
    pub(super) fn as_str(&self) -> &str {
        &self.whole
    }

    /// Its path, without a slash at the end.
    pub(super) fn path(&self) -> &str {
        self.whole.get(self.whole.len() - self.path..).unwrap_or_default()
    }

    /// The address of a path, which begins with that of the base, with the parts of a query; `None` where it is none.
    #[inline]
    pub(super) fn join(&self, path: String, query: &mut dyn Iterator<Item = &str>) -> Option<Uri> {
        let mut text = path;
        let mut mark = if text.contains('?') { '&' } else { '?' };
        let mut put = |part: &str| {
            if !part.is_empty() {
                text.push(mark);
                text.push_str(part);
                mark = '&';
            }
        };
        self.query.iter().for_each(|part| put(part));
        query.for_each(put);
        if self.whole.len() - self.path + text.len() > LONGEST {
            return None;
        }
        // What is in front was read once and for all.
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(text)).ok()?);
        Uri::from_parts(parts).ok()
    }
}

/// The URL of a server, each variable replaced by what was given, else by its default.
pub(super) fn server_url(server: &Server, given: &[(String, String)]) -> String {
    let (mut url, mut rest) = (String::new(), server.url);
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else { break };
        let given = given.iter().rev().find(|(of, _)| of == name).map(|(_, value)| value.as_str());
        let declared = || server.variables.iter().find(|(of, _)| *of == name).map(|(_, default)| *default);
        url.push_str(before);
        match given.or_else(declared) {
            Some(value) => url.push_str(value),
            // It stays as it is, and is no address then.
            None => url.extend(["{", name, "}"]),
        }
        rest = behind;
    }
    url + rest
}

/// Returns `true` if variables that were given leave a segment of the path empty: another path than the description's.
pub(super) fn has_lost_segment(server: &Server, url: &str) -> bool {
    let doubled = |url: &str| {
        let path = url.split_once("://").map_or(url, |(_, rest)| rest);
        path.trim_end_matches('/').contains("//")
    };
    doubled(url) && !doubled(server.url)
}
