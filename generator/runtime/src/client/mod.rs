//! The client as its users see it: setup, requests and responses. Must not know when a call is
//! retried or redirected (`machine`).

mod base_url;
mod builder;
mod builder_credentials;
mod common;
mod create_plan;
mod credentials;
mod curl;
#[cfg(all(feature = "download", any(feature = "async", feature = "blocking")))]
mod download;
mod environment;
#[cfg(all(feature = "async", feature = "stream"))]
mod events;
#[cfg(all(feature = "blocking", feature = "stream"))]
mod events_blocking;
#[cfg(all(feature = "stream", any(feature = "async", feature = "blocking")))]
mod feed;
mod header;
mod options;
mod overrides;
#[cfg(all(feature = "pages", any(feature = "async", feature = "blocking")))]
mod pager;
#[cfg(all(feature = "async", feature = "pages"))]
mod pages;
#[cfg(all(feature = "blocking", feature = "pages"))]
mod pages_blocking;
#[cfg(all(feature = "download", any(feature = "async", feature = "blocking")))]
mod partial_file;
mod prepared;
mod request;
mod response;
#[cfg(feature = "async")]
mod response_future;
#[cfg(feature = "async")]
mod send_all;
#[cfg(feature = "blocking")]
mod send_all_blocking;
mod shell;
#[cfg(any(feature = "async", feature = "blocking"))]
mod streamed_body;
mod untyped;

use std::fmt;
use std::sync::Arc;
#[cfg(any(feature = "async", feature = "blocking"))]
use std::sync::OnceLock;
use std::time::Duration;

use http::HeaderMap;

pub use builder::ClientBuilder;
pub use common::CommonRequest;
#[cfg(all(feature = "async", feature = "stream"))]
pub use events::Events;
#[cfg(all(feature = "blocking", feature = "stream"))]
pub use events_blocking::BlockingEvents;
pub use header::Header;
#[cfg(all(feature = "async", feature = "pages"))]
pub use pages::{Items, Pages};
#[cfg(all(feature = "blocking", feature = "pages"))]
pub use pages_blocking::{BlockingItems, BlockingPages};
pub use request::Request;
pub use response::{FromResponse, Response};
#[cfg(feature = "async")]
pub use response_future::ResponseFuture;
#[cfg(feature = "async")]
pub use send_all::{SendAll, send_all};
#[cfg(feature = "blocking")]
pub use send_all_blocking::{BlockingRequest, send_all_blocking};
#[cfg(feature = "blocking")]
pub use streamed_body::BlockingBody;
#[cfg(feature = "async")]
pub use streamed_body::Body;

use crate::call::Api;
#[cfg(any(feature = "async", feature = "blocking"))]
use crate::error::Error;
use crate::transport::Middleware;
#[cfg(feature = "blocking")]
use crate::transport::{BlockingTransport, layered_blocking};
#[cfg(feature = "async")]
use crate::transport::{Transport, layered};
use base_url::BaseUrl;
use credentials::Credentials;
use prepared::PreparedOperations;

/// A client of an API. Clones are cheap and share connections and settings.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    api: &'static Api,
    /// The base URL that was set; `None` for the description's own.
    base: Option<BaseUrl>,
    /// The values of server variables.
    variables: Vec<(String, String)>,
    headers: HeaderMap,
    credentials: Credentials,
    prepared: PreparedOperations,
    timeout: Duration,
    connect_timeout: Duration,
    idle_timeout: Duration,
    deadline: Option<Duration>,
    retries: u32,
    response_limit: u64,
    /// The middleware in front of the transport. The first one is the outermost.
    middleware: Vec<Arc<dyn Middleware>>,
    /// Additional trusted root certificates, in DER.
    roots: Vec<Vec<u8>>,
    #[cfg(feature = "async")]
    transport: OnceLock<Arc<dyn Transport>>,
    #[cfg(feature = "blocking")]
    blocking_transport: OnceLock<Arc<dyn BlockingTransport>>,
}

impl Client {
    /// Returns the transport for async requests. It is created when it is first needed, because
    /// reading the platform's root certificates takes time.
    #[cfg(feature = "async")]
    #[inline]
    fn transport(&self) -> Result<Arc<dyn Transport>, Error> {
        if let Some(transport) = self.0.transport.get() {
            return Ok(transport.clone());
        }
        let made = crate::transport::ReqwestTransport::new(&self.0.roots, self.0.connect_timeout)?;
        Ok(self.0.transport.get_or_init(|| layered(&self.0.middleware, Arc::new(made))).clone())
    }

    /// Returns the transport for blocking requests. It is created when it is first needed.
    #[cfg(feature = "blocking")]
    fn blocking_transport(&self) -> Result<Arc<dyn BlockingTransport>, Error> {
        if let Some(transport) = self.0.blocking_transport.get() {
            return Ok(transport.clone());
        }
        let made = crate::transport::UreqTransport::new(&self.0.roots, self.0.connect_timeout)?;
        Ok(self.0.blocking_transport.get_or_init(|| layered_blocking(&self.0.middleware, Arc::new(made))).clone())
    }

    /// Waits for a time, for example between two polls of a long operation. It works with any async
    /// executor, and uses the clock of the client's transport.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config) if the transport cannot be
    /// created.
    #[cfg(feature = "async")]
    pub async fn sleep(&self, time: Duration) -> Result<(), Error> {
        self.transport()?.sleep(time).await;
        Ok(())
    }

    /// Blocks the thread for a time, for example between two polls of a long operation. It uses the
    /// clock of the client's transport.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config) if the transport cannot be
    /// created.
    #[cfg(feature = "blocking")]
    pub fn sleep_blocking(&self, time: Duration) -> Result<(), Error> {
        self.blocking_transport()?.sleep(time);
        Ok(())
    }
}

impl fmt::Debug for Client {
    /// Omits secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base = self.0.base.as_ref().map(BaseUrl::as_str);
        f.debug_struct("Client")
            .field("base_url", &base)
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}
