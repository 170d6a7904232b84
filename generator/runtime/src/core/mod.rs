//! What a call does, as a state machine without IO: send, follow, read, wait, try again, decide. Time and chance are
//! handed in ([`Now`]), bytes are handed in, and each step carries the one value that can take its answer, so that a wrong answer does not
//! compile. Must not know futures, sockets or clocks.

mod answer;
mod authorize;
mod body;
#[cfg(feature = "stream")]
mod frames;
mod gate;
mod headers;
mod keeper;
#[cfg(feature = "pages")]
mod link;
mod location;
mod now;
#[cfg(feature = "oauth2")]
mod oauth2;
mod plan;
#[cfg(feature = "download")]
mod ranges;
mod retry;
mod seam;
mod secret;
mod step;
mod token;

pub use answer::{Reply, select};
pub(crate) use authorize::Kept;
pub use authorize::{Entering, Granting, Sourcing};
pub use body::json_body;
pub(crate) use body::{packed, text_body, untyped};
#[cfg(feature = "stream")]
pub use frames::Framing;
#[cfg(all(feature = "stream", any(feature = "async", feature = "blocking")))]
#[doc(hidden)]
pub use frames::{Frame, Frames, TooLarge};
pub use headers::Headers;
#[cfg(feature = "testing")]
pub(crate) use keeper::is_token_request;
pub(crate) use keeper::{Keeper, Origin};
#[cfg(all(feature = "pages", any(feature = "async", feature = "blocking")))]
#[doc(hidden)]
pub use link::next_link;
#[cfg(any(feature = "testing", all(feature = "pages", any(feature = "async", feature = "blocking"))))]
pub(crate) use location::resolve;
pub(crate) use location::same_origin;
#[cfg(all(feature = "async", not(target_arch = "wasm32")))]
pub(crate) use now::clock;
pub use now::{Moment, Now};
#[cfg(feature = "oauth2")]
pub use oauth2::OAuth2;
pub use plan::{Limits, Plan, Target, Upload};
#[cfg(feature = "download")]
pub use ranges::{Ended, Opened, Ranges};
pub(crate) use retry::is_idempotent;
pub use seam::{BlockingChunks, BoxFuture, Chunks};
pub use secret::Secret;
pub use step::{Attempt, Beside, Fault, FaultKind, Reading, Sent, Step, Waiting};
pub use token::{BlockingTokenSource, Source, Token, TokenError, TokenSource, blocking_token_source};
