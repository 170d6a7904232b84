//! Requests as values: they can be shared and cloned, have timeouts, and print no secrets.

mod api;

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use api::{BASE, BODY, builder, operation, request, responding, response};
use bytes::Bytes;
use clientwright_runtime::call::{Call, Location, Operation, Parameter, RequestBody, Style};
use clientwright_runtime::transport::{
    Attempt, BlockingChunks, BlockingTransport, BlockingTransportResponse, Fault, FaultKind, Now, Timeouts,
};
use clientwright_runtime::{Client, ClientBuilder, ErrorKind, Request, Response, ResponseFuture, Secret};

#[test]
fn requests_and_futures_travel_between_threads() {
    fn travels<T: Send + Sync + Clone + 'static>() {}
    fn is_sent<T: Send + Future + 'static>() {}
    fn waits<T: IntoFuture<IntoFuture = ResponseFuture<bool>>>() {}
    travels::<Client>();
    travels::<Request<bool>>();
    travels::<Request<Response<Vec<String>>>>();
    is_sent::<ResponseFuture<bool>>();
    is_sent::<ResponseFuture<Response<bool>>>();
    waits::<Request<bool>>();
    fn is_send<T: Send>() {}
    is_send::<ClientBuilder>();
}

/// A transport on a simulated clock that enforces the timeouts, takes `takes` for each attempt, and
/// redirects once.
struct Slow {
    takes: Duration,
    now: Mutex<Duration>,
    limits: Arc<Mutex<Vec<Timeouts>>>,
}

struct Nothing;

impl BlockingChunks for Nothing {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        Ok(None)
    }
}

impl BlockingTransport for Slow {
    fn send(&self, attempt: Attempt) -> Result<BlockingTransportResponse, Fault> {
        let limits = attempt.timeouts;
        self.limits.lock().unwrap().push(limits);
        if limits.total < self.takes {
            return Err(Fault { kind: FaultKind::Timeout, source: "late".into() });
        }
        *self.now.lock().unwrap() += self.takes;
        let response = http::Response::builder().status(302).header("location", "/again");
        Ok(response.body(Box::new(Nothing) as Box<dyn BlockingChunks>).unwrap())
    }
    fn now(&self) -> Now {
        Now { clock: *self.now.lock().unwrap(), date: None, random: 0 }
    }
}

fn limits(
    set: impl Fn(ClientBuilder) -> ClientBuilder,
    with: impl Fn(Request<bool>) -> Request<bool>,
) -> (String, Vec<Timeouts>) {
    let kept = Arc::default();
    let slow = Slow { takes: Duration::from_secs(3), now: Mutex::default(), limits: Arc::clone(&kept) };
    let client = set(builder()).retries(0).blocking_transport(slow).build().unwrap();
    let error = with(request::<bool>(&client, operation(BASE), |_| {})).send_blocking().unwrap_err();
    let kept = kept.lock().unwrap().clone();
    (format!("{:?}: {error}", error.kind()), kept)
}

fn seconds(limits: &[Timeouts]) -> Vec<(u64, u64)> {
    limits.iter().map(|limits| (limits.connect.as_secs(), limits.total.as_secs())).collect()
}

#[test]
fn a_attempt_has_its_own_limits() {
    let (_, unset) = limits(|builder| builder, |request| request);
    assert_eq!(seconds(&unset)[0], (5, 60));
    let (_, set) =
        limits(|builder| builder.timeout(Duration::from_secs(9)).connect_timeout(Duration::from_secs(2)), |r| r);
    assert_eq!(seconds(&set)[0], (2, 9));
    let (error, call) = limits(|builder| builder, |request| request.with_timeout(Duration::from_secs(1)));
    assert_eq!(seconds(&call), [(1, 1)], "a connection is a part of the try");
    assert_eq!(error, "Timeout: things.get: no response within 1s");
}

#[test]
fn a_deadline_is_for_all_attempts_together() {
    let (error, of_call) = limits(|builder| builder, |request| request.with_deadline(Duration::from_secs(7)));
    assert_eq!(seconds(&of_call), [(5, 7), (4, 4), (1, 1)]);
    assert_eq!(error, "Timeout: things.get: no response within 1s");
    let (error, of_client) = limits(|builder| builder.deadline(Duration::from_secs(6)), |request| request);
    assert_eq!(seconds(&of_client), [(5, 6), (3, 3)]);
    assert!(error.starts_with("Timeout: things.get: the deadline of the call has passed"), "{error}");
}

static SECRET: Operation = Operation { method: "POST", body: Some(BODY), security: &[&[0, 2, 3, 4]], ..BASE };

#[test]
fn no_secret_is_ever_shown() {
    let builder = builder().basic("name", "hush1").credential("header", "hush2").credential("query", "hush3");
    let builder = builder.credential("cookie", "hush4");
    assert!(!format!("{builder:?}").contains("hush"));
    let (client, seen) = responding(builder, vec![response(500, "")]);
    let request = request::<bool>(&client, &SECRET, |call| call.set_body(&true)).with_query("a", "b'c");
    let error = request.send_blocking().unwrap_err();
    let curl = request.curl().unwrap();
    assert!(!format!("{client:?} {request:?} {error:?} {error} {curl} {:?}", Secret::from("hush5")).contains("hush"));
    assert!(!format!("{:?}", seen.lock().unwrap()[0].headers()).contains("hush"), "marked as sensitive");
    assert_eq!(
        curl,
        "curl -X POST 'https://api.test/v1/things?a=b%27c&key='\"$QUERY\" -H 'user-agent: test/1.0' \
         -H 'accept: application/json' -H 'content-type: application/json' -H 'cookie: session='\"$COOKIE\" \
         -u \"$T_KEY:$T_SECRET\" -H \"x-key: $HEADER\" --data-binary 'true'"
    );
}

#[test]
fn a_credential_that_no_header_can_hold_is_found_when_the_client_is_made() {
    let said = |builder: ClientBuilder| {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        error.to_string()
    };
    let bad = "the value for `authorization` contains characters that are not allowed in a header";
    assert_eq!(said(builder().bearer("hush\ny")), format!("bearer: {bad}"));
    assert_eq!(
        said(builder().credential("header", "x\0y")),
        format!("header: {}", bad.replace("authorization", "x-key"))
    );
    assert_eq!(
        said(builder().credential("basic", "t")),
        "basic: expected a user name and a password, but a token was set"
    );
    let lookup = |name: &str| (name == "T_TOKEN").then(|| "hush\ny".to_owned());
    assert_eq!(builder().from_lookup(&lookup).unwrap_err().to_string(), format!("bearer: {bad}"));
    let cookie = "cookie: the value for the cookie `session` contains characters that are not allowed in a cookie";
    for bad in ["a;b", "a b", "a\r\nb: c", "ä"] {
        assert_eq!(said(builder().credential("cookie", bad)), cookie);
    }
    // A query and a password for HTTP Basic can contain any bytes.
    assert!(builder().credential("query", "x\ny").basic("a", "x\ny").build().is_ok());
}

#[test]
fn a_session_goes_as_the_server_gave_it() {
    let (client, seen) = responding(builder().credential("cookie", "s%3Aab.c/d+e=="), vec![response(200, "true")]);
    let operation = operation(Operation { security: &[&[4]], ..BASE });
    request::<bool>(&client, operation, |_| {}).send_blocking().unwrap();
    assert_eq!(seen.lock().unwrap()[0].headers()["cookie"], "session=s%3Aab.c/d+e==");
}

#[test]
fn of_credentials_that_belong_together_the_missing_one_is_named() {
    let (client, seen) = responding(builder().credential("cookie", "c"), vec![response(200, "true")]);
    let both = operation(Operation { security: &[&[1], &[2, 4]], ..BASE });
    let error = request::<bool>(&client, both, |_| {}).send_blocking().unwrap_err();
    let expected = "things.get: missing credentials (bearer, or header and cookie): `header` is not set; \
                set it on `Client::builder()` with `.api_key(…)`";
    assert_eq!((error.to_string().as_str(), seen.lock().unwrap().len()), (expected, 0));
}

#[test]
fn options_of_a_call_leave_the_request_as_it_was() {
    let (client, seen) = responding(builder().header("x-a", "client"), vec![response(200, "true")]);
    let request = request::<bool>(&client, operation(BASE), |_| {});
    request.with_header("x-a", "call").with_query("q", "1").send_blocking().unwrap();
    request.send_blocking().unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!((seen[0].headers()["x-a"].to_str().unwrap(), seen[0].uri().query()), ("call", Some("q=1")));
    assert_eq!((seen[1].headers()["x-a"].to_str().unwrap(), seen[1].uri().query()), ("client", None));
}

#[test]
fn settings_that_cannot_be_are_said_before_anything_is_sent() {
    for (error, expected) in [
        (builder().header("a b", "c").build().unwrap_err(), "`a b` is not a header name"),
        (builder().header("a", "b\r\nc: d").build().unwrap_err(), "the value of the header `a` contains characters"),
        (builder().credential("nobody", "x").build().unwrap_err(), "no security scheme `nobody`"),
        (builder().root_certificate(b"nothing").build().unwrap_err(), "neither PEM nor DER"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(expected), "{error}");
    }
    let (client, seen) = responding(builder(), vec![response(200, "true")]);
    let missing = operation(Operation { method: "POST", body: Some(BODY), ..BASE });
    let error = request::<bool>(&client, missing, |_| {}).send_blocking().unwrap_err();
    assert_eq!(error.to_string(), "things.get: the required body is missing");
    let bad = request::<bool>(&client, operation(BASE), |_| {}).with_header("x", "\n").send_blocking().unwrap_err();
    assert_eq!(bad.kind(), ErrorKind::Config);
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_request_gets_its_response_without_a_network_async_too() {
    let transport = clientwright_runtime::transport::transport_fn(|request| {
        http::Response::new(Bytes::from(format!("{:?}", request.uri().path())))
    });
    let client = builder().transport(transport).build().unwrap();
    let request = request::<String>(&client, operation(BASE), |_| {});
    assert_eq!(request.clone().await.unwrap(), "/v1/things");
    assert_eq!(tokio::spawn(request.send()).await.unwrap().unwrap(), "/v1/things");
}

#[test]
fn a_header_of_the_client_takes_the_place_of_ours() {
    let builder = builder().header("user-agent", "mine/2").header("accept", "text/plain");
    let (client, seen) = responding(builder, vec![response(200, "{}")]);
    request::<serde_json::Value>(&client, operation(BASE), |_| {}).send_blocking().unwrap();
    let seen = seen.lock().unwrap();
    let all = |name: &str| seen[0].headers().get_all(name).iter().cloned().collect::<Vec<_>>();
    assert_eq!(
        (all("user-agent"), all("accept")),
        (vec!["mine/2".parse().unwrap()], vec!["text/plain".parse().unwrap()])
    );
}

/// Returns all values of a header of a request.
fn said(seen: &http::Request<Bytes>, name: &str) -> Vec<String> {
    seen.headers().get_all(name).iter().map(|value| value.to_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_made_once_is_made_for_each_operation_and_client() {
    static OPEN: Operation = BASE;
    static CLOSED: Operation = Operation { security: &[&[2]], ..BASE };
    static OPTIONAL: Operation =
        Operation { method: "PUT", body: Some(RequestBody { required: false, ..BODY }), ..BASE };
    let clients = ["one", "two"].map(|key| responding(builder().credential("header", key), vec![response(200, "{}")]));
    for _ in 0..2 {
        for (client, _) in &clients {
            let call = |operation, record: fn(&mut Call)| {
                request::<serde_json::Value>(client, operation, record).send_blocking().unwrap()
            };
            call(&OPEN, |_| {});
            call(&CLOSED, |_| {});
            call(&OPTIONAL, |_| {});
            call(&OPTIONAL, |call| call.set_body(&true));
        }
    }
    for ((_, seen), key) in clients.iter().zip(["one", "two"]) {
        let seen = seen.lock().unwrap();
        for calls in seen.chunks(4) {
            let [open, closed, empty, full] = calls else { panic!("two rounds of four calls") };
            assert!(said(open, "x-key").is_empty());
            assert_eq!(said(closed, "x-key"), [key]);
            assert_eq!((empty.method(), said(empty, "content-type").len()), (&http::Method::PUT, 0));
            assert_eq!(said(full, "content-type"), ["application/json"]);
        }
    }
}

#[test]
fn what_a_call_says_takes_the_place_of_what_the_client_says() {
    static KEYS: [Parameter; 1] = [Parameter {
        name: "X-Key",
        location: Location::Header,
        style: Style::Simple,
        explode: false,
        reserved: false,
        required: false,
    }];
    static KEYED: Operation = Operation { security: &[&[2]], parameters: &KEYS, ..BASE };
    let (client, seen) = responding(builder().credential("header", "client's"), vec![response(200, "{}")]);
    let call = |record: fn(&mut Call)| request::<serde_json::Value>(&client, &KEYED, record);
    call(|_| {}).send_blocking().unwrap();
    call(|call| call.set(0, &"call's".to_owned())).send_blocking().unwrap();
    call(|call| call.set(0, &"call's".to_owned())).with_header("x-key", "request's").send_blocking().unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(
        seen.iter().map(|seen| said(seen, "x-key").join(", ")).collect::<Vec<_>>(),
        ["client's", "call's", "request's"]
    );
    assert!(seen.iter().all(|seen| seen.headers()["x-key"].is_sensitive()));
}

#[test]
fn outside_of_tokio_a_call_ends_in_an_error_that_names_the_way_out() {
    let client = builder().base_url("http://127.0.0.1:9").build().unwrap();
    let call = pin!(client.call::<()>("GET", "/").into_future());
    let Poll::Ready(Err(error)) = call.poll(&mut Context::from_waker(Waker::noop())) else { panic!("it waits") };
    assert_eq!(error.kind(), ErrorKind::Refused);
    let shown = error.to_string();
    assert!(shown.contains("`#[tokio::main]`") && shown.contains("`send_blocking`"), "{shown}");
}
