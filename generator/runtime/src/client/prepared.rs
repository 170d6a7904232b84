//! [`Prepared`]: what all calls of an operation have alike, made for the first of them.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};

use super::Inner;
use super::base::{Base, has_lost_segment, server_url};
use super::credentials::{Applied, Wanted};
use crate::call::{Api, Location, Operation, SchemeKind, Server, Template, constant_value, put_header, text_value};
use crate::core::Kept;

/// What the description and the client say of each call of an operation.
pub(super) struct Prepared {
    pub(super) method: Method,
    /// Or why there is none: a whole address needs none.
    base: Result<Base, String>,
    /// Its path.
    pub(super) template: Template,
    /// Whether it has parameters beside those of the path.
    pub(super) has_more: bool,
    /// The least particular were put in first: each later one took the place of an earlier one.
    pub(super) headers: Arc<HeaderMap>,
    /// The keys that go into the query, spelled.
    pub(super) query: String,
    /// The keys that go along as cookies, as the header has them already.
    pub(super) cookies: String,
    /// The credentials that are renewed.
    pub(super) keepers: Vec<Kept>,
}

impl Prepared {
    /// The base URL.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn base(&self) -> Result<&Base, String> {
        self.base.as_ref().map_err(String::clone)
    }
}

/// What was prepared so far, by the address of the operation: descriptions are statics. A client never changes, so that this holds for all its life.
#[derive(Default)]
pub(super) struct Memo(RwLock<BTreeMap<usize, Arc<Prepared>>>);

/// What holds for each call of the operation.
///
/// # Errors
/// What is missing or cannot be sent, in our words.
#[inline]
pub(super) fn prepared(inner: &Inner, operation: &'static Operation) -> Result<Arc<Prepared>, String> {
    let address = std::ptr::from_ref(operation).addr();
    let known = inner.memo.0.read().unwrap_or_else(PoisonError::into_inner).get(&address).cloned();
    match known {
        Some(known) => Ok(known),
        None => remembered(inner, operation, address),
    }
}

#[cold]
fn remembered(inner: &Inner, operation: &'static Operation, address: usize) -> Result<Arc<Prepared>, String> {
    let made = Arc::new(prepare(inner, operation, operation.method, Wanted::Of(operation))?);
    inner.memo.0.write().unwrap_or_else(PoisonError::into_inner).insert(address, made.clone());
    Ok(made)
}

/// The same for any method and credentials, which is not remembered.
///
/// # Errors
/// As [`prepared`].
pub(super) fn prepare(
    inner: &Inner,
    operation: &'static Operation,
    method: &str,
    wanted: Wanted<'_>,
) -> Result<Prepared, String> {
    let api = inner.api;
    let method = Method::from_bytes(method.as_bytes()).map_err(|_| format!("`{method}` is no method"))?;
    let applied = inner.credentials.choose(api, wanted)?;
    let mut headers = HeaderMap::new();
    put_header(&mut headers, header::USER_AGENT, constant_value("user-agent", api.user_agent)?);
    let accept = accept(operation);
    if !accept.is_empty() {
        put_header(&mut headers, header::ACCEPT, text_value("accept", &accept)?);
    }
    if let Some(body) = operation.body.filter(|body| body.required) {
        put_header(&mut headers, header::CONTENT_TYPE, constant_value("content-type", body.media_type)?);
    }
    if !matches!(wanted, Wanted::Nothing) {
        copy(&inner.headers, &mut headers);
    }
    let cookies = joined(&applied, "; ", |of| &of.cookies);
    if !cookies.is_empty() {
        let mut value = text_value("cookie", &cookies)?;
        value.set_sensitive(true);
        put_header(&mut headers, header::COOKIE, value);
    }
    applied.iter().for_each(|of| copy(&of.headers, &mut headers));
    for (name, value) in &mut headers {
        mark(api, name, value);
    }
    Ok(Prepared {
        method,
        base: base(inner, operation.servers),
        template: Template::new(operation),
        has_more: operation.parameters.iter().any(|parameter| parameter.location != Location::Path),
        headers: Arc::new(headers),
        query: joined(&applied, "&", |of| &of.query),
        cookies,
        keepers: applied.iter().flat_map(|of| &of.keepers).cloned().collect(),
    })
}

fn joined(applied: &[&Applied], between: &str, of: impl Fn(&Applied) -> &Vec<String>) -> String {
    applied.iter().flat_map(|applied| of(applied)).map(String::as_str).collect::<Vec<_>>().join(between)
}

/// `extend` would send both where a name is in both.
fn copy(from: &HeaderMap, to: &mut HeaderMap) {
    for (name, value) in from {
        put_header(to, name.clone(), value.clone());
    }
}

/// A key is a secret too where it was given as a header by hand.
pub(super) fn mark(api: &Api, name: &HeaderName, value: &mut HeaderValue) {
    let is = |kind| matches!(kind, SchemeKind::HeaderKey(key) if name == key);
    if api.schemes.iter().any(|scheme| is(scheme.kind)) {
        value.set_sensitive(true);
    }
}

/// The base URL that was given, else the operation's own server, else the API's.
fn base(inner: &Inner, servers: &[Server]) -> Result<Base, String> {
    if let Some(base) = &inner.base {
        return Ok(base.clone());
    }
    let server = servers.first().or(inner.api.servers.first());
    let url = server.map(|server| server_url(server, &inner.variables)).unwrap_or_default();
    if server.is_some_and(|server| !inner.variables.is_empty() && has_lost_segment(server, &url)) {
        return Err(format!("the base URL is `{url}`: a server variable leaves a segment of its path empty"));
    }
    if !url.contains("://") {
        return Err("the description has no absolute base URL: give one with `base_url`".to_owned());
    }
    Base::new(&url).map_err(|error| error.to_string())
}

/// The API's own server, where that is known.
pub(super) fn origin(inner: &Inner) -> Option<Uri> {
    base(inner, &[]).ok()?.join("/".to_owned(), &mut std::iter::empty())
}

/// The media types of the declared answers, each once, those of successes first (RFC 9110 section 12.5.1).
fn accept(operation: &Operation) -> String {
    let mut types: Vec<&str> = Vec::new();
    for answer in operation.responses {
        if !answer.media_type.is_empty() && !types.contains(&answer.media_type) {
            types.push(answer.media_type);
        }
    }
    types.join(", ")
}
