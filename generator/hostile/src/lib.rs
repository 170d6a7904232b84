//! Hostile input, and what has to hold for it: shared by the fuzz targets (generator/fuzz), by a slice of them that runs in
//! `cargo test`, and by two examples: `drive` tries a target without a fuzzer, `write` makes descriptions to compile. A property
//! that does not hold panics: that is how fuzzers are told.
//!
//! Everything is made from bytes: those of a fuzzer, or those of a seed ([`bytes_of`]), so that a failure is repeated by its bytes.

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
