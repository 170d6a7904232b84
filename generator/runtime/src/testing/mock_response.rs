//! [`MockResponse`]: an answer that a test has ready for an operation. Must not know how answers are looked up or carried.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};

use super::encoded::{self, Encoded};
use super::played::{Played, fault};
use crate::call::Operation;
use crate::transport::{Fault, FaultKind};
use crate::value::Field;

/// An answer to a request that answers with a `T`: a value with a status or headers of its own, an error, a fault, or any bytes.
///
/// A `T` alone is an answer too, see [`IntoMockResponse`].
#[derive(Debug, Clone)]
pub struct MockResponse<T> {
    what: What<T>,
    status: Option<u16>,
    headers: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
enum What<T> {
    Value(T),
    /// A body that somebody wrote as it goes over the wire, with its media type.
    Body(String, Bytes),
    /// The body of a status.
    Status(Body),
    Response(http::Response<Bytes>),
    Fault(FaultKind),
}

/// Makes a body for the operation and the status that are only known later.
#[derive(Clone)]
struct Body(Arc<Make>);
type Make = dyn Fn(&'static Operation, StatusCode) -> Result<Encoded, String> + Send + Sync;

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl<T> MockResponse<T> {
    fn new(what: What<T>) -> MockResponse<T> {
        MockResponse { what, status: None, headers: Vec::new() }
    }

    /// A value, as the description says that it is sent.
    #[must_use]
    pub fn value(value: T) -> MockResponse<T> {
        MockResponse::new(What::Value(value))
    }

    /// A status with a body: the declared one of an error, or any JSON (`serde_json::json!`); `()` for none.
    #[must_use]
    pub fn status(status: u16, body: impl Field) -> MockResponse<T> {
        let make = move |operation: &'static Operation, status| encoded::with_status(operation, status, &body);
        MockResponse { status: Some(status), ..MockResponse::new(What::Status(Body(Arc::new(make)))) }
    }

    /// A success whose body somebody wrote as it goes over the wire: events, lines, what no type can hold.
    #[must_use]
    pub fn body(media_type: &str, body: impl Into<Bytes>) -> MockResponse<T> {
        MockResponse::new(What::Body(media_type.to_owned(), body.into()))
    }

    /// No answer: the connection is refused, breaks, or nothing comes in time. The client tries again as it does in earnest, without waiting.
    #[must_use]
    pub fn fault(kind: FaultKind) -> MockResponse<T> {
        MockResponse::new(What::Fault(kind))
    }

    /// This answer as it is, whatever the description says.
    #[must_use]
    pub fn response(response: http::Response<impl Into<Bytes>>) -> MockResponse<T> {
        MockResponse::new(What::Response(response.map(Into::into)))
    }

    /// With this status, in place of the one that the description has for it.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> MockResponse<T> {
        self.status = Some(status);
        self
    }

    /// With a further header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> MockResponse<T> {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl<T: Field> MockResponse<T> {
    /// What goes over the wire for an operation. What cannot be sent is a refusal of the calls and no panic where it was prepared.
    pub(super) fn ready(self, operation: &'static Operation) -> Ready {
        let given = match self.status.map(StatusCode::from_u16).transpose() {
            Ok(given) => given,
            Err(_) => return Ready::refusing(format!("{} is no status", self.status.unwrap_or_default())),
        };
        let made = match self.what {
            What::Fault(kind) => return Ready(Err((kind, "as it was prepared".to_owned()))),
            What::Response(response) => Ok(response),
            What::Value(value) => encoded::success(operation, &value).map(response),
            What::Status(Body(make)) => make(operation, given.unwrap_or(StatusCode::OK)).map(response),
            What::Body(media_type, body) => body_of(encoded::first_success(operation), &media_type, body),
        };
        let made = made.and_then(|mut response| {
            *response.status_mut() = given.unwrap_or(response.status());
            for (name, value) in &self.headers {
                let wrong = || format!("the header `{name}` of the prepared answer cannot be sent");
                let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
                response.headers_mut().append(key, HeaderValue::from_str(value).map_err(|_| wrong())?);
            }
            Ok(response)
        });
        made.map_or_else(Ready::refusing, |response| Ready(Ok(response)))
    }
}

fn response(of: Encoded) -> http::Response<Bytes> {
    let mut response = http::Response::new(of.body);
    *response.status_mut() = of.status;
    if !of.media_type.is_empty() {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(of.media_type));
    }
    response
}

fn body_of(status: StatusCode, media_type: &str, body: Bytes) -> Result<http::Response<Bytes>, String> {
    let media_type = HeaderValue::from_str(media_type).map_err(|_| format!("`{media_type}` is no media type"))?;
    let mut response = http::Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    Ok(response)
}

/// What a try comes to.
#[derive(Debug, Clone)]
pub(super) struct Ready(Result<http::Response<Bytes>, (FaultKind, String)>);

impl Ready {
    fn refusing(what: String) -> Ready {
        Ready(Err((FaultKind::Refused, what)))
    }

    /// The answer, or why there is none.
    pub(super) fn into_result(self) -> Result<http::Response<Played>, Fault> {
        let given = self.0.map_err(|(kind, what)| fault(kind, what))?;
        Ok(given.map(|body| Played::new(body, None)))
    }
}

/// What can be prepared as an answer to a request that answers with a `T`: a `T`, and a [`MockResponse`].
pub trait IntoMockResponse<T> {
    /// The answer.
    fn into_mock_response(self) -> MockResponse<T>;
}

impl<T: Field> IntoMockResponse<T> for T {
    fn into_mock_response(self) -> MockResponse<T> {
        MockResponse::value(self)
    }
}

impl<T> IntoMockResponse<T> for MockResponse<T> {
    fn into_mock_response(self) -> MockResponse<T> {
        self
    }
}
