//! A request as a command line that a person can paste, with the names of variables where secrets stand. What it sends is what the request
//! sends, byte by byte.

use std::path::Path;

use http::{HeaderValue, Method, header};

use super::Client;
use super::shell::{plain, printed, quoted, word};
use crate::call::{Api, Location, Operation, Payload, Scheme, SchemeKind, encode_query, masked_url};
use crate::core::Plan;
use crate::value::FileContent;

/// So many bytes of a body stand within the command; a system has a limit for the length of a word.
const SHORT: usize = 64 * 1024;

/// The command.
pub(super) fn command(plan: &Plan, client: &Client) -> String {
    let (target, api) = (&plan.target, client.0.api);
    let (before, data) = data(&target.body);
    let address = target.uri.to_string();
    // Brackets would be a range of addresses.
    let globs = if address.contains(['[', ']', '{', '}']) { "-g " } else { "" };
    // With `-X HEAD` it would wait for a body.
    let method = match &target.method {
        &Method::HEAD => "-I".to_owned(),
        other => format!("-X {}", word(other.as_str().as_bytes())),
    };
    let mut command = format!("{before}curl {globs}{method} {}", masked(&address, api));
    for (name, value) in &target.headers.whole() {
        command.push(' ');
        if *name == header::AUTHORIZATION {
            command.push_str(&authorization(value, api));
        } else if *name == header::COOKIE {
            command.push_str(&cookies(value, plan.operation, api));
        } else if value.is_sensitive() {
            let is = |kind| matches!(kind, SchemeKind::HeaderKey(key) if name == key);
            let variable = variable(api.schemes.iter().find(|of| is(of.kind)), api);
            // Of a name with other characters a shell could read a command of its own.
            command.push_str(&match is_name(name.as_str().replace('-', "_").as_str()) {
                true => format!("-H \"{name}: ${variable}\""),
                false => format!("-H {}\"${variable}\"", quoted(&format!("{name}: "))),
            });
        } else {
            // A header without a value has a spelling of its own.
            let line = if value.is_empty() { format!("{name};") } else { format!("{name}: ") };
            command.push_str(&format!("-H {}", word(&[line.as_bytes(), value.as_bytes()].concat())));
        }
    }
    command + &data
}

/// The cookies: those that the operation declares as they are, of all others their names.
fn cookies(value: &HeaderValue, operation: &Operation, api: &Api) -> String {
    let text = String::from_utf8_lossy(value.as_bytes());
    let is_open = |name: &str| operation.parameters.iter().any(|of| of.location == Location::Cookie && of.name == name);
    let (mut line, mut open) = ("-H ".to_owned(), "cookie: ".to_owned());
    for (number, pair) in text.split("; ").enumerate() {
        open.push_str(if number == 0 { "" } else { "; " });
        let (name, secret) = pair.split_once('=').unwrap_or(("", pair));
        if is_open(name) || secret.is_empty() {
            open.push_str(pair);
            continue;
        }
        let is = |kind| matches!(kind, SchemeKind::CookieKey(key) if key == name);
        open.push_str(name);
        open.push_str(if name.is_empty() { "" } else { "=" });
        line.push_str(&format!("{}\"${}\"", quoted(&open), variable(api.schemes.iter().find(|of| is(of.kind)), api)));
        open.clear();
    }
    if !open.is_empty() {
        line.push_str(&quoted(&open));
    }
    line
}

/// The address. Secrets stand outside of the single quotes, so that the shell puts them in.
fn masked(address: &str, api: &Api) -> String {
    let masked = masked_url(address, api, "\0");
    let mut pieces = masked.split('\0');
    let mut text = quoted(pieces.next().unwrap_or_default());
    let mut before = text.clone();
    for piece in pieces {
        let name = before.rsplit(['?', '&']).next().unwrap_or_default().trim_end_matches(['=', '\'']).to_owned();
        let is = |kind| matches!(kind, SchemeKind::QueryKey(key) if encode_query(key, false) == name);
        text.push_str(&format!("\"${}\"", variable(api.schemes.iter().find(|of| is(of.kind)), api)));
        before = quoted(piece);
        text.push_str(if piece.is_empty() { "" } else { &before });
    }
    text
}

/// What makes the body and is piped into the command, and the argument that takes it.
fn data(body: &Payload) -> (String, String) {
    let argument = |data: &str| format!(" --data-binary {data}");
    match body.pieces() {
        [] => (String::new(), String::new()),
        [FileContent::Path(path, _)] => {
            (String::new(), argument(&word(&[b"@", path.as_os_str().as_encoded_bytes()].concat())))
        }
        // Nothing that a command line could hold.
        [FileContent::OneShot(_)] => (String::new(), argument("@BODY")),
        [FileContent::Bytes(bytes)] if bytes.len() < SHORT && !bytes.starts_with(b"@") && plain(bytes).is_some() => {
            (String::new(), argument(&quoted(plain(bytes).unwrap_or_default())))
        }
        [one] => (format!("{} | ", put(one)), argument("@-")),
        all => {
            let all: Vec<String> = all.iter().map(put).collect();
            (format!("{{ {}; }} | ", all.join("; ")), argument("@-"))
        }
    }
}

/// A command that puts out a piece of a body.
fn put(content: &FileContent) -> String {
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
    // A key in this header is all of its value, whatever it begins with.
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

/// The variable of a scheme; where the description names none, `TOKEN`, or of several keys the name of each.
fn variable(scheme: Option<&Scheme>, api: &Api) -> String {
    // Of OAuth 2 several are a client's id and secret, and none of them is the token.
    let named = scheme.filter(|scheme| scheme.oauth2.is_none() || scheme.variables.len() == 1);
    let named = named.and_then(|scheme| scheme.variables.first().copied()).filter(|name| is_name(name));
    let is_key = |scheme: &&Scheme| !matches!(scheme.kind, SchemeKind::Basic | SchemeKind::Bearer);
    let several = || api.schemes.iter().filter(is_key).count() > 1;
    let called =
        scheme.filter(is_key).filter(|_| several()).map(|scheme| scheme.name.replace('-', "_").to_ascii_uppercase());
    let called = called.filter(|name| is_name(name) && name.starts_with(|c: char| c.is_ascii_alphabetic()));
    named.map(str::to_owned).or(called).unwrap_or_else(|| "TOKEN".to_owned())
}

/// Whether a shell takes all of it for a variable's name.
fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
