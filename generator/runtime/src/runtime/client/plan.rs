//! From a call to the request that goes over the wire: address, headers, credentials, body.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};

use super::base::Base;
use super::credentials::{Applied, apply};
use super::options::Options;
use super::untyped::{absolute, is_foreign, with_members};
use super::{Client, Inner};
use crate::runtime::call::{Api, Call, Operation, Place, SchemeKind, Server, chance, encode_query};
use crate::runtime::core::{Kept, Limits, Plan, Target, is_idempotent, same_origin};
use crate::runtime::error::{Error, ErrorKind};

/// What a call makes of the client and its options.
///
/// # Errors
/// What is missing or cannot be sent. Nothing was sent then.
pub(super) fn plan(client: &Client, call: &Call, options: &Options) -> Result<Plan, Error> {
    let inner = &*client.0;
    let fail = |what: String| Error::new(ErrorKind::Config, what).of(inner.api, call.operation());
    if let Some(fault) = call.fault().or(options.fault.as_deref()) {
        return Err(fail(fault.to_owned()));
    }
    if let Some(name) = call.missing() {
        return Err(fail(format!("the required parameter `{name}` is missing")));
    }
    let Aimed { target, keepers, foreign, keyed } = aimed(inner, call, options).map_err(fail)?;
    Ok(Plan {
        api: inner.api,
        operation: call.operation(),
        secret: secret_names(&target.headers),
        answer_limit: options.answer_limit.unwrap_or(inner.answer_limit),
        retries: options.retries.unwrap_or(inner.retries),
        repeatable: keyed || is_idempotent(&target.method),
        keepers,
        renewed: false,
        foreign,
        stays: false,
        unrepeatable: false,
        tries: 0,
        retried: 0,
        target,
        streams: options.streams,
        limits: Limits {
            connect: inner.connect_timeout,
            total: options.timeout.unwrap_or(inner.timeout),
            idle: options.streams.then(|| options.idle.unwrap_or(inner.idle_timeout)),
        },
        deadline: options.deadline.or(inner.deadline),
        started: Duration::ZERO,
        hops: 0,
    })
}

/// What goes where.
struct Aimed {
    target: Target,
    /// The credentials that are renewed.
    keepers: Vec<Kept>,
    /// It goes to another server than the API's.
    foreign: bool,
    /// It carries a key by which the server tells that it came twice.
    keyed: bool,
}

fn aimed(inner: &Inner, call: &Call, options: &Options) -> Result<Aimed, String> {
    let method = options.route.as_ref().map_or(call.operation().method, |route| &route.method);
    let method = Method::from_bytes(method.as_bytes()).map_err(|_| format!("`{method}` is no method"))?;
    let foreign = options.route.as_ref().is_some_and(|route| is_foreign(&route.path, origin(inner).as_ref()));
    let applied = if foreign { Applied::default() } else { credentials(inner, call, options)? };
    let uri = address(inner, call, options, &applied)?;
    let own = options.body.as_ref();
    let body = with_members(own.map(|own| own.payload.clone()).or_else(|| call.body()), &options.members)?;
    if body.is_none() && call.operation().body.is_some_and(|body| body.required) {
        return Err("the required body is missing".to_owned());
    }
    let content_type = own.map(|own| own.content_type.as_str()).or(call.content_type()).filter(|_| body.is_some());
    let ours = if foreign { &HeaderMap::new() } else { &inner.headers };
    let mut headers = headers(inner.api, ours, call, options, &applied, content_type)?;
    let keyed = key(&mut headers, call.operation())?;
    let body = body.unwrap_or_default().with_progress(options.progress.as_ref().map(|watcher| watcher.0.clone()));
    Ok(Aimed { target: Target { method, uri, headers, body }, keepers: kept(applied, options), foreign, keyed })
}

fn credentials(inner: &Inner, call: &Call, options: &Options) -> Result<Applied, String> {
    let mut applied = Applied::default();
    let chosen = match options.route {
        Some(_) => inner.credentials.first().into_iter().collect(),
        None => inner.credentials.choose(inner.api, call.operation())?,
    };
    for (scheme, credential) in chosen {
        let Some(of) = inner.api.schemes.get(scheme) else { continue };
        apply(of.kind, credential, &mut applied).map_err(|what| format!("{}: {what}", of.name))?;
    }
    Ok(applied)
}

/// What is renewed for this call: not where the caller gave the header by hand.
fn kept(applied: Applied, options: &Options) -> Vec<Kept> {
    let by_hand = |kept: &Kept| options.headers.iter().any(|(name, _)| name == kept.keeper.header());
    applied.keepers.into_iter().filter(|kept| !by_hand(kept)).collect()
}

/// The base URL that was given, else the operation's own server, else the API's.
fn base(inner: &Inner, servers: &[Server]) -> Result<Base, String> {
    if let Some(base) = &inner.base {
        return Ok(base.clone());
    }
    let server = servers.first().or(inner.api.servers.first());
    let url = server.map(|server| filled(server, &inner.variables)).unwrap_or_default();
    if !url.contains("://") {
        return Err("the description has no absolute base URL: give one with `base_url`".to_owned());
    }
    Base::new(&url).map_err(|error| error.to_string())
}

/// The URL of a server, each variable replaced by what was given, else by its default.
fn filled(server: &Server, given: &[(String, String)]) -> String {
    let mut url = server.url.to_owned();
    for (name, default) in server.variables {
        let value = given.iter().rev().find(|(of, _)| of == name).map_or(*default, |(_, value)| value);
        url = url.replace(&format!("{{{name}}}"), value);
    }
    url
}

/// The API's own server, where that is known.
fn origin(inner: &Inner) -> Option<Uri> {
    base(inner, &[]).ok()?.join("/", &[]).ok()
}

fn address(inner: &Inner, call: &Call, options: &Options, applied: &Applied) -> Result<Uri, String> {
    let mut query: Vec<String> = call.given(Place::Query).map(|(_, text)| text.to_owned()).collect();
    let pair =
        |(name, value): &(String, String)| format!("{}={}", encode_query(name, false), encode_query(value, false));
    query.extend(options.query.iter().map(pair));
    query.extend(applied.query.iter().cloned());
    if let Some(route) = &options.route {
        return routed(inner, &route.path, &query);
    }
    let path = call.path().map_err(|name| format!("the path parameter `{name}` is missing"))?;
    let uri = base(inner, call.operation().servers)?.join(&path, &query)?;
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

/// The address of a call that the description does not know.
fn routed(inner: &Inner, path: &str, query: &[String]) -> Result<Uri, String> {
    if let Some(uri) = absolute(path) {
        let base = format!("{}://{}", uri.scheme_str().unwrap_or("http"), uri.authority().map_or("", |of| of.as_str()));
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        return Base::new(&base).map_err(|error| error.to_string())?.join(path, query);
    }
    if !path.starts_with('/') {
        return Err(format!("`{path}` is neither a path, which begins with a slash, nor a whole address"));
    }
    base(inner, &[])?.join(path, query)
}

/// From the least to the most particular: each later one takes the place of an earlier one.
fn headers(
    api: &Api,
    ours: &HeaderMap,
    call: &Call,
    options: &Options,
    applied: &Applied,
    content_type: Option<&str>,
) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    insert(&mut headers, "user-agent", api.user_agent)?;
    let asked = options.accept.map(str::to_owned);
    if let Some(accept) = asked.or_else(|| accept(call.operation())) {
        insert(&mut headers, "accept", &accept)?;
    }
    if let Some(id) = &options.last_event {
        insert(&mut headers, "last-event-id", id)?;
    }
    if let Some(content_type) = content_type {
        insert(&mut headers, "content-type", content_type)?;
    }
    // `extend` would send both.
    for (name, value) in ours {
        headers.insert(name, value.clone());
    }
    for (name, text) in call.given(Place::Header) {
        insert(&mut headers, name, text)?;
    }
    let cookies: Vec<&str> =
        call.given(Place::Cookie).map(|(_, text)| text).chain(applied.cookies.iter().map(String::as_str)).collect();
    if !cookies.is_empty() {
        insert(&mut headers, "cookie", &cookies.join("; "))?;
        if let Some(value) = headers.get_mut(header::COOKIE).filter(|_| !applied.cookies.is_empty()) {
            value.set_sensitive(true);
        }
    }
    for (name, value) in &applied.headers {
        headers.insert(name, value.clone());
    }
    for (name, value) in &options.headers {
        headers.insert(name, value.clone());
    }
    mark_keys(&mut headers, api);
    Ok(headers)
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

/// The key by which the server tells that a request was sent twice: that of the caller, else one by chance (a UUID of
/// version 4, RFC 9562), the same for all tries. Whether there is one.
fn key(headers: &mut HeaderMap, operation: &Operation) -> Result<bool, String> {
    let Some(name) = operation.idempotency_key else { return Ok(headers.contains_key("idempotency-key")) };
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
        return Err(format!("the header `{name}` cannot be sent: it holds characters that no header may"));
    };
    headers.insert(key, value);
    Ok(())
}

/// The media types of the declared answers, each once, those of successes first (RFC 9110 section 12.5.1).
fn accept(operation: &Operation) -> Option<String> {
    let mut types: Vec<&str> = Vec::new();
    for answer in operation.answers.iter().filter(|answer| !answer.media_type.is_empty()) {
        if !types.contains(&answer.media_type) {
            types.push(answer.media_type);
        }
    }
    (!types.is_empty()).then(|| types.join(", "))
}

/// What another server must not see: what is marked as a secret, and what may hold one.
fn secret_names(headers: &HeaderMap) -> Vec<HeaderName> {
    let secret = |(name, value): &(&HeaderName, &HeaderValue)| {
        value.is_sensitive() || matches!(**name, header::AUTHORIZATION | header::COOKIE | header::PROXY_AUTHORIZATION)
    };
    headers.iter().filter(secret).map(|(name, _)| name.clone()).collect()
}
