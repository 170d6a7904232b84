//! What tests of a program that uses this client need: answers without a network ([`Answers`]), and calls that are recorded once and replayed
//! from a file ([`Recorder`], [`Replay`]). All three stand at the seam to the network, where a transport or a middleware stands, so that everything
//! before it (addresses, credentials, retries, pages, streams) is what a program has in earnest. Waits take no time.

// It may use all of the runtime; nothing else of the runtime may know it.

mod answers;
mod called;
mod clock;
mod encoded;
mod exchange;
mod line;
mod mask;
mod nearest;
mod played;
mod prepared;
mod recorder;
mod replay;
mod secrets;
mod taped;

pub use crate::transport::FaultKind;
pub use answers::{Answers, Turns};
pub use called::Called;
pub use exchange::{Exchange, Message};
pub use mask::MASK;
pub use prepared::{IntoAnswer, Prepared};
pub use recorder::Recorder;
pub use replay::Replay;
