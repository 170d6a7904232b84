//! [`PreparedOperation`]: what all calls of an operation have in common, created for the first of
//! them. Must not know the arguments of a call.

use std::sync::{Arc, PoisonError, RwLock};

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};

use super::Inner;
use super::base_url::{BaseUrl, has_lost_segment, server_url};
use super::credentials::{CredentialParts, CredentialSelection};
use crate::call::{Api, Location, Operation, SchemeKind, Server, Template, constant_value, put_header, text_value};
use crate::machine::AttemptToken;

/// The parts of a request that depend only on the operation and the client.
pub(super) struct PreparedOperation {
    pub(super) method: Method,
    /// The base URL, or the reason why there is none. An absolute URL does not need it.
    base: Result<BaseUrl, String>,
    /// The path.
    pub(super) template: Template,
    /// `true` if there are parameters in other locations than the path.
    pub(super) has_more: bool,
    /// The headers. More specific ones have replaced the others.
    pub(super) headers: Arc<HeaderMap>,
    /// The keys in the query, encoded.
    pub(super) query: String,
    /// The keys in cookies, as in the header.
    pub(super) cookies: String,
    /// The credentials that are renewed.
    pub(super) tokens: Vec<AttemptToken>,
}

impl PreparedOperation {
    /// Returns the base URL.
    ///
    /// # Errors
    ///
    /// Fails with the reason why there is none.
    pub(super) fn base(&self) -> Result<&BaseUrl, String> {
        self.base.as_ref().map_err(String::clone)
    }
}

/// The operations prepared so far, sorted by address: descriptions are statics. A client does not
/// change, so that they stay valid. A `Vec` links less code than a map.
#[derive(Default)]
pub(super) struct PreparedOperations(RwLock<Vec<(usize, Arc<PreparedOperation>)>>);

/// Returns the prepared operation. It is prepared for the first call.
///
/// # Errors
///
/// Fails with a message if something is missing or cannot be sent.
#[inline]
pub(super) fn prepared_operation(
    inner: &Inner,
    operation: &'static Operation,
) -> Result<Arc<PreparedOperation>, String> {
    let address = std::ptr::from_ref(operation).addr();
    let known = inner.prepared.0.read().unwrap_or_else(PoisonError::into_inner);
    if let Ok(index) = known.binary_search_by_key(&address, |(known, _)| *known) {
        if let Some((_, prepared)) = known.get(index) {
            return Ok(prepared.clone());
        }
    }
    drop(known);
    prepare_and_store(inner, operation, address)
}

#[cold]
fn prepare_and_store(
    inner: &Inner,
    operation: &'static Operation,
    address: usize,
) -> Result<Arc<PreparedOperation>, String> {
    let selection = CredentialSelection::Operation(operation);
    let prepared = Arc::new(prepare(inner, operation, operation.method, selection)?);
    let mut known = inner.prepared.0.write().unwrap_or_else(PoisonError::into_inner);
    // Another call may have prepared the same operation in the meantime.
    if let Err(index) = known.binary_search_by_key(&address, |(known, _)| *known) {
        known.insert(index, (address, prepared.clone()));
    }
    Ok(prepared)
}

/// Prepares an operation with any method and credentials.
///
/// # Errors
///
/// Fails like [`prepared_operation`].
pub(super) fn prepare(
    inner: &Inner,
    operation: &'static Operation,
    method: &str,
    selection: CredentialSelection<'_>,
) -> Result<PreparedOperation, String> {
    let api = inner.api;
    let method = Method::from_bytes(method.as_bytes()).map_err(|_| format!("`{method}` is not a valid method"))?;
    let credentials = inner.credentials.select(api, selection)?;
    let cookies = joined(&credentials, "; ", |parts| &parts.cookies);
    let headers = headers(inner, operation, selection, &credentials, &cookies)?;
    Ok(PreparedOperation {
        method,
        base: base(inner, operation.servers),
        template: Template::new(operation),
        has_more: operation.parameters.iter().any(|parameter| parameter.location != Location::Path),
        headers: Arc::new(headers),
        query: joined(&credentials, "&", |parts| &parts.query),
        cookies,
        tokens: credentials.iter().flat_map(|parts| &parts.tokens).cloned().collect(),
    })
}

fn headers(
    inner: &Inner,
    operation: &Operation,
    selection: CredentialSelection<'_>,
    credentials: &[&CredentialParts],
    cookies: &str,
) -> Result<HeaderMap, String> {
    let api = inner.api;
    let mut headers = HeaderMap::new();
    put_header(&mut headers, header::USER_AGENT, constant_value("user-agent", api.user_agent)?);
    let accept = accept(operation);
    if !accept.is_empty() {
        put_header(&mut headers, header::ACCEPT, text_value("accept", &accept)?);
    }
    if let Some(body) = operation.body.filter(|body| body.required) {
        put_header(&mut headers, header::CONTENT_TYPE, constant_value("content-type", body.media_type)?);
    }
    match selection {
        CredentialSelection::Nothing => {}
        CredentialSelection::First | CredentialSelection::Operation(_) => copy(&inner.headers, &mut headers),
    }
    if !cookies.is_empty() {
        let mut value = text_value("cookie", cookies)?;
        value.set_sensitive(true);
        put_header(&mut headers, header::COOKIE, value);
    }
    credentials.iter().for_each(|parts| copy(&parts.headers, &mut headers));
    for (name, value) in &mut headers {
        mark_secret(api, name, value);
    }
    Ok(headers)
}

fn joined(
    credentials: &[&CredentialParts],
    separator: &str,
    list: impl Fn(&CredentialParts) -> &Vec<String>,
) -> String {
    credentials.iter().flat_map(|parts| list(parts)).map(String::as_str).collect::<Vec<_>>().join(separator)
}

/// Copies headers. `extend` would keep both if a name is in both maps.
fn copy(from: &HeaderMap, to: &mut HeaderMap) {
    for (name, value) in from {
        put_header(to, name.clone(), value.clone());
    }
}

/// Marks a key as secret, also if it was set as a plain header.
pub(super) fn mark_secret(api: &Api, name: &HeaderName, value: &mut HeaderValue) {
    let is_key = |kind| matches!(kind, SchemeKind::HeaderKey(key) if name == key);
    if api.schemes.iter().any(|scheme| is_key(scheme.kind)) {
        value.set_sensitive(true);
    }
}

/// Returns the base URL that was set, or the operation's own server, or the API's.
fn base(inner: &Inner, servers: &[Server]) -> Result<BaseUrl, String> {
    if let Some(base) = &inner.base {
        return Ok(base.clone());
    }
    let server = servers.first().or(inner.api.servers.first());
    let url = server.map(|server| server_url(server, &inner.variables)).unwrap_or_default();
    if server.is_some_and(|server| !inner.variables.is_empty() && has_lost_segment(server, &url)) {
        return Err(format!("the base URL is `{url}`, because a server variable leaves a segment of its path empty"));
    }
    if !url.contains("://") {
        return Err("the description has no absolute base URL; set one with `base_url`".to_owned());
    }
    BaseUrl::new(&url).map_err(|error| error.to_string())
}

/// Returns the API's own server, if it is known.
pub(super) fn server_origin(inner: &Inner) -> Option<Uri> {
    base(inner, &[]).ok()?.join("/".to_owned(), &mut std::iter::empty())
}

/// Returns the media types of the declared responses, each once, in the order of their declaration
/// (RFC 9110, section 12.5.1).
fn accept(operation: &Operation) -> String {
    let mut types: Vec<&str> = Vec::new();
    for response in operation.responses {
        if !response.media_type.is_empty() && !types.contains(&response.media_type) {
            types.push(response.media_type);
        }
    }
    types.join(", ")
}
