//! Proves that a client sends and reads what its OpenAPI description says. The rules of OpenAPI are
//! read here a second time: this crate must not use the generator or the runtime, because it would
//! repeat their errors.
//!
//! ```text
//! description ─source→ operations ─sample→ cases ─driver: the generated client→ outcomes ─judge→ faults
//! ```
//!
//! The [`driver`] is a crate that is written here and compiled with the client. It uses the
//! client's public API. All it knows of the client is which part of the description became which
//! Rust path ([`names`]).

mod automatic;
pub mod case;
#[path = "../driver/digits.rs"]
pub mod digits;
pub mod driver;
pub mod examples;
pub mod fault;
pub mod judge;
mod media_type;
pub mod names;
mod pattern;
mod precision;
pub mod proof;
pub mod rng;
mod sample;
pub mod setup;
pub mod source;
pub mod validator;

pub use sample::{Cases, cases};
