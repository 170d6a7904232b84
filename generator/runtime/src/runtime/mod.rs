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

#[cfg(feature = "blocking")]
pub use client::{BlockingBody, BlockingEvents, BlockingItems, BlockingPages, send_all_blocking};
#[cfg(feature = "async")]
pub use client::{Body, Events, Items, Pages, Sending, send_all};
pub use client::{Client, ClientBuilder, FromReply, Header, Request, Response};
pub use core::{NoToken, OAuth2, Secret, Token, TokenSource, ask_blocking};
pub use error::{DeclaredError, Error, ErrorKind};
pub use value::{Extra, File, Maybe, Number, formats};
