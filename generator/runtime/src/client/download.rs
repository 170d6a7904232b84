//! Downloads to a file, resuming interrupted transfers. [`Ranges`] decides what is requested next.
//! This module has the file, the requests, and two thin loops, async and blocking. Must not compute
//! or check ranges.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::Duration;

use http::header::{IF_RANGE, RANGE};
use http::{HeaderValue, Method, StatusCode};

use super::Client;
use super::common::CommonRequest;
use super::create_plan::create_plan;
use super::options::{Options, ProgressCallback};
use super::partial_file::{PartialFile, WriteError};
use crate::call::Call;
use crate::error::{Error, ErrorKind};
use crate::machine::{CallPlan, Ended, Opened, Ranges, RawResponse};
#[cfg(feature = "async")]
use crate::transport::BoxFuture;
use crate::transport::{Fault, Now};

/// Downloads.
impl<T, R> CommonRequest<T, R> {
    /// Sends the request, writes the response body to a file, and returns the number of bytes. The
    /// returned future can be spawned; dropping it cancels the download.
    ///
    /// The bytes are written to `NAME.part` in the same directory, which replaces the file when it
    /// is complete. If the connection of a GET is lost, the download resumes after the bytes
    /// already received (`Range` with `If-Range`, RFC 9110, sections 13.1.5 and 14.2). Consecutive
    /// attempts without progress are limited by the number of retries. The same request resumes in
    /// a later run of the program too, from `NAME.part.from`.
    ///
    /// Resuming needs a strong `ETag`, or without one a `Last-Modified`. Otherwise, or if the file
    /// has changed or the server does not support ranges, the download starts over. The response is
    /// requested without compression. Files that cannot be resumed are removed.
    ///
    /// The size is not limited. Timeouts apply to the head of each response and to the time between
    /// two chunks. The disk is written in between, as with
    /// [`Body::write_to`](super::Body::write_to). Do not download to the same file twice at the
    /// same time.
    ///
    /// Available with feature `download`.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Unwritable`](crate::ErrorKind::Unwritable), with the path, if the
    /// disk fails. A file that cannot be created fails before anything is sent. See
    /// [`ErrorKind`](crate::ErrorKind) for all other errors.
    #[cfg(feature = "async")]
    pub fn download_to(&self, path: impl AsRef<Path>) -> BoxFuture<'static, Result<u64, Error>> {
        let (client, call, options) = (self.client.clone(), self.call.clone(), self.streaming_options());
        let path = path.as_ref().to_owned();
        Box::pin(async move { run(Download::new(&client, &call, options, &path)?).await })
    }

    /// Sends the request, writes the response body to a file, and returns the number of bytes,
    /// blocking the thread. If the connection of a GET is lost, the download resumes, in a later
    /// run of the program too. See `download_to` for the details.
    ///
    /// Available with features `download` and `blocking`.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Unwritable`](crate::ErrorKind::Unwritable), with the path, if the
    /// disk fails. See [`ErrorKind`](crate::ErrorKind) for all other errors.
    #[cfg(feature = "blocking")]
    pub fn download_to_blocking(&self, path: impl AsRef<Path>) -> Result<u64, Error> {
        run_blocking(Download::new(&self.client, &self.call, self.streaming_options(), path.as_ref())?)
    }
}

/// A download in progress.
struct Download {
    client: Client,
    plan: Box<CallPlan>,
    file: PartialFile,
    ranges: Ranges,
    /// A hash that identifies the request in a later run.
    request: String,
    /// The current response.
    response: Option<RawResponse>,
    progress: Option<ProgressCallback>,
}

/// The next thing to do.
enum Next {
    /// Read the current response.
    Read,
    /// Send a further request after this delay.
    RequestAgain(Duration),
    /// Finish: the file is complete.
    Complete,
}

impl Download {
    /// Prepares the download of a call to a file. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// Fails if the request cannot be sent, or if the file cannot be created.
    fn new(client: &Client, call: &Call, options: Options, path: &Path) -> Result<Download, Error> {
        // The progress of a download is that of the response, not of the request.
        let progress = options.progress.clone();
        let plan = create_plan(client, call, &Options { progress: None, ..options })?;
        let fail = |kind, what: String| Error::new(kind, what).with_operation(plan.api, plan.operation);
        if [RANGE, IF_RANGE].iter().any(|name| plan.target.headers.contains(name)) {
            let what = "downloads set `range` and `if-range` themselves; remove these headers";
            return Err(fail(ErrorKind::Config, what.to_owned()));
        }
        let mut file = PartialFile::open(path).map_err(|WriteError { path, error }| {
            fail(ErrorKind::Unwritable, describe(&path, &error)).with_source(error)
        })?;
        let get = plan.target.method == Method::GET;
        let mut ranges = Ranges::new(get, plan.rules.retries);
        // Hashed, because the query may contain a key.
        let mut hasher = DefaultHasher::new();
        plan.target.uri.to_string().hash(&mut hasher);
        let request = format!("{:016x}", hasher.finish());
        if let Some((received, validator)) = file.resume_point(&request).filter(|_| get) {
            if let Ok(validator) = HeaderValue::from_str(&validator) {
                ranges.resume(received, validator);
            }
        }
        Ok(Download { client: client.clone(), plan, file, ranges, request, response: None, progress })
    }

    /// Returns the next request.
    fn next_plan(&self) -> Box<CallPlan> {
        let mut plan = self.plan.clone();
        for (name, value) in self.ranges.headers() {
            // They replace headers of the caller.
            plan.target.headers.insert(name, value);
        }
        plan.progress.retried = self.ranges.stalled();
        plan.progress.attempts = self.attempts();
        plan
    }

    fn attempts(&self) -> u32 {
        self.response.as_ref().map_or(0, |response| response.attempts)
    }

    /// Continues with the outcome of a request.
    fn begin_response(&mut self, outcome: Result<RawResponse, Error>, now: &Now) -> Result<Next, Error> {
        let response = match outcome {
            Ok(response) => response,
            Err(error) => return self.handle_error(error),
        };
        self.ranges.count_retries(response.attempts.saturating_sub(self.attempts() + 1));
        let opened = self.ranges.begin_response(response.status(), response.headers(), now);
        let opened = opened.map_err(|what| response.error(ErrorKind::Body, what))?;
        self.response = Some(response);
        let written = match opened {
            Opened::Restart => {
                let validator = self.ranges.validator().and_then(|validator| validator.to_str().ok());
                self.file.restart(&self.request, validator)
            }
            Opened::Append => self.file.append_at(self.ranges.received()),
            Opened::Discard => return Ok(Next::RequestAgain(Duration::ZERO)),
        };
        written.map_err(|error| self.write_error(error))?;
        self.report_progress();
        Ok(Next::Read)
    }

    /// Continues after an error. 416 can mean that the file is complete.
    fn handle_error(&mut self, error: Error) -> Result<Next, Error> {
        match error.headers() {
            Some(headers) if error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE) => {
                let ended = self.ranges.not_satisfiable(headers);
                self.next(ended, || error)
            }
            Some(_) | None => Err(error),
        }
    }

    /// Writes received bytes.
    fn receive(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.ranges.receive(bytes.len() as u64).map_err(|what| self.error(ErrorKind::Body, what))?;
        self.file.write(bytes).map_err(|error| self.write_error(error))?;
        self.report_progress();
        Ok(())
    }

    /// Continues after the end of a response.
    fn end_response(&mut self, now: &Now) -> Result<Next, Error> {
        let ended = self.ranges.end_response(now);
        self.next(ended, || {
            let length = self.ranges.length().map(|length| format!(" of {length}")).unwrap_or_default();
            self.error(ErrorKind::Body, format!("the response ended after {}{length} bytes", self.ranges.received()))
        })
    }

    /// Continues after the connection was lost.
    fn interrupt(&mut self, fault: Fault, now: &Now) -> Result<Next, Error> {
        let ended = self.ranges.interrupt(now);
        self.next(ended, || match &self.response {
            Some(response) => response.body_error(fault),
            None => Error::new(ErrorKind::Interrupted, "the response was interrupted").with_source(fault.source),
        })
    }

    fn next(&self, ended: Ended, error: impl FnOnce() -> Error) -> Result<Next, Error> {
        match ended {
            Ended::Complete => Ok(Next::Complete),
            Ended::RequestAgain(delay) => Ok(Next::RequestAgain(delay)),
            Ended::GiveUp => Err(error()),
        }
    }

    /// Moves the complete file to its path, and returns its size in bytes.
    fn finish(mut self) -> Result<u64, Error> {
        self.file.finish().map_err(|error| self.write_error(error))?;
        Ok(self.ranges.received())
    }

    fn report_progress(&self) {
        if let Some(callback) = &self.progress {
            (callback.0)(self.ranges.received(), self.ranges.length());
        }
    }

    fn write_error(&self, WriteError { path, error }: WriteError) -> Error {
        self.error(ErrorKind::Unwritable, describe(&path, &error)).with_source(error)
    }

    fn error(&self, kind: ErrorKind, what: String) -> Error {
        match &self.response {
            Some(response) => response.error(kind, what),
            None => Error::new(kind, what).with_operation(self.plan.api, self.plan.operation),
        }
    }
}

fn describe(path: &Path, error: &std::io::Error) -> String {
    format!("cannot write {}: {error}", path.display())
}

/// Runs the download, and returns the size of the file in bytes.
#[cfg(feature = "async")]
async fn run(mut download: Download) -> Result<u64, Error> {
    let transport = download.client.transport()?;
    loop {
        let (outcome, mut chunks) = match crate::transport::drive(transport.clone(), download.next_plan()).await {
            Ok((response, chunks)) => (Ok(response), chunks),
            Err(error) => (Err(error), None),
        };
        let mut next = download.begin_response(outcome, &transport.now())?;
        while let Next::Read = next {
            let chunk = match &mut chunks {
                Some(chunks) => std::future::poll_fn(|context| chunks.poll_chunk(context)).await,
                None => Ok(None),
            };
            next = match chunk {
                Ok(Some(bytes)) => download.receive(&bytes).map(|()| Next::Read)?,
                Ok(None) => download.end_response(&transport.now())?,
                Err(fault) => download.interrupt(fault, &transport.now())?,
            };
        }
        match next {
            Next::Read | Next::RequestAgain(Duration::ZERO) => {}
            Next::RequestAgain(delay) => transport.sleep(delay).await,
            Next::Complete => return download.finish(),
        }
    }
}

/// Runs the download like [`run`], blocking the thread.
#[cfg(feature = "blocking")]
fn run_blocking(mut download: Download) -> Result<u64, Error> {
    let transport = download.client.blocking_transport()?;
    loop {
        let (outcome, mut chunks) = match crate::transport::drive_blocking(&*transport, download.next_plan()) {
            Ok((response, chunks)) => (Ok(response), chunks),
            Err(error) => (Err(error), None),
        };
        let mut next = download.begin_response(outcome, &transport.now())?;
        while let Next::Read = next {
            next = match chunks.as_mut().map_or(Ok(None), |chunks| chunks.next()) {
                Ok(Some(bytes)) => download.receive(&bytes).map(|()| Next::Read)?,
                Ok(None) => download.end_response(&transport.now())?,
                Err(fault) => download.interrupt(fault, &transport.now())?,
            };
        }
        match next {
            Next::Read | Next::RequestAgain(Duration::ZERO) => {}
            Next::RequestAgain(delay) => transport.sleep(delay),
            Next::Complete => return download.finish(),
        }
    }
}
