//! The progress of an upload, and the state that is needed to resume it. Must not know how parts
//! are sent.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use crate::types::Upload;

/// The progress of an upload, see [`UploadFile::on_progress`](super::UploadFile::on_progress).
#[derive(Debug)]
#[non_exhaustive]
pub struct UploadProgress<'a> {
    /// The number of bytes that have been sent. It decreases when a part is retried, because the
    /// part is sent again from its start.
    pub sent: u64,
    /// The size of the file, in bytes.
    pub size: u64,
    /// The state of the upload. Save it to resume the upload after the process has ended.
    pub unfinished: &'a UnfinishedUpload,
}

/// The state of an unfinished upload: everything that
/// [`resume_file`](crate::uploads::Uploads::resume_file) needs besides the file.
///
/// Its fields can be saved and restored by another process. Keep them secret: the URLs in
/// [`upload`](Self::upload) allow anyone to send parts.
#[derive(Clone, PartialEq)]
pub struct UnfinishedUpload {
    /// The upload that the server created, with the URLs of its parts and its latest status.
    pub upload: Upload,
    /// The size of the file, in bytes.
    pub size: u64,
    /// The size of all parts except the last, in bytes.
    pub part_size: u64,
    /// The time of the last change of the file, or `None` if it is not known. Then it is not
    /// compared.
    pub modified: Option<SystemTime>,
    /// The numbers of the parts that have arrived, counted from 1.
    pub sent_parts: BTreeSet<u64>,
    /// `true` if the server has confirmed that all parts have arrived.
    pub completed: bool,
}

impl fmt::Debug for UnfinishedUpload {
    /// Formats the state without the URLs of the parts, which are secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnfinishedUpload")
            .field("id", &self.upload.id)
            .field("status", &self.upload.status)
            .field("size", &self.size)
            .field("part_size", &self.part_size)
            .field("sent_parts", &self.sent_parts)
            .field("completed", &self.completed)
            .finish_non_exhaustive()
    }
}

/// The callback for progress, shared by all clones of an upload.
#[derive(Clone)]
pub(super) struct Callback(Arc<Mutex<ProgressFn>>);

type ProgressFn = dyn FnMut(&UploadProgress<'_>) + Send;

impl Callback {
    pub(super) fn new(callback: impl FnMut(&UploadProgress<'_>) + Send + 'static) -> Callback {
        Callback(Arc::new(Mutex::new(callback)))
    }

    pub(super) fn call(&self, progress: &UploadProgress<'_>) {
        let mut callback = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        callback(progress);
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback")
    }
}
