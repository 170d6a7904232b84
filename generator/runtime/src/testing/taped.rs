//! [`Taped`]: the body of an answer that is recorded as it passes. Must not know what else is recorded.

use std::task::{Context, Poll};

use bytes::Bytes;

use super::played::fault;
use super::recorder::Tape;
use crate::transport::{BlockingChunks, Chunks, Fault, FaultKind};

/// A body, and where it is written when it ends or is dropped.
pub(super) struct Taped<B> {
    body: B,
    passed: Vec<u8>,
    tape: Option<Tape>,
}

impl<B> Taped<B> {
    pub(super) fn new(body: B, tape: Tape) -> Taped<B> {
        Taped { body, passed: Vec::new(), tape: Some(tape) }
    }

    /// Takes down what came, and writes when that was all.
    fn passed(&mut self, chunk: Result<Option<Bytes>, Fault>) -> Result<Option<Bytes>, Fault> {
        match &chunk {
            Ok(Some(bytes)) => self.passed.extend_from_slice(bytes),
            Ok(None) => self.write(None)?,
            Err(fault) => self.write(Some(fault.kind))?,
        }
        chunk
    }

    /// A recording that misses what happened is worse than a call that fails.
    fn write(&mut self, broke: Option<FaultKind>) -> Result<(), Fault> {
        let Some(mut tape) = self.tape.take() else { return Ok(()) };
        tape.exchange.answer.body = std::mem::take(&mut self.passed).into();
        tape.exchange.fault = broke;
        tape.write().map_err(|error| fault(FaultKind::Refused, format!("the recording cannot be written: {error}")))
    }
}

impl Chunks for Taped<Box<dyn Chunks>> {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        self.body.poll_chunk(context).map(|chunk| self.passed(chunk))
    }
}

impl BlockingChunks for Taped<Box<dyn BlockingChunks>> {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        let chunk = self.body.next();
        self.passed(chunk)
    }
}

impl<B> Drop for Taped<B> {
    fn drop(&mut self) {
        // Nobody is left to be told.
        let _ = self.write(None);
    }
}
