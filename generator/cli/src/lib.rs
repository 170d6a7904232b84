//! The I/O around the generator: configuration, files, URLs, crates and messages. Must not parse
//! arguments or print: the command does.
//!
//! The command `clientwright` is a thin layer over this library; build scripts and the tasks of a
//! workspace can use it as well. The crate `clientwright` decides which texts are generated, and
//! performs no I/O.

#![cfg_attr(
    not(test),
    warn(clippy::expect_used, clippy::panic, clippy::todo, clippy::unimplemented, clippy::unwrap_used)
)]

pub mod client;
pub mod config;
mod content;
pub mod description;
mod error;
pub mod fetch;
pub mod files;
pub mod generate;
pub mod init;
mod outlook;
pub mod project;
#[cfg(feature = "prove")]
pub mod prove;
pub mod scaffold;
pub mod update;
mod vendor;
pub mod watch;

pub use content::{Content, content};
pub use error::{Error, ErrorKind};
pub use outlook::{Outlook, outlook};
pub use vendor::vendor_runtime;
