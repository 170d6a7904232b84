//! [`Run`]: what a whole upload does, step by step, without sending anything itself: create, put the parts, complete, look, wait. Whoever
//! drives it does what a step asks for and hands in what came of it. Must not know whether that waits.

use std::sync::Arc;
use std::time::Duration;

use super::error::{UploadError, UploadErrorKind};
use super::parts::{Parts, flawed};
use super::progress::Unfinished;
use super::source::Source;
use super::split::{Split, split};
use super::verdict::{Stand, on_upload};
use super::{Goal, UploadFile};
use crate::types::{Upload, UploadAction, UploadKind, UploadResponse};
use crate::uploads::{Create, Retrieve, TriggerAction};
use crate::{Client, Error, ErrorKind};

/// What is to be done next.
pub(super) enum Step {
    /// Send this, and hand its answer to [`Run::created`].
    Create(Box<Create>),
    /// Put the parts, then go to [`Run::put`].
    Put(Arc<Parts>),
    /// Send this, and hand its answer to [`Run::completed`].
    Complete(Box<TriggerAction>),
    /// Wait so long, and hand what came of it to [`Run::paused`].
    Pause(Duration),
    /// Send this, and hand its answer to [`Run::looked`].
    Look(Box<Retrieve>),
    /// It is over.
    Done(Box<Result<Upload, UploadError>>),
}

/// An upload under way.
pub(super) struct Run {
    of: UploadFile,
    /// As soon as the server knows of the upload.
    parts: Option<Arc<Parts>>,
    part_size: u64,
    source: Source,
    /// Why it is not known whether the server knows that all parts are there.
    doubt: Option<Error>,
    waited: Duration,
}

impl Run {
    /// Begins, or goes on.
    ///
    /// # Errors
    /// Where the file cannot be sent; nothing was sent then.
    pub(super) fn start(of: UploadFile) -> Result<(Run, Step), UploadError> {
        match of.goal.clone() {
            Goal::New(kind) => Run::begin(of, kind),
            Goal::Resume(unfinished) => {
                let source = Source::then(&of.path, unfinished.size, unfinished.modified);
                let mut run = Run::new(of, unfinished.part_size, source);
                run.keep(*unfinished)?;
                let step = run.look();
                Ok((run, step))
            }
        }
    }

    fn begin(of: UploadFile, kind: UploadKind) -> Result<(Run, Step), UploadError> {
        let path = of.path.display().to_string();
        let wrong = |error| UploadError::new(UploadErrorKind::File, Some(path.clone()), error);
        let source = Source::open(&of.path).map_err(|cause| {
            wrong(Error::new(ErrorKind::Unreadable, format!("the file cannot be read: {cause}")).with_source(cause))
        })?;
        let split =
            split(source.size, of.settings.part_size).map_err(|what| wrong(Error::new(ErrorKind::Config, what)))?;
        let settings = &of.settings;
        let content_type = settings.content_type.clone().unwrap_or_else(|| source.content_type());
        let mut create = of.uploads.create().kind(kind).content_type(content_type);
        create = create.file_name(settings.file_name.clone().unwrap_or_else(|| source.name()));
        create = create.file_size(source.size).parts(split.count());
        if let Some(options) = &settings.asset_options {
            create = create.asset_options(options.clone());
        }
        if let Some(project) = &settings.project_id {
            create = create.project_id(project.clone());
        }
        Ok((Run::new(of, split.part_size, source), Step::Create(Box::new(create))))
    }

    fn new(of: UploadFile, part_size: u64, source: Source) -> Run {
        Run { of, parts: None, part_size, source, doubt: None, waited: Duration::ZERO }
    }

    /// The client that everything is sent by.
    pub(super) fn client(&self) -> &Client {
        &self.of.uploads.client
    }

    /// So many parts at once.
    pub(super) fn concurrency(&self) -> usize {
        self.of.settings.concurrency
    }

    /// The upload was created.
    pub(super) fn created(&mut self, answer: Result<UploadResponse, Error>) -> Step {
        let upload = match answer {
            Ok(answer) => answer.upload,
            Err(error) => return self.over(UploadErrorKind::Request, error),
        };
        let (size, modified) = (self.source.size, self.source.modified);
        let (part_size, done, completed) = (self.part_size, Default::default(), false);
        match self.keep(Unfinished { upload, size, part_size, modified, done, completed }) {
            Ok(parts) => Step::Put(parts),
            Err(error) => done_with(error),
        }
    }

    fn keep(&mut self, unfinished: Unfinished) -> Result<Arc<Parts>, UploadError> {
        let settings = &self.of.settings;
        let timeout = |split: Split| settings.part_timeout.unwrap_or_else(|| split.time(settings.concurrency));
        let (source, watcher) = (self.source.clone(), self.of.watcher.clone());
        let parts = Arc::new(Parts::new(self.client(), unfinished, timeout, source, watcher)?);
        self.parts = Some(parts.clone());
        Ok(parts)
    }

    /// No part is under way any more.
    pub(super) fn put(&mut self) -> Step {
        let Some(parts) = &self.parts else { return self.look() };
        // A try may have read what came between the part before it and this one.
        match parts.outcome().and_then(|()| parts.source.check().map_err(flawed)) {
            Ok(()) => {
                let mut complete = self.of.uploads.trigger_action(parts.unfinished().upload.id, UploadAction::Complete);
                if let Some(project) = &self.of.settings.project_id {
                    complete = complete.project_id(project.clone());
                }
                Step::Complete(Box::new(complete))
            }
            Err(error) => self.resumable(error),
        }
    }

    /// The server was told that all parts are there. Where that failed it may know all the same, as an answer can be lost, and it may refuse
    /// to be told twice: a look tells.
    pub(super) fn completed(&mut self, answer: Result<UploadResponse, Error>) -> Step {
        match answer {
            Ok(answer) => {
                if let Some(parts) = &self.parts {
                    parts.completed();
                }
                self.looked(Ok(answer))
            }
            Err(error) => {
                self.doubt = Some(error);
                self.look()
            }
        }
    }

    /// The upload as it is now.
    pub(super) fn looked(&mut self, answer: Result<UploadResponse, Error>) -> Step {
        let upload = match answer {
            Ok(answer) => answer.upload,
            Err(error) => {
                let first = self.doubt.take().unwrap_or(error);
                return self.over(UploadErrorKind::Request, first);
            }
        };
        let Some(parts) = self.parts.clone() else { return done(upload) };
        parts.seen(&upload.status);
        let doubt = self.doubt.take();
        match on_upload(&upload, parts.unfinished().completed) {
            Stand::Open => match doubt {
                Some(error) => self.over(UploadErrorKind::Request, error),
                None => Step::Put(parts),
            },
            Stand::Done => done(upload),
            Stand::Failed => {
                let why = upload.error_message.unwrap_or_else(|| "the server does not say why".to_owned());
                let error = Error::new(ErrorKind::Status, format!("the upload has failed: {why}"));
                done_with(UploadError::new(UploadErrorKind::Failed, None, error))
            }
            Stand::Working => self.wait(upload),
        }
    }

    fn wait(&mut self, upload: Upload) -> Step {
        let (Some(most), poll) = (self.of.settings.wait, self.of.settings.poll) else { return done(upload) };
        if self.waited >= most {
            let what = format!("the upload is still {} after {most:?}", upload.status);
            return self.over(UploadErrorKind::Late, Error::new(ErrorKind::Timeout, what));
        }
        // No time at all between two looks would never be over.
        self.waited = self.waited.saturating_add(poll.max(Duration::from_millis(1)));
        Step::Pause(poll)
    }

    /// The time between two looks is over.
    pub(super) fn paused(&mut self, outcome: Result<(), Error>) -> Step {
        match outcome {
            Ok(()) => self.look(),
            Err(error) => self.over(UploadErrorKind::Request, error),
        }
    }

    fn look(&self) -> Step {
        let id = self.parts.as_ref().map(|parts| parts.unfinished().upload.id).unwrap_or_default();
        let mut retrieve = self.of.uploads.retrieve(id);
        if let Some(project) = &self.of.settings.project_id {
            retrieve = retrieve.project_id(project.clone());
        }
        Step::Look(Box::new(retrieve))
    }

    fn over(&self, kind: UploadErrorKind, error: Error) -> Step {
        self.resumable(UploadError::new(kind, None, error))
    }

    /// An error with what is left, where going on could help.
    fn resumable(&self, error: UploadError) -> Step {
        let helps = match error.kind() {
            UploadErrorKind::Request | UploadErrorKind::Late => true,
            UploadErrorKind::File | UploadErrorKind::Changed | UploadErrorKind::Expired | UploadErrorKind::Failed => {
                false
            }
        };
        let rest = self.parts.as_ref().filter(|_| helps).map(|parts| self.of.rest(parts.unfinished()));
        done_with(error.with_rest(rest))
    }
}

fn done(upload: Upload) -> Step {
    Step::Done(Box::new(Ok(upload)))
}

fn done_with(error: UploadError) -> Step {
    Step::Done(Box::new(Err(error)))
}
