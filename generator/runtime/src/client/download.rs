//! Downloads: an answer's bytes into a file, gone on from where the connection broke. What is asked for next is decided by
//! [`Ranges`]; here are the file, the request, and two thin loops, async and blocking.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::Duration;

use http::header::{IF_RANGE, RANGE};
use http::{HeaderValue, Method, StatusCode};

use super::common::CommonRequest;
use super::options::{Options, Watcher};
use super::part::{Part, Unwritable};
use super::{Client, plan};
use crate::call::Call;
use crate::core::{Ended, Opened, Plan, Ranges, Reply};
use crate::error::{Error, ErrorKind};
#[cfg(feature = "async")]
use crate::transport::BoxFuture;
use crate::transport::{Fault, Now};

/// Answers that are files.
impl<T, R> CommonRequest<T, R> {
    /// Sends it, and writes the bytes of the answer into a file; gives their number. An owned future, so that it can be spawned; dropping it
    /// ends the download.
    ///
    /// They are written to `NAME.part` beside the file, which takes the place of what is there when it is whole. Where the connection of a GET
    /// breaks, it goes on behind the bytes that came (`Range` with `If-Range`, RFC 9110 sections 13.1.5 and 14.2), as often in a row without
    /// a further byte as requests are tried again; so does the same request in a later run of the program, by what `NAME.part.from` keeps. That
    /// needs a strong `ETag`, or without one a `Last-Modified`; else, and where the file has changed or the server knows no ranges, it begins anew.
    /// The answer is asked for uncompressed. What is left where nothing can go on is removed.
    ///
    /// There is no limit of bytes, and of time only for each answer to begin and between two parts of it. The disk is written to in
    /// between, as with `write_to`. One place is for one download at a time.
    ///
    /// # Errors
    /// Whatever went wrong: see [`Error`]. [`ErrorKind::Unwritable`](crate::ErrorKind::Unwritable), with the path, where it is the disk;
    /// one that cannot be written to is told before anything is sent.
    #[cfg(feature = "async")]
    pub fn download_to(&self, path: impl AsRef<Path>) -> BoxFuture<'static, Result<u64, Error>> {
        let (client, call, options) = (self.client.clone(), self.call.clone(), self.streaming());
        let path = path.as_ref().to_owned();
        Box::pin(async move { run(Download::new(&client, &call, options, &path)?).await })
    }

    /// As `download_to`, while the thread waits: a GET goes on where its connection broke, in a later run of the program too.
    ///
    /// # Errors
    /// Whatever went wrong: see [`Error`].
    #[cfg(feature = "blocking")]
    pub fn download_to_blocking(&self, path: impl AsRef<Path>) -> Result<u64, Error> {
        run_blocking(Download::new(&self.client, &self.call, self.streaming(), path.as_ref())?)
    }
}

/// A file that is being fetched.
struct Download {
    client: Client,
    plan: Box<Plan>,
    part: Part,
    ranges: Ranges,
    /// Which request it is, for a later run.
    request: String,
    /// The answer whose bytes come.
    reply: Option<Reply>,
    progress: Option<Watcher>,
}

/// What is to be done next.
enum Next {
    /// Read the answer.
    Read,
    /// Ask again, after this time.
    Ask(Duration),
    /// The file is whole.
    Whole,
}

impl Download {
    /// Of a call, into a file at this place. Nothing is sent yet.
    ///
    /// # Errors
    /// What is missing or cannot be sent, and where there can be no such file.
    fn new(client: &Client, call: &Call, options: Options, path: &Path) -> Result<Download, Error> {
        // Who watches a download watches what arrives.
        let progress = options.progress.clone();
        let plan = plan::plan(client, call, &Options { progress: None, ..options })?;
        let fail = |kind, what: String| Error::new(kind, what).of(plan.api, plan.operation);
        if [RANGE, IF_RANGE].iter().any(|name| plan.target.headers.has(name)) {
            let what = "a download says by itself which bytes it asks for: leave `range` and `if-range` out";
            return Err(fail(ErrorKind::Config, what.to_owned()));
        }
        let mut part = Part::at(path).map_err(|Unwritable { path, error }| {
            fail(ErrorKind::Unwritable, words(&path, &error)).with_source(error)
        })?;
        let get = plan.target.method == Method::GET;
        let mut ranges = Ranges::new(get, plan.retries);
        // Not as it is: the address may hold a key in its query.
        let mut hasher = DefaultHasher::new();
        plan.target.uri.to_string().hash(&mut hasher);
        let request = format!("{:016x}", hasher.finish());
        if let Some((have, validator)) = part.earlier(&request).filter(|_| get) {
            if let Ok(validator) = HeaderValue::from_str(&validator) {
                ranges.earlier(have, validator);
            }
        }
        Ok(Download { client: client.clone(), plan, part, ranges, request, reply: None, progress })
    }

    /// The next request.
    fn plan(&self) -> Box<Plan> {
        let mut plan = self.plan.clone();
        for (name, value) in self.ranges.ask() {
            // In place of what the caller may have given.
            plan.target.headers.put(name, value);
        }
        plan.retried = self.ranges.stalled();
        plan.attempts = self.reply.as_ref().map_or(0, |reply| reply.attempts);
        plan
    }

    /// What came of it.
    fn opened(&mut self, outcome: Result<Reply, Error>, now: &Now) -> Result<Next, Error> {
        let reply = match outcome {
            Ok(reply) => reply,
            Err(error) => return self.refused(error),
        };
        let before = self.reply.as_ref().map_or(0, |reply| reply.attempts);
        self.ranges.tried_again(reply.attempts.saturating_sub(before + 1));
        let opened = self.ranges.opened(reply.status(), reply.headers(), now);
        let opened = opened.map_err(|what| reply.error(ErrorKind::Body, what))?;
        self.reply = Some(reply);
        let written = match opened {
            Opened::Anew => {
                let validator = self.ranges.validator().and_then(|validator| validator.to_str().ok());
                self.part.begin(&self.request, validator)
            }
            Opened::Behind => self.part.go_on(self.ranges.have()),
            Opened::Nowhere => return Ok(Next::Ask(Duration::ZERO)),
        };
        written.map_err(|unwritable| self.unwritable(unwritable))?;
        self.tell();
        Ok(Next::Read)
    }

    /// No success: that there is nothing behind the bytes that are there may be good news.
    fn refused(&mut self, error: Error) -> Result<Next, Error> {
        match error.headers() {
            Some(headers) if error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE) => {
                let ended = self.ranges.unsatisfied(headers);
                self.next(ended, || error)
            }
            Some(_) | None => Err(error),
        }
    }

    /// These bytes came.
    fn came(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.ranges.came(bytes.len() as u64).map_err(|what| self.error(ErrorKind::Body, what))?;
        self.part.write(bytes).map_err(|unwritable| self.unwritable(unwritable))?;
        self.tell();
        Ok(())
    }

    /// The answer ended.
    fn ended(&mut self, now: &Now) -> Result<Next, Error> {
        let ended = self.ranges.ended(now);
        self.next(ended, || {
            let whole = self.ranges.whole().map(|whole| format!(" of {whole}")).unwrap_or_default();
            self.error(ErrorKind::Body, format!("the answer ended after {}{whole} bytes", self.ranges.have()))
        })
    }

    /// The connection broke.
    fn broke_off(&mut self, fault: Fault, now: &Now) -> Result<Next, Error> {
        let ended = self.ranges.broke_off(now);
        self.next(ended, || match &self.reply {
            Some(reply) => reply.broke_off(fault),
            None => Error::new(ErrorKind::Interrupted, "the answer broke off").with_source(fault.source),
        })
    }

    fn next(&self, ended: Ended, error: impl FnOnce() -> Error) -> Result<Next, Error> {
        match ended {
            Ended::Whole => Ok(Next::Whole),
            Ended::Ask(wait) => Ok(Next::Ask(wait)),
            Ended::Over => Err(error()),
        }
    }

    /// The file goes to its place; the number of its bytes.
    fn finish(mut self) -> Result<u64, Error> {
        self.part.finish().map_err(|unwritable| self.unwritable(unwritable))?;
        Ok(self.ranges.have())
    }

    fn tell(&self) {
        if let Some(watcher) = &self.progress {
            (watcher.0)(self.ranges.have(), self.ranges.whole());
        }
    }

    fn unwritable(&self, Unwritable { path, error }: Unwritable) -> Error {
        self.error(ErrorKind::Unwritable, words(&path, &error)).with_source(error)
    }

    fn error(&self, kind: ErrorKind, what: String) -> Error {
        match &self.reply {
            Some(reply) => reply.error(kind, what),
            None => Error::new(kind, what).of(self.plan.api, self.plan.operation),
        }
    }
}

fn words(path: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be written: {error}", path.display())
}

/// Fetches it; the number of bytes of the file.
#[cfg(feature = "async")]
async fn run(mut download: Download) -> Result<u64, Error> {
    let transport = download.client.transport()?;
    loop {
        let (outcome, mut chunks) = match crate::transport::drive(transport.clone(), download.plan()).await {
            Ok((reply, chunks)) => (Ok(reply), chunks),
            Err(error) => (Err(error), None),
        };
        let mut next = download.opened(outcome, &transport.now())?;
        while let Next::Read = next {
            let chunk = match &mut chunks {
                Some(chunks) => std::future::poll_fn(|context| chunks.poll_chunk(context)).await,
                None => Ok(None),
            };
            next = match chunk {
                Ok(Some(bytes)) => download.came(&bytes).map(|()| Next::Read)?,
                Ok(None) => download.ended(&transport.now())?,
                Err(fault) => download.broke_off(fault, &transport.now())?,
            };
        }
        match next {
            Next::Read | Next::Ask(Duration::ZERO) => {}
            Next::Ask(wait) => transport.sleep(wait).await,
            Next::Whole => return download.finish(),
        }
    }
}

/// As [`run`], while the thread waits.
#[cfg(feature = "blocking")]
fn run_blocking(mut download: Download) -> Result<u64, Error> {
    let transport = download.client.blocking_transport()?;
    loop {
        let (outcome, mut chunks) = match crate::transport::drive_blocking(&*transport, download.plan()) {
            Ok((reply, chunks)) => (Ok(reply), chunks),
            Err(error) => (Err(error), None),
        };
        let mut next = download.opened(outcome, &transport.now())?;
        while let Next::Read = next {
            next = match chunks.as_mut().map_or(Ok(None), |chunks| chunks.next()) {
                Ok(Some(bytes)) => download.came(&bytes).map(|()| Next::Read)?,
                Ok(None) => download.ended(&transport.now())?,
                Err(fault) => download.broke_off(fault, &transport.now())?,
            };
        }
        match next {
            Next::Read | Next::Ask(Duration::ZERO) => {}
            Next::Ask(wait) => transport.sleep(wait),
            Next::Whole => return download.finish(),
        }
    }
}
