//! From a call to the request that goes over the wire: address, headers, credentials, body.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, Method, Uri, header};

use super::base::Base;
use super::credentials::Wanted;
use super::options::Options;
use super::prepared::{Prepared, mark, origin, prepare, prepared};
use super::untyped::{Route, absolute, is_foreign, with_properties};
use super::{Client, Inner};
use crate::call::{
    Api, Call, Operation, Payload, RequestParameters, Template, constant_value, encode_query, invalid_header, missing,
    random, secret_value, text_value,
};
use crate::core::{Headers, Limits, Plan, Target, Upload, is_idempotent, same_origin};
use crate::error::{Error, ErrorKind};

/// What a call makes of the client and its options.
///
/// # Errors
/// What is missing or cannot be sent. Nothing was sent then.
pub(super) fn plan(client: &Client, call: &Call, options: &Options) -> Result<Box<Plan>, Error> {
    let inner = &*client.0;
    made(inner, call, options).map_err(|what| refused(inner.api, call.operation(), what))
}

/// Not within what is done for every call, as this only happens when something is wrong: the less code a call runs through, the sooner it is done.
#[cold]
fn refused(api: &'static Api, operation: &'static Operation, what: String) -> Error {
    Error::new(ErrorKind::Config, what).of(api, operation)
}

fn made(inner: &Inner, call: &Call, options: &Options) -> Result<Box<Plan>, String> {
    let operation = call.operation();
    if let Some(fault) = call.error().or(options.fault.as_deref()) {
        return Err(fault.to_owned());
    }
    let (prepared, foreign) = alike(inner, operation, options)?;
    // Most operations have no others than those of the path.
    let given = if prepared.has_more { call.parameters().map_err(missing)? } else { RequestParameters::default() };
    let uri = address(call, options, &given.query, &prepared)?;
    let own = options.body.as_ref();
    let body = with_properties(own.map(|own| own.payload.clone()).or_else(|| call.body()), &options.members)?;
    if body.is_none() && operation.body.is_some_and(|body| body.required) {
        return Err("the required body is missing".to_owned());
    }
    let mut headers = Headers::new(prepared.headers.clone());
    general(&mut headers, call, options, &|name| !foreign && inner.headers.contains_key(name), body.is_some())?;
    if prepared.has_more || !options.headers.is_empty() {
        particular(&mut headers, options, &given, &prepared.cookies)?;
    }
    headers.own_mut().for_each(|(name, value)| mark(inner.api, name, value));
    let repeatable = key(&mut headers, operation, &prepared.method)?;
    let body = body.unwrap_or_default().with_progress(options.progress.as_ref().map(|watcher| watcher.0.clone()));
    let limits = limits(inner, options, &body);
    Ok(Box::new(Plan {
        api: inner.api,
        operation,
        limits,
        this_try: limits,
        deadline: options.deadline.or(inner.deadline),
        response_limit: options.response_limit.unwrap_or(inner.response_limit),
        streams: options.streams,
        retries: options.retries.unwrap_or(inner.retries),
        repeatable,
        // What the caller gave by hand is not renewed.
        keepers: prepared.keepers.iter().filter(|kept| !headers.has_own(kept.keeper.header())).cloned().collect(),
        target: Target { method: prepared.method.clone(), uri, headers, body },
        renewed: false,
        foreign,
        stays: false,
        unrepeatable: false,
        attempts: 0,
        retried: 0,
        started: Duration::ZERO,
        hops: 0,
    }))
}

/// What all calls of the operation have alike, and whether this one goes to another server.
fn alike(inner: &Inner, operation: &'static Operation, options: &Options) -> Result<(Arc<Prepared>, bool), String> {
    let Some(route) = &options.route else { return Ok((prepared(inner, operation)?, false)) };
    unknown(inner, operation, route)
}

/// The same for a call that the description does not know: it has its own method, and the first credentials, or none on another server.
#[cold]
fn unknown(inner: &Inner, operation: &'static Operation, route: &Route) -> Result<(Arc<Prepared>, bool), String> {
    let foreign = is_foreign(&route.path, origin(inner).as_ref());
    let wanted = if foreign { Wanted::Nothing } else { Wanted::First };
    Ok((Arc::new(prepare(inner, operation, &route.method, wanted)?), foreign))
}

#[inline]
fn limits(inner: &Inner, options: &Options, body: &Payload) -> Limits {
    let idle = options.idle.unwrap_or(inner.idle_timeout);
    // A time that was set for this call holds for all of it.
    let goes_out = !body.is_in_memory() && options.timeout.is_none();
    Limits {
        connect: inner.connect_timeout,
        total: options.timeout.unwrap_or(inner.timeout),
        idle: options.streams.then_some(idle),
        upload: goes_out.then_some(Upload { idle, whole: None }),
    }
}

fn address(call: &Call, options: &Options, declared: &[&str], prepared: &Prepared) -> Result<Uri, String> {
    let more = if options.query.is_empty() { String::new() } else { spelled(&options.query) };
    let mut query = declared.iter().copied().chain([more.as_str(), &prepared.query]);
    if let Some(route) = &options.route {
        return routed(prepared, &route.path, &mut query);
    }
    let base = prepared.base()?;
    let mut path = String::with_capacity(base.path().len() + call.operation().path.len() + 64);
    path.push_str(base.path());
    call.write_path(&prepared.template, &mut path)?;
    let Some(uri) = base.join(path, &mut query) else { return Err(no_place(base, call, &prepared.template)) };
    match &options.address {
        None => Ok(uri),
        Some(next) => page(&uri, next),
    }
}

/// The address of a page that the server named.
#[cold]
fn page(uri: &Uri, next: &Uri) -> Result<Uri, String> {
    // What is sent along is for the API's own server only.
    if same_origin(uri, next) {
        return Ok(next.clone());
    }
    let host = next.authority().map_or("", |authority| authority.as_str());
    Err(format!("the next page is said to be on another server, {host}"))
}

#[cold]
fn no_place(base: &Base, call: &Call, template: &Template) -> String {
    let mut whole = base.as_str().to_owned();
    // It went well a moment ago.
    let _ = call.write_path(template, &mut whole);
    no_address(&whole)
}

#[cold]
fn no_address(text: &str) -> String {
    format!("`{text}` is no address")
}

/// The parts of a query that the description lacks.
#[cold]
fn spelled(query: &[(String, String)]) -> String {
    let pair =
        |(name, value): &(String, String)| format!("{}={}", encode_query(name, false), encode_query(value, false));
    query.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// The address of a call that the description does not know.
#[cold]
fn routed(prepared: &Prepared, path: &str, query: &mut dyn Iterator<Item = &str>) -> Result<Uri, String> {
    let wrong = || no_address(path);
    if let Some(uri) = absolute(path) {
        let base = format!("{}://{}", uri.scheme_str().unwrap_or("http"), uri.authority().map_or("", |of| of.as_str()));
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        return Base::new(&base).map_err(|error| error.to_string())?.join(path, query).ok_or_else(wrong);
    }
    if !path.starts_with('/') {
        return Err(format!("`{path}` is neither a path, which begins with a slash, nor a whole address"));
    }
    let base = prepared.base()?;
    let path = format!("{}{path}", base.path());
    base.join(path, query).ok_or_else(wrong)
}

/// What the description says of this call, where the client does not say it itself.
fn general(
    headers: &mut Headers,
    call: &Call,
    options: &Options,
    of_client: &dyn Fn(&HeaderName) -> bool,
    has_body: bool,
) -> Result<(), String> {
    let mut put = |name: HeaderName, value| {
        if !of_client(&name) {
            headers.put(name, value);
        }
    };
    if let Some(accept) = options.accept {
        put(header::ACCEPT, constant_value("accept", accept)?);
    }
    if let Some(id) = &options.last_event {
        put(HeaderName::from_static("last-event-id"), text_value("last-event-id", id)?);
    }
    let own = options.body.as_ref().map(|own| own.content_type.as_str()).or(call.own_content_type());
    if let Some(own) = own.filter(|_| has_body) {
        put(header::CONTENT_TYPE, text_value("content-type", own)?);
    // That of a body that is never missing is there.
    } else if let Some(body) = call.operation().body.filter(|body| has_body && !body.required) {
        put(header::CONTENT_TYPE, constant_value("content-type", body.media_type)?);
    }
    Ok(())
}

/// What this call says of itself: the least particular first, each in the place of an earlier one.
fn particular(
    headers: &mut Headers,
    options: &Options,
    given: &RequestParameters<'_>,
    keys: &str,
) -> Result<(), String> {
    for (name, value) in &given.headers {
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid_header(name))?;
        let value = secret_value(&key, value).ok_or_else(|| invalid_header(name))?;
        headers.put(key, value);
    }
    if !given.cookies.is_empty() {
        let open = given.cookies.join("; ");
        let mut value = text_value("cookie", &if keys.is_empty() { open } else { format!("{open}; {keys}") })?;
        value.set_sensitive(!keys.is_empty());
        headers.put(header::COOKIE, value);
    }
    for (name, value) in &options.headers {
        headers.put(name.clone(), value.clone());
    }
    Ok(())
}

/// The header that a caller may give a key in where the description names none.
static KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The key by which the server tells that a request was sent twice: that of the caller, else one by chance (a UUID of
/// version 4, RFC 9562), the same for all tries. Whether sending twice does what sending once does then.
fn key(headers: &mut Headers, operation: &Operation, method: &Method) -> Result<bool, String> {
    let Some(name) = operation.idempotency_key else {
        return Ok(is_idempotent(method) || headers.has(&KEY));
    };
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid_header(name))?;
    if !headers.has(&name) {
        let (one, other) = (random(), random());
        let key = format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            one >> 32,
            one >> 16 & 0xffff,
            one & 0xfff,
            other >> 48 & 0x3fff | 0x8000,
            other & 0xffff_ffff_ffff
        );
        let key = text_value(name.as_str(), &key)?;
        headers.put(name, key);
    }
    Ok(true)
}
