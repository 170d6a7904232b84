//! Recordings: made with a server on loopback, replayed without it, and free of secrets.

mod api;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use api::{BASE, BODY, builder, request};
use bytes::Bytes;
use clientwright_runtime::call::{
    Api, DeclaredResponse, Endpoints, Location, Operation, PageBy, Paging, Parameter, ResponseContent, Scheme,
    SchemeKind, Status, Style,
};
use clientwright_runtime::testing::{Recorder, Replay};
use clientwright_runtime::{Client, ClientBuilder, Error, ErrorKind, File, FromResponse, OAuth2, Request};
use serde_json::{Value, json};

const AFTER: Parameter = Parameter {
    name: "after",
    location: Location::Query,
    style: Style::Form,
    explode: false,
    reserved: false,
    required: false,
};
static LIST: Operation = Operation { parameters: &[AFTER], security: &[&[0, 3, 4]], ..BASE };
static MAKE: Operation =
    Operation { name: "things.make", method: "POST", path: "/things/{after}", body: Some(BODY), ..POSTED };
const POSTED: Operation =
    Operation { parameters: &[Parameter { location: Location::Path, style: Style::Simple, ..AFTER }], ..BASE };
static RAW: Operation = Operation {
    name: "raw",
    method: "PUT",
    path: "/raw",
    body: Some(clientwright_runtime::call::RequestBody {
        media_type: "application/octet-stream",
        kind: clientwright_runtime::call::BodyKind::Raw,
        ..BODY
    }),
    responses: &[DeclaredResponse {
        status: Status::Code(200),
        content: ResponseContent::Raw,
        media_type: "image/png",
        variant: None,
    }],
    ..BASE
};

/// The planted secrets, which must not occur in a recording.
const SECRETS: [&str; 7] = [
    "pass-word-1",
    "query-key-1",
    "header-token-1",
    "c2Vzc2lvbi1rZXk",
    "session-key-1",
    "signature-1",
    "granted-token-1",
];

/// A server that responds to each request by its first line, its head and its body.
fn serve(response: impl Fn(&str, &str, &[u8]) -> Vec<u8> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let response = Arc::new(response);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let response = response.clone();
            std::thread::spawn(move || serve_one(stream, &*response));
        }
    });
    base
}

fn serve_one(stream: TcpStream, response: &impl Fn(&str, &str, &[u8]) -> Vec<u8>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut first, mut head, mut length) = (String::new(), String::new(), 0);
    reader.read_line(&mut first).unwrap();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) < 3 {
            break;
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let _ = (&stream).write_all(&response(&first, &head, &body));
}

fn says(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A server that repeats everything it receives, in every part of its response.
fn vendor() -> String {
    serve(|first, head, body| {
        let address = first.split(' ').nth(1).unwrap();
        let host = head.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default().trim();
        let json = "content-type: application/json\r\n";
        if address.starts_with("/v9/raw") {
            return says("200 OK", "content-type: image/png\r\n", [&[0, 255], body].concat());
        }
        if address.starts_with("/v9/things/") {
            let url = "https://files.test/a?X-Amz-Signature=signature-1&x=1";
            return says(
                "200 OK",
                json,
                json!({"url": url, "password": "of the user", "body": body.len()}).to_string(),
            );
        }
        let echo = json!({"echo": head, "items": [1], "at": address}).to_string();
        let next = format!("link: <http://{host}{address}&after=b>; rel=\"next\"\r\n");
        let next = if address.contains("after=b") { String::new() } else { next };
        says("200 OK", &format!("{json}set-cookie: session=session-key-1\r\n{next}"), echo)
    })
}

fn secret(builder: ClientBuilder) -> ClientBuilder {
    builder.basic("me", "pass-word-1").credential("query", "query-key-1").credential("cookie", "session-key-1")
}

fn make(client: &Client, id: &str, body: Value) -> Request<Value> {
    request(client, &MAKE, |call| {
        call.set(0, &id.to_owned());
        call.set_body(&body);
    })
}

fn list<T: FromResponse>(client: &Client) -> Request<T> {
    request(client, &LIST, |_| {})
}

fn raw(client: &Client) -> Request<Bytes> {
    request(client, &RAW, |call| call.set_body(&File::from_reader(&[1_u8, 200][..], None)))
}

static PAGING: Paging = Paging { by: PageBy::Link, items: &["items"], more: &[], last: &[] };

/// Makes all calls of the test, always in the same order, async and blocking.
fn use_all(client: &Client) -> Vec<String> {
    let shown =
        |response: Result<Value, Error>| response.map_or_else(|error| error.to_string(), |value| value.to_string());
    let mut seen: Vec<String> = list::<Value>(client)
        .with_header("x-my-token", "header-token-1")
        .with_query("x", "y")
        .pages_of_blocking(&PAGING)
        .map(shown)
        .collect();
    seen.push(shown(make(client, "a", json!({"n": 1, "password": "of the user"})).send_blocking()));
    seen.push(format!("{:?}", raw(client).send_blocking().unwrap()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        seen.push(shown(make(client, "b", json!({"n": 2})).send().await));
        let mut body = raw(client).send_streaming().await.unwrap();
        let mut bytes = Vec::new();
        body.write_to(&mut bytes).await.unwrap();
        seen.push(format!("{bytes:?}"));
        // This stream is dropped before its end.
        drop(make(client, "c", json!({"n": 3})).send_streaming().await.unwrap());
    });
    seen
}

#[test]
fn a_recording_plays_without_the_server_and_holds_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.jsonl");
    let recorder = Recorder::to_file(&path).unwrap().redact(|exchange| exchange.mask("password"));
    let base = vendor();
    let client = secret(builder()).base_url(format!("{base}/v9")).middleware(recorder).build().unwrap();
    let recorded = use_all(&client);
    assert_eq!(recorded.len(), 6);
    let text = fs::read_to_string(&path).unwrap();
    for secret in SECRETS.into_iter().chain(["of the user"]) {
        assert!(!text.contains(secret), "{secret} is in:\n{text}");
    }
    assert_eq!(text.lines().count(), 7);
    assert!(text.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
    assert!(text.contains("\"base64\":\"Acg=\"") && text.contains("\"path\":\"/things?x=y&key=REDACTED\""), "{text}");

    // Another base URL, other credentials, and no server.
    let replay = Replay::from_file(&path).unwrap();
    let other_builder =
        builder().basic("you", "another-word").credential("query", "another-key").credential("cookie", "c");
    let client = other_builder.transport(replay.clone()).blocking_transport(replay.clone()).build().unwrap();
    let replayed = use_all(&client);
    assert_eq!(
        replayed[2],
        r#"{"body":32,"password":"REDACTED","url":"https://files.test/a?X-Amz-Signature=REDACTED&x=1"}"#
    );
    assert_eq!(replayed[3..], [&recorded[3], &replayed[4], &recorded[5]].map(Clone::clone));
    assert!(replayed[0].contains("authorization: Basic REDACTED") && replayed[1].contains("after=b"), "{replayed:?}");
    assert_eq!(replay.unplayed(), []);
    // One call more than recorded gets the last response again.
    assert_eq!(make(&client, "a", json!({"password": "any", "n": 1})).send_blocking().unwrap()["body"], 32);
}

#[test]
fn what_was_not_recorded_names_what_comes_nearest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    let recorder = Recorder::to_file(&path).unwrap();
    let client = builder().base_url(format!("{}/v9", vendor())).middleware(recorder).build().unwrap();
    make(&client, "a", json!({"n": {"of": [1, 2]}, "m": 1})).send_blocking().unwrap();
    make(&client, "b", json!({"n": 1})).send_blocking().unwrap();
    let replay = Replay::from_file(&path).unwrap();
    let client = secret(builder()).blocking_transport(replay).build().unwrap();
    let fails = |request: Request<Value>| {
        let error = request.send_blocking().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        error.to_string().replace(&path.display().to_string(), "FILE")
    };
    let start = "things.make: the request was not sent: `things.make` (POST /things/";
    assert_eq!(
        fails(make(&client, "a", json!({"n": {"of": [1, 3]}, "m": 1}))),
        format!(
            "{start}a) is not in the recording FILE; the most similar request is line 1, which differs in the body at \
             /n/of/1: recorded `2`, sent `3`"
        )
    );
    assert_eq!(
        fails(make(&client, "b", json!({})).with_query("q", "1")),
        format!(
            "{start}b?q=1) is not in the recording FILE; the most similar request is line 2, which differs in the query: \
             recorded ``, sent `q=1`, in the body at /n: recorded `1`, sent `nothing`"
        )
    );
    assert!(fails(list(&client)).ends_with("is not in the recording FILE, which has no request of that operation"));
}

#[test]
fn a_token_request_is_not_recorded() {
    static OAUTH: Api = Api {
        schemes: &[Scheme {
            name: "oauth",
            kind: SchemeKind::Bearer,
            variables: &[],
            oauth2: Some(&Endpoints { token: "/token", refresh: "" }),
            expired: &[],
        }],
        ..api::API
    };
    static SECURE: Operation = Operation { security: &[&[0]], ..BASE };
    let base = serve(|first, head, _| match first.contains("/token") {
        true => says("200 OK", "", r#"{"access_token":"granted-token-1"}"#),
        false => says("200 OK", "", json!({"head": head}).to_string()),
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    let builder = || ClientBuilder::new(&OAUTH).oauth2(OAuth2::client_credentials("me", "c2Vzc2lvbi1rZXk"));
    let recorder = Recorder::to_file(&path).unwrap();
    let client = builder().base_url(base).middleware(recorder).build().unwrap();
    let call = |client: &Client| request::<Value>(client, &SECURE, |_| {}).send_blocking().unwrap().to_string();
    assert!(call(&client).contains("granted-token-1"));
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), 1);
    assert!(SECRETS.iter().all(|secret| !text.contains(secret)), "{text}");
    let client = builder().blocking_transport(Replay::from_file(&path).unwrap()).build().unwrap();
    assert!(call(&client).contains("Bearer REDACTED"));
}

#[test]
fn faults_are_recorded_and_played() {
    let attempts = std::sync::atomic::AtomicU32::new(0);
    let base = serve(move |_, _, _| match attempts.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
        0 => b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[1,".to_vec(),
        1 => says("503 Busy", "retry-after: 1\r\n", ""),
        _ => says("200 OK", "", "[1]"),
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    let client = secret(builder()).base_url(base).middleware(Recorder::to_file(&path).unwrap()).build().unwrap();
    assert_eq!(list::<Value>(&client).send_blocking().unwrap(), json!([1]));
    let replay = Replay::from_file(&path).unwrap();
    let client = secret(builder()).blocking_transport(replay.clone()).build().unwrap();
    let response = list::<Value>(&client).with_response().send_blocking().unwrap();
    assert_eq!((response.into_body(), replay.unplayed().len()), (json!([1]), 0));
}

#[test]
fn a_killed_recording_is_good_up_to_its_last_whole_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    let line = r#"{"operation":"a","method":"GET","path":"/a","status":200}"#;
    fs::write(&path, format!("{line}\n{}", &line[..20])).unwrap();
    assert_eq!(Replay::from_file(&path).unwrap().unplayed().len(), 1);
    for (wrong, what) in [
        ("[]", "line 2: both `status` and `fault` are missing"),
        (r#"{"fault":"x"}"#, "line 2: `fault` is unknown"),
        (r#"{"status":200}"#, "line 2: `operation` is missing"),
        ("{", "line 2: EOF"),
    ] {
        fs::write(&path, format!("{line}\n{wrong}\n")).unwrap();
        let error = Replay::from_file(&path).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    }
}
