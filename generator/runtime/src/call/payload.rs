//! [`Payload`]: the body of a request as it is to be sent: pieces in memory, of files, and such as come once.

use std::fmt;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use crate::value::Content;

/// The body of a request. Cheap to clone.
#[derive(Clone, Default)]
pub struct Payload {
    /// Shared by all tries.
    pieces: Arc<[Content]>,
    progress: Option<Progress>,
}

/// Is told how many bytes were handed to the connection, and of how many, where that is known.
pub type Progress = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

impl Payload {
    /// Of pieces, one behind the other; what is in memory is put together.
    pub(crate) fn of(pieces: impl IntoIterator<Item = Content>) -> Payload {
        let mut all: Vec<Content> = Vec::new();
        let mut near = BytesMut::new();
        for piece in pieces {
            match piece {
                Content::Bytes(bytes) => near.extend_from_slice(&bytes),
                Content::Path(..) | Content::Slice(..) | Content::Once(_) => {
                    all.push(Content::Bytes(std::mem::take(&mut near).freeze()));
                    all.push(piece);
                }
            }
        }
        all.push(Content::Bytes(near.freeze()));
        all.retain(|piece| !matches!(piece, Content::Bytes(bytes) if bytes.is_empty()));
        Payload { pieces: all.into(), progress: None }
    }

    #[inline]
    pub(crate) fn with_progress(mut self, progress: Option<Progress>) -> Payload {
        self.progress = progress;
        self
    }

    pub(crate) fn into_parts(self) -> (Vec<Content>, Option<Progress>) {
        (self.pieces.to_vec(), self.progress)
    }

    pub(crate) fn pieces(&self) -> &[Content] {
        &self.pieces
    }

    /// Whether all of it is in memory.
    #[inline]
    pub(crate) fn is_near(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece, Content::Bytes(_)))
    }

    /// Whether somebody wants to know how far it is.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        self.progress.is_some()
    }

    /// The bytes, where all of them are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<Bytes> {
        match &*self.pieces {
            [] => Some(Bytes::new()),
            [Content::Bytes(bytes)] => Some(bytes.clone()),
            _ => None,
        }
    }

    /// How many bytes it has, where that is known.
    #[must_use]
    #[inline]
    pub fn length(&self) -> Option<u64> {
        self.pieces.iter().map(Content::length).sum()
    }

    /// Whether there is nothing to be sent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether a part of it comes only once, and was taken.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Content::Bytes(_) | Content::Path(..) | Content::Slice(..) => false,
            Content::Once(once) => once.is_spent(),
        })
    }
}

impl PartialEq for Payload {
    /// The same bytes; who watches does not matter.
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
            Payload { pieces: Arc::new([Content::Bytes(bytes)]), progress: None }
        }
    }
}

impl fmt::Debug for Payload {
    /// Text as text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bytes() {
            Some(bytes) => fmt::Debug::fmt(&String::from_utf8_lossy(&bytes), f),
            None => f.debug_list().entries(&*self.pieces).finish(),
        }
    }
}
