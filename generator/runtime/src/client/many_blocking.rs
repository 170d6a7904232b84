//! Many requests, so many at a time, each in a thread that waits.

use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

use super::{CommonRequest, FromResponse, Request};
use crate::error::Error;

/// A request that [`send_all_blocking`] sends: the type that an operation's request, or a reference to a [`Request`], dereferences to.
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
    type Output = T;

    fn send(&self) -> Result<T, Error> {
        self.send_blocking()
    }
}

impl<T: FromResponse> BlockingRequest for Request<T> {
    type Output = T;

    fn send(&self) -> Result<T, Error> {
        self.send_blocking()
    }
}

/// Sends requests by at most `at_once` threads, and returns their outcomes in the order of the requests.
pub fn send_all_blocking<I, R, T>(requests: I, at_once: usize) -> Vec<Result<T, Error>>
where
    I: IntoIterator<Item = R>,
    I::IntoIter: Send,
    R: Deref<Target: BlockingRequest<Output = T>>,
    T: Send,
{
    let requests = Mutex::new(requests.into_iter().enumerate());
    let answers = Mutex::new(Vec::new());
    let work = || loop {
        // The lock is released before the request is sent.
        let next = requests.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some((index, request)) = next else { break };
        let answer = request.send();
        answers.lock().unwrap_or_else(PoisonError::into_inner).push((index, answer));
    };
    std::thread::scope(|scope| {
        for _ in 0..at_once.max(1) {
            scope.spawn(work);
        }
    });
    let mut answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
