//! The one error of a client: what went wrong, with which operation, and everything that the server said.
//! Knows operations and values; must not know how bytes are carried.

mod declared;
mod display;
mod kind;
mod message;
mod payload;
mod retry_after;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode};

pub use declared::DeclaredError;
pub use kind::ErrorKind;
pub use payload::payload;
#[doc(hidden)]
pub use retry_after::retry_after;
pub(crate) use retry_after::today;

use crate::call::{Api, ErrorShape, Operation, header_text};
use crate::value::{DecodeError, json};

/// Why a call failed. One pointer wide; Display and Debug are one line that a person can act on, the cause
/// is in [`source`](std::error::Error::source).
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// What went wrong, in our words, without what the server said.
    what: String,
    call: Option<(&'static Api, &'static Operation)>,
    answer: Option<Answered>,
    path: Option<String>,
    /// How often the request was tried.
    attempts: u32,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What the server sent, as far as it came.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, undecoded; `None` where it did not arrive.
    pub body: Option<Bytes>,
    /// Which of [`Operation::responses`] it is.
    pub answer: Option<usize>,
}

impl Error {
    /// An error of a kind, in our words.
    #[doc(hidden)]
    #[must_use]
    pub fn new(kind: ErrorKind, what: impl Into<String>) -> Error {
        Error(Box::new(Inner {
            kind,
            what: what.into(),
            call: None,
            answer: None,
            path: None,
            attempts: 0,
            source: None,
        }))
    }

    /// The same, for an operation.
    #[doc(hidden)]
    #[must_use]
    pub fn of(mut self, api: &'static Api, operation: &'static Operation) -> Error {
        self.0.call = Some((api, operation));
        self
    }

    /// The same, after so many tries.
    #[doc(hidden)]
    #[must_use]
    pub fn after(mut self, attempts: u32) -> Error {
        self.0.attempts = attempts;
        self
    }

    /// The same, with what the server sent.
    #[doc(hidden)]
    #[must_use]
    pub fn with_answer(mut self, answer: Answered) -> Error {
        self.0.answer = Some(answer);
        self
    }

    /// The same, with its cause.
    #[doc(hidden)]
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        self.0.source = Some(source.into());
        self
    }

    /// A body that could not be read as the type that was declared.
    pub(super) fn decode(error: DecodeError) -> Error {
        let what = format!("the answer is not what the description says: {error}");
        let mut new = Error::new(ErrorKind::Decode, what);
        new.0.path = Some(error.path().to_owned());
        new.with_source(error)
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// How often the request was sent; 0 where it was not.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// When the server wants to hear of this again, from now on: `retry-after-ms`, else `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        retry_after(self.headers()?, today())
    }

    /// The operation that failed, like `uploads.create`; `None` before there was one.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.call.map(|(_, operation)| operation.name)
    }

    /// The status, where the server answered.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.answer.as_ref().map(|answer| answer.status)
    }

    /// The headers, where the server answered.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(|answer| &answer.headers)
    }

    /// The body as it came, where the server answered and all of it arrived.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.answer.as_ref()?.body.as_ref()
    }

    /// Where in the body decoding failed: `upload.parts[2].url`; empty for the whole body.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The server's own message, from the places that the description names (`x-error-message`). Where it names none, from the usual ones:
    /// `message`, `error.message`, `error_description`, `detail`, `title` or `error`, with the mistakes that are listed in `detail` (FastAPI) or
    /// `errors` (JSON:API, GraphQL, Rails, Laravel, ASP.NET).
    #[must_use]
    pub fn message(&self) -> Option<String> {
        let (api, _) = self.0.call?;
        let body = json::parse(without_mark(self.body()?))?;
        if api.error_messages.is_empty() { message::usual(&body) } else { message::named(&body, api.error_messages) }
    }

    /// The id that the server gave the request, from the headers that are used for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// The declared error body, as the enum of the operation that failed. `None` where the operation declares
    /// another enum, or nothing for this status, and where the body did not arrive.
    ///
    /// # Errors
    /// An error of the kind [`ErrorKind::Decode`], with the path, if a body is declared and the one that came does not fit it.
    pub fn declared<E: DeclaredError>(&self) -> Result<Option<E>, Error> {
        let Some((api, operation)) = self.0.call else { return Ok(None) };
        let Some((answer, variant)) = self.variant(operation, E::shape()) else { return Ok(None) };
        let Some(body) = &answer.body else { return Ok(None) };
        E::read(variant, answer.status, without_mark(body))
            .map_err(|error| Error::decode(error).of(api, operation).after(self.0.attempts).with_answer(answer.clone()))
    }

    /// Returns what the server sent, and the number of the variant that is declared for it.
    fn variant(&self, operation: &Operation, of: &ErrorShape) -> Option<(&Answered, usize)> {
        let answer = self.0.answer.as_ref()?;
        let shape = operation.errors.filter(|shape| std::ptr::eq(*shape, of))?;
        let status = operation.responses.get(answer.answer?)?.status;
        Some((answer, shape.statuses.iter().position(|of| *of == status)?))
    }
}

/// A body without a byte order mark, which JSON does not have (RFC 8259 section 8.1) and some servers send.
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// The id of a request among the headers of its answer.
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
    /// As Display: `main` and `unwrap` print it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display::display(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}
