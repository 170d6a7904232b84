//! [`Request`]: the request of an operation without setters. Options and the ways to send it are
//! those of [`CommonRequest`]. Must not know how a call becomes a request (`create_plan`).

use std::fmt;
use std::ops::{Deref, DerefMut};

use super::Client;
#[cfg(feature = "async")]
use super::ResponseFuture;
use super::common::CommonRequest;
#[cfg(feature = "async")]
use super::response::FromResponse;
use crate::call::Call;
#[cfg(feature = "async")]
use crate::error::Error;

/// A request that returns a `T`. It does nothing until it is awaited or sent, and can be sent more
/// than once.
///
/// Options and the ways to send it are those of [`CommonRequest`].
#[must_use = "a request does nothing until it is sent"]
pub struct Request<T>(pub(super) CommonRequest<T, Request<T>>);

impl<T> Request<T> {
    /// Creates the request of a call.
    #[doc(hidden)]
    pub fn new(client: &Client, call: Call) -> Request<T> {
        Request(CommonRequest::new(client, call))
    }
}

#[doc(hidden)]
impl<T> From<CommonRequest<T, Request<T>>> for Request<T> {
    fn from(common: CommonRequest<T, Request<T>>) -> Self {
        Request(common)
    }
}

impl<T> Deref for Request<T> {
    type Target = CommonRequest<T, Request<T>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T> DerefMut for Request<T> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

#[cfg(feature = "async")]
impl<T: FromResponse> IntoFuture for Request<T> {
    type Output = Result<T::Output, Error>;
    type IntoFuture = ResponseFuture<T>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Request(self.0.clone())
    }
}

impl<T> PartialEq for Request<T> {
    /// Returns `true` if both requests have the same client, operation, arguments and options.
    fn eq(&self, other: &Request<T>) -> bool {
        self.0 == other.0
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
