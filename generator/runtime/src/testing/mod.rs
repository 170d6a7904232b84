//! What tests of a program that uses this client need: answers without a network ([`MockTransport`]), and calls that are recorded once and replayed
//! from a file ([`Recorder`], [`Replay`]). All three stand at the seam to the network, where a transport or a middleware stands, so that everything
//! before it (addresses, credentials, retries, pages, streams) is what a program has in earnest. Waits take no time.

// It may use all of the runtime; nothing else of the runtime may know it.

mod clock;
mod encoded;
mod exchange;
mod line;
mod mask;
mod mock;
mod mock_response;
mod nearest;
mod played;
mod received;
mod recorder;
mod replay;
mod secrets;
mod taped;

pub use crate::transport::FaultKind;
pub use exchange::{Exchange, Message};
pub use mask::MASK;
pub use mock::{MockOperation, MockResponses, MockTransport};
pub use mock_response::{IntoMockResponse, MockResponse};
pub use received::ReceivedRequest;
pub use recorder::Recorder;
pub use replay::Replay;
