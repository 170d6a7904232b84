//! What every generated client shares: values, calls, the core that decides, and what carries bytes.
//!
//! Written by hand and copied; edit it in the generator's repository, not in a generated crate.
// A generated crate uses what its description needs and no more.
#![allow(dead_code)]

pub mod call;
pub mod client;
pub mod core;
pub mod error;
#[cfg(feature = "testing")]
pub mod testing;
pub mod transport;
pub mod value;

#[cfg(all(feature = "blocking", feature = "stream"))]
pub use client::BlockingEvents;
#[cfg(all(feature = "async", feature = "stream"))]
pub use client::Events;
#[cfg(feature = "blocking")]
pub use client::{BlockingBody, send_all_blocking};
#[cfg(all(feature = "blocking", feature = "pages"))]
pub use client::{BlockingItems, BlockingPages};
#[cfg(feature = "async")]
pub use client::{Body, Sending, send_all};
pub use client::{Client, ClientBuilder, FromReply, Header, Request, Response};
#[cfg(all(feature = "async", feature = "pages"))]
pub use client::{Items, Pages};
#[cfg(feature = "oauth2")]
pub use core::OAuth2;
pub use core::{NoToken, Secret, Token, TokenSource, ask_blocking};
pub use error::{DeclaredError, Error, ErrorKind};
pub use value::{
    Extra, File, FromItem, IntoItems, IntoMaybe, IntoMaybeItems, IntoOption, IntoOptionItems, Maybe, Number, formats,
};
