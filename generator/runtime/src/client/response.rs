//! [`Response`]: an answer with its status and headers; and how a reply becomes what a request answers with.

use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::call::ResponseContent;
use crate::core::{Reply, json_body, packed, text_body, untyped};
use crate::error::{Error, ErrorKind, request_id};
use crate::value::{Field, ViewMut, json};

/// An answer with its status and headers. It derefs to the body.
#[derive(Debug, Clone)]
pub struct Response<T> {
    body: T,
    status: StatusCode,
    headers: HeaderMap,
    raw: Bytes,
}

impl<T> Response<T> {
    /// This body, with status and headers of a reply.
    pub(super) fn of(reply: &Reply, body: T) -> Response<T> {
        Response { body, status: reply.status(), headers: reply.headers().clone(), raw: Bytes::new() }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came; nothing of one that streams.
    #[must_use]
    pub fn raw(&self) -> &Bytes {
        &self.raw
    }

    /// Returns `true` if strings of a JSON body held unpaired surrogates (`\ud800`), which JSON can spell and Unicode does not have (RFC 8259,
    /// section 8.2). Each of them is U+FFFD in the value; [`Response::raw`] has the body as it came.
    #[must_use]
    pub fn has_replacements(&self) -> bool {
        json::is_repaired(&self.raw)
    }

    /// The id that the server gave the request, from the headers that are used for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The body alone.
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

/// What a request can answer with: any [`Field`], and a [`Response`] of one.
pub trait FromResponse: Sized {
    /// Decodes a success.
    ///
    /// # Errors
    /// Where it is not what the description says; the error keeps the body.
    fn from_response(reply: &Reply) -> Result<Self, Error>;
}

impl<T: Field> FromResponse for T {
    fn from_response(reply: &Reply) -> Result<T, Error> {
        // Filled where it is handed out from, and not moved there.
        let mut answer = Ok(T::blank());
        if let Ok(value) = &mut answer {
            if let Err(error) = fill(value.view_mut(), reply) {
                answer = Err(told(error, reply));
            }
        }
        answer
    }
}

/// Fills a slot with the body of a reply, as what is declared for its status.
fn fill(slot: ViewMut<'_>, reply: &Reply) -> Result<(), Error> {
    let declared = reply.answer.and_then(|index| reply.operation.responses.get(index));
    let content = declared.map_or(ResponseContent::Json, |answer| answer.content);
    match (slot, declared.and_then(|answer| answer.variant)) {
        (ViewMut::Ignored, _) => Ok(()),
        (ViewMut::Union(_, to), Some(variant)) => fill(to.set_variant(variant).view_mut(), reply),
        (ViewMut::Bytes(to), _) => {
            *to = reply.body.clone();
            Ok(())
        }
        (ViewMut::Optional(_), _) if reply.body.is_empty() => Ok(()),
        (ViewMut::Optional(to), _) if matches!(content, ResponseContent::Raw | ResponseContent::Text) => {
            fill(to.fill(), reply)
        }
        (ViewMut::String(to), _) if content == ResponseContent::Text => {
            // The bytes are in `raw()`.
            *to = text_body(reply).map_err(|what| Error::new(ErrorKind::Decode, what))?.into_owned();
            Ok(())
        }
        (slot, _) => decode(slot, reply),
    }
}

const NO_BODY: &str = "the response has no body, but the description declares one";

fn decode(slot: ViewMut<'_>, reply: &Reply) -> Result<(), Error> {
    match json_body(reply) {
        Ok(Some(body)) => json::fill(&body, slot).map_err(|error| match packed(reply).or_else(|| untyped(reply)) {
            Some(what) => Error::new(ErrorKind::Decode, what).with_source(error),
            None => Error::decode(error),
        }),
        Ok(None) if matches!(slot, ViewMut::Optional(_)) => Ok(()),
        // Also for an array or a map: an empty one is a body, `[]` or `{}`, and a server that forgot it may have meant anything.
        Ok(None) => Err(Error::new(ErrorKind::Decode, NO_BODY)),
        Err(what) => Err(Error::new(ErrorKind::Decode, what)),
    }
}

/// The same error with all that the server sent.
fn told(error: Error, reply: &Reply) -> Error {
    error.of(reply.api, reply.operation).after(reply.attempts).with_answer(reply.answered())
}

impl<T: FromResponse> FromResponse for Response<T> {
    fn from_response(reply: &Reply) -> Result<Response<T>, Error> {
        T::from_response(reply).map(|body| Response { raw: reply.body.clone(), ..Response::of(reply, body) })
    }
}
