//! [`CommonRequest`]: the options of all requests, and the ways to send them. Must not know
//! setters, which generated code adds in types of its own.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::create_plan::create_plan;
use super::options::{DEFAULT, Options, ProgressCallback};
#[cfg(any(feature = "async", feature = "blocking"))]
use super::response::FromResponse;
use super::response::Response;
#[cfg(feature = "blocking")]
use super::streamed_body::BlockingBody;
#[cfg(feature = "async")]
use super::streamed_body::Body;
use super::{Client, Request, curl};
use crate::call::Call;
use crate::error::Error;
use crate::machine::{CallPlan, ResponseBody};
use crate::value::Field;

/// A request with its options.
///
/// Each operation with setters has a request type `R` of its own; the others have [`Request`]. All
/// of them dereference to this type. The options (`with_…`) return a new request of type `R`, so
/// that setters and options can be called in any order.
#[must_use = "a request does nothing until it is sent"]
pub struct CommonRequest<T, R> {
    pub(super) client: Client,
    pub(super) call: Call,
    pub(super) options: Option<Arc<Options>>,
    output: PhantomData<fn() -> (T, R)>,
}

impl<T, R> CommonRequest<T, R> {
    /// Creates the request of a call.
    #[doc(hidden)]
    pub fn new(client: &Client, call: Call) -> CommonRequest<T, R> {
        CommonRequest { client: client.clone(), call, options: None, output: PhantomData }
    }

    /// Sets a parameter, see [`Call::set`].
    #[doc(hidden)]
    pub fn set(&mut self, index: usize, value: &dyn Field) {
        self.call.set(index, value);
    }

    /// Sets a property of the body, see [`Call::set_property`].
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

    /// Returns the request without its setters: the type that all requests that return a `T` have
    /// in common.
    pub fn to_request(&self) -> Request<T> {
        Request(self.convert())
    }

    /// Returns the same request as another type, or with another output.
    fn convert<U, S>(&self) -> CommonRequest<U, S> {
        CommonRequest {
            client: self.client.clone(),
            call: self.call.clone(),
            options: self.options.clone(),
            output: PhantomData,
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

    /// Sets the timeout of each attempt, from connecting to the last byte of the response. Default:
    /// the client's, 60 seconds.
    pub fn with_timeout(&self, timeout: Duration) -> R {
        self.with(|options| options.timeout = Some(timeout))
    }

    /// Sets the deadline of the whole call: all attempts and the delays between them. Default: the
    /// client's, none.
    pub fn with_deadline(&self, deadline: Duration) -> R {
        self.with(|options| options.deadline = Some(deadline))
    }

    /// Sets the longest time between two chunks of a streamed body. Default: the client's, 60
    /// seconds.
    pub fn with_idle_timeout(&self, timeout: Duration) -> R {
        self.with(|options| options.idle = Some(timeout))
    }

    /// Sets how many times a failed attempt is retried; `0` disables retries. Default: the
    /// client's, 2.
    pub fn with_retries(&self, retries: u32) -> R {
        self.with(|options| options.retries = Some(retries))
    }

    /// Limits the size of the decompressed response body, in bytes. Default: the client's, 128 MiB.
    pub fn with_response_limit(&self, bytes: u64) -> R {
        self.with(|options| options.response_limit = Some(bytes))
    }

    /// Sets a header. It replaces a header of the same name. An invalid name or value fails when
    /// the request is sent.
    pub fn with_header(&self, name: &str, value: &str) -> R {
        self.with(|options| options.header(name, value))
    }

    /// Appends a query parameter. Name and value are percent-encoded.
    pub fn with_query(&self, name: &str, value: &str) -> R {
        self.with(|options| options.query.push((name.to_owned(), value.to_owned())))
    }

    /// Calls `progress` with the number of bytes of the request body sent so far, and the total if
    /// it is known. A retry starts at zero. For `download_to`, the numbers are those of the file
    /// instead.
    pub fn with_progress(&self, progress: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> R {
        self.with(|options| options.progress = Some(ProgressCallback(Arc::new(progress))))
    }
}

impl<T, R> CommonRequest<T, R> {
    /// Returns the request with [`Response<T>`](Response) as its output: the body with status and
    /// headers. Call it after the setters.
    pub fn with_response(&self) -> Request<Response<T>> {
        Request(self.convert())
    }

    /// Returns the request as a `curl` command for a POSIX shell. Secrets are replaced by shell
    /// variables (`$TOKEN`).
    ///
    /// The command sends the same bytes as the request. Binary data is piped in by `printf`, and
    /// files are read. A body that can be read only once has to be in the file `BODY`.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config) if something required is missing
    /// or cannot be sent.
    pub fn curl(&self) -> Result<String, Error> {
        let plan = self.plan()?;
        Ok(curl::command(&plan, &self.client))
    }

    /// Returns `true` if both requests have the same client, operation, arguments and options.
    #[must_use]
    pub fn same_as(&self, other: &CommonRequest<T, R>) -> bool {
        self == other
    }

    pub(super) fn options(&self) -> &Options {
        self.options.as_deref().unwrap_or(&DEFAULT)
    }

    fn plan(&self) -> Result<Box<CallPlan>, Error> {
        create_plan(&self.client, &self.call, self.options())
    }
}

#[cfg(feature = "async")]
impl<T: FromResponse, R> CommonRequest<T, R> {
    /// Sends the request. The returned future owns everything that it needs, so that it can be
    /// spawned.
    ///
    /// Awaiting the request itself does the same.
    pub fn send(&self) -> super::ResponseFuture<T> {
        super::ResponseFuture::new(&self.client, self.plan())
    }
}

#[cfg(feature = "blocking")]
impl<T: FromResponse, R> CommonRequest<T, R> {
    /// Sends the request and blocks the thread until the response is complete. It neither needs nor
    /// disturbs an async runtime.
    ///
    /// # Errors
    ///
    /// Fails if the request cannot be sent, or if the response is not a success that matches the
    /// description. See [`ErrorKind`](crate::ErrorKind).
    pub fn send_blocking(&self) -> Result<T::Output, Error> {
        let plan = self.plan()?;
        let transport = self.client.blocking_transport()?;
        T::from_response(&crate::transport::drive_blocking(&*transport, plan)?.0)
    }
}

/// Streamed responses.
impl<T, R> CommonRequest<T, R> {
    /// Returns the options for a streamed response.
    pub(super) fn streaming_options(&self) -> Options {
        Options { response_body: ResponseBody::Streamed, ..self.options().clone() }
    }

    /// Sends the request and returns the response body as it arrives. Its size is not limited, and
    /// only the time between two chunks is
    /// ([`with_idle_timeout`](CommonRequest::with_idle_timeout)).
    ///
    /// # Errors
    ///
    /// Fails if there is no successful response. See [`ErrorKind`](crate::ErrorKind). Errors of the
    /// body itself are returned by [`Body`].
    #[cfg(feature = "async")]
    pub async fn send_streaming(&self) -> Result<Response<Body>, Error> {
        let plan = create_plan(&self.client, &self.call, &self.streaming_options())?;
        let (response, chunks) = crate::transport::drive(self.client.transport()?, plan).await?;
        Ok(Response::new(&response.clone(), Body::new(response, chunks)))
    }

    /// Sends the request and returns the response body as it arrives, blocking the thread. Its size
    /// is not limited, and only the time between two chunks is.
    ///
    /// # Errors
    ///
    /// Fails if there is no successful response. See [`ErrorKind`](crate::ErrorKind). Errors of the
    /// body itself are returned by [`BlockingBody`].
    #[cfg(feature = "blocking")]
    pub fn send_streaming_blocking(&self) -> Result<Response<BlockingBody>, Error> {
        let plan = create_plan(&self.client, &self.call, &self.streaming_options())?;
        let transport = self.client.blocking_transport()?;
        let (response, chunks) = crate::transport::drive_blocking(&*transport, plan)?;
        Ok(Response::new(&response.clone(), BlockingBody::new(response, chunks)))
    }
}

impl<T, R> Clone for CommonRequest<T, R> {
    fn clone(&self) -> Self {
        self.convert()
    }
}

impl<T, R> PartialEq for CommonRequest<T, R> {
    /// Returns `true` if both requests have the same client, operation, arguments and options. For
    /// the request types of operations, use [`CommonRequest::same_as`].
    fn eq(&self, other: &CommonRequest<T, R>) -> bool {
        Arc::ptr_eq(&self.client.0, &other.client.0) && self.call == other.call && self.options() == other.options()
    }
}

impl<T, R> fmt::Debug for CommonRequest<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.call, f)
    }
}
