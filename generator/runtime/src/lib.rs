//! The hand-written part of every client that Clientwright generates.
//!
//! This crate is laid out as a generated one, so that `crate::runtime::…` means the same here and
//! there: the folder `runtime` is copied into each generated crate as it stands, and is tested here.
//! It must know no vendor and no API: what an API needs arrives as data ([`runtime::Api`],
//! [`runtime::Operation`], and the types' own [`runtime::Shape`]).

pub mod runtime;
