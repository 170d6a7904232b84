//! The seam to the network: what carries a request and brings an answer, and what drives a call through it.
//!
//! | | `async` (reqwest) | `blocking` (ureq) |
//! |---|---|---|
//! | trusted roots | the platform's, and `root_certificate` beside | the same; with one of your own the platform's as files |
//! | crypto | rustls with aws-lc | rustls with aws-lc |
//! | protocol | HTTP/1.1; with the feature `http2` what ALPN agrees on (RFC 7301) | HTTP/1.1 |
//! | proxies | `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY` | the same |
//! | through a proxy | absolute-form for `http` URLs, CONNECT for `https` | the same |
//! | head of a response | at most 100 fields and 64 KiB | the same |
//! | feature `gzip` | asks for gzip, decompresses `gzip` and `x-gzip` | the same |
//! | redirects, retries, errors by status | off: the core decides | off: the core decides |
//!
//! On wasm32 `async` is the browser's `fetch`: it follows redirects itself, and bodies come whole.
//!
//! What stands in front of it is a [`Middleware`]; ready ones are [`RateLimit`] and, with the feature `tracing`, `Tracing`.
//!
//! A transport of your own, for tests or for another library, is given to the builder. [`transport_fn`] makes one
//! of a function, so that tests need no network.

#[cfg(feature = "blocking")]
mod blocking;
mod closure;
#[cfg(feature = "async")]
mod driver;
#[cfg(feature = "blocking")]
mod driver_blocking;
#[cfg(feature = "blocking")]
mod forward;
#[cfg(any(feature = "async", feature = "blocking"))]
mod gathered;
#[cfg(all(feature = "gzip", any(all(feature = "async", not(target_arch = "wasm32")), feature = "blocking")))]
mod gzip;
#[cfg(any(all(feature = "async", not(target_arch = "wasm32")), feature = "blocking"))]
mod head;
#[cfg(all(feature = "async", not(target_arch = "wasm32")))]
mod limit;
mod middleware;
mod outgoing;
#[cfg(all(feature = "async", target_arch = "wasm32"))]
mod over_fetch;
#[cfg(all(feature = "async", not(target_arch = "wasm32")))]
mod over_reqwest;
#[cfg(feature = "blocking")]
mod proxies;
mod rate_limit;
mod sleep;
#[cfg(feature = "rustls")]
mod tls;
#[cfg(feature = "tracing")]
mod tracing;

use std::time::Duration;

pub use crate::call::Payload;
pub use crate::core::{Attempt, BlockingChunks, BoxFuture, Chunks, Fault, FaultKind, Limits, Now, Upload};
pub use closure::{FnTransport, transport_fn};

#[cfg(feature = "tracing")]
pub use self::tracing::Tracing;
#[cfg(feature = "blocking")]
pub use blocking::UreqTransport;
#[cfg(feature = "async")]
pub(super) use driver::{Driven, drive};
#[cfg(feature = "blocking")]
pub(super) use driver_blocking::drive_blocking;
pub use middleware::Middleware;
#[cfg(feature = "async")]
pub(super) use middleware::layered;
#[cfg(feature = "blocking")]
pub(super) use middleware::layered_blocking;
pub use outgoing::Outgoing;
#[cfg(feature = "testing")]
pub(super) use outgoing::{gather, gather_blocking};
#[cfg(all(feature = "async", target_arch = "wasm32"))]
pub use over_fetch::ReqwestTransport;
#[cfg(all(feature = "async", not(target_arch = "wasm32")))]
pub use over_reqwest::ReqwestTransport;
pub use rate_limit::RateLimit;

/// What comes of a try: status, headers and a live body.
pub type TransportResponse = http::Response<Box<dyn Chunks>>;
/// The same, for threads that wait.
pub type BlockingTransportResponse = http::Response<Box<dyn BlockingChunks>>;

/// Carries requests without blocking.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request of a try and gives status, headers and the body in chunks. Limits of time are the transport's
    /// to keep: `limits.total` runs until the last chunk, or until the headers where there is a `limits.idle`;
    /// where there is a `limits.upload`, from the end of the request's body on.
    ///
    /// It is called while a call is polled, so that the async runtime of the call is there.
    fn send(&self, attempt: Attempt) -> BoxFuture<'static, Result<TransportResponse, Fault>>;

    /// What time it is; tests have a clock of their own.
    fn now(&self) -> Now {
        Now::here()
    }

    /// Lets time pass.
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        sleep::sleep(time)
    }
}

/// Carries requests while the thread waits.
pub trait BlockingTransport: Send + Sync + 'static {
    /// As [`Transport::send`].
    ///
    /// # Errors
    /// Why there is no answer.
    fn send(&self, attempt: Attempt) -> Result<BlockingTransportResponse, Fault>;

    /// As [`Transport::now`].
    fn now(&self) -> Now {
        Now::here()
    }

    /// Lets time pass.
    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// The methods that say their length even where it is 0 (RFC 9110 section 8.6).
#[cfg(any(all(feature = "async", not(target_arch = "wasm32")), feature = "blocking"))]
fn has_body(method: &http::Method) -> bool {
    matches!(*method, http::Method::POST | http::Method::PUT | http::Method::PATCH)
}

/// What is said of an `https` address where nothing of this build speaks TLS: the libraries' own words ("scheme is not http") name no way out.
#[cfg(all(any(all(feature = "async", not(target_arch = "wasm32")), feature = "blocking"), not(feature = "rustls")))]
fn without_tls() -> Fault {
    let what = "https needs TLS, which this build lacks; turn on the feature `rustls` of the client's crate";
    Fault { kind: FaultKind::Refused, source: what.into() }
}

/// Returns `true` if TLS rejected the received data.
#[cfg(all(feature = "async", not(target_arch = "wasm32")))]
fn is_tls(error: &std::io::Error) -> bool {
    #[cfg(feature = "rustls")]
    return error.get_ref().is_some_and(|inside| inside.is::<rustls::Error>());
    #[cfg(not(feature = "rustls"))]
    return error.get_ref().is_none();
}

/// Whether the cause is a certificate: rustls reports that by itself, or inside of an error of IO, whose own `source` is
/// that of what it holds.
#[cfg(any(all(feature = "async", not(target_arch = "wasm32")), feature = "blocking"))]
fn is_trust(error: &(dyn std::error::Error + 'static)) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    if io.is_some_and(|io| io.kind() == std::io::ErrorKind::InvalidData) {
        return true;
    }
    #[cfg(feature = "rustls")]
    if error.is::<rustls::Error>() {
        return true;
    }
    let inside = io.and_then(std::io::Error::get_ref).map(|inside| inside as &(dyn std::error::Error + 'static));
    inside.or_else(|| error.source()).is_some_and(is_trust)
}
