//! [`Feed`]: what [`Events`](super::Events) and [`BlockingEvents`](super::BlockingEvents) share: which request opens the sequence,
//! what came so far, whether it can be taken up again.

use std::time::Duration;

use http::Method;
use http::header::CONTENT_TYPE;

use super::common::CommonRequest;
use super::options::Options;
use super::{Client, plan};
use crate::call::Call;
use crate::core::{Frame, Frames, Framing, Plan, Reply};
use crate::error::{Error, ErrorKind};
use crate::transport::Fault;
use crate::value::{Field, ViewMut, json};

/// The wait before coming back where the server names none.
const RETRY: Duration = Duration::from_secs(1);
/// Longer than this no server keeps anybody waiting.
const LONGEST: Duration = Duration::from_secs(60);

/// A sequence that is read item by item.
pub(super) struct Feed {
    client: Client,
    call: Call,
    options: Options,
    framing: Framing,
    pub(super) frames: Frames,
    head: Option<Reply>,
    /// How often in a row it may still be taken up again.
    left: u32,
}

/// What is to be done next.
pub(super) enum Next {
    /// This came.
    Item(Vec<u8>),
    /// More bytes are needed.
    More,
    /// Nothing comes any more.
    Over,
    /// It failed.
    Failed(Error),
}

impl Feed {
    pub(super) fn new<T, R>(request: &CommonRequest<T, R>, framing: Framing, media_type: &'static str) -> Feed {
        let (client, call, options) = (request.client.clone(), request.call.clone(), request.streaming());
        let limit = options.response_limit.unwrap_or(client.0.response_limit);
        let left = options.retries.unwrap_or(client.0.retries);
        let options = Options { accept: Some(media_type), ..options };
        Feed { client, call, options, framing, frames: Frames::new(framing, limit), head: None, left }
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// The request that opens it, or takes it up again.
    pub(super) fn plan(&self) -> Result<Box<Plan>, Error> {
        plan::plan(&self.client, &self.call, &self.options)
    }

    /// The server answered.
    pub(super) fn opened(&mut self, head: Reply) -> Result<(), Error> {
        let sent = head.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        // The description may say a charset too, and the server another or none.
        let essence = |of: &str| of.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let (essence, wanted) = (essence(sent), essence(self.options.accept.unwrap_or_default()));
        if essence == "application/json"
            || matches!(self.framing, Framing::Events | Framing::WholeEvents) && essence != wanted
        {
            let what = format!("expected `{wanted}`, the server sent `{essence}`");
            return Err(head.error(ErrorKind::Decode, what));
        }
        self.head = Some(head);
        self.frames.restart();
        Ok(())
    }

    /// The next item of what came.
    pub(super) fn next(&mut self) -> Next {
        match self.frames.next_frame() {
            Ok(Some(Frame::Item(item))) => {
                self.left = self.options.retries.unwrap_or(self.client.0.retries);
                Next::Item(item)
            }
            Ok(Some(Frame::Done)) => Next::Over,
            Ok(None) => Next::More,
            Err(_) => {
                let what = "an item of the answer is too large; allow more with `response_limit`";
                Next::Failed(self.error(ErrorKind::Body, what.to_owned()))
            }
        }
    }

    fn error(&self, kind: ErrorKind, what: String) -> Error {
        self.head.as_ref().map_or_else(|| Error::new(kind, what.clone()), |head| head.error(kind, what.clone()))
    }

    /// The connection broke: how long to wait before the sequence is taken up again behind the last event that had an id.
    ///
    /// # Errors
    /// Where that cannot be done.
    pub(super) fn broke_off(&mut self, fault: Fault) -> Result<Duration, Error> {
        let get = self.call.operation().method == Method::GET.as_str();
        if get && !self.frames.id.is_empty() && self.left > 0 {
            self.left -= 1;
            self.options.last_event = Some(self.frames.id.clone());
            return Ok(self.frames.retry.unwrap_or(RETRY).min(LONGEST));
        }
        match &self.head {
            Some(head) => Err(head.broke_off(fault)),
            None => Err(Error::new(ErrorKind::Interrupted, "the answer broke off").with_source(fault.source)),
        }
    }

    /// An item as what the description says of it: JSON, or the text itself where it is a text.
    pub(super) fn decode<T: Field>(&self, item: Vec<u8>) -> Result<T, Error> {
        let mut value = T::blank();
        let read = match (value.view_mut(), self.framing) {
            (ViewMut::String(to), Framing::Events | Framing::Lines) => {
                *to = String::from_utf8_lossy(&item).into_owned();
                Ok(())
            }
            (slot, _) => json::fill(&item, slot),
        };
        match read {
            Ok(()) => Ok(value),
            Err(error) => {
                let what = format!("an item of the answer is not what the description says: {error}");
                let mut head = self.head.clone();
                if let Some(head) = &mut head {
                    head.body = item.into();
                }
                let told = match head {
                    Some(head) => head.error(ErrorKind::Decode, what),
                    None => Error::new(ErrorKind::Decode, what),
                };
                Err(told.with_source(error))
            }
        }
    }
}
