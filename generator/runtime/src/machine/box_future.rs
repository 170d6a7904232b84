//! [`BoxFuture`]: the type of all boxed futures. Must not know an executor.

use std::future::Future;
use std::pin::Pin;

/// A boxed future. It is [`Send`] on all targets except wasm32, where futures of transports are
/// not.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A boxed future. It is [`Send`] on all targets except wasm32, where futures of transports are
/// not.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;
