//! What the crate says of itself: the first example, the ways around, credentials and features. Must not know which
//! items the crate's root has beside those that it links to.

use super::docs::{cleaned, in_one_line};
use super::write::WEBHOOKS;
use super::{credentials, example, parts};
use crate::lower::model::Api;

/// The lines, clean.
pub(super) fn lines(api: &Api) -> Vec<String> {
    let mut lines = vec![format!("A client for {} {}.", in_one_line(&api.title), in_one_line(&api.version))];
    let words = cleaned(&api.docs);
    if !words.is_empty() {
        lines.push(String::new());
        lines.extend(words);
    }
    if let Some(example) = example::documented(api) {
        section(&mut lines, "Example", example);
        lines.push(String::new());
        lines.extend(AROUND.map(str::to_owned));
    }
    let base = base_url(api);
    if !base.is_empty() {
        section(&mut lines, "Base URL", base);
    }
    if !api.schemes.is_empty() {
        section(&mut lines, "Credentials", credentials::lines(api));
    }
    section(&mut lines, "Features", features(api));
    if let Some(limit) = api.recursion_limit {
        lines.push(String::new());
        lines.push(
            "The types of this API lie deep in each other: a crate that uses it may have to begin with".to_owned(),
        );
        lines.push(format!("`#![recursion_limit = \"{limit}\"]`."));
    }
    lines
}

/// How the crate hangs together, for one who reads on from the first example.
const AROUND: [&str; 3] = [
    "[`Client`] has an accessor for each group of operations, which has a method for each of them. What is required is an argument,",
    "what is optional a setter of the request. [`Request`] has what all requests can: options, the whole",
    "[`Response`], the command line of `curl`, ways to send. Whatever goes wrong is an [`Error`].",
];

fn section(lines: &mut Vec<String>, title: &str, words: Vec<String>) {
    lines.extend([String::new(), format!("# {title}"), String::new()]);
    lines.extend(words);
}

/// Where the base URL comes from beside the description.
fn base_url(api: &Api) -> Vec<String> {
    let by_hand = "[`base_url`](ClientBuilder::base_url)";
    let variable = api.base_url_variable.as_deref().map(code);
    let (whole, part) = match (api.first_base_to_give(), api.servers.first()) {
        (None, _) => return variable.map(|name| format!("{name} gives another base URL.")).into_iter().collect(),
        (Some(whole), None) => (whole, "no server".to_owned()),
        (Some(whole), Some(server)) if server.url.contains("://") => (whole, "no host for some operations".to_owned()),
        (Some(whole), Some(server)) => (whole, format!("no host of its server, only {}", code(&server.url))),
    };
    let variable = variable.map(|name| format!(" or {name}")).unwrap_or_default();
    vec![format!("The description names {part}: {by_hand}{variable} gives the whole one, like {}.", code(&whole))]
}

/// A name of the description as code, on one line.
pub(super) fn code(name: &str) -> String {
    in_one_line(&format!("`{}`", name.replace('`', "'")))
}

/// The features of Cargo.toml, a line each.
fn features(api: &Api) -> Vec<String> {
    let resources: Vec<String> =
        api.resources.iter().filter_map(|resource| resource.feature.as_deref()).map(code).collect();
    let mut lines = COMMON.map(str::to_owned).to_vec();
    let further = parts::ALL.iter().filter(|part| !part.is_needed(api));
    lines.extend(further.filter_map(|part| Some(format!("- `{}`: {}", part.feature, part.words?))));
    if !resources.is_empty() {
        lines.push(format!(
            "- `all` (default): every group of operations. Without it, those whose features are on, with their types: {}.",
            resources.join(", ")
        ));
    }
    // No link: without the feature there is nothing to point to.
    if !resources.is_empty() && !api.webhooks.is_empty() {
        lines.push(format!("- `{WEBHOOKS}`: the module `payloads`, what the API sends by itself."));
    }
    let all = if resources.is_empty() { "" } else { ", \"all\"" };
    lines.push(String::new());
    lines.push(format!(
        "A blocking client without async: `default-features = false, features = [\"blocking\", \"rustls\"{all}]`."
    ));
    lines
}

const COMMON: [&str; 11] = [
    "- `async` (default): requests are futures, carried by reqwest.",
    "- `blocking`: `send_blocking()`, carried by ureq, without an async runtime.",
    "- `rustls` (default): HTTPS, with the roots that the platform trusts.",
    "- `gzip`: compressed responses.",
    "- `charset`: texts in other charsets than UTF-8.",
    "- `http2`: HTTP/2 where the server has it (async).",
    "- `tracing`: a span for each try, see [`transport::Tracing`](transport).",
    "- `reqwest-0-13`: a client of reqwest of your own, see `ClientBuilder::reqwest_0_13`.",
    "- `testing`: responses without a network, recordings and their replay, see the module `testing`.",
    "- `mime-guess`: the media type of a file by the ending of its name.",
    "- `chrono`, `jiff`, `time`, `uuid`: conversions of [`formats`] to and from the types of these crates.",
];
