//! The proof on the wire: what a generated client sends and reads is held against its description, by a reader of the
//! OpenAPI rules of its own. Must not use the generator or the runtime: what both get wrong alike would be right here too.
//!
//! ```text
//! description ─source→ operations ─sample→ cases ─(driver: the generated client)→ results ─judge→ faults
//! ```
//!
//! The driver is a crate that is written here and compiled against the client. It uses the client's public API, and knows no
//! more of it than which place of the description became which Rust path ([`names`]).

mod asked;
pub mod chance;
#[path = "../driver/digits.rs"]
pub mod digits;
pub mod driver;
pub mod examples;
pub mod judge;
pub mod names;
mod precise;
pub mod proof;
pub mod sample;
pub mod source;
pub mod valid;

pub use sample::{Case, cases};
pub use source::{Description, Operation};
