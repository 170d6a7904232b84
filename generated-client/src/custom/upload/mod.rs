//! [`UploadFile`]: a file from the disk to its import, as one call: what its users see. Must not know how a file is split or what
//! comes next: that is in `split` and `run`, for async and blocking alike.

#[cfg(feature = "async")]
mod drive;
#[cfg(feature = "blocking")]
mod drive_blocking;
mod error;
mod parts;
mod progress;
mod run;
mod source;
mod split;
mod verdict;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::types::{Upload, UploadAssetOptions, UploadKind};
use crate::uploads::Uploads;

pub use error::{UploadError, UploadErrorKind};
pub use progress::{Unfinished, UploadProgress};

use progress::Watcher;

impl Uploads {
    /// Uploads a file of the disk: creates the upload, puts its parts, several at once, completes it, and waits until it is imported. It does
    /// nothing until it is sent; see [`UploadFile`].
    pub fn upload_file(&self, path: impl AsRef<Path>, kind: UploadKind) -> UploadFile {
        UploadFile::new(self, path.as_ref(), Goal::New(kind))
    }

    /// Goes on with an upload that was begun before, perhaps by another process, with the same file; see [`Unfinished`]. Parts that are there
    /// are not sent again.
    pub fn resume_file(&self, path: impl AsRef<Path>, unfinished: Unfinished) -> UploadFile {
        UploadFile::new(self, path.as_ref(), Goal::Resume(Box::new(unfinished)))
    }
}

/// A whole upload: what [`Uploads::upload_file`] gives. It does nothing until it is sent.
///
/// The file is split into parts of 8 MiB, each of which is read from the disk while it is sent, so that memory does not grow with the file. A
/// part that fails is tried again as the client tries all requests; where that is not enough, twice more behind the other parts, and
/// only that part. Then the upload is looked at every two seconds, until it is imported or has failed.
///
/// ```no_run
/// # async fn example(client: scenario_client::Client) -> Result<(), scenario_client::custom::UploadError> {
/// use scenario_client::types::UploadKind;
/// let film = client.uploads().upload_file("film.mp4", UploadKind::Video);
/// let upload = film.on_progress(|at| println!("{} of {} bytes", at.sent, at.size)).await?;
/// println!("{}", upload.entity_id.unwrap_or_default());
/// # Ok(()) }
/// ```
///
/// With the feature `blocking`, `film.send_blocking()` does the same by threads and without an async runtime.
///
/// Where it fails, [`UploadError::resume`] gives the rest of it to be sent. A future that is dropped sends nothing more.
///
/// ```no_run
/// # async fn example(client: scenario_client::Client) -> Result<(), scenario_client::custom::UploadError> {
/// # use scenario_client::types::UploadKind;
/// # let film = client.uploads().upload_file("film.mp4", UploadKind::Video);
/// let upload = match film.await {
///     Ok(upload) => upload,
///     Err(error) => match error.resume() {
///         Some(rest) => rest.await?,
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
    settings: Settings,
    watcher: Option<Watcher>,
}

/// What is to be done.
#[derive(Clone, Debug)]
enum Goal {
    /// A new upload.
    New(UploadKind),
    /// The rest of one.
    Resume(Box<Unfinished>),
}

/// What may be set.
#[derive(Clone, Debug)]
struct Settings {
    file_name: Option<String>,
    content_type: Option<String>,
    project_id: Option<String>,
    asset_options: Option<UploadAssetOptions>,
    concurrency: usize,
    part_size: u64,
    part_timeout: Option<Duration>,
    poll: Duration,
    /// `None`: nobody waits for the import.
    wait: Option<Duration>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            file_name: None,
            content_type: None,
            project_id: None,
            asset_options: None,
            concurrency: 4,
            part_size: split::PART_SIZE,
            part_timeout: None,
            poll: Duration::from_secs(2),
            wait: Some(Duration::from_secs(5 * 60)),
        }
    }
}

impl UploadFile {
    fn new(uploads: &Uploads, path: &Path, goal: Goal) -> UploadFile {
        UploadFile {
            uploads: uploads.clone(),
            path: path.to_owned(),
            goal,
            settings: Settings::default(),
            watcher: None,
        }
    }

    /// So many parts are on their way at once: 4 unless set, at least 1.
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.settings.concurrency = parts.max(1);
        self
    }

    /// The size of every part but the last, in bytes: 8 MiB unless set, at least 5 MiB. It grows where the file would have more than 10,000 parts. An
    /// upload that is resumed keeps the size that it began with.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.settings.part_size = bytes;
        self
    }

    /// The time for one try of a part. Unless set it grows with the part: a minute, and the time that the parts under way would take at 64 KiB
    /// a second.
    pub fn part_timeout(mut self, time: Duration) -> Self {
        self.settings.part_timeout = Some(time);
        self
    }

    /// The name of the file for the server, in place of its own.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.settings.file_name = Some(name.into());
        self
    }

    /// The MIME type of the file, in place of that of its name's ending.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.settings.content_type = Some(content_type.into());
        self
    }

    /// The project that the upload belongs to.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.settings.project_id = Some(project_id.into());
        self
    }

    /// What becomes of the asset that is made of the file.
    pub fn asset_options(mut self, options: UploadAssetOptions) -> Self {
        self.settings.asset_options = Some(options);
        self
    }

    /// The time between two looks whether the file is imported: two seconds unless set.
    pub fn poll_every(mut self, time: Duration) -> Self {
        self.settings.poll = time;
        self
    }

    /// So long to wait for the import: five minutes unless set. It is counted in the times between two looks, on the client's own clock.
    pub fn wait_at_most(mut self, time: Duration) -> Self {
        self.settings.wait = Some(time);
        self
    }

    /// Answers as soon as the upload is complete, with the upload as it is then, and does not wait until it is imported.
    pub fn without_waiting(mut self) -> Self {
        self.settings.wait = None;
        self
    }

    /// Tells `watcher` how far it is: when the upload is created, at each piece of a part that goes out, and at each look. It is never
    /// called twice at once, and the upload waits for it.
    pub fn on_progress(mut self, watcher: impl FnMut(&UploadProgress<'_>) + Send + 'static) -> Self {
        self.watcher = Some(Watcher::new(watcher));
        self
    }

    /// Sends it: a future that owns all it needs, so that it can be spawned. The upload as it was seen last is the answer.
    #[cfg(feature = "async")]
    pub fn send(&self) -> crate::transport::BoxFuture<'static, Result<Upload, UploadError>> {
        Box::pin(drive::drive(self.clone()))
    }

    /// Sends it by as many threads as there are parts at once, and waits on this one. No async runtime is needed.
    ///
    /// # Errors
    /// Whatever went wrong: see [`UploadError`].
    #[cfg(feature = "blocking")]
    pub fn send_blocking(&self) -> Result<Upload, UploadError> {
        drive_blocking::drive(self.clone())
    }

    /// The same, for what is left of it.
    fn rest(&self, unfinished: Unfinished) -> UploadFile {
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
