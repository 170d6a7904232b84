//! The front page of the crate's documentation. Must not know the items of the crate's root other
//! than those that it links to.

use crate::emit::docs::credentials;
use crate::emit::docs::markdown::{cleaned, in_one_line};
use crate::emit::docs::words::code;
use crate::emit::examples::calls;
use crate::emit::package::{lib_rs, runtime_features, tour};
use crate::emit::tokens::features::WEBHOOKS;
use crate::lower::model::Api;

/// Returns the lines, safe for rustdoc.
pub(crate) fn lines(api: &Api) -> Vec<String> {
    let mut lines = vec![format!("A client for {} {}.", in_one_line(&api.title), in_one_line(&api.version))];
    let words = cleaned(&api.docs);
    if !words.is_empty() {
        lines.push(String::new());
        lines.extend(words);
    }
    if let Some(example) = calls::documented(api) {
        section(&mut lines, "Example", example);
        lines.push(String::new());
        lines.extend(around(api).map(str::to_owned));
    }
    let base = base_url(api);
    if !base.is_empty() {
        section(&mut lines, "Base URL", base);
    }
    if !api.schemes.is_empty() {
        section(&mut lines, "Credentials", credentials::lines(api));
    }
    for (title, words) in tour::sections(api) {
        section(&mut lines, title, words);
    }
    if api.module.is_none() {
        section(&mut lines, "Features", features(api));
    }
    lines.extend(attributes(api));
    lines
}

/// Documents the attributes that crates may need.
fn attributes(api: &Api) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(limit) = api.recursion_limit {
        lines.push(String::new());
        lines.push("The types of this API are deeply nested. A crate that uses them may need".to_owned());
        lines.push(format!("`#![recursion_limit = \"{limit}\"]`."));
    }
    if api.module.is_some() && !lib_rs::has_ascii_names(api) {
        lines.push(String::new());
        lines.push("Names of this API are not ASCII. The root of the crate may need".to_owned());
        lines.push("`#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]`.".to_owned());
    }
    lines
}

/// Documents the structure of the crate, after the first example.
fn around(api: &Api) -> [&'static str; 3] {
    let sent = match api.may_have("async") {
        true => {
            "parameters are arguments; optional ones are setters of the request. A request is sent when it is awaited, and can be"
        }
        false => {
            "parameters are arguments; optional ones are setters of the request. `send_blocking` sends a request, which can be"
        }
    };
    [
        "[`Client`] has a method for each group of operations, which returns a value with a method for each operation. Required",
        sent,
        "cloned, sent again, or printed as a `curl` command, see [`Request`].",
    ]
}

fn section(lines: &mut Vec<String>, title: &str, words: Vec<String>) {
    lines.extend([String::new(), format!("# {title}"), String::new()]);
    lines.extend(words);
}

/// Returns the sentence about the base URL, if the description does not declare it or a variable
/// overrides it.
fn base_url(api: &Api) -> Vec<String> {
    let by_hand = "[`base_url`](ClientBuilder::base_url)";
    let variable = api.base_url_variable.as_deref().map(code);
    let (whole, part) = match (api.first_example_base_url(), api.servers.first()) {
        (None, _) => return variable.map(|name| format!("{name} overrides the base URL.")).into_iter().collect(),
        (Some(whole), None) => (whole, "no server".to_owned()),
        (Some(whole), Some(server)) if server.url.contains("://") => (whole, "no host for some operations".to_owned()),
        (Some(whole), Some(server)) => (whole, format!("a server without a host, {}", code(&server.url))),
    };
    let variable = variable.map(|name| format!(" or {name}")).unwrap_or_default();
    vec![format!(
        "The description names {part}. Set the base URL with {by_hand}{variable}, for example {}.",
        code(&whole)
    )]
}

/// Documents the features of Cargo.toml, one on each line.
fn features(api: &Api) -> Vec<String> {
    let resources: Vec<String> =
        api.resources.iter().filter_map(|resource| resource.feature.as_deref()).map(code).collect();
    let mut lines = COMMON.map(str::to_owned).to_vec();
    let further = runtime_features::ALL.iter().filter(|part| !part.is_needed(api));
    lines.extend(further.filter_map(|part| Some(format!("- `{}`: {}", part.feature, part.words?))));
    if !resources.is_empty() {
        lines.push(format!(
            "- `all` (default): all groups of operations. Each has a feature of its own: {}.",
            resources.join(", ")
        ));
    }
    // It is not a link, because the target is missing without the feature.
    if !resources.is_empty() && !api.webhooks.is_empty() {
        lines.push(format!("- `{WEBHOOKS}`: the module `payloads`, for webhooks and callbacks."));
    }
    let all = if resources.is_empty() { "" } else { ", \"all\"" };
    lines.push(String::new());
    lines.push(format!(
        "A blocking client without async code: `default-features = false, features = [\"blocking\", \"rustls\"{all}]`."
    ));
    lines
}

const COMMON: [&str; 11] = [
    "- `async` (default): requests are futures, sent by reqwest.",
    "- `blocking`: `send_blocking()`, sent by ureq without an async runtime.",
    "- `rustls` (default): HTTPS, with the root certificates of the platform.",
    "- `gzip`: compressed responses.",
    "- `charset`: text in charsets other than UTF-8.",
    "- `http2`: HTTP/2 for async requests.",
    "- `tracing`: a span for each attempt, see [`transport::Tracing`](transport).",
    "- `reqwest-0-13`: your own reqwest client, see `ClientBuilder::reqwest_0_13`.",
    "- `testing`: the module `testing` with a mock transport, and recordings that can be replayed.",
    "- `mime-guess`: media types of files by their extension.",
    "- `chrono`, `jiff`, `time`, `uuid`: conversions between [`formats`] and the types of these crates.",
];
