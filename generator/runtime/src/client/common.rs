//! [`CommonRequest`]: what all requests have in common, whatever their operation: options, and the ways to send. Must not know
//! setters, which a generated client adds in types of its own.

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
use super::response::FromResponse;
use super::response::Response;
use super::{Client, Request, curl, plan};
use crate::call::Call;
use crate::core::Plan;
use crate::error::Error;
use crate::value::Field;

/// The part that all requests have in common: options, and the ways to send them.
///
/// Each operation with setters has a request type `R` of its own, and the others have [`Request`]. They dereference to this type. The options
/// (`with_…`) return `R` again, so that setters and options can be called in any order; the request that they are called on stays as it is.
#[must_use = "a request does nothing until it is sent"]
pub struct CommonRequest<T, R> {
    pub(super) client: Client,
    pub(super) call: Call,
    pub(super) options: Option<Arc<Options>>,
    kind: PhantomData<fn() -> (T, R)>,
}

impl<T, R> CommonRequest<T, R> {
    /// Creates the request of a call.
    #[doc(hidden)]
    pub fn new(client: &Client, call: Call) -> CommonRequest<T, R> {
        CommonRequest { client: client.clone(), call, options: None, kind: PhantomData }
    }

    /// Sets a parameter, see [`Call::set`].
    #[doc(hidden)]
    pub fn set(&mut self, index: usize, value: &dyn Field) {
        self.call.set(index, value);
    }

    /// Sets a property of the body, see [`Call::member`].
    #[doc(hidden)]
    pub fn set_property(&mut self, index: usize, value: &dyn Field) {
        self.call.set_property(index, value);
    }

    /// Sets the body, see [`Call::set_body`].
    #[doc(hidden)]
    pub fn set_body(&mut self, value: &dyn Field) {
        self.call.set_body(value);
    }

    /// Returns the operation.
    #[cfg(feature = "testing")]
    pub(crate) fn operation(&self) -> &'static crate::call::Operation {
        self.call.operation()
    }

    /// Returns the request without its setters: the type that all requests that return a `T` have in common.
    pub fn to_request(&self) -> Request<T> {
        Request(self.of_kind())
    }

    /// The same request, of another kind or with another output.
    fn of_kind<U, S>(&self) -> CommonRequest<U, S> {
        CommonRequest {
            client: self.client.clone(),
            call: self.call.clone(),
            options: self.options.clone(),
            kind: PhantomData,
        }
    }
}

/// Options of a single request. They take precedence over those of the client.
impl<T, R: From<CommonRequest<T, R>>> CommonRequest<T, R> {
    pub(super) fn with(&self, change: impl FnOnce(&mut Options)) -> R {
        let mut options = self.options().clone();
        change(&mut options);
        R::from(CommonRequest { options: Some(Arc::new(options)), ..self.clone() })
    }

    /// Sets the timeout of each attempt, from connecting to the last byte of the response.
    pub fn with_timeout(&self, timeout: Duration) -> R {
        self.with(|options| options.timeout = Some(timeout))
    }

    /// Sets the deadline of the whole call: all attempts and the delays between them.
    pub fn with_deadline(&self, deadline: Duration) -> R {
        self.with(|options| options.deadline = Some(deadline))
    }

    /// Sets the longest time between two chunks of a streamed body.
    pub fn with_idle_timeout(&self, timeout: Duration) -> R {
        self.with(|options| options.idle = Some(timeout))
    }

    /// Sets how many times a failed attempt is retried. `0` disables retries.
    pub fn with_retries(&self, retries: u32) -> R {
        self.with(|options| options.retries = Some(retries))
    }

    /// Limits the size of the decompressed response body, in bytes.
    pub fn with_response_limit(&self, bytes: u64) -> R {
        self.with(|options| options.response_limit = Some(bytes))
    }

    /// Sets a header. It replaces a header of the same name.
    pub fn with_header(&self, name: &str, value: &str) -> R {
        self.with(|options| options.header(name, value))
    }

    /// Appends a query parameter.
    pub fn with_query(&self, name: &str, value: &str) -> R {
        self.with(|options| options.query.push((name.to_owned(), value.to_owned())))
    }

    /// Calls `progress` with the number of bytes of the body that were sent so far, and their total if it is known. A retry starts
    /// at zero. For `download_to`, the numbers are those of the file instead.
    pub fn with_progress(&self, progress: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> R {
        self.with(|options| options.progress = Some(Watcher(Arc::new(progress))))
    }
}

impl<T, R> CommonRequest<T, R> {
    /// Returns the same request with a [`Response`] as its output: status and headers besides the body. Setters come before it.
    pub fn with_response(&self) -> Request<Response<T>> {
        Request(self.of_kind())
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
    pub fn same_as(&self, other: &CommonRequest<T, R>) -> bool {
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
impl<T: FromResponse, R> CommonRequest<T, R> {
    /// Sends it: a future that owns all it needs, so that it can be spawned.
    pub fn send(&self) -> super::ResponseFuture<T> {
        super::ResponseFuture::new(&self.client, self.plan())
    }
}

#[cfg(feature = "blocking")]
impl<T: FromResponse, R> CommonRequest<T, R> {
    /// Sends it, and waits on this thread. No async runtime is needed, and none gets in the way.
    ///
    /// # Errors
    /// Whatever went wrong: see [`Error`].
    pub fn send_blocking(&self) -> Result<T, Error> {
        let plan = self.plan()?;
        let transport = self.client.blocking_transport()?;
        T::from_response(&crate::transport::drive_blocking(&*transport, plan)?.0)
    }
}

/// Answers as they arrive.
impl<T, R> CommonRequest<T, R> {
    /// The options, for an answer that is read as it arrives.
    pub(super) fn streaming(&self) -> Options {
        Options { streams: true, ..self.options().clone() }
    }

    /// Sends it, and gives the body of the answer as it arrives: no limit of bytes, and of time only between two parts of it.
    ///
    /// # Errors
    /// Whatever went wrong before the body: see [`Error`].
    #[cfg(feature = "async")]
    pub async fn send_streaming(&self) -> Result<Response<Body>, Error> {
        let plan = plan::plan(&self.client, &self.call, &self.streaming())?;
        let (reply, chunks) = crate::transport::drive(self.client.transport()?, plan).await?;
        Ok(Response::of(&reply.clone(), Body::new(reply, chunks)))
    }

    /// As `send_streaming`, while the thread waits.
    ///
    /// # Errors
    /// Whatever went wrong before the body: see [`Error`].
    #[cfg(feature = "blocking")]
    pub fn send_streaming_blocking(&self) -> Result<Response<BlockingBody>, Error> {
        let plan = plan::plan(&self.client, &self.call, &self.streaming())?;
        let transport = self.client.blocking_transport()?;
        let (reply, chunks) = crate::transport::drive_blocking(&*transport, plan)?;
        Ok(Response::of(&reply.clone(), BlockingBody::new(reply, chunks)))
    }
}

impl<T, R> Clone for CommonRequest<T, R> {
    fn clone(&self) -> Self {
        self.of_kind()
    }
}

impl<T, R> PartialEq for CommonRequest<T, R> {
    /// Returns `true` if both requests have the same client, operation, arguments and options. The types of operations are compared by
    /// [`CommonRequest::same_as`].
    fn eq(&self, other: &CommonRequest<T, R>) -> bool {
        Arc::ptr_eq(&self.client.0, &other.client.0) && self.call == other.call && self.options() == other.options()
    }
}

impl<T, R> fmt::Debug for CommonRequest<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.call, f)
    }
}
