//! [`Parts`]: the parts of an upload, shared by all that send them: which one is next, which have arrived, and how many bytes have
//! been sent. Must not know whether the senders block.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::decide::{PartFailure, on_part_failure};
use super::error::{UploadError, UploadErrorKind};
use super::progress::{Callback, UnfinishedUpload, UploadProgress};
use super::source::{Source, SourceError};
use super::split::Split;
use crate::types::UploadStatus;
use crate::{Client, Error, ErrorKind, Request};

/// The parts of an upload.
pub(super) struct Parts {
    client: Client,
    pub(super) source: Source,
    split: Split,
    timeout: Duration,
    /// The URL of each part, by number.
    urls: BTreeMap<u64, String>,
    state: Arc<Mutex<PartsState>>,
}

/// The mutable state of the parts.
struct PartsState {
    unfinished: UnfinishedUpload,
    split: Split,
    /// The numbers of the parts that have to be sent, in order.
    pending: VecDeque<u64>,
    /// The number of times that each part has been sent.
    sends: BTreeMap<u64, u32>,
    /// The number of bytes of the parts that have arrived.
    arrived: u64,
    /// The number of bytes that have been sent of each part in flight.
    in_flight: BTreeMap<u64, u64>,
    /// The first error. No further part is sent then.
    error: Option<UploadError>,
    callback: Option<Callback>,
}

impl Parts {
    /// Creates the parts that have not arrived yet. `timeout` is the timeout of each attempt.
    ///
    /// # Errors
    /// Fails if the server did not return a URL for a part.
    pub(super) fn new(
        client: &Client,
        unfinished: UnfinishedUpload,
        timeout: impl FnOnce(Split) -> Duration,
        source: Source,
        callback: Option<Callback>,
    ) -> Result<Parts, UploadError> {
        let split = Split { size: unfinished.size, part_size: unfinished.part_size };
        let parts = unfinished.upload.parts.iter().flatten();
        let urls: BTreeMap<u64, String> =
            parts.filter_map(|part| Some((part.number.as_u64()?, part.url.clone()))).collect();
        let is_sent = |number: &u64| unfinished.sent_parts.contains(number);
        let pending: VecDeque<u64> = (1..=split.count()).filter(|number| !is_sent(number)).collect();
        if let Some(number) = pending.iter().find(|number| !urls.contains_key(number)) {
            let message = format!("the server returned no URL for part {number} of {}", split.count());
            return Err(UploadError::new(UploadErrorKind::Request, None, Error::new(ErrorKind::Decode, message)));
        }
        let arrived = unfinished.sent_parts.iter().map(|number| split.length(*number)).sum();
        let (sends, in_flight) = (BTreeMap::new(), BTreeMap::new());
        let state = PartsState { unfinished, split, pending, sends, arrived, in_flight, error: None, callback };
        state.report();
        let (client, timeout, state) = (client.clone(), timeout(split), Arc::new(Mutex::new(state)));
        Ok(Parts { client, source, split, timeout, urls, state })
    }

    fn state(&self) -> MutexGuard<'_, PartsState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns how many parts are sent at once, at most `limit`.
    pub(super) fn concurrency(&self, limit: usize) -> usize {
        self.state().pending.len().min(limit)
    }

    /// Returns the next part, or `None` if there is none or a part has failed.
    pub(super) fn next(&self) -> Option<(u64, Request<()>)> {
        let number = self.state().next()?;
        match self.request(number) {
            Ok(request) => Some((number, request)),
            Err(error) => {
                self.state().fail(number, error);
                None
            }
        }
    }

    /// Creates the request for a part. It has no credentials: the URL grants the permission.
    fn request(&self, number: u64) -> Result<Request<()>, UploadError> {
        let file = self.source.part(self.split.range(number)).map_err(source_error)?;
        let url = self.urls.get(&number).map_or("", String::as_str);
        let request = self.client.call("PUT", url).with_body(file).with_timeout(self.timeout);
        if self.state().callback.is_none() {
            return Ok(request);
        }
        let state = self.state.clone();
        let report = move |sent, _| state.lock().unwrap_or_else(PoisonError::into_inner).set_sent(number, sent);
        Ok(request.with_progress(report))
    }

    /// Takes the result of a part.
    pub(super) fn sent(&self, number: u64, result: Result<(), Error>) {
        self.state().finish(number, result);
    }

    /// Returns the result of sending the parts.
    ///
    /// # Errors
    /// Fails with the first error of a part.
    pub(super) fn outcome(&self) -> Result<(), UploadError> {
        self.state().error.take().map_or(Ok(()), Err)
    }

    /// Records that the server has confirmed that all parts have arrived.
    pub(super) fn set_completed(&self) {
        self.state().unfinished.completed = true;
    }

    /// Records the status of the upload.
    pub(super) fn set_status(&self, status: &UploadStatus) {
        let mut state = self.state();
        state.unfinished.upload.status = status.clone();
        state.report();
    }

    /// Returns the state that is needed to resume the upload.
    pub(super) fn unfinished(&self) -> UnfinishedUpload {
        self.state().unfinished.clone()
    }
}

impl PartsState {
    fn next(&mut self) -> Option<u64> {
        if self.error.is_some() {
            return None;
        }
        let number = self.pending.pop_front()?;
        *self.sends.entry(number).or_default() += 1;
        self.in_flight.insert(number, 0);
        Some(number)
    }

    /// Records an error. The first one counts; parts in flight are still sent to their end.
    fn fail(&mut self, number: u64, error: UploadError) {
        self.in_flight.remove(&number);
        self.error.get_or_insert(error);
    }

    fn set_sent(&mut self, number: u64, bytes: u64) {
        // A connection may report progress after the response to the part has arrived.
        if let Some(sent) = self.in_flight.get_mut(&number) {
            *sent = bytes;
            self.report();
        }
    }

    fn finish(&mut self, number: u64, result: Result<(), Error>) {
        self.in_flight.remove(&number);
        let Err(error) = result else {
            self.unfinished.sent_parts.insert(number);
            self.arrived += self.split.length(number);
            return self.report();
        };
        let action = format!("part {number} of {}", self.split.count());
        match on_part_failure(&error, self.sends.get(&number).copied().unwrap_or_default()) {
            PartFailure::SendAgain => self.pending.push_back(number),
            PartFailure::Fatal => self.fail(number, UploadError::new(UploadErrorKind::Request, Some(action), error)),
            PartFailure::Expired => {
                let action = format!("{action}: its URL has expired, start a new upload");
                self.fail(number, UploadError::new(UploadErrorKind::Expired, Some(action), error));
            }
        }
    }

    /// Calls the callback for progress.
    fn report(&self) {
        let Some(callback) = &self.callback else { return };
        let sent = self.arrived + self.in_flight.values().sum::<u64>();
        callback.call(&UploadProgress { sent, size: self.split.size, unfinished: &self.unfinished });
    }
}

/// Converts the reason why a part cannot be read.
pub(super) fn source_error(error: SourceError) -> UploadError {
    match error {
        SourceError::Changed => {
            let message = "the file has changed since its upload was created: start a new upload";
            UploadError::new(UploadErrorKind::Changed, None, Error::new(ErrorKind::Unreadable, message))
        }
        SourceError::Unreadable(cause) => {
            let message = format!("the file cannot be read: {cause}");
            let error = Error::new(ErrorKind::Unreadable, message).with_source(cause);
            UploadError::new(UploadErrorKind::Request, None, error)
        }
    }
}
