//! Untyped requests: other routes, absolute URLs, bodies and properties. Requests as values:
//! compared, and sent many at a time.

mod api;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use api::{BASE, BODY, builder, request, responding, response};
use clientwright_runtime::call::Operation;
use clientwright_runtime::transport::transport_fn;
use clientwright_runtime::{Client, ErrorKind, File, Request, send_all, send_all_blocking};
use serde_json::{Value, json};

static POST: Operation = Operation { method: "POST", body: Some(BODY), ..BASE };

fn client() -> (Client, api::Seen) {
    responding(builder().bearer("token").header("x-mine", "1"), vec![response(200, "{\"a\":1}")])
}

#[test]
fn a_route_that_the_description_lacks_goes_through_the_same_stack() {
    let (client, seen) = client();
    let sent = client.call::<Value>("POST", "/beta/things?page=2").with_query("a", "b c").with_json(&json!({"x": [1]}));
    assert_eq!(sent.send_blocking().unwrap(), json!({"a": 1}));
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0].uri(), "https://api.test/v1/beta/things?page=2&a=b%20c");
    assert_eq!(seen[0].method(), "POST");
    assert_eq!(seen[0].body().as_ref(), b"{\"x\":[1]}");
    let header = |name: &str| seen[0].headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    assert_eq!((header("authorization"), header("x-mine")), ("Bearer token", "1"));
    assert_eq!((header("content-type"), header("user-agent")), ("application/json", "test/1.0"));
}

#[test]
fn another_server_gets_no_credentials_and_no_header_of_the_client() {
    let (client, seen) = client();
    let file = File::new("bytes").with_content_type("image/png");
    client.call::<()>("PUT", "https://store.test/a%2Fb?sig=1%2B2").with_body(file).send_blocking().unwrap();
    // A signature is a secret in a command too.
    let signed = client.call::<()>("GET", "https://store.test/a?x=1&sig=abc").curl().unwrap();
    assert!(signed.contains("?x=1&sig='\"$TOKEN\"") && !signed.contains("abc"), "{signed}");
    client.call::<()>("GET", "https://api.test/other").send_blocking().unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0].uri(), "https://store.test/a%2Fb?sig=1%2B2");
    assert!(!seen[0].headers().contains_key("authorization") && !seen[0].headers().contains_key("x-mine"));
    assert_eq!(seen[0].headers()["content-type"], "image/png");
    // An absolute URL of the API's own server does not count as another server.
    assert_eq!(seen[1].headers()["authorization"], "Bearer token");
}

#[test]
fn what_cannot_be_a_call_is_said() {
    let (client, _) = client();
    let error = client.call::<()>("GET", "things").send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(error.to_string(), "call: `things` is neither an absolute URL nor a path that starts with a slash");
    let error = client.call::<()>("NO METHOD", "/things").send_blocking().unwrap_err();
    assert_eq!(error.to_string(), "call: `NO METHOD` is not a valid method");
    assert!(client.call::<()>("GET", "https://me:secret@api.test/").send_blocking().is_err());
}

#[test]
fn a_body_may_have_members_that_the_description_lacks() {
    let (client, seen) = client();
    let made = || request::<Value>(&client, &POST, |call| call.set_body(&json!({"known": 1})));
    made().with_property("beta", true).with_property("known", 2).send_blocking().unwrap();
    made().with_json(&json!({"whole": null})).send_blocking().unwrap();
    client.call::<Value>("POST", "/x").with_property("alone", "a").send_blocking().unwrap();
    let seen = seen.lock().unwrap();
    let bodies: Vec<Value> = seen.iter().map(|request| serde_json::from_slice(request.body()).unwrap()).collect();
    assert_eq!(bodies, [json!({"known": 2, "beta": true}), json!({"whole": null}), json!({"alone": "a"})]);
    let list = request::<Value>(&client, &POST, |call| call.set_body(&json!([1])));
    assert!(list.with_property("a", 1).send_blocking().unwrap_err().to_string().contains("`with_property`"));
}

#[test]
fn requests_are_compared_by_what_they_ask() {
    let (client, _) = client();
    let made = |id: i64| request::<Value>(&client, &POST, |call| call.set_body(&id));
    assert!(made(1) == made(1) && made(1) != made(2));
    assert!(made(1).with_retries(1) != made(1) && made(1).with_retries(1) == made(1).with_retries(1));
    assert!(made(1) != request(&self::client().0, &POST, |call| call.set_body(&1_i64)));
}

/// Counts the requests in flight.
fn crowd() -> (Client, Arc<AtomicUsize>) {
    let (now, most) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
    let seen = most.clone();
    let transport = transport_fn(move |request| {
        seen.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(1));
        now.fetch_sub(1, Ordering::SeqCst);
        let id: u64 = request.uri().path().rsplit('/').next().unwrap().parse().unwrap();
        let status = if id == 7 { 404 } else { 200 };
        http::Response::builder().status(status).body(id.to_string().into()).unwrap()
    });
    (builder().transport(transport.clone()).blocking_transport(transport).build().unwrap(), most)
}

#[tokio::test]
async fn requests_are_sent_with_limited_concurrency_and_responses_come_in_order() {
    let (client, _) = crowd();
    let requests = (0..20).map(|id| client.call::<u64>("GET", &format!("/{id}")));
    let mut responses = send_all(requests, 4);
    for id in 0..20 {
        let response = responses.next().await.unwrap();
        assert_eq!(response.ok(), (id != 7).then_some(id));
    }
    assert!(responses.next().await.is_none());
}

#[test]
fn threads_send_them_likewise() {
    let (client, most) = crowd();
    let requests: Vec<Request<u64>> = (0..20).map(|id| client.call("GET", &format!("/{id}"))).collect();
    let responses = send_all_blocking(requests.iter(), 4);
    let ids: Vec<Option<u64>> = responses.into_iter().map(Result::ok).collect();
    assert_eq!(ids, (0..20).map(|id| (id != 7).then_some(id)).collect::<Vec<_>>());
    let most = most.load(Ordering::SeqCst);
    assert!((2..=4).contains(&most), "{most}");
}
