//! A small API by hand, and clients whose transport answers from a function and keeps what was sent.
// Each test file uses a part of it.
#![allow(dead_code, unreachable_pub, missing_docs)]

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use clientwright_runtime::runtime::call::{
    Answer, Api, BodyKind, Call, Content, Operation, Parameter, Place, RequestBody, Scheme, SchemeKind, Server, Status,
    Style,
};
use clientwright_runtime::runtime::transport::answer_with;
use clientwright_runtime::runtime::{Client, ClientBuilder, FromReply, Request};

const fn scheme(name: &'static str, kind: SchemeKind, variables: &'static [&'static str]) -> Scheme {
    Scheme { name, kind, variables }
}

pub static API: Api = Api {
    user_agent: "test/1.0",
    servers: &[Server { url: "https://api.test/v1", description: "", variables: &[] }],
    server_variables: &[],
    base_url_variable: Some("T_URL"),
    schemes: &[
        scheme("basic", SchemeKind::Basic, &["T_KEY", "T_SECRET"]),
        scheme("bearer", SchemeKind::Bearer, &["T_TOKEN"]),
        scheme("header", SchemeKind::HeaderKey("x-key"), &[]),
        scheme("query", SchemeKind::QueryKey("key"), &[]),
        scheme("cookie", SchemeKind::CookieKey("session"), &[]),
    ],
    error_messages: &["/error/message", "/message"],
};

pub const BASE: Operation = Operation {
    name: "things.get",
    method: "GET",
    path: "/things",
    servers: &[],
    parameters: &[],
    body: None,
    answers: &[Answer {
        status: Status::Code(200),
        content: Content::Json,
        media_type: "application/json",
        variant: None,
    }],
    errors: None,
    security: &[],
};

pub const BODY: RequestBody =
    RequestBody { media_type: "application/json", kind: BodyKind::Json, encodings: &[], required: true, members: None };

/// An operation that lives as long as the tests.
pub fn operation(operation: Operation) -> &'static Operation {
    Box::leak(Box::new(operation))
}

/// An operation with one parameter.
pub fn with_parameter(path: &'static str, place: Place, style: Style, explode: bool) -> &'static Operation {
    let parameter = Parameter { name: "color", place, style, explode, reserved: false, required: false };
    operation(Operation { path, parameters: Box::leak(Box::new([parameter])), ..BASE })
}

pub fn builder() -> ClientBuilder {
    ClientBuilder::new(&API)
}

pub type Seen = Arc<Mutex<Vec<http::Request<Bytes>>>>;

/// A client of this builder that gets `answers` in turn, the last one again where there are more requests.
pub fn answering(builder: ClientBuilder, answers: Vec<http::Response<&'static str>>) -> (Client, Seen) {
    let seen = Seen::default();
    let sent = seen.clone();
    let transport = answer_with(move |request| {
        let mut sent = sent.lock().unwrap();
        let answer = answers.get(sent.len()).or(answers.last()).unwrap().clone();
        sent.push(request);
        answer.map(Bytes::from)
    });
    (builder.blocking_transport(transport).build().unwrap(), seen)
}

pub fn answer(status: u16, body: &'static str) -> http::Response<&'static str> {
    http::Response::builder().status(status).header("content-type", "application/json").body(body).unwrap()
}

/// A request of `operation` with its arguments recorded by `record`.
pub fn request<T: FromReply>(
    client: &Client,
    operation: &'static Operation,
    record: impl FnOnce(&mut Call),
) -> Request<T> {
    let mut call = Call::new(operation);
    record(&mut call);
    Request::new(client, call)
}

/// The address to which a call without anything else goes.
pub fn address(builder: ClientBuilder, operation: &'static Operation, record: impl FnOnce(&mut Call)) -> String {
    let (client, seen) = answering(builder, vec![answer(200, "{}")]);
    request::<serde_json::Value>(&client, operation, record).send_blocking().unwrap();
    let seen = seen.lock().unwrap();
    seen[0].uri().to_string()
}
