//! Which answer counts, what an empty one is, and what is kept of one that failed.

mod api;

use api::{API, BASE, answer, answering, builder, operation, request};
use clientwright_runtime::runtime::call::{Answer, Api, Content, ErrorShape, Operation, Status};
use clientwright_runtime::runtime::value::DecodeError;
use clientwright_runtime::runtime::{ClientBuilder, DeclaredError, Error, ErrorKind, Header, Response};
use http::StatusCode;

const fn json(status: Status) -> Answer {
    Answer { status, content: Content::Json, media_type: "application/json", variant: None }
}

static MANY: Operation = Operation {
    answers: &[
        json(Status::Code(200)),
        Answer { status: Status::Code(204), content: Content::Nothing, media_type: "", variant: None },
        Answer {
            status: Status::Code(404),
            content: Content::Json,
            media_type: "application/problem+json",
            variant: None,
        },
        json(Status::Range(4)),
        json(Status::Default),
    ],
    errors: Some(&TOLD),
    ..BASE
};

static TOLD: ErrorShape =
    ErrorShape { name: "Told", statuses: &[Status::Code(404), Status::Range(4), Status::Default] };

/// Which variant was chosen, with its body.
#[derive(Debug, PartialEq)]
struct Told(usize, u16, String);

impl DeclaredError for Told {
    fn shape() -> &'static ErrorShape {
        &TOLD
    }
    fn read(variant: usize, status: StatusCode, body: &[u8]) -> Result<Option<Self>, DecodeError> {
        let body = clientwright_runtime::runtime::value::json::from_slice::<serde_json::Value>(body)?;
        Ok((variant < 3).then(|| Told(variant, status.as_u16(), body.to_string())))
    }
}

/// As [`Told`], of another operation.
#[derive(Debug, PartialEq)]
struct Other;

impl DeclaredError for Other {
    fn shape() -> &'static ErrorShape {
        static OTHER: ErrorShape = ErrorShape { name: "Other", statuses: TOLD.statuses };
        &OTHER
    }
    fn read(_: usize, _: StatusCode, _: &[u8]) -> Result<Option<Self>, DecodeError> {
        Ok(Some(Other))
    }
}

fn fails(status: u16, body: &'static str) -> Error {
    let (client, _) = answering(builder(), vec![answer(status, body)]);
    request::<serde_json::Value>(&client, &MANY, |_| {}).send_blocking().unwrap_err()
}

#[test]
fn the_most_particular_status_counts() {
    assert_eq!(fails(404, r#"{"a":1}"#).declared(), Some(Told(0, 404, r#"{"a":1}"#.to_owned())));
    assert_eq!(fails(499, "1").declared(), Some(Told(1, 499, "1".to_owned())));
    assert_eq!(fails(503, "1").declared(), Some(Told(2, 503, "1".to_owned())));
    assert_eq!(fails(404, "no json").declared::<Told>(), None);
    assert_eq!(fails(404, "{}").declared::<Other>(), None, "another operation's enum");
}

#[test]
fn an_error_keeps_all_that_was_sent() {
    let error = fails(404, r#"{"error":{"message":"not\nhere"}}"#);
    assert_eq!((error.kind(), error.status().map(|s| s.as_u16())), (ErrorKind::Status, Some(404)));
    assert_eq!(error.body().unwrap().as_ref(), br#"{"error":{"message":"not\nhere"}}"#);
    assert_eq!(error.message().as_deref(), Some("not\nhere"));
    assert_eq!(error.to_string(), "things.get: 404 Not Found: not here");
    assert_eq!(format!("{error:?}"), error.to_string());
    assert_eq!(error.headers().unwrap()["content-type"], "application/json");
}

/// Where the description says nothing of messages, the usual places are looked at.
#[test]
fn a_message_is_found_where_it_mostly_is() {
    static SILENT: Api = Api { error_messages: &[], ..API };
    let message = |body| {
        let (client, _) = answering(ClientBuilder::new(&SILENT), vec![answer(400, body)]);
        request::<serde_json::Value>(&client, &MANY, |_| {}).send_blocking().unwrap_err().message()
    };
    for body in [
        r#"{"title":"b","message":"a"}"#,
        r#"{"error":{"message":"a"}}"#,
        r#"{"error":"invalid_grant","error_description":"a"}"#,
        r#"{"title":"b","detail":"a"}"#,
        r#"{"message":{},"title":"a"}"#,
    ] {
        assert_eq!(message(body).as_deref(), Some("a"), "{body}");
    }
    assert_eq!(message(r#"{"reason":"a"}"#), None);
    // What the description names counts alone.
    assert_eq!(fails(404, r#"{"detail":"a"}"#).message(), None);
}

#[test]
fn an_error_is_small_and_travels() {
    fn travels<T: Send + Sync + 'static>() {}
    travels::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

fn read<T: clientwright_runtime::runtime::FromReply>(answer: http::Response<&'static str>) -> Result<T, Error> {
    let (client, _) = answering(builder(), vec![answer]);
    request::<T>(&client, &MANY, |_| {}).send_blocking()
}

#[test]
fn an_empty_body_is_none_where_that_can_be_and_an_error_where_not() {
    for (status, body) in [(200, ""), (200, " \r\n"), (204, "")] {
        assert_eq!(read::<Option<bool>>(answer(status, body)).unwrap(), None, "{status}");
        read::<()>(answer(status, body)).unwrap();
    }
    let error = read::<bool>(answer(200, "")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.to_string(), "things.get: the response has no body, but the description declares one");
}

fn typed(content_type: &str, body: &'static str) -> http::Response<&'static str> {
    http::Response::builder().header("content-type", content_type).body(body).unwrap()
}

#[test]
fn a_declared_header_is_read_from_the_answer() {
    static LEFT: Header<i64> = Header::new("x-left");
    let with = |left: &'static str| {
        let answer = http::Response::builder().header("content-type", "application/json").header("X-Left", left);
        read::<Response<bool>>(answer.body("true").unwrap()).unwrap()
    };
    assert_eq!(with("3").header(&LEFT).unwrap(), Some(3));
    let error = with("three").header(&LEFT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("the header `x-left`"), "{error}");
}

#[test]
fn json_is_told_by_its_content_type() {
    for good in [
        "application/json",
        "application/json; charset=utf-8",
        "application/JSON;charset=\"UTF-8\"",
        "application/hal+json",
        "text/json",
        "application/octet-stream",
    ] {
        assert!(read::<bool>(typed(good, "true")).unwrap(), "{good}");
    }
    assert!(read::<bool>(http::Response::new("true")).unwrap(), "without a content type");
    assert!(read::<bool>(typed("application/json", "\u{feff}true")).unwrap(), "with a byte order mark");
    for (bad, told) in [
        ("text/html", "expected JSON, the server sent `text/html`"),
        ("application/json; charset=utf-16", "expected JSON in UTF-8, the server sent the charset `utf-16`"),
    ] {
        let error = read::<bool>(typed(bad, "true")).unwrap_err();
        assert_eq!(error.to_string(), format!("things.get: {told}"));
        assert_eq!(error.body().unwrap().as_ref(), b"true");
    }
}

#[test]
fn a_status_that_is_not_declared_is_a_success_or_an_error_all_the_same() {
    assert!(read::<bool>(answer(201, "true")).unwrap());
    let (client, _) = answering(builder(), vec![answer(409, "")]);
    let error = request::<bool>(&client, operation(BASE), |_| {}).send_blocking().unwrap_err();
    assert_eq!(error.to_string(), "things.get: 409 Conflict");
}

#[test]
fn an_answer_to_head_has_no_body_whatever_it_says() {
    let head = operation(Operation { method: "HEAD", answers: &[], ..BASE });
    let (client, seen) = answering(builder(), vec![answer(200, "not read")]);
    let full = request::<()>(&client, head, |_| {}).with_response().send_blocking().unwrap();
    assert_eq!((full.status().as_u16(), full.raw().len()), (200, 0));
    assert_eq!(seen.lock().unwrap()[0].method(), "HEAD");
}

#[test]
fn accept_names_what_is_declared() {
    let (client, seen) = answering(builder(), vec![answer(200, "true")]);
    request::<bool>(&client, &MANY, |_| {}).send_blocking().unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0].headers()["accept"], "application/json, application/problem+json");
    assert_eq!(seen[0].headers()["user-agent"], API.user_agent);
}
