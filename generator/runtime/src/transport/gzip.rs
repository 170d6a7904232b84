//! Decompresses gzip bodies as they arrive, with one decoder for both transports. Those of the
//! libraries differ in `x-gzip`, in bodies of several members, and in empty ones. Must not know
//! either of the libraries.

use std::io::{self, BufRead, Read};
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use flate2::bufread::MultiGzDecoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue};

use super::{BlockingChunks, Chunks, Fault, FaultKind};

/// The largest number of bytes decompressed at once, so that the limit of a response stops a body
/// that expands without end.
const CHUNK: usize = 32 * 1024;

/// Requests gzip, unless the request says itself what it accepts.
pub(super) fn request_gzip(headers: &mut HeaderMap) {
    if !headers.contains_key(ACCEPT_ENCODING) {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
}

/// Returns `true` if the body is compressed with gzip and nothing else, and removes the headers
/// that do not apply to the decompressed body.
pub(super) fn take_gzip(headers: &mut HeaderMap) -> bool {
    let Some(encoding) = headers.get(CONTENT_ENCODING) else { return false };
    if headers.get_all(CONTENT_ENCODING).iter().nth(1).is_some() || !is_gzip(encoding.as_bytes()) {
        return false;
    }
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
    true
}

/// Compares the name of a coding. Names are case-insensitive, and `x-gzip` is gzip (RFC 9110,
/// section 8.4.1).
fn is_gzip(encoding: &[u8]) -> bool {
    let encoding = encoding.trim_ascii();
    encoding.eq_ignore_ascii_case(b"gzip") || encoding.eq_ignore_ascii_case(b"x-gzip")
}

/// A gzip body, or an empty one: `Content-Encoding` describes the representation (RFC 9110, section
/// 8.4), and a 204, a response to HEAD or one with `Content-Length: 0` has no body.
pub(super) struct GzipBody<C> {
    body: C,
    decoder: MultiGzDecoder<Input>,
    /// `true` after the first byte.
    has_begun: bool,
}

/// The bytes received and not decompressed yet.
struct Input {
    bytes: Bytes,
    is_complete: bool,
}

impl Read for Input {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.len().min(to.len());
        self.bytes.split_to(count).copy_to_slice(to.get_mut(..count).unwrap_or_default());
        Ok(count)
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.bytes.is_empty() && !self.is_complete { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(&self.bytes) }
    }
    fn consume(&mut self, count: usize) {
        self.bytes.advance(count.min(self.bytes.len()));
    }
}

/// A step of the decoder.
enum Decoded {
    Chunk(Bytes),
    NeedsInput,
    End,
}

impl<C> GzipBody<C> {
    pub(super) fn new(body: C) -> GzipBody<C> {
        let decoder = MultiGzDecoder::new(Input { bytes: Bytes::new(), is_complete: false });
        GzipBody { body, decoder, has_begun: false }
    }

    fn decode(&mut self) -> Result<Decoded, Fault> {
        if !self.has_begun {
            return Ok(if self.decoder.get_ref().is_complete { Decoded::End } else { Decoded::NeedsInput });
        }
        let mut chunk = vec![0; CHUNK];
        match self.decoder.read(&mut chunk) {
            Ok(0) => Ok(Decoded::End),
            Ok(count) => {
                chunk.truncate(count);
                Ok(Decoded::Chunk(chunk.into()))
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(Decoded::NeedsInput),
            Err(error) => {
                let what = format!("the body is not valid gzip, which the response declares: {error}");
                Err(Fault { kind: FaultKind::Malformed, source: what.into() })
            }
        }
    }

    fn feed(&mut self, bytes: Option<Bytes>) {
        let input = self.decoder.get_mut();
        match bytes {
            Some(bytes) => {
                self.has_begun |= !bytes.is_empty();
                input.bytes = bytes;
            }
            None => input.is_complete = true,
        }
    }
}

impl<C: Chunks> Chunks for GzipBody<C> {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        loop {
            match self.decode()? {
                Decoded::Chunk(chunk) => return Poll::Ready(Ok(Some(chunk))),
                Decoded::End => return Poll::Ready(Ok(None)),
                Decoded::NeedsInput => {
                    let bytes = ready!(self.body.poll_chunk(context))?;
                    self.feed(bytes);
                }
            }
        }
    }
}

impl<C: BlockingChunks> BlockingChunks for GzipBody<C> {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        loop {
            match self.decode()? {
                Decoded::Chunk(chunk) => return Ok(Some(chunk)),
                Decoded::End => return Ok(None),
                Decoded::NeedsInput => {
                    let bytes = self.body.next()?;
                    self.feed(bytes);
                }
            }
        }
    }
}
