//! The base URL: checked once, joined with paths and queries without surprise.

use bytes::Bytes;
use http::Uri;

use crate::runtime::error::{Error, ErrorKind};

/// An absolute http(s) URL without a slash at the end of its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base {
    /// `https://host:port/path`
    whole: String,
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
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return wrong("is not absolute");
        };
        if !matches!(scheme, "http" | "https") {
            return wrong("is neither http nor https");
        }
        // A password in a URL ends up in logs (RFC 9110 section 4.2.4).
        if authority.as_str().contains('@') {
            return wrong("holds a user name or password; give credentials to the builder");
        }
        let path = uri.path().trim_end_matches('/');
        Ok(Base { whole: format!("{scheme}://{authority}{path}"), query: uri.query().map(str::to_owned) })
    }

    /// Without its query.
    pub(super) fn as_str(&self) -> &str {
        &self.whole
    }

    /// With a path behind it, which begins with a slash, and the parts of a query.
    pub(super) fn join<'a>(&'a self, path: &str, query: impl Iterator<Item = &'a str>) -> Result<Uri, String> {
        let mut text = [&self.whole, path].concat();
        let mut mark = if path.contains('?') { '&' } else { '?' };
        for part in self.query.as_deref().into_iter().chain(query).filter(|part| !part.is_empty()) {
            text.push(mark);
            text.push_str(part);
            mark = '&';
        }
        Uri::from_maybe_shared(Bytes::from(text)).map_err(|_| format!("`{}{path}` is no address", self.whole))
    }
}
