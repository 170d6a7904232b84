//! The proof of a client: from a description and the client's names to cases for the driver, and
//! from the driver's output to a verdict for each operation. Must not compile or run anything.

mod plan;
mod protocol;
mod verdict;

pub use plan::{ProofPlan, plan};
pub use verdict::{ExampleError, Verdict};
