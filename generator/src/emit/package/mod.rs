//! The package around types and operations: the manifest, the root with its front page, the client and its builder.
//!
//! Must not know how types and operations are emitted, only their names.

mod builder;
mod client;
mod environment;
mod front_page;
mod lib_rs;
mod manifest;
mod own_types;
pub(super) mod runtime_features;
mod tour;

pub(crate) use builder::file as builder;
pub(crate) use client::file as client;
pub use lib_rs::Root;
pub(crate) use lib_rs::file as root;
pub use manifest::{DEPENDENCIES, Dependency, FEATURES, ManifestKey, RUST_VERSION, is_taken, manifest};
pub use own_types::features as own_features;
pub use tour::program;
