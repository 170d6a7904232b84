//! The runtime of HTTP API clients that Clientwright generates: values, calls, and the transports
//! that send them.
//!
//! Programs that call an API use a generated client, which re-exports what they need from here.
//! Programs that share code between several clients (middleware, error handlers, tests) depend on
//! this crate directly, because clients that use it have its types in common.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `async` (default) | async calls over reqwest |
//! | `blocking` | blocking calls over ureq |
//! | `rustls` (default) | TLS |
//! | `http2`, `gzip`, `charset` | HTTP/2, compressed responses, charsets other than UTF-8 |
//! | `pages`, `stream`, `download` | paged responses, streamed responses, downloads to files |
//! | `oauth2` | tokens from a token endpoint |
//! | `testing` | mock transport, recordings |
//! | `tracing` | a span for each attempt |
//! | `chrono`, `jiff`, `time`, `uuid`, `mime-guess` | conversions to types of these crates |
//! | `reqwest-0-13` | a reqwest client of your own |
//!
//! It must not know any vendor or API. What an API needs is passed as data: [`call::Api`],
//! [`call::Operation`], and the [`value::Shape`] of each type. Items that are hidden in the
//! documentation are for generated code. They stay compatible within a minor version.

#![cfg_attr(docsrs, feature(doc_cfg))]
// Nothing that a description or a server can reach may panic; tests may.
#![warn(clippy::expect_used, clippy::panic, clippy::todo, clippy::unimplemented, clippy::unwrap_used)]
// Not every combination of features uses everything.
#![allow(dead_code)]

#[macro_use]
mod interface;

#[cfg(feature = "client")]
pub mod call;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "client")]
pub mod error;
#[cfg(feature = "client")]
pub mod machine;
#[cfg(feature = "sources")]
#[doc(hidden)]
pub mod sources;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "client")]
pub mod transport;
pub mod value;

#[cfg(all(feature = "blocking", feature = "stream"))]
pub use client::BlockingEvents;
#[cfg(all(feature = "async", feature = "stream"))]
pub use client::Events;
#[cfg(feature = "blocking")]
pub use client::{BlockingBody, BlockingRequest, send_all_blocking};
#[cfg(all(feature = "blocking", feature = "pages"))]
pub use client::{BlockingItems, BlockingPages};
#[cfg(feature = "async")]
pub use client::{Body, ResponseFuture, send_all};
#[cfg(feature = "client")]
pub use client::{Client, ClientBuilder, CommonRequest, FromResponse, Header, Request, Response};
#[cfg(all(feature = "async", feature = "pages"))]
pub use client::{Items, Pages};
#[cfg(feature = "client")]
pub use error::{DeclaredError, Error, ErrorKind};
#[cfg(feature = "oauth2")]
pub use machine::OAuth2;
#[cfg(feature = "client")]
pub use machine::{Secret, Token, TokenError, TokenSource, blocking_token_source};
pub use value::{
    Extra, File, FromItem, IntoItems, IntoMaybe, IntoMaybeItems, IntoOption, IntoOptionItems, Maybe, Number, formats,
};

// Generated code names these crates through this one, so that it needs no dependencies of its own.
#[cfg(feature = "client")]
#[doc(hidden)]
pub use http;
#[cfg(feature = "reqwest-0-13")]
#[doc(hidden)]
pub use reqwest;
#[doc(hidden)]
pub use {bytes, serde, serde_json};
