//! [`send_all`]: sends many requests with limited concurrency. Must not retry: each request does so
//! itself.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::{FromResponse, ResponseFuture};
use crate::error::Error;

/// Sends requests, at most `at_once` at a time, and returns the responses in the order of the
/// requests. A request is taken from the iterator when it can be sent.
pub fn send_all<I, R, T>(requests: I, at_once: usize) -> SendAll<I::IntoIter, T>
where
    I: IntoIterator<Item = R>,
    T: FromResponse,
    R: IntoFuture<Output = Result<T::Output, Error>, IntoFuture = ResponseFuture<T>>,
{
    SendAll { requests: Some(requests.into_iter()), at_once: at_once.max(1), in_flight: VecDeque::new() }
}

/// The responses to many requests: a `Stream`. Dropping it cancels the requests in flight.
pub struct SendAll<I, T: FromResponse> {
    requests: Option<I>,
    at_once: usize,
    in_flight: VecDeque<State<T>>,
}

enum State<T: FromResponse> {
    Sent(ResponseFuture<T>),
    Done(Result<T::Output, Error>),
}

impl<I, R, T> SendAll<I, T>
where
    I: Iterator<Item = R>,
    R: IntoFuture<Output = Result<T::Output, Error>, IntoFuture = ResponseFuture<T>>,
    T: FromResponse,
{
    /// Returns the next response; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T::Output, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T::Output, Error>>> {
        while self.in_flight.len() < self.at_once {
            match self.requests.as_mut().and_then(Iterator::next) {
                Some(request) => self.in_flight.push_back(State::Sent(request.into_future())),
                None => {
                    self.requests = None;
                    break;
                }
            }
        }
        for state in &mut self.in_flight {
            let State::Sent(future) = state else { continue };
            if let Poll::Ready(outcome) = Pin::new(future).poll(context) {
                *state = State::Done(outcome);
            }
        }
        match self.in_flight.pop_front() {
            Some(State::Done(outcome)) => Poll::Ready(Some(outcome)),
            Some(sent @ State::Sent(_)) => {
                self.in_flight.push_front(sent);
                Poll::Pending
            }
            None => Poll::Ready(None),
        }
    }
}

impl<I, R, T> futures_core::Stream for SendAll<I, T>
where
    I: Iterator<Item = R> + Unpin,
    R: IntoFuture<Output = Result<T::Output, Error>, IntoFuture = ResponseFuture<T>>,
    T: FromResponse<Output: Unpin>,
{
    type Item = Result<T::Output, Error>;
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}
