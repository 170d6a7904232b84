//! [`create_plan`]: from a call to the request that goes over the wire: URL, headers, credentials,
//! body. Must not send or repeat the request: `machine` does.

use std::sync::Arc;

use http::{HeaderName, Method, Uri, header};

use super::base_url::BaseUrl;
use super::credentials::CredentialSelection;
use super::options::Options;
use super::overrides::{Route, absolute_uri, is_other_server, with_properties};
use super::prepared::{PreparedOperation, mark_secret, prepare, prepared_operation, server_origin};
use super::{Client, Inner};
use crate::call::{
    Api, Call, Operation, Payload, RequestParameters, Template, constant_value, encode_query, invalid_header, missing,
    random, secret_value, text_value,
};
use crate::error::{Error, ErrorKind};
use crate::machine::{
    AttemptToken, CallPlan, CallRules, Destination, Headers, Idempotency, Progress, RedirectPolicy, ResponseBody,
    Target, Timeouts, UploadTimeouts, is_idempotent, same_origin,
};

/// Creates the plan of a call.
///
/// # Errors
///
/// Fails with [`ErrorKind::Config`] if something required is missing or cannot be sent.
pub(super) fn create_plan(client: &Client, call: &Call, options: &Options) -> Result<Box<CallPlan>, Error> {
    let inner = &*client.0;
    try_create(inner, call, options).map_err(|what| config_error(inner.api, call.operation(), what))
}

/// Creates the error of a plan. It is a function of its own, because calls are faster with less
/// code on the path of a success.
#[cold]
fn config_error(api: &'static Api, operation: &'static Operation, what: String) -> Error {
    Error::new(ErrorKind::Config, what).with_operation(api, operation)
}

fn try_create(inner: &Inner, call: &Call, options: &Options) -> Result<Box<CallPlan>, String> {
    let operation = call.operation();
    if let Some(fault) = call.error().or(options.fault.as_deref()) {
        return Err(fault.to_owned());
    }
    let (prepared, destination) = prepare_call(inner, operation, options)?;
    // Most operations have only path parameters.
    let parameters = if prepared.has_more { call.parameters().map_err(missing)? } else { RequestParameters::default() };
    let uri = request_uri(call, options, &parameters.query, &prepared)?;
    let body = options.body.as_ref().map(|body| body.payload.clone()).or_else(|| call.body());
    let body = with_properties(body, &options.properties)?;
    if body.is_none() && operation.body.is_some_and(|body| body.required) {
        return Err("the required body is missing".to_owned());
    }
    let mut headers = Headers::new(prepared.headers.clone());
    let is_api = destination == Destination::Api;
    let set_by_client = |name: &HeaderName| is_api && inner.headers.contains_key(name);
    operation_headers(&mut headers, call, options, &set_by_client, body.is_some())?;
    if prepared.has_more || !options.headers.is_empty() {
        call_headers(&mut headers, options, &parameters, &prepared.cookies)?;
    }
    headers.own_mut().for_each(|(name, value)| mark_secret(inner.api, name, value));
    let idempotency = idempotency(&mut headers, operation, &prepared.method)?;
    let progress = options.progress.as_ref().map(|callback| callback.0.clone());
    let body = body.unwrap_or_default().with_progress(progress);
    // Headers of the caller replace renewed tokens.
    let is_unset = |token: &&AttemptToken| !headers.contains_own(token.cache.header());
    let tokens = prepared.tokens.iter().filter(is_unset).cloned().collect();
    Ok(Box::new(CallPlan {
        api: inner.api,
        operation,
        rules: rules(inner, options, &body, idempotency),
        tokens,
        target: Target { method: prepared.method.clone(), uri, headers, body },
        progress: Progress::new(destination),
    }))
}

#[inline]
fn rules(inner: &Inner, options: &Options, body: &Payload, idempotency: Idempotency) -> CallRules {
    CallRules {
        timeouts: timeouts(inner, options, body),
        deadline: options.deadline.or(inner.deadline),
        response_limit: options.response_limit.unwrap_or(inner.response_limit),
        retries: options.retries.unwrap_or(inner.retries),
        response_body: options.response_body,
        idempotency,
        redirects: RedirectPolicy::Follow,
    }
}

/// Returns what all calls of the operation have in common, and the server that this one goes to.
fn prepare_call(
    inner: &Inner,
    operation: &'static Operation,
    options: &Options,
) -> Result<(Arc<PreparedOperation>, Destination), String> {
    match &options.route {
        None => Ok((prepared_operation(inner, operation)?, Destination::Api)),
        Some(route) => prepare_untyped(inner, operation, route),
    }
}

/// Prepares an untyped call. It has its own method, and the first credentials, or none on another
/// server.
#[cold]
fn prepare_untyped(
    inner: &Inner,
    operation: &'static Operation,
    route: &Route,
) -> Result<(Arc<PreparedOperation>, Destination), String> {
    let (selection, destination) = match is_other_server(&route.path, server_origin(inner).as_ref()) {
        true => (CredentialSelection::Nothing, Destination::Elsewhere),
        false => (CredentialSelection::First, Destination::Api),
    };
    Ok((Arc::new(prepare(inner, operation, &route.method, selection)?), destination))
}

#[inline]
fn timeouts(inner: &Inner, options: &Options, body: &Payload) -> Timeouts {
    let idle = options.idle.unwrap_or(inner.idle_timeout);
    // A timeout of the call itself includes its upload.
    let has_upload = !body.is_in_memory() && options.timeout.is_none();
    Timeouts {
        connect: inner.connect_timeout,
        total: options.timeout.unwrap_or(inner.timeout),
        idle: (options.response_body == ResponseBody::Streamed).then_some(idle),
        upload: has_upload.then_some(UploadTimeouts { idle, whole: None }),
    }
}

fn request_uri(call: &Call, options: &Options, declared: &[&str], prepared: &PreparedOperation) -> Result<Uri, String> {
    let more = if options.query.is_empty() { String::new() } else { encode_pairs(&options.query) };
    let mut query = declared.iter().copied().chain([more.as_str(), &prepared.query]);
    if let Some(route) = &options.route {
        return untyped_uri(prepared, &route.path, &mut query);
    }
    let base = prepared.base()?;
    let mut path = String::with_capacity(base.path().len() + call.operation().path.len() + 64);
    path.push_str(base.path());
    call.write_path(&prepared.template, &mut path)?;
    let Some(uri) = base.join(path, &mut query) else { return Err(describe_invalid(base, call, &prepared.template)) };
    match &options.address {
        None => Ok(uri),
        Some(next) => page_uri(&uri, next),
    }
}

/// Returns the URL of a page that the server named. It must be on the same server, because the
/// request carries credentials.
#[cold]
fn page_uri(uri: &Uri, next: &Uri) -> Result<Uri, String> {
    if same_origin(uri, next) {
        return Ok(next.clone());
    }
    let host = next.authority().map_or("", |authority| authority.as_str());
    Err(format!("the next page is on another server, {host}"))
}

#[cold]
fn describe_invalid(base: &BaseUrl, call: &Call, template: &Template) -> String {
    let mut whole = base.as_str().to_owned();
    // The path was written successfully before.
    let _ = call.write_path(template, &mut whole);
    invalid_url(&whole)
}

#[cold]
fn invalid_url(text: &str) -> String {
    format!("`{text}` is not a valid URL")
}

/// Encodes the query parameters of the options.
#[cold]
fn encode_pairs(query: &[(String, String)]) -> String {
    let pair =
        |(name, value): &(String, String)| format!("{}={}", encode_query(name, false), encode_query(value, false));
    query.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// Returns the URL of an untyped call.
#[cold]
fn untyped_uri(prepared: &PreparedOperation, path: &str, query: &mut dyn Iterator<Item = &str>) -> Result<Uri, String> {
    let invalid = || invalid_url(path);
    if let Some(uri) = absolute_uri(path) {
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        let base = format!("{}://{authority}", uri.scheme_str().unwrap_or("http"));
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        return BaseUrl::new(&base).map_err(|error| error.to_string())?.join(path, query).ok_or_else(invalid);
    }
    if !path.starts_with('/') {
        return Err(format!("`{path}` is neither an absolute URL nor a path that starts with a slash"));
    }
    let base = prepared.base()?;
    let path = format!("{}{path}", base.path());
    base.join(path, query).ok_or_else(invalid)
}

/// Inserts the headers that the description defines for this call, unless the client sets them.
fn operation_headers(
    headers: &mut Headers,
    call: &Call,
    options: &Options,
    set_by_client: &dyn Fn(&HeaderName) -> bool,
    has_body: bool,
) -> Result<(), String> {
    let mut insert = |name: HeaderName, value| {
        if !set_by_client(&name) {
            headers.insert(name, value);
        }
    };
    if let Some(accept) = options.accept {
        insert(header::ACCEPT, constant_value("accept", accept)?);
    }
    if let Some(id) = &options.last_event_id {
        insert(HeaderName::from_static("last-event-id"), text_value("last-event-id", id)?);
    }
    let own = options.body.as_ref().map(|body| body.content_type.as_str()).or(call.own_content_type());
    if let Some(own) = own.filter(|_| has_body) {
        insert(header::CONTENT_TYPE, text_value("content-type", own)?);
    // The content type of a required body is prepared.
    } else if let Some(body) = call.operation().body.filter(|body| has_body && !body.required) {
        insert(header::CONTENT_TYPE, constant_value("content-type", body.media_type)?);
    }
    Ok(())
}

/// Inserts the headers of the call itself. The most specific ones come last and replace the others.
fn call_headers(
    headers: &mut Headers,
    options: &Options,
    parameters: &RequestParameters<'_>,
    keys: &str,
) -> Result<(), String> {
    for (name, value) in &parameters.headers {
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid_header(name))?;
        let value = secret_value(&key, value).ok_or_else(|| invalid_header(name))?;
        headers.insert(key, value);
    }
    if !parameters.cookies.is_empty() {
        let open = parameters.cookies.join("; ");
        let mut value = text_value("cookie", &if keys.is_empty() { open } else { format!("{open}; {keys}") })?;
        value.set_sensitive(!keys.is_empty());
        headers.insert(header::COOKIE, value);
    }
    for (name, value) in &options.headers {
        headers.insert(name.clone(), value.clone());
    }
    Ok(())
}

/// The header of an idempotency key, if the description names none.
static KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Decides whether a request may be sent twice. If the operation has an idempotency key, it is the
/// caller's, or a random UUID (RFC 9562, version 4) that is the same for all attempts.
fn idempotency(headers: &mut Headers, operation: &Operation, method: &Method) -> Result<Idempotency, String> {
    let Some(name) = operation.idempotency_key else {
        let is_idempotent = is_idempotent(method) || headers.contains(&KEY);
        return Ok(if is_idempotent { Idempotency::Idempotent } else { Idempotency::NotIdempotent });
    };
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid_header(name))?;
    if !headers.contains(&name) {
        let key = text_value(name.as_str(), &random_uuid())?;
        headers.insert(name, key);
    }
    Ok(Idempotency::Idempotent)
}

fn random_uuid() -> String {
    let (high, low) = (random(), random());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 48 & 0x3fff | 0x8000,
        low & 0xffff_ffff_ffff
    )
}
