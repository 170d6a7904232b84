//! A small API, written by hand, and clients whose transport calls a function and keeps the
//! requests.
// Each test file uses some of it.
#![allow(dead_code, unreachable_pub, missing_docs)]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use clientwright_runtime::call::{
    Api, BodyKind, Call, DeclaredResponse, Location, Operation, Parameter, RequestBody, ResponseContent, Scheme,
    SchemeKind, Server, Status, Style,
};
use clientwright_runtime::transport::{
    Attempt, BlockingChunks, BlockingTransport, BlockingTransportResponse, BoxFuture, Chunks, Fault, FaultKind, Now,
    PayloadReader, Transport, TransportResponse as Responded, transport_fn,
};
use clientwright_runtime::{Client, ClientBuilder, FromResponse, Request};

const fn scheme(name: &'static str, kind: SchemeKind, variables: &'static [&'static str]) -> Scheme {
    Scheme { name, kind, variables, oauth2: None, expired: &[] }
}

pub const API: Api = Api {
    user_agent: "test/1.0",
    servers: &[Server { url: "https://api.test/v1", description: "", variables: &[] }],
    server_variables: &[],
    base_url_variable: Some("T_URL"),
    schemes: &[
        scheme("basic", SchemeKind::Basic, &["T_KEY", "T_SECRET"]),
        scheme("bearer", SchemeKind::Bearer, &["T_TOKEN"]),
        scheme("header", SchemeKind::HeaderKey("x-key"), &[]),
        scheme("query", SchemeKind::QueryKey("key"), &[]),
        scheme("cookie", SchemeKind::CookieKey("session"), &[]),
    ],
    needs_credentials: true,
    error_messages: &["/error/message", "/message"],
};

pub const BASE: Operation = Operation {
    name: "things.get",
    method: "GET",
    path: "/things",
    servers: &[],
    parameters: &[],
    body: None,
    responses: &[DeclaredResponse {
        status: Status::Code(200),
        content: ResponseContent::Json,
        media_type: "application/json",
        variant: None,
    }],
    errors: None,
    idempotency_key: None,
    security: &[],
};

pub const BODY: RequestBody = RequestBody {
    media_type: "application/json",
    kind: BodyKind::Json,
    encodings: &[],
    required: true,
    properties: None,
};

/// Returns an operation as a static.
pub fn operation(operation: Operation) -> &'static Operation {
    Box::leak(Box::new(operation))
}

/// Returns an operation with one parameter.
pub fn with_parameter(path: &'static str, location: Location, style: Style, explode: bool) -> &'static Operation {
    let parameter = Parameter { name: "color", location, style, explode, reserved: false, required: false };
    operation(Operation { path, parameters: Box::leak(Box::new([parameter])), ..BASE })
}

pub fn builder() -> ClientBuilder {
    ClientBuilder::new(&API)
}

pub type Seen = Arc<Mutex<Vec<http::Request<Bytes>>>>;

/// Returns a client that receives `responses` in turn. The last one is repeated for further
/// requests.
pub fn responding(builder: ClientBuilder, responses: Vec<http::Response<&'static str>>) -> (Client, Seen) {
    let seen = Seen::default();
    let sent = seen.clone();
    let transport = transport_fn(move |request| {
        let mut sent = sent.lock().unwrap();
        let response = responses.get(sent.len()).or(responses.last()).unwrap().clone();
        sent.push(request);
        response.map(Bytes::from)
    });
    (builder.blocking_transport(transport).build().unwrap(), seen)
}

pub fn response(status: u16, body: &'static str) -> http::Response<&'static str> {
    http::Response::builder().status(status).header("content-type", "application/json").body(body).unwrap()
}

/// Returns a request of `operation`, whose arguments are set by `record`.
pub fn request<T: FromResponse>(
    client: &Client,
    operation: &'static Operation,
    record: impl FnOnce(&mut Call),
) -> Request<T> {
    let mut call = operation.call();
    record(&mut call);
    Request::new(client, call)
}

/// Returns the URL of a call without options.
pub fn address(builder: ClientBuilder, operation: &'static Operation, record: impl FnOnce(&mut Call)) -> String {
    let (client, seen) = responding(builder, vec![response(200, "{}")]);
    request::<serde_json::Value>(&client, operation, record).send_blocking().unwrap();
    let seen = seen.lock().unwrap();
    seen[0].uri().to_string()
}

/// The reaction of a server to a request.
pub enum Act {
    /// Responds after this number of milliseconds.
    Response(http::Response<&'static str>, u64),
    /// Fails after this number of milliseconds.
    Fail(FaultKind, u64),
}

/// A network that follows a script, on a simulated clock, so that no test really waits.
#[derive(Clone, Default)]
pub struct Network(Arc<Mutex<Scene>>);

#[derive(Default)]
struct Scene {
    acts: VecDeque<Act>,
    clock: Duration,
    waits: Vec<Duration>,
    sent: Vec<http::Request<Bytes>>,
    /// The number of seconds that the date jumps with each request, while the clock does not.
    jump: i64,
}

/// The date at the start of a [`Network`]'s clock.
pub fn start_date() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

impl Network {
    pub fn new(acts: impl IntoIterator<Item = Act>) -> Network {
        let network = Network::default();
        network.0.lock().unwrap().acts = acts.into_iter().collect();
        network
    }
    /// Advances the date by this number of seconds with each request.
    pub fn jumping(acts: impl IntoIterator<Item = Act>, jump: i64) -> Network {
        let network = Network::new(acts);
        network.0.lock().unwrap().jump = jump;
        network
    }
    pub fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().waits.clone()
    }
    pub fn sent(&self) -> Vec<http::Request<Bytes>> {
        self.0.lock().unwrap().sent.clone()
    }
    pub fn clock(&self) -> Duration {
        self.0.lock().unwrap().clock
    }
    fn act(&self, attempt: Attempt) -> Result<http::Response<Bytes>, Fault> {
        let limits = attempt.timeouts;
        let (head, payload) = attempt.request.into_parts();
        let mut body = Vec::new();
        let mut outgoing = PayloadReader::new(payload);
        while let Some(chunk) = BlockingChunks::next(&mut outgoing)? {
            body.extend_from_slice(&chunk);
        }
        let mut scene = self.0.lock().unwrap();
        scene.sent.push(http::Request::from_parts(head, body.into()));
        let act = scene.acts.pop_front().expect("the script has no act for this request");
        let (outcome, took) = match act {
            Act::Response(response, took) => (Ok(response.map(Bytes::from)), took),
            Act::Fail(kind, took) => (Err(kind), took),
        };
        let took = Duration::from_millis(took);
        let outcome = if took > limits.total { Err(FaultKind::Timeout) } else { outcome };
        scene.clock += took.min(limits.total);
        outcome.map_err(|kind| Fault { kind, source: "as the script says".into() })
    }
    fn pass(&self, time: Duration) {
        let mut scene = self.0.lock().unwrap();
        scene.clock += time;
        scene.waits.push(time);
    }
    fn moment(&self) -> Now {
        let scene = self.0.lock().unwrap();
        let jumped = scene.jump.saturating_mul(scene.sent.len() as i64);
        let by = Duration::from_secs(jumped.unsigned_abs());
        let date = start_date() + scene.clock;
        let date = if jumped < 0 { date.checked_sub(by) } else { date.checked_add(by) };
        Now { clock: scene.clock, date, random: 0 }
    }
}

/// A body in pieces. At `BREAK`, the connection is lost.
struct Pieces(VecDeque<Bytes>);

/// Replaces a piece of a body. The connection is lost here.
pub const BREAK: &str = "\u{0}BREAK";
/// The separator of two pieces of a body.
pub const CUT: &str = "\u{0}CUT\u{0}";

impl Pieces {
    fn split(body: &Bytes) -> Pieces {
        let text = std::str::from_utf8(body).unwrap();
        Pieces(text.split(CUT).map(|piece| Bytes::copy_from_slice(piece.as_bytes())).collect())
    }
    fn piece(&mut self) -> Result<Option<Bytes>, Fault> {
        let piece = self.0.pop_front();
        if piece.as_deref() == Some(BREAK.as_bytes()) {
            return Err(Fault { kind: FaultKind::Interrupted, source: "as the script says".into() });
        }
        Ok(piece)
    }
}

impl BlockingChunks for Pieces {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        self.piece()
    }
}

impl Chunks for Pieces {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        Poll::Ready(self.piece())
    }
}

impl BlockingTransport for Network {
    fn send(&self, attempt: Attempt) -> Result<BlockingTransportResponse, Fault> {
        self.act(attempt).map(|response| response.map(|body| Box::new(Pieces::split(&body)) as Box<dyn BlockingChunks>))
    }
    fn now(&self) -> Now {
        self.moment()
    }
    fn sleep(&self, time: Duration) {
        self.pass(time);
    }
}

impl Transport for Network {
    fn send(&self, attempt: Attempt) -> BoxFuture<'static, Result<Responded, Fault>> {
        let response = self.act(attempt).map(|of| of.map(|body| Box::new(Pieces::split(&body)) as Box<dyn Chunks>));
        Box::pin(async move { response })
    }
    fn now(&self) -> Now {
        self.moment()
    }
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.pass(time);
        Box::pin(std::future::ready(()))
    }
}
