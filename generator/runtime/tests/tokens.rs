//! Tokens that are renewed: from a token endpoint or a custom source, requested once for all
//! waiting calls, within the deadline of each call, and never sent to other servers. On a simulated
//! clock, async and blocking.

mod api;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use api::{Act, BASE, BODY, Network, request, response};
use clientwright_runtime::call::{Api, Endpoints, Operation, ResponsePattern, Scheme, SchemeKind, Server};
use clientwright_runtime::transport::FaultKind;
use clientwright_runtime::{ClientBuilder, Error, ErrorKind, OAuth2, Token, blocking_token_source};

static API: Api = Api {
    user_agent: "test/1.0",
    servers: &[Server { url: "https://api.test/v1", description: "", variables: &[] }],
    server_variables: &[],
    base_url_variable: None,
    schemes: &[
        Scheme {
            name: "oauth",
            kind: SchemeKind::Bearer,
            variables: &["T_ID", "T_SECRET"],
            oauth2: Some(&Endpoints { token: "https://auth.test/token", refresh: "/refresh" }),
            expired: &[ResponsePattern { status: 403, header: Some(("x-amzn-errortype", "AccessDeniedException")) }],
        },
        Scheme { name: "key", kind: SchemeKind::HeaderKey("x-key"), variables: &[], oauth2: None, expired: &[] },
        Scheme { name: "query", kind: SchemeKind::QueryKey("key"), variables: &[], oauth2: None, expired: &[] },
    ],
    needs_credentials: true,
    error_messages: &[],
};
static GET: Operation = Operation { security: &[&[0]], ..BASE };
static POST: Operation = Operation { method: "POST", body: Some(BODY), ..GET };
static KEY: Operation = Operation { security: &[&[1]], ..BASE };

fn builder() -> ClientBuilder {
    ClientBuilder::new(&API)
}

fn ours() -> OAuth2 {
    OAuth2::client_credentials("me & you", "s:cret")
}

fn granted(body: &'static str) -> Act {
    Act::Response(response(200, body), 10)
}

fn ok() -> Act {
    Act::Response(response(200, "true"), 10)
}

fn refused(status: u16, headers: &[(&'static str, &'static str)]) -> Act {
    let mut response = response(status, "{}");
    for (name, value) in headers {
        response.headers_mut().insert(*name, http::HeaderValue::from_static(value));
    }
    Act::Response(response, 10)
}

fn call(builder: ClientBuilder, network: &Network, operation: &'static Operation) -> Result<bool, Error> {
    let client = builder.blocking_transport(network.clone()).build()?;
    request::<bool>(&client, operation, |call| {
        if operation.body.is_some() {
            call.set_body(&7_i64);
        }
    })
    .send_blocking()
}

/// Returns host and path, the authorization and the body of a request.
fn sent(network: &Network) -> Vec<(String, String, String)> {
    let text = |request: &http::Request<bytes::Bytes>, name: &str| {
        request.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    };
    let all = network.sent();
    all.iter()
        .map(|request| {
            let place = format!("{}{}", request.uri().host().unwrap(), request.uri().path());
            (place, text(request, "authorization"), String::from_utf8_lossy(request.body()).into_owned())
        })
        .collect()
}

#[test]
fn a_client_gets_its_token_with_its_own_credentials() {
    let network = Network::new([granted(r#"{"access_token":"t1","token_type":"Bearer","expires_in":3600}"#), ok()]);
    assert!(call(builder().oauth2(ours().scope("read write").parameter("audience", "a")), &network, &GET).unwrap());
    let sent = sent(&network);
    // RFC 6749 section 2.3.1: id and secret are encoded, then put into HTTP Basic.
    assert_eq!(sent[0].1, "Basic bWUlMjAlMjYlMjB5b3U6cyUzQWNyZXQ=");
    assert_eq!(
        (sent[0].0.as_str(), sent[0].2.as_str()),
        ("auth.test/token", "grant_type=client_credentials&scope=read%20write&audience=a")
    );
    assert_eq!((sent[1].0.as_str(), sent[1].1.as_str()), ("api.test/v1/things", "Bearer t1"));
    let first = &network.sent()[0];
    assert_eq!(first.method(), "POST");
    assert_eq!(first.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(first.headers()["user-agent"], "test/1.0");
}

#[test]
fn some_servers_want_the_secret_in_the_body() {
    let network = Network::new([granted(r#"{"access_token":"t1"}"#), ok()]);
    call(builder().oauth2(ours().secret_in_body()), &network, &GET).unwrap();
    let (_, authorization, body) = &sent(&network)[0];
    assert_eq!(authorization, "");
    assert_eq!(body, "grant_type=client_credentials&client_id=me%20%26%20you&client_secret=s%3Acret");
}

#[test]
fn the_environment_names_the_client() {
    let env = |name: &str| match name {
        "T_ID" => Some("id".to_owned()),
        "T_SECRET" => Some("secret".to_owned()),
        _ => None,
    };
    let network = Network::new([granted(r#"{"access_token":"t1"}"#), ok()]);
    call(builder().from_lookup(&env).unwrap(), &network, &GET).unwrap();
    assert_eq!(sent(&network)[0].1, "Basic aWQ6c2VjcmV0");
    // Explicit settings take precedence.
    let network = Network::new([ok()]);
    call(builder().bearer("mine").from_lookup(&env).unwrap(), &network, &GET).unwrap();
    assert_eq!(sent(&network)[0].1, "Bearer mine");
}

#[test]
fn a_token_is_kept_until_shortly_before_its_end() {
    let network = Network::new([
        granted(r#"{"access_token":"t1","expires_in":"100"}"#),
        ok(),
        Act::Response(response(200, "true"), 59_000),
        Act::Response(response(200, "true"), 40_000),
        granted(r#"{"access_token":"t2"}"#),
        ok(),
    ]);
    let client = builder().oauth2(ours()).blocking_transport(network.clone()).build().unwrap();
    for _ in 0..4 {
        request::<bool>(&client.clone(), &GET, |_| {}).send_blocking().unwrap();
    }
    let tokens: Vec<String> = sent(&network).into_iter().map(|(_, authorization, _)| authorization).collect();
    assert_eq!(tokens[1..4], ["Bearer t1", "Bearer t1", "Bearer t1"]);
    assert_eq!(tokens[5], "Bearer t2");
}

#[test]
fn a_refused_token_is_renewed_once_a_call() {
    let network = Network::new([
        granted(r#"{"access_token":"t1"}"#),
        refused(401, &[]),
        granted(r#"{"access_token":"t2"}"#),
        ok(),
    ]);
    // This applies to POST too, because a rejected request was not carried out.
    assert!(call(builder().oauth2(ours()), &network, &POST).unwrap());
    assert_eq!(sent(&network)[3].1, "Bearer t2");
    let network = Network::new([
        granted(r#"{"access_token":"t1"}"#),
        refused(401, &[]),
        granted(r#"{"access_token":"t2"}"#),
        refused(401, &[]),
    ]);
    let error = call(builder().oauth2(ours()), &network, &GET).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 2));
}

#[test]
fn the_description_says_what_else_is_a_refusal() {
    let sign = [("x-amzn-errortype", "AccessDeniedException")];
    let network = Network::new([
        granted(r#"{"access_token":"t1"}"#),
        refused(403, &sign),
        granted(r#"{"access_token":"t2"}"#),
        ok(),
    ]);
    assert!(call(builder().oauth2(ours()), &network, &GET).unwrap());
    let network = Network::new([granted(r#"{"access_token":"t1"}"#), refused(403, &[])]);
    assert_eq!(call(builder().oauth2(ours()), &network, &GET).unwrap_err().status().unwrap(), 403);
    // A token that was set by the caller cannot be renewed.
    let network = Network::new([refused(401, &[])]);
    assert_eq!(call(builder().bearer("mine"), &network, &GET).unwrap_err().status().unwrap(), 401);
}

#[test]
fn a_refresh_token_may_be_replaced_by_the_server() {
    let network = Network::new([
        granted(r#"{"access_token":"t1","refresh_token":"r2"}"#),
        refused(401, &[]),
        granted(r#"{"access_token":"t2"}"#),
        ok(),
    ]);
    let reported = Arc::new(std::sync::Mutex::new(Vec::new()));
    let tell = reported.clone();
    let oauth2 = OAuth2::refresh_token("me", "r1").on_refresh_token(move |token| {
        tell.lock().unwrap().push(token.expose().to_owned());
    });
    assert!(call(builder().oauth2(oauth2), &network, &GET).unwrap());
    let sent = sent(&network);
    // The URL in the description is relative to that of the API.
    assert_eq!(sent[0].0, "api.test/refresh");
    assert_eq!(sent[0].2, "grant_type=refresh_token&refresh_token=r1&client_id=me");
    assert_eq!(sent[2].2, "grant_type=refresh_token&refresh_token=r2&client_id=me");
    assert_eq!(*reported.lock().unwrap(), ["r2"]);
}

#[test]
fn the_error_says_what_the_token_endpoint_said_and_no_secret() {
    let body = r#"{"error":"invalid_client","error_description":"Unknown client"}"#;
    let network = Network::new([Act::Response(response(401, body), 10)]);
    let error = call(builder().oauth2(ours()), &network, &GET).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(error.to_string(), "things.get: no token for `oauth` from auth.test: invalid_client: Unknown client");
    assert!(std::error::Error::source(&error).is_some());
    let network = Network::new([granted("<html>")]);
    let error = call(builder().oauth2(ours()), &network, &GET).unwrap_err();
    assert!(error.to_string().ends_with("its response is not a JSON object with `access_token`"), "{error}");
    // Requests for tokens are retried like other calls.
    let network = Network::new([refused(503, &[]), granted(r#"{"access_token":"t1"}"#), ok()]);
    assert!(call(builder().oauth2(ours()), &network, &GET).unwrap());
    let shown = format!("{:?} {:?}", ours(), builder().oauth2(ours()));
    assert!(!shown.contains("s:cret"), "{shown}");
}

#[test]
fn the_secret_follows_no_redirect_and_the_token_none_to_another_host() {
    let network = Network::new([refused(307, &[("location", "https://evil.test/token")])]);
    let error = call(builder().oauth2(ours()), &network, &GET).unwrap_err();
    assert_eq!((error.kind(), network.sent().len()), (ErrorKind::Credentials, 1));
    let network = Network::new([
        granted(r#"{"access_token":"t1"}"#),
        refused(307, &[("location", "https://other.test/")]),
        refused(503, &[("retry-after", "1")]),
        refused(401, &[]),
    ]);
    let error = call(builder().oauth2(ours()), &network, &GET).unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    let tokens: Vec<String> = sent(&network).into_iter().map(|(_, authorization, _)| authorization).collect();
    assert_eq!(tokens[2..], ["", ""]);
}

#[test]
fn the_deadline_holds_for_the_token_too() {
    let network = Network::new([Act::Response(response(200, r#"{"access_token":"t1"}"#), 5_000)]);
    let error = call(builder().oauth2(ours()).deadline(Duration::from_secs(2)), &network, &GET).unwrap_err();
    assert_eq!((error.kind(), network.clock()), (ErrorKind::Timeout, Duration::from_secs(2)));
    let network = Network::new([
        Act::Fail(FaultKind::Connect, 10),
        Act::Fail(FaultKind::Connect, 10),
        Act::Fail(FaultKind::Connect, 10),
    ]);
    let error = call(builder().oauth2(ours()), &network, &GET).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
}

#[test]
fn a_source_of_the_users_own_is_asked_again_when_the_server_refuses() {
    let network = Network::new([ok(), refused(401, &[]), ok()]);
    let asked = Arc::new(AtomicU32::new(0));
    let count = asked.clone();
    let source = blocking_token_source(move || Ok(Token::from(format!("t{}", count.fetch_add(1, Ordering::SeqCst)))));
    let client = builder().bearer_from(source).blocking_transport(network.clone()).build().unwrap();
    for _ in 0..2 {
        request::<bool>(&client, &GET, |_| {}).send_blocking().unwrap();
    }
    let tokens: Vec<String> = sent(&network).into_iter().map(|(_, authorization, _)| authorization).collect();
    assert_eq!(tokens, ["Bearer t0", "Bearer t0", "Bearer t1"]);
}

#[test]
fn a_source_may_fail_or_give_what_no_header_takes() {
    let network = Network::new([]);
    let error =
        call(builder().bearer_from(blocking_token_source(|| Err("the vault is closed".into()))), &network, &GET)
            .unwrap_err();
    assert_eq!(error.to_string(), "things.get: no token for `oauth`: the vault is closed");
    let error = call(builder().bearer_from(blocking_token_source(|| Ok("a\nb".into()))), &network, &GET).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    // A lifetime of zero does not cause endless requests.
    let network = Network::new([ok()]);
    let short = blocking_token_source(|| Ok(Token::new("t").with_lifetime(Duration::ZERO)));
    assert!(call(builder().bearer_from(short), &network, &GET).unwrap());
    let asynchronous = || async { Ok(Token::from("t")) };
    let error = call(builder().bearer_from(asynchronous), &Network::new([]), &GET).unwrap_err();
    assert!(error.to_string().contains("blocking_token_source"), "{error}");
}

#[test]
fn any_header_can_be_renewed_and_nothing_else() {
    let network = Network::new([ok()]);
    call(builder().credential_from("key", blocking_token_source(|| Ok("k1".into()))), &network, &KEY).unwrap();
    assert_eq!(network.sent()[0].headers()["x-key"], "k1");
    let error = call(builder().credential_from("query", blocking_token_source(|| Ok("k1".into()))), &network, &KEY)
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let error =
        call(builder().credential_from("no", blocking_token_source(|| Ok("k1".into()))), &network, &KEY).unwrap_err();
    assert_eq!(error.to_string(), "the description has no security scheme `no`");
}

#[test]
fn a_header_by_hand_needs_no_token() {
    let network = Network::new([ok()]);
    let client = builder().oauth2(ours()).blocking_transport(network.clone()).build().unwrap();
    let request = request::<bool>(&client, &GET, |_| {});
    request.with_header("authorization", "Bearer mine").send_blocking().unwrap();
    assert_eq!(sent(&network)[0].1, "Bearer mine");
    // Printing a command requests no token.
    assert!(request.curl().unwrap().contains("Bearer $TOKEN"), "{}", request.curl().unwrap());
}

/// Sixty-four calls run concurrently. One requests the token, and all use it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_calls_ask_once() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = asked.clone();
    let source = move || {
        let count = count.clone();
        async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(Token::from(format!("t{}", count.fetch_add(1, Ordering::SeqCst))))
        }
    };
    let network = Network::new((0..64).map(|_| ok()));
    let client = builder().bearer_from(source).transport(network.clone()).build().unwrap();
    let calls: Vec<_> = (0..64).map(|_| tokio::spawn(request::<bool>(&client, &GET, |_| {}).send())).collect();
    for call in calls {
        assert!(call.await.unwrap().unwrap());
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert!(sent(&network).iter().all(|(_, authorization, _)| authorization == "Bearer t0"));
}

/// The call that requests the token may be cancelled. Then the next waiting call requests it, and a
/// failure is reported to all waiting calls.
#[tokio::test]
async fn who_asks_may_be_cancelled_and_a_failure_is_shared() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = asked.clone();
    let source = move || {
        let turn = count.fetch_add(1, Ordering::SeqCst);
        async move {
            if turn == 0 {
                std::future::pending::<()>().await;
            }
            tokio::task::yield_now().await;
            Err("no".into())
        }
    };
    let client = builder().bearer_from(source).transport(Network::new([])).build().unwrap();
    let send = || tokio::spawn(request::<bool>(&client, &GET, |_| {}).send());
    let first = send();
    while asked.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    let others: Vec<_> = (0..8).map(|_| send()).collect();
    tokio::task::yield_now().await;
    first.abort();
    for other in others {
        assert_eq!(other.await.unwrap().unwrap_err().to_string(), "things.get: no token for `oauth`: no");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

/// The same applies to waiting threads, and each waits no longer than its deadline.
#[test]
fn many_threads_ask_once() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = asked.clone();
    let source = blocking_token_source(move || {
        std::thread::sleep(Duration::from_millis(300));
        Ok(Token::from(format!("t{}", count.fetch_add(1, Ordering::SeqCst))))
    });
    let network = Network::new((0..8).map(|_| ok()));
    let client = builder().bearer_from(source).blocking_transport(network.clone()).build().unwrap();
    let call = || request::<bool>(&client, &GET, |_| {});
    std::thread::scope(|scope| {
        let calls: Vec<_> = (0..8).map(|_| scope.spawn(|| call().send_blocking().unwrap())).collect();
        assert!(calls.into_iter().all(|call| call.join().unwrap()));
    });
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}
