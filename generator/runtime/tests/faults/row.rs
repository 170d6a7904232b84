//! A row of the matrix: what a server does, and the expected outcome, async and blocking.

use std::sync::mpsc;
use std::time::Duration;

use clientwright_runtime::call::Operation;
use clientwright_runtime::{Client, ClientBuilder, Error, ErrorKind, Request, Response};
use serde_json::Value;

use crate::api;
use crate::secrets::{self, chain, debug};
use crate::server::{Script, Server};
use crate::tls::{self, Shows};

/// After this time, a call counts as hanging.
pub(crate) const HANGS: Duration = Duration::from_secs(10);
/// The timeout of an attempt, for rows that do not test timeouts.
const LONG: Duration = Duration::from_secs(4);

/// A row of the matrix.
pub(crate) struct Row {
    name: &'static str,
    place: Place,
    set: fn(ClientBuilder) -> ClientBuilder,
    operation: &'static Operation,
    large: bool,
    expected: Expected,
    attempts: u32,
}

/// The server of a call.
pub(crate) enum Place {
    /// A server that does this.
    Plain(Script),
    /// A server that does this over TLS, with this certificate.
    Tls(Shows, Script),
    /// A server that does this without TLS, although the URL is `https`.
    NoTls(Script),
    /// A server with this base URL, and the sockets that must stay open.
    At(fn() -> (String, Vec<socket2::Socket>)),
}

impl Row {
    /// A GET with a single attempt.
    pub(crate) fn new(name: &'static str, place: Place, expected: Expected) -> Row {
        let operation = &secrets::GET;
        Row { name, place, set: |builder| builder, operation, large: false, expected, attempts: 1 }
    }

    /// Makes it a POST, which must not be sent twice.
    pub(crate) fn post(self) -> Row {
        self.operation(&secrets::POST)
    }

    /// Sets the operation.
    pub(crate) fn operation(self, operation: &'static Operation) -> Row {
        Row { operation, ..self }
    }

    /// Makes it a POST of 8 MB.
    pub(crate) fn large(self) -> Row {
        Row { large: true, ..self.post() }
    }

    /// Allows one retry.
    pub(crate) fn again(self) -> Row {
        Row { attempts: 2, ..self }
    }

    /// Changes the settings of the client.
    pub(crate) fn with(self, set: fn(ClientBuilder) -> ClientBuilder) -> Row {
        Row { set, ..self }
    }

    /// Returns the client for the server, and everything that must outlive it.
    fn client(&self) -> (Client, Vec<socket2::Socket>) {
        let builder = secrets::plant(api::builder()).retries(1).timeout(LONG).connect_timeout(LONG);
        let (builder, held) = match &self.place {
            Place::Plain(script) => {
                (builder.base_url(format!("http://{}", Server::plain(script.clone()).address)), Vec::new())
            }
            Place::Tls(shows, script) => {
                let (server, root) = tls::server(*shows, script.clone());
                let base = format!("https://localhost:{}", server.address.port());
                (builder.base_url(base).root_certificate(&root), Vec::new())
            }
            Place::NoTls(script) => {
                let port = Server::plain(script.clone()).address.port();
                (builder.base_url(format!("https://localhost:{port}")), Vec::new())
            }
            Place::At(make) => {
                let (base, held) = make();
                (builder.base_url(base), held)
            }
        };
        ((self.set)(builder).build().unwrap(), held)
    }
}

/// The outcome of a call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Expected {
    /// A response, as JSON.
    TransportResponse(&'static str),
    /// An error of this kind whose message contains these words.
    Fails(ErrorKind, &'static [&'static str]),
}

type Outcome = Result<Response<Value>, Error>;
type Send = fn(&Request<Response<Value>>) -> Outcome;

/// Runs a row async and blocking. Returns what was wrong, and the differences between the two.
pub(crate) fn run(row: &Row) -> Vec<String> {
    std::thread::scope(|scope| {
        let asynchronous = scope.spawn(|| run_one(row, "async", row.expected, asynchronously));
        let (blocking_outcome, mut wrong) = run_one(row, "blocking", row.expected, blocking);
        let (asynchronous, more) = asynchronous.join().unwrap();
        wrong.extend(more);
        if asynchronous != blocking_outcome {
            wrong.push(format!("{}: async {asynchronous}, blocking {blocking_outcome}", row.name));
        }
        wrong
    })
}

/// Returns the parts of an outcome that must be equal async and blocking, and the mistakes.
fn run_one(row: &Row, way: &str, expected: Expected, send: Send) -> (String, Vec<String>) {
    let mut wrong = Vec::new();
    let (client, held) = row.client();
    let request = request_of(&client, row.operation, row.large);
    let mut printed = debug(&client);
    if !row.large {
        printed += &(debug(&request) + &request.curl().unwrap());
    }
    let (done, outcome) = mpsc::channel();
    std::thread::spawn(move || done.send(send(&request)));
    let found = match outcome.recv_timeout(HANGS) {
        Ok(outcome) => {
            wrong.extend(differs(expected, row.attempts, &outcome).map(|what| format!("{}, {way}: {what}", row.name)));
            printed += &outcome.as_ref().map_or_else(secrets::printed, debug);
            alike(&outcome)
        }
        Err(mpsc::RecvTimeoutError::Timeout) => "it hangs".to_owned(),
        Err(mpsc::RecvTimeoutError::Disconnected) => "it panics".to_owned(),
    };
    if found.starts_with("it ") {
        wrong.push(format!("{}, {way}: {found}", row.name));
    }
    let leaked = secrets::found(&printed);
    if !leaked.is_empty() {
        wrong.push(format!("{}, {way}: {leaked:?} is in\n{printed}", row.name));
    }
    drop(held);
    (found, wrong)
}

/// Returns kind, status and attempts of an outcome, and what an error keeps of a response.
fn alike(outcome: &Outcome) -> String {
    match outcome {
        Ok(response) => format!("{} {:?} {}", response.status(), response.headers(), **response),
        Err(error) => {
            let kept = (error.status(), error.headers().map(http::HeaderMap::len), error.body());
            format!("{:?} {kept:?}, {} attempts", error.kind(), error.attempts())
        }
    }
}

/// Sends the call of a row, or another one of the same client.
pub(crate) fn request(client: &Client, post: bool, large: bool) -> Request<Response<Value>> {
    request_of(client, if post { &secrets::POST } else { &secrets::GET }, large)
}

fn request_of(client: &Client, operation: &'static Operation, large: bool) -> Request<Response<Value>> {
    let request = api::request::<Value>(client, operation, |call| {
        if large {
            call.set_body(&"a".repeat(1 << 23));
        } else if operation.body.is_some() {
            call.set_body(&7_i64);
        }
    });
    request.with_response()
}

pub(crate) fn asynchronously(request: &Request<Response<Value>>) -> Outcome {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(request.send())
}

pub(crate) fn blocking(request: &Request<Response<Value>>) -> Outcome {
    request.send_blocking()
}

/// Returns the differences from the expected outcome.
fn differs(expected: Expected, attempts: u32, outcome: &Outcome) -> Option<String> {
    match (expected, outcome) {
        (Expected::TransportResponse(expected), Ok(response)) => {
            let response = (**response).to_string();
            (response != expected).then(|| format!("{response} in place of {expected}"))
        }
        (Expected::TransportResponse(expected), Err(error)) => {
            Some(format!("{:?} in place of {expected}: {}", error.kind(), chain(error)))
        }
        (Expected::Fails(kind, _), Ok(response)) => Some(format!("{} in place of {kind:?}", **response)),
        (Expected::Fails(kind, words), Err(error)) => {
            let text = error.to_string();
            let as_said = error.kind() == kind
                && words.iter().all(|word| text.contains(word))
                && error.attempts() == attempts
                && error.operation() == Some("things.get");
            (!as_said).then(|| {
                let found = (error.kind(), error.attempts());
                format!("{found:?} in place of {kind:?}, {words:?}, {} attempts: {}", attempts, chain(error))
            })
        }
    }
}
