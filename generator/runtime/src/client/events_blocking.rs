//! [`BlockingEvents`]: as [`Events`](super::Events), while the thread waits.

use std::marker::PhantomData;

use super::common::CommonRequest;
use super::feed::{Feed, Next};
use crate::core::Framing;
use crate::error::Error;
use crate::transport::{BlockingChunks, drive_blocking};
use crate::value::Field;

/// Answers that are sequences, while the thread waits.
impl<T, R> CommonRequest<T, R> {
    /// As `items_of`.
    #[doc(hidden)]
    pub fn items_of_blocking<I: Field>(&self, framing: Framing, media_type: &'static str) -> BlockingEvents<I> {
        BlockingEvents { feed: Feed::new(self, framing, media_type), state: State::New, item: PhantomData }
    }
}

/// The items of an answer as they arrive: an iterator that waits for each. Nothing is sent until the first is asked for.
/// What ends it and how it is taken up again is as with `Events`.
#[must_use = "an iterator does nothing until it is asked"]
pub struct BlockingEvents<T> {
    feed: Feed,
    state: State,
    item: PhantomData<fn() -> T>,
}

enum State {
    /// The connection is to be opened.
    New,
    /// Bytes come.
    Open(Box<dyn BlockingChunks>),
    /// The last bytes came.
    Ended,
    /// Nothing comes any more.
    Over,
}

impl<T> BlockingEvents<T> {
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

    fn item(&mut self) -> Result<Option<Vec<u8>>, Error> {
        loop {
            if matches!(self.state, State::Over) {
                return Ok(None);
            }
            match self.feed.next() {
                Next::Item(item) => return Ok(Some(item)),
                Next::Failed(error) => return Err(error),
                Next::Over => return Ok(None),
                Next::More => {}
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
                        let wait = self.feed.broke_off(fault)?;
                        self.feed.client().blocking_transport()?.sleep(wait);
                        self.state = State::New;
                    }
                },
                State::Ended | State::Over => return Ok(None),
            }
        }
    }

    fn open(&mut self) -> Result<State, Error> {
        let transport = self.feed.client().blocking_transport()?;
        let (head, chunks) = drive_blocking(&*transport, self.feed.plan()?)?;
        self.feed.opened(head)?;
        Ok(chunks.map_or(State::Ended, State::Open))
    }
}

impl<T: Field> Iterator for BlockingEvents<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.item() {
            Ok(Some(item)) => Some(self.feed.decode(item)),
            Ok(None) => {
                self.state = State::Over;
                None
            }
            Err(error) => {
                self.state = State::Over;
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
