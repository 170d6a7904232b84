//! [`BlockingEvents`]: the items of a streamed response, for blocking calls. Must not split the
//! body or decide when to reconnect (`feed`).

use std::marker::PhantomData;

use super::common::CommonRequest;
use super::feed::{Feed, Next};
use crate::error::Error;
use crate::machine::Framing;
use crate::transport::{BlockingChunks, drive_blocking};
use crate::value::OutputType;

/// Streamed responses, for blocking calls.
impl<T, R> CommonRequest<T, R> {
    /// Returns the items of the response.
    #[doc(hidden)]
    pub fn items_of_blocking<I: OutputType>(&self, framing: Framing, media_type: &'static str) -> BlockingEvents<I> {
        BlockingEvents { feed: Feed::new(self, framing, media_type), state: State::New, item: PhantomData }
    }
}

/// The items of a response as they arrive: Server-Sent Events, JSON lines or a JSON text sequence.
///
/// It is an iterator that blocks until the next item arrives. The request is sent when the first
/// item is requested, and dropping it closes the connection.
///
/// The iterator ends when the server closes the connection or sends `[DONE]`. If the connection of
/// a GET is lost, it resumes after the last event with an ID (`Last-Event-ID`). Consecutive
/// attempts without an event are limited by the number of retries.
///
/// Available with features `blocking` and `stream`.
#[must_use = "an iterator does nothing until it is advanced"]
pub struct BlockingEvents<T> {
    feed: Feed,
    state: State,
    item: PhantomData<fn() -> T>,
}

enum State {
    /// The connection is not open.
    New,
    /// The body is arriving.
    Open(Box<dyn BlockingChunks>),
    /// The body is complete.
    Ended,
    /// The last item was returned.
    Finished,
}

impl<T> BlockingEvents<T> {
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

    fn item(&mut self) -> Result<Option<Vec<u8>>, Error> {
        loop {
            if matches!(self.state, State::Finished) {
                return Ok(None);
            }
            match self.feed.next() {
                Next::Item(item) => return Ok(Some(item)),
                Next::Failed(error) => return Err(error),
                Next::End => return Ok(None),
                Next::NeedsBytes => {}
            }
            match &mut self.state {
                State::New => self.state = self.open()?,
                State::Open(chunks) => match chunks.next() {
                    Ok(Some(bytes)) => self.feed.frames.push(&bytes),
                    Ok(None) => {
                        self.feed.frames.end();
                        self.state = State::Ended;
                    }
                    Err(fault) => {
                        let delay = self.feed.interrupt(fault)?;
                        self.feed.client().blocking_transport()?.sleep(delay);
                        self.state = State::New;
                    }
                },
                State::Ended | State::Finished => return Ok(None),
            }
        }
    }

    fn open(&mut self) -> Result<State, Error> {
        let transport = self.feed.client().blocking_transport()?;
        let (response, chunks) = drive_blocking(&*transport, self.feed.plan()?)?;
        self.feed.begin_response(response)?;
        Ok(chunks.map_or(State::Ended, State::Open))
    }
}

impl<T: OutputType> Iterator for BlockingEvents<T> {
    type Item = Result<T::Value, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.item() {
            Ok(Some(item)) => Some(self.feed.decode::<T>(item)),
            Ok(None) => {
                self.state = State::Finished;
                None
            }
            Err(error) => {
                self.state = State::Finished;
                Some(Err(error))
            }
        }
    }
}

impl<T> std::fmt::Debug for BlockingEvents<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlockingEvents").field("last_event_id", &self.last_event_id()).finish_non_exhaustive()
    }
}
