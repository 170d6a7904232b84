//! Streamed responses: bytes, Server-Sent Events, JSON lines and JSON text sequences, async and
//! blocking.

mod api;

use std::time::Duration;

use api::{Act, BASE, BREAK, CUT, Network, builder, request};
use clientwright_runtime::call::Operation;
use clientwright_runtime::machine::Framing;
use clientwright_runtime::{Error, ErrorKind, Request};
use serde_json::{Value, json};

static GET: Operation = BASE;
static POST: Operation = Operation { method: "POST", ..BASE };

const SSE: &str = "text/event-stream";

fn response(media_type: &str, body: impl Into<String>) -> Act {
    let body: &'static str = body.into().leak();
    Act::Response(http::Response::builder().status(200).header("content-type", media_type).body(body).unwrap(), 1)
}

fn call(network: &Network, operation: &'static Operation) -> Request<Value> {
    let client = builder().transport(network.clone()).blocking_transport(network.clone()).build().unwrap();
    request::<Value>(&client, operation, |_| {})
}

fn shown(item: Result<Value, Error>) -> String {
    item.map_or_else(|error| format!("{:?}", error.kind()), |value| value.to_string())
}

/// Returns the outcome of a body, which must be the same async and blocking, whole and in pieces of
/// one byte.
fn items(framing: Framing, media_type: &'static str, body: &str) -> Vec<String> {
    let bytewise: Vec<String> = body.chars().map(String::from).collect();
    let mut all: Vec<Vec<String>> = Vec::new();
    for body in [body.to_owned(), bytewise.join(CUT)] {
        let network = Network::new([response(media_type, &body), response(media_type, &body)]);
        let request = call(&network, &GET);
        all.push(request.items_of_blocking::<Value>(framing, media_type).map(shown).collect());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        all.push(runtime.block_on(async {
            let mut events = request.items_of::<Value>(framing, media_type);
            let mut seen = Vec::new();
            while let Some(item) = events.next().await {
                seen.push(shown(item));
            }
            assert!(events.next().await.is_none(), "it stays over");
            seen
        }));
        assert!(network.sent().iter().all(|sent| sent.headers()["accept"] == media_type));
    }
    assert!(all.iter().all(|of| *of == all[0]), "{all:?}");
    all.remove(0)
}

/// The examples of the HTML Living Standard, section 9.2.6, with JSON for data, and what real
/// servers send.
#[test]
fn events_are_separated_as_in_the_standard() {
    for (body, expected) in [
        ("data: 1\n\ndata: 2\n\n", vec!["1", "2"]),
        ("data: [1,\ndata: 2]\n\n", vec!["[1,2]"]),
        (": a comment\n\ndata:1\n\n", vec!["1"]),
        ("\u{feff}data: 1\r\n\r\ndata: 2\r\rdata: 3\n\n", vec!["1", "2", "3"]),
        // At most one space after the colon is removed.
        ("data:\"a\"\n\ndata: \"a\"\n\n", vec!["\"a\"", "\"a\""]),
        ("event: x\nid: 7\nretry: 5\nother: y\n\n", vec![]),
        // An event without a blank line at its end is dropped.
        ("data: 1\n\ndata: 2\n", vec!["1"]),
        ("data: 1\n\ndata: [DONE]\n\ndata: 2\n\n", vec!["1"]),
        ("data: oops\n\ndata: 2\n\n", vec!["Decode", "2"]),
        ("data: \"grün\"\n\n", vec!["\"grün\""]),
        // A field without a colon is empty, and `data` alone is an empty line of data.
        ("data: [1\ndata\ndata: ]\n\n", vec!["[1]"]),
        ("data\n\ndata: 2\n\n", vec!["Decode", "2"]),
        // Only one byte order mark is removed, and only at the start.
        ("\u{feff}\u{feff}data: 1\n\ndata: 2\n\n", vec!["2"]),
        ("data: 1\n\n\u{feff}data: 2\n\n", vec!["1"]),
        ("data: 1\r\n\ndata: 2\n\r\n:\r\rdata: 3\r\n\r\n", vec!["1", "2", "3"]),
        ("data : 1\n\n Data: 2\nDATA: 3\n\n", vec![]),
    ] {
        assert_eq!(items(Framing::Events, SSE, body), expected, "{body:?}");
    }
}

#[test]
fn whole_events_are_objects() {
    let body = "event: a\nid: 1\nretry: 20\ndata: {}\n\ndata: x\n\n";
    let expected = [r#"{"data":"{}","event":"a","id":"1","retry":20}"#, r#"{"data":"x","event":"message","id":"1"}"#];
    assert_eq!(items(Framing::WholeEvents, SSE, body), expected);
}

#[test]
fn lines_and_records() {
    let lines = "{\"a\":1}\r\n\n  \n[2]\n3";
    assert_eq!(items(Framing::Lines, "application/x-ndjson", lines), ["{\"a\":1}", "[2]", "3"]);
    let records = "\u{1e}{\"a\":\n1}\n\u{1e}\u{1e}[2]\u{1e}3\n";
    assert_eq!(items(Framing::Records, "application/json-seq", records), ["{\"a\":1}", "[2]", "3"]);
    // Section 2.4: a truncated record is skipped, and the next one is read.
    assert_eq!(items(Framing::Records, "application/json-seq", "\u{1e}{\"a\u{1e}2\n"), ["Decode", "2"]);
}

#[test]
fn a_get_continues_after_the_last_event() {
    let first = ["retry: 250\nid: 41\ndata: 1\n\nid: 42\ndata: 2\n\ndata: 3", BREAK].join(CUT);
    let network = Network::new([response(SSE, first), response(SSE, "data: 3\n\n")]);
    let items: Vec<_> = call(&network, &GET).items_of_blocking::<Value>(Framing::Events, SSE).map(shown).collect();
    assert_eq!(items, ["1", "2", "3"]);
    assert_eq!(network.waits(), [Duration::from_millis(250)]);
    let sent = network.sent();
    assert_eq!(
        (sent[0].headers().get("last-event-id"), &sent[1].headers()["last-event-id"]),
        (None, &"42".parse().unwrap())
    );
}

/// HTML Living Standard, section 9.2.6: the `Last-Event-ID` that the server receives after each
/// interrupted body.
#[test]
fn an_event_that_was_not_dispatched_is_not_acknowledged() {
    let after = |bodies: &[&str]| {
        let acts =
            |bodies: &[&str]| bodies.iter().map(|body| response(SSE, [*body, BREAK].join(CUT))).collect::<Vec<_>>();
        let last = || response(SSE, "data: 9\n\n");
        let network = Network::new(acts(bodies).into_iter().chain([last()]));
        let async_network = Network::new(acts(bodies).into_iter().chain([last()]));
        let blocking: Vec<_> =
            call(&network, &GET).items_of_blocking::<Value>(Framing::Events, SSE).map(shown).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let seen: Vec<_> = runtime.block_on(async {
            let mut events = call(&async_network, &GET).items_of::<Value>(Framing::Events, SSE);
            let mut seen = Vec::new();
            while let Some(item) = events.next().await {
                seen.push(shown(item));
            }
            seen
        });
        let ids = |network: &Network| {
            let id = |sent: &http::Request<bytes::Bytes>| sent.headers().get("last-event-id").cloned();
            let sent = network.sent();
            sent.iter()
                .skip(1)
                .map(|sent| id(sent).map(|id| String::from_utf8(id.as_bytes().to_vec()).unwrap()))
                .collect()
        };
        let ids: [Vec<Option<String>>; 2] = [ids(&network), ids(&async_network)];
        assert_eq!((&ids[0], &blocking), (&ids[1], &seen));
        (ids[0].iter().map(|id| id.clone().unwrap_or_default()).collect::<Vec<_>>().join(" "), blocking.join(" "))
    };
    let expected = |ids: &str, items: &str| (ids.to_owned(), items.to_owned());
    // The second event lacks its blank line: it is cut in its data, in its ID, and right before the
    // blank line.
    assert_eq!(after(&["id: 1\ndata: 1\n\nid: 2\ndata: 2"]), expected("1", "1 9"));
    assert_eq!(after(&["id: 1\ndata: 1\n\nid: 2"]), expected("1", "1 9"));
    assert_eq!(after(&["id: 1\ndata: 1\n\nid: 2\ndata: 2\n"]), expected("1", "1 9"));
    // Without a complete event, there is nothing to resume from.
    assert_eq!(after(&["id: 1\ndata: 1\n"]), expected("", "Body"));
    // A blank line confirms an ID without data, too.
    assert_eq!(after(&["id: 1\ndata: 1\n\nid: 2\n\n"]), expected("2", "1 9"));
    // An event that was incomplete when the connection was lost is dropped. Its ID is not used with
    // the next event, nor after the next interruption.
    assert_eq!(after(&["id: 1\ndata: 1\n\nid: 2\nda", "data: 3\n\n"]), expected("1 1", "1 3 9"));
    assert_eq!(after(&["id: 1\ndata: 1\n\nevent: x\ndata: [", "data: 3\n\n"]), expected("1 1", "1 3 9"));
    // An ID with NUL is ignored; one that is empty resets it, and a field without a colon is empty.
    assert_eq!(after(&["id: 1\ndata: 1\n\nid: 2\0\ndata: 2\n\n"]), expected("1", "1 2 9"));
    assert_eq!(after(&["id: 1\ndata: 1\n\nid\ndata: 2\n\n"]), expected("", "1 2 Body"));
    assert_eq!(after(&["id:  a\u{e9}\ndata: 1\n\n"]), expected(" a\u{e9}", "1 9"));
    assert_eq!(after(&["ID: 1\nid: 2\nid : 3\n id: 4\ndata: 1\n\n"]), expected("2", "1 9"));
}

#[test]
fn only_digits_name_the_wait() {
    for (field, expected) in [
        ("retry: 250", 250),
        ("retry:0", 0),
        ("retry: 99999999999999999999999999", 60_000),
        ("retry: 2.5", 1_000),
        ("retry: -1", 1_000),
        ("retry:  7", 1_000),
        ("retry", 1_000),
        ("Retry: 7", 1_000),
        // The delay applies as soon as it is read, even if its event is never complete.
        ("data: 1\n\nretry: 30", 30),
    ] {
        let first = [&format!("id: 1\ndata: 1\n\n{field}\n"), BREAK].join(CUT);
        let network = Network::new([response(SSE, first), response(SSE, "data: 2\n\n")]);
        let _ = call(&network, &GET).items_of_blocking::<Value>(Framing::Events, SSE).count();
        assert_eq!(network.waits(), [Duration::from_millis(expected)], "{field}");
    }
}

#[test]
fn no_server_keeps_anybody_waiting_longer_than_a_minute() {
    let first = ["retry: 99999999999999\nid: 1\ndata: 1\n\n", BREAK].join(CUT);
    let network = Network::new([response(SSE, first), response(SSE, "data: 2\n\n")]);
    assert_eq!(call(&network, &GET).items_of_blocking::<Value>(Framing::Events, SSE).count(), 2);
    assert_eq!(network.waits(), [Duration::from_secs(60)]);
}

#[test]
fn what_cannot_go_on_ends_in_an_error() {
    let cut = |body: &str| response(SSE, [body, BREAK].join(CUT));
    for (operation, body) in [(&POST, "id: 1\ndata: 1\n\n"), (&GET, "data: 1\n\n")] {
        let network = Network::new([cut(body)]);
        let items: Vec<_> =
            call(&network, operation).items_of_blocking::<Value>(Framing::Events, SSE).map(shown).collect();
        assert_eq!(items, ["1", "Body"]);
    }
    // A server that fails each time is not called forever.
    let network = Network::new((0..9).map(|_| cut("id: 1\n\n")));
    let stream = call(&network, &GET).with_retries(3).items_of_blocking::<Value>(Framing::Events, SSE);
    assert_eq!((stream.map(shown).collect::<Vec<_>>(), network.sent().len()), (vec!["Body".to_owned()], 4));
}

#[test]
fn another_media_type_is_an_error() {
    let network = Network::new([response("application/json", "{}"), response("text/html", "<html>")]);
    let call = call(&network, &GET);
    for sent in ["application/json", "text/html"] {
        let items: Vec<_> = call.items_of_blocking::<Value>(Framing::Events, SSE).collect();
        let error = items[0].as_ref().unwrap_err();
        assert_eq!((items.len(), error.kind()), (1, ErrorKind::Decode));
        assert_eq!(
            error.to_string(),
            format!("things.get: expected `text/event-stream`, but the server sent `{sent}`")
        );
    }
}

#[test]
fn a_charset_on_either_side_does_not_matter() {
    const DECLARED: &str = "text/event-stream; charset=UTF-8";
    for sent in [SSE, DECLARED, "Text/Event-Stream;charset=utf-8"] {
        let network = Network::new([response(sent, "data: 1\n\n")]);
        let items: Vec<_> =
            call(&network, &GET).items_of_blocking::<Value>(Framing::Events, DECLARED).map(shown).collect();
        assert_eq!(items, ["1"], "{sent}");
    }
}

#[test]
fn an_item_has_a_limit_and_the_stream_has_none() {
    let network = Network::new([response(SSE, "data: 123\n\n".repeat(9)), response(SSE, "data: \"aaaaaaaaaaaaaaaaaa")]);
    let call = call(&network, &GET).with_response_limit(12);
    let items: Vec<_> = call.items_of_blocking::<Value>(Framing::Events, SSE).map(shown).collect();
    assert_eq!(items, ["123"; 9]);
    let items: Vec<_> = call.items_of_blocking::<Value>(Framing::Events, SSE).map(shown).collect();
    assert_eq!(items, ["Body"]);
}

#[test]
fn opening_is_retried_and_errors_are_read_whole() {
    let bad =
        |status: u16| Act::Response(http::Response::builder().status(status).body("{\"message\":\"no\"}").unwrap(), 1);
    let network = Network::new([bad(500), response(SSE, "data: 1\n\n"), bad(404)]);
    let call = call(&network, &GET);
    let items: Vec<_> = call.items_of_blocking::<Value>(Framing::Events, SSE).map(shown).collect();
    assert_eq!(items, ["1"]);
    let error = call.send_streaming_blocking().unwrap_err();
    assert_eq!((error.kind(), error.message().as_deref()), (ErrorKind::Status, Some("no")));
}

#[tokio::test]
async fn bytes_come_as_they_arrive() {
    use std::io::Read;
    let body = ["ab", "c", "defgh"].join(CUT);
    let network = Network::new((0..4).map(|_| response("application/octet-stream", body.clone())));
    let call = call(&network, &GET).with_response_limit(1);
    let mut opened = call.send_streaming().await.unwrap();
    assert_eq!(opened.status(), 200);
    let mut seen = Vec::new();
    while let Some(chunk) = opened.next().await {
        seen.push(chunk.unwrap());
    }
    assert_eq!(seen, ["ab", "c", "defgh"]);
    let mut file = Vec::new();
    assert_eq!(call.send_streaming().await.unwrap().write_to(&mut file).await.unwrap(), 8);
    assert_eq!(file, b"abcdefgh");
    let mut text = String::new();
    call.send_streaming_blocking().unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "abcdefgh");
    assert_eq!(call.send_streaming_blocking().unwrap().write_to(&mut Vec::new()).unwrap(), 8);
}

#[test]
fn a_body_that_breaks_off_is_an_error_once() {
    let network = Network::new([response("text/plain", ["ab", BREAK].join(CUT))]);
    let mut opened = call(&network, &GET).send_streaming_blocking().unwrap().into_body();
    assert_eq!(opened.next().unwrap().unwrap(), "ab");
    let error = opened.next().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Body, Some(200)));
    assert!(opened.next().is_none());
}

#[test]
fn items_are_texts_where_the_description_says_text() {
    let network = Network::new([response(SSE, "data: plain text\n\n")]);
    let mut events = call(&network, &GET).items_of_blocking::<String>(Framing::Events, SSE);
    assert_eq!(events.next().unwrap().unwrap(), "plain text");
    assert_eq!((events.name(), events.last_event_id()), ("message", None));
    assert_eq!(json!(events.next().is_none()), true);
}

/// A real server that sends an event in a chunk, and then nothing until the test ends.
fn stalling_server() -> String {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut open = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut seen = Vec::new();
            let mut byte = [0];
            while !seen.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) > 0 {
                seen.push(byte[0]);
            }
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
            write!(stream, "{head}9\r\ndata: 1\n\n\r\n").unwrap();
            open.push(stream);
        }
    });
    base
}

#[tokio::test]
async fn a_stream_that_stalls_ends_in_a_timeout() {
    let short = Duration::from_millis(150);
    let client = builder().base_url(stalling_server()).timeout(short).idle_timeout(short).build().unwrap();
    let request = request::<Value>(&client, &GET, |_| {});
    let mut events = request.items_of::<Value>(Framing::Events, SSE);
    assert_eq!(events.next().await.unwrap().unwrap(), 1, "it comes before the body ends");
    assert_eq!(events.next().await.unwrap().unwrap_err().kind(), ErrorKind::Timeout);
    let blocking = move || {
        let mut events = request.items_of_blocking::<Value>(Framing::Events, SSE);
        assert_eq!(events.next().unwrap().unwrap(), 1);
        assert_eq!(events.next().unwrap().unwrap_err().kind(), ErrorKind::Timeout);
    };
    tokio::task::spawn_blocking(blocking).await.unwrap();
}
