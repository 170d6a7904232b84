//! A request as a `curl` command, with shell variables in place of secrets. The command sends the
//! same bytes as the request. Must not know transports.

use std::path::Path;

use http::{HeaderName, HeaderValue, Method, header};

use super::Client;
use super::shell::{plain, printed, quoted, word};
use crate::call::{Api, Location, Operation, Payload, Scheme, SchemeKind, encode_query, masked_url};
use crate::machine::CallPlan;
use crate::value::FileContent;

/// The largest body in bytes that is part of the command itself. Systems limit the length of a
/// word.
const LONGEST_INLINE_BODY: usize = 64 * 1024;

/// Returns the command.
pub(super) fn command(plan: &CallPlan, client: &Client) -> String {
    let (target, api) = (&plan.target, client.0.api);
    let (before, data) = data(&target.body);
    let url = target.uri.to_string();
    // curl expands brackets and braces to several URLs.
    let globs = if url.contains(['[', ']', '{', '}']) { "-g " } else { "" };
    // With `-X HEAD`, curl would wait for a body.
    let method = match &target.method {
        &Method::HEAD => "-I".to_owned(),
        other => format!("-X {}", word(other.as_str().as_bytes())),
    };
    let mut command = format!("{before}curl {globs}{method} {}", quoted_url(&url, api));
    for (name, value) in &target.headers.to_map() {
        command.push(' ');
        command.push_str(&header_argument(name, value, plan.operation, api));
    }
    command + &data
}

/// Returns the argument for a header.
fn header_argument(name: &HeaderName, value: &HeaderValue, operation: &Operation, api: &Api) -> String {
    if *name == header::AUTHORIZATION {
        return authorization(value, api);
    }
    if *name == header::COOKIE {
        return cookies(value, operation, api);
    }
    if !value.is_sensitive() {
        // curl has a syntax of its own for a header without a value.
        let line = if value.is_empty() { format!("{name};") } else { format!("{name}: ") };
        return format!("-H {}", word(&[line.as_bytes(), value.as_bytes()].concat()));
    }
    let is_key = |kind| matches!(kind, SchemeKind::HeaderKey(key) if name == key);
    let variable = variable(api.schemes.iter().find(|scheme| is_key(scheme.kind)), api);
    // A name with other characters could contain a command for the shell.
    match is_name(name.as_str().replace('-', "_").as_str()) {
        true => format!("-H \"{name}: ${variable}\""),
        false => format!("-H {}\"${variable}\"", quoted(&format!("{name}: "))),
    }
}

/// Returns the argument for cookies. Values of cookies that the operation declares are shown.
fn cookies(value: &HeaderValue, operation: &Operation, api: &Api) -> String {
    let text = String::from_utf8_lossy(value.as_bytes());
    let is_open = |name: &str| {
        operation.parameters.iter().any(|declared| declared.location == Location::Cookie && declared.name == name)
    };
    let (mut line, mut open) = ("-H ".to_owned(), "cookie: ".to_owned());
    for (number, pair) in text.split("; ").enumerate() {
        open.push_str(if number == 0 { "" } else { "; " });
        let (name, secret) = pair.split_once('=').unwrap_or(("", pair));
        if is_open(name) || secret.is_empty() {
            open.push_str(pair);
            continue;
        }
        let is_key = |kind| matches!(kind, SchemeKind::CookieKey(key) if key == name);
        open.push_str(name);
        open.push_str(if name.is_empty() { "" } else { "=" });
        let scheme = api.schemes.iter().find(|scheme| is_key(scheme.kind));
        line.push_str(&format!("{}\"${}\"", quoted(&open), variable(scheme, api)));
        open.clear();
    }
    if !open.is_empty() {
        line.push_str(&quoted(&open));
    }
    line
}

/// Returns the URL. Secrets are outside of the single quotes, so that the shell expands them.
fn quoted_url(url: &str, api: &Api) -> String {
    let masked = masked_url(url, api, "\0");
    let mut pieces = masked.split('\0');
    let mut text = quoted(pieces.next().unwrap_or_default());
    let mut before = text.clone();
    for piece in pieces {
        let name = before.rsplit(['?', '&']).next().unwrap_or_default().trim_end_matches(['=', '\'']).to_owned();
        let is_key = |kind| matches!(kind, SchemeKind::QueryKey(key) if encode_query(key, false) == name);
        let scheme = api.schemes.iter().find(|scheme| is_key(scheme.kind));
        text.push_str(&format!("\"${}\"", variable(scheme, api)));
        before = quoted(piece);
        text.push_str(if piece.is_empty() { "" } else { &before });
    }
    text
}

/// Returns the command whose output is piped into curl, and the argument for the body.
fn data(body: &Payload) -> (String, String) {
    let argument = |data: &str| format!(" --data-binary {data}");
    match body.pieces() {
        [] => (String::new(), String::new()),
        [FileContent::Path(path, _)] => {
            (String::new(), argument(&word(&[b"@", path.as_os_str().as_encoded_bytes()].concat())))
        }
        // A command line cannot contain it.
        [FileContent::OneShot(_)] => (String::new(), argument("@BODY")),
        [FileContent::Bytes(bytes)]
            if bytes.len() < LONGEST_INLINE_BODY && !bytes.starts_with(b"@") && plain(bytes).is_some() =>
        {
            (String::new(), argument(&quoted(plain(bytes).unwrap_or_default())))
        }
        [piece] => (format!("{} | ", print_command(piece)), argument("@-")),
        all => {
            let all: Vec<String> = all.iter().map(print_command).collect();
            (format!("{{ {}; }} | ", all.join("; ")), argument("@-"))
        }
    }
}

/// Returns the command that prints a piece of a body.
fn print_command(content: &FileContent) -> String {
    let file = |path: &Path| word(path.as_os_str().as_encoded_bytes());
    match content {
        FileContent::Bytes(bytes) => printed(bytes),
        FileContent::Path(path, _) => format!("cat < {}", file(path)),
        FileContent::Slice(path, range) => {
            let length = range.end.saturating_sub(range.start);
            format!("tail -c +{} < {} | head -c {length}", range.start.saturating_add(1), file(path))
        }
        FileContent::OneShot(_) => "cat < BODY".to_owned(),
    }
}

fn authorization(value: &HeaderValue, api: &Api) -> String {
    let scheme = |fits: &dyn Fn(SchemeKind) -> bool| api.schemes.iter().find(|scheme| fits(scheme.kind));
    let key = scheme(&|kind| matches!(kind, SchemeKind::HeaderKey(name) if name.eq_ignore_ascii_case("authorization")));
    let (basic, bearer) = (scheme(&|kind| kind == SchemeKind::Basic), scheme(&|kind| kind == SchemeKind::Bearer));
    // A key in this header is its whole value, whatever it starts with.
    if value.as_bytes().starts_with(b"Basic ") && (basic.is_some() || key.is_none()) {
        return match basic.map_or(&[][..], |scheme| scheme.variables) {
            [both] if is_name(both) => format!("-u \"${both}\""),
            [name, password, ..] if is_name(name) && is_name(password) => format!("-u \"${name}:${password}\""),
            _ => "-u \"$USERNAME:$PASSWORD\"".to_owned(),
        };
    }
    if value.as_bytes().starts_with(b"Bearer ") && (bearer.is_some() || key.is_none()) {
        return format!("-H \"authorization: Bearer ${}\"", variable(bearer, api));
    }
    format!("-H \"authorization: ${}\"", variable(key, api))
}

/// Returns the shell variable of a scheme: the one that the description names, or `TOKEN`. If there
/// are several keys, each variable is named after its scheme.
fn variable(scheme: Option<&Scheme>, api: &Api) -> String {
    // Several variables of OAuth 2 are the client's ID and secret, and none of them is the token.
    let named = scheme.filter(|scheme| scheme.oauth2.is_none() || scheme.variables.len() == 1);
    let named = named.and_then(|scheme| scheme.variables.first().copied()).filter(|name| is_name(name));
    let is_key = |scheme: &&Scheme| !matches!(scheme.kind, SchemeKind::Basic | SchemeKind::Bearer);
    let several = || api.schemes.iter().filter(is_key).count() > 1;
    let called =
        scheme.filter(is_key).filter(|_| several()).map(|scheme| scheme.name.replace('-', "_").to_ascii_uppercase());
    let called = called.filter(|name| is_name(name) && name.starts_with(|c: char| c.is_ascii_alphabetic()));
    named.map(str::to_owned).or(called).unwrap_or_else(|| "TOKEN".to_owned())
}

/// Returns `true` if a shell accepts all characters in the name of a variable.
fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
