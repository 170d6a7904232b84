//! [`Steps`]: the steps of an upload as a state machine: create, send the parts, complete, check the status, wait. It sends nothing
//! itself: a driver carries out each step and reports the result. Must not know whether the driver blocks.

use std::sync::Arc;
use std::time::Duration;

use super::decide::{Stage, stage_of};
use super::error::{UploadError, UploadErrorKind};
use super::parts::{Parts, source_error};
use super::progress::UnfinishedUpload;
use super::source::Source;
use super::split::{Split, split};
use super::{Goal, UploadFile, UploadSettings};
use crate::types::{Upload, UploadAction, UploadKind, UploadResponse};
use crate::uploads::{Create, Retrieve, TriggerAction};
use crate::{Client, Error, ErrorKind};

/// A step for the driver.
pub(super) enum Step {
    /// Send this request, and pass the result to [`Steps::created`].
    Create(Box<Create>),
    /// Send the parts, then call [`Steps::parts_sent`].
    SendParts(Arc<Parts>),
    /// Send this request, and pass the result to [`Steps::completed`].
    Complete(Box<TriggerAction>),
    /// Sleep, and pass the result to [`Steps::slept`].
    Sleep(Duration),
    /// Send this request, and pass the result to [`Steps::checked`].
    CheckStatus(Box<Retrieve>),
    /// Return the result.
    Done(Box<Result<Upload, UploadError>>),
}

/// The state of an upload.
pub(super) struct Steps {
    request: UploadFile,
    /// The parts, once the server has created the upload.
    parts: Option<Arc<Parts>>,
    part_size: u64,
    source: Source,
    /// The error of a request to complete the upload. The server may have completed it all the
    /// same.
    unconfirmed: Option<Error>,
    waited: Duration,
}

impl Steps {
    /// Starts or resumes an upload, and returns its first step.
    ///
    /// # Errors
    /// Fails if the file cannot be uploaded. Nothing has been sent then.
    pub(super) fn start(request: UploadFile) -> Result<(Steps, Step), UploadError> {
        match request.goal.clone() {
            Goal::New(kind) => Steps::create(request, kind),
            Goal::Resume(unfinished) => {
                let source = Source::resumed(&request.path, unfinished.size, unfinished.modified);
                let mut steps = Steps::new(request, unfinished.part_size, source);
                steps.set_parts(*unfinished)?;
                let step = steps.check_status();
                Ok((steps, step))
            }
        }
    }

    fn create(request: UploadFile, kind: UploadKind) -> Result<(Steps, Step), UploadError> {
        let path = request.path.display().to_string();
        let file_error = |error| UploadError::new(UploadErrorKind::File, Some(path.clone()), error);
        let source = Source::open(&request.path).map_err(|cause| {
            let message = format!("the file cannot be read: {cause}");
            file_error(Error::new(ErrorKind::Unreadable, message).with_source(cause))
        })?;
        let settings = &request.settings;
        let split = split(source.size, settings.part_size)
            .map_err(|message| file_error(Error::new(ErrorKind::Config, message)))?;
        let content_type = settings.content_type.clone().unwrap_or_else(|| source.content_type());
        let mut create = request.uploads.create().kind(kind).content_type(content_type);
        create = create.file_name(settings.file_name.clone().unwrap_or_else(|| source.name()));
        create = create.file_size(source.size).parts(split.count());
        if let Some(options) = &settings.asset_options {
            create = create.asset_options(options.clone());
        }
        if let Some(project) = &settings.project_id {
            create = create.project_id(project.clone());
        }
        Ok((Steps::new(request, split.part_size, source), Step::Create(Box::new(create))))
    }

    fn new(request: UploadFile, part_size: u64, source: Source) -> Steps {
        Steps { request, parts: None, part_size, source, unconfirmed: None, waited: Duration::ZERO }
    }

    /// Returns the client that sends the requests.
    pub(super) fn client(&self) -> &Client {
        &self.request.uploads.client
    }

    /// Returns how many parts are sent at once.
    pub(super) fn concurrency(&self) -> usize {
        self.request.settings.concurrency
    }

    /// Takes the response to the request that creates the upload.
    pub(super) fn created(&mut self, result: Result<UploadResponse, Error>) -> Step {
        let upload = match result {
            Ok(response) => response.upload,
            Err(error) => return self.fail(UploadErrorKind::Request, error),
        };
        let (size, modified) = (self.source.size, self.source.modified);
        let (part_size, sent_parts, completed) = (self.part_size, Default::default(), false);
        match self.set_parts(UnfinishedUpload { upload, size, part_size, modified, sent_parts, completed }) {
            Ok(parts) => Step::SendParts(parts),
            Err(error) => failed(error),
        }
    }

    fn set_parts(&mut self, unfinished: UnfinishedUpload) -> Result<Arc<Parts>, UploadError> {
        let settings = &self.request.settings;
        let timeout = |split: Split| settings.part_timeout.unwrap_or_else(|| split.timeout(settings.concurrency));
        let (source, callback) = (self.source.clone(), self.request.callback.clone());
        let parts = Arc::new(Parts::new(self.client(), unfinished, timeout, source, callback)?);
        self.parts = Some(parts.clone());
        Ok(parts)
    }

    /// Continues after the parts: all of them have been sent, or one has failed.
    pub(super) fn parts_sent(&mut self) -> Step {
        let Some(parts) = &self.parts else { return self.check_status() };
        // The file may have changed while the last part was read.
        match parts.outcome().and_then(|()| parts.source.check().map_err(source_error)) {
            Ok(()) => {
                let mut complete =
                    self.request.uploads.trigger_action(parts.unfinished().upload.id, UploadAction::Complete);
                if let Some(project) = &self.request.settings.project_id {
                    complete = complete.project_id(project.clone());
                }
                Step::Complete(Box::new(complete))
            }
            Err(error) => self.resumable(error),
        }
    }

    /// Takes the response to the request that completes the upload. If it failed, the status
    /// decides: the server may have completed the upload although its response was lost, and it may
    /// refuse to complete it twice.
    pub(super) fn completed(&mut self, result: Result<UploadResponse, Error>) -> Step {
        match result {
            Ok(response) => {
                if let Some(parts) = &self.parts {
                    parts.set_completed();
                }
                self.checked(Ok(response))
            }
            Err(error) => {
                self.unconfirmed = Some(error);
                self.check_status()
            }
        }
    }

    /// Takes the response with the current status of the upload.
    pub(super) fn checked(&mut self, result: Result<UploadResponse, Error>) -> Step {
        let upload = match result {
            Ok(response) => response.upload,
            Err(error) => {
                let first = self.unconfirmed.take().unwrap_or(error);
                return self.fail(UploadErrorKind::Request, first);
            }
        };
        let Some(parts) = self.parts.clone() else { return done(upload) };
        parts.set_status(&upload.status);
        let unconfirmed = self.unconfirmed.take();
        match stage_of(&upload, parts.unfinished().completed) {
            Stage::Open => match unconfirmed {
                Some(error) => self.fail(UploadErrorKind::Request, error),
                None => Step::SendParts(parts),
            },
            Stage::Imported => done(upload),
            Stage::Failed => {
                let reason = upload.error_message.unwrap_or_else(|| "the server gives no reason".to_owned());
                let error = Error::new(ErrorKind::Status, format!("the import failed: {reason}"));
                failed(UploadError::new(UploadErrorKind::ImportFailed, None, error))
            }
            Stage::Importing => self.wait(upload),
        }
    }

    fn wait(&mut self, upload: Upload) -> Step {
        let UploadSettings { import_timeout: Some(timeout), poll_interval, .. } = self.request.settings else {
            return done(upload);
        };
        if self.waited >= timeout {
            let message = format!("the upload is still {} after {timeout:?}", upload.status);
            return self.fail(UploadErrorKind::ImportTimeout, Error::new(ErrorKind::Timeout, message));
        }
        // An interval of zero would never reach the timeout.
        self.waited = self.waited.saturating_add(poll_interval.max(Duration::from_millis(1)));
        Step::Sleep(poll_interval)
    }

    /// Continues after the delay between two status requests.
    pub(super) fn slept(&mut self, result: Result<(), Error>) -> Step {
        match result {
            Ok(()) => self.check_status(),
            Err(error) => self.fail(UploadErrorKind::Request, error),
        }
    }

    fn check_status(&self) -> Step {
        let id = self.parts.as_ref().map(|parts| parts.unfinished().upload.id).unwrap_or_default();
        let mut retrieve = self.request.uploads.retrieve(id);
        if let Some(project) = &self.request.settings.project_id {
            retrieve = retrieve.project_id(project.clone());
        }
        Step::CheckStatus(Box::new(retrieve))
    }

    fn fail(&self, kind: UploadErrorKind, error: Error) -> Step {
        self.resumable(UploadError::new(kind, None, error))
    }

    /// Adds the remaining parts to an error if resuming the upload can succeed.
    fn resumable(&self, error: UploadError) -> Step {
        let can_resume = match error.kind() {
            UploadErrorKind::Request | UploadErrorKind::ImportTimeout => true,
            UploadErrorKind::File
            | UploadErrorKind::Changed
            | UploadErrorKind::Expired
            | UploadErrorKind::ImportFailed => false,
        };
        let parts = self.parts.as_ref().filter(|_| can_resume);
        failed(error.with_remaining(parts.map(|parts| self.request.remaining(parts.unfinished()))))
    }
}

fn done(upload: Upload) -> Step {
    Step::Done(Box::new(Ok(upload)))
}

fn failed(error: UploadError) -> Step {
    Step::Done(Box::new(Err(error)))
}
