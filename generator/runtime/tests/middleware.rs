//! Middleware: its order, called for each attempt, async and blocking. Rate limit and spans run on
//! a simulated clock.

mod api;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::{API, Act, BASE, Network, builder, request, response};
use bytes::Bytes;
use clientwright_runtime::call::{Api, Operation};
use clientwright_runtime::transport::{
    Attempt, BlockingTransport, BlockingTransportResponse, BoxFuture, Chunks, Fault, FaultKind, Middleware, RateLimit,
    Tracing, Transport, TransportResponse,
};
use clientwright_runtime::{ClientBuilder, Error, ErrorKind};
use tracing::span::{Attributes, Id, Record};

static GET: Operation = BASE;

fn ok() -> Act {
    Act::Response(response(200, "true"), 10)
}

/// Makes the same call async and blocking, each over its own network.
fn both(
    acts: impl Fn() -> Vec<Act>,
    set: impl Fn(ClientBuilder) -> ClientBuilder,
) -> [(Result<bool, Error>, Network); 2] {
    let (blocking_network, async_network) = (Network::new(acts()), Network::new(acts()));
    let client = set(builder()).blocking_transport(blocking_network.clone()).build().unwrap();
    let blocking = request::<bool>(&client, &GET, |_| {}).send_blocking();
    let client = set(builder()).transport(async_network.clone()).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let asynchronous = runtime.block_on(request::<bool>(&client, &GET, |_| {}).send());
    [(blocking, blocking_network), (asynchronous, async_network)]
}

/// A middleware that records what it sees, and signs requests.
#[derive(Clone)]
struct Signs(&'static str, Arc<Mutex<Vec<String>>>);

impl Middleware for Signs {
    fn before_send(&self, attempt: &mut Attempt) -> Result<(), Fault> {
        let line = format!("{} before {} {}", self.0, attempt.operation.name, attempt.number);
        self.1.lock().unwrap().push(line);
        attempt.request.headers_mut().append("x-signed", http::HeaderValue::from_static(self.0));
        Ok(())
    }
    fn after_send(&self, outcome: Result<&mut http::response::Parts, &Fault>) {
        let status = outcome.map(|head| head.status.as_u16()).map_err(|fault| fault.kind);
        self.1.lock().unwrap().push(format!("{} after {status:?}", self.0));
    }
}

#[test]
fn each_attempt_goes_through_all_in_order() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let acts = || vec![Act::Fail(FaultKind::Connect, 1), ok()];
    for (outcome, network) in
        both(acts, |builder| builder.middleware(Signs("a", seen.clone())).middleware(Signs("b", seen.clone())))
    {
        assert!(outcome.unwrap());
        let sent = network.sent();
        let signed: Vec<&str> =
            sent[1].headers().get_all("x-signed").iter().map(|value| value.to_str().unwrap()).collect();
        assert_eq!(signed, ["a", "b"]);
    }
    let seen = seen.lock().unwrap();
    let single = [
        "a before things.get 1",
        "b before things.get 1",
        "b after Err(Connect)",
        "a after Err(Connect)",
        "a before things.get 2",
        "b before things.get 2",
        "b after Ok(200)",
        "a after Ok(200)",
    ];
    assert_eq!(*seen, [single, single].concat());
}

/// A middleware that responds itself.
struct Cache;

struct Whole(Option<Bytes>);

impl Chunks for Whole {
    fn poll_chunk(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<Option<Bytes>, Fault>> {
        std::task::Poll::Ready(Ok(self.0.take()))
    }
}

impl clientwright_runtime::transport::BlockingChunks for Whole {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        Ok(self.0.take())
    }
}

impl Middleware for Cache {
    fn handle(
        self: Arc<Self>,
        _: Attempt,
        _: Arc<dyn Transport>,
    ) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        let body: Box<dyn Chunks> = Box::new(Whole(Some("true".into())));
        Box::pin(std::future::ready(Ok(http::Response::new(body))))
    }
    fn handle_blocking(&self, _: Attempt, _: &dyn BlockingTransport) -> Result<BlockingTransportResponse, Fault> {
        Ok(http::Response::new(Box::new(Whole(Some("true".into())))))
    }
}

/// A middleware that refuses every attempt.
struct Closed;

impl Middleware for Closed {
    fn before_send(&self, _: &mut Attempt) -> Result<(), Fault> {
        Err(Fault { kind: FaultKind::Refused, source: "closed for today".into() })
    }
}

#[test]
fn one_may_response_or_refuse_instead() {
    for (outcome, network) in both(Vec::new, |builder| builder.middleware(Cache)) {
        assert!(outcome.unwrap() && network.sent().is_empty());
    }
    for (outcome, _) in both(Vec::new, |builder| builder.middleware(Closed)) {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert_eq!(error.to_string(), "things.get: the request was not sent: closed for today");
    }
}

#[test]
fn a_limit_of_the_rate_lets_the_first_go_at_once_and_spreads_the_rest() {
    let limited = |builder: ClientBuilder| builder.middleware(RateLimit::new(2, Duration::from_secs(10)));
    let network = Network::new((0..5).map(|_| Act::Response(response(200, "true"), 0)));
    let client = limited(builder()).blocking_transport(network.clone()).build().unwrap();
    for _ in 0..4 {
        assert!(request::<bool>(&client, &GET, |_| {}).send_blocking().unwrap());
    }
    assert_eq!(network.waits(), [Duration::from_secs(5), Duration::from_secs(5)]);
    // An attempt whose delay exceeds its timeout fails at once, and reserves nothing.
    let hasty = request::<bool>(&client, &GET, |_| {}).with_timeout(Duration::from_secs(2)).with_retries(0);
    let error = hasty.send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("rate limit"));
    assert!(request::<bool>(&client, &GET, |_| {}).send_blocking().unwrap());
    assert_eq!((network.waits().len(), network.clock()), (3, Duration::from_secs(15)));
    for (outcome, _) in both(|| vec![ok()], limited) {
        assert!(outcome.unwrap());
    }
}

/// A subscriber that records the fields of all spans.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<Fields>>>);

type Fields = Vec<(String, String)>;

struct Visit<'a>(&'a mut Fields);

impl tracing::field::Visit for Visit<'_> {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        self.0.push((field.name().to_owned(), format!("{value:?}").trim_matches('"').to_owned()));
    }
}

impl tracing::Subscriber for Spans {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().starts_with("clientwright_runtime")
    }
    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut spans = self.0.lock().unwrap();
        let mut fields = Vec::new();
        attributes.record(&mut Visit(&mut fields));
        spans.push(fields);
        Id::from_u64(spans.len() as u64)
    }
    fn record(&self, span: &Id, values: &Record<'_>) {
        values.record(&mut Visit(&mut self.0.lock().unwrap()[span.into_u64() as usize - 1]));
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &tracing::Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn a_span_says_what_the_conventions_say_and_no_secret() {
    static SECURE: Operation = Operation { security: &[&[0, 3]], ..BASE };
    static OF: &Api = &API;
    let spans = Spans::default();
    tracing::subscriber::with_default(spans.clone(), || {
        let tracing = Tracing::new().propagate(|headers| {
            headers.insert("traceparent", http::HeaderValue::from_static("00-1-2-01"));
        });
        let network = Network::new([Act::Response(response(503, "{}"), 1), ok()]);
        let client = ClientBuilder::new(OF)
            .basic("me", "pass-word")
            .credential("query", "k&y")
            .middleware(tracing)
            .blocking_transport(network.clone())
            .build()
            .unwrap();
        assert!(request::<bool>(&client, &SECURE, |_| {}).with_query("a", "b").send_blocking().unwrap());
        assert!(network.sent().iter().all(|request| request.headers()["traceparent"] == "00-1-2-01"));
    });
    let spans = spans.0.lock().unwrap();
    let field = |index: usize, name: &str| {
        spans[index].iter().find(|(of, _)| of == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    assert_eq!(spans.len(), 2);
    assert_eq!(field(0, "otel.name"), "GET /things");
    assert_eq!(field(0, "otel.kind"), "client");
    assert_eq!(field(0, "http.request.method"), "GET");
    assert_eq!((field(0, "server.address"), field(0, "server.port")), ("api.test", "443"));
    assert_eq!(field(0, "url.full"), "https://api.test/v1/things?a=b&key=REDACTED");
    assert_eq!((field(0, "http.response.status_code"), field(0, "error.type")), ("503", "503"));
    assert_eq!((field(0, "otel.status_code"), field(0, "http.request.resend_count")), ("ERROR", ""));
    assert_eq!((field(1, "http.response.status_code"), field(1, "http.request.resend_count")), ("200", "1"));
    let all = format!("{spans:?}");
    assert!(!all.contains("pass-word") && !all.contains("k%26y") && !all.contains("Basic"), "{all}");
}

#[test]
fn a_span_says_why_there_is_no_response() {
    let spans = Spans::default();
    tracing::subscriber::with_default(spans.clone(), || {
        let acts = || vec![Act::Fail(FaultKind::Untrusted, 1)];
        assert!(both(acts, |builder| builder.middleware(Tracing::new())).iter().all(|(outcome, _)| outcome.is_err()));
    });
    let spans = spans.0.lock().unwrap();
    let untrusted = ("error.type".to_owned(), "untrusted".to_owned());
    assert!(spans.len() == 2 && spans.iter().all(|fields| fields.contains(&untrusted)), "{spans:?}");
}
