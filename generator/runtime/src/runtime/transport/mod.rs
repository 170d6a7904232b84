//! The seam to the network: what carries a request and brings an answer, and what drives a call through it.
//!
//! | | `async` (reqwest) | `blocking` (ureq) |
//! |---|---|---|
//! | trusted roots | the platform's, and [`root_certificate`](crate::runtime::ClientBuilder::root_certificate) beside | the same; with one of your own the platform's as files |
//! | crypto | rustls with aws-lc | rustls with aws-lc |
//! | proxies | `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY` | the same |
//! | redirects, retries, errors by status | off: the core decides | off: the core decides |
//!
//! A transport of your own, for tests or for another library, is given to the builder. [`answer_with`] makes one
//! of a function, so that tests need no network.

#[cfg(feature = "blocking")]
mod blocking;
mod closure;
#[cfg(feature = "async")]
mod driver;
#[cfg(feature = "blocking")]
mod driver_blocking;
#[cfg(feature = "async")]
mod over_reqwest;
#[cfg(feature = "rustls")]
mod tls;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

pub use crate::runtime::core::{Fault, FaultKind, Limits};
pub use closure::{Answering, answer_with};

#[cfg(feature = "blocking")]
pub use blocking::UreqTransport;
#[cfg(feature = "async")]
pub(super) use driver::drive;
#[cfg(feature = "blocking")]
pub(super) use driver_blocking::drive_blocking;
#[cfg(feature = "async")]
pub use over_reqwest::ReqwestTransport;

/// A future of whatever is carried; `Send` but on wasm32, where nothing is.
#[cfg(not(target_arch = "wasm32"))]
pub type Carried<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A future of whatever is carried; `Send` but on wasm32, where nothing is.
#[cfg(target_arch = "wasm32")]
pub type Carried<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Carries requests without blocking.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and gives status, headers and the body in chunks. Limits of time are the transport's
    /// to keep: `limits.total` runs until the last chunk.
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Carried<'static, Result<http::Response<Box<dyn Chunks>>, Fault>>;

    /// A clock that never goes back, from any start.
    fn now(&self) -> Duration {
        clock()
    }
}

/// A body that comes in chunks.
pub trait Chunks: Send {
    /// The next chunk; `None` behind the last.
    fn next(&mut self) -> Carried<'_, Result<Option<Bytes>, Fault>>;
}

/// Carries requests while the thread waits.
pub trait BlockingTransport: Send + Sync + 'static {
    /// As [`Transport::send`].
    ///
    /// # Errors
    /// Why there is no answer.
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Box<dyn BlockingChunks>>, Fault>;

    /// As [`Transport::now`].
    fn now(&self) -> Duration {
        clock()
    }
}

/// A body that comes in chunks while the thread waits.
pub trait BlockingChunks: Send {
    /// As [`Chunks::next`].
    ///
    /// # Errors
    /// Why the body broke off.
    fn next(&mut self) -> Result<Option<Bytes>, Fault>;
}

#[cfg(not(target_arch = "wasm32"))]
fn clock() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// The standard library has no clock there; a transport brings its own.
#[cfg(target_arch = "wasm32")]
fn clock() -> Duration {
    Duration::ZERO
}
