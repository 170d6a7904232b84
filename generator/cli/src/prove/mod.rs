//! Proves that clients send and read what their descriptions say: writes a driver next to a client, compiles and runs it, and
//! judges its output. Must not decide what is right: the crate `clientwright_prover` does, which shares no code with the
//! generator or the runtime.

mod client;
mod driver;
mod proof;
mod report;

pub use client::{Generated, generated};
pub use driver::Driver;
pub use proof::{Examples, Failure, Proof};
pub use report::{json, text, totals};
