//! Many requests, so many at a time.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::{FromResponse, ResponseFuture};
use crate::error::Error;

/// Sends requests, at most `at_once` at a time, and gives their answers in the order of the requests. A request is taken from the iterator when its turn comes.
pub fn send_all<I, R, T>(requests: I, at_once: usize) -> SendAll<I::IntoIter, T>
where
    I: IntoIterator<Item = R>,
    R: IntoFuture<Output = Result<T, Error>, IntoFuture = ResponseFuture<T>>,
{
    SendAll { requests: Some(requests.into_iter()), at_once: at_once.max(1), under_way: VecDeque::new() }
}

/// The answers to many requests: a `Stream`. What is under way when it is dropped is cancelled.
pub struct SendAll<I, T> {
    requests: Option<I>,
    at_once: usize,
    under_way: VecDeque<State<T>>,
}

enum State<T> {
    Sent(ResponseFuture<T>),
    Done(Result<T, Error>),
}

impl<I, R, T> SendAll<I, T>
where
    I: Iterator<Item = R>,
    R: IntoFuture<Output = Result<T, Error>, IntoFuture = ResponseFuture<T>>,
    T: FromResponse,
{
    /// The next answer; `None` behind the last.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        while self.under_way.len() < self.at_once {
            match self.requests.as_mut().and_then(Iterator::next) {
                Some(request) => self.under_way.push_back(State::Sent(request.into_future())),
                None => {
                    self.requests = None;
                    break;
                }
            }
        }
        for state in &mut self.under_way {
            let State::Sent(sending) = state else { continue };
            if let Poll::Ready(answer) = Pin::new(sending).poll(context) {
                *state = State::Done(answer);
            }
        }
        match self.under_way.pop_front() {
            Some(State::Done(answer)) => Poll::Ready(Some(answer)),
            Some(sent @ State::Sent(_)) => {
                self.under_way.push_front(sent);
                Poll::Pending
            }
            None => Poll::Ready(None),
        }
    }
}

impl<I, R, T> futures_core::Stream for SendAll<I, T>
where
    I: Iterator<Item = R> + Unpin,
    R: IntoFuture<Output = Result<T, Error>, IntoFuture = ResponseFuture<T>>,
    T: FromResponse + Unpin,
{
    type Item = Result<T, Error>;
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}
