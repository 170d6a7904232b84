//! [`Headers`]: the headers of a request. Most are shared by all calls of an operation. Must not
//! know what they mean.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::call::put_header;

/// The headers of a request: a shared map that is created once for an operation, and the request's
/// own headers, which replace shared ones of the same name.
#[derive(Debug, Clone)]
pub struct Headers {
    shared: Arc<HeaderMap>,
    own: Vec<(HeaderName, HeaderValue)>,
}

impl Headers {
    /// Creates headers that consist of the shared map.
    pub(crate) fn new(shared: Arc<HeaderMap>) -> Headers {
        Headers { shared, own: Vec::new() }
    }

    /// Inserts a header. It replaces a header of the same name.
    pub(crate) fn insert(&mut self, name: HeaderName, value: HeaderValue) {
        self.own.retain(|(own, _)| *own != name);
        self.own.push((name, value));
    }

    /// Returns `true` if there is a header of this name.
    #[must_use]
    pub fn contains(&self, name: &HeaderName) -> bool {
        self.contains_own(name) || self.shared.contains_key(name)
    }

    /// Returns `true` if there is a header of this name that is not shared.
    pub(crate) fn contains_own(&self, name: &HeaderName) -> bool {
        self.own.iter().any(|(own, _)| own == name)
    }

    /// Returns the headers that are not shared.
    pub(crate) fn own_mut(&mut self) -> impl Iterator<Item = (&HeaderName, &mut HeaderValue)> {
        self.own.iter_mut().map(|(name, value)| (&*name, value))
    }

    /// Removes all headers for which `matches` returns `true`.
    pub(crate) fn remove_if(&mut self, matches: impl Fn(&HeaderName, &HeaderValue) -> bool) {
        self.own.retain(|(name, value)| !matches(name, value));
        let matching = |(name, value): (&HeaderName, &HeaderValue)| matches(name, value).then(|| name.clone());
        let names: Vec<HeaderName> = self.shared.iter().filter_map(matching).collect();
        if !names.is_empty() {
            let shared = Arc::make_mut(&mut self.shared);
            names.into_iter().for_each(|name| drop(shared.remove(name)));
        }
    }

    /// Returns all headers as they are sent.
    #[must_use]
    #[inline]
    pub fn to_map(&self) -> HeaderMap {
        let mut all = HeaderMap::clone(&self.shared);
        for (name, value) in &self.own {
            put_header(&mut all, name.clone(), value.clone());
        }
        all
    }
}

impl From<HeaderMap> for Headers {
    fn from(all: HeaderMap) -> Headers {
        Headers::new(Arc::new(all))
    }
}
