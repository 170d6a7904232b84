//! [`Feed`]: the part of [`Events`](super::Events) and [`BlockingEvents`](super::BlockingEvents)
//! that performs no I/O: requests, items, and reconnecting. Must not know whether its callers
//! block.

use std::time::Duration;

use http::Method;
use http::header::CONTENT_TYPE;

use super::Client;
use super::common::CommonRequest;
use super::create_plan::create_plan;
use super::options::Options;
use crate::call::Call;
use crate::error::{Error, ErrorKind};
use crate::machine::{CallPlan, Frame, Frames, Framing, RawResponse};
use crate::transport::Fault;
use crate::value::{OutputType, ViewMut, json};

/// The delay before reconnecting, unless the server sends one.
const DEFAULT_DELAY: Duration = Duration::from_secs(1);
/// The longest delay before reconnecting that is honoured.
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// The state of a stream of items.
pub(super) struct Feed {
    client: Client,
    call: Call,
    options: Options,
    framing: Framing,
    pub(super) frames: Frames,
    response: Option<RawResponse>,
    /// The number of consecutive attempts that are left.
    retries_left: u32,
}

/// The outcome of [`Feed::next`].
pub(super) enum Next {
    /// An item.
    Item(Vec<u8>),
    /// More bytes are needed.
    NeedsBytes,
    /// The stream has ended.
    End,
    /// The stream has failed.
    Failed(Error),
}

impl Feed {
    pub(super) fn new<T, R>(request: &CommonRequest<T, R>, framing: Framing, media_type: &'static str) -> Feed {
        let (client, call, options) = (request.client.clone(), request.call.clone(), request.streaming_options());
        let limit = options.response_limit.unwrap_or(client.0.response_limit);
        let retries_left = options.retries.unwrap_or(client.0.retries);
        let options = Options { accept: Some(media_type), ..options };
        Feed { client, call, options, framing, frames: Frames::new(framing, limit), response: None, retries_left }
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Returns the request that opens the stream, or resumes it.
    pub(super) fn plan(&self) -> Result<Box<CallPlan>, Error> {
        create_plan(&self.client, &self.call, &self.options)
    }

    /// Continues with the head of a response.
    pub(super) fn begin_response(&mut self, response: RawResponse) -> Result<(), Error> {
        let sent = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        // Either side may add a charset.
        let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let (essence, wanted) = (essence(sent), essence(self.options.accept.unwrap_or_default()));
        if essence == "application/json"
            || matches!(self.framing, Framing::Events | Framing::WholeEvents) && essence != wanted
        {
            let what = format!("expected `{wanted}`, but the server sent `{essence}`");
            return Err(response.error(ErrorKind::Decode, what));
        }
        self.response = Some(response);
        self.frames.restart();
        Ok(())
    }

    /// Returns the next item of the received bytes.
    pub(super) fn next(&mut self) -> Next {
        match self.frames.next_frame() {
            Ok(Some(Frame::Item(item))) => {
                self.retries_left = self.options.retries.unwrap_or(self.client.0.retries);
                Next::Item(item)
            }
            Ok(Some(Frame::Done)) => Next::End,
            Ok(None) => Next::NeedsBytes,
            Err(_) => {
                let what = "an item of the response is too large; raise the limit with `response_limit`";
                Next::Failed(self.error(ErrorKind::Body, what.to_owned()))
            }
        }
    }

    fn error(&self, kind: ErrorKind, what: String) -> Error {
        match &self.response {
            Some(response) => response.error(kind, what),
            None => Error::new(kind, what),
        }
    }

    /// Continues after the connection was lost: returns the delay before the stream resumes after
    /// the last event with an ID.
    ///
    /// # Errors
    ///
    /// Fails if the stream cannot be resumed.
    pub(super) fn interrupt(&mut self, fault: Fault) -> Result<Duration, Error> {
        let get = self.call.operation().method == Method::GET.as_str();
        if get && !self.frames.id.is_empty() && self.retries_left > 0 {
            self.retries_left -= 1;
            self.options.last_event_id = Some(self.frames.id.clone());
            return Ok(self.frames.retry.unwrap_or(DEFAULT_DELAY).min(LONGEST_DELAY));
        }
        match &self.response {
            Some(response) => Err(response.body_error(fault)),
            None => Err(Error::new(ErrorKind::Interrupted, "the response was interrupted").with_source(fault.source)),
        }
    }

    /// Decodes an item as its declared type: JSON, or the text itself for strings.
    pub(super) fn decode<T: OutputType>(&self, item: Vec<u8>) -> Result<T::Value, Error> {
        let mut read = Ok(());
        let made = T::make(&mut |slot| {
            read = match (slot, self.framing) {
                (ViewMut::String(to), Framing::Events | Framing::Lines) => {
                    *to = String::from_utf8_lossy(&item).into_owned();
                    Ok(())
                }
                (slot, _) => json::fill(&item, slot),
            };
            read.is_ok()
        });
        match made.ok_or_else(|| read.err().unwrap_or_else(json::DecodeError::missing)) {
            Ok(value) => Ok(value),
            Err(error) => {
                let what = format!("an item of the response does not match the description: {error}");
                let response = self.response.clone().map(|response| RawResponse { body: item.into(), ..response });
                let decode_error = match response {
                    Some(response) => response.error(ErrorKind::Decode, what),
                    None => Error::new(ErrorKind::Decode, what),
                };
                Err(decode_error.with_source(error))
            }
        }
    }
}
