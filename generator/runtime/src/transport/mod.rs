//! Transports: how requests are sent, and middleware around them. A transport must not retry or
//! turn a status into an error: the call does.
//!
//! | | `async` (reqwest) | `blocking` (ureq) |
//! |---|---|---|
//! | trusted root certificates | the platform's, and those of `root_certificate` | the same; with `root_certificate`, the platform's are read as files |
//! | crypto | rustls with aws-lc | rustls with aws-lc |
//! | protocol | HTTP/1.1; with feature `http2` by ALPN (RFC 7301) | HTTP/1.1 |
//! | proxies | `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY` | the same |
//! | through a proxy | absolute-form for `http` URLs, CONNECT for `https` | the same |
//! | head of a response | at most 100 fields and 64 KiB | the same |
//! | feature `gzip` | requests gzip, decompresses `gzip` and `x-gzip` | the same |
//! | redirects, retries, errors by status | off: the call decides | off: the call decides |
//!
//! On wasm32, `async` is the browser's `fetch`: it follows redirects itself, and bodies are read as
//! a whole.
//!
//! [`Middleware`] is code in front of a transport. [`RateLimit`] and, with feature `tracing`,
//! `Tracing` are ready to use.
//!
//! Pass a transport of your own to the builder, for tests or for another library. [`transport_fn`]
//! creates one from a function, so that tests need no network.

#[cfg(any(feature = "async", feature = "blocking"))]
mod body_buffer;
#[cfg(feature = "async")]
mod driver;
#[cfg(feature = "blocking")]
mod driver_blocking;
mod fn_transport;
#[cfg(feature = "blocking")]
mod forward;
#[cfg(all(feature = "gzip", any(all(feature = "async", not(target_arch = "wasm32")), feature = "blocking")))]
mod gzip;
#[cfg(any(all(feature = "async", not(target_arch = "wasm32")), feature = "blocking"))]
mod head;
mod middleware;
#[cfg(all(feature = "async", target_arch = "wasm32"))]
mod over_fetch;
#[cfg(all(feature = "async", not(target_arch = "wasm32")))]
mod over_reqwest;
#[cfg(feature = "blocking")]
mod over_ureq;
mod payload_reader;
#[cfg(feature = "blocking")]
mod proxies;
mod rate_limit;
#[cfg(all(feature = "async", not(target_arch = "wasm32")))]
mod response_timeout;
mod sleep;
#[cfg(feature = "rustls")]
mod tls;
#[cfg(feature = "tracing")]
mod tracing;

use std::time::Duration;

pub use crate::call::Payload;
pub use crate::machine::{Attempt, BlockingChunks, BoxFuture, Chunks, Fault, FaultKind, Now, Timeouts, UploadTimeouts};
pub use fn_transport::{FnTransport, transport_fn};

#[cfg(feature = "tracing")]
pub use self::tracing::Tracing;
#[cfg(feature = "async")]
pub(super) use driver::{CallOutcome, drive};
#[cfg(feature = "blocking")]
pub(super) use driver_blocking::drive_blocking;
pub use middleware::Middleware;
#[cfg(feature = "async")]
pub(super) use middleware::layered;
#[cfg(feature = "blocking")]
pub(super) use middleware::layered_blocking;
#[cfg(all(feature = "async", target_arch = "wasm32"))]
pub use over_fetch::ReqwestTransport;
#[cfg(all(feature = "async", not(target_arch = "wasm32")))]
pub use over_reqwest::ReqwestTransport;
#[cfg(feature = "blocking")]
pub use over_ureq::UreqTransport;
pub use payload_reader::PayloadReader;
#[cfg(feature = "testing")]
pub(super) use payload_reader::{read_payload, read_payload_blocking};
pub use rate_limit::RateLimit;

/// A response of a transport: status, headers, and a body that arrives in chunks.
pub type TransportResponse = http::Response<Box<dyn Chunks>>;
/// A response of a blocking transport: status, headers, and a body that arrives in chunks.
pub type BlockingTransportResponse = http::Response<Box<dyn BlockingChunks>>;

/// Sends requests without blocking.
pub trait Transport: Send + Sync + 'static {
    /// Sends an attempt, and returns status, headers and the body in chunks.
    ///
    /// The transport enforces the timeouts: `timeouts.total` ends with the last chunk, or with the
    /// headers if there is a `timeouts.idle`. If there is a `timeouts.upload`, it starts after the
    /// request body was sent.
    ///
    /// The method is called while a call is polled, so that the async runtime of the call is
    /// available.
    fn send(&self, attempt: Attempt) -> BoxFuture<'static, Result<TransportResponse, Fault>>;

    /// Returns the current time. Transports for tests have a clock of their own.
    fn now(&self) -> Now {
        Now::current()
    }

    /// Waits for a time.
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        sleep::sleep(time)
    }
}

/// Sends requests and blocks the thread.
pub trait BlockingTransport: Send + Sync + 'static {
    /// Sends an attempt, and returns status, headers and the body in chunks. See
    /// [`Transport::send`] for the timeouts.
    ///
    /// # Errors
    ///
    /// Fails if there is no response.
    fn send(&self, attempt: Attempt) -> Result<BlockingTransportResponse, Fault>;

    /// Returns the current time. Transports for tests have a clock of their own.
    fn now(&self) -> Now {
        Now::current()
    }

    /// Blocks the thread for a time.
    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// Returns `true` for methods that send `Content-Length: 0` (RFC 9110, section 8.6).
#[cfg(any(all(feature = "async", not(target_arch = "wasm32")), feature = "blocking"))]
fn has_body(method: &http::Method) -> bool {
    matches!(*method, http::Method::POST | http::Method::PUT | http::Method::PATCH)
}

/// Creates the fault for an `https` URL if the build has no TLS. The messages of the libraries
/// ("scheme is not http") do not say how to solve it.
#[cfg(all(any(all(feature = "async", not(target_arch = "wasm32")), feature = "blocking"), not(feature = "rustls")))]
fn without_tls() -> Fault {
    let what = "https needs TLS, which this build lacks; enable the feature `rustls` of the client's crate";
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

/// Returns `true` if the cause is a certificate. rustls reports it directly, or inside an I/O
/// error, whose `source` is that of the error that it contains.
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
