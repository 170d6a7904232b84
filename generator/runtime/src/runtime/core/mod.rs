//! What a call does, as a state machine without IO: send, follow, read, decide. Time is handed in, bytes are
//! handed in, and each step carries the one value that can take its answer, so that a wrong answer does not
//! compile. Must not know futures, sockets or clocks.

mod answer;
mod body;
mod location;
mod plan;
mod step;

pub use answer::{Reply, select};
pub use body::json_body;
pub use plan::{Limits, Plan, Target};
pub use step::{Attempt, Fault, FaultKind, Reading, Sent, Step};
