//! Tests of programs that use a client: typed responses by operation, and the received requests.

mod api;
mod shapes;

use std::collections::BTreeMap;

use api::{API, BASE, BODY, builder, request};
use bytes::Bytes;
use clientwright_runtime::call::{
    Api, DeclaredResponse, Endpoints, Location, Operation, PageBy, Paging, Parameter, ResponseContent, Scheme,
    SchemeKind, Status, Style,
};
use clientwright_runtime::machine::Framing;
use clientwright_runtime::testing::{FaultKind, MockResponse, MockTransport};
use clientwright_runtime::value::{Blank, Field, Mirror, Union, UnionForm, UnionShape, UnknownJson};
use clientwright_runtime::{Client, ClientBuilder, Error, ErrorKind, FromResponse, OAuth2, Request};
use serde_json::{Value, json};
use shapes::{Kind, Thing};

const ID: Parameter = Parameter {
    name: "id",
    location: Location::Path,
    style: Style::Simple,
    explode: false,
    reserved: false,
    required: true,
};
const JSON: &str = "application/json";

const fn response(
    status: Status,
    content: ResponseContent,
    media_type: &'static str,
    variant: Option<usize>,
) -> DeclaredResponse {
    DeclaredResponse { status, content, media_type, variant }
}

static GET: Operation = Operation { path: "/things/{id}", parameters: &[ID], security: &[&[0, 3]], ..BASE };
static LIST: Operation = Operation {
    name: "things.list",
    parameters: &[Parameter { name: "after", location: Location::Query, style: Style::Form, required: false, ..ID }],
    ..BASE
};
static MAKE: Operation = Operation {
    name: "things.make",
    method: "POST",
    body: Some(BODY),
    responses: &[
        response(Status::Code(201), ResponseContent::Json, JSON, Some(0)),
        response(Status::Code(202), ResponseContent::Text, "text/plain", Some(1)),
        response(Status::Range(2), ResponseContent::Nothing, "", Some(2)),
    ],
    ..BASE
};
static TEXT: Operation =
    Operation { name: "text", responses: &[response(Status::Range(2), ResponseContent::Text, "text/*", None)], ..BASE };
static RAW: Operation =
    Operation { name: "raw", responses: &[response(Status::Default, ResponseContent::Raw, "image/png", None)], ..BASE };
static NONE: Operation =
    Operation { name: "none", responses: &[response(Status::Code(204), ResponseContent::Nothing, "", None)], ..BASE };

fn client(mock: &MockTransport) -> Client {
    let builder = builder().basic("somebody", "pass-word-1").credential("query", "query-key-1");
    builder.transport(mock.clone()).blocking_transport(mock.clone()).build().unwrap()
}

fn get(client: &Client, id: &str) -> Request<Thing> {
    request(client, &GET, |call| call.set(0, &id.to_owned()))
}

fn call<T: FromResponse>(client: &Client, operation: &'static Operation) -> Request<T> {
    request(client, operation, |_| {})
}

/// Makes the same call async and blocking.
fn both<T: FromResponse<Output: Send> + 'static>(request: &Request<T>) -> [Result<T::Output, Error>; 2] {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    [request.send_blocking(), runtime.block_on(request.send())]
}

fn thing(count: i64) -> Thing {
    Thing::new("a", count, Kind::Image)
}

/// A failing test prints all calls, one per line.
#[test]
fn a_call_is_printed_as_a_line() {
    let mock = MockTransport::new();
    let client = client(&mock);
    let make = request::<()>(&client, &MAKE, |call| call.set_body(&"short".to_owned()));
    let long = make.with_json(&"long".repeat(100)).with_query("a", "b");
    let faults = [make.send_blocking(), long.send_blocking(), get(&client, "x").send_blocking().map(drop)];
    assert!(faults.iter().all(Result::is_err), "nothing is prepared");
    let shown: Vec<String> = mock.requests().iter().map(|called| format!("{called:?}")).collect();
    assert_eq!(
        shown,
        [
            "things.make: POST /things, attempt 1, \"short\"",
            "things.make: POST /things?a=b, attempt 1, 402 bytes",
            "things.get: GET /things/x?key=REDACTED, attempt 1"
        ]
    );
}

#[test]
fn every_call_of_an_operation_has_the_value_that_was_prepared() {
    let mock = MockTransport::new();
    let client = client(&mock);
    mock.on(&get(&client, "any")).respond(thing(1));
    for response in both(&get(&client, "one/other")) {
        assert_eq!(response.unwrap(), thing(1));
    }
    let response = get(&client, "b").with_response().send_blocking().unwrap();
    assert_eq!((response.status().as_u16(), &response.headers()["content-type"]), (200, &JSON.parse().unwrap()));
    mock.on(&get(&client, "any")).respond(thing(2));
    assert_eq!(get(&client, "b").send_blocking().unwrap().count, 2, "in place of the first");
}

#[test]
fn what_is_no_json_goes_as_the_description_says() {
    let mock = MockTransport::new();
    let client = client(&mock);
    mock.on(&call::<String>(&client, &TEXT)).respond("grün\"".to_owned());
    mock.on(&call::<Bytes>(&client, &RAW)).respond(Bytes::from_static(&[0, 255]));
    mock.on(&call::<()>(&client, &NONE)).respond(());
    mock.on(&call::<Option<Thing>>(&client, &LIST)).respond(None);
    assert!(both(&call::<String>(&client, &TEXT)).into_iter().all(|response| response.unwrap() == "grün\""));
    assert!(both(&call::<Bytes>(&client, &RAW)).into_iter().all(|response| response.unwrap() == [0, 255].as_slice()));
    assert!(both(&call::<()>(&client, &NONE)).into_iter().all(|response| response.is_ok()));
    assert!(both(&call::<Option<Thing>>(&client, &LIST)).into_iter().all(|response| response.unwrap().is_none()));
    let status_and_type = |operation| {
        let response = call::<Bytes>(&client, operation).with_response().send_blocking().unwrap();
        (
            response.status().as_u16(),
            response.headers().get("content-type").map(|status_and_type| status_and_type.to_str().unwrap().to_owned()),
        )
    };
    assert_eq!(
        status_and_type(&TEXT),
        (200, Some("text/plain; charset=utf-8".to_owned())),
        "a range is not a media type"
    );
    assert_eq!(status_and_type(&RAW), (200, Some("image/png".to_owned())));
    assert_eq!(status_and_type(&NONE), (204, None));
}

/// Responses of [`MAKE`] by status.
#[derive(Debug, PartialEq)]
enum Made {
    Thing(Box<Thing>),
    Later(String),
    Nothing(()),
    Unknown(UnknownJson),
}

impl Mirror for Made {
    type Form = UnionForm;
    const SHAPE: &'static UnionShape = &UnionShape {
        variants: &["Thing", "Later", "Nothing"],
        discriminator: "",
        mapping: &[],
        added: &[],
        default: None,
        constants: &[],
    };
}

impl Union for Made {
    fn from_unknown(value: UnknownJson) -> Self {
        Made::Unknown(value)
    }
    fn variant(&self) -> (usize, &dyn Field) {
        match self {
            Made::Thing(value) => (0, value),
            Made::Later(value) => (1, value),
            Made::Nothing(value) => (2, value),
            Made::Unknown(value) => (3, value),
        }
    }
    fn set_variant(&mut self, index: usize) -> &mut dyn Field {
        *self = match index {
            0 => Made::Thing(Blank::blank()),
            1 => Made::Later(String::new()),
            2 => Made::Nothing(()),
            _ => Made::Unknown(UnknownJson::blank()),
        };
        match self {
            Made::Thing(value) => value,
            Made::Later(value) => value,
            Made::Nothing(value) => value,
            Made::Unknown(value) => value,
        }
    }
}

#[test]
fn a_success_of_several_types_has_the_status_of_its_variant() {
    let mock = MockTransport::new();
    let client = client(&mock);
    let make = request::<Made>(&client, &MAKE, |call| call.set_body(&json!({"a": 1})));
    let made = || [Made::Thing(Box::new(thing(3))), Made::Later("soon".to_owned()), Made::Nothing(())];
    for (made, status) in made().into_iter().zip([201, 202, 200]) {
        let reported = format!("{made:?}");
        mock.on(&make).respond(made);
        let response = make.with_response().send_blocking().unwrap();
        assert_eq!((response.status().as_u16(), format!("{:?}", response.into_body())), (status, reported));
    }
    mock.on(&make).respond(Made::Unknown(UnknownJson::new(json!(1))));
    let error = make.send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert!(error.to_string().contains("does not declare the mocked response"), "{error}");
    assert_eq!(mock.requests_for(&make)[0].json(), Some(json!({"a": 1})));
}

#[test]
fn responses_are_sent_in_order_and_the_last_one_stays() {
    let mock = MockTransport::new();
    let client = client(&mock);
    let list = call::<Value>(&client, &LIST).with_retries(0);
    mock.on(&list)
        .respond(json!(1))
        .then(MockResponse::status(404, json!({"message": "gone"})))
        .then(MockResponse::value(json!(2)).with_status(203).with_header("x-left", "7"))
        .then(MockResponse::fault(FaultKind::Timeout))
        .then(MockResponse::response(http::Response::builder().status(299).body("[3]").unwrap()));
    assert_eq!(list.send_blocking().unwrap(), json!(1));
    let error = list.send_blocking().unwrap_err();
    assert_eq!((error.status().map(|of| of.as_u16()), error.message().as_deref()), (Some(404), Some("gone")));
    let response = list.with_response().send_blocking().unwrap();
    assert_eq!((response.status().as_u16(), &response.headers()["x-left"]), (203, &"7".parse().unwrap()));
    assert_eq!(list.send_blocking().unwrap_err().kind(), ErrorKind::Timeout);
    for _ in 0..2 {
        assert_eq!(list.send_blocking().unwrap(), json!([3]));
    }
}

#[test]
fn a_fault_is_retried_and_nobody_waits() {
    let mock = MockTransport::new();
    let client = client(&mock);
    let busy = || MockResponse::status(503, ()).with_header("retry-after", "30");
    mock.on(&call::<Value>(&client, &LIST))
        .respond(MockResponse::fault(FaultKind::Connect))
        .then(busy())
        .then(json!(1));
    let started = std::time::Instant::now();
    assert_eq!(call::<Value>(&client, &LIST).send_blocking().unwrap(), json!(1));
    let numbers: Vec<u32> = mock.requests().iter().map(|called| called.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
    // The simulated time has passed, although nothing waited.
    mock.on(&call::<Value>(&client, &LIST)).respond(busy());
    let hasty = call::<Value>(&client, &LIST).with_deadline(std::time::Duration::from_secs(40)).with_retries(9);
    assert_eq!(hasty.send_blocking().unwrap_err().attempts(), 2);
    assert!(started.elapsed().as_secs() < 20);
}

#[test]
fn a_function_of_the_call_may_response() {
    let mock = MockTransport::new();
    let client = client(&mock);
    let calls = mock.clone();
    mock.on(&get(&client, "any")).respond_with(move |called| match called.path.as_str() {
        "/things/gone" => MockResponse::status(404, ()),
        path => MockResponse::value(Thing::new(path, calls.requests().len() as i64, Kind::ThreeD)),
    });
    assert_eq!(get(&client, "gone").send_blocking().unwrap_err().status().map(|of| of.as_u16()), Some(404));
    assert!(both(&get(&client, "b")).into_iter().all(|response| response.unwrap().id == "/things/b"));
    assert_eq!(get(&client, "b").send_blocking().unwrap().count, 4);
}

#[test]
fn what_nobody_prepared_says_how_to() {
    let mock = MockTransport::new();
    let client = client(&mock);
    mock.on(&get(&client, "a")).respond(thing(1));
    for response in both(&call::<Value>(&client, &LIST)) {
        let error = response.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Refused, 1));
        let words = "things.list: the request was not sent: no response is set for `things.list`; set one with \
                     `mock.on(&request).respond(value)`";
        assert_eq!(error.to_string(), words);
    }
    let wrong = [
        MockResponse::value(json!(1)).with_header("no name", ""),
        MockResponse::status(42, ()),
        MockResponse::body("\n", ""),
        MockResponse::status(200, f64::NAN),
    ];
    for wrong in wrong {
        mock.on(&call::<Value>(&client, &LIST)).respond(wrong);
        assert_eq!(call::<Value>(&client, &LIST).send_blocking().unwrap_err().kind(), ErrorKind::Refused);
    }
}

#[test]
fn what_was_called_has_no_secrets() {
    let mock = MockTransport::new();
    let client = client(&mock);
    mock.on(&get(&client, "any")).respond(thing(1));
    get(&client, "a b").with_query("x", "y").with_header("cookie", "session=1").send_blocking().unwrap();
    let calls = mock.requests_for(&get(&client, "any"));
    let called = &calls[0];
    assert_eq!((called.operation, called.method.as_str()), ("things.get", "GET"));
    assert_eq!((called.path.as_str(), called.query.as_str()), ("/things/a%20b", "x=y&key=REDACTED"));
    assert_eq!(
        (&called.headers["authorization"], &called.headers["cookie"]),
        (&"REDACTED".parse().unwrap(), &"REDACTED".parse().unwrap())
    );
    assert_eq!(called.headers["user-agent"], "test/1.0");
    assert!(called.body.is_empty() && mock.requests_for(&call::<Value>(&client, &LIST)).is_empty());
    let shown = format!("{calls:?} {mock:?}");
    assert!(!shown.contains("pass-word") && !shown.contains("query-key"), "{shown}");
}

#[test]
fn pages_and_events_come_as_in_earnest() {
    static PAGING: Paging =
        Paging { by: PageBy::Number { parameter: 0, first: 1 }, items: &["items"], more: &[], last: &[] };
    let mock = MockTransport::new();
    let client = client(&mock);
    let list = call::<BTreeMap<String, Vec<i64>>>(&client, &LIST);
    let page = |items: &[i64]| BTreeMap::from([("items".to_owned(), items.to_vec())]);
    mock.on(&list).respond(page(&[1, 2])).then(page(&[3])).then(page(&[]));
    assert_eq!(
        list.pages_of_blocking(&PAGING).map(Result::unwrap).collect::<Vec<_>>(),
        [page(&[1, 2]), page(&[3]), page(&[])]
    );
    let asked: Vec<String> = mock.requests().into_iter().map(|called| called.query).collect();
    assert_eq!(asked, ["", "after=2", "after=3"]);
    mock.on(&call::<Bytes>(&client, &RAW)).respond(MockResponse::body("text/event-stream", "data: 1\n\ndata: 2\n\n"));
    let events = call::<Bytes>(&client, &RAW).items_of_blocking::<i64>(Framing::Events, "text/event-stream");
    assert_eq!(events.map(Result::unwrap).collect::<Vec<_>>(), [1, 2]);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let body = runtime
        .block_on(async { call::<Bytes>(&client, &RAW).send_streaming().await.unwrap().into_body().next().await });
    assert_eq!(body.unwrap().unwrap(), "data: 1\n\ndata: 2\n\n");
}

#[test]
fn a_token_endpoint_responds_by_itself() {
    static ENDPOINTS: Endpoints = Endpoints { token: "https://auth.test/token", refresh: "" };
    static OAUTH: Api = Api {
        schemes: &[Scheme {
            name: "oauth",
            kind: SchemeKind::Bearer,
            variables: &[],
            oauth2: Some(&ENDPOINTS),
            expired: &[],
        }],
        ..API
    };
    let mock = MockTransport::new();
    let client = ClientBuilder::new(&OAUTH).oauth2(OAuth2::client_credentials("me", "secret"));
    let client = client.blocking_transport(mock.clone()).build().unwrap();
    static SECURE: Operation = Operation { security: &[&[0]], ..BASE };
    mock.on(&call::<Value>(&client, &SECURE)).respond(json!(1));
    assert_eq!(call::<Value>(&client, &SECURE).send_blocking().unwrap(), json!(1));
    assert_eq!(mock.requests().len(), 1, "the call itself");
}
