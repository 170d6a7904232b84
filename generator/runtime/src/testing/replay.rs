//! [`Replay`]: a transport that answers from a recording. Must not know how one is made.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use super::clock::Clock;
use super::exchange::Exchange;
use super::line::from_line;
use super::nearest::differences;
use super::played::{Played, carried, carried_blocking, fault, token};
use super::secrets::Secrets;
use crate::core::is_token_request;
use crate::transport::{
    Attempt, BlockingTransport, BlockingTransportResponse, BoxFuture, Fault, FaultKind, Now, Transport,
    TransportResponse,
};

/// A transport that answers from what a [`Recorder`](super::Recorder) wrote. All clones share what was played already.
///
/// A request gets the answer of one that was recorded with its operation, method, path, query and body. Of several such each is played once, in the
/// order in which they were recorded; after them the last of them again, as a program may ask once more than it did then. Headers do not
/// count, nor does the base URL, nor what is [`MASK`](super::MASK) in the recording; members of JSON may stand in any order.
///
/// A request that was not recorded is an error of the kind `Refused`, which names the one that comes nearest, and what differs. Faults are
/// played as well. Token endpoints answer by themselves.
#[derive(Clone)]
pub struct Replay(Arc<Shared>);

struct Shared {
    path: PathBuf,
    exchanges: Vec<Exchange>,
    /// Which were played.
    played: Mutex<Vec<bool>>,
    clock: Clock,
}

impl Replay {
    /// From a recording. A last line without an end is of a process that was killed while it wrote, and is passed over.
    ///
    /// # Errors
    /// Where the file cannot be read, or is no recording: the line says where.
    pub fn from_file(path: impl AsRef<Path>) -> io::Result<Replay> {
        let path = path.as_ref().to_owned();
        let text = fs::read_to_string(&path)?;
        let whole = text.rfind('\n').and_then(|end| text.get(..end)).unwrap_or_default();
        let mut exchanges = Vec::new();
        for (index, line) in whole.lines().enumerate() {
            let wrong = |what| format!("{}, line {}: {what}", path.display(), index + 1);
            exchanges.push(from_line(line).map_err(|what| io::Error::new(io::ErrorKind::InvalidData, wrong(what)))?);
        }
        let played = Mutex::new(vec![false; exchanges.len()]);
        Ok(Replay(Arc::new(Shared { path, exchanges, played, clock: Clock::default() })))
    }

    /// What was recorded and not played yet: a test may want it to be nothing.
    #[must_use]
    pub fn unplayed(&self) -> Vec<Exchange> {
        let played = self.0.played.lock().unwrap_or_else(PoisonError::into_inner);
        let all = self.0.exchanges.iter().zip(played.iter());
        all.filter(|(_, played)| !**played).map(|(exchange, _)| exchange.clone()).collect()
    }

    fn give(&self, attempt: &Attempt, body: Bytes) -> Result<http::Response<Played>, Fault> {
        if is_token_request(attempt.operation) {
            return Ok(token());
        }
        let mut sent = Exchange::of(attempt, body);
        sent.hide(&Secrets::of(attempt));
        match self.0.next(&sent) {
            Some(exchange) => played(exchange),
            None => Err(fault(FaultKind::Refused, self.0.missing(&sent))),
        }
    }
}

impl Shared {
    fn next(&self, sent: &Exchange) -> Option<&Exchange> {
        let fitting = || self.exchanges.iter().enumerate().filter(|(_, of)| differences(of, sent).is_empty());
        let mut played = self.played.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = |index: usize| played.get(index).is_some_and(|played| !played);
        let (index, exchange) = fitting().find(|(index, _)| is_new(*index)).or_else(|| fitting().last())?;
        if let Some(played) = played.get_mut(index) {
            *played = true;
        }
        Some(exchange)
    }

    fn missing(&self, sent: &Exchange) -> String {
        let Exchange { operation, method, path, .. } = sent;
        let start = format!("`{operation}` ({method} {path}) is not in the recording {}", self.path.display());
        let of_operation = self.exchanges.iter().enumerate().filter(|(_, of)| of.operation == *operation);
        let nearest = of_operation.map(|(index, of)| (index, differences(of, sent))).min_by_key(|(_, of)| of.len());
        match nearest {
            Some((index, differences)) => {
                format!("{start}; the nearest is line {}, and differs in {}", index + 1, differences.join(", in "))
            }
            None => format!("{start}, and no other call of that operation is"),
        }
    }
}

/// The answer of an exchange.
fn played(exchange: &Exchange) -> Result<http::Response<Played>, Fault> {
    let Some(status) = exchange.status else {
        return Err(fault(exchange.fault.unwrap_or(FaultKind::Interrupted), "as it was recorded"));
    };
    let wrong = |what: &str| fault(FaultKind::Refused, format!("the recording has {what}"));
    let mut answer = http::Response::new(Played::new(exchange.answer.body.clone(), exchange.fault));
    *answer.status_mut() = http::StatusCode::from_u16(status).map_err(|_| wrong("a status that is none"))?;
    for (name, value) in &exchange.answer.headers {
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong("a header that is none"))?;
        answer.headers_mut().append(key, HeaderValue::from_str(value).map_err(|_| wrong("a header that is none"))?);
    }
    Ok(answer)
}

impl Transport for Replay {
    fn send(&self, attempt: Attempt) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        let replay = self.clone();
        carried(attempt, Box::new(move |attempt, body| replay.give(attempt, body)))
    }
    fn now(&self) -> Now {
        self.0.clock.now()
    }
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.0.clock.sleep(time);
        Box::pin(std::future::ready(()))
    }
}

impl BlockingTransport for Replay {
    fn send(&self, attempt: Attempt) -> Result<BlockingTransportResponse, Fault> {
        let replay = self.clone();
        carried_blocking(attempt, &move |attempt, body| replay.give(attempt, body))
    }
    fn now(&self) -> Now {
        self.0.clock.now()
    }
    fn sleep(&self, time: Duration) {
        self.0.clock.sleep(time);
    }
}

impl std::fmt::Debug for Replay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Replay").field("path", &self.0.path).finish_non_exhaustive()
    }
}
