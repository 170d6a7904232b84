//! Tests of programs that use a client: typed responses without a network ([`MockTransport`]), and
//! calls that are recorded once and replayed from a file ([`Recorder`], [`Replay`]). This module
//! must not decide the steps of a call.
//!
//! All three replace or wrap the transport, so that everything in front of it works as usual: URLs,
//! credentials, retries, pages, streams. Delays take no time.
//!
//! Available with feature `testing`.

// This module may use all of the runtime. Nothing else may use it.

mod clock;
mod differences;
mod encoded;
mod exchange;
mod line;
mod masking;
mod mock;
mod mock_response;
mod played_body;
mod received;
mod recorded_body;
mod recorder;
mod replay;
mod secrets;

pub use crate::transport::FaultKind;
pub use exchange::{Exchange, Message};
pub use masking::MASK;
pub use mock::{MockOperation, MockResponses, MockTransport};
pub use mock_response::{IntoMockResponse, MockResponse};
pub use received::ReceivedRequest;
pub use recorder::Recorder;
pub use replay::Replay;
