//! Operations: what the methods that all requests share cost, by how they are shared: reached through `Deref` (what we emit),
//! from a trait, stamped on each request by a macro, or not at all.

use std::fmt::Write as _;

use clientwright::{Lock, Options, Sources, generate};
use serde_json::{Map, Value, json};

use crate::stop::Stop;

/// How the shared methods come to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sharing {
    Nothing,
    Deref,
    Trait,
    Macro,
}

impl Sharing {
    pub(super) const ALL: [Sharing; 4] = [Sharing::Nothing, Sharing::Deref, Sharing::Trait, Sharing::Macro];

    pub(super) fn title(self) -> &'static str {
        match self {
            Sharing::Nothing => "no shared methods",
            Sharing::Deref => "`Deref` to one type (emitted)",
            Sharing::Trait => "a trait",
            Sharing::Macro => "a macro that stamps them",
        }
    }

    pub(super) fn package(self) -> &'static str {
        match self {
            Sharing::Nothing => "share-nothing",
            Sharing::Deref => "share-deref",
            Sharing::Trait => "share-trait",
            Sharing::Macro => "share-macro",
        }
    }
}

/// A description with `count` operations of two arguments and four setters, over forty tags.
fn document(count: usize) -> String {
    let mut paths = Map::new();
    for number in 0..count {
        let parameter = |name: &str, place: &str, required: bool| json!({"name": name, "in": place, "required": required, "schema": {"type": "string"}});
        let mut parameters = vec![parameter("one", "path", true), parameter("two", "query", true)];
        parameters.extend(["three", "four", "five", "six"].map(|name| parameter(name, "query", false)));
        let get = json!({
            "operationId": format!("operation{number}"), "tags": [format!("tag{}", number % 40)], "parameters": parameters,
            "responses": {"200": {"description": "it", "content": {"application/json": {"schema": {"type": "string"}}}}},
        });
        paths.insert(format!("/things/{number}/{{one}}"), json!({"get": get}));
    }
    let info: Value = json!({"title": "Synthetic", "version": "1"});
    json!({"openapi": "3.1.0", "info": info, "servers": [{"url": "https://example.com"}], "paths": paths}).to_string()
}

/// The files of the client of so many operations.
pub(super) fn client(count: usize) -> Result<clientwright::Output, Stop> {
    let sources = Sources::new("operations.json", document(count));
    let settings =
        Options { crate_name: "share".to_owned(), runtime: crate::manifest::runtime_here(), ..Options::default() };
    generate(&sources, &settings, &Lock::default()).map_err(|report| {
        crate::summary::tell(&report, &sources);
        Stop::Said
    })
}

/// A file with the shared methods as `sharing` has them.
pub(super) fn file(sharing: Sharing, path: &str, text: &str) -> String {
    if path == "src/runtime/mod.rs" {
        return match sharing {
            Sharing::Trait => format!("{text}{TRAIT}"),
            Sharing::Macro => format!("{text}{MACRO}"),
            Sharing::Nothing | Sharing::Deref => text.to_owned(),
        };
    }
    if !path.ends_with("/wire.rs") || sharing == Sharing::Deref {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let head = line.strip_prefix("impl std::ops::Deref for ").or(line.strip_prefix("impl IntoFuture for "));
        let Some(name) = head.and_then(|rest| rest.strip_suffix(" {")) else {
            if line != "#[cfg(feature = \"async\")]" {
                out.push_str(line);
                out.push('\n');
            }
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "}").collect();
        if line.starts_with("impl std") {
            let answer = block.iter().find_map(|line| line.trim().strip_prefix("type Target = Request<"));
            let answer = answer.map_or("String", |rest| rest.trim_end_matches(">;"));
            // Writing into a String cannot fail.
            let _ = match sharing {
                Sharing::Trait => writeln!(
                    out,
                    "impl crate::runtime::Shared for {name} {{ type Answer = {answer}; fn request(&self) -> &Request<{answer}> {{ &self.0 }} }}\n\
                     impl IntoFuture for {name} {{ type Output = Result<{answer}, crate::Error>; type IntoFuture = crate::Sending<{answer}>; \
                     fn into_future(self) -> Self::IntoFuture {{ self.0.send() }} }}"
                ),
                Sharing::Macro => writeln!(out, "crate::runtime::shared!({name}, {answer});"),
                Sharing::Nothing | Sharing::Deref => Ok(()),
            };
        }
    }
    out.replace(
        "use crate::runtime::Request;",
        if sharing == Sharing::Trait { "use crate::runtime::Request;" } else { "" },
    )
}

const TRAIT: &str = r#"
/// What requests share.
pub trait Shared {
    /// What it answers.
    type Answer: FromReply;
    /// The request.
    fn request(&self) -> &Request<Self::Answer>;
    /// As of [`Request`].
    fn with_timeout(&self, of: std::time::Duration) -> Request<Self::Answer> { self.request().with_timeout(of) }
    /// As of [`Request`].
    fn with_deadline(&self, of: std::time::Duration) -> Request<Self::Answer> { self.request().with_deadline(of) }
    /// As of [`Request`].
    fn with_header(&self, name: &str, value: &str) -> Request<Self::Answer> { self.request().with_header(name, value) }
    /// As of [`Request`].
    fn with_query(&self, name: &str, value: &str) -> Request<Self::Answer> { self.request().with_query(name, value) }
    /// As of [`Request`].
    fn with_response(&self) -> Request<Response<Self::Answer>> { self.request().with_response() }
    /// As of [`Request`].
    fn curl(&self) -> Result<String, Error> { self.request().curl() }
    /// As of [`Request`].
    fn send(&self) -> Sending<Self::Answer> { self.request().send() }
}
"#;

const MACRO: &str = r#"
/// Stamps what requests share on one.
macro_rules! shared {
    ($name:ty, $answer:ty) => {
        impl $name {
            /// As of `Request`.
            pub fn with_timeout(&self, of: std::time::Duration) -> $crate::Request<$answer> { self.0.with_timeout(of) }
            /// As of `Request`.
            pub fn with_deadline(&self, of: std::time::Duration) -> $crate::Request<$answer> { self.0.with_deadline(of) }
            /// As of `Request`.
            pub fn with_header(&self, name: &str, value: &str) -> $crate::Request<$answer> { self.0.with_header(name, value) }
            /// As of `Request`.
            pub fn with_query(&self, name: &str, value: &str) -> $crate::Request<$answer> { self.0.with_query(name, value) }
            /// As of `Request`.
            pub fn with_response(&self) -> $crate::Request<$crate::Response<$answer>> { self.0.with_response() }
            /// As of `Request`.
            pub fn curl(&self) -> Result<String, $crate::Error> { self.0.curl() }
            /// As of `Request`.
            pub fn send(&self) -> $crate::Sending<$answer> { self.0.send() }
        }
        impl IntoFuture for $name {
            type Output = Result<$answer, $crate::Error>;
            type IntoFuture = $crate::Sending<$answer>;
            fn into_future(self) -> Self::IntoFuture { self.0.send() }
        }
    };
}
pub(crate) use shared;
"#;
