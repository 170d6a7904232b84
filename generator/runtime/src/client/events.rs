//! [`Events`]: the items of a streamed response. Must not split the body or decide when to
//! reconnect (`feed`).

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::common::CommonRequest;
use super::feed::{Feed, Next};
use super::response_future::send_plan;
use crate::error::Error;
use crate::machine::Framing;
use crate::transport::{BoxFuture, CallOutcome, Chunks};
use crate::value::OutputType;

/// Streamed responses.
impl<T, R> CommonRequest<T, R> {
    /// Returns the items of the response.
    #[doc(hidden)]
    pub fn items_of<I: OutputType>(&self, framing: Framing, media_type: &'static str) -> Events<I> {
        Events { feed: Feed::new(self, framing, media_type), state: State::New, item: PhantomData }
    }
}

/// The items of a response as they arrive: Server-Sent Events, JSON lines or a JSON text sequence.
///
/// It is a `Stream`. The request is sent when it is polled first, and dropping it closes the
/// connection.
///
/// The stream ends when the server closes the connection or sends `[DONE]`. If the connection of a
/// GET is lost, it resumes after the last event with an ID (`Last-Event-ID`). Consecutive attempts
/// without an event are limited by the number of retries.
///
/// Available with feature `stream`.
#[must_use = "a stream does nothing until it is polled"]
pub struct Events<T> {
    feed: Feed,
    state: State,
    item: PhantomData<fn() -> T>,
}

enum State {
    /// The request has not been sent.
    New,
    /// The request has been sent.
    Opening(BoxFuture<'static, CallOutcome>),
    /// The body is arriving.
    Open(Box<dyn Chunks>),
    /// The connection was lost. It is opened again after this delay.
    Waiting(BoxFuture<'static, ()>),
    /// The body is complete.
    Ended,
    /// The last item was returned.
    Finished,
}

impl<T: OutputType> Events<T> {
    /// Returns the next item; `None` after the last one. If an item cannot be decoded, the
    /// following ones can still be read.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the item does not match the
    /// description. All other errors end the stream.
    pub async fn next(&mut self) -> Option<Result<T::Value, Error>> {
        let item = std::future::poll_fn(|context| self.poll(context)).await?;
        Some(item.and_then(|item| self.feed.decode::<T>(item)))
    }
}

impl<T> Events<T> {
    /// Returns the name of the last event; `message` if the server sent none.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.feed.frames.name
    }

    /// Returns the last event ID: the ID that the server sent last with a complete event.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        Some(self.feed.frames.id.as_str()).filter(|id| !id.is_empty())
    }

    /// Opens the connection. It is not generic, like everything except the decoding of items.
    fn open(&self) -> State {
        State::Opening(send_plan(self.feed.client(), self.feed.plan()))
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>, Error>>> {
        loop {
            match self.feed.next() {
                Next::Item(item) if !matches!(self.state, State::Finished) => return Poll::Ready(Some(Ok(item))),
                Next::Failed(error) if !matches!(self.state, State::Finished) => return self.finish(Some(error)),
                Next::End => return self.finish(None),
                Next::NeedsBytes | Next::Item(_) | Next::Failed(_) => {}
            }
            match &mut self.state {
                State::New => self.state = self.open(),
                State::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok((response, chunks)) => match self.feed.begin_response(response) {
                        Ok(()) => self.state = chunks.map_or(State::Ended, State::Open),
                        Err(error) => return self.finish(Some(error)),
                    },
                    Err(error) => return self.finish(Some(error)),
                },
                State::Open(chunks) => match ready!(chunks.poll_chunk(context)) {
                    Ok(Some(bytes)) => self.feed.frames.push(&bytes),
                    Ok(None) => {
                        self.feed.frames.end();
                        self.state = State::Ended;
                    }
                    Err(fault) => match self.feed.interrupt(fault) {
                        Ok(delay) => self.state = self.wait(delay),
                        Err(error) => return self.finish(Some(error)),
                    },
                },
                State::Waiting(delay) => {
                    ready!(delay.as_mut().poll(context));
                    self.state = self.open();
                }
                State::Ended | State::Finished => return self.finish(None),
            }
        }
    }

    fn wait(&self, delay: std::time::Duration) -> State {
        match self.feed.client().transport() {
            Ok(transport) => State::Waiting(transport.sleep(delay)),
            Err(_) => self.open(),
        }
    }

    fn finish(&mut self, error: Option<Error>) -> Poll<Option<Result<Vec<u8>, Error>>> {
        self.state = State::Finished;
        self.feed.frames.restart();
        Poll::Ready(error.map(Err))
    }
}

impl<T: OutputType> futures_core::Stream for Events<T> {
    type Item = Result<T::Value, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.poll(context));
        Poll::Ready(item.map(|item| item.and_then(|item| self.feed.decode::<T>(item))))
    }
}

impl<T> std::fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Events").field("last_event_id", &self.last_event_id()).finish_non_exhaustive()
    }
}
