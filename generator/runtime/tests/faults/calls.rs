//! Several calls of one client: the state of a connection between them, concurrent calls, and other
//! servers.

use std::sync::mpsc;
use std::time::Duration;

use clientwright_runtime::{Client, ClientBuilder, Error, ErrorKind, Response, blocking_token_source};
use serde_json::Value;

use crate::row::{HANGS, request};
use crate::secrets::{self, found, plant, printed};
use crate::server::Do::{self, Stay};
use crate::server::Server;
use crate::{OK, api, say};

type Outcome = Result<Response<Value>, Error>;

fn client(server: &Server) -> Client {
    plant(api::builder()).base_url(format!("http://{}", server.address)).build().unwrap()
}

/// Fails if the call hangs.
pub(crate) fn in_time<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, outcome) = mpsc::channel();
    std::thread::spawn(move || done.send(work()));
    outcome.recv_timeout(HANGS).unwrap_or_else(|_| panic!("{what} hangs or panics"))
}

/// Makes calls one after another, on a single async runtime or blocking.
fn in_turn(client: &Client, calls: usize, blocking: bool) -> Vec<Outcome> {
    let request = request(client, false, false);
    in_time("a call in turn", move || {
        if blocking {
            return (0..calls).map(|_| request.send_blocking()).collect();
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut outcomes = Vec::new();
            for _ in 0..calls {
                outcomes.push(request.send().await);
            }
            outcomes
        })
    })
}

/// Makes calls in parallel.
fn at_once(client: &Client, calls: usize, blocking: bool) -> Vec<Outcome> {
    let request = request(client, false, false);
    in_time("a call among many", move || {
        if blocking {
            let threads: Vec<_> = (0..calls)
                .map(|_| request.clone())
                .map(|request| std::thread::spawn(move || request.send_blocking()))
                .collect();
            return threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let tasks: Vec<_> = (0..calls).map(|_| tokio::spawn(request.send())).collect();
            let mut outcomes = Vec::new();
            for task in tasks {
                outcomes.push(task.await.unwrap());
            }
            outcomes
        })
    })
}

fn shown(outcome: &Outcome) -> String {
    outcome.as_ref().map_or_else(|error| format!("{:?}", error.kind()), |response| (**response).to_string())
}

/// Returns a response that leaves the connection open.
fn stays(status: &str, headers: &str, body: &str) -> Vec<Do> {
    let text = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{headers}\r\n{body}");
    vec![say(text), Stay]
}

#[test]
fn connections_are_used_again() {
    for blocking in [false, true] {
        let server = Server::plain(vec![stays("200 OK", "content-length: 4\r\n", "true")]);
        let outcomes = in_turn(&client(&server), 5, blocking);
        assert!(outcomes.iter().all(|outcome| shown(outcome) == "true"));
        // An async connection is returned to the pool concurrently with the response, so that the
        // next call may already have opened another one.
        let most = if blocking { 1 } else { 4 };
        assert!(server.seen().len() == 5 && server.connections() <= most, "{}", server.connections());
    }
}

#[test]
fn threads_that_share_a_client_share_its_connections() {
    let slowly = [vec![Do::Pause], stays("200 OK", "content-length: 4\r\n", "true")].concat();
    let server = Server::plain(vec![slowly]);
    let client = client(&server);
    for _ in 0..3 {
        assert!(at_once(&client, 20, true).iter().all(|outcome| shown(outcome) == "true"));
    }
    assert!(server.seen().len() == 60 && server.connections() <= 20, "{}", server.connections());
}

#[test]
fn what_is_left_on_a_connection_is_no_response() {
    let forged = format!("{OK}content-length: 8\r\n\r\n\"forged\"");
    let cases = [
        ("a length that is too small", stays("200 OK", "content-length: 4\r\n", &format!("true{forged}")), "true"),
        (
            "more after the last chunk",
            stays("200 OK", "transfer-encoding: chunked\r\n", &format!("4\r\ntrue\r\n0\r\n\r\n{forged}")),
            "true",
        ),
        (
            "204 with a body",
            stays("204 No Content", &format!("content-length: {}\r\n", forged.len()), &forged),
            "Decode",
        ),
        (
            "304 with a body",
            stays("304 Not Modified", &format!("content-length: {}\r\n", forged.len()), &forged),
            "Status",
        ),
    ];
    for (name, first, expected) in cases {
        for blocking in [false, true] {
            let server = Server::plain(vec![first.clone(), stays("200 OK", "content-length: 8\r\n", "\"second\"")]);
            let outcomes = in_turn(&client(&server), 2, blocking);
            let shown: Vec<String> = outcomes.iter().map(shown).collect();
            assert_eq!(shown, [expected, "\"second\""], "{name}, blocking: {blocking}");
        }
    }
}

#[test]
fn a_server_that_closes_between_two_calls_is_not_noticed() {
    for blocking in [false, true] {
        let closes = || vec![say(format!("{OK}content-length: 4\r\n\r\ntrue"))];
        let server = Server::plain(vec![closes()]);
        let outcomes = in_turn(&client(&server), 4, blocking);
        assert!(outcomes.iter().all(|outcome| shown(outcome) == "true"), "{outcomes:?}");
    }
}

fn busy(wait: &str) -> Vec<Do> {
    stays("429 Too Many Requests", &format!("retry-after: {wait}\r\ncontent-length: 2\r\n"), "{}")
}

#[test]
fn a_storm_of_429_ends_for_everybody() {
    // The last delay would exceed the deadline, so the call does not wait for it.
    let storms = [("0", 3), ("1", 3), ("9", 1)];
    for (wait, attempts, blocking) in
        storms.into_iter().flat_map(|(wait, attempts)| [(wait, attempts, false), (wait, attempts, true)])
    {
        let server = Server::plain(vec![busy(wait)]);
        let base = plant(api::builder()).base_url(format!("http://{}", server.address));
        let client = base.deadline(Duration::from_secs(4)).build().unwrap();
        let outcomes = at_once(&client, 40, blocking);
        for outcome in &outcomes {
            let error = outcome.as_ref().unwrap_err();
            let found = (error.kind(), error.retry_after().is_some(), error.attempts());
            assert_eq!(found, (ErrorKind::Status, true, attempts), "{error}");
            assert!(secrets::found(&printed(error)).is_empty(), "{error}");
        }
        assert_eq!(outcomes.len(), 40);
        assert_eq!(server.seen().len(), 40 * attempts as usize);
    }
}

#[test]
fn a_storm_that_passes_ends_in_responses() {
    for blocking in [false, true] {
        // Each call is rejected at most twice.
        let mut script = vec![busy("0"); 2];
        script.push(stays("200 OK", "content-length: 4\r\n", "true"));
        let server = Server::plain(script);
        let outcomes = at_once(&client(&server), 40, blocking);
        assert!(outcomes.iter().all(|outcome| shown(outcome) == "true"), "{outcomes:?}");
        assert_eq!(server.seen().len(), 42);
    }
}

#[test]
fn secrets_go_to_the_first_server_and_no_other() {
    for (blocking, post) in [(false, false), (true, false), (false, true), (true, true)] {
        let second = Server::plain(vec![stays("200 OK", "content-length: 4\r\n", "true")]);
        let to = format!("location: http://{}/x\r\ncontent-length: 0\r\n", second.address);
        let first = Server::plain(vec![stays("307 Temporary Redirect", &to, "")]);
        let request = request(&client(&first), post, false);
        let outcome = in_time("a redirect", move || {
            if blocking { request.send_blocking() } else { crate::row::asynchronously(&request) }
        });
        assert_eq!(shown(&outcome), "true");
        // This also shows that the search finds what is there.
        assert_eq!(found(&first.seen().concat()).len(), 4, "{:?}", first.seen());
        let seen = second.seen();
        assert_eq!((seen.len(), found(&seen.concat())), (1, Vec::new()), "{seen:?}");
    }
}

#[test]
fn keys_that_are_set_explicitly_are_secrets_too() {
    for blocking in [false, true] {
        let second = Server::plain(vec![stays("200 OK", "content-length: 4\r\n", "true")]);
        let to = format!("location: http://{}/x\r\ncontent-length: 0\r\n", second.address);
        let first = Server::plain(vec![stays("307 Temporary Redirect", &to, "")]);
        let client = api::builder().base_url(format!("http://{}", first.address)).header("x-key", secrets::HEADER);
        let client = client.header("authorization", &format!("Bearer {}", secrets::TOKEN)).build().unwrap();
        let request = api::request::<Value>(&client, api::operation(api::BASE), |_| {}).with_response();
        let cookie = format!("session={}", secrets::COOKIE);
        let request = request.with_header("cookie", &cookie).with_query("key", secrets::QUERY);
        assert_eq!(found(&request.curl().unwrap()), Vec::<String>::new());
        let outcome = in_time("a redirect", move || {
            if blocking { request.send_blocking() } else { crate::row::asynchronously(&request) }
        });
        assert_eq!(shown(&outcome), "true");
        assert_eq!((found(&first.seen().concat()).len(), found(&second.seen().concat())), (4, Vec::new()));
    }
}

/// A function that configures a client.
type Set = fn(ClientBuilder) -> ClientBuilder;

/// RFC 9110, section 11.4, RFC 6750, section 2.1: credentials are ASCII, and so is a host. Other
/// fields are sent unchanged, in UTF-8.
#[test]
fn values_beyond_ascii_are_sent_or_refused_alike() {
    let calls: [(Set, Option<ErrorKind>); 6] = [
        (|builder| builder.bearer("gr\u{fc}n"), Some(ErrorKind::Config)),
        (|builder| builder.header("authorization", "Bearer gr\u{fc}n"), Some(ErrorKind::Config)),
        (|builder| builder.header("host", "gr\u{fc}n.test"), Some(ErrorKind::Config)),
        (|builder| builder.bearer_from(blocking_token_source(|| Ok("gr\u{fc}n".into()))), Some(ErrorKind::Credentials)),
        (|builder| builder.credential("header", "gr\u{fc}n"), None),
        (|builder| builder.header("x-a", "gr\u{fc}n"), None),
    ];
    for (number, (set, fails)) in calls.into_iter().enumerate() {
        let server = Server::plain(vec![stays("200 OK", "content-length: 4\r\n", "true")]);
        let built = set(plant(api::builder())).base_url(format!("http://{}", server.address)).build();
        let outcomes = match built {
            Ok(client) => vec![in_turn(&client, 1, false).remove(0), in_turn(&client, 1, true).remove(0)],
            Err(error) => vec![Err(error)],
        };
        for outcome in &outcomes {
            assert_eq!(outcome.as_ref().err().map(Error::kind), fails, "{number}: {outcome:?}");
        }
        let seen = server.seen();
        assert_eq!(seen.len(), if fails.is_none() { 2 } else { 0 }, "{number}");
        assert!(seen.iter().all(|head| head.contains(": gr\u{fc}n\r\n")), "{seen:?}");
    }
}
