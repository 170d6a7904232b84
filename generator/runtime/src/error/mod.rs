//! [`Error`]: the error of all calls, with the operation, the reason, and everything that the
//! server sent. Knows operations and values; must not know transports.

mod declared;
mod display;
mod kind;
mod message;
mod retry_after;
mod webhook;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode};

pub use declared::DeclaredError;
pub use kind::ErrorKind;
pub(crate) use retry_after::current_date;
#[doc(hidden)]
pub use retry_after::retry_after;
pub use webhook::{payload, payload_as};

use crate::call::{Api, ErrorShape, Operation, header_text};
use crate::value::{DecodeError, json};

/// The error of a call.
///
/// Decide by [`kind`](Error::kind) and [`status`](Error::status), never by the text.
/// [`Display`](fmt::Display) and [`Debug`] print one line; the underlying error is the
/// [`source`](std::error::Error::source). The type is one pointer wide.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// The message, without the response.
    what: String,
    call: Option<(&'static Api, &'static Operation)>,
    response: Option<ErrorResponse>,
    path: Option<String>,
    /// The number of attempts.
    attempts: u32,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The response that an error keeps.
#[derive(Debug, Clone)]
pub struct ErrorResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, undecoded; `None` if it did not arrive completely.
    pub body: Option<Bytes>,
    /// The index in [`Operation::responses`]; `None` for a status that is not declared.
    pub declared: Option<usize>,
}

impl Error {
    /// Creates an error.
    #[doc(hidden)]
    #[must_use]
    pub fn new(kind: ErrorKind, what: impl Into<String>) -> Error {
        Error(Box::new(Inner {
            kind,
            what: what.into(),
            call: None,
            response: None,
            path: None,
            attempts: 0,
            source: None,
        }))
    }

    /// Sets the operation.
    #[doc(hidden)]
    #[must_use]
    pub fn with_operation(mut self, api: &'static Api, operation: &'static Operation) -> Error {
        self.0.call = Some((api, operation));
        self
    }

    /// Sets the number of attempts.
    #[doc(hidden)]
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Error {
        self.0.attempts = attempts;
        self
    }

    /// Sets the response.
    #[doc(hidden)]
    #[must_use]
    pub fn with_response(mut self, response: ErrorResponse) -> Error {
        self.0.response = Some(response);
        self
    }

    /// Sets the underlying error.
    #[doc(hidden)]
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        self.0.source = Some(source.into());
        self
    }

    /// Creates the error for a body that does not have its declared type.
    pub(super) fn decode(error: DecodeError) -> Error {
        let what = format!("the response does not match the description: {error}");
        let mut new = Error::new(ErrorKind::Decode, what);
        new.0.path = Some(error.path().to_owned());
        new.with_source(error)
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the number of attempts; 0 if nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the delay that the server asks for, from now on: `retry-after-ms`, or `Retry-After`
    /// (RFC 9110, section 10.2.3).
    #[must_use]
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        retry_after(self.headers()?, current_date())
    }

    /// Returns the operation that failed, such as `uploads.create`; `None` if the error is not
    /// about an operation.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.call.map(|(_, operation)| operation.name)
    }

    /// Returns the status of the response; `None` if there is no response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(|response| response.status)
    }

    /// Returns the headers of the response; `None` if there is no response.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|response| &response.headers)
    }

    /// Returns the undecoded body of the response; `None` if it did not arrive completely.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.response.as_ref()?.body.as_ref()
    }

    /// Returns the path to the value in the body that could not be decoded, such as
    /// `upload.parts[2].url`. It is empty for the whole body.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// Returns the server's message in the body, from the locations that the description names
    /// (`x-error-message`).
    ///
    /// If it names none, the usual locations are searched: `message`, `error.message`,
    /// `error_description`, `detail`, `title` or `error`. Individual errors listed in `detail`
    /// (FastAPI) or `errors` (JSON:API, GraphQL, Rails, Laravel, ASP.NET) are appended.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        let (api, _) = self.0.call?;
        let body = json::parse(without_mark(self.body()?))?;
        match api.error_messages {
            [] => message::usual_message(&body),
            pointers => message::declared_message(&body, pointers),
        }
    }

    /// Returns the ID that the server assigned to the request, from a header such as
    /// `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// Returns the declared error body, as the enum of the operation that failed.
    ///
    /// Returns `None` if the operation declares another enum or nothing for this status, or if the
    /// body did not arrive completely.
    ///
    /// # Errors
    ///
    /// Fails with an error of kind [`ErrorKind::Decode`], with a [`path`](Error::path), if the body
    /// does not match its declared type.
    pub fn declared<E: DeclaredError>(&self) -> Result<Option<E>, Error> {
        let Some((api, operation)) = self.0.call else { return Ok(None) };
        let Some((response, variant)) = self.variant(operation, E::shape()) else { return Ok(None) };
        let Some(body) = &response.body else { return Ok(None) };
        E::read(variant, response.status, without_mark(body)).map_err(|error| {
            Error::decode(error)
                .with_operation(api, operation)
                .with_attempts(self.0.attempts)
                .with_response(response.clone())
        })
    }

    /// Returns the response, and the number of the variant that is declared for it.
    fn variant(&self, operation: &Operation, expected: &ErrorShape) -> Option<(&ErrorResponse, usize)> {
        let response = self.0.response.as_ref()?;
        let shape = operation.errors.filter(|shape| std::ptr::eq(*shape, expected))?;
        let status = operation.responses.get(response.declared?)?.status;
        Some((response, shape.statuses.iter().position(|declared| *declared == status)?))
    }
}

/// Removes a byte order mark. JSON has none (RFC 8259, section 8.1), but some servers send it.
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Returns the ID of a request, from the headers of its response.
pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    static NAMES: [HeaderName; 6] = [
        HeaderName::from_static("x-request-id"),
        HeaderName::from_static("request-id"),
        HeaderName::from_static("x-amzn-requestid"),
        HeaderName::from_static("x-amz-request-id"),
        HeaderName::from_static("x-correlation-id"),
        HeaderName::from_static("cf-ray"),
    ];
    NAMES.iter().find_map(|name| header_text(headers, name))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display::display(self, f)
    }
}

impl fmt::Debug for Error {
    /// Prints the same as [`Display`](fmt::Display), because `main` and `unwrap` print it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display::display(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}
