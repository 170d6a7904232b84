//! [`Recorder`]: a middleware that records each exchange. Must not know how a recording is read.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::Uri;

use super::exchange::Exchange;
use super::line::to_line;
use super::recorded_body::RecordedBody;
use super::secrets::Secrets;
use crate::call::{Api, Payload};
use crate::machine::is_token_request;
use crate::transport::{
    Attempt, BlockingChunks, BlockingTransport, BlockingTransportResponse, BoxFuture, Chunks, Fault, Middleware,
    Transport, TransportResponse, read_payload, read_payload_blocking,
};

/// Records each exchange to a file, one JSON object a line, for a [`Replay`](super::Replay). Add it
/// as the last `ClientBuilder::middleware`, so that it sees the requests as they are sent.
///
/// Secrets are removed before anything is written: credentials, cookies, signatures of URLs, and
/// request headers whose name sounds like a secret. Their values are also removed wherever else
/// they occur, if they have at least eight bytes and are not in a compressed body. Requests for
/// tokens are not recorded. Use [`Recorder::redact`] to remove other secrets from bodies.
///
/// An exchange is written when the body of its response ends or is dropped. A call that is dropped
/// before it has a response is not recorded. Request bodies are read into memory.
#[derive(Clone)]
pub struct Recorder {
    file: Arc<Mutex<fs::File>>,
    redact: Vec<Arc<Redact>>,
}

type Redact = dyn Fn(&mut Exchange) + Send + Sync;

impl Recorder {
    /// Records to a file. An existing file is overwritten.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be created.
    pub fn to_file(path: impl AsRef<Path>) -> io::Result<Recorder> {
        Ok(Recorder { file: Arc::new(Mutex::new(fs::File::create(path)?)), redact: Vec::new() })
    }

    /// Calls a function with each exchange before it is written, after secrets were removed. See
    /// [`Exchange::mask`].
    #[must_use]
    pub fn redact(mut self, change: impl Fn(&mut Exchange) + Send + Sync + 'static) -> Recorder {
        self.redact.push(Arc::new(change));
        self
    }

    fn begin(&self, attempt: &Attempt, body: Bytes) -> OpenExchange {
        OpenExchange {
            recorder: self.clone(),
            secrets: Secrets::new(attempt),
            uri: attempt.request.uri().clone(),
            api: attempt.api,
            exchange: Exchange::new(attempt, body),
        }
    }
}

/// An exchange that is not complete yet.
pub(super) struct OpenExchange {
    recorder: Recorder,
    secrets: Secrets,
    uri: Uri,
    api: &'static Api,
    pub(super) exchange: Exchange,
}

impl OpenExchange {
    /// Adds the head of a response, whose body is still to come.
    fn add_response<B>(mut self, response: http::Response<B>) -> http::Response<RecordedBody<B>> {
        self.exchange.add_response(response.status().as_u16(), response.headers(), &self.uri, self.api);
        response.map(|body| RecordedBody::new(body, self))
    }

    /// Records that there is no response.
    fn failed(mut self, fault: Fault) -> Fault {
        self.exchange.fault = Some(fault.kind);
        // The call fails anyway, and its own fault is more informative.
        let _ = self.write();
        fault
    }

    /// Writes the exchange at once.
    pub(super) fn write(self) -> io::Result<()> {
        let OpenExchange { recorder, secrets, mut exchange, .. } = self;
        exchange.hide(&secrets);
        for change in &recorder.redact {
            change(&mut exchange);
        }
        let line = to_line(&exchange);
        recorder.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(line.as_bytes())
    }
}

/// Takes the request body of an attempt, and returns a function that puts it back after it was
/// read. It still reports progress.
fn take_body(attempt: &mut Attempt) -> (Payload, impl FnOnce(&mut Attempt, Bytes) + use<>) {
    let (pieces, progress) = std::mem::take(attempt.request.body_mut()).into_parts();
    let put_back = |attempt: &mut Attempt, body: Bytes| {
        *attempt.request.body_mut() = Payload::from(body).with_progress(progress);
    };
    (Payload::from_pieces(pieces), put_back)
}

impl Middleware for Recorder {
    fn handle(
        self: Arc<Self>,
        mut attempt: Attempt,
        next: Arc<dyn Transport>,
    ) -> BoxFuture<'static, Result<TransportResponse, Fault>> {
        if is_token_request(attempt.operation) {
            return next.send(attempt);
        }
        Box::pin(async move {
            let (payload, put_back) = take_body(&mut attempt);
            let body = read_payload(payload).await?;
            put_back(&mut attempt, body.clone());
            let open = self.begin(&attempt, body);
            match next.send(attempt).await {
                Ok(response) => Ok(open.add_response(response).map(|body| Box::new(body) as Box<dyn Chunks>)),
                Err(fault) => Err(open.failed(fault)),
            }
        })
    }

    fn handle_blocking(
        &self,
        mut attempt: Attempt,
        next: &dyn BlockingTransport,
    ) -> Result<BlockingTransportResponse, Fault> {
        if is_token_request(attempt.operation) {
            return next.send(attempt);
        }
        let (payload, put_back) = take_body(&mut attempt);
        let body = read_payload_blocking(payload)?;
        put_back(&mut attempt, body.clone());
        let open = self.begin(&attempt, body);
        match next.send(attempt) {
            Ok(response) => Ok(open.add_response(response).map(|body| Box::new(body) as Box<dyn BlockingChunks>)),
            Err(fault) => Err(open.failed(fault)),
        }
    }
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}
