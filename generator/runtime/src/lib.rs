//! The hand-written part of every client that Clientwright generates.
//!
//! This crate is laid out as a generated one, so that `crate::runtime::…` means the same here and
//! there: the folder `runtime` is copied into each generated crate as it stands, and is tested here.
//! It must know no vendor and no API: what an API needs arrives as data ([`runtime::call::Api`],
//! [`runtime::call::Operation`], and the types' own [`runtime::value::Shape`]).

// Nothing that a document or a server can reach may panic; tests may.
#![warn(clippy::expect_used, clippy::panic, clippy::todo, clippy::unimplemented, clippy::unwrap_used)]

pub mod runtime;
