//! [`Options`]: the settings of a single call. Must not know the settings of the client, which they
//! override.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use super::overrides::{BodyOverride, Route};
use crate::call::{Progress, parse_header};
use crate::machine::ResponseBody;

/// The options of a call. Those of the client apply where nothing is set.
#[derive(Clone, PartialEq)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Option<Duration>,
    pub(super) retries: Option<u32>,
    pub(super) response_limit: Option<u64>,
    /// The timeout between two chunks of a streamed body.
    pub(super) idle: Option<Duration>,
    /// The handling of the response body.
    pub(super) response_body: ResponseBody,
    /// The only media type to request.
    pub(super) accept: Option<&'static str>,
    /// The URL, in place of the call's own: a page that the server named.
    pub(super) address: Option<http::Uri>,
    /// The event after which a stream resumes (`Last-Event-ID`).
    pub(super) last_event_id: Option<String>,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) query: Vec<(String, String)>,
    /// The route of an untyped call.
    pub(super) route: Option<Route>,
    /// The body, in place of the call's own.
    pub(super) body: Option<BodyOverride>,
    /// Additional properties of the body.
    pub(super) properties: Vec<(String, serde_json::Value)>,
    /// Called with the number of bytes sent.
    pub(super) progress: Option<ProgressCallback>,
    /// The first invalid option.
    pub(super) fault: Option<String>,
}

/// A progress callback. Two are equal if they are the same closure.
#[derive(Clone)]
pub(super) struct ProgressCallback(pub(super) Progress);

impl PartialEq for ProgressCallback {
    fn eq(&self, other: &ProgressCallback) -> bool {
        std::sync::Arc::ptr_eq(&self.0, &other.0)
    }
}

/// No option is set. It is a static, because most calls use it.
pub(super) static DEFAULT: Options = Options {
    timeout: None,
    deadline: None,
    retries: None,
    response_limit: None,
    idle: None,
    response_body: ResponseBody::Buffered,
    accept: None,
    address: None,
    last_event_id: None,
    headers: Vec::new(),
    query: Vec::new(),
    route: None,
    body: None,
    properties: Vec::new(),
    progress: None,
    fault: None,
};

impl Options {
    pub(super) fn header(&mut self, name: &str, value: &str) {
        match parse_header(name, value) {
            Ok(header) => self.headers.push(header),
            Err(what) => self.record_fault(what),
        }
    }

    pub(super) fn record_fault(&mut self, what: String) {
        self.fault.get_or_insert(what);
    }
}
