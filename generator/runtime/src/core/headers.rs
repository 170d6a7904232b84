//! [`Headers`]: what a request says beside its body, of which most calls of an operation have all in common.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::call::put_header;

/// The headers of a request: those that it shares with others, made once, and those of its own, each in the place of a shared one of its name.
#[derive(Debug, Clone)]
pub struct Headers {
    shared: Arc<HeaderMap>,
    own: Vec<(HeaderName, HeaderValue)>,
}

impl Headers {
    /// What it shares, and nothing of its own yet.
    pub(crate) fn new(shared: Arc<HeaderMap>) -> Headers {
        Headers { shared, own: Vec::new() }
    }

    /// Puts one in the place of that of its name.
    pub(crate) fn put(&mut self, name: HeaderName, value: HeaderValue) {
        self.own.retain(|(of, _)| *of != name);
        self.own.push((name, value));
    }

    /// Whether there is one of this name.
    #[must_use]
    pub fn has(&self, name: &HeaderName) -> bool {
        self.has_own(name) || self.shared.contains_key(name)
    }

    /// Whether one of this name is not shared.
    pub(crate) fn has_own(&self, name: &HeaderName) -> bool {
        self.own.iter().any(|(of, _)| of == name)
    }

    /// Those of its own.
    pub(crate) fn own_mut(&mut self) -> impl Iterator<Item = (&HeaderName, &mut HeaderValue)> {
        self.own.iter_mut().map(|(name, value)| (&*name, value))
    }

    /// Leaves out those of which this is true.
    pub(crate) fn leave_out(&mut self, is_one: impl Fn(&HeaderName, &HeaderValue) -> bool) {
        self.own.retain(|(name, value)| !is_one(name, value));
        let of = |(name, value): (&HeaderName, &HeaderValue)| is_one(name, value).then(|| name.clone());
        let names: Vec<HeaderName> = self.shared.iter().filter_map(of).collect();
        if !names.is_empty() {
            let shared = Arc::make_mut(&mut self.shared);
            names.into_iter().for_each(|name| drop(shared.remove(name)));
        }
    }

    /// All of them, as they go over the wire.
    #[must_use]
    #[inline]
    pub fn whole(&self) -> HeaderMap {
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
