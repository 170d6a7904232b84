//! [`Response`]: a decoded response with status and headers; and how responses are decoded. Must
//! not decide whether a response is a success: `machine` does.

use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::call::ResponseContent;
use crate::error::{Error, ErrorKind, request_id};
use crate::machine::{RawResponse, explain_encoding, explain_media_type, json_body, text_body};
use crate::value::{OutputType, ViewMut, json};

/// A response with its status and headers. It dereferences to the body.
#[derive(Debug, Clone)]
pub struct Response<T> {
    body: T,
    status: StatusCode,
    headers: HeaderMap,
    raw: Bytes,
}

impl<T> Response<T> {
    /// Creates a response with the status and headers of a raw one.
    pub(super) fn new(raw: &RawResponse, body: T) -> Response<T> {
        Response { body, status: raw.status(), headers: raw.headers().clone(), raw: Bytes::new() }
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the undecoded body. It is empty for a streamed one.
    #[must_use]
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// Returns `true` if strings of a JSON body contained unpaired surrogates (`\ud800`). JSON
    /// allows them, but Unicode does not (RFC 8259, section 8.2). Each of them is U+FFFD in the
    /// value; [`Response::raw`] has the original body.
    #[must_use]
    pub fn has_replacements(&self) -> bool {
        json::is_repaired(&self.raw)
    }

    /// Returns the ID that the server assigned to the request, from a header such as
    /// `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Returns the body.
    pub fn into_body(self) -> T {
        self.body
    }
}

impl<T> Deref for Response<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.body
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.body
    }
}

/// An output of a request: any [`OutputType`], and a [`Response`] of one.
pub trait FromResponse {
    /// The type of the output.
    type Output;
    /// Decodes a successful response.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Decode`] if the response does not match the description. The error
    /// keeps the body.
    fn from_response(response: &RawResponse) -> Result<Self::Output, Error>;
}

impl<T: OutputType> FromResponse for T {
    type Output = T::Value;
    fn from_response(response: &RawResponse) -> Result<T::Value, Error> {
        let mut filled = Ok(());
        let made = T::make(&mut |slot| {
            filled = fill(slot, response);
            filled.is_ok()
        });
        match made {
            Some(value) => Ok(value),
            None => Err(response.add_context(filled.err().unwrap_or_else(|| Error::new(ErrorKind::Decode, NO_BODY)))),
        }
    }
}

/// Decodes the body into a slot, as it is declared for the status.
fn fill(slot: ViewMut<'_>, response: &RawResponse) -> Result<(), Error> {
    let declared = response.declared.and_then(|index| response.operation.responses.get(index));
    let content = declared.map_or(ResponseContent::Json, |declared| declared.content);
    match (slot, declared.and_then(|declared| declared.variant)) {
        (ViewMut::Ignored, _) => Ok(()),
        (ViewMut::Deferred(to), _) => {
            let mut filled = Ok(());
            let is_made = to.fill(&mut |slot| {
                filled = fill(slot, response);
                filled.is_ok()
            });
            filled.and_then(|()| if is_made { Ok(()) } else { Err(Error::new(ErrorKind::Decode, NO_BODY)) })
        }
        (ViewMut::Own(to), _) if content == ResponseContent::Text => {
            let text = text_body(response).map_err(|what| Error::new(ErrorKind::Decode, what))?;
            to.read_plain(&text).map_err(|what| Error::new(ErrorKind::Decode, what))
        }
        (ViewMut::Union(_, to, _), Some(variant)) => fill(to.set_variant(variant).view_mut(), response),
        (ViewMut::Bytes(to), _) => {
            *to = response.body.clone();
            Ok(())
        }
        (ViewMut::Optional(_), _) if response.body.is_empty() => Ok(()),
        (ViewMut::Optional(to), _) if matches!(content, ResponseContent::Raw | ResponseContent::Text) => {
            fill(to.fill(), response)
        }
        (ViewMut::String(to), _) if content == ResponseContent::Text => {
            // `Response::raw` has the bytes.
            *to = text_body(response).map_err(|what| Error::new(ErrorKind::Decode, what))?.into_owned();
            Ok(())
        }
        (slot, _) => decode(slot, response),
    }
}

const NO_BODY: &str = "the response has no body, but the description declares one";

fn decode(slot: ViewMut<'_>, response: &RawResponse) -> Result<(), Error> {
    let explain = || explain_encoding(response).or_else(|| explain_media_type(response));
    match json_body(response) {
        Ok(Some(body)) => json::fill(&body, slot).map_err(|error| match explain() {
            Some(what) => Error::new(ErrorKind::Decode, what).with_source(error),
            None => Error::decode(error),
        }),
        Ok(None) if matches!(slot, ViewMut::Optional(_)) => Ok(()),
        // This includes arrays and maps: an empty one is a body, `[]` or `{}`.
        Ok(None) => Err(Error::new(ErrorKind::Decode, NO_BODY)),
        Err(what) => Err(Error::new(ErrorKind::Decode, what)),
    }
}

impl<T: FromResponse> FromResponse for Response<T> {
    type Output = Response<T::Output>;
    fn from_response(response: &RawResponse) -> Result<Response<T::Output>, Error> {
        T::from_response(response).map(|body| Response { raw: response.body.clone(), ..Response::new(response, body) })
    }
}
