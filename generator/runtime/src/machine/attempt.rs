//! [`Attempt`]: one HTTP request of a call. Must not know whether another one follows.

use super::timeouts::Timeouts;
use crate::call::{Api, Operation, Payload};

/// One attempt of a call: a request on its way to a transport.
///
/// A call has more than one attempt if it is retried or redirected.
#[derive(Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// The request, with all headers, including credentials.
    pub request: http::Request<Payload>,
    /// The timeouts of this attempt.
    pub timeouts: Timeouts,
    /// The API that the operation belongs to.
    pub api: &'static Api,
    /// The operation that is called.
    pub operation: &'static Operation,
    /// The number of the attempt within its call. The first attempt is 1.
    pub number: u32,
}
