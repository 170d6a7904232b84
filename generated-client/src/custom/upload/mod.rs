//! [`UploadFile`]: uploads a file from disk, from the first request to its import. This module is the public interface. It must
//! not know how a file is split (`split`) or which step follows (`steps`); both are shared by async and blocking uploads.

mod decide;
#[cfg(feature = "async")]
mod drive;
#[cfg(feature = "blocking")]
mod drive_blocking;
mod error;
mod parts;
mod progress;
mod source;
mod split;
mod steps;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::types::{Upload, UploadAssetOptions, UploadKind};
use crate::uploads::Uploads;

pub use error::{UploadError, UploadErrorKind};
pub use progress::{UnfinishedUpload, UploadProgress};

use progress::Callback;

impl Uploads {
    /// Creates a request that uploads a file from disk.
    ///
    /// It creates the upload, sends the parts of the file, several at once, completes the upload,
    /// and waits until the file is imported. Nothing is sent until the request is awaited or
    /// `send_blocking` is called.
    pub fn upload_file(&self, path: impl AsRef<Path>, kind: UploadKind) -> UploadFile {
        UploadFile::new(self, path.as_ref(), Goal::New(kind))
    }

    /// Creates a request that resumes an upload of the same file, which another process may have
    /// started.
    ///
    /// Parts that have arrived are not sent again. See [`UnfinishedUpload`].
    pub fn resume_file(&self, path: impl AsRef<Path>, unfinished: UnfinishedUpload) -> UploadFile {
        UploadFile::new(self, path.as_ref(), Goal::Resume(Box::new(unfinished)))
    }
}

/// A request that uploads a file, created by [`Uploads::upload_file`]. Await it, or call
/// [`send`](Self::send), to get the imported [`Upload`].
///
/// The file is split into parts of 8 MiB. Each part is read from disk while it is sent, so memory
/// does not grow with the file. A failed part is retried like any other request. If that is not
/// enough, it is sent up to two more times after the other parts. Then the status of the upload is
/// requested every two seconds, until the file is imported or the import fails.
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: scenario_client::Client) -> Result<(), scenario_client::custom::UploadError> {
/// use scenario_client::types::UploadKind;
/// let request = client.uploads().upload_file("film.mp4", UploadKind::Video);
/// let upload = request
///     .on_progress(|progress| println!("{} of {} bytes", progress.sent, progress.size))
///     .await?;
/// println!("{}", upload.entity_id.unwrap_or_default());
/// # Ok(()) }
/// ```
///
/// With the feature `blocking`, `request.send_blocking()` uploads with threads and without an async
/// runtime.
///
/// After a failure, [`UploadError::resume`] returns a request for the remaining parts. Dropping the
/// future stops the upload.
///
/// ```no_run
/// # async fn example(client: scenario_client::Client) -> Result<(), scenario_client::custom::UploadError> {
/// # use scenario_client::types::UploadKind;
/// # let request = client.uploads().upload_file("film.mp4", UploadKind::Video);
/// let upload = match request.await {
///     Ok(upload) => upload,
///     Err(error) => match error.resume() {
///         Some(request) => request.await?,
///         None => return Err(error),
///     },
/// };
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "an upload does nothing until it is sent"]
pub struct UploadFile {
    uploads: Uploads,
    path: PathBuf,
    goal: Goal,
    settings: UploadSettings,
    callback: Option<Callback>,
}

/// The goal of the request.
#[derive(Clone, Debug)]
enum Goal {
    /// A new upload.
    New(UploadKind),
    /// The remaining parts of an upload.
    Resume(Box<UnfinishedUpload>),
}

/// The options of an upload.
#[derive(Clone, Debug)]
struct UploadSettings {
    file_name: Option<String>,
    content_type: Option<String>,
    project_id: Option<String>,
    asset_options: Option<UploadAssetOptions>,
    concurrency: usize,
    part_size: u64,
    part_timeout: Option<Duration>,
    poll_interval: Duration,
    /// `None`: the upload does not wait for the import.
    import_timeout: Option<Duration>,
}

impl Default for UploadSettings {
    fn default() -> UploadSettings {
        UploadSettings {
            file_name: None,
            content_type: None,
            project_id: None,
            asset_options: None,
            concurrency: 4,
            part_size: split::DEFAULT_PART_SIZE,
            part_timeout: None,
            poll_interval: Duration::from_secs(2),
            import_timeout: Some(Duration::from_secs(5 * 60)),
        }
    }
}

impl UploadFile {
    fn new(uploads: &Uploads, path: &Path, goal: Goal) -> UploadFile {
        UploadFile {
            uploads: uploads.clone(),
            path: path.to_owned(),
            goal,
            settings: UploadSettings::default(),
            callback: None,
        }
    }

    /// Sets how many parts are sent at once, at least 1. Default: 4.
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.settings.concurrency = parts.max(1);
        self
    }

    /// Sets the size of all parts except the last, in bytes, at least 5 MiB. Default: 8 MiB.
    ///
    /// The size is increased if the file would have more than 10,000 parts. A resumed upload keeps
    /// its part size.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.settings.part_size = bytes;
        self
    }

    /// Sets the timeout of each attempt to send a part.
    ///
    /// Default: one minute, plus the time that the parts sent at once would take at 64 KiB per
    /// second.
    pub fn part_timeout(mut self, timeout: Duration) -> Self {
        self.settings.part_timeout = Some(timeout);
        self
    }

    /// Sets the name of the file on the server. Default: the name of the file on disk.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.settings.file_name = Some(name.into());
        self
    }

    /// Sets the media type of the file. Default: the media type of the file name's extension.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.settings.content_type = Some(content_type.into());
        self
    }

    /// Sets the project that the upload belongs to.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.settings.project_id = Some(project_id.into());
        self
    }

    /// Sets the options of the asset that is created from the file.
    pub fn asset_options(mut self, options: UploadAssetOptions) -> Self {
        self.settings.asset_options = Some(options);
        self
    }

    /// Sets the delay between two requests for the status of the import. Default: 2 seconds.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.settings.poll_interval = interval;
        self
    }

    /// Sets how long to wait for the import. Default: 5 minutes.
    ///
    /// Only the delays between status requests are counted, measured with the clock of the client.
    pub fn import_timeout(mut self, timeout: Duration) -> Self {
        self.settings.import_timeout = Some(timeout);
        self
    }

    /// Returns the upload as soon as it is complete, without waiting for the import.
    pub fn without_waiting(mut self) -> Self {
        self.settings.import_timeout = None;
        self
    }

    /// Sets a callback for progress. It is called when the upload has been created, whenever bytes
    /// of a part are sent, and after each status request.
    ///
    /// Calls never overlap, and the upload waits for each of them.
    pub fn on_progress(mut self, callback: impl FnMut(&UploadProgress<'_>) + Send + 'static) -> Self {
        self.callback = Some(Callback::new(callback));
        self
    }

    /// Uploads the file and returns the imported upload. The future owns its data, so it can be
    /// spawned.
    ///
    /// Available with feature `async`.
    #[cfg(feature = "async")]
    pub fn send(&self) -> crate::transport::BoxFuture<'static, Result<Upload, UploadError>> {
        Box::pin(drive::drive(self.clone()))
    }

    /// Uploads the file and blocks the current thread until it is imported. Each part is sent by a
    /// thread of its own.
    ///
    /// Available with feature `blocking`.
    ///
    /// # Errors
    /// Fails if the file cannot be read, a request fails, or the import fails: see
    /// [`UploadErrorKind`].
    #[cfg(feature = "blocking")]
    pub fn send_blocking(&self) -> Result<Upload, UploadError> {
        drive_blocking::drive(self.clone())
    }

    /// Returns a request for the remaining parts, with the same options.
    fn remaining(&self, unfinished: UnfinishedUpload) -> UploadFile {
        UploadFile { goal: Goal::Resume(Box::new(unfinished)), ..self.clone() }
    }
}

#[cfg(feature = "async")]
impl IntoFuture for UploadFile {
    type Output = Result<Upload, UploadError>;
    type IntoFuture = crate::transport::BoxFuture<'static, Result<Upload, UploadError>>;
    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}
