//! The fault matrix: everything that a server or a network can do wrong, over real loopback
//! connections, async and blocking. Each call ends with the documented error or the response, and
//! nothing hangs, panics or prints a secret.

mod api;
#[path = "faults/calls.rs"]
mod calls;
#[path = "faults/clock.rs"]
mod clock;
#[path = "faults/row.rs"]
mod row;
#[path = "faults/secrets.rs"]
mod secrets;
#[path = "faults/server.rs"]
mod server;
#[path = "faults/streams.rs"]
mod streams;
#[path = "faults/tls.rs"]
mod tls;

use std::io::Write;
use std::sync::Mutex;
use std::time::Duration;

use clientwright_runtime::ClientBuilder;
use clientwright_runtime::ErrorKind::{self, Body, Connect, Decode, Interrupted, Malformed, Redirect, Status, Timeout};
use row::Expected::{self, Fails, TransportResponse};
use row::{Place, Row};
use server::Do::{self, Drip, Flood, Pause, Reset, Stall};
use socket2::Socket;
use tls::Shows;

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const CHUNKED: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";

fn say(text: impl AsRef<[u8]>) -> Do {
    Do::Say(text.as_ref().to_vec())
}

/// A success with these additional headers and this body, after which the connection is closed.
fn ok(headers: &str, body: &str) -> Vec<Do> {
    vec![say(format!("{OK}{headers}\r\n{body}"))]
}

/// A response with this status and a body with its length.
fn response(status: &str, headers: &str, body: &str) -> Vec<Do> {
    vec![say(format!(
        "HTTP/1.1 {status}\r\n{headers}connection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    ))]
}

fn moved(to: &str) -> Vec<Do> {
    response("302 Found", &format!("location: {to}\r\n"), "")
}

fn plain(name: &'static str, acts: Vec<Do>, expected: Expected) -> Row {
    Row::new(name, Place::Plain(vec![acts]), expected)
}

fn fails(kind: ErrorKind, words: &'static [&'static str]) -> Expected {
    Fails(kind, words)
}

fn base_url(address: std::net::SocketAddr) -> (String, Vec<Socket>) {
    (format!("http://{address}"), Vec::new())
}

/// Two seconds for an attempt, which suffices on a busy machine.
fn soon(builder: ClientBuilder) -> ClientBuilder {
    builder.timeout(Duration::from_secs(2))
}

/// Runs all rows, several in parallel, because they mostly wait.
fn check(rows: Vec<Row>) {
    let wrong = Mutex::new(Vec::new());
    let count = rows.len();
    let rows = Mutex::new(rows.into_iter());
    std::thread::scope(|scope| {
        for _ in 0..count.min(16) {
            scope.spawn(|| {
                loop {
                    let Some(row) = rows.lock().unwrap().next() else { return };
                    let found = row::run(&row);
                    wrong.lock().unwrap().extend(found);
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {count} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_connection() {
    let none: &[&str] = &["cannot connect to 127.0.0.1"];
    let refused: &[&str] = &["cannot connect to 127.0.0.1", "refused"];
    let unknown: &[&str] = &["cannot connect to nobody.invalid", "lookup"];
    let to = |name, make, words| Row::new(name, Place::At(make), fails(Connect, words)).again();
    check(vec![
        to("refused", || held("http", server::nobody()), refused),
        to("refused, POST", || held("http", server::nobody()), refused).post(),
        to("refused under https", || held("https", server::nobody()), refused),
        to("no such name", || ("http://nobody.invalid".to_owned(), Vec::new()), unknown),
        to("no such name under https", || ("https://nobody.invalid".to_owned(), Vec::new()), unknown).post(),
        to("no room for a connection", || held("http", server::full()), none)
            .with(|builder| builder.connect_timeout(Duration::from_millis(300))),
    ]);
}

fn held(scheme: &str, (address, sockets): (std::net::SocketAddr, Vec<Socket>)) -> (String, Vec<Socket>) {
    (format!("{scheme}://{address}"), sockets)
}

#[test]
fn no_trust() {
    let tls = |name, shows, script: Vec<Do>, expected| Row::new(name, Place::Tls(shows, vec![script]), expected);
    let no: &[&str] = &["cannot connect securely to localhost", "certificate"];
    let long = "content-length: 4\r\n";
    let reset = || (format!("https://{}", server::deaf()), Vec::new());
    check(vec![
        tls("all is well", Shows::Trusted, ok(long, "true"), TransportResponse("true")),
        tls("self-signed", Shows::SelfSigned, ok(long, "true"), fails(Connect, no)),
        tls("other name", Shows::OtherName, ok(long, "true"), fails(Connect, no)),
        tls("expired", Shows::Expired, ok(long, "true"), fails(Connect, no)),
        tls("to plain http", Shows::Trusted, moved("http://localhost:1/x"), fails(Redirect, &["from https to plain"])),
        // Otherwise, an attacker who cuts the connection could remove the rest.
        tls(
            "cut where only the end tells the length",
            Shows::Trusted,
            ok("", "true"),
            fails(Body, &["was interrupted"]),
        )
        .again(),
        Row::new(
            "no TLS",
            Place::At(|| (format!("https://{}", server::impatient()), Vec::new())),
            fails(Connect, &["cannot connect securely to 127.0.0.1"]),
        ),
        Row::new("reset in the handshake", Place::At(reset), fails(Connect, &["cannot connect to 127.0.0.1"])).again(),
        Row::new("reset in the handshake, POST", Place::At(reset), fails(Connect, &["cannot connect to 127.0.0.1"]))
            .post()
            .again(),
        Row::new("no handshake", Place::NoTls(vec![vec![Stall]]), fails(Connect, &["cannot connect to localhost"]))
            .with(|builder| builder.connect_timeout(Duration::from_millis(300)))
            .again(),
    ]);
}

#[test]
fn a_connection_that_breaks() {
    let broke = fails(Interrupted, &["the connection to 127.0.0.1:", " was lost"]);
    let off = fails(Body, &["the response (200 OK) was interrupted"]);
    let at_once = || base_url(server::deaf());
    check(vec![
        Row::new("reset in the request", Place::At(at_once), broke).again(),
        Row::new("reset in the request, POST", Place::At(at_once), broke).post(),
        plain("reset before the response", vec![Reset], broke).again(),
        plain("reset before the response, POST", vec![Reset], broke).post(),
        plain("closed before the response", vec![], broke).again(),
        plain("closed before the response, POST", vec![], broke).post(),
        plain("reset in the headers", vec![say(OK), Pause, Reset], broke).again(),
        plain("closed in the headers", vec![say(OK)], broke).again(),
        plain("closed in the status", vec![say("HTTP/1.1 2")], broke).again(),
        plain("reset after the headers", vec![say(format!("{OK}content-length: 4\r\n\r\n")), Pause, Reset], off)
            .again(),
        plain("reset in the body", vec![say(format!("{OK}content-length: 9\r\n\r\ntrue")), Pause, Reset], off).again(),
        plain("reset in the body, POST", vec![say(format!("{OK}content-length: 9\r\n\r\ntrue")), Pause, Reset], off)
            .post(),
        plain("closed in the body", ok("content-length: 9\r\n", "true"), off).again(),
        plain("closed in a chunk", vec![say(format!("{CHUNKED}9\r\ntrue"))], off).again(),
        plain("closed before the last chunk", vec![say(format!("{CHUNKED}4\r\ntrue\r\n"))], off).again(),
        plain("reset where only the end tells the length", vec![say(format!("{OK}\r\ntrue")), Pause, Reset], off)
            .again(),
        plain("closed where only the end tells the length", ok("", "true"), TransportResponse("true")),
    ]);
}

#[test]
fn a_server_that_stalls() {
    let none = fails(Timeout, &["no response within 2s"]);
    let no_end = fails(Timeout, &["the response (200 OK) was not complete within 2s"]);
    let head = || say(format!("{OK}content-length: 9\r\n\r\n"));
    let rows = vec![
        plain("before the response", vec![Stall], none).again(),
        plain("before the response, POST", vec![Stall], none).post(),
        Row::new("in the request", Place::At(|| base_url(server::silent())), none).large(),
        plain("in the headers", vec![say(OK), Stall], none).again(),
        plain("headers without an end", vec![say(OK), Drip("x-a: b\r\n")], none).again(),
        plain("after 100 Continue", vec![say("HTTP/1.1 100 Continue\r\n\r\n"), Stall], none).again(),
        plain("after the headers", vec![head(), Stall], no_end).again(),
        plain("in the body", vec![head(), say("true"), Stall], no_end).again(),
        plain("in the body, POST", vec![head(), say("true"), Stall], no_end).post(),
        plain("in a chunk", vec![say(CHUNKED), say("9\r\ntrue"), Stall], no_end).again(),
        plain("a body without an end", vec![say(format!("{OK}\r\n")), Drip(" ")], no_end).again(),
        plain("chunks without an end", vec![say(CHUNKED), Drip("1\r\n \r\n")], no_end).again(),
    ];
    check(rows.into_iter().map(|row| row.with(soon)).collect());
}

#[test]
fn the_deadline_holds_over_all_attempts() {
    let late = fails(Timeout, &[]);
    let rows = [
        ("before the response", vec![Stall]),
        ("in the body", vec![say(format!("{OK}content-length: 9\r\n\r\n")), Stall]),
        (
            "each attempt takes its part",
            vec![say("HTTP/1.1 100 Continue\r\n\r\n"), Drip("HTTP/1.1 100 Continue\r\n\r\n")],
        ),
    ];
    let within = |builder: ClientBuilder| builder.retries(9).deadline(Duration::from_millis(700));
    check(rows.into_iter().map(|(name, acts)| plain(name, acts, late).with(within)).collect());
}

#[test]
fn what_is_no_http() {
    let wrong = fails(Malformed, &["the response from 127.0.0.1:", " cannot be processed"]);
    let off = fails(Body, &["the response (200 OK) cannot be processed"]);
    let large = fails(Body, &["has more than 134217728 bytes; raise the limit with `response_limit`"]);
    check(vec![
        plain("another protocol", vec![say("SSH-2.0-OpenSSH_9.6\r\n"), Stall], wrong),
        plain("another protocol, POST", vec![say("SSH-2.0-OpenSSH_9.6\r\n"), Stall], wrong).post(),
        plain("TLS", vec![say([21, 3, 3, 0, 2, 2, 70])], wrong),
        plain("a version to come", vec![say("HTTP/9.9 200 OK\r\ncontent-length: 4\r\n\r\ntrue")], wrong),
        plain("a status that is none", vec![say("HTTP/1.1 2000 OK\r\n\r\n")], wrong),
        plain("a header without a colon", ok("nonsense\r\n", ""), wrong),
        plain("a header with a NUL", ok("x-a: \0\r\ncontent-length: 4\r\n", "true"), wrong),
        plain("a length that is not a number", ok("content-length: four\r\n", "true"), wrong),
        plain("a length below nothing", ok("content-length: -4\r\n", "true"), wrong),
        plain("two lengths", ok("content-length: 4\r\ncontent-length: 5\r\n", "true"), wrong),
        plain("a length of everything", ok("content-length: 9223372036854775807\r\n", "true"), large),
        plain("a length beyond all numbers", ok("content-length: 18446744073709551616\r\n", "true"), wrong),
        plain("a length that is too small", ok("content-length: 4\r\n", "true and more"), TransportResponse("true")),
        plain("a chunk of no size", vec![say(format!("{CHUNKED}zz\r\ntrue\r\n0\r\n\r\n"))], off),
        plain("a chunk below nothing", vec![say(format!("{CHUNKED}-4\r\ntrue\r\n0\r\n\r\n"))], off),
        plain("a chunk beyond all numbers", vec![say(format!("{CHUNKED}fffffffffffffffff\r\ntrue\r\n"))], off),
        plain("a chunk that is too long", vec![say(format!("{CHUNKED}2\r\ntrue\r\n0\r\n\r\n"))], off),
        plain("chunks that fill the memory", vec![say(CHUNKED), Flood("400\r\n")], off),
        plain(
            "a chunk's size without an end",
            vec![say(CHUNKED), Drip("0000")],
            fails(Timeout, &["was not complete within"]),
        )
        .with(soon)
        .again(),
    ]);
}

/// Returns this number of header fields, in addition to the two of every success.
fn fields(count: usize, each: usize) -> String {
    (0..count).map(|number| format!("x-{number}: {}\r\n", "b".repeat(each))).collect()
}

#[test]
fn heads_have_the_same_limits() {
    let large = fails(Malformed, &["cannot be processed"]);
    let well = |headers: String| ok(&format!("{headers}content-length: 4\r\n"), "true");
    let failed = |status: &str| vec![say(format!("HTTP/1.1 {status}\r\n{}\r\n", fields(101, 1)))];
    check(vec![
        plain("100 fields", well(fields(98, 1)), TransportResponse("true")),
        plain("101 fields", well(fields(99, 1)), large),
        plain("101 fields, POST", well(fields(99, 1)), large).post(),
        plain("129 fields", well(fields(127, 1)), large),
        plain("1000 fields", well(fields(998, 1)), large),
        plain("101 fields of a 503", failed("503 Service Unavailable"), large),
        plain("almost 64 KiB", well(fields(1, 65_000)), TransportResponse("true")),
        plain("64 KiB and more", well(fields(1, 65_536)), large),
        plain("64 KiB and more, DELETE", well(fields(8, 9_000)), large).operation(&secrets::DELETE),
        plain("a megabyte", well(fields(1, 1 << 20)), large),
        plain(
            "headers that fill the memory",
            vec![say(OK), Flood("x-a: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n")],
            large,
        ),
        plain(
            "a header that fills the memory",
            vec![say("HTTP/1.1 200 OK\r\nx-a: "), Flood("bbbbbbbbbbbbbbbbbbbbbbbbbbbbb")],
            large,
        ),
    ]);
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// `true` if this build reads gzip. The matrix runs with and without it: `.ci/run` tests the
/// package without it.
const GZIP: bool = cfg!(feature = "gzip");

/// A response that declares this encoding.
fn encoded(status: &str, encoding: &str, body: &[u8]) -> Vec<Do> {
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-encoding: {encoding}\r\n");
    vec![say(format!("{head}content-length: {}\r\n\r\n", body.len())), say(body)]
}

fn packed(body: &[u8]) -> Vec<Do> {
    encoded("200 OK", "gzip", body)
}

/// The outcome of a gzip response, which a build without the feature did not request.
fn unpacked(expected: Expected) -> Expected {
    if GZIP { expected } else { fails(Decode, &["compressed it with `", "enable the feature `gzip`"]) }
}

#[test]
fn what_is_packed() {
    let [first, second, much] = [&b"[1,"[..], b"2]", &vec![b' '; 1 << 20]].map(gzip);
    let whole = gzip(b"true");
    let well = unpacked(TransportResponse("true"));
    let chunked = vec![
        say("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-encoding: gzip\r\n\r\n"),
        say(format!("{:x}\r\n", whole.len())),
        say(&whole),
        say("\r\n0\r\n\r\n"),
    ];
    let ended = vec![say("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n"), say(&whole)];
    check(vec![
        plain("gzip", packed(&whole), well),
        plain("x-gzip", encoded("200 OK", "x-gzip", &whole), well),
        plain("in capitals", encoded("200 OK", "GZIP", &whole), well),
        plain("two members", packed(&[&first[..], &second].concat()), unpacked(TransportResponse("[1,2]"))),
        plain(
            "a large member between",
            packed(&[&first[..], &much, &second].concat()),
            unpacked(TransportResponse("[1,2]")),
        ),
        plain("a member without bytes at the end", packed(&[&whole[..], &gzip(b"")].concat()), well),
        plain("in chunks", chunked, well),
        plain("up to the end of the connection", ended, well),
        plain("an encoding that is none", encoded("200 OK", "utf-8", b"true"), TransportResponse("true")),
        plain("none, by name", encoded("200 OK", "identity", b"true"), TransportResponse("true")),
    ]);
}

/// RFC 9110, sections 6.4.1, 8.4 and 8.6: there is nothing to decompress.
#[test]
fn what_is_packed_and_has_no_body() {
    let no_body = fails(Decode, &["the response has no body"]);
    let head =
        |status: &str| vec![say(format!("HTTP/1.1 {status}\r\ncontent-encoding: gzip\r\ncontent-length: 40\r\n\r\n"))];
    let mut rows = Vec::new();
    for encoding in ["gzip", "x-gzip"] {
        let empty = |status: &str| encoded(status, encoding, b"");
        let bare = |status: &str| vec![say(format!("HTTP/1.1 {status}\r\ncontent-encoding: {encoding}\r\n\r\n"))];
        rows.extend([
            plain("an empty 200", empty("200 OK"), no_body),
            plain("an empty 200, up to the end of the connection", bare("200 OK"), no_body),
            plain("an empty 200, POST", empty("200 OK"), no_body).post(),
            plain("204", bare("204 No Content"), no_body),
            plain("204, DELETE", bare("204 No Content"), no_body).operation(&secrets::DELETE),
            plain("an empty 404", empty("404 Not Found"), fails(Status, &["404 Not Found"])),
            plain("an empty 404, DELETE", empty("404 Not Found"), fails(Status, &["404"])).operation(&secrets::DELETE),
            plain("an empty 500", empty("500 Internal Server Error"), fails(Status, &["500"])).again(),
            plain("304", bare("304 Not Modified"), fails(Status, &["304"])),
        ]);
    }
    rows.push(plain("HEAD", head("200 OK"), no_body).operation(&secrets::HEAD));
    rows.push(plain("HEAD, 404", head("404 Not Found"), fails(Status, &["404"])).operation(&secrets::HEAD));
    check(rows);
}

#[test]
fn what_is_packed_wrongly() {
    let wrong = unpacked(fails(Body, &["the response (200 OK) cannot be processed", "gzip"]));
    let not_found = fails(Status, &["404 Not Found"]);
    let bomb = gzip(&vec![b' '; 1 << 24]);
    let whole = gzip(b"true");
    let mut damaged = whole.clone();
    let end = damaged.len() - 6;
    damaged[end] ^= 1;
    let limited = |builder: ClientBuilder| builder.response_limit(1 << 21);
    let br = fails(Decode, &["compressed it with `br`"]);
    check(vec![
        plain("a bomb", packed(&bomb), unpacked(fails(Body, &["has more than 2097152 bytes"]))).with(limited),
        plain("no gzip", packed(b"true"), if GZIP { wrong } else { TransportResponse("true") }),
        plain("no gzip, DELETE", packed(b"no"), wrong).operation(&secrets::DELETE),
        plain("no gzip, 404", encoded("404 Not Found", "gzip", b"no"), not_found),
        plain("no gzip, 500", encoded("500 No", "gzip", b"no"), fails(Status, &["500"])).again(),
        plain("gzip that is cut", packed(&whole[..whole.len() - 9]), wrong),
        plain("gzip that is cut in its head", packed(&whole[..3]), wrong),
        plain("gzip that is damaged", packed(&damaged), wrong),
        plain("gzip and more", packed(&[&whole[..], b"more"].concat()), wrong),
        plain("a second member that is cut", packed(&[&whole[..], &whole[..12]].concat()), wrong),
        plain("an encoding that nobody asked for", encoded("200 OK", "br", b"\x0b\x02true\x03"), br),
        plain(
            "two encodings",
            encoded("200 OK", "gzip, gzip", &gzip(&whole)),
            fails(Decode, &["compressed it with `gzip, gzip`"]),
        ),
    ]);
}

#[test]
fn what_is_not_as_described() {
    let json = "content-type: application/json\r\n";
    let typed = |of: &str, body: &str| response("200 OK", &format!("content-type: {of}\r\n"), body);
    let not_json = fails(Decode, &["expected JSON, but the server sent `text/html`"]);
    let no_body = fails(Decode, &["the response has no body"]);
    let mut latin = response("200 OK", json, "\"gr");
    latin[0] = say([format!("HTTP/1.1 200 OK\r\n{json}content-length: 6\r\n\r\n\"gr").as_bytes(), b"\xfcn\""].concat());
    check(vec![
        plain("another charset", typed("application/json; charset=utf-7", "true"), fails(Decode, &["utf-7"])),
        plain("bytes that are not UTF-8", latin, fails(Decode, &["does not match the description", "not UTF-8"])),
        plain("HTML for JSON", typed("text/html; charset=utf-8", "<html>"), not_json),
        plain(
            "HTML that says it is JSON",
            typed("application/json", "<html>"),
            fails(Decode, &["does not match the description"]),
        ),
        plain(
            "JSON that is cut",
            typed("application/json", "{\"a\": [1,"),
            fails(Decode, &["does not match the description"]),
        ),
        plain(
            "JSON and more",
            typed("application/json", "true false"),
            fails(Decode, &["does not match the description"]),
        ),
        plain("no body", typed("application/json", ""), no_body),
        plain("204 with a body", response("204 No Content", json, "true"), no_body),
        plain("205", response("205 Reset Content", "", ""), no_body),
        plain("304 that nobody asked for", response("304 Not Modified", "", ""), fails(Status, &["304"])),
        plain(
            "HTML of a gateway",
            response("502 Bad Gateway", "content-type: text/html\r\n", "<b>\r\nbad</b>"),
            fails(Status, &["502 Bad Gateway: <b> bad</b>"]),
        )
        .again(),
        plain(
            "an error that breaks off",
            vec![say("HTTP/1.1 400 Bad Request\r\ncontent-length: 9\r\n\r\nno")],
            fails(Body, &["the response (400 Bad Request) was interrupted"]),
        ),
        Row::new("a response before all is sent", Place::At(|| base_url(server::hasty())), fails(Status, &["413"]))
            .large(),
        plain("a status to come", response("299 So So", json, "true"), TransportResponse("true")),
        plain("a status beyond", response("999 What", json, "no"), fails(Status, &["999"])),
    ]);
}

#[test]
fn responses_before_the_response() {
    let well = format!("{OK}content-length: 4\r\n\r\ntrue");
    let before = |text: &str| vec![say(format!("{text}{well}"))];
    let hints = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";
    check(vec![
        plain("100", before("HTTP/1.1 100 Continue\r\n\r\n"), TransportResponse("true")),
        plain("100, POST", before("HTTP/1.1 100 Continue\r\n\r\n"), TransportResponse("true")).post(),
        plain("102", before("HTTP/1.1 102 Processing\r\n\r\n"), TransportResponse("true")),
        plain("103", before(hints), TransportResponse("true")),
        plain("several", before(&hints.repeat(3)), TransportResponse("true")),
        plain("without an end", vec![Drip(hints)], fails(Timeout, &["no response within 2s"])).with(soon).again(),
        plain(
            "101 that nobody asked for",
            vec![say("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"), Stall],
            fails(Status, &["101"]),
        ),
    ]);
}

#[test]
fn requests_that_are_sent_elsewhere() {
    let well = || ok("content-length: 4\r\n", "true");
    let script = |name, first, expected| Row::new(name, Place::Plain(vec![first, well()]), expected);
    let secret = "planted-query-key-33cc";
    check(vec![
        script("same server", moved("/x"), TransportResponse("true")),
        script("same server, whole address", moved("{base}/x"), TransportResponse("true")),
        plain("a circle", moved("/x"), fails(Redirect, &["too many redirects (10)"])),
        script("same server, UTF-8", moved("/gr\u{fc}n?a=\u{fc}"), TransportResponse("true")),
        script("nowhere", moved("http://"), fails(Redirect, &["not a valid URL"])),
        script("no http", moved(&format!("ftp://a/?key={secret}")), fails(Redirect, &["not a valid URL"])),
        script("not a valid URL", moved(&format!("http://[?key={secret}")), fails(Redirect, &["not a valid URL"])),
        script(
            "POST",
            moved(&format!("/x?key={secret}")),
            fails(Redirect, &["but POST requests are not repeated there"]),
        )
        .post(),
        script("refused there", moved("http://127.0.0.1:1/"), fails(Connect, &["cannot connect to 127.0.0.1"])).again(),
        script("without an address", response("302 Found", "", ""), fails(Status, &["302"])),
        script(
            "without an end",
            vec![say("HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 9\r\n\r\n"), Stall],
            TransportResponse("true"),
        ),
    ]);
}
