//! [`Replay`]: a transport that responds from a recording. Must not know how recordings are made.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use super::clock::Clock;
use super::differences::differences;
use super::exchange::Exchange;
use super::line::from_line;
use super::played_body::{PlayedBody, fault, respond, respond_blocking, token_response};
use super::secrets::Secrets;
use crate::machine::is_token_request;
use crate::transport::{
    Attempt, BlockingTransport, BlockingTransportResponse, BoxFuture, Fault, FaultKind, Now, Transport,
    TransportResponse,
};

/// A transport that responds from the file of a [`Recorder`](super::Recorder). Clones share which
/// exchanges were played.
///
/// A request matches a recorded one with the same operation, method, path, query and body. Several
/// matching exchanges are played in the order of the recording, and the last of them is repeated.
/// Headers and the base URL are not compared, and neither are parts that are [`MASK`](super::MASK)
/// in the recording. Members of JSON objects may have any order.
///
/// A request that was not recorded fails with [`ErrorKind::Refused`](crate::ErrorKind::Refused).
/// The message names the most similar one, and the differences. Recorded faults are played as well.
/// Requests to token endpoints get a token.
#[derive(Clone)]
pub struct Replay(Arc<Shared>);

struct Shared {
    path: PathBuf,
    exchanges: Vec<Exchange>,
    /// `true` for each exchange that was played.
    played: Mutex<Vec<bool>>,
    clock: Clock,
}

impl Replay {
    /// Reads a recording. An incomplete last line is ignored, because its process was killed while
    /// writing it.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read or is not a recording. The message names the line.
    pub fn from_file(path: impl AsRef<Path>) -> io::Result<Replay> {
        let path = path.as_ref().to_owned();
        let text = fs::read_to_string(&path)?;
        let whole = text.rfind('\n').and_then(|end| text.get(..end)).unwrap_or_default();
        let mut exchanges = Vec::new();
        for (index, line) in whole.lines().enumerate() {
            let message = |what| format!("{}, line {}: {what}", path.display(), index + 1);
            exchanges.push(from_line(line).map_err(|what| io::Error::new(io::ErrorKind::InvalidData, message(what)))?);
        }
        let played = Mutex::new(vec![false; exchanges.len()]);
        Ok(Replay(Arc::new(Shared { path, exchanges, played, clock: Clock::default() })))
    }

    /// Returns the exchanges that were not played yet. A test can check that there are none.
    #[must_use]
    pub fn unplayed(&self) -> Vec<Exchange> {
        let played = self.0.played.lock().unwrap_or_else(PoisonError::into_inner);
        let all = self.0.exchanges.iter().zip(played.iter());
        all.filter(|(_, played)| !**played).map(|(exchange, _)| exchange.clone()).collect()
    }

    fn respond(&self, attempt: &Attempt, body: Bytes) -> Result<http::Response<PlayedBody>, Fault> {
        if is_token_request(attempt.operation) {
            return Ok(token_response());
        }
        let mut sent = Exchange::new(attempt, body);
        sent.hide(&Secrets::new(attempt));
        match self.0.next(&sent) {
            Some(exchange) => to_response(exchange),
            None => Err(fault(FaultKind::Refused, self.0.describe_missing(&sent))),
        }
    }
}

impl Shared {
    fn next(&self, sent: &Exchange) -> Option<&Exchange> {
        let matching =
            || self.exchanges.iter().enumerate().filter(|(_, recorded)| differences(recorded, sent).is_empty());
        let mut played = self.played.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = |index: usize| played.get(index).is_some_and(|played| !played);
        let (index, exchange) = matching().find(|(index, _)| is_new(*index)).or_else(|| matching().last())?;
        if let Some(played) = played.get_mut(index) {
            *played = true;
        }
        Some(exchange)
    }

    fn describe_missing(&self, sent: &Exchange) -> String {
        let Exchange { operation, method, path, .. } = sent;
        let start = format!("`{operation}` ({method} {path}) is not in the recording {}", self.path.display());
        let same = self.exchanges.iter().enumerate().filter(|(_, recorded)| recorded.operation == *operation);
        let compared = same.map(|(index, recorded)| (index, differences(recorded, sent)));
        match compared.min_by_key(|(_, differences)| differences.len()) {
            Some((index, differences)) => {
                format!(
                    "{start}; the most similar request is line {}, which differs in {}",
                    index + 1,
                    differences.join(", in ")
                )
            }
            None => format!("{start}, which has no request of that operation"),
        }
    }
}

/// Returns the response of an exchange.
fn to_response(exchange: &Exchange) -> Result<http::Response<PlayedBody>, Fault> {
    let Some(status) = exchange.status else {
        return Err(fault(exchange.fault.unwrap_or(FaultKind::Interrupted), "a recorded fault"));
    };
    let invalid = |what: &str| fault(FaultKind::Refused, format!("the recording has an invalid {what}"));
    let mut response = http::Response::new(PlayedBody::new(exchange.response.body.clone(), exchange.fault));
    *response.status_mut() = http::StatusCode::from_u16(status).map_err(|_| invalid("status"))?;
    for (name, value) in &exchange.response.headers {
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid("header"))?;
        response.headers_mut().append(key, HeaderValue::from_str(value).map_err(|_| invalid("header"))?);
    }
    Ok(response)
}

impl Transport for Replay {
    fn send(&self, attempt: Attempt) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        let replay = self.clone();
        respond(attempt, Box::new(move |attempt, body| replay.respond(attempt, body)))
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
        respond_blocking(attempt, &move |attempt, body| replay.respond(attempt, body))
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
