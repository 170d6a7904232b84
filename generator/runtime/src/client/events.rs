//! [`Events`]: an answer that is a sequence, item by item as it arrives.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::common::CommonRequest;
use super::feed::{Feed, Next};
use super::sending::sent;
use crate::core::Framing;
use crate::error::Error;
use crate::transport::{BoxFuture, Chunks, Driven};
use crate::value::Field;

/// Answers that are sequences.
impl<T, R> CommonRequest<T, R> {
    /// The items of the answer as they arrive.
    #[doc(hidden)]
    pub fn items_of<I: Field>(&self, framing: Framing, media_type: &'static str) -> Events<I> {
        Events { feed: Feed::new(self, framing, media_type), state: State::New, item: PhantomData }
    }
}

/// The items of an answer as they arrive: Server-Sent Events, JSON lines or a JSON text sequence. A `Stream`; nothing is sent
/// until it is polled, and dropping it closes the connection.
///
/// Events end where the server closes the connection or sends `[DONE]`. Where the connection breaks, a GET goes on behind the last
/// event that had an id (`Last-Event-ID`), as often as requests are tried again.
#[must_use = "a stream does nothing until it is polled"]
pub struct Events<T> {
    feed: Feed,
    state: State,
    item: PhantomData<fn() -> T>,
}

enum State {
    /// Nothing was sent yet.
    New,
    /// The request is under way.
    Opening(BoxFuture<'static, Driven>),
    /// Bytes come.
    Open(Box<dyn Chunks>),
    /// The connection broke; it is opened again after this.
    Waiting(BoxFuture<'static, ()>),
    /// The last bytes came.
    Ended,
    /// Nothing comes any more.
    Over,
}

impl<T: Field> Events<T> {
    /// The next item; `None` behind the last. One that cannot be read is an error, and the next may be read all the same.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        let item = std::future::poll_fn(|context| self.poll(context)).await?;
        Some(item.and_then(|item| self.feed.decode(item)))
    }
}

impl<T> Events<T> {
    /// The name of the event that came last: `message` where the server gave it none.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.feed.frames.name
    }

    /// The last event ID: the ID that the server gave last, once its event was complete.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        Some(self.feed.frames.id.as_str()).filter(|id| !id.is_empty())
    }

    /// Opens the connection: not generic inside, as all of it but the reading of items.
    fn open(&self) -> State {
        State::Opening(sent(self.feed.client(), self.feed.plan()))
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>, Error>>> {
        loop {
            match self.feed.next() {
                Next::Item(item) if !matches!(self.state, State::Over) => return Poll::Ready(Some(Ok(item))),
                Next::Failed(error) if !matches!(self.state, State::Over) => return self.over(Some(error)),
                Next::Over => return self.over(None),
                Next::More | Next::Item(_) | Next::Failed(_) => {}
            }
            match &mut self.state {
                State::New => self.state = self.open(),
                State::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok((head, chunks)) => match self.feed.opened(head) {
                        Ok(()) => self.state = chunks.map_or(State::Ended, State::Open),
                        Err(error) => return self.over(Some(error)),
                    },
                    Err(error) => return self.over(Some(error)),
                },
                State::Open(chunks) => match ready!(chunks.poll_chunk(context)) {
                    Ok(Some(bytes)) => self.feed.frames.push(&bytes),
                    Ok(None) => {
                        self.feed.frames.end();
                        self.state = State::Ended;
                    }
                    Err(fault) => match self.feed.broke_off(fault) {
                        Ok(wait) => self.state = self.wait(wait),
                        Err(error) => return self.over(Some(error)),
                    },
                },
                State::Waiting(wait) => {
                    ready!(wait.as_mut().poll(context));
                    self.state = self.open();
                }
                State::Ended | State::Over => return self.over(None),
            }
        }
    }

    fn wait(&self, time: std::time::Duration) -> State {
        match self.feed.client().transport() {
            Ok(transport) => State::Waiting(transport.sleep(time)),
            Err(_) => self.open(),
        }
    }

    fn over(&mut self, error: Option<Error>) -> Poll<Option<Result<Vec<u8>, Error>>> {
        self.state = State::Over;
        self.feed.frames.restart();
        Poll::Ready(error.map(Err))
    }
}

impl<T: Field> futures_core::Stream for Events<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.poll(context));
        Poll::Ready(item.map(|item| item.and_then(|item| self.feed.decode(item))))
    }
}

impl<T> std::fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Events").field("last_event_id", &self.last_event_id()).finish_non_exhaustive()
    }
}
