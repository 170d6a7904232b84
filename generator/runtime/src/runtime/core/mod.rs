//! What a call does, as a state machine without IO: send, follow, read, wait, try again, decide. Time and chance are
//! handed in ([`Now`]), bytes are handed in, and each step carries the one value that can take its answer, so that a wrong answer does not
//! compile. Must not know futures, sockets or clocks.

mod answer;
mod body;
mod frames;
mod location;
mod now;
mod plan;
mod retry;
mod step;

pub use answer::{Reply, select};
pub use body::json_body;
pub(crate) use body::packed;
pub use frames::Framing;
#[cfg(any(feature = "async", feature = "blocking"))]
pub(crate) use frames::{Frame, Frames};
#[cfg(any(feature = "async", feature = "blocking"))]
pub(crate) use location::resolve;
pub(crate) use location::same_origin;
pub use now::Now;
pub(crate) use now::chance;
pub use plan::{Limits, Plan, Target};
pub(crate) use retry::is_idempotent;
pub use step::{Attempt, Fault, FaultKind, Reading, Sent, Step, Waiting};
