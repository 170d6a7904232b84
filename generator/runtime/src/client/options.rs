//! What can be set for one call.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use super::untyped::{OwnBody, Route};
use crate::call::{Progress, parse_header};

/// The options of a call; those of the client hold where nothing is set.
#[derive(Clone, PartialEq)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Option<Duration>,
    pub(super) retries: Option<u32>,
    pub(super) response_limit: Option<u64>,
    /// The time between two parts of a body that streams.
    pub(super) idle: Option<Duration>,
    /// The body is handed out as it arrives.
    pub(super) streams: bool,
    /// The one media type to ask for.
    pub(super) accept: Option<&'static str>,
    /// The address, in place of the call's own: a page that the server named.
    pub(super) address: Option<http::Uri>,
    /// Where a stream of events is to go on (`Last-Event-ID`).
    pub(super) last_event: Option<String>,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) query: Vec<(String, String)>,
    /// Where an untyped call goes.
    pub(super) route: Option<Route>,
    /// What takes the place of the call's own body.
    pub(super) body: Option<OwnBody>,
    /// Further members of the body.
    pub(super) members: Vec<(String, serde_json::Value)>,
    /// Is told how much of the body was sent.
    pub(super) progress: Option<Watcher>,
    pub(super) fault: Option<String>,
}

/// Who watches; whoever it is.
#[derive(Clone)]
pub(super) struct Watcher(pub(super) Progress);

impl PartialEq for Watcher {
    fn eq(&self, other: &Watcher) -> bool {
        std::sync::Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Nothing is set. Most calls are made with these, so that they are there once and not made for each.
pub(super) static NONE: Options = Options {
    timeout: None,
    deadline: None,
    retries: None,
    response_limit: None,
    idle: None,
    streams: false,
    accept: None,
    address: None,
    last_event: None,
    headers: Vec::new(),
    query: Vec::new(),
    route: None,
    body: None,
    members: Vec::new(),
    progress: None,
    fault: None,
};

impl Options {
    pub(super) fn header(&mut self, name: &str, value: &str) {
        match parse_header(name, value) {
            Ok(header) => self.headers.push(header),
            Err(what) => self.fail(what),
        }
    }

    pub(super) fn fail(&mut self, what: String) {
        self.fault.get_or_insert(what);
    }
}
