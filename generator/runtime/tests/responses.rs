//! Responses: the selection of the declared one, empty responses, and the content of errors.

mod api;

use api::{API, BASE, builder, operation, request, responding, response};
use clientwright_runtime::call::{Api, DeclaredResponse, ErrorShape, Operation, ResponseContent, Status};
use clientwright_runtime::value::DecodeError;
use clientwright_runtime::{ClientBuilder, DeclaredError, Error, ErrorKind, Header, Response};
use http::StatusCode;

const fn json(status: Status) -> DeclaredResponse {
    DeclaredResponse { status, content: ResponseContent::Json, media_type: "application/json", variant: None }
}

static MANY: Operation = Operation {
    responses: &[
        json(Status::Code(200)),
        DeclaredResponse {
            status: Status::Code(204),
            content: ResponseContent::Nothing,
            media_type: "",
            variant: None,
        },
        DeclaredResponse {
            status: Status::Code(404),
            content: ResponseContent::Json,
            media_type: "application/problem+json",
            variant: None,
        },
        json(Status::Range(4)),
        json(Status::Default),
    ],
    errors: Some(&DECLARED),
    ..BASE
};

static DECLARED: ErrorShape =
    ErrorShape { name: "Declared", statuses: &[Status::Code(404), Status::Range(4), Status::Default] };

/// The selected variant, with its body.
#[derive(Debug, PartialEq)]
struct Declared(usize, u16, String);

impl DeclaredError for Declared {
    fn shape() -> &'static ErrorShape {
        &DECLARED
    }
    fn read(variant: usize, status: StatusCode, body: &[u8]) -> Result<Option<Self>, DecodeError> {
        let body = clientwright_runtime::value::json::from_slice::<serde_json::Value>(body)?;
        Ok((variant < 3).then(|| Declared(variant, status.as_u16(), body.to_string())))
    }
}

/// Like [`Declared`], for another operation.
#[derive(Debug, PartialEq)]
struct Other;

impl DeclaredError for Other {
    fn shape() -> &'static ErrorShape {
        static OTHER: ErrorShape = ErrorShape { name: "Other", statuses: DECLARED.statuses };
        &OTHER
    }
    fn read(_: usize, _: StatusCode, _: &[u8]) -> Result<Option<Self>, DecodeError> {
        Ok(Some(Other))
    }
}

fn fails(status: u16, body: &'static str) -> Error {
    let (client, _) = responding(builder(), vec![response(status, body)]);
    request::<serde_json::Value>(&client, &MANY, |_| {}).send_blocking().unwrap_err()
}

#[test]
fn the_most_particular_status_counts() {
    let declared = |status, body| fails(status, body).declared::<Declared>().unwrap();
    assert_eq!(declared(404, r#"{"a":1}"#), Some(Declared(0, 404, r#"{"a":1}"#.to_owned())));
    assert_eq!(declared(499, "1"), Some(Declared(1, 499, "1".to_owned())));
    assert_eq!(declared(503, "\u{feff}1"), Some(Declared(2, 503, "1".to_owned())));
    assert_eq!(fails(404, "{}").declared::<Other>().unwrap(), None, "another operation's enum");
}

#[test]
fn a_body_that_does_not_fit_differs_from_one_that_is_not_declared() {
    for body in ["no json", "", "<html>"] {
        let error = fails(404, body).declared::<Declared>().unwrap_err();
        assert_eq!((error.kind(), error.status().map(|of| of.as_u16())), (ErrorKind::Decode, Some(404)));
        assert_eq!(error.body().unwrap().as_ref(), body.as_bytes());
        assert!(error.to_string().starts_with("things.get: the response does not match the description"), "{error}");
    }
    let (client, _) = responding(builder(), vec![response(404, "no json")]);
    let error = request::<bool>(&client, operation(BASE), |_| {}).send_blocking().unwrap_err();
    assert_eq!(error.declared::<Declared>().unwrap(), None, "nothing is declared");
    let unsent = builder().header("a b", "c").build().unwrap_err();
    assert_eq!(unsent.declared::<Declared>().unwrap(), None, "there is no body");
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

/// Without `x-error-message`, the usual locations are searched.
#[test]
fn a_message_is_found_where_it_mostly_is() {
    static SILENT: Api = Api { error_messages: &[], ..API };
    let message = |body| {
        let (client, _) = responding(ClientBuilder::new(&SILENT), vec![response(400, body)]);
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
    for (body, expected) in [
        // FastAPI.
        (
            r#"{"detail":[{"type":"missing","loc":["body","items",0,"name"],"msg":"Field required","input":{}},{"loc":["query","limit"],"msg":"Not an integer"}]}"#,
            "body.items.0.name: Field required; query.limit: Not an integer",
        ),
        (r#"{"detail":["one","two"]}"#, "one; two"),
        (r#"{"detail":{"message":"a"}}"#, "a"),
        // JSON:API.
        (
            r#"{"errors":[{"status":"422","title":"Invalid","detail":"Name is empty","source":{"pointer":"/data/attributes/name"}}]}"#,
            "/data/attributes/name: Name is empty",
        ),
        (r#"{"errors":[{"title":"Invalid","source":{"parameter":"sort"}}]}"#, "sort: Invalid"),
        // GraphQL.
        (r#"{"data":null,"errors":[{"message":"No such field","path":["hero",0]}]}"#, "hero.0: No such field"),
        // Rails, Laravel, ASP.NET, Django.
        (r#"{"errors":["Name is empty"]}"#, "Name is empty"),
        (
            r#"{"errors":{"name":["is empty","is short"],"zip":"is not a number"}}"#,
            "name: is empty; name: is short; zip: is not a number",
        ),
        (r#"{"message":"The name is required.","errors":{"name":["The name is required."]}}"#, "The name is required."),
        (
            r#"{"type":"t","title":"Validation errors occurred.","status":400,"errors":{"":["Empty."],"Name":["Required."]}}"#,
            "Validation errors occurred: Empty.; Name: Required.",
        ),
        (
            r#"{"age":["A number."],"name":["This field is required."]}"#,
            "age: A number.; name: This field is required.",
        ),
        // NestJS, Spring, Google, OAuth 2, Salesforce.
        (
            r#"{"statusCode":400,"message":["a must be set","b too"],"error":"Bad Request"}"#,
            "Bad Request: a must be set; b too",
        ),
        (r#"{"timestamp":1,"status":404,"error":"Not Found","message":"","path":"/x"}"#, "Not Found"),
        (
            r#"{"error":{"code":400,"message":"Bad","status":"INVALID","errors":[{"message":"Bad","domain":"g"}]}}"#,
            "Bad",
        ),
        (r#"{"error":"invalid_grant"}"#, "invalid_grant"),
        (r#"[{"message":"Gone","errorCode":"E"}]"#, "Gone"),
        ("\u{feff}{\"message\":\"a\"}", "a"),
    ] {
        assert_eq!(message(body).as_deref(), Some(expected), "{body}");
    }
    assert_eq!(message(r#"{"errors":[],"detail":[],"message":{}}"#), None);
    let many = format!(r#"{{"errors":[{}"x"]}}"#, "\"y\",".repeat(11));
    assert!(message(many.leak()).unwrap().ends_with("y; and 2 more"));
    // Only the locations that the description names count.
    assert_eq!(fails(404, r#"{"detail":"a"}"#).message(), None);
}

#[test]
fn an_error_is_small_and_travels() {
    fn travels<T: Send + Sync + 'static>() {}
    travels::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

fn read<T: clientwright_runtime::FromResponse>(response: http::Response<&'static str>) -> Result<T::Output, Error> {
    let (client, _) = responding(builder(), vec![response]);
    request::<T>(&client, &MANY, |_| {}).send_blocking()
}

#[test]
fn an_empty_body_is_none_where_that_can_be_and_an_error_where_not() {
    for (status, body) in [(200, ""), (200, " \r\n"), (204, "")] {
        assert_eq!(read::<Option<bool>>(response(status, body)).unwrap(), None, "{status}");
        read::<()>(response(status, body)).unwrap();
    }
    let error = read::<bool>(response(200, "")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.to_string(), "things.get: the response has no body, but the description declares one");
}

fn typed(content_type: &str, body: &'static str) -> http::Response<&'static str> {
    http::Response::builder().header("content-type", content_type).body(body).unwrap()
}

#[test]
fn a_declared_header_is_read_from_the_response() {
    static LEFT: Header<i64> = Header::new("x-left");
    let with = |left: &'static str| {
        let response = http::Response::builder().header("content-type", "application/json").header("X-Left", left);
        read::<Response<bool>>(response.body("true").unwrap()).unwrap()
    };
    assert_eq!(with("3").header(&LEFT).unwrap(), Some(3));
    let error = with("three").header(&LEFT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("the header `x-left`"), "{error}");
}

/// Returns a response with several lines of one field.
fn lines(name: &str, lines: &[&'static str]) -> Response<bool> {
    let response = http::Response::builder().header("content-type", "application/json");
    let response = lines.iter().fold(response, |response, line| response.header(name, *line));
    read::<Response<bool>>(response.body("true").unwrap()).unwrap()
}

/// RFC 9110, sections 5.3 and 5.6.1: only fields that are lists are split at commas, and lines of
/// other fields are not joined.
#[test]
fn fields_that_are_not_lists_are_never_split() {
    let list = |name: &'static str, values: &[&'static str]| {
        lines(name, values).header(&Header::<Vec<String>>::new(name)).unwrap().unwrap()
    };
    let single = |name: &'static str, values: &[&'static str]| {
        lines(name, values).header(&Header::<String>::new(name)).unwrap().unwrap()
    };
    const COOKIES: [&str; 2] = ["a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT", "b=2,3; Path=/"];
    assert_eq!(list("set-cookie", &COOKIES), COOKIES);
    assert_eq!(single("set-cookie", &COOKIES), COOKIES[0]);
    const DATE: &str = "Wed, 21 Oct 2015 07:28:00 GMT";
    for name in ["date", "expires", "last-modified", "retry-after", "if-modified-since", "sunset"] {
        assert_eq!(list(name, &[DATE]), [DATE], "{name}");
        assert_eq!(single(name, &[DATE, "Thu, 22 Oct 2015 07:28:00 GMT"]), DATE, "{name}");
    }
    // The case of the name is that of the description.
    assert_eq!(
        lines("Set-Cookie", &COOKIES).header(&Header::<Vec<String>>::new("Set-Cookie")).unwrap().unwrap(),
        COOKIES
    );
    // A list of dates, of any name, in the three formats of section 5.6.7.
    const LATER: &str = "Sunday, 06-Nov-94 08:49:37 GMT";
    assert_eq!(list("x-dates", &["Wed, 21 Oct 2015 07:28:00 GMT, Sunday, 06-Nov-94 08:49:37 GMT"]), [DATE, LATER]);
    assert_eq!(list("x-dates", &[DATE, "Sun Nov  6 08:49:37 1994"]), [DATE, "Sun Nov  6 08:49:37 1994"]);
    assert_eq!(list("x-days", &["Wed, Thu,Sun"]), ["Wed", "Thu", "Sun"]);
    // Lines of a list are one list, and a comma in quotes or in the target of a link is not a
    // separator.
    assert_eq!(list("x-list", &["a, b", "", ", c ,"]), ["a", "b", "c"]);
    assert_eq!(list("if-match", &["\"a,b\", W/\"c\\\",d\"", "\"e\""]), ["\"a,b\"", "W/\"c\\\",d\"", "\"e\""]);
    assert_eq!(list("x-inch", &["5\", 6"]), ["5\"", "6"], "a quote that does not end is none");
    assert_eq!(list("link", &["<a,b>; rel=\"x,y\", <c>; rel=d"]), ["<a,b>; rel=\"x,y\"", "<c>; rel=d"]);
    assert_eq!(list("x-less", &["1<2, 3>2"]), ["1<2", "3>2"]);
    assert_eq!(single("x-text", &["a, b", "c"]), "a, b, c");
    let numbers = lines("x-numbers", &["1,2", "3"]).header(&Header::<Vec<i64>>::new("x-numbers")).unwrap();
    assert_eq!(numbers, Some(vec![1, 2, 3]));
    assert_eq!(lines("x-one", &["7"]).header(&Header::<Vec<i64>>::new("x-two")).unwrap(), None);
}

#[test]
fn json_is_detected_by_its_content_type() {
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
    let error = read::<bool>(typed("text/html", "true")).unwrap_err();
    assert_eq!(error.to_string(), "things.get: expected JSON, but the server sent `text/html`");
    assert_eq!(error.body().unwrap().as_ref(), b"true");
}

/// Returns the decoded text of these bytes in a `text/plain` and in a JSON response.
fn encoded(content_type: &'static str, body: &'static [u8]) -> (Result<String, String>, Result<String, String>) {
    static TEXT: Operation = Operation {
        responses: &[DeclaredResponse {
            status: Status::Code(200),
            content: ResponseContent::Text,
            media_type: "text/plain",
            variant: None,
        }],
        ..BASE
    };
    let call = |operation: &'static Operation, content_type: String| {
        let transport = clientwright_runtime::transport::transport_fn(move |_| {
            let response = http::Response::builder().header("content-type", content_type.as_str());
            response.body(bytes::Bytes::from_static(body)).unwrap()
        });
        let client = builder().blocking_transport(transport).build().unwrap();
        request::<String>(&client, operation, |_| {}).send_blocking().map_err(|error| error.to_string())
    };
    let json = content_type.replace("text/plain", "application/json");
    (call(&TEXT, content_type.to_owned()), call(operation(BASE), json))
}

/// RFC 9110 section 8.3.2, RFC 8259 section 8.1, and the labels and byte order marks of the
/// Encoding Standard.
#[test]
fn texts_are_decoded_by_their_charset_or_refused() {
    for (content_type, body) in [
        ("text/plain", "\"grün\"".as_bytes()),
        ("text/plain; charset=utf-8", "\"grün\"".as_bytes()),
        ("text/plain;charset=\"UTF-8\"", "\"grün\"".as_bytes()),
        ("text/plain; format=flowed; Charset=Utf8", "\"grün\"".as_bytes()),
        ("text/plain; charset=utf-8", "\u{feff}\"grün\"".as_bytes()),
        ("text/plain; charset=iso-8859-1", b"\"gr\xfcn\""),
        ("text/plain; charset=\"ISO-8859-1\"", b"\"gr\xfcn\""),
        ("text/plain; charset=windows-1252", b"\"gr\xfcn\""),
        ("text/plain; charset=utf-16le", b"\"\0g\0r\0\xfc\0n\0\"\0"),
        ("text/plain; charset=utf-16be", b"\0\"\0g\0r\0\xfc\0n\0\""),
        ("text/plain; charset=utf-16", b"\xfe\xff\0\"\0g\0r\0\xfc\0n\0\""),
        ("text/plain; charset=utf-16", b"\xff\xfe\"\0g\0r\0\xfc\0n\0\"\0"),
        // A byte order mark takes precedence over the header.
        ("text/plain; charset=iso-8859-1", "\u{feff}\"grün\"".as_bytes()),
    ] {
        let (text, json) = encoded(content_type, body);
        assert_eq!((text.as_deref(), json.as_deref()), (Ok("\"grün\""), Ok("grün")), "{content_type}");
    }
    assert_eq!(encoded("text/plain", b"\xff\xfea\0").0.as_deref(), Ok("a"), "no text in UTF-8 begins so");
    assert_eq!(encoded("text/plain; charset=shift_jis", b"\"\x83e\"").1.as_deref(), Ok("テ"));
    for unknown in ["utf-32", "x-none", "iso-2022-kr"] {
        let (text, json) = encoded(format!("text/plain; charset={unknown}").leak(), b"\"a\"");
        let declared = |what| {
            format!("things.get: expected {what} in UTF-8, but the server sent charset `{unknown}`, which is unknown")
        };
        assert_eq!((text.unwrap_err(), json.unwrap_err()), (declared("text"), declared("JSON")));
    }
    // Invalid UTF-8 is replaced, and never becomes another text.
    assert_eq!(encoded("text/plain; charset=us-ascii", b"gr\xfcn").0.as_deref(), Ok("gr\u{fffd}n"));
}

#[test]
fn a_status_that_is_not_declared_is_a_success_or_an_error_all_the_same() {
    assert!(read::<bool>(response(201, "true")).unwrap());
    let (client, _) = responding(builder(), vec![response(409, "")]);
    let error = request::<bool>(&client, operation(BASE), |_| {}).send_blocking().unwrap_err();
    assert_eq!(error.to_string(), "things.get: 409 Conflict");
}

#[test]
fn a_response_to_head_has_no_body_whatever_it_says() {
    let head = operation(Operation { method: "HEAD", responses: &[], ..BASE });
    let (client, seen) = responding(builder(), vec![response(200, "not read")]);
    let full = request::<()>(&client, head, |_| {}).with_response().send_blocking().unwrap();
    assert_eq!((full.status().as_u16(), full.raw().len()), (200, 0));
    assert_eq!(seen.lock().unwrap()[0].method(), "HEAD");
}

#[test]
fn accept_names_what_is_declared() {
    let (client, seen) = responding(builder(), vec![response(200, "true")]);
    request::<bool>(&client, &MANY, |_| {}).send_blocking().unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0].headers()["accept"], "application/json, application/problem+json");
    assert_eq!(seen[0].headers()["user-agent"], API.user_agent);
}
