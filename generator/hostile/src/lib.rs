//! Hostile input and the properties that must hold for it. Shared by the fuzz targets
//! (generator/fuzz), by a slice of them that runs in `cargo test`, and by two examples: `drive`
//! runs a target without a fuzzer, `write` creates descriptions to compile. A violated property
//! panics, as fuzzers expect. Must not know any fuzzer.
//!
//! Everything is derived from bytes: those of a fuzzer or of a seed ([`bytes_of`]), so that the
//! same bytes repeat a failure.

pub mod descriptions;
pub mod dice;
pub mod documents;
pub mod mutate;

#[cfg(feature = "decoders")]
pub mod decoders;
#[cfg(feature = "decoders")]
#[path = "../../runtime/tests/shapes/mod.rs"]
mod shapes;

pub use dice::{Dice, bytes_of};
