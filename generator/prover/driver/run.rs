//! The loop over the cases: each line of standard input is a call or an example, and is answered with a line of what came of it.

use std::collections::VecDeque;
use std::io::{BufRead, Write};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use client::{Error, ErrorKind, Maybe, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::proof::{Built, Proved};

/// A call and what is answered.
#[derive(Deserialize)]
pub struct Case {
    operation: usize,
    given: Vec<Given>,
    body: Option<Value>,
    pub whole: bool,
    status: u16,
    headers: Vec<(String, String)>,
    answer: String,
    /// A base URL, where the operation's own server is no address.
    base: Option<String>,
    /// The bytes that are answered, where they are no UTF-8.
    #[serde(default)]
    bytes: Option<Vec<u8>>,
    /// What the first request is redirected to.
    #[serde(default)]
    location: Option<String>,
    /// The second page.
    #[serde(default)]
    second: Option<Page>,
    #[serde(flatten)]
    marks: crate::proof::Marks,
    /// Instead of a call: an example of a body, to be read and written.
    example: Option<String>,
}

#[derive(Deserialize)]
struct Page {
    headers: Vec<(String, String)>,
    answer: String,
}

#[derive(Deserialize)]
struct Given {
    place: String,
    name: String,
    value: Value,
}

/// Calls of setters in a row have a frame of megabytes where a type has a thousand members and nothing is optimised.
pub fn with_room(all: fn()) {
    let thread = std::thread::Builder::new().stack_size(1 << 30).spawn(all);
    if let Err(why) = thread.map(|thread| thread.join()) {
        panic!("no thread: {why}");
    }
}

impl Case {
    pub fn is_paged(&self) -> bool {
        self.second.is_some()
    }
    fn value(&self, place: &str, name: &str) -> Option<&Value> {
        match place {
            "body" => self.body.as_ref(),
            "member" => self.body.as_ref().and_then(|body| body.get(name)),
            place => self.given.iter().find(|of| of.place == place && of.name == name).map(|of| &of.value),
        }
    }
    pub fn need<T: Proved>(&self, place: &str, name: &str) -> Built<T> {
        let value = self.value(place, name).ok_or_else(|| format!("the call needs {place} `{name}`, which the case lacks"))?;
        T::build(value).map_err(|why| format!("{place} {name}: {why}"))
    }
    pub fn may<T: Proved>(&self, place: &str, name: &str) -> Built<Option<T>> {
        if self.value(place, name).is_some() { self.need(place, name).map(Some) } else { Ok(None) }
    }
    pub fn maybe<T: Proved>(&self, place: &str, name: &str) -> Built<Option<Maybe<T>>> {
        Ok(self.may::<Option<T>>(place, name)?.map(|of| of.map_or(Maybe::Null, Maybe::Value)))
    }
    /// Every parameter and member must be one that the call was given.
    pub fn known(&self, names: &[(&str, &str)]) -> Built<()> {
        match self.given.iter().find(|of| !names.contains(&(&*of.place, &*of.name))) {
            Some(of) => Err(format!("the call knows no {} `{}`", of.place, of.name)),
            None => Ok(()),
        }
    }
    /// Likewise the members of a body that is given by its members.
    pub fn all_members(&self, names: &[&str]) -> bool {
        let members = self.body.as_ref().and_then(Value::as_object);
        members.is_none_or(|of| of.keys().all(|key| names.contains(&key.as_str())))
    }
}

/// What a declared error holds: its variant, what it shows, what it is written as.
pub type Declared = Option<(&'static str, Value, Option<Value>)>;

/// What was answered, as the client hands it out: a success, or a declared error by its variant.
pub fn told<T: Proved>(
    answer: Result<Response<T>, Error>,
    headers: fn(&http::HeaderMap) -> Value,
    declared: fn(&Error) -> Declared,
) -> Value {
    match answer {
        Ok(response) => {
            let (status, headers) = (response.status().as_u16(), headers(response.headers()));
            let body = response.into_body();
            json!({"status": status, "read": body.show(), "encoded": body.encode(), "headers": headers})
        }
        Err(error) if error.kind() == ErrorKind::Status => {
            let headers = error.headers().map_or(Value::Null, headers);
            let status = error.status().map(|of| of.as_u16());
            match declared(&error) {
                Some((variant, read, encoded)) => {
                    json!({"status": status, "headers": headers, "variant": variant, "read": read, "encoded": encoded})
                }
                None => {
                    let raw = error.body().map(|of| String::from_utf8_lossy(of).into_owned());
                    json!({"status": status, "headers": headers, "raw": raw})
                }
            }
        }
        Err(error) => json!({"error": error.to_string()}),
    }
}

/// All pages, as the client hands them out; some more than there are.
pub fn pages<T: Proved>(pages: impl Iterator<Item = Result<T, Error>>) -> Value {
    let (mut all, mut failed) = (Vec::new(), None);
    for page in pages.take(4) {
        match page {
            Ok(page) => all.push(page.show()),
            Err(error) => failed = Some(error.to_string()),
        }
    }
    json!({"pages": all, "error": failed})
}

pub fn none(_: &Error) -> Declared {
    None
}

type Operation = (fn(&client::Client, &Case) -> Built<Value>, fn(&str) -> Built<Value>);

/// Answers every line of standard input with one on standard output.
pub fn run(setup: &str, operations: &[Operation]) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let next: Next = Arc::default();
    let setup: Value = serde_json::from_str(setup).expect("a setup");
    let client = build(&setup, None, asked.clone(), next.clone());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let case: Case = serde_json::from_str(&line).expect("a case");
        crate::proof::mark(&case.marks);
        let Some((call, example)) = operations.get(case.operation) else { continue };
        let mut result = match &case.example {
            Some(text) => example(text).map(|again| json!({"again": again})),
            None => {
                *next.lock().unwrap() = redirect(&case).into_iter().chain([answer(&case)]).chain(second(&case)).collect();
                match &case.base {
                    Some(base) => call(&build(&setup, Some(base.as_str()), asked.clone(), next.clone()), &case),
                    None => call(&client, &case),
                }
            }
        }
        .unwrap_or_else(|why| json!({"fault": why}));
        result["requests"] = Value::Array(std::mem::take(&mut *asked.lock().unwrap()));
        writeln!(out, "{result}").expect("somebody reads");
    }
    out.flush().expect("somebody reads");
}

fn answer(case: &Case) -> http::Response<Bytes> {
    let mut response = http::Response::builder().status(case.status);
    for (name, value) in &case.headers {
        response = response.header(name, value);
    }
    let bytes = case.bytes.clone().unwrap_or_else(|| case.answer.clone().into_bytes());
    response.body(Bytes::from(bytes)).expect("an answer")
}

/// The response to the request of the second page.
fn second(case: &Case) -> Option<http::Response<Bytes>> {
    let page = case.second.as_ref()?;
    let response = http::Response::builder().status(case.status);
    let response = page.headers.iter().fold(response, |response, (name, value)| response.header(name, value));
    response.body(Bytes::from(page.answer.clone())).ok()
}

/// What comes before the answer.
fn redirect(case: &Case) -> Option<http::Response<Bytes>> {
    let location = case.location.as_ref()?;
    http::Response::builder().status(302).header("location", location).body(Bytes::new()).ok()
}

/// The answers that wait; the last one stays.
type Next = Arc<Mutex<VecDeque<http::Response<Bytes>>>>;

/// A client; `base` is a base URL for an operation whose own server is no address.
fn build(
    setup: &Value,
    base: Option<&str>,
    asked: Arc<Mutex<Vec<Value>>>,
    next: Next,
) -> client::Client {
    let transport = client::transport::transport_fn(move |request| {
        let hex: String = request.body().iter().map(|byte| std::format!("{byte:02x}")).collect();
        let headers: Vec<_> =
            request.headers().iter().map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())])).collect();
        asked.lock().unwrap().push(json!({
            "method": request.method().as_str(), "uri": request.uri().to_string(), "headers": headers, "body": hex,
        }));
        let mut waiting = next.lock().unwrap();
        let last = waiting.len() < 2;
        let answer = if last { waiting.front().cloned() } else { waiting.pop_front() };
        answer.unwrap_or_default()
    });
    let mut builder = client::Client::builder().retries(0).blocking_transport(transport);
    if let Some(url) = base.or(setup["base_url"].as_str()) {
        builder = builder.base_url(url);
    }
    // CREDENTIALS
    builder.build().expect("a client")
}
