//! [`Parts`]: which part's turn it is, which are there, and how many bytes went out: shared by all that put parts at once. Must not know
//! whether they wait.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::error::{UploadError, UploadErrorKind};
use super::progress::{Unfinished, UploadProgress, Watcher};
use super::source::{Flaw, Source};
use super::split::Split;
use super::verdict::{Verdict, on_part};
use crate::types::UploadStatus;
use crate::{Client, Error, ErrorKind, Request};

/// The parts of an upload.
pub(super) struct Parts {
    client: Client,
    pub(super) source: Source,
    split: Split,
    timeout: Duration,
    /// By number, where each part is put.
    addresses: BTreeMap<u64, String>,
    board: Arc<Mutex<Board>>,
}

/// What changes.
struct Board {
    unfinished: Unfinished,
    split: Split,
    /// The numbers of those whose turn is to come.
    waiting: VecDeque<u64>,
    /// The turns that each part had that is not there.
    turns: BTreeMap<u64, u32>,
    /// The bytes of the parts that are there.
    there: u64,
    /// Of the parts that are under way, how many bytes went out.
    sent: BTreeMap<u64, u64>,
    /// Why nothing more is begun.
    stopped: Option<UploadError>,
    watcher: Option<Watcher>,
}

impl Parts {
    /// The parts that are not there yet; each try of one has so much time.
    ///
    /// # Errors
    /// Where the server gave no address for one.
    pub(super) fn new(
        client: &Client,
        unfinished: Unfinished,
        timeout: impl FnOnce(Split) -> Duration,
        source: Source,
        watcher: Option<Watcher>,
    ) -> Result<Parts, UploadError> {
        let split = Split { size: unfinished.size, part_size: unfinished.part_size };
        let given = unfinished.upload.parts.iter().flatten();
        let addresses: BTreeMap<u64, String> =
            given.filter_map(|part| Some((part.number.as_u64()?, part.url.clone()))).collect();
        let waiting: VecDeque<u64> = (1..=split.count()).filter(|number| !unfinished.done.contains(number)).collect();
        if let Some(number) = waiting.iter().find(|number| !addresses.contains_key(number)) {
            let what = format!("the server gave no address for part {number} of {}", split.count());
            return Err(UploadError::new(UploadErrorKind::Request, None, Error::new(ErrorKind::Decode, what)));
        }
        let there = unfinished.done.iter().map(|number| split.length(*number)).sum();
        let (turns, sent) = (BTreeMap::new(), BTreeMap::new());
        let board = Board { unfinished, split, waiting, turns, there, sent, stopped: None, watcher };
        board.tell();
        let (client, timeout, board) = (client.clone(), timeout(split), Arc::new(Mutex::new(board)));
        Ok(Parts { client, source, split, timeout, addresses, board })
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many there can be under way at once, where so many may.
    pub(super) fn at_once(&self, most: usize) -> usize {
        self.board().waiting.len().min(most)
    }

    /// The part whose turn it is; `None` where there is none, or nothing more is to be begun.
    pub(super) fn next(&self) -> Option<(u64, Request<()>)> {
        let number = self.board().begin()?;
        match self.request(number) {
            Ok(request) => Some((number, request)),
            Err(error) => {
                self.board().stop(number, error);
                None
            }
        }
    }

    /// Without credentials: the address is the permission.
    fn request(&self, number: u64) -> Result<Request<()>, UploadError> {
        let file = self.source.part(self.split.range(number)).map_err(flawed)?;
        let address = self.addresses.get(&number).map_or("", String::as_str);
        let request = self.client.call("PUT", address).with_body(file).with_timeout(self.timeout);
        if self.board().watcher.is_none() {
            return Ok(request);
        }
        let board = self.board.clone();
        let told = move |sent, _| board.lock().unwrap_or_else(PoisonError::into_inner).sent(number, sent);
        Ok(request.with_progress(told))
    }

    /// What came of a part.
    pub(super) fn came(&self, number: u64, answer: Result<(), Error>) {
        self.board().came(number, answer);
    }

    /// Whether all parts are there now.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn outcome(&self) -> Result<(), UploadError> {
        self.board().stopped.take().map_or(Ok(()), Err)
    }

    /// The server was told that all parts are there.
    pub(super) fn completed(&self) {
        self.board().unfinished.completed = true;
    }

    /// The upload was seen with this status.
    pub(super) fn seen(&self, status: &UploadStatus) {
        let mut board = self.board();
        board.unfinished.upload.status = status.clone();
        board.tell();
    }

    /// What must be known to go on.
    pub(super) fn unfinished(&self) -> Unfinished {
        self.board().unfinished.clone()
    }
}

impl Board {
    fn begin(&mut self) -> Option<u64> {
        if self.stopped.is_some() {
            return None;
        }
        let number = self.waiting.pop_front()?;
        *self.turns.entry(number).or_default() += 1;
        self.sent.insert(number, 0);
        Some(number)
    }

    /// The first reason counts; what is under way then is brought to its end.
    fn stop(&mut self, number: u64, error: UploadError) {
        self.sent.remove(&number);
        self.stopped.get_or_insert(error);
    }

    fn sent(&mut self, number: u64, sent: u64) {
        // A connection may tell of a part whose answer is there already.
        if let Some(of) = self.sent.get_mut(&number) {
            *of = sent;
            self.tell();
        }
    }

    fn came(&mut self, number: u64, answer: Result<(), Error>) {
        self.sent.remove(&number);
        let Err(error) = answer else {
            self.unfinished.done.insert(number);
            self.there += self.split.length(number);
            return self.tell();
        };
        let doing = format!("part {number} of {}", self.split.count());
        match on_part(&error, self.turns.get(&number).copied().unwrap_or_default()) {
            Verdict::Again => self.waiting.push_back(number),
            Verdict::Over => self.stop(number, UploadError::new(UploadErrorKind::Request, Some(doing), error)),
            Verdict::Expired => {
                let doing = format!("{doing}: its address is no longer good, and a new upload is needed");
                self.stop(number, UploadError::new(UploadErrorKind::Expired, Some(doing), error));
            }
        }
    }

    fn tell(&self) {
        let Some(watcher) = &self.watcher else { return };
        let sent = self.there + self.sent.values().sum::<u64>();
        watcher.tell(&UploadProgress { sent, size: self.split.size, unfinished: &self.unfinished });
    }
}

/// Why the file cannot be sent.
pub(super) fn flawed(flaw: Flaw) -> UploadError {
    match flaw {
        Flaw::Changed => {
            let what = "the file was changed since its upload began: a new upload is needed";
            UploadError::new(UploadErrorKind::Changed, None, Error::new(ErrorKind::Unreadable, what))
        }
        Flaw::Unreadable(cause) => {
            let what = format!("the file cannot be read: {cause}");
            let error = Error::new(ErrorKind::Unreadable, what).with_source(cause);
            UploadError::new(UploadErrorKind::Request, None, error)
        }
    }
}
