//! [`Recorder`]: a middleware that writes down each exchange. Must not know how a recording is read.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::Uri;

use super::exchange::Exchange;
use super::line::to_line;
use super::secrets::Secrets;
use super::taped::Taped;
use crate::call::{Api, Payload};
use crate::core::is_token_request;
use crate::transport::{
    Attempt, BlockingChunks, BlockingTransport, BlockingTransportResponse, BoxFuture, Chunks, Fault, Middleware,
    Transport, TransportResponse, gather, gather_blocking,
};

/// Writes each exchange to a file, one JSON object a line, to be played by a [`Replay`](super::Replay). Give it to
/// `ClientBuilder::middleware` as the last, so that it sees what goes over the wire.
///
/// Secrets are removed before anything is written: credentials, cookies and the signatures of addresses by their place, headers that are sent and
/// sound like a secret, and what all these held wherever else it stands (from eight bytes on; not inside of compressed bodies). Requests
/// for tokens are left out. What else is a secret of a body is yours to say: [`Recorder::redact`].
///
/// An exchange is written when the body of its answer ends or is dropped; a call that is dropped before it has an answer is not. A body of a request
/// is read into memory first.
#[derive(Clone)]
pub struct Recorder {
    file: Arc<Mutex<fs::File>>,
    redact: Vec<Arc<Redact>>,
}

type Redact = dyn Fn(&mut Exchange) + Send + Sync;

impl Recorder {
    /// Records to this file, from its start: what was in it is gone.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn to_file(path: impl AsRef<Path>) -> io::Result<Recorder> {
        Ok(Recorder { file: Arc::new(Mutex::new(fs::File::create(path)?)), redact: Vec::new() })
    }

    /// Lets a function change each exchange before it is written, after all that was removed already; see [`Exchange::mask`].
    #[must_use]
    pub fn redact(mut self, change: impl Fn(&mut Exchange) + Send + Sync + 'static) -> Recorder {
        self.redact.push(Arc::new(change));
        self
    }

    fn begin(&self, attempt: &Attempt, body: Bytes) -> Tape {
        Tape {
            recorder: self.clone(),
            secrets: Secrets::of(attempt),
            uri: attempt.request.uri().clone(),
            api: attempt.api,
            exchange: Exchange::of(attempt, body),
        }
    }
}

/// An exchange that is under way.
pub(super) struct Tape {
    recorder: Recorder,
    secrets: Secrets,
    uri: Uri,
    api: &'static Api,
    pub(super) exchange: Exchange,
}

impl Tape {
    /// There is an answer, whose body is still to come.
    fn answered<B>(mut self, answer: http::Response<B>) -> http::Response<Taped<B>> {
        self.exchange.answered(answer.status().as_u16(), answer.headers(), &self.uri, self.api);
        answer.map(|body| Taped::new(body, self))
    }

    /// There is none.
    fn failed(mut self, fault: Fault) -> Fault {
        self.exchange.fault = Some(fault.kind);
        // The call fails anyway, and its own reason says more.
        let _ = self.write();
        fault
    }

    /// Writes it, whole and at once.
    pub(super) fn write(self) -> io::Result<()> {
        let Tape { recorder, secrets, mut exchange, .. } = self;
        exchange.hide(&secrets);
        for change in &recorder.redact {
            change(&mut exchange);
        }
        let line = to_line(&exchange);
        recorder.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(line.as_bytes())
    }
}

/// The same request with its body in memory; whoever watches how much was sent still does.
fn near(attempt: &mut Attempt) -> (Payload, impl FnOnce(&mut Attempt, Bytes) + use<>) {
    let (pieces, progress) = std::mem::take(attempt.request.body_mut()).into_parts();
    let put = |attempt: &mut Attempt, body: Bytes| {
        *attempt.request.body_mut() = Payload::from(body).with_progress(progress);
    };
    (Payload::from_pieces(pieces), put)
}

impl Middleware for Recorder {
    fn carry(
        self: Arc<Self>,
        mut attempt: Attempt,
        next: Arc<dyn Transport>,
    ) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        if is_token_request(attempt.operation) {
            return next.send(attempt);
        }
        Box::pin(async move {
            let (payload, put) = near(&mut attempt);
            let body = gather(payload).await?;
            put(&mut attempt, body.clone());
            let tape = self.begin(&attempt, body);
            match next.send(attempt).await {
                Ok(answer) => Ok(tape.answered(answer).map(|body| Box::new(body) as Box<dyn Chunks>)),
                Err(fault) => Err(tape.failed(fault)),
            }
        })
    }

    fn carry_blocking(
        &self,
        mut attempt: Attempt,
        next: &dyn BlockingTransport,
    ) -> Result<BlockingTransportResponse, Fault> {
        if is_token_request(attempt.operation) {
            return next.send(attempt);
        }
        let (payload, put) = near(&mut attempt);
        let body = gather_blocking(payload)?;
        put(&mut attempt, body.clone());
        let tape = self.begin(&attempt, body);
        match next.send(attempt) {
            Ok(answer) => Ok(tape.answered(answer).map(|body| Box::new(body) as Box<dyn BlockingChunks>)),
            Err(fault) => Err(tape.failed(fault)),
        }
    }
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}
