//! [`Payload`]: the body of a request as it is sent: pieces in memory, of files, and of readers and streams. Must not know how
//! it was serialized.

use std::fmt;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use crate::value::FileContent;

/// The body of a request. Clones are cheap: they share the content.
#[derive(Clone, Default)]
pub struct Payload {
    /// Shared by all attempts.
    pieces: Arc<[FileContent]>,
    progress: Option<Progress>,
}

/// A callback for progress: it receives the number of bytes that were handed to the connection, and
/// their total if it is known.
pub type Progress = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

impl Payload {
    /// Creates a body from pieces in their order. Adjacent pieces in memory are joined.
    pub(crate) fn from_pieces(pieces: impl IntoIterator<Item = FileContent>) -> Payload {
        let mut all: Vec<FileContent> = Vec::new();
        let mut in_memory = BytesMut::new();
        for piece in pieces {
            match piece {
                FileContent::Bytes(bytes) => in_memory.extend_from_slice(&bytes),
                FileContent::Path(..) | FileContent::Slice(..) | FileContent::OneShot(_) => {
                    all.push(FileContent::Bytes(std::mem::take(&mut in_memory).freeze()));
                    all.push(piece);
                }
            }
        }
        all.push(FileContent::Bytes(in_memory.freeze()));
        all.retain(|piece| !matches!(piece, FileContent::Bytes(bytes) if bytes.is_empty()));
        Payload { pieces: all.into(), progress: None }
    }

    #[inline]
    pub(crate) fn with_progress(mut self, progress: Option<Progress>) -> Payload {
        self.progress = progress;
        self
    }

    pub(crate) fn into_parts(self) -> (Vec<FileContent>, Option<Progress>) {
        (self.pieces.to_vec(), self.progress)
    }

    pub(crate) fn pieces(&self) -> &[FileContent] {
        &self.pieces
    }

    /// Returns `true` if all of it is in memory.
    #[inline]
    pub(crate) fn is_in_memory(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece, FileContent::Bytes(_)))
    }

    /// Returns `true` if a callback for progress is set.
    #[inline]
    pub(crate) fn has_progress(&self) -> bool {
        self.progress.is_some()
    }

    /// Returns the bytes, if all of them are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<Bytes> {
        match &*self.pieces {
            [] => Some(Bytes::new()),
            [FileContent::Bytes(bytes)] => Some(bytes.clone()),
            _ => None,
        }
    }

    /// Returns the number of bytes, if it is known.
    #[must_use]
    #[inline]
    pub fn length(&self) -> Option<u64> {
        self.pieces.iter().map(FileContent::length).sum()
    }

    /// Returns `true` if the body is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Returns `true` if a part of it can be sent only once, and was sent.
    #[must_use]
    pub fn is_consumed(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            FileContent::Bytes(_) | FileContent::Path(..) | FileContent::Slice(..) => false,
            FileContent::OneShot(bytes) => bytes.is_consumed(),
        })
    }
}

impl PartialEq for Payload {
    /// Compares the content, without the callback for progress.
    fn eq(&self, other: &Payload) -> bool {
        self.pieces == other.pieces
    }
}

impl<T: Into<Bytes>> From<T> for Payload {
    fn from(bytes: T) -> Payload {
        let bytes = bytes.into();
        if bytes.is_empty() {
            Payload::default()
        } else {
            Payload { pieces: Arc::new([FileContent::Bytes(bytes)]), progress: None }
        }
    }
}

impl fmt::Debug for Payload {
    /// Formats bytes in memory as text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bytes() {
            Some(bytes) => fmt::Debug::fmt(&String::from_utf8_lossy(&bytes), f),
            None => f.debug_list().entries(&*self.pieces).finish(),
        }
    }
}
