//! The I/O around the generator: configuration, files, URLs, crates and messages. Must not parse
//! arguments or print: the command does. Only [`build`] and [`task`] print, because no command does
//! it for them.
//!
//! The command `clientwright` is a thin layer over this library. Build scripts use [`build`], and
//! the tasks of a workspace [`task`]; with `default-features = false`, neither an HTTP client nor a
//! parser of arguments is compiled. The crate `clientwright` decides which texts are generated, and
//! performs no I/O.

#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::panic, clippy::todo, clippy::unimplemented, clippy::unwrap_used)
)]

pub mod build;
pub mod client;
pub mod config;
mod content;
pub mod description;
mod error;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod files;
pub mod generate;
pub mod init;
mod outlook;
pub mod project;
#[cfg(feature = "prove")]
pub mod prove;
pub mod scaffold;
pub mod task;
#[cfg(feature = "fetch")]
pub mod update;
mod vendor;
#[cfg(feature = "watch")]
pub mod watch;

pub use content::{Content, content};
pub use error::{Error, ErrorKind};
pub use outlook::{Outlook, outlook};
pub use vendor::vendor_runtime;
