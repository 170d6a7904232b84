//! [`send_all_blocking`]: sends many requests from several threads. Must not retry: each request
//! does so itself.

use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

use super::{CommonRequest, FromResponse, Request};
use crate::error::Error;

/// A request that [`send_all_blocking`] sends: the type that an operation's request, or a reference
/// to a [`Request`], dereferences to.
pub trait BlockingRequest {
    /// The output of the request.
    type Output;

    /// Sends the request and waits for the response.
    ///
    /// # Errors
    ///
    /// Fails if the request cannot be sent, or if its response is an error.
    fn send(&self) -> Result<Self::Output, Error>;
}

impl<T: FromResponse, R> BlockingRequest for CommonRequest<T, R> {
    type Output = T::Output;

    fn send(&self) -> Result<T::Output, Error> {
        self.send_blocking()
    }
}

impl<T: FromResponse> BlockingRequest for Request<T> {
    type Output = T::Output;

    fn send(&self) -> Result<T::Output, Error> {
        self.send_blocking()
    }
}

/// Sends requests from at most `at_once` threads, and returns the outcomes in the order of the
/// requests. Blocks until all are complete.
pub fn send_all_blocking<I, R, T>(requests: I, at_once: usize) -> Vec<Result<T, Error>>
where
    I: IntoIterator<Item = R>,
    I::IntoIter: Send,
    R: Deref<Target: BlockingRequest<Output = T>>,
    T: Send,
{
    let requests = Mutex::new(requests.into_iter().enumerate());
    let outcomes = Mutex::new(Vec::new());
    let work = || loop {
        // The lock is released before the request is sent.
        let next = requests.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some((index, request)) = next else { break };
        let outcome = request.send();
        outcomes.lock().unwrap_or_else(PoisonError::into_inner).push((index, outcome));
    };
    std::thread::scope(|scope| {
        for _ in 0..at_once.max(1) {
            scope.spawn(work);
        }
    });
    let mut outcomes = outcomes.into_inner().unwrap_or_else(PoisonError::into_inner);
    outcomes.sort_by_key(|(index, _)| *index);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}
