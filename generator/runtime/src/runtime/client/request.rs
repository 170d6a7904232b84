//! [`Request`]: what all requests share, whatever their operation: options, and the ways to send.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "blocking")]
use super::body::BlockingBody;
#[cfg(feature = "async")]
use super::body::Body;
use super::options::{NONE, Options, Watcher};
#[cfg(any(feature = "async", feature = "blocking"))]
use super::response::FromReply;
use super::response::Response;
use super::{Client, curl, plan};
use crate::runtime::call::Call;
use crate::runtime::core::Plan;
use crate::runtime::error::Error;
use crate::runtime::value::Field;

/// A request that answers with a `T`. It does nothing until it is sent, and can be sent more than once.
///
/// Requests of operations deref to this, which is why every method takes `&self`: a `with_…` gives a new
/// request with that option, beside the one that it was called on.
#[must_use = "a request does nothing until it is sent"]
pub struct Request<T> {
    pub(super) client: Client,
    pub(super) call: Call,
    pub(super) options: Option<Arc<Options>>,
    answer: PhantomData<fn() -> T>,
}

impl<T> Request<T> {
    /// For a call.
    #[doc(hidden)]
    pub fn new(client: &Client, call: Call) -> Request<T> {
        Request { client: client.clone(), call, options: None, answer: PhantomData }
    }

    /// Gives a parameter, see [`Call::set`].
    pub(crate) fn set(&mut self, index: usize, value: &dyn Field) {
        self.call.set(index, value);
    }

    /// Gives a member of the body, see [`Call::member`].
    pub(crate) fn member(&mut self, index: usize, value: &dyn Field) {
        self.call.member(index, value);
    }

    /// Gives the body, see [`Call::set_body`].
    pub(crate) fn set_body(&mut self, value: &dyn Field) {
        self.call.set_body(value);
    }

    /// What is carried out.
    #[cfg(feature = "testing")]
    pub(crate) fn operation(&self) -> &'static crate::runtime::call::Operation {
        self.call.operation()
    }

    pub(super) fn with(&self, change: impl FnOnce(&mut Options)) -> Self {
        let mut options = self.options().clone();
        change(&mut options);
        Request { options: Some(Arc::new(options)), ..self.clone() }
    }

    /// With this time for one try, from sending to the last byte of the answer.
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        self.with(|options| options.timeout = Some(timeout))
    }

    /// With this time for the whole call, all its tries together.
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        self.with(|options| options.deadline = Some(deadline))
    }

    /// With this time between two parts of a body that streams.
    pub fn with_idle_timeout(&self, timeout: Duration) -> Self {
        self.with(|options| options.idle = Some(timeout))
    }

    /// Tried again at most so often, see [`ClientBuilder::retries`](super::ClientBuilder::retries); 0: never.
    pub fn with_retries(&self, retries: u32) -> Self {
        self.with(|options| options.retries = Some(retries))
    }

    /// With at most so many bytes of an answer, decompressed.
    pub fn with_answer_limit(&self, bytes: u64) -> Self {
        self.with(|options| options.answer_limit = Some(bytes))
    }

    /// With a header, in place of one of that name.
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        self.with(|options| options.header(name, value))
    }

    /// With a further part of the query, behind the others.
    pub fn with_query(&self, name: &str, value: &str) -> Self {
        self.with(|options| options.query.push((name.to_owned(), value.to_owned())))
    }

    /// Tells `progress` how many bytes of the body were handed to the connection, and of how many, where that is known. A further try begins
    /// from the start. With `download_to` it is told of the bytes that are in the file instead.
    pub fn with_progress(&self, progress: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        self.with(|options| options.progress = Some(Watcher(Arc::new(progress))))
    }

    /// The same request, answering with status and headers beside the body.
    pub fn with_response(&self) -> Request<Response<T>> {
        Request {
            client: self.client.clone(),
            call: self.call.clone(),
            options: self.options.clone(),
            answer: PhantomData,
        }
    }

    /// The request as a command line of a POSIX shell, secrets as `$NAMES`. It sends the same bytes: what is no text is piped in by `printf`, what is a
    /// file is read from it; what comes only once is to stand in the file `BODY`.
    ///
    /// # Errors
    /// What is missing or cannot be sent.
    pub fn curl(&self) -> Result<String, Error> {
        let plan = self.plan()?;
        Ok(curl::command(&plan, &self.client))
    }

    /// Whether it is the same request of the same client: operation, arguments and options.
    #[must_use]
    pub fn is_same(&self, other: &Request<T>) -> bool {
        self == other
    }

    pub(super) fn options(&self) -> &Options {
        self.options.as_deref().unwrap_or(&NONE)
    }

    fn plan(&self) -> Result<Box<Plan>, Error> {
        plan::plan(&self.client, &self.call, self.options())
    }
}

#[cfg(feature = "async")]
impl<T: FromReply> Request<T> {
    /// Sends it: a future that owns all it needs, so that it can be spawned.
    pub fn send(&self) -> super::Sending<T> {
        super::Sending::new(&self.client, self.plan())
    }
}

#[cfg(feature = "blocking")]
impl<T: FromReply> Request<T> {
    /// Sends it, and waits on this thread. No async runtime is needed, and none gets in the way.
    ///
    /// # Errors
    /// Whatever went wrong: see [`Error`].
    pub fn send_blocking(&self) -> Result<T, Error> {
        let plan = self.plan()?;
        let transport = self.client.blocking_transport()?;
        T::from_reply(&crate::runtime::transport::drive_blocking(&*transport, plan)?.0)
    }
}

/// Answers as they arrive.
impl<T> Request<T> {
    /// The options, for an answer that is read as it arrives.
    pub(super) fn streaming(&self) -> Options {
        Options { streams: true, ..self.options().clone() }
    }

    /// Sends it, and gives the body of the answer as it arrives: no limit of bytes, and of time only between two parts of it.
    ///
    /// # Errors
    /// Whatever went wrong before the body: see [`Error`].
    #[cfg(feature = "async")]
    pub async fn open(&self) -> Result<Response<Body>, Error> {
        let plan = plan::plan(&self.client, &self.call, &self.streaming())?;
        let (reply, chunks) = crate::runtime::transport::drive(self.client.transport()?, plan).await?;
        Ok(Response::of(&reply.clone(), Body::new(reply, chunks)))
    }

    /// As `open`, while the thread waits.
    ///
    /// # Errors
    /// Whatever went wrong before the body: see [`Error`].
    #[cfg(feature = "blocking")]
    pub fn open_blocking(&self) -> Result<Response<BlockingBody>, Error> {
        let plan = plan::plan(&self.client, &self.call, &self.streaming())?;
        let transport = self.client.blocking_transport()?;
        let (reply, chunks) = crate::runtime::transport::drive_blocking(&*transport, plan)?;
        Ok(Response::of(&reply.clone(), BlockingBody::new(reply, chunks)))
    }
}

#[cfg(feature = "async")]
impl<T: FromReply> IntoFuture for Request<T> {
    type Output = Result<T, Error>;
    type IntoFuture = super::Sending<T>;
    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Request {
            client: self.client.clone(),
            call: self.call.clone(),
            options: self.options.clone(),
            answer: PhantomData,
        }
    }
}

impl<T> PartialEq for Request<T> {
    /// The same request of the same client: operation, arguments and options. Those of operations are compared by [`Request::is_same`].
    fn eq(&self, other: &Request<T>) -> bool {
        Arc::ptr_eq(&self.client.0, &other.client.0) && self.call == other.call && self.options() == other.options()
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.call, f)
    }
}
