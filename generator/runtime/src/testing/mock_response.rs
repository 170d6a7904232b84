//! [`MockResponse`]: the response of a [`MockTransport`](super::MockTransport) to an operation.
//! Must not know how responses are selected or sent.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};

use super::encoded::{self, Encoded};
use super::played_body::{PlayedBody, fault};
use crate::call::Operation;
use crate::transport::{Fault, FaultKind};
use crate::value::Field;

/// A response for a request that returns a `T`: a value with a status or headers of its own, an
/// error, a fault, or raw bytes.
///
/// A plain `T` is a response too; see [`IntoMockResponse`].
#[derive(Debug, Clone)]
pub struct MockResponse<T> {
    content: MockContent<T>,
    status: Option<u16>,
    headers: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
enum MockContent<T> {
    /// A typed value.
    Value(T),
    /// A raw body, with its media type.
    Body(String, Bytes),
    /// The body of a status.
    Status(MakeBody),
    /// A whole response.
    Response(http::Response<Bytes>),
    /// A fault in place of a response.
    Fault(FaultKind),
}

/// Creates a body for an operation and a status, which are known only later.
#[derive(Clone)]
struct MakeBody(Arc<Make>);
type Make = dyn Fn(&'static Operation, StatusCode) -> Result<Encoded, String> + Send + Sync;

impl std::fmt::Debug for MakeBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

impl<T> MockResponse<T> {
    fn new(content: MockContent<T>) -> MockResponse<T> {
        MockResponse { content, status: None, headers: Vec::new() }
    }

    /// Responds with a value, encoded as the description declares it.
    #[must_use]
    pub fn value(value: T) -> MockResponse<T> {
        MockResponse::new(MockContent::Value(value))
    }

    /// Responds with a status and a body: the declared type of an error, any JSON
    /// (`serde_json::json!`), or `()` for none.
    #[must_use]
    pub fn status(status: u16, body: impl Field) -> MockResponse<T> {
        let make = move |operation: &'static Operation, status| encoded::with_status(operation, status, &body);
        MockResponse { status: Some(status), ..MockResponse::new(MockContent::Status(MakeBody(Arc::new(make)))) }
    }

    /// Responds with the first declared success and a raw body, for example Server-Sent Events, or
    /// values that no type can hold.
    #[must_use]
    pub fn body(media_type: &str, body: impl Into<Bytes>) -> MockResponse<T> {
        MockResponse::new(MockContent::Body(media_type.to_owned(), body.into()))
    }

    /// Fails without a response: the connection is refused or lost, or a timeout expires. The
    /// client retries as usual, but without waiting.
    #[must_use]
    pub fn fault(kind: FaultKind) -> MockResponse<T> {
        MockResponse::new(MockContent::Fault(kind))
    }

    /// Responds with a whole response, whatever the description declares.
    #[must_use]
    pub fn response(response: http::Response<impl Into<Bytes>>) -> MockResponse<T> {
        MockResponse::new(MockContent::Response(response.map(Into::into)))
    }

    /// Sets the status, in place of the declared one.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> MockResponse<T> {
        self.status = Some(status);
        self
    }

    /// Appends a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> MockResponse<T> {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl<T> MockResponse<T> {
    /// Encodes the response for an operation. If that is not possible, the calls are refused, so that
    /// the mock does not panic.
    pub(super) fn prepare(self, operation: &'static Operation, as_field: fn(&T) -> &dyn Field) -> PreparedResponse {
        let status = match self.status.map(StatusCode::from_u16).transpose() {
            Ok(status) => status,
            Err(_) => {
                return PreparedResponse::refuse(format!("{} is not a valid status", self.status.unwrap_or_default()));
            }
        };
        let encoded = match self.content {
            MockContent::Fault(kind) => return PreparedResponse(Err((kind, "a mocked fault".to_owned()))),
            MockContent::Response(response) => Ok(response),
            MockContent::Value(value) => encoded::success(operation, as_field(&value)).map(to_response),
            MockContent::Status(MakeBody(make)) => make(operation, status.unwrap_or(StatusCode::OK)).map(to_response),
            MockContent::Body(media_type, body) => raw_response(encoded::first_success(operation), &media_type, body),
        };
        let response = encoded.and_then(|mut response| {
            *response.status_mut() = status.unwrap_or(response.status());
            add_headers(&mut response, &self.headers)?;
            Ok(response)
        });
        response.map_or_else(PreparedResponse::refuse, |response| PreparedResponse(Ok(response)))
    }
}

fn add_headers(response: &mut http::Response<Bytes>, headers: &[(String, String)]) -> Result<(), String> {
    for (name, value) in headers {
        let invalid = || format!("the header `{name}` of the mocked response is not valid");
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
        response.headers_mut().append(key, HeaderValue::from_str(value).map_err(|_| invalid())?);
    }
    Ok(())
}

fn to_response(encoded: Encoded) -> http::Response<Bytes> {
    let mut response = http::Response::new(encoded.body);
    *response.status_mut() = encoded.status;
    if !encoded.media_type.is_empty() {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(encoded.media_type));
    }
    response
}

fn raw_response(status: StatusCode, media_type: &str, body: Bytes) -> Result<http::Response<Bytes>, String> {
    let media_type =
        HeaderValue::from_str(media_type).map_err(|_| format!("`{media_type}` is not a valid media type"))?;
    let mut response = http::Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    Ok(response)
}

/// A response that is ready to be sent, or a fault.
#[derive(Debug, Clone)]
pub(super) struct PreparedResponse(Result<http::Response<Bytes>, (FaultKind, String)>);

impl PreparedResponse {
    fn refuse(what: String) -> PreparedResponse {
        PreparedResponse(Err((FaultKind::Refused, what)))
    }

    /// Returns the response or the fault.
    pub(super) fn into_result(self) -> Result<http::Response<PlayedBody>, Fault> {
        let response = self.0.map_err(|(kind, what)| fault(kind, what))?;
        Ok(response.map(|body| PlayedBody::new(body, None)))
    }
}

/// A conversion into a response for a request that returns a `T`. A `T` and a [`MockResponse`] have
/// it.
pub trait IntoMockResponse<T> {
    /// Converts into a response.
    fn into_mock_response(self) -> MockResponse<T>;
}

impl<T> IntoMockResponse<T> for T {
    fn into_mock_response(self) -> MockResponse<T> {
        MockResponse::value(self)
    }
}

impl<T> IntoMockResponse<T> for MockResponse<T> {
    fn into_mock_response(self) -> MockResponse<T> {
        self
    }
}
