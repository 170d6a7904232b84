//! Runs the cases: each line of standard input is a call or an example, and each line of standard
//! output is its outcome. Must not judge the outcomes.

use std::collections::VecDeque;
use std::io::{BufRead, Write};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use client::{Error, ErrorKind, Maybe, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::proof::{BuildResult, ProvedType};

/// A call and its response.
#[derive(Deserialize)]
pub struct Case {
    operation: usize,
    parameters: Vec<Parameter>,
    body: Option<Value>,
    pub whole: bool,
    status: u16,
    headers: Vec<(String, String)>,
    response_body: String,
    /// The base URL, if the operation's own server is not absolute.
    base: Option<String>,
    /// The bytes of the response body, if they are not UTF-8.
    #[serde(default)]
    bytes: Option<Vec<u8>>,
    /// The reference that the first request is redirected to.
    #[serde(default)]
    redirect: Option<String>,
    /// The second page.
    #[serde(default)]
    second: Option<Page>,
    #[serde(flatten)]
    marks: crate::proof::Marks,
    /// The example of a body, which is read and written instead of a call.
    example: Option<String>,
}

#[derive(Deserialize)]
struct Page {
    headers: Vec<(String, String)>,
    response_body: String,
}

#[derive(Deserialize)]
struct Parameter {
    location: String,
    name: String,
    value: Value,
}

/// Runs a function on a large stack. Without optimisations, calls of a thousand setters in a row
/// need a stack frame of megabytes.
pub fn on_large_stack(function: fn()) {
    let thread = std::thread::Builder::new().stack_size(1 << 30).spawn(function);
    if let Err(error) = thread.map(|thread| thread.join()) {
        panic!("no thread: {error}");
    }
}

impl Case {
    pub fn is_paged(&self) -> bool {
        self.second.is_some()
    }
    fn value(&self, location: &str, name: &str) -> Option<&Value> {
        let is_named = |parameter: &&Parameter| parameter.location == location && parameter.name == name;
        match location {
            "body" => self.body.as_ref(),
            "member" => self.body.as_ref().and_then(|body| body.get(name)),
            _ => self.parameters.iter().find(is_named).map(|parameter| &parameter.value),
        }
    }
    pub fn required<T: ProvedType>(&self, location: &str, name: &str) -> BuildResult<T> {
        let value = self.value(location, name).ok_or_else(|| format!("the call requires {location} `{name}`, which the case lacks"))?;
        T::build(value).map_err(|error| format!("{location} {name}: {error}"))
    }
    pub fn optional<T: ProvedType>(&self, location: &str, name: &str) -> BuildResult<Option<T>> {
        if self.value(location, name).is_some() { self.required(location, name).map(Some) } else { Ok(None) }
    }
    pub fn nullable<T: ProvedType>(&self, location: &str, name: &str) -> BuildResult<Option<Maybe<T>>> {
        Ok(self.optional::<Option<T>>(location, name)?.map(|value| value.map_or(Maybe::Null, Maybe::Value)))
    }
    /// Checks that the call accepts every parameter of the case.
    pub fn check_parameters(&self, names: &[(&str, &str)]) -> BuildResult<()> {
        let is_unknown = |of: &&Parameter| !names.contains(&(of.location.as_str(), of.name.as_str()));
        match self.parameters.iter().find(is_unknown) {
            Some(parameter) => Err(format!("the call does not accept {} `{}`", parameter.location, parameter.name)),
            None => Ok(()),
        }
    }
    /// Returns `true` if the body has no other properties than these.
    pub fn has_only_properties(&self, names: &[&str]) -> bool {
        let members = self.body.as_ref().and_then(Value::as_object);
        members.is_none_or(|members| members.keys().all(|key| names.contains(&key.as_str())))
    }
}

/// A declared error: its variant, its fields, and the JSON that it serializes to.
pub type Declared = Option<(&'static str, Value, Option<Value>)>;

/// Returns the outcome of a call.
pub fn outcome<T: ProvedType>(
    result: Result<Response<T>, Error>,
    headers: fn(&http::HeaderMap) -> Value,
    declared: fn(&Error) -> Declared,
) -> Value {
    match result {
        Ok(response) => {
            let (status, headers) = (response.status().as_u16(), headers(response.headers()));
            let body = response.into_body();
            json!({"status": status, "read": body.show(), "encoded": body.encode(), "headers": headers})
        }
        Err(error) if error.kind() == ErrorKind::Status => {
            let headers = error.headers().map_or(Value::Null, headers);
            let status = error.status().map(|status| status.as_u16());
            match declared(&error) {
                Some((variant, read, encoded)) => {
                    json!({"status": status, "headers": headers, "variant": variant, "read": read, "encoded": encoded})
                }
                None => {
                    let raw = error.body().map(|body| String::from_utf8_lossy(body).into_owned());
                    json!({"status": status, "headers": headers, "raw": raw})
                }
            }
        }
        Err(error) => json!({"error": error.to_string()}),
    }
}

/// Returns the outcome of a paged call. It asks for more pages than there are.
pub fn pages<T: ProvedType>(pages: impl Iterator<Item = Result<T, Error>>) -> Value {
    let (mut all, mut failed) = (Vec::new(), None);
    for page in pages.take(4) {
        match page {
            Ok(page) => all.push(page.show()),
            Err(error) => failed = Some(error.to_string()),
        }
    }
    json!({"pages": all, "error": failed})
}

/// Reads the declared error of an operation that has none.
pub fn undeclared(_: &Error) -> Declared {
    None
}

type Operation = (fn(&client::Client, &Case) -> BuildResult<Value>, fn(&str) -> BuildResult<Value>);

/// Writes a line of standard output for every line of standard input.
pub fn run(setup: &str, operations: &[Operation]) {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let responses: Responses = Arc::default();
    let setup: Value = serde_json::from_str(setup).expect("a setup");
    let client = build(&setup, None, requests.clone(), responses.clone());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let case: Case = serde_json::from_str(&line).expect("a case");
        crate::proof::set_marks(&case.marks);
        let Some((call, example)) = operations.get(case.operation) else { continue };
        let mut result = match &case.example {
            Some(text) => example(text).map(|value| json!({"round_trip": value})),
            None => {
                let all = redirect(&case).into_iter().chain([response(&case)]).chain(second(&case));
                *responses.lock().unwrap() = all.collect();
                match &case.base {
                    Some(base) => call(&build(&setup, Some(base.as_str()), requests.clone(), responses.clone()), &case),
                    None => call(&client, &case),
                }
            }
        }
        .unwrap_or_else(|error| json!({"fault": error}));
        result["requests"] = Value::Array(std::mem::take(&mut *requests.lock().unwrap()));
        writeln!(out, "{result}").expect("standard output is open");
    }
    out.flush().expect("standard output is open");
}

fn response(case: &Case) -> http::Response<Bytes> {
    let mut response = http::Response::builder().status(case.status);
    for (name, value) in &case.headers {
        response = response.header(name, value);
    }
    let bytes = case.bytes.clone().unwrap_or_else(|| case.response_body.clone().into_bytes());
    response.body(Bytes::from(bytes)).expect("a response")
}

/// Returns the response with the second page.
fn second(case: &Case) -> Option<http::Response<Bytes>> {
    let page = case.second.as_ref()?;
    let response = http::Response::builder().status(case.status);
    let response = page.headers.iter().fold(response, |response, (name, value)| response.header(name, value));
    response.body(Bytes::from(page.response_body.clone())).ok()
}

/// Returns the redirect before the response.
fn redirect(case: &Case) -> Option<http::Response<Bytes>> {
    let location = case.redirect.as_ref()?;
    http::Response::builder().status(302).header("location", location).body(Bytes::new()).ok()
}

/// The responses to the next requests. The last one remains.
type Responses = Arc<Mutex<VecDeque<http::Response<Bytes>>>>;

/// Builds a client. `base` is the base URL for an operation whose own server is not absolute.
fn build(
    setup: &Value,
    base: Option<&str>,
    requests: Arc<Mutex<Vec<Value>>>,
    responses: Responses,
) -> client::Client {
    let transport = client::transport::transport_fn(move |request| {
        let hex: String = request.body().iter().map(|byte| std::format!("{byte:02x}")).collect();
        let headers: Vec<_> =
            request.headers().iter().map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())])).collect();
        requests.lock().unwrap().push(json!({
            "method": request.method().as_str(), "uri": request.uri().to_string(), "headers": headers, "body": hex,
        }));
        let mut waiting = responses.lock().unwrap();
        let last = waiting.len() < 2;
        let response = if last { waiting.front().cloned() } else { waiting.pop_front() };
        response.unwrap_or_default()
    });
    let mut builder = client::Client::builder().retries(0).blocking_transport(transport);
    if let Some(url) = base.or(setup["base_url"].as_str()) {
        builder = builder.base_url(url);
    }
    // CREDENTIALS
    builder.build().expect("a client")
}
