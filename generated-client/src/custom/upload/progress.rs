//! How far an upload is: what its watcher is told, and what must be known to go on with it. Must not know how it is sent.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use crate::types::Upload;

/// How far an upload is.
#[derive(Debug)]
#[non_exhaustive]
pub struct UploadProgress<'a> {
    /// So many bytes are handed to the connection or there. A part that is tried again begins from its start.
    pub sent: u64,
    /// Of so many.
    pub size: u64,
    /// The upload with its status, and the parts that are there: to be kept by whoever wants to go on with it after the process has ended.
    pub unfinished: &'a Unfinished,
}

/// An upload on its way: all that [`resume_file`](crate::uploads::Uploads::resume_file) needs beside the file. Its members may be kept and put together
/// again by another process. Keep them secret: whoever has the addresses can put the parts.
#[derive(Clone, PartialEq)]
pub struct Unfinished {
    /// The upload as the server gave it when it was created, with the addresses of its parts, and with the status that was seen last.
    pub upload: Upload,
    /// The size of the file, in bytes.
    pub size: u64,
    /// The size of every part but the last, in bytes.
    pub part_size: u64,
    /// When the file was changed last; `None` where that is not known, and then not looked at.
    pub modified: Option<SystemTime>,
    /// The numbers, from 1, of the parts that are there.
    pub done: BTreeSet<u64>,
    /// Whether the server was told, and has answered, that all parts are there.
    pub completed: bool,
}

impl fmt::Debug for Unfinished {
    /// Without the addresses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unfinished")
            .field("id", &self.upload.id)
            .field("status", &self.upload.status)
            .field("size", &self.size)
            .field("part_size", &self.part_size)
            .field("done", &self.done)
            .field("completed", &self.completed)
            .finish_non_exhaustive()
    }
}

/// Who is told; all clones of an upload tell the same one.
#[derive(Clone)]
pub(super) struct Watcher(Arc<Mutex<Watching>>);

type Watching = dyn FnMut(&UploadProgress<'_>) + Send;

impl Watcher {
    pub(super) fn new(watching: impl FnMut(&UploadProgress<'_>) + Send + 'static) -> Watcher {
        Watcher(Arc::new(Mutex::new(watching)))
    }

    pub(super) fn tell(&self, progress: &UploadProgress<'_>) {
        let mut watching = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        watching(progress);
    }
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watcher")
    }
}
