//! From a call to the request that goes over the wire: address, headers, credentials, body.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};

use super::base::{Base, server_url};
use super::credentials::{Applied, Wanted};
use super::options::Options;
use super::untyped::{absolute, is_foreign, with_members};
use super::{Client, Inner};
use crate::runtime::call::{
    Api, Call, Operation, Payload, Place, SchemeKind, Server, chance, encode_query, put_header,
};
use crate::runtime::core::{Kept, Limits, Plan, Target, Upload, is_idempotent, same_origin};
use crate::runtime::error::{Error, ErrorKind};

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
    if let Some(fault) = call.fault().or(options.fault.as_deref()) {
        return Err(fault.to_owned());
    }
    if let Some(name) = call.missing() {
        return Err(format!("the required parameter `{name}` is missing"));
    }
    let (method, wanted) = wanted(inner, operation, options);
    let method = Method::from_bytes(method.as_bytes()).map_err(|_| format!("`{method}` is no method"))?;
    let applied = inner.credentials.choose(inner.api, wanted)?;
    let uri = address(inner, call, options, &applied)?;
    let own = options.body.as_ref();
    let body = with_members(own.map(|own| own.payload.clone()).or_else(|| call.body()), &options.members)?;
    if body.is_none() && operation.body.is_some_and(|body| body.required) {
        return Err("the required body is missing".to_owned());
    }
    let foreign = matches!(wanted, Wanted::Nothing);
    let mut headers = HeaderMap::new();
    general(&mut headers, inner.api, call, options, body.is_some())?;
    if !foreign {
        copy(&inner.headers, &mut headers);
    }
    particular(&mut headers, inner.api, call, options, &applied)?;
    let repeatable = key(&mut headers, operation, &method)?;
    let body = body.unwrap_or_default().with_progress(options.progress.as_ref().map(|watcher| watcher.0.clone()));
    let limits = limits(inner, options, &body);
    Ok(Box::new(Plan {
        api: inner.api,
        operation,
        target: Target { method, uri, headers, body },
        limits,
        this_try: limits,
        deadline: options.deadline.or(inner.deadline),
        answer_limit: options.answer_limit.unwrap_or(inner.answer_limit),
        streams: options.streams,
        retries: options.retries.unwrap_or(inner.retries),
        repeatable,
        keepers: kept(&applied, options),
        renewed: false,
        foreign,
        stays: false,
        unrepeatable: false,
        tries: 0,
        retried: 0,
        started: Duration::ZERO,
        hops: 0,
    }))
}

/// The method, and whose credentials go along.
fn wanted<'c>(inner: &Inner, operation: &'c Operation, options: &'c Options) -> (&'c str, Wanted<'c>) {
    match &options.route {
        None => (operation.method, Wanted::Of(operation)),
        Some(route) if is_foreign(&route.path, origin(inner).as_ref()) => (route.method.as_str(), Wanted::Nothing),
        Some(route) => (route.method.as_str(), Wanted::First),
    }
}

fn limits(inner: &Inner, options: &Options, body: &Payload) -> Limits {
    let idle = options.idle.unwrap_or(inner.idle_timeout);
    // A time that was set for this call holds for all of it.
    let goes_out = !body.is_near() && options.timeout.is_none();
    Limits {
        connect: inner.connect_timeout,
        total: options.timeout.unwrap_or(inner.timeout),
        idle: options.streams.then_some(idle),
        upload: goes_out.then_some(Upload { idle, whole: None }),
    }
}

/// What is renewed for this call: not where the caller gave the header by hand.
fn kept(applied: &[&Applied], options: &Options) -> Vec<Kept> {
    let by_hand = |kept: &Kept| options.headers.iter().any(|(name, _)| name == kept.keeper.header());
    applied.iter().flat_map(|of| &of.keepers).filter(|kept| !by_hand(kept)).cloned().collect()
}

/// The base URL that was given, else the operation's own server, else the API's.
fn base<'a>(inner: &'a Inner, servers: &[Server]) -> Result<Cow<'a, Base>, String> {
    if let Some(base) = &inner.base {
        return Ok(Cow::Borrowed(base));
    }
    if let Some(base) = inner.own_base.as_ref().filter(|_| servers.is_empty()) {
        return Ok(Cow::Borrowed(base));
    }
    let server = servers.first().or(inner.api.servers.first());
    let url = server.map(|server| server_url(server, &inner.variables)).unwrap_or_default();
    if !url.contains("://") {
        return Err("the description has no absolute base URL: give one with `base_url`".to_owned());
    }
    Base::new(&url).map(Cow::Owned).map_err(|error| error.to_string())
}

/// The API's own server, where that is known.
fn origin(inner: &Inner) -> Option<Uri> {
    base(inner, &[]).ok()?.join("/".to_owned(), &mut std::iter::empty())
}

fn address(inner: &Inner, call: &Call, options: &Options, applied: &[&Applied]) -> Result<Uri, String> {
    let more = if options.query.is_empty() { String::new() } else { spelled(&options.query) };
    let declared = call.given(Place::Query).map(|(_, text)| text);
    let keys = applied.iter().flat_map(|of| &of.query).map(String::as_str);
    let mut query = declared.chain([more.as_str()]).chain(keys);
    if let Some(route) = &options.route {
        return routed(inner, &route.path, &mut query);
    }
    let base = base(inner, call.operation().servers)?;
    let mut path = String::with_capacity(base.path().len() + call.operation().path.len() + 64);
    path.push_str(base.path());
    call.put_path(&mut path).map_err(|name| format!("the path parameter `{name}` is missing"))?;
    let uri = base.join(path, &mut query).ok_or_else(|| {
        let mut whole = base.as_str().to_owned();
        // It went well a moment ago.
        let _ = call.put_path(&mut whole);
        no_address(&whole)
    })?;
    match &options.address {
        None => Ok(uri),
        // What is sent along is for the API's own server only.
        Some(next) if same_origin(&uri, next) => Ok(next.clone()),
        Some(next) => {
            let host = next.authority().map_or("", |authority| authority.as_str());
            Err(format!("the next page is said to be on another server, {host}"))
        }
    }
}

#[cold]
fn no_address(text: &str) -> String {
    format!("`{text}` is no address")
}

/// The parts of a query that the description lacks.
fn spelled(query: &[(String, String)]) -> String {
    let pair =
        |(name, value): &(String, String)| format!("{}={}", encode_query(name, false), encode_query(value, false));
    query.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// The address of a call that the description does not know.
fn routed(inner: &Inner, path: &str, query: &mut dyn Iterator<Item = &str>) -> Result<Uri, String> {
    let wrong = || no_address(path);
    if let Some(uri) = absolute(path) {
        let base = format!("{}://{}", uri.scheme_str().unwrap_or("http"), uri.authority().map_or("", |of| of.as_str()));
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        return Base::new(&base).map_err(|error| error.to_string())?.join(path, query).ok_or_else(wrong);
    }
    if !path.starts_with('/') {
        return Err(format!("`{path}` is neither a path, which begins with a slash, nor a whole address"));
    }
    let base = base(inner, &[])?;
    let path = format!("{}{path}", base.path());
    base.join(path, query).ok_or_else(wrong)
}

/// What the description says of every call of the operation. From here on the least particular headers come first: each later one takes the place of an earlier one.
fn general(headers: &mut HeaderMap, api: &Api, call: &Call, options: &Options, has_body: bool) -> Result<(), String> {
    put_header(headers, header::USER_AGENT, constant("user-agent", api.user_agent)?);
    match options.accept.map_or_else(|| accept(call.operation()), Accept::One) {
        Accept::Nothing => {}
        Accept::One(accept) => put_header(headers, header::ACCEPT, constant("accept", accept)?),
        Accept::Several(accept) => insert(headers, "accept", &accept)?,
    }
    if let Some(id) = &options.last_event {
        insert(headers, "last-event-id", id)?;
    }
    if has_body {
        content_type(headers, call, options)?;
    }
    Ok(())
}

/// What this call says of itself.
fn particular(
    headers: &mut HeaderMap,
    api: &Api,
    call: &Call,
    options: &Options,
    applied: &[&Applied],
) -> Result<(), String> {
    for (name, text) in call.given(Place::Header) {
        insert(headers, name, text)?;
    }
    cookies(headers, call, applied)?;
    for of in applied {
        copy(&of.headers, headers);
    }
    for (name, value) in &options.headers {
        put_header(headers, name.clone(), value.clone());
    }
    mark_keys(headers, api);
    Ok(())
}

/// `extend` would send both where a name is in both.
fn copy(from: &HeaderMap, to: &mut HeaderMap) {
    for (name, value) in from {
        put_header(to, name.clone(), value.clone());
    }
}

fn content_type(headers: &mut HeaderMap, call: &Call, options: &Options) -> Result<(), String> {
    let own = options.body.as_ref().map(|own| own.content_type.as_str());
    match (own.or(call.own_content_type()), call.operation().body) {
        (Some(own), _) => insert(headers, "content-type", own)?,
        (None, Some(body)) => put_header(headers, header::CONTENT_TYPE, constant("content-type", body.media_type)?),
        (None, None) => {}
    }
    Ok(())
}

fn cookies(headers: &mut HeaderMap, call: &Call, applied: &[&Applied]) -> Result<(), String> {
    let mut cookies: Vec<&str> = call.given(Place::Cookie).map(|(_, text)| text).collect();
    let open = cookies.len();
    cookies.extend(applied.iter().flat_map(|of| &of.cookies).map(String::as_str));
    if !cookies.is_empty() {
        insert(headers, "cookie", &cookies.join("; "))?;
        let is_secret = cookies.len() > open;
        if let Some(value) = headers.get_mut(header::COOKIE).filter(|_| is_secret) {
            value.set_sensitive(true);
        }
    }
    Ok(())
}

/// A key is a secret too where it was given as a header by hand.
fn mark_keys(headers: &mut HeaderMap, api: &Api) {
    for scheme in api.schemes {
        let SchemeKind::HeaderKey(name) = scheme.kind else { continue };
        if let Some(value) = headers.get_mut(name) {
            value.set_sensitive(true);
        }
    }
}

/// The header that a caller may give a key in where the description names none.
static KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The key by which the server tells that a request was sent twice: that of the caller, else one by chance (a UUID of
/// version 4, RFC 9562), the same for all tries. Whether sending twice does what sending once does then.
fn key(headers: &mut HeaderMap, operation: &Operation, method: &Method) -> Result<bool, String> {
    let Some(name) = operation.idempotency_key else {
        return Ok(is_idempotent(method) || headers.contains_key(&KEY));
    };
    if !headers.contains_key(name) {
        let (one, other) = (chance(), chance());
        let key = format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            one >> 32,
            one >> 16 & 0xffff,
            one & 0xfff,
            other >> 48 & 0x3fff | 0x8000,
            other & 0xffff_ffff_ffff
        );
        insert(headers, name, &key)?;
    }
    Ok(true)
}

fn insert(headers: &mut HeaderMap, name: &str, text: &str) -> Result<(), String> {
    let (Ok(key), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(text.as_bytes()))
    else {
        return Err(unsendable(name));
    };
    put_header(headers, key, value);
    Ok(())
}

/// A text of the description as a value, which needs no copy.
fn constant(name: &str, text: &'static str) -> Result<HeaderValue, String> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())).map_err(|_| unsendable(name))
}

#[cold]
fn unsendable(name: &str) -> String {
    format!("the header `{name}` cannot be sent: it holds characters that no header may")
}

/// What is asked for.
enum Accept {
    Nothing,
    One(&'static str),
    Several(String),
}

/// The media types of the declared answers, each once, those of successes first (RFC 9110 section 12.5.1).
fn accept(operation: &Operation) -> Accept {
    let all = || operation.answers.iter().map(|answer| answer.media_type).filter(|of| !of.is_empty());
    let Some(first) = all().next() else { return Accept::Nothing };
    if all().all(|of| of == first) {
        return Accept::One(first);
    }
    let mut types: Vec<&str> = Vec::new();
    for media_type in all() {
        if !types.contains(&media_type) {
            types.push(media_type);
        }
    }
    Accept::Several(types.join(", "))
}
