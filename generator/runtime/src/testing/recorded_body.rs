//! [`RecordedBody`]: a response body that is recorded as it is read. Must not know what else is
//! recorded.

use std::task::{Context, Poll};

use bytes::Bytes;

use super::played_body::fault;
use super::recorder::OpenExchange;
use crate::transport::{BlockingChunks, Chunks, Fault, FaultKind};

/// A body whose exchange is written when the body ends or is dropped.
pub(super) struct RecordedBody<B> {
    body: B,
    received: Vec<u8>,
    open: Option<OpenExchange>,
}

impl<B> RecordedBody<B> {
    pub(super) fn new(body: B, open: OpenExchange) -> RecordedBody<B> {
        RecordedBody { body, received: Vec::new(), open: Some(open) }
    }

    /// Records a chunk, and writes the exchange after the last one.
    fn record(&mut self, chunk: Result<Option<Bytes>, Fault>) -> Result<Option<Bytes>, Fault> {
        match &chunk {
            Ok(Some(bytes)) => self.received.extend_from_slice(bytes),
            Ok(None) => self.write(None)?,
            Err(fault) => self.write(Some(fault.kind))?,
        }
        chunk
    }

    /// Writes the exchange. A failure ends the call, because an incomplete recording would be
    /// worse.
    fn write(&mut self, fault_kind: Option<FaultKind>) -> Result<(), Fault> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        open.exchange.response.body = std::mem::take(&mut self.received).into();
        open.exchange.fault = fault_kind;
        open.write().map_err(|error| fault(FaultKind::Refused, format!("the recording cannot be written: {error}")))
    }
}

impl Chunks for RecordedBody<Box<dyn Chunks>> {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        self.body.poll_chunk(context).map(|chunk| self.record(chunk))
    }
}

impl BlockingChunks for RecordedBody<Box<dyn BlockingChunks>> {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        let chunk = self.body.next();
        self.record(chunk)
    }
}

impl<B> Drop for RecordedBody<B> {
    fn drop(&mut self) {
        // A failure cannot be reported here.
        let _ = self.write(None);
    }
}
