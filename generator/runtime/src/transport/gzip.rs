//! Bodies in gzip, decompressed as they arrive, by one decoder for both transports: the libraries' own differ in `x-gzip`, in bodies of
//! several members, and in what they make of an empty one.

use std::io::{self, BufRead, Read};
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use flate2::bufread::MultiGzDecoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue};

use super::{BlockingChunks, Chunks, Fault, FaultKind};

/// The most bytes that are decompressed at once, so that a limit ends a body that grows without end.
const CHUNK: usize = 32 * 1024;

/// Asks for gzip, unless the request says itself what it accepts.
pub(super) fn ask(headers: &mut HeaderMap) {
    if !headers.contains_key(ACCEPT_ENCODING) {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
}

/// Returns `true` if the body is in gzip and nothing else, and removes what no longer holds once it is decompressed.
pub(super) fn is_packed(headers: &mut HeaderMap) -> bool {
    let Some(encoding) = headers.get(CONTENT_ENCODING) else { return false };
    if headers.get_all(CONTENT_ENCODING).iter().nth(1).is_some() || !is_gzip(encoding.as_bytes()) {
        return false;
    }
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
    true
}

/// RFC 9110, section 8.4.1: names of codings have no case, and `x-gzip` is gzip.
fn is_gzip(encoding: &[u8]) -> bool {
    let encoding = encoding.trim_ascii();
    encoding.eq_ignore_ascii_case(b"gzip") || encoding.eq_ignore_ascii_case(b"x-gzip")
}

/// A body in gzip, or one without a byte: RFC 9110, section 8.4, describes the body of the representation, and a 204, a response to HEAD or
/// one of `Content-Length: 0` has none.
pub(super) struct Unpacked<C> {
    body: C,
    decoder: MultiGzDecoder<Came>,
    /// `true` once a byte was read.
    begun: bool,
}

/// The bytes that came and were not decompressed yet.
struct Came {
    bytes: Bytes,
    over: bool,
}

impl Read for Came {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.len().min(to.len());
        self.bytes.split_to(count).copy_to_slice(to.get_mut(..count).unwrap_or_default());
        Ok(count)
    }
}

impl BufRead for Came {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.bytes.is_empty() && !self.over { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(&self.bytes) }
    }
    fn consume(&mut self, count: usize) {
        self.bytes.advance(count.min(self.bytes.len()));
    }
}

/// A step of the decoder.
enum Said {
    Chunk(Bytes),
    More,
    End,
}

impl<C> Unpacked<C> {
    pub(super) fn new(body: C) -> Unpacked<C> {
        let decoder = MultiGzDecoder::new(Came { bytes: Bytes::new(), over: false });
        Unpacked { body, decoder, begun: false }
    }

    fn said(&mut self) -> Result<Said, Fault> {
        if !self.begun {
            return Ok(if self.decoder.get_ref().over { Said::End } else { Said::More });
        }
        let mut chunk = vec![0; CHUNK];
        match self.decoder.read(&mut chunk) {
            Ok(0) => Ok(Said::End),
            Ok(count) => {
                chunk.truncate(count);
                Ok(Said::Chunk(chunk.into()))
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(Said::More),
            Err(error) => {
                let what = format!("the body is not the gzip that the response declares: {error}");
                Err(Fault { kind: FaultKind::Malformed, source: what.into() })
            }
        }
    }

    fn came(&mut self, bytes: Option<Bytes>) {
        let came = self.decoder.get_mut();
        match bytes {
            Some(bytes) => {
                self.begun |= !bytes.is_empty();
                came.bytes = bytes;
            }
            None => came.over = true,
        }
    }
}

impl<C: Chunks> Chunks for Unpacked<C> {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Fault>> {
        loop {
            match self.said()? {
                Said::Chunk(chunk) => return Poll::Ready(Ok(Some(chunk))),
                Said::End => return Poll::Ready(Ok(None)),
                Said::More => {
                    let bytes = ready!(self.body.poll_chunk(context))?;
                    self.came(bytes);
                }
            }
        }
    }
}

impl<C: BlockingChunks> BlockingChunks for Unpacked<C> {
    fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        loop {
            match self.said()? {
                Said::Chunk(chunk) => return Ok(Some(chunk)),
                Said::End => return Ok(None),
                Said::More => {
                    let bytes = self.body.next()?;
                    self.came(bytes);
                }
            }
        }
    }
}
