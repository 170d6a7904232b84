//! The client as its users see it: how it is set up, what a request can do, what an answer holds.

mod base;
#[cfg(any(feature = "async", feature = "blocking"))]
mod body;
mod builder;
mod common;
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
#[cfg(feature = "async")]
mod many;
#[cfg(feature = "blocking")]
mod many_blocking;
mod options;
#[cfg(all(feature = "pages", any(feature = "async", feature = "blocking")))]
mod pager;
#[cfg(all(feature = "async", feature = "pages"))]
mod pages;
#[cfg(all(feature = "blocking", feature = "pages"))]
mod pages_blocking;
#[cfg(all(feature = "download", any(feature = "async", feature = "blocking")))]
mod part;
mod plan;
mod prepared;
mod request;
mod response;
#[cfg(feature = "async")]
mod sending;
mod shell;
mod untyped;

use std::fmt;
use std::sync::Arc;
#[cfg(any(feature = "async", feature = "blocking"))]
use std::sync::OnceLock;
use std::time::Duration;

use http::HeaderMap;

#[cfg(feature = "blocking")]
pub use body::BlockingBody;
#[cfg(feature = "async")]
pub use body::Body;
pub use builder::ClientBuilder;
pub use common::CommonRequest;
#[cfg(all(feature = "async", feature = "stream"))]
pub use events::Events;
#[cfg(all(feature = "blocking", feature = "stream"))]
pub use events_blocking::BlockingEvents;
pub use header::Header;
#[cfg(feature = "async")]
pub use many::{SendAll, send_all};
#[cfg(feature = "blocking")]
pub use many_blocking::{BlockingRequest, send_all_blocking};
#[cfg(all(feature = "async", feature = "pages"))]
pub use pages::{Items, Pages};
#[cfg(all(feature = "blocking", feature = "pages"))]
pub use pages_blocking::{BlockingItems, BlockingPages};
pub use request::Request;
pub use response::{FromResponse, Response};
#[cfg(feature = "async")]
pub use sending::ResponseFuture;

use crate::call::Api;
#[cfg(any(feature = "async", feature = "blocking"))]
use crate::error::Error;
use crate::transport::Middleware;
#[cfg(feature = "blocking")]
use crate::transport::{BlockingTransport, layered_blocking};
#[cfg(feature = "async")]
use crate::transport::{Transport, layered};
use base::Base;
use credentials::Credentials;
use prepared::Memo;

/// A client. Cheap to clone: all clones share connections and settings.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    api: &'static Api,
    /// The base URL that was given; `None`: the description's own.
    base: Option<Base>,
    /// The variables of the description's servers that were given.
    variables: Vec<(String, String)>,
    headers: HeaderMap,
    credentials: Credentials,
    memo: Memo,
    timeout: Duration,
    connect_timeout: Duration,
    idle_timeout: Duration,
    deadline: Option<Duration>,
    retries: u32,
    response_limit: u64,
    /// What stands in front of the transport, the first outermost.
    middleware: Vec<Arc<dyn Middleware>>,
    /// Further roots to trust, DER.
    roots: Vec<Vec<u8>>,
    #[cfg(feature = "async")]
    transport: OnceLock<Arc<dyn Transport>>,
    #[cfg(feature = "blocking")]
    blocking_transport: OnceLock<Arc<dyn BlockingTransport>>,
}

impl Client {
    /// The transport for async requests, made when it is first needed: reading the platform's roots takes time.
    #[cfg(feature = "async")]
    #[inline]
    fn transport(&self) -> Result<Arc<dyn Transport>, Error> {
        if let Some(transport) = self.0.transport.get() {
            return Ok(transport.clone());
        }
        let made = crate::transport::ReqwestTransport::new(&self.0.roots, self.0.connect_timeout)?;
        Ok(self.0.transport.get_or_init(|| layered(&self.0.middleware, Arc::new(made))).clone())
    }

    /// The transport for blocking requests, made when it is first needed.
    #[cfg(feature = "blocking")]
    fn blocking_transport(&self) -> Result<Arc<dyn BlockingTransport>, Error> {
        if let Some(transport) = self.0.blocking_transport.get() {
            return Ok(transport.clone());
        }
        let made = crate::transport::UreqTransport::new(&self.0.roots, self.0.connect_timeout)?;
        Ok(self.0.blocking_transport.get_or_init(|| layered_blocking(&self.0.middleware, Arc::new(made))).clone())
    }

    /// Lets time pass, under any executor and on the clock of the client's transport: between two looks at what takes a while.
    ///
    /// # Errors
    /// Where the client has no transport and none can be made.
    #[cfg(feature = "async")]
    pub async fn sleep(&self, time: Duration) -> Result<(), Error> {
        self.transport()?.sleep(time).await;
        Ok(())
    }

    /// As `sleep`, while the thread waits.
    ///
    /// # Errors
    /// As there.
    #[cfg(feature = "blocking")]
    pub fn sleep_blocking(&self, time: Duration) -> Result<(), Error> {
        self.blocking_transport()?.sleep(time);
        Ok(())
    }
}

impl fmt::Debug for Client {
    /// Without secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base = self.0.base.as_ref().map(Base::as_str);
        f.debug_struct("Client")
            .field("base_url", &base)
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}
