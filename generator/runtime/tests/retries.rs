//! Retries and their delays, on a simulated clock, async and blocking.

mod api;

use std::time::Duration;

use api::{Act, BASE, BODY, Network, builder, request, response};
use clientwright_runtime::call::Operation;
use clientwright_runtime::transport::FaultKind::{Connect, Interrupted, Timeout};
use clientwright_runtime::{ClientBuilder, Error, ErrorKind, Request};

static GET: Operation = BASE;
static POST: Operation = Operation { method: "POST", body: Some(BODY), ..BASE };
static KEYED: Operation = Operation { idempotency_key: Some("Idempotency-Key"), ..POST };

const OK: fn() -> Act = || Act::Response(response(200, "true"), 10);

fn status(code: u16, headers: &[(&str, &str)]) -> Act {
    let mut response = response(code, "{\"message\":\"no\"}");
    for (name, value) in headers {
        response.headers_mut().insert(
            http::HeaderName::from_bytes(name.as_bytes()).unwrap(),
            http::HeaderValue::from_str(value).unwrap(),
        );
    }
    Act::Response(response, 10)
}

fn fail(kind: clientwright_runtime::transport::FaultKind) -> Act {
    Act::Fail(kind, 10)
}

/// Returns the outcome of a call over this network.
fn call(
    network: &Network,
    operation: &'static Operation,
    set: fn(ClientBuilder) -> ClientBuilder,
    with: fn(Request<bool>) -> Request<bool>,
) -> Result<bool, Error> {
    let client = set(builder()).blocking_transport(network.clone()).build().unwrap();
    let request = request::<bool>(&client, operation, |call| {
        if operation.body.is_some() {
            call.set_body(&7_i64);
        }
    });
    with(request).send_blocking()
}

fn plainly(network: &Network, operation: &'static Operation) -> Result<bool, Error> {
    call(network, operation, |builder| builder, |request| request)
}

/// Returns the number of attempts of a call whose first attempt ends like this, and whose second
/// succeeds.
fn attempts(operation: &'static Operation, first: Act) -> usize {
    let network = Network::new([first, OK()]);
    let outcome = plainly(&network, operation);
    let sent = network.sent().len();
    assert_eq!(outcome.is_ok(), sent == 2);
    sent
}

#[test]
fn what_is_idempotent_is_retried() {
    for kind in [Connect, Timeout, Interrupted] {
        assert_eq!(attempts(&GET, fail(kind)), 2, "{kind:?}");
    }
    for (code, expected) in [(408, 2), (429, 2), (500, 2), (502, 2), (503, 2), (504, 2), (400, 1), (404, 1), (409, 1)] {
        assert_eq!(attempts(&GET, status(code, &[])), expected, "{code}");
    }
}

#[test]
fn what_is_not_idempotent_only_where_it_cannot_have_been_carried_out() {
    for (kind, expected) in [(Connect, 2), (Timeout, 1), (Interrupted, 1)] {
        assert_eq!(attempts(&POST, fail(kind)), expected, "{kind:?}");
    }
    for (code, expected) in [(408, 1), (429, 2), (500, 1), (502, 1), (503, 1), (504, 1)] {
        assert_eq!(attempts(&POST, status(code, &[])), expected, "{code}");
    }
    assert_eq!(attempts(&POST, status(503, &[("retry-after", "1")])), 2);
}

#[test]
fn a_key_makes_retries_safe_and_is_the_same_for_all_attempts() {
    let network = Network::new([fail(Timeout), status(500, &[]), OK()]);
    assert!(plainly(&network, &KEYED).unwrap());
    let keys: Vec<_> = network.sent().iter().map(|sent| sent.headers()["idempotency-key"].clone()).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    let key = keys[0].to_str().unwrap();
    let lengths: Vec<usize> = key.split('-').map(str::len).collect();
    assert_eq!((lengths.as_slice(), &key[14..15]), (&[8, 4, 4, 4, 12][..], "4"), "{key}");

    let other = Network::new([OK()]);
    plainly(&other, &KEYED).unwrap();
    assert_ne!(other.sent()[0].headers()["idempotency-key"], keys[0], "each call has its own");

    let own = Network::new([fail(Timeout), OK()]);
    call(&own, &KEYED, |builder| builder, |request| request.with_header("idempotency-key", "mine")).unwrap();
    assert!(own.sent().iter().all(|sent| sent.headers()["idempotency-key"] == "mine"));
}

#[test]
fn the_server_names_the_wait() {
    let now = api::start_date() + Duration::from_millis(10);
    let later = httpdate::fmt_http_date(now + Duration::from_secs(30));
    let wrong_clock = httpdate::fmt_http_date(now + Duration::from_secs(86_400));
    let from_there = httpdate::fmt_http_date(now + Duration::from_secs(86_407));
    for (headers, expected) in [
        (vec![("retry-after", "7")], 7_000),
        (vec![("retry-after", "0")], 0),
        (vec![("retry-after", "1.5")], 1_500),
        (vec![("retry-after", "007.0250000000009")], 7_025),
        (vec![("retry-after", "7"), ("retry-after-ms", "250")], 250),
        (vec![("retry-after", later.as_str())], 29_990),
        (vec![("retry-after", from_there.as_str()), ("date", wrong_clock.as_str())], 7_000),
        (vec![("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")], 0),
        // Invalid values do not count.
        (vec![("retry-after", "soon")], 500),
        (vec![("retry-after", "-3")], 500),
        (vec![("retry-after", "NaN")], 500),
        (vec![("retry-after", "1.")], 500),
        (vec![("retry-after", "+1")], 500),
        (vec![("retry-after", "")], 500),
        (vec![("retry-after", ".5")], 500),
        (vec![("retry-after", "1,000")], 500),
        (vec![("retry-after", "0x10")], 500),
        (vec![("retry-after", "0000000000000000000000000000007")], 7_000),
        // RFC 9110 section 5.6.7: three formats of a date.
        (vec![("retry-after", "Wednesday, 21-Oct-15 07:28:00 GMT")], 0),
        (vec![("retry-after", "Wed Oct 21 07:28:00 2015")], 0),
        (vec![("retry-after", "Sunday, 06-Nov-94 08:49:44 GMT"), ("date", "Sun, 06 Nov 1994 08:49:37 GMT")], 7_000),
        (vec![("retry-after", "Sun Nov  6 08:49:44 1994"), ("date", "Sun Nov  6 08:49:37 1994")], 7_000),
        (vec![("retry-after-ms", "inf"), ("retry-after", "2")], 2_000),
    ] {
        let network = Network::new([status(429, &headers), OK()]);
        plainly(&network, &GET).unwrap();
        assert_eq!(network.waits(), [Duration::from_millis(expected)], "{headers:?}");
    }
}

/// RFC 9110 section 10.2.3 sets no limit to the digits.
#[test]
fn a_wait_beyond_all_integers_is_a_very_long_one() {
    let digits = "9".repeat(400);
    for (name, value) in [
        ("retry-after", "18446744073709551615"),
        ("retry-after", "18446744073709551616"),
        ("retry-after", "99999999999999999999"),
        ("retry-after", digits.as_str()),
        ("retry-after", "99999999999999999999.5"),
        ("retry-after-ms", digits.as_str()),
        ("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"),
    ] {
        for code in [429, 503] {
            let network = Network::new([status(code, &[(name, value)])]);
            let error = plainly(&network, &GET).unwrap_err();
            assert_eq!(
                (error.kind(), error.attempts(), network.waits().len()),
                (ErrorKind::Status, 1, 0),
                "{name}: {value}"
            );
            assert!(error.retry_after().unwrap() > Duration::from_secs(1_000_000), "{name}: {value}");
        }
    }
}

#[test]
fn nobody_waits_longer_than_a_minute() {
    let network = Network::new([status(429, &[("retry-after", "18446744073709549568")])]);
    let with = |request: Request<bool>| request.with_deadline(Duration::MAX);
    assert_eq!(call(&network, &GET, |builder| builder, with).unwrap_err().attempts(), 1);
    let network = Network::new([status(429, &[("retry-after", "61")])]);
    let error = plainly(&network, &GET).unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), error.retry_after()),
        (ErrorKind::Status, 1, Some(Duration::from_secs(61)))
    );
    assert!(network.waits().is_empty());
}

#[test]
fn waits_double_up_to_eight_seconds() {
    let network = Network::new((0..8).map(|_| fail(Connect)));
    let error = call(&network, &GET, |builder| builder.retries(7), |request| request).unwrap_err();
    let millis: Vec<u128> = network.waits().iter().map(Duration::as_millis).collect();
    assert_eq!(millis, [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 8));
    assert!(error.to_string().ends_with("(after 8 attempts)"), "{error}");
}

#[test]
fn two_retries_unless_set_and_none_where_they_are_off() {
    for (set, with, expected) in [
        ((|b| b) as fn(ClientBuilder) -> ClientBuilder, (|r| r) as fn(Request<bool>) -> Request<bool>, 3),
        (|b| b.retries(0), |r| r, 1),
        (|b| b, |r| r.with_retries(0), 1),
        (|b| b.retries(0), |r| r.with_retries(1), 2),
    ] {
        let network = Network::new((0..9).map(|_| status(500, &[])));
        let error = call(&network, &GET, set, with).unwrap_err();
        assert_eq!((network.sent().len(), error.attempts()), (expected, expected as u32));
        assert_eq!(error.message().as_deref(), Some("no"), "the last response is the error's");
    }
}

#[test]
fn the_deadline_is_over_all_attempts_and_waits() {
    // An attempt of 10 ms, a delay of half a second, an attempt of 10 ms. The next delay of one
    // second would exceed the deadline.
    let network = Network::new((0..9).map(|_| status(500, &[])));
    let with = |request: Request<bool>| request.with_deadline(Duration::from_millis(1_200));
    let error = call(&network, &GET, |builder| builder, with).unwrap_err();
    assert_eq!((error.kind(), error.attempts(), network.clock()), (ErrorKind::Status, 2, Duration::from_millis(520)));

    // An attempt has only the time that is left.
    let network = Network::new([fail(Connect), Act::Response(response(200, "true"), 5_000)]);
    let error = call(&network, &GET, |builder| builder, with).unwrap_err();
    assert_eq!((error.kind(), network.clock()), (ErrorKind::Timeout, Duration::from_millis(1_200)));
}

#[test]
fn the_server_can_forbid_it() {
    assert_eq!(attempts(&GET, status(500, &[("x-should-retry", "false")])), 1);
    assert_eq!(attempts(&GET, status(500, &[("x-should-retry", "true")])), 2);
}

#[test]
fn a_response_that_is_too_large_is_not_kept() {
    for (length, limit, fits) in [(None, 3, false), (None, 4, true), (Some("4"), 3, false)] {
        let mut response = response(200, "true");
        if let Some(length) = length {
            response.headers_mut().insert("content-length", http::HeaderValue::from_static(length));
        }
        let network = Network::new([Act::Response(response, 1)]);
        let client = builder().response_limit(9 - limit).blocking_transport(network.clone()).build().unwrap();
        let request = request::<bool>(&client, &GET, |_| {});
        match request.with_response_limit(limit).send_blocking() {
            Ok(_) => assert!(fits),
            Err(error) => {
                assert!(!fits);
                assert_eq!(
                    (error.kind(), error.to_string().as_str()),
                    (
                        ErrorKind::Body,
                        "things.get: the response (200 OK) has more than 3 bytes; raise the limit with `response_limit`"
                    )
                );
            }
        }
    }
}

#[tokio::test]
async fn async_does_the_same() {
    let network = Network::new([fail(Connect), status(429, &[("retry-after", "3")]), OK()]);
    let client = builder().transport(network.clone()).build().unwrap();
    assert!(request::<bool>(&client, &GET, |_| {}).await.unwrap());
    assert_eq!(network.waits(), [Duration::from_millis(500), Duration::from_secs(3)]);
}

/// The sleep of a minute must be dropped with the future, or the test would take that long.
#[tokio::test]
async fn dropping_the_future_ends_the_wait() {
    let responses = [http::Response::builder().status(429).header("retry-after", "60").body("").unwrap()];
    let transport = clientwright_runtime::transport::transport_fn(move |_| responses[0].clone().map(Into::into));
    let client = builder().transport(transport).build().unwrap();
    let call = tokio::time::timeout(Duration::from_millis(20), request::<bool>(&client, &GET, |_| {}).send());
    assert!(call.await.is_err());
}

#[test]
fn it_waits_under_any_executor() {
    use std::future::Future;
    use std::sync::Arc;
    use std::task::{Context, Poll, Wake, Waker};

    struct Thread(std::thread::Thread);
    impl Wake for Thread {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let count = std::sync::atomic::AtomicUsize::new(0);
    let transport = clientwright_runtime::transport::transport_fn(move |_| {
        let first = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
        let response = http::Response::builder().status(if first { 429 } else { 200 }).header("retry-after-ms", "1");
        response.body("true".into()).unwrap()
    });
    let client = builder().transport(transport).build().unwrap();
    let mut call = std::pin::pin!(request::<bool>(&client, &GET, |_| {}).send());
    let waker = Waker::from(Arc::new(Thread(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let outcome = loop {
        match call.as_mut().poll(&mut context) {
            Poll::Ready(outcome) => break outcome,
            Poll::Pending => std::thread::park(),
        }
    };
    assert!(outcome.unwrap());
}
